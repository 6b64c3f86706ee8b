"""Textures that follow from the picture's place on endless brushwork, the same at every size."""

import random
from functools import lru_cache

import numpy as np
import torch
from torch.nn import functional as F

from pipeline.model.painting.brushwork import CHANNELS, SIZE, NoiseAtlas
from pipeline.model.painting.filters import Array

OFFSET = 0.37  # of all brushwork
SCALES = (1, 2)  # repeats of each texture to the shorter side
CELLS = 76  # cells of pixel art to the shorter side, about
HATCH = 0.020  # from line to line, in shorter sides
Place = tuple[float, float]  # of a picture on the brushwork, across and down, in 0..1
MIDDLE: Place = (0.5, 0.5)


def place_of(seed: int) -> Place:
    """Where a seed's picture lies, so that no two show the same strokes."""
    dice = random.Random(f"brushwork {seed}")
    return dice.random(), dice.random()


def textures(noise: NoiseAtlas, height: int, width: int, place: Place) -> dict[str, Array]:
    """Name -> (height, width): "dabs 2" is the channel dabs at two repeats to the shorter side."""
    side = min(height, width)
    rows = (np.arange(height) + round(place[1] * side)) % side
    columns = (np.arange(width) + round(place[0] * side)) % side
    at = np.ix_(rows, columns)
    return {name: tile[at] for name, tile in _tiles(noise, side).items()}


@lru_cache(maxsize=4)
def _tiles(noise: NoiseAtlas, side: int) -> dict[str, Array]:
    """Seamless squares of `side` pixels."""
    return {
        f"{channel} {scale}": _tile(noise, channel, scale, side)
        for scale in SCALES
        for channel in CHANNELS
    }


def _tile(noise: NoiseAtlas, channel: str, scale: int, side: int) -> Array:
    """(side, side): a texture averaged over each pixel, so that a small picture's is the large
    one's made smaller, and no coarser grain."""
    parts = max(1, round(SIZE * scale / side))
    y = ((torch.arange(side * parts) + 0.5) * scale / parts / side).view(1, -1, 1)
    x = y.view(1, 1, -1)
    fine = noise(channel, x, y, torch.full((1, 1, 1), OFFSET))
    return F.avg_pool2d(fine[None], parts)[0, 0].numpy()


def cell_of(shorter: int) -> int:
    """Pixels of a side of pixel art's cells, in a picture with this shorter side."""
    return max(1, round(shorter / CELLS))


@lru_cache(maxsize=4)
def guides(height: int, width: int) -> Array:
    """(4, height, width) in -1..1: two directions of hatching, and where in its cell of pixel art
    each pixel lies, across and down; what noise alone does not tell a decoder."""
    shorter = min(height, width)
    y, x = (np.mgrid[:height, :width].astype(np.float32) + 0.5) / shorter
    lines = [np.sin((x + turn * y) * (2 * np.pi / HATCH / 2**0.5)) for turn in (1, -1)]
    cell = cell_of(shorter)
    phases = [((at * shorter) % cell) / cell * 2 - 1 for at in (x, y)]
    return np.stack(lines + phases).astype(np.float32)
