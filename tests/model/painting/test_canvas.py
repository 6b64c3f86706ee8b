"""What is where on a land's map."""

import random

import pytest
import torch

from pipeline.model.painting.canvas import cloud_maps, flat_colors, land_map, line_of, strip_depth
from pipeline.model.plan.land import (
    MATERIALS,
    PLACES,
    POINTS,
    Cloud,
    Land,
    Layer,
    Strip,
    sample_land,
)


def names(labels: torch.Tensor) -> set[str]:
    return {MATERIALS[index] for index in labels.unique().tolist()}


@pytest.mark.parametrize("sharp", [True, False])
def test_a_line_runs_through_its_points(sharp):
    line = (0.5, 0.6, 0.4, 0.5, 0.7, 0.5, 0.3, 0.5, 0.5)
    drawn = line_of(Layer("grass", line, sharp), 8000)
    at = [round(point / (POINTS - 1) * 7999) for point in range(POINTS)]
    torch.testing.assert_close(drawn[at], torch.tensor(line), atol=1e-3, rtol=0)
    assert drawn.min() > 0.25 and drawn.max() < 0.75


@pytest.mark.parametrize("place", PLACES)
def test_a_map_shows_the_lands_materials_and_no_others(place):
    land = sample_land(place, random.Random(3))
    labels = land_map(land, 96, 128)
    assert labels.shape == (96, 128) and labels.dtype == torch.uint8
    shown = names(labels)
    asked = {"sky", "sun", "cloud", *(part.material for part in (*land.layers, *land.strips))}
    assert shown <= asked
    assert land.layers[-1].material in shown
    assert labels.equal(land_map(land, 96, 128))


def test_the_same_land_is_the_same_at_every_size():
    land = sample_land("hills", random.Random(1))
    small, large = land_map(land, 64, 64), land_map(land, 256, 256)
    same = (small == large[2::4, 2::4]).float().mean()
    assert same > 0.95


def test_layers_hide_what_is_behind_them():
    flat = [Layer(name, (y,) * POINTS) for name, y in (("rock", 0.3), ("grass", 0.6))]
    labels = land_map(Land("meadow", tuple(flat)), 100, 10)
    assert [MATERIALS[labels[row, 5]] for row in (10, 45, 80)] == ["sky", "rock", "grass"]


def test_a_strip_widens_towards_us():
    depth = strip_depth(Strip("path", 0.5, (0.5, 0.02), (0.5, 0.2)), 100, 100)
    widths = (depth > 0).sum(1)
    assert not widths[:50].any() and widths[55] < widths[75] < widths[99]


def test_a_cloud_stands_on_its_foot():
    maps = cloud_maps(Cloud(0.5, 0.4, 0.3, 0.25), 200, 200)
    rows = (maps[0] > 0).any(1).nonzero().flatten()
    assert abs(int(rows.max()) / 200 - 0.4) < 0.03 and rows.min() > 10
    inside = maps[1:, maps[0] > 0]
    assert inside.abs().max() <= 1 and (inside[1] > 0).float().mean() > 0.5  # normals point up


def test_every_material_has_a_colour_of_its_own_in_every_season():
    for season in ("spring", "summer", "autumn", "winter"):
        colors = flat_colors(season)
        assert colors.shape == (len(MATERIALS), 3)
        assert colors.min() >= 0 and colors.max() <= 1
