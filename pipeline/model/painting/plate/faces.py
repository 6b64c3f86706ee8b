"""Faces that stay painted: a redraw at the face's own scale.

Index sets are of MediaPipe's Face Mesh (468 points).
"""

from collections.abc import Callable

import cv2
import numpy as np

from pipeline.model.painting.plate.filters import (
    Array,
    anisotropic_kuwahara,
    disc,
    gaussian,
    square,
)

# fmt: off
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
        152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
RIGHT_EYE = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246]
LEFT_EYE = [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466]
RIGHT_BROW = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46]
LEFT_BROW = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276]
LIPS = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185]
# fmt: on

Redraw = Callable[[Array], Array]  # (H, W, 3) in 0..1 -> (4H, 4W, 3)


def outline(shape: tuple[int, int], mesh: Array, points: list[int], grow: float = 0) -> Array:
    """The filled hull of some mesh points, (H, W) 0..1, grown by `grow` pixels."""
    hull = cv2.convexHull((mesh[points] * 8).astype(np.int32))
    mask: Array = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, hull, 255, cv2.LINE_AA, 3)
    if grow > 0:
        mask = cv2.dilate(mask, disc(int(grow)))
    return mask.astype(np.float32) / 255


def face_size(mesh: Array) -> float:
    """The longer side of the face's box in pixels."""
    return float(np.ptp(mesh[OVAL], 0).max())


def _features(shape: tuple[int, int], mesh: Array, grow: float) -> Array:
    """Eyes and lips, grown by so many pixels, as one mask."""
    parts = (RIGHT_EYE, LEFT_EYE, LIPS)
    return np.max([outline(shape, mesh, points, max(1, grow)) for points in parts], 0)


def _oval(shape: tuple[int, int], mesh: Array, window: tuple[slice, slice]) -> Array:
    """A soft ellipse over the face that is zero at the window's own border."""
    low, high = mesh[OVAL].min(0), mesh[OVAL].max(0)
    size, (x, y) = (high - low).max(), (low + high) / 2
    ellipse: Array = np.zeros(shape, np.float32)
    inside: Array = np.zeros(shape, np.float32)
    axes = int(size * 0.62), int(size * 0.74)
    cv2.ellipse(ellipse, (int(x), int(y - 0.06 * size)), axes, 0, 0, 360, 1.0, -1)
    inside[window] = 1
    inside = cv2.erode(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_REPLICATE), square(3))
    return gaussian(ellipse, size * 0.10) * inside[1:-1, 1:-1]


def _window(shape: tuple[int, int], mesh: Array) -> tuple[slice, slice]:
    """The face with its hair: rows and columns of the picture."""
    low, high = mesh[OVAL].min(0), mesh[OVAL].max(0)
    reach, (x, y) = (high - low).max() * 0.98, (low + high) / 2
    rows = slice(int(max(0, y - 1.05 * reach)), int(min(shape[0], y + 0.95 * reach)))
    return rows, slice(int(max(0, x - reach)), int(min(shape[1], x + reach)))


def repaint_face(
    picture: Array, mesh: Array, redraw: Redraw, size: float = 100
) -> tuple[Array, Array]:
    """The picture with the face painted at `size` pixels and redrawn; and the face's soft mask.

    At this scale the redraw keeps eyes and mouth crisp. Features are smoothed less than skin.
    """
    window = _window(picture.shape[:2], mesh)
    crop, scale = picture[window], size / face_size(mesh)
    height, width = (max(24, round(side * scale)) for side in crop.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
    x = cv2.resize(crop, (width, height), interpolation=how).clip(0, 1)
    origin = np.array([window[1].start, window[0].start])
    local = (mesh - origin) * np.array([width / crop.shape[1], height / crop.shape[0]])
    feature = gaussian(_features((height, width), local, size * 0.02), size * 0.012)
    x = x + (anisotropic_kuwahara(x, 2.0) - x) * (1 - feature)[..., None]
    y = redraw(x.clip(0, 1).astype(np.float32))
    how = cv2.INTER_AREA if y.shape[1] > crop.shape[1] else cv2.INTER_CUBIC
    out = picture.copy()
    out[window] = cv2.resize(y, crop.shape[1::-1], interpolation=how)
    return out, _oval(picture.shape[:2], mesh, window)
