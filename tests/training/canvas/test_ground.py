"""Painted lands: what is on the map is what is in the picture, in the light of the hour."""

import random

import pytest
import torch

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.painting.canvas import land_map
from pipeline.model.plan.land import MATERIALS, PLACES, sample_land
from pipeline.training.canvas.ground import paint_land
from pipeline.training.world.scene import Scene
from pipeline.training.world.stage import Stage

SIDE = 64


@pytest.fixture(scope="module")
def noise() -> NoiseAtlas:
    return NoiseAtlas()


def painted(noise, land, time: str = "noon", season: str = "summer") -> torch.Tensor:
    scene = Scene("meadow", time, "clear", season, 1.0, (), 0)
    return paint_land(land, scene, Stage([scene], SIDE, SIDE, noise))


@pytest.mark.parametrize("place", PLACES)
def test_every_place_can_be_painted(noise, place):
    land = sample_land(place, random.Random(5))
    picture = painted(noise, land)
    assert picture.shape == (3, SIDE, SIDE) and picture.isfinite().all()
    assert picture.min() >= 0 and picture.max() <= 1 and picture.std() > 0.01
    assert picture.equal(painted(noise, land))


def test_night_is_dark_and_winter_white(noise):
    land = sample_land("meadow", random.Random(2))
    noon, night = painted(noise, land), painted(noise, land, "night")
    assert night.mean() < 0.6 * noon.mean()
    ground = land_map(land, SIDE, SIDE) == MATERIALS.index("meadow")
    winter = painted(noise, land, season="winter")
    assert winter[:, ground].mean() > noon[:, ground].mean() + 0.2


def test_brushwork_lies_in_the_same_place_on_every_land(noise):
    """So that a decoder can learn it from what is where alone."""
    lands = [sample_land("kitchen", random.Random(seed)) for seed in (1, 2)]
    walls = [painted(noise, land)[:, : SIDE // 2] for land in lands]
    torch.testing.assert_close(*walls)
