"""Captions as people write them: less is told, and what stays is still true."""

import random
import re

import pytest

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


def test_something_strange_is_about_a_thing_that_is_there():
    rng = random.Random(1)
    for _ in range(50):
        told = with_unpaintable("a black cat beside a house", rng)
        cat, house = told.split(" beside ")
        assert re.fullmatch(r"a black (\w+ )?cat( with an? [\w ]+)?", cat), told
        assert re.fullmatch(r"an? (\w+ )?house( with an? [\w ]+)?", house), told
    assert with_unpaintable("at night", rng) == "at night"


def test_every_thing_is_still_named():
    rng = random.Random(2)
    names = {kind: [kind, plural(kind)] for kind in KINDS if kind != "signpost"}
    for kind, pairs in CALLED.items():
        names[kind] += [name for pair in pairs for name in pair]
    names["boat"] += ["sailboat", "sailboats"]
    shorter = 0
    for _ in range(400):
        scene = sample_scene(rng)
        text = caption(scene, rng)
        told = casual(text, rng)
        for kind in {thing.kind for thing in scene.things} & names.keys():
            assert re.search(rf"\b(?:{'|'.join(names[kind])})\b", told, re.IGNORECASE), told
        before, after = (sum(text.count(color) for color in COLORS) for text in (text, told))
        shorter += after < before
        assert "  " not in told and not re.search(r"\b(?:in|wearing) (?:stand|and|,)", told), told
    assert shorter > 200
