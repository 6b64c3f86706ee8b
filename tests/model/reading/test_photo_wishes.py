"""Instructions for a photo: moods, drawings and things are understood, the rest is told."""

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.reading.photo_wishes import photo_wishes


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.load(WEIGHTS)


@pytest.mark.parametrize(
    ("instruction", "time", "sky", "season"),
    [
        ("convert this image into ghibli style", "noon", "clear", "summer"),
        ("ghibli style by moonlight", "night", "clear", "summer"),
        ("at night in the rain", "night", "rain", "summer"),
        ("in winter, at sunset", "sunset", "clear", "winter"),
        ("make it snow", "noon", "clear", "winter"),
        ("on a foggy morning", "morning", "mist", "summer"),
        ("cherry blossoms", "noon", "clear", "spring"),
        ("bei Nacht", "night", "clear", "summer"),
        ("en otoño", "noon", "clear", "autumn"),
        ("夕方", "sunset", "clear", "summer"),
    ],
)
def test_moods(dictionary, instruction: str, time: str, sky: str, season: str):
    wishes = photo_wishes(instruction, dictionary)
    assert (wishes.mood.time, wishes.mood.weather, wishes.mood.season) == (time, sky, season)
    assert wishes.not_done == () and not wishes.things.any


@pytest.mark.parametrize(
    "instruction", ["make me look like an anime character", "turn me into a cartoon", "manga"]
)
def test_a_drawing_by_name_is_a_full_one(dictionary, instruction: str):
    wishes = photo_wishes(instruction, dictionary)
    assert wishes.drawing and wishes.not_done == ()


@pytest.mark.parametrize(
    ("instruction", "missing"),
    [("add a zebra", {"zebra"}), ("with a zorb", {"zorb"}), ("with a cat on my shoulder", set())],
)
def test_what_is_not_done_is_told(dictionary, instruction: str, missing: set[str]):
    assert set(photo_wishes(instruction, dictionary).not_done) == missing
