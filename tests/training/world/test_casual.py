"""Captions as people write them: less is told, and what stays is still true."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.plan.world import CALLED, COLORS, KINDS, plural
from pipeline.training.world.captions import caption
from pipeline.training.world.casual import (
    casual,
    with_unpaintable,
    without_colors,
    without_plain_parts,
)
from pipeline.training.world.scene import sample_scene


def test_colours_may_be_left_out_but_nothing_else():
    rng = random.Random(0)
    text = (
        "An orange cat, a girl with red hair and a blue dress, a red and white striped lighthouse"
    )
    assert without_colors(text, rng, share=1.0) == (
        "A cat, a girl with red hair and a dress, a striped lighthouse"
    )
    assert without_colors(text, rng, share=0.0) == text
    assert without_colors('a sign that says "RED" by an old oak', rng, share=1.0) == (
        'a sign that says "RED" by an old oak'
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("two girls in blue stand", "two girls stand"),
        ("men in red coats, night", "men, night"),
        ("a woman dressed in white.", "a woman."),
        ("a woman wearing white and a fox", "a woman and a fox"),
        ("An orange airship", "An airship"),
    ],
)
def test_what_was_said_of_a_lost_colour_goes_with_it(text, left):
    assert without_colors(text, random.Random(0), share=1.0) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a girl in a dress and a house with a roof", "a girl and a house"),
        ("a boy with red hair and a shirt", "a boy with red hair"),
        ("two houses with roofs, three cakes with icing", "two houses, three cakes"),
        ("a house with a red roof", "a house with a red roof"),
    ],
)
def test_a_part_without_a_colour_is_not_worth_telling(text, left):
    assert without_plain_parts(text) == left


@given(st.integers(0, 2**32))
def test_something_unpaintable_is_added_to_a_thing_of_the_caption(seed):
    rng = random.Random(seed)
    text = with_unpaintable("a black cat beside a house", rng)
    cat, house = text.split(" beside ")
    assert text != "a black cat beside a house"
    assert re.fullmatch(r"a black (\w+ )?cat( with an? [\w ]+)?", cat)
    assert re.fullmatch(r"an? (\w+ )?house( with an? [\w ]+)?", house)
    assert with_unpaintable("at night", rng) == "at night"


NAMES = {kind: [kind, plural(kind)] for kind in KINDS if kind != "signpost"}
for _kind, _pairs in CALLED.items():
    NAMES[_kind] += [name for pair in _pairs for name in pair]
NAMES["boat"] += ["sailboat", "sailboats"]


def colors_in(text: str) -> int:
    return sum(text.count(color) for color in COLORS)


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_every_thing_is_still_named(seed):
    rng = random.Random(seed)
    scene = sample_scene(rng)
    before = caption(scene, rng)
    text = casual(before, rng)
    for kind in {thing.kind for thing in scene.things} & NAMES.keys():
        assert re.search(rf"\b(?:{'|'.join(NAMES[kind])})\b", text, re.IGNORECASE), text
    assert colors_in(text) <= colors_in(before)
    assert "  " not in text and not re.search(r"\b(?:in|wearing) (?:stand|and|,)", text), text


def test_half_of_the_casual_captions_lose_a_color():
    rng = random.Random(2)
    captions = [caption(sample_scene(rng), rng) for _ in range(200)]
    assert sum(colors_in(casual(text, rng)) < colors_in(text) for text in captions) > 100
