"""Textures that lie in the same place in every picture, the same at every size of it."""

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


@lru_cache(maxsize=4)
def textures(noise: NoiseAtlas, height: int, width: int) -> dict[str, Array]:
    """Name -> (height, width): "dabs 2" is the channel dabs at two repeats to the shorter side;
    they lie in the same place in every picture."""
    return {
        f"{channel} {scale}": _texture(noise, channel, scale, height, width)
        for scale in SCALES
        for channel in CHANNELS
    }


def _texture(noise: NoiseAtlas, channel: str, scale: int, height: int, width: int) -> Array:
    """(height, width): a texture averaged over each pixel, so that a small picture's is the large
    one's made smaller, and no coarser grain."""
    shorter = min(height, width)
    parts = max(1, round(SIZE * scale / shorter))
    y = ((torch.arange(height * parts) + 0.5) * scale / parts / shorter).view(1, -1, 1)
    x = ((torch.arange(width * parts) + 0.5) * scale / parts / shorter).view(1, 1, -1)
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
