"""A painted photo, its own settings, and an edit that asks for another light."""

import pytest

from pipeline.history import with_history
from pipeline.request import Request

PAINTED = {"task": "photo_to_painting", "size": "512x384", "strength": 0.5}


def edit(words: str, **fields) -> Request:
    return Request(words, b"painting", task="edit", **fields)


@pytest.mark.parametrize(
    ("words", "repainted"),
    [
        ("make it night", True),
        ("now at golden hour, please", True),
        ("in the fall", True),
        ("add a red lantern", False),
        ("a dog at night", False),
        ("make it wonderful", False),
    ],
)
def test_another_light_alone_paints_the_original_again(engine, words, repainted):
    request = with_history(edit(words, original=b"photo", seed=3), engine, PAINTED)
    assert (request.task == "photo_to_painting") == repainted
    assert request.original is None and request.seed == 3
    if repainted:
        assert (request.size, request.strength, request.photo) == ((512, 512), 0.5, b"photo")
        assert request.prompt.startswith("convert this image into ghibli style, ")


def test_nothing_is_painted_again_without_the_original_or_the_signed_settings(engine):
    assert with_history(edit("make it night"), engine, PAINTED).task == "edit"
    for made_with in ({}, {"task": "edit", "size": "512x384", "strength": 1.0}):
        request = with_history(edit("make it night", original=b"photo"), engine, made_with)
        assert (request.task, request.photo) == ("edit", b"painting")


def test_a_picture_of_words_tells_what_stands_where(engine):
    made_with = {"task": "text_to_image", "layout": "{}"}
    assert with_history(edit("make it night"), engine, made_with).layout == "{}"
    assert with_history(edit("make it night", layout="{}"), engine, {}).layout is None


def test_the_whole_journey_paints_it_again(make, photo_file):
    _, painting = make(prompt="at noon", photo=photo_file)
    _, night = make(
        prompt="make it night", photo=painting.path, task="edit", original=photo_file, size=None
    )
    assert night.task == "photo_to_painting" and "make it night" in night.settings["prompt"]
    assert "original" not in night.settings
