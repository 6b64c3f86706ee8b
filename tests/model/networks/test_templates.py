"""Grids of looks: read between their cells, mute at first, the same in a window as in the whole."""

import pytest
import torch

from pipeline.model.networks.templates import Backdrop, Looks, Templates, mirrored
from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.plan.scene import SETTING
from pipeline.model.plan.tokens import TABLES
from pipeline.training.world.scene import Scene
from pipeline.training.world.sky import sun_place
from pipeline.training.world.stage import Stage

SIDE = 6
NOISE = NoiseAtlas("cpu")
WHOLE = torch.tensor([[0.0, 0.0, 1.0, 1.0]])
SQUARE = torch.tensor(1.0)


def setting(**names: object) -> torch.Tensor:
    """(1, 5), as a batch of plans tells it."""
    usual = {"terrain": "hills", "time": "night", "weather": "clear", "season": "summer", "view": 0}
    named = usual | names
    return torch.tensor([[TABLES[part][0].index(named[part]) + 1 for part in SETTING]])


@pytest.fixture
def backdrop() -> Backdrop:
    made = Backdrop(8)
    for grids in (made.land_grids, made.sky_grids, made.sun_grids, made.fall_grids):
        torch.nn.init.normal_(grids.table, generator=torch.Generator().manual_seed(0))
    return made


@pytest.fixture
def grids() -> Templates:
    made = Templates(3, 4, SIDE)
    torch.nn.init.normal_(made.table, generator=torch.Generator().manual_seed(0))
    return made


def test_a_cell_is_read_as_it_is_and_between_two_their_mean(grids):
    row, column = 3, SIDE - 2
    first = (1 * SIDE + row) * SIDE + column
    x, y = torch.tensor([column, column + 0.5, column + 1]), torch.full((3,), float(row))
    read = grids(torch.tensor([1, 1, 1]), x / (SIDE - 1), y / (SIDE - 1))
    there, next_to_it = grids.table[first], grids.table[first + 1]
    wanted = torch.stack([there, (there + next_to_it) / 2, next_to_it])
    assert torch.allclose(read, wanted, atol=1e-4)


def test_beyond_its_edges_a_grid_is_its_edge(grids):
    outside, edge = (
        grids(torch.tensor([2]), torch.tensor([x]), torch.tensor([1.0])) for x in (1.7, 1.0)
    )
    assert torch.equal(outside, edge)


def test_grids_say_nothing_before_they_are_trained():
    here = torch.zeros(5)
    looks = Looks(2, 6, 8)(here.long(), here, here, torch.randn(5, 6), 1.25)
    behind = Backdrop(8)(setting(), SQUARE, WHOLE, (3, 4))
    assert not looks.any() and not behind.any()
    assert behind.shape == (1, 8, 3, 4)


def test_a_looks_colours_are_the_things_own(grids):
    looks = Looks(3, 6, 8)
    torch.nn.init.normal_(looks.grids.table)
    kind, u, v = torch.tensor([1, 1]), torch.zeros(2), torch.zeros(2)
    red, blue = looks(kind, u, v, torch.eye(6)[:2], 1.25)
    assert not torch.allclose(red, blue)


def test_a_window_sees_what_lies_there(backdrop):
    whole = backdrop(setting(), SQUARE, WHOLE, (8, 8))
    window = backdrop(setting(), SQUARE, torch.tensor([[0.25, 0.5, 0.75, 1.0]]), (4, 4))
    assert torch.allclose(window, whole[..., 4:, 2:6], atol=1e-5)


def test_without_a_plan_there_is_no_backdrop(backdrop):
    assert not backdrop(torch.zeros_like(setting()), SQUARE, WHOLE, (8, 8)).any()


def test_a_wide_picture_mirrors_its_middle_and_a_tall_one_is_cut(backdrop):
    mist = setting(weather="mist")  # which hides the one sun
    square = backdrop(mist, SQUARE, WHOLE, (8, 8))
    wide = backdrop(mist, torch.tensor(2.0), WHOLE, (8, 16))
    tall = backdrop(mist, torch.tensor(0.5), WHOLE, (8, 4))
    assert torch.allclose(wide[..., 4:12], square, atol=1e-5)
    assert torch.allclose(wide[..., :4], square[..., :4].flip(-1), atol=1e-5)
    assert torch.allclose(tall, square[..., 2:6], atol=1e-5)


@pytest.mark.parametrize(
    "change", [{"terrain": "city"}, {"view": 1}, {"view": 2}, {"weather": "rain"}]
)
def test_places_skies_and_their_clouds_differ(backdrop, change):
    first, second = (
        backdrop(setting(**{"weather": "mist"} | names), SQUARE, WHOLE, (8, 8))
        for names in ({}, change)
    )
    assert not torch.allclose(first, second)


def test_the_sun_is_where_the_painter_paints_it(backdrop):
    for grids in (backdrop.land_grids, backdrop.sky_grids, backdrop.fall_grids):
        torch.nn.init.zeros_(grids.table)
    for view in (0, 1):
        lit = backdrop(setting(view=view), SQUARE, WHOLE, (32, 32))[0].abs().sum(0)
        ground = backdrop(setting(view=view, weather="rain"), SQUARE, WHOLE, (32, 32))
        stage = Stage([Scene("hills", "night", "clear", "summer", 1.0, (), view)], 32, 32, NOISE)
        x, y = (float(place) for place in sun_place(stage.backdrop()))
        rows, columns = lit.nonzero().float().add(0.5).div(32).unbind(1)
        middle = (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2
        assert abs(middle[0] - x) < 0.05 and rows.min() < y < rows.max()
        assert not ground.any()


def test_rain_and_snow_fall_in_strips_that_repeat(backdrop):
    for grids in (backdrop.land_grids, backdrop.sky_grids):
        torch.nn.init.zeros_(grids.table)
    rain, snow, mist = (
        backdrop(setting(weather=name), SQUARE, WHOLE, (8, 8)) for name in ("rain", "snow", "mist")
    )
    assert rain.any() and not torch.allclose(rain, snow) and not mist.any()
    wide = backdrop(setting(weather="rain"), torch.tensor(2.0), WHOLE, (8, 16))
    assert torch.allclose(rain[..., :4], rain[..., 4:], atol=1e-5)
    assert torch.allclose(wide[..., 4:12], rain, atol=1e-5)


def test_mirrors():
    x = torch.tensor([-0.2, 0.0, 0.3, 1.0, 1.2])
    assert torch.allclose(mirrored(x), torch.tensor([0.2, 0.0, 0.3, 1.0, 0.8]))
