"""Things, places and styles for a photo, read with the dictionary that ships."""

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import find_weights
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.photo_things import PhotoThings, photo_things


def asked_of(instruction: str, dictionary: Dictionary) -> PhotoThings:
    return photo_things(instruction, read_graph(instruction, dictionary), dictionary)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.load(find_weights())


@pytest.mark.parametrize(
    "instruction",
    ["a woman in a garden", "ghibli style, a man with a dog on the beach", "a dog in the park"],
)
def test_a_described_being_has_its_own_place(instruction: str, dictionary: Dictionary):
    asked = asked_of(instruction, dictionary)
    assert not asked.any and asked.missing == ()


@pytest.mark.parametrize(
    ("instruction", "place"),
    [
        ("put the woman in a garden", "garden"),
        ("on the beach", "beach"),
        ("ghibli style, in a forest", "forest"),
    ],
)
def test_a_place_that_is_asked_for_lies_behind(
    instruction: str, place: str, dictionary: Dictionary
):
    behind = asked_of(instruction, dictionary).behind
    assert behind is not None and behind.setting.place == place


@pytest.mark.parametrize(
    ("instruction", "style", "missing"),
    [
        ("as a watercolour", "watercolour", ()),
        ("in pixel art style", "pixel art", ()),
        ("as an oil painting", "gouache", ("oil painting",)),
    ],
)
def test_styles(instruction: str, style: str, missing: tuple[str, ...], dictionary: Dictionary):
    asked = asked_of(instruction, dictionary)
    assert (asked.style, asked.missing) == (style, missing)
    assert asked.any == (style != "gouache")


def test_who_is_in_the_photo_is_not_missing_but_who_is_added(dictionary: Dictionary):
    assert asked_of("portrait of a woman", dictionary).missing == ()
    assert asked_of("add a woman", dictionary).missing == ("woman",)
