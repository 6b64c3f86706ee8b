"""Lands as values: every draw is a land of its place, and none is like another."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.plan.land import (
    MATERIALS,
    PLACES,
    POINTS,
    Land,
    Layer,
    Panel,
    Row,
    sample_land,
    under,
)
from pipeline.model.plan.land.skies import in_sight
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
        lands = [sample_land("meadow", random.Random(seed), time) for seed in range(40)]
        return [land.sun[1] for land in lands if land.sun and in_sight(land)]

    assert max(heights("noon")) < min(heights("morning"))
    assert max(heights("noon")) < min(heights("sunset"))


def skies(time: str, sky: str) -> list[Land]:
    return [sample_land("meadow", random.Random(seed), time, sky) for seed in range(60)]


def test_by_day_the_sun_is_seldom_in_the_picture_and_at_sunset_it_mostly_is():
    assert sum(map(in_sight, skies("noon", "fair"))) < 20
    assert sum(map(in_sight, skies("sunset", "fair"))) > 40
    assert all(map(in_sight, skies("noon", "sunny")))
    assert not any(map(in_sight, skies("sunset", "overcast")))


def test_a_sky_has_the_clouds_that_are_asked_for():
    fair = sum(len(land.clouds) for land in skies("noon", "fair"))
    assert sum(len(land.clouds) for land in skies("noon", "cloudy")) > 1.5 * fair
    assert not any(land.clouds for land in skies("noon", "clear"))


@pytest.mark.parametrize("time", TIMES)
def test_no_cloud_hides_the_sun(time):
    for land in filter(in_sight, skies(time, "fair")):
        assert land.sun
        x, y = land.sun
        for cloud in land.clouds:
            above = y < cloud.y - 0.85 * cloud.size or y > cloud.y
            assert abs(cloud.x - x) > cloud.size or above


def test_another_sky_leaves_the_land_as_it_is():
    land = sample_land("beach", random.Random(1), "noon", "clear")
    other = under(land, random.Random(2), "noon", "cloudy")
    assert (other.layers, other.parts) == (land.layers, land.parts)
    assert other.clouds and not land.clouds
    room = sample_land("kitchen", random.Random(1))
    assert under(room, random.Random(2), "noon", "cloudy") == room


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
