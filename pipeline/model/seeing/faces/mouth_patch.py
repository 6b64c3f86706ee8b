"""A patch of a photo that lies along a mouth's corners, with the mesh's lips in it.

x in mouth widths from the mouth's middle, y down.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import (
    LOWER_LIP,
    LOWER_LIP_INNER,
    UPPER_LIP,
    UPPER_LIP_INNER,
    spline,
)
from pipeline.model.painting.plate.filters import Array

STEP = 0.01  # mouth widths between two rows or columns
X, Y = np.arange(-0.62, 0.621, STEP), np.arange(-0.42, 0.621, STEP)


@dataclass(frozen=True, slots=True)
class Patch:
    """lab: (rows, columns, 3) along a mouth's corners; origin (2,), along and below (unit vectors)
    and width place it; the lips' four contours by the mesh are heights, one a column."""

    lab: Array
    origin: Array
    along: Array
    below: Array
    width: float
    upper: Array
    upper_inner: Array
    lower_inner: Array
    lower: Array
    skin: Array  # the OKLab colour around the mouth

    def world(self, x: Array, y: Array) -> Array:
        """(N, 2) pixels of the photo."""
        across = np.asarray(x)[:, None] * self.along
        return self.origin + self.width * (across + np.asarray(y)[:, None] * self.below)


def patch_of(lab: Array, mesh: Array) -> Patch:
    right, left = mesh[UPPER_LIP[0]].astype(float), mesh[UPPER_LIP[-1]].astype(float)
    width = max(float(np.hypot(*(left - right))), 1e-3)
    origin, along = (right + left) / 2, (left - right) / width
    below = np.array([-along[1], along[0]])
    grid = (X[None, :, None] * along + Y[:, None, None] * below) * width + origin
    seen = cv2.remap(
        lab,
        grid[..., 0].astype(np.float32),
        grid[..., 1].astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )

    def heights(points: list[int]) -> Array:
        away = (spline(mesh[points]) - origin) / width
        return np.interp(X, away @ along, away @ below)

    upper, lower = heights(UPPER_LIP), heights(LOWER_LIP)
    around = (Y[:, None] > lower + 0.10) | (Y[:, None] < upper - 0.06)
    skin = np.median(seen[around], 0)
    inner = heights(UPPER_LIP_INNER), heights(LOWER_LIP_INNER)
    return Patch(seen, origin, along, below, width, upper, *inner, lower, skin)


def first_row(mask: Array) -> Array:
    """(columns,): the first True row, the number of rows where there is none."""
    return np.where(mask.any(0), mask.argmax(0), len(mask))


def smoothed(heights: Array, sigma: float) -> Array:
    row = np.ascontiguousarray(heights, np.float32)[None]
    return cv2.GaussianBlur(row, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)[0].astype(float)
