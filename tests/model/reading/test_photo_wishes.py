"""Instructions for a photo: moods and drawings are understood, the rest is told."""

import pytest

from pipeline.model.reading.photo_wishes import photo_wishes


@pytest.mark.parametrize(
    ("instruction", "time", "sky", "season"),
    [
        ("convert this image into ghibli style", "noon", "clear", "summer"),
        ("at night in the rain", "night", "rain", "summer"),
        ("in winter, at sunset", "sunset", "clear", "winter"),
        ("bei Nacht", "night", "clear", "summer"),
    ],
)
def test_moods(instruction: str, time: str, sky: str, season: str):
    wishes = photo_wishes(instruction)
    assert (wishes.mood.time, wishes.mood.weather, wishes.mood.season) == (time, sky, season)
    assert wishes.not_done == ()


@pytest.mark.parametrize(
    "instruction", ["make me look like an anime character", "turn me into a cartoon", "manga"]
)
def test_a_drawing_by_name_is_a_full_one(instruction: str):
    wishes = photo_wishes(instruction)
    assert wishes.drawing and wishes.not_done == ()


@pytest.mark.parametrize(
    ("instruction", "missing"),
    [
        ("with a cat on my shoulder", {"cat", "shoulder"}),
        ("in front of a castle", {"castle"}),
        ("as a watercolour", {"watercolour"}),
    ],
)
def test_what_is_not_done_is_told(instruction: str, missing: set[str]):
    assert set(photo_wishes(instruction).not_done) == missing
