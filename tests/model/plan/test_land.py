"""Lands as values: every draw is a land of its place, and none is like another."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.plan.land import MATERIALS, PLACES, POINTS, Layer, Panel, Row, sample_land
from pipeline.model.plan.world import TIMES

SEEDS = st.integers(0, 2**32)


@given(SEEDS, st.sampled_from(sorted(PLACES)), st.sampled_from((None, *TIMES)))
def test_every_draw_is_a_land_of_its_place(seed, place, time):
    land = sample_land(place, random.Random(seed), time)
    assert land == sample_land(place, random.Random(seed), time)
    levels = [level.material for level in PLACES[place].levels]
    assert [layer.material for layer in land.layers if layer.material not in levels] == []
    assert all(-0.2 <= y <= 1.1 for layer in land.layers for y in layer.line)
    assert (land.sun is not None) == PLACES[place].outdoors
    low, high = PLACES[place].strips
    assert low <= len(land.strips) <= high
    for part in land.parts:
        left, top, right, bottom = part.box
        assert left < right and top < bottom and right > -0.5 and left < 1.5


@pytest.mark.parametrize("place", sorted(PLACES))
def test_no_land_comes_twice(place):
    lands = {sample_land(place, random.Random(seed)) for seed in range(50)}
    assert len(lands) >= (10 if place == "plain" else 50)


def test_the_sun_follows_the_hour():
    def heights(time: str) -> list[float]:
        lands = [sample_land("meadow", random.Random(seed), time) for seed in range(20)]
        return [land.sun[1] for land in lands if land.sun]

    assert max(heights("noon")) < min(heights("morning"))
    assert max(heights("noon")) < min(heights("sunset"))


def test_a_rooms_light_comes_from_its_window():
    for seed in range(12):
        land = sample_land("bedroom", random.Random(seed))
        window = next(part for part in land.parts if getattr(part, "material", "") == "window")
        assert land.light_side == (1.0 if window.box[0] > 0.5 else -1.0)


def test_parts_name_what_there_is():
    box = (0.1, 0.1, 0.2, 0.2)
    with pytest.raises(ValueError, match="no material 'mud': there are sky"):
        Layer("mud", (0.5,) * POINTS)
    with pytest.raises(ValueError, match="9 points, not 2"):
        Layer(MATERIALS[0], (0.5, 0.5))
    with pytest.raises(ValueError, match="no shape 'star'"):
        Panel("wall", box, "star")
    with pytest.raises(ValueError, match="no row 'cows'"):
        Row("cows", box, 3, 0.5)
