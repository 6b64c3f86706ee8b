"""Initial values of the decoder's grids for land, sky, rain and snow, from the painter's pictures.

The grids of `Backdrop` could be learnt from zero, but each cell is in few of the training windows
and carries no information until it is learnt. Initialised with the principal components of what
the painter paints there (by day and by night, in summer, autumn and winter, in rain and snow),
every cell is informative from the first step, and the decoder learns to read all of them at once.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.templates import FALL_STRIP, FALLING, LAND_SIDE, SKY_FOOT, Backdrop
from pipeline.model.plan.world import PLACES_EACH, TERRAINS, VIEWS
from pipeline.training.world.land import paint_land
from pipeline.training.world.painter import Painter
from pipeline.training.world.scene import Scene
from pipeline.training.world.sky import paint_sky
from pipeline.training.world.stage import Stage
from pipeline.training.world.weather import fallen

HEIGHT = 320  # pixels: the size of the detail pass
PATCH = 8  # pixels of a side of what a cell shows
LAND_SHOWN = (("noon", "summer"), ("night", "summer"), ("noon", "autumn"), ("noon", "winter"))
SKY_SHOWN = ("noon", "night")
FEATURE_STD = 0.5  # standard deviation of each feature


@torch.no_grad()
def initialise_grids(backdrop: Backdrop, painter: Painter) -> None:
    """Fills the grids of land, of sky and of rain and snow."""
    _fill(backdrop.land_grids.table, land_patches(painter))
    _fill(backdrop.sky_grids.table, sky_patches(painter))
    _fill(backdrop.fall_grids.table, fall_patches(painter))


def land_patches(painter: Painter) -> Tensor:
    """(terrains * places * cells, pixels): the painted patch at every cell of the land's grids."""
    return torch.cat([
        _patches(torch.cat([
            _painted(painter, Scene(terrain, time, "clear", season, 1.0, (), place), land=True)
            for terrain in TERRAINS for place in range(PLACES_EACH)
        ]), 1.0)
        for time, season in LAND_SHOWN
    ], 1)  # fmt: skip


def sky_patches(painter: Painter) -> Tensor:
    """(views * 2 * cells, pixels): the same for the sky's grids."""
    return torch.cat([
        _patches(torch.cat([
            _painted(painter, Scene("meadow", time, weather, "summer", 1.0, (), view), land=False)
            for view in VIEWS for weather in ("clear", "rain")
        ]), SKY_FOOT)
        for time in SKY_SHOWN
    ], 1)  # fmt: skip


def fall_patches(painter: Painter) -> Tensor:
    """(weathers * cells, pixels): rain and snow alone, on black."""
    shown = [fallen(weather, HEIGHT, HEIGHT, painter.noise) for weather in FALLING]
    return _patches(torch.cat(shown), 1.0, FALL_STRIP)


def _painted(painter: Painter, scene: Scene, land: bool) -> Tensor:
    """(1, 3, HEIGHT, HEIGHT) of a scene's sky, and of its land if `land` is true."""
    stage = Stage([scene], HEIGHT, HEIGHT, painter.noise).backdrop()
    canvas = paint_sky(stage, painter.clouds)
    if land:
        paint_land(stage, canvas)
    return canvas


def _patches(pictures: Tensor, foot: float, side: float = 1.0) -> Tensor:
    """Pictures (N, 3, H, H), of which a grid covers the upper share `foot` and the left share
    `side`, -> (N * LAND_SIDE ** 2, pixels): the patch around the middle of every cell."""
    padded = F.pad(pictures, (PATCH // 2,) * 4, mode="replicate")
    cells = torch.arange(LAND_SIDE) / (LAND_SIDE - 1)
    columns = (cells * (HEIGHT - 1) * side).round().long()
    rows = (cells * (HEIGHT - 1) * foot).round().long()
    windows = padded.unfold(2, PATCH, 1).unfold(3, PATCH, 1)[:, :, rows][:, :, :, columns]
    return windows.permute(0, 2, 3, 1, 4, 5).reshape(len(pictures) * LAND_SIDE**2, -1)


def _fill(table: Tensor, patches: Tensor) -> None:
    """Fills a table with the patches' first principal components, all of one standard deviation."""
    centred = patches - patches.mean(0)
    _, _, axes = torch.linalg.svd(centred.T @ centred)
    features = centred @ axes[: table.shape[1]].T
    table.copy_(FEATURE_STD * features / features.std(0))
