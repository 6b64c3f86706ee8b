"""Parts of a face as points of MediaPipe's mesh (468 points), and shapes made of them.

"Right" is the sitter's right, which is on the picture's left.
"""

import cv2
import numpy as np

from pipeline.model.painting.plate.filters import Array

# fmt: off
JAW = [234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152,
       377, 400, 378, 379, 365, 397, 288, 361, 323, 454]
CHEEKS_AND_NOSE = [116, 187, 206, 2, 426, 411, 345, 197]  # skin in every picture
UPPER_LIP = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291]
LOWER_LIP = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291]
UPPER_LIP_INNER = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308]
LOWER_LIP_INNER = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308]
BROWS_UPPER = ([107, 66, 105, 63, 70], [336, 296, 334, 293, 300])  # from the inner to the outer end
BROWS_LOWER = ([55, 65, 52, 53, 46], [285, 295, 282, 283, 276])
EYE_CORNERS = ((33, 133), (263, 362))  # outer, inner
LAUGH_LINES = ([129, 203, 206, 216, 212], [358, 423, 426, 436, 432])
UNDER_EYES = ([111, 117, 118, 119, 120], [340, 346, 347, 348, 349])
FOREHEAD = [104, 69, 108, 151, 337, 299, 333]
BLUSH = ((50, 205), (280, 425))
CHIN, HAIRLINE, TIP, NOSE_BASE, RIGHT_CHEEK, LEFT_CHEEK = 152, 10, 4, 2, 234, 454
NOSTRILS = (129, 358)
# fmt: on


def filled(shape: tuple[int, int], polygon: Array) -> Array:
    """(H, W) 0..1: a polygon (N, 2) with soft edges."""
    mask: Array = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(polygon * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255


def spline(points: Array, count: int = 40) -> Array:
    """(count, 2): a centripetal Catmull-Rom curve through points (N, 2), evenly along it."""
    points = np.asarray(points, np.float64)
    steps = np.hypot(*np.diff(points, axis=0).T)
    points = points[np.r_[True, steps > 1e-3]]
    if len(points) < 2:
        return np.repeat(points, count, 0)
    padded = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = np.linspace(0, 1, 12, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(
            b
            + 0.5 * t * (c - a)
            + t**2 * (a - 2.5 * b + 2 * c - 0.5 * d)
            + t**3 * (1.5 * (b - c) + 0.5 * (d - a))
        )
    curve = np.concatenate([*pieces, points[-1:]])
    along = np.r_[0, np.cumsum(np.hypot(*np.diff(curve, axis=0).T))]
    wanted = np.linspace(0, along[-1], count)
    return np.stack([np.interp(wanted, along, curve[:, i]) for i in (0, 1)], 1)
