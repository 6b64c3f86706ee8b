"""What an instruction for a photo of people asks for of the dictionary."""

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.photo_things import PhotoThings, photo_things


def asked_of(instruction: str, dictionary: Dictionary) -> PhotoThings:
    return photo_things(instruction, read_graph(instruction, dictionary), dictionary)


def test_what_one_is_in_front_of_lies_behind(dictionary: Dictionary):
    things = asked_of("put me in front of a house at night", dictionary)
    assert things.behind is not None
    assert [element.kind for element in things.behind.elements] == ["house"]
    assert things.behind.setting.time == "noon"  # the mood darkens people and place alike


def test_hats_are_worn_and_small_animals_sit_on_shoulders(dictionary: Dictionary):
    things = asked_of("a red top hat and a cat on my shoulder", dictionary)
    assert [(element.kind, element.color) for element in things.worn] == [("top hat", "red")]
    assert things.perched is not None and things.perched.kind == "cat"
    assert things.behind is None and things.missing == ()


@pytest.mark.parametrize(
    ("instruction", "word"),
    [("with an elephant on my shoulder", "elephant"), ("a guitar", "guitar")],
)
def test_what_has_no_place_is_told(dictionary: Dictionary, instruction: str, word: str):
    things = asked_of(instruction, dictionary)
    assert not things.any and word in things.missing
