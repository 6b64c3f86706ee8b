"""Lands as values: every draw is a land of its place, and none is like another."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.plan.land import MATERIALS, PLACES, POINTS, Layer, sample_land

SEEDS = st.integers(0, 2**32)


@given(SEEDS, st.sampled_from(sorted(PLACES)))
def test_every_draw_is_a_land_of_its_place(seed, place):
    land = sample_land(place, random.Random(seed))
    assert land == sample_land(place, random.Random(seed))
    levels = [level.material for level in PLACES[place].levels]
    assert [layer.material for layer in land.layers if layer.material not in levels] == []
    assert all(-0.2 <= y <= 1.1 for layer in land.layers for y in layer.line)
    assert (land.sun is not None) == PLACES[place].outdoors
    low, high = PLACES[place].strips
    assert low <= len(land.strips) <= high


@pytest.mark.parametrize("place", [name for name in PLACES if PLACES[name].outdoors])
def test_no_land_comes_twice(place):
    assert len({sample_land(place, random.Random(seed)) for seed in range(50)}) == 50


def test_words_for_places_name_one_place_each():
    words = [word for name, place in PLACES.items() for word in (name, *place.words)]
    assert len(words) == len(set(words))


def test_a_layer_names_what_there_is():
    with pytest.raises(ValueError, match="no material 'lava': there are sky"):
        Layer("lava", (0.5,) * POINTS)
    with pytest.raises(ValueError, match="9 points, not 2"):
        Layer(MATERIALS[0], (0.5, 0.5))
