"""What the decoder is shown of the air and the ground: what can be seen there, and nothing else."""

import random

import pytest
import torch

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.painting.canvas import flat_map, land_maps
from pipeline.model.painting.canvas_inputs import BRUSHES, brush_maps, warmth
from pipeline.model.painting.ground_maps import NAMES, Air, ground_maps
from pipeline.model.painting.guides import MIDDLE
from pipeline.model.plan.land import MATERIALS, sample_land
from pipeline.model.plan.world import WEATHERS
from pipeline.training.canvas.ground import fall_before
from pipeline.training.canvas.stage import Scene, Stage

SIDE = 96
SHOWN = dict(enumerate((*NAMES, "lines", "marked", "edge", "slope", "depth"), -len(NAMES) - 5))


def shown(place: str, time: str, weather: str, season: str = "summer") -> dict[str, torch.Tensor]:
    land = sample_land(place, random.Random(3), time)
    materials, down = land_maps(land, SIDE, SIDE)
    warm = warmth(flat_map(land, season, SIDE, SIDE), season)
    maps = brush_maps(materials, down, warm, Air.of(land, time, weather), MIDDLE)
    assert maps.shape == (BRUSHES, SIDE, SIDE) and maps.isfinite().all()
    return {name: maps[channel] for channel, name in SHOWN.items()} | {"materials": materials}


@pytest.mark.parametrize("weather", WEATHERS)
def test_only_what_falls_is_shown(weather):
    values = shown("meadow", "noon", weather)["falling"]
    assert (values > 0.2).any() == (weather == "rain")
    assert (values < -0.2).any() == (weather == "snow")
    assert not shown("bedroom", "noon", weather)["falling"].any()


def test_stars_are_shown_on_clear_nights_alone():
    sky = MATERIALS.index("sky")
    for time, weather, seen in (("night", "clear", 1), ("night", "rain", 0), ("noon", "clear", 0)):
        maps = shown("beach", time, weather)
        assert bool((maps["lines"][maps["materials"] == sky] > 0.2).any()) == bool(seen)
    assert (shown("space", "noon", "clear")["lines"] > 0.2).any()


def test_specks_lie_on_ground_that_has_them():
    maps = shown("meadow", "noon", "clear")
    meadow = maps["materials"] == MATERIALS.index("meadow")
    path = maps["materials"] == MATERIALS.index("path")
    assert maps["marked"][meadow].any() and not maps["marked"][~meadow & ~path].any()
    assert maps["marked"][meadow].abs().sum() < maps["specks"][meadow].abs().sum()


def test_upper_edges_are_shown():
    maps = shown("mountains", "noon", "clear")
    for name in ("edge", "slope", "depth"):
        assert maps[name].min() >= 0 and maps[name].max() <= 1
    assert (maps["edge"] <= maps["slope"]).all() and (maps["slope"] <= maps["depth"]).all()
    changes = maps["materials"][1:].int().diff(dim=0) != 0
    assert maps["edge"][2:][changes].mean() > 2 * maps["edge"].mean()


@pytest.mark.parametrize(("weather", "brighter"), [("rain", True), ("snow", True), ("mist", False)])
def test_rain_and_flakes_fall_before_all(weather, brighter):
    light = Scene("noon", weather, "winter")
    land, stage = sample_land("meadow", random.Random(1)), Stage(light, SIDE, SIDE, NoiseAtlas())
    dark = torch.full((SIDE, SIDE, 3), 0.1).numpy()
    seen = fall_before(dark, land, light, stage)
    values = Air.of(land, "noon", weather).falling(
        ground_maps(SIDE, SIDE, MIDDLE)[NAMES.index("falling")]
    )
    assert ((seen > dark + 0.02).any(-1) == (values.abs() > 0.1).numpy()).mean() > 0.95
    assert bool((seen > dark + 0.02).any()) == brighter
