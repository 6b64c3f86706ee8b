"""What the page says that the model understands is what the training captions hold."""

import random
import re

import pytest

from pipeline.model.vocabulary import KINDS, NEAREST, in_known_words, read
from pipeline.model.world import COLORS
from pipeline.model.world import KINDS as THINGS
from pipeline.training.world.captions import caption
from pipeline.training.world.scene import sample_scene


def kinds(prompt):
    return {piece.text: piece.kind for piece in read(prompt) if piece.kind}


def test_every_word_of_the_training_captions_is_known():
    rng = random.Random(3)
    for _ in range(400):
        text = caption(sample_scene(rng), rng)
        assert [piece.text for piece in read(text) if piece.kind == "unknown"] == [], text


def test_every_thing_and_colour_of_the_world_is_in_it():
    assert set(THINGS) <= KINDS["thing"]
    assert set(COLORS) <= KINDS["colour"]


def test_the_pieces_are_the_prompt_itself():
    prompt = 'Two  white cats, by a "TEA" house\n(at night) — 猫と家!'
    assert "".join(piece.text for piece in read(prompt)) == prompt


def test_words_are_told_apart_by_what_they_say():
    told = kinds('two red-roofed houses on the left of a meadow at night in the rain, sign "TEA"')
    assert told == {
        "two": "number", "red-roofed": "colour", "houses": "thing", "left": "position",
        "meadow": "place", "night": "light", "rain": "weather", "sign": "thing", '"TEA"': "written",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "better"),
    [
        ("a cottage by the ocean", "a house by the sea"),
        ("two kittens and a lanturn", "two cats and a lantern"),
        ("a quantum spreadsheet", "a quantum spreadsheet"),
        ("two horses", "two dogs"),
        ("a corse", "a corse"),  # spelt nearly like shore, and nothing like it
        ("a Cottage, please", "a house, please"),
    ],
)
def test_an_unknown_word_gets_the_nearest_known_one(prompt, better):
    assert in_known_words(prompt) == better


def test_japanese_words_are_offered_in_english():
    assert in_known_words("夜の猫").split() == ["night", "cat"]


def test_every_word_that_is_offered_is_known():
    offered = [word for word in set(NEAREST.values())]
    assert [word for word in offered if read(word)[0].kind in (None, "unknown")] == []
    assert not {w for w in NEAREST if re.fullmatch("[a-z]+", w)} & set().union(*KINDS.values())
