"""What a decoder knows of the world's views before its first step: how each looks at noon.

The grids of `Backdrop` could be learnt from zero, but a cell is seen in few of the training windows
and says nothing until it is learnt. Begun as the principal components of what the painter paints
there, every cell tells something from the first step on, and what all of them teach at once is how
to read them. Training then adds what noon does not show: lit windows, flowers, snow.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.templates import LAND_SIDE, SKY_FOOT, Backdrop
from pipeline.model.world import PLACES_EACH, TERRAINS, VIEWS
from pipeline.training.world.land import paint_land
from pipeline.training.world.painter import Painter
from pipeline.training.world.scene import Scene
from pipeline.training.world.sky import paint_sky
from pipeline.training.world.stage import Stage

HEIGHT = 320  # pixels: the size of the detail pass
PATCH = 8  # pixels of a side of what a cell shows
LOUDNESS = 0.5  # standard deviation of a feature


@torch.no_grad()
def open_book(backdrop: Backdrop, painter: Painter) -> None:
    """Fills the grids of land and sky."""
    lands = [_land(terrain, place) for terrain in TERRAINS for place in range(PLACES_EACH)]
    painted = torch.cat([_painted(painter, scene, land=True) for scene in lands])
    _fill(backdrop.land_grids.table, _patches(painted, 1.0))
    skies = [_sky(view, weather) for view in VIEWS for weather in ("clear", "rain")]
    painted = torch.cat([_painted(painter, scene, land=False) for scene in skies])
    _fill(backdrop.sky_grids.table, _patches(painted, SKY_FOOT))


def _land(terrain: str, place: int) -> Scene:
    return Scene(terrain, "noon", "clear", "summer", 1.0, (), VIEWS[place])


def _sky(view: int, weather: str) -> Scene:
    return Scene("meadow", "noon", weather, "summer", 1.0, (), VIEWS.index(view))


def _painted(painter: Painter, scene: Scene, land: bool) -> Tensor:
    """(1, 3, HEIGHT, HEIGHT) of a scene's sky, with its land where asked for."""
    stage = Stage([scene], HEIGHT, HEIGHT, painter.noise).backdrop()
    canvas = paint_sky(stage, painter.clouds)
    if land:
        paint_land(stage, canvas)
    return canvas


def _patches(pictures: Tensor, foot: float) -> Tensor:
    """Pictures (N, 3, H, H) down to the share `foot` -> (N * LAND_SIDE ** 2, pixels): the patch
    around the middle of every cell of a grid."""
    padded = F.pad(pictures, (PATCH // 2,) * 4, mode="replicate")
    cells = torch.arange(LAND_SIDE) / (LAND_SIDE - 1)
    columns = (cells * (HEIGHT - 1)).round().long()
    rows = (cells * (HEIGHT - 1) * foot).round().long()
    windows = padded.unfold(2, PATCH, 1).unfold(3, PATCH, 1)[:, :, rows][:, :, :, columns]
    return windows.permute(0, 2, 3, 1, 4, 5).reshape(len(pictures) * LAND_SIDE**2, -1)


def _fill(table: Tensor, patches: Tensor) -> None:
    """The patches' first principal components, each as loud as the others."""
    centred = patches - patches.mean(0)
    _, _, axes = torch.linalg.svd(centred.T @ centred)
    told = centred @ axes[: table.shape[1]].T
    table.copy_(LOUDNESS * told / told.std(0))
