"""The initial grids of a decoder show what the painter paints."""

import pytest
import torch

from pipeline.model.networks.templates import FALLING, LAND_SIDE, Backdrop
from pipeline.model.plan.world import TERRAINS
from pipeline.training.data.backdrop_grids import FEATURE_STD, initialise_grids
from pipeline.training.world.painter import Painter


@pytest.mark.slow
def test_the_grids_show_where_two_views_of_a_terrain_differ():
    backdrop = Backdrop(8)
    initialise_grids(backdrop, Painter())
    lands = backdrop.land_grids.table.view(len(TERRAINS), 2, LAND_SIDE, LAND_SIDE, -1)
    spread = backdrop.land_grids.table.std(0)
    assert torch.allclose(spread, torch.full_like(spread, FEATURE_STD), atol=1e-3)
    city = lands[TERRAINS.index("city")]
    skyline, pavement = (
        (city[0, rows] - city[1, rows]).abs().mean() for rows in (slice(24, 36), slice(56, 64))
    )
    assert skyline > pavement  # two skylines over one kind of pavement
    falls = backdrop.fall_grids.table.view(len(FALLING), -1)
    assert falls.std(1).min() > 0.1 * FEATURE_STD  # flakes are few beside drops
    assert backdrop.sky_grids.table.any() and not backdrop.sun_grids.table.any()
