"""Colours made of other colours, and fields cut into crisp shapes. Colours are OKLab (3,)."""

import cv2
import numpy as np

from pipeline.model.painting.plate.colour import from_polar, polar
from pipeline.model.painting.plate.filters import Array, gaussian

THINNEST = 1.15  # pixels on each side of a border: of its line


def oklch(light: float, chroma: float, hue: float) -> Array:
    """The colour of OKLCh values, the hue in degrees."""
    return from_polar(*(np.asarray(value, np.float32) for value in (light, chroma, hue)))


def shortest(degrees: float) -> float:
    """An angle as the shortest turn, -180..180."""
    return (degrees + 180) % 360 - 180


def shifted(base: Array, light: float = 0.0, chroma: float = 1.0, hue: float = 0.0) -> Array:
    """A colour lighter by `light`, its chroma times `chroma`, turned by `hue` degrees."""
    L, C, H = (float(plane) for plane in polar(base))
    return oklch(float(np.clip(L + light, 0.06, 0.985)), C * chroma, H + hue)


def mixed(one: Array, other: Array, share: float) -> Array:
    return np.asarray(one, np.float32) * (1 - share) + np.asarray(other, np.float32) * share


def cut(field: Array, level: Array | float, softness: float = 1.0) -> Array:
    """(H, W) 0..1: where a smooth field is above a level, with an edge one pixel wide.

    (field - level) over the field's own slope is a distance in pixels, so that edges come out
    like those of vector shapes.
    """
    field = np.ascontiguousarray(field, np.float32)
    across, down = (cv2.Sobel(field, cv2.CV_32F, *order) / 8 for order in ((1, 0), (0, 1)))
    slope = np.maximum(np.hypot(across, down), 2e-4)
    return np.clip((field - level) / (softness * slope) + 0.5, 0, 1).astype(np.float32)


def edge(mask: Array, width: float) -> Array:
    """(H, W) 0..1: a line of about `width` pixels along the border of a soft mask; none along
    the picture's own sides. Below THINNEST pixels it would fall apart into dashes."""
    width = max(width, THINNEST)
    across, down = (cv2.Sobel(mask, cv2.CV_32F, *order) / 8 for order in ((1, 0), (0, 1)))
    line = np.clip(1 - np.abs(mask - 0.5) / (np.hypot(across, down) * width + 1e-3), 0, 1)
    line[:2] = line[-2:] = 0
    line[:, :2] = line[:, -2:] = 0
    return line


def blurred_within(values: Array, mask: Array, sigma: float) -> Array:
    """values (H, W[, C]) blurred by what the mask (H, W) holds alone; filled in around it."""
    weight = gaussian(mask, sigma) + 1e-4
    if values.ndim == 3:
        return gaussian(values * mask[..., None], sigma) / weight[..., None]
    return gaussian(values * mask, sigma) / weight


def moved(mask: Array, across: float, down: float) -> Array:
    """(H, W) shifted by pixels, its border repeated."""
    matrix = np.array([[1, 0, across], [0, 1, down]], np.float32)
    size = mask.shape[1], mask.shape[0]
    return cv2.warpAffine(mask, matrix, size, borderMode=cv2.BORDER_REPLICATE)
