"""Painted lands: what is on the map is what is in the picture, in the light of the hour."""

import random

import pytest
import torch

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.painting.canvas import land_map
from pipeline.model.plan.land import MATERIALS, PLACES, POINTS, Land, Layer, sample_land
from pipeline.model.plan.world import TIMES, WEATHERS
from pipeline.training.canvas.ground import paint_land
from pipeline.training.canvas.stage import Scene, Stage

SIDE = 64


@pytest.fixture(scope="module")
def noise() -> NoiseAtlas:
    return NoiseAtlas()


def painted(
    noise,
    land,
    time: str = "noon",
    season: str = "summer",
    weather: str = "clear",
    side: int = SIDE,
) -> torch.Tensor:
    scene = Scene(time, weather, season)
    return paint_land(land, scene, Stage(scene, side, side, noise))


@pytest.mark.parametrize("place", PLACES)
def test_every_place_can_be_painted_at_every_hour(noise, place):
    for seed, time in enumerate(TIMES):
        land = sample_land(place, random.Random(seed), time)
        for side in (SIDE, SIDE * 2):
            picture = painted(noise, land, time, side=side)
            assert picture.shape == (3, side, side) and picture.isfinite().all()
            assert picture.min() >= 0 and picture.max() <= 1 and picture.std() > 0.005


@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("place", ["meadow", "street", "beach", "bedroom"])
def test_every_weather_can_be_painted(noise, place, weather):
    land = sample_land(place, random.Random(5))
    season = "winter" if weather == "snow" else "autumn"
    picture = painted(noise, land, season=season, weather=weather)
    assert picture.isfinite().all() and picture.equal(
        painted(noise, land, season=season, weather=weather)
    )


def test_night_is_dark_and_winter_white(noise):
    land = sample_land("meadow", random.Random(2))
    noon, night = painted(noise, land), painted(noise, land, "night")
    assert night.mean() < 0.6 * noon.mean()
    ground = land_map(land, SIDE, SIDE) == MATERIALS.index("meadow")
    winter = painted(noise, land, season="winter")
    assert winter[:, ground].mean() > noon[:, ground].mean() + 0.2


def test_windows_are_lit_at_night(noise):
    land = sample_land("village", random.Random(4))
    lit = land_map(land, 128, 128) == MATERIALS.index("lit pane")
    night = painted(noise, land, "night", side=128)
    assert lit.any() and night[0, lit].mean() > 2 * night[0, ~lit].mean()


def test_brushwork_lies_in_the_same_place_on_every_land(noise):
    """So that a decoder can learn it from what is where alone."""
    lands = [sample_land("plain", random.Random(seed)) for seed in (1, 2)]
    tints = [land.layers[0].tint for land in lands]
    walls = [painted(noise, land)[:, : SIDE // 2] for land in lands]
    shares = [
        wall / torch.tensor(tint)[:, None, None] for wall, tint in zip(walls, tints, strict=True)
    ]
    torch.testing.assert_close(*shares, atol=0.02, rtol=0)


def test_rooms_are_quiet(noise):
    land = Land("room", (Layer("wall", (0.0,) * POINTS),))
    wall = painted(noise, land, side=128)[1]
    rough = (wall[1:] - wall[:-1]).abs().mean()
    assert rough < 0.004
