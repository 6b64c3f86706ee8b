"""Soft outlines: how much of each pixel at an edge belongs to a thing, and in which colour."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


def reached(free: Mask, seeds: Mask) -> Mask:
    """(H, W): what of `free` is connected to `seeds` by its sides (a flood fill)."""
    found = free & seeds
    while True:
        grown = _along_rows(free.T, _along_rows(free, found).T).T
        if (grown == found).all():
            return found
        found = grown


def _along_rows(free: Mask, seeds: Mask) -> Mask:
    """Every unbroken run of `free` in a row that holds a seed."""
    rows, columns = free.shape
    runs = np.cumsum(~free, axis=1) + np.arange(rows)[:, None] * (columns + 1)
    hit = np.zeros(rows * (columns + 1), bool)
    hit[runs[seeds]] = True
    return free & hit[runs]


def shrunk(mask: Mask, pixels: int) -> Mask:
    """(H, W): the mask less a margin of so many pixels; the picture's own border takes none."""
    outside = torch.from_numpy(~mask).float()[None, None]
    return ~(F.max_pool2d(outside, 2 * pixels + 1, 1, pixels)[0, 0].numpy() > 0)


def spread(colors: Array, known: Mask, pixels: int) -> Array:
    """(H, W, 3): colours carried outwards from where they are known, so many pixels far."""
    sums = torch.from_numpy(colors * known[..., None]).permute(2, 0, 1)[None]
    weights = torch.from_numpy(known).float()[None, None]
    result = torch.from_numpy(colors).permute(2, 0, 1)[None].clone()
    missing = weights == 0
    for _ in range(pixels):
        sums, weights = (F.avg_pool2d(x, 3, 1, 1, count_include_pad=False) for x in (sums, weights))
        fresh = missing & (weights > 0)
        result = torch.where(fresh, sums / weights.clamp(min=1e-9), result)
        missing &= ~fresh
        # What was found counts as known from now on, the nearest before all else.
        have = (~missing).float()
        sums, weights = result * have, have
    return result[0].permute(1, 2, 0).numpy()


def strongest(colors: Array, strength: Array, reach: int) -> tuple[Array, Array]:
    """For each pixel the colour (H, W, 3) and the strength (H, W) of the strongest pixel at most
    `reach` rows and columns away."""
    rows, columns = strength.shape
    sides = ((reach, reach), (reach, reach))
    around = np.pad(colors, (*sides, (0, 0)), "edge")
    strengths = np.pad(strength, sides, "edge")
    best, most = colors.copy(), strength.copy()
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            window = np.s_[down : down + rows, right : right + columns]
            stronger = strengths[window] > most
            best[stronger], most[stronger] = around[window][stronger], strengths[window][stronger]
    return best, most


def unmixed(mixed: Array, background: Array, alpha: Array) -> Array:
    """(H, W, 3) in 0..1: the colours that were laid over a background with `alpha` (H, W)."""
    share = np.maximum(alpha, 1e-3)[..., None]
    return np.clip((mixed - (1 - share) * background) / share, 0, 1).astype(np.float32)


def refined(mask: Array, picture: Array, radius: int, smooth: float = 1e-4) -> Array:
    """(H, W) in 0..1: a mask whose edges follow those of the picture (H, W, 3), by a guided filter
    on its lightness (He et al., 2013)."""
    guide = torch.from_numpy(picture.mean(-1))[None, None]
    given = torch.from_numpy(mask)[None, None]

    def mean(x: Tensor) -> Tensor:
        return F.avg_pool2d(x, 2 * radius + 1, 1, radius, count_include_pad=False)

    guide_mean, given_mean = mean(guide), mean(given)
    slope = (mean(guide * given) - guide_mean * given_mean) / (
        mean(guide * guide) - guide_mean**2 + smooth
    )
    shift = given_mean - slope * guide_mean
    return (mean(slope) * guide + mean(shift)).clamp(0, 1)[0, 0].numpy()
