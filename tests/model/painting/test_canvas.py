"""What is where on a land's map."""

import random

import pytest
import torch

from pipeline.model.painting.canvas import (
    cloud_maps,
    flat_colors,
    flat_map,
    land_map,
    line_of,
    strip_depth,
)
from pipeline.model.painting.ground_maps import NAMES, ground_maps
from pipeline.model.painting.guides import MIDDLE
from pipeline.model.plan.land import (
    MATERIALS,
    PLACES,
    POINTS,
    ROWS,
    SHAPES,
    Cloud,
    Land,
    Layer,
    Panel,
    Row,
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
def test_every_place_has_a_map_that_is_the_same_at_every_size(place):
    land = sample_land(place, random.Random(3))
    small, large = land_map(land, 128, 160), land_map(land, 256, 320)
    assert small.shape == (128, 160) and small.dtype == torch.uint8
    assert small.equal(land_map(land, 128, 160))
    near = torch.stack([large[i::2, j::2] for i in (0, 1) for j in (0, 1)])
    assert (small == near).any(0).float().mean() > 0.95
    assert len(small.unique()) >= (1 if place == "plain" else 2)
    other = land_map(sample_land(place, random.Random(4)), 128, 160)
    assert place in ("plain", "space") or not small.equal(other)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("season", ["summer", "winter"])
def test_flat_colours_tell_every_part(place, season):
    flat = flat_map(sample_land(place, random.Random(3)), season, 96, 96)
    assert flat.shape == (3, 96, 96) and flat.min() >= 0 and flat.max() <= 1


@pytest.mark.parametrize("shape", SHAPES)
def test_a_panel_lies_in_its_box(shape):
    panel = Panel("lamp", (0.2, 0.3, 0.6, 0.7), shape)
    shown = land_map(Land("meadow", (Layer("grass", (0.9,) * POINTS),), parts=(panel,)), 100, 100)
    rows, columns = (shown == MATERIALS.index("lamp")).nonzero().T
    assert 28 <= rows.min() <= 32 and 68 <= rows.max() <= 71
    assert columns.min() >= 18 and columns.max() <= 61 and len(rows) > 600


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_is_drawn_and_has_many_looks(kind):
    def drawn(look: float) -> torch.Tensor:
        row = Row(kind, (0.1, 0.2, 0.9, 0.8), 4, look)
        ground = Layer("grass", (0.95,) * POINTS)
        return flat_map(Land("meadow", (ground,), parts=(row,)), "summer", 96, 96)

    bare = flat_map(Land("meadow", (Layer("grass", (0.95,) * POINTS),)), "summer", 96, 96)
    assert ((drawn(0.25) - bare).abs() > 0.02).any(0).float().mean() > 0.02
    if kind not in ("fence", "panes"):
        assert not drawn(0.25).equal(drawn(0.75))


def test_a_tint_colours_what_has_one():
    wall = Layer("wall", (0.0,) * POINTS, tint=(0.2, 0.4, 0.6))
    color = flat_map(Land("room", (wall,)), "summer", 8, 8)[:, 4, 4]
    torch.testing.assert_close(color, torch.tensor([0.2, 0.4, 0.6]))


def test_ground_maps_are_the_same_at_every_size():
    small, large = ground_maps(64, 64, MIDDLE), ground_maps(128, 128, MIDDLE)
    assert small.shape == (len(NAMES), 64, 64) and small.isfinite().all()
    halved = torch.nn.functional.avg_pool2d(large, 2)
    for name in ("ripples", "tufts"):
        pair = torch.stack([maps[NAMES.index(name)].flatten() for maps in (small, halved)])
        assert torch.corrcoef(pair)[0, 1] > 0.6


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
