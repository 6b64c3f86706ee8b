"""The grids of a new decoder hold how the world's views look."""

import torch

from pipeline.model.networks.templates import FALLING, LAND_SIDE, Backdrop
from pipeline.model.plan.world import TERRAINS
from pipeline.training.data.picture_book import LOUDNESS, open_book
from pipeline.training.world.painter import Painter


def test_every_view_tells_where_its_land_differs_from_the_next():
    backdrop = Backdrop(8)
    open_book(backdrop, Painter())
    lands = backdrop.land_grids.table.view(len(TERRAINS), 2, LAND_SIDE, LAND_SIDE, -1)
    loudness = backdrop.land_grids.table.std(0)
    assert torch.allclose(loudness, torch.full_like(loudness, LOUDNESS), atol=1e-3)
    city = lands[TERRAINS.index("city")]
    skyline, pavement = (
        (city[0, rows] - city[1, rows]).abs().mean() for rows in (slice(24, 36), slice(56, 64))
    )
    assert skyline > pavement  # two skylines over one kind of pavement
    falls = backdrop.fall_grids.table.view(len(FALLING), -1)
    assert falls.std(1).min() > 0.1 * LOUDNESS  # flakes are few beside drops
    assert backdrop.sky_grids.table.any() and not backdrop.sun_grids.table.any()
