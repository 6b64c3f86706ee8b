"""Stripes, checks and dots on what takes a colour in a drawing: a striped rug, a dotted dress.

The pattern is a lighter tone of cream on what has a colour, and of dark blue on what is white.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Pixels = NDArray[np.uint8]
PATTERNS = ("striped", "checkered", "dotted")
ACROSS = 7  # stripes, checks or dots over the longer side
LIGHT, DARK = (0.97, 0.95, 0.90), (0.20, 0.27, 0.45)
PALE = 0.78  # lightness from which a thing counts as white
WHOLE = 0.12  # share of a drawing that takes a colour below which all of it is patterned


def patterned(rgba: Pixels, pattern: str, mask: NDArray[np.float64]) -> Pixels:
    """(H, W, 4) uint8 in and out. mask: (H, W) in 0..1, what takes a colour."""
    color = rgba[..., :3].astype(np.float32) / np.float32(255)
    seen = rgba[..., 3] > 127
    where = mask.astype(np.float32)
    if where[seen].mean() < WHOLE if seen.any() else True:
        where = np.ones_like(where)
    luma = color @ np.array((0.299, 0.587, 0.114), np.float32)
    body = (where > 0.5) & seen
    middle = float(np.median(luma[body])) if body.any() else 0.5
    other = np.array(DARK if middle > PALE else LIGHT, np.float32)
    shade = np.clip(luma / max(middle, 0.05), 0.55, 1.15)[..., None]  # folds stay
    part = (_pattern(pattern, rgba.shape[:2]) * where)[..., None]
    done = color * (1 - part) + np.clip(other * shade, 0, 1) * part
    out = rgba.copy()
    out[..., :3] = np.round(np.clip(done, 0, 1) * 255)
    return out


def _pattern(name: str, shape: tuple[int, ...]) -> Array:
    """(H, W) in 0..1: 1 where the other colour is."""
    height, width = shape
    cell = max(height, width) / ACROSS
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(cell)
    soft = np.float32(cell / 2)
    if name == "striped":
        return np.clip(np.sin(x * 2 * np.pi) * soft + 0.5, 0, 1).astype(np.float32)
    if name == "checkered":
        return np.clip(np.sin(x * np.pi) * np.sin(y * np.pi) * soft + 0.5, 0, 1).astype(np.float32)
    row = np.floor(y)
    across = (x + 0.5 * (row % 2)) % 1 - 0.5
    return np.clip((0.26 - np.hypot(across, y % 1 - 0.5)) * cell + 0.5, 0, 1).astype(np.float32)
