"""Compositions as tokens and back."""

import random
from dataclasses import replace

import pytest

from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.composition_tokens import NAMES, STEP, VOCABULARY, decode, encode
from pipeline.model.plan.land import MATERIALS, PLACES, sample_land
from pipeline.model.plan.scene_graph import STYLES, Element, SceneGraph
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS

# A kind that no table of the model has: its name is copied from the graph.
GRAPH = SceneGraph((Element("zorble", color="red", text="HI"), Element("cup", material="glass")))
DRAWINGS = (
    PlacedDrawing("zorble", 2, 0, (-0.25, 0.125, 0.5, 1.25), True, -30.0, "red", "", "HI", False),
    PlacedDrawing("cup", 0, 1, (0.5, 0.5, 0.75, 0.75), material="glass", hidden=0.25),
)


def composition(place: str) -> Composition:
    land = sample_land(place, random.Random(place))
    return Composition(land, "night", "rain", "winter", "pixel art", DRAWINGS)


@pytest.mark.parametrize("place", PLACES)
def test_a_composition_comes_back_to_a_step(place):
    whole = composition(place)
    tokens = encode(whole)
    back = decode(tokens, GRAPH)
    assert all(0 <= token < VOCABULARY for token in tokens)
    assert replace(back, land=whole.land) == whole
    assert encode(back) == tokens
    for layer, other in zip(whole.land.layers, back.land.layers, strict=True):
        assert layer.material == other.material
        assert layer.line == pytest.approx(other.line, abs=STEP)


def test_every_name_has_a_token():
    names = {*TIMES, *WEATHERS, *SEASONS, *STYLES}
    assert names <= set(NAMES) and len(set(NAMES)) == len(NAMES) <= 64
    assert len(MATERIALS) <= 128 and len(PLACES) <= 128


def test_tokens_that_are_no_composition_are_refused():
    tokens = encode(composition("meadow"))
    for wrong in ([], tokens[:-3], [5, *tokens[1:]]):
        with pytest.raises(ValueError):
            decode(wrong, GRAPH)
    with pytest.raises(ValueError):
        decode(tokens, SceneGraph((Element("cup"),)))  # no second element
