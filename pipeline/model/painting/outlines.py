"""Bends the outline of a drawing to another shape: an oval mirror, a pentagonal badge.

Every ray from the middle of the drawing is stretched so that where the drawing ended the new shape
ends; what is inside goes along (a warp in polar coordinates). Sound for drawings of which every
ray meets the outline once: clocks, pillows, fruits.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.model.dictionary.shapes import proportions

Array = NDArray[np.floating]
Pixels = NDArray[np.uint8]
ANGLES = 720
ROUNDED = 0.05  # how far corners are rounded, in half widths
SMOOTH = 7  # angles over which the drawing's own outline is evened


def bent(rgba: Pixels, kind: str, shape: str, outline: str) -> Pixels:
    """(h, w, 4) uint8, straight alpha: a drawing of a kind in an outline of `OUTLINES`."""
    height, width = rgba.shape[:2]
    across, down = proportions(kind, shape, width, height)
    size = max(1, round(down)), max(1, round(across))
    middle, reach = _own_outline(rgba[..., 3])
    y, x = np.meshgrid(*(_steps(side) for side in size), indexing="ij")
    distance = np.hypot(x, y)
    angle = np.arctan2(y, x) % (2 * np.pi) / (2 * np.pi) * ANGLES
    ends, own = _at(outline_of(outline), angle), _at(reach, angle)
    scale = own / np.maximum(ends, 1e-3)
    source_x = (middle[0] + x * scale + 1) / 2 * width - 0.5
    source_y = (middle[1] + y * scale + 1) / 2 * height - 0.5
    found = _sampled(rgba.astype(np.float32), source_x, source_y)
    edge = np.clip((ends - distance) * min(size) / 2 + 0.5, 0, 1)
    found[..., 3] *= edge
    return np.round(np.clip(found, 0, 255)).astype(np.uint8)


def _steps(side: int) -> Array:
    return ((np.arange(side, dtype=np.float32) + 0.5) / side) * 2 - 1


def _at(reach: Array, angle: Array) -> Array:
    """Values of a function of the angle, between its steps."""
    low = np.floor(angle).astype(int)
    part = angle - low
    return reach[low % ANGLES] * (1 - part) + reach[(low + 1) % ANGLES] * part


def _own_outline(alpha: NDArray[np.uint8]) -> tuple[tuple[float, float], Array]:
    """The middle of a drawing and how far it reaches from there at each angle; both in half widths
    and half heights."""
    solid = alpha > 127
    rows, columns = np.nonzero(solid)
    height, width = alpha.shape
    if not len(rows):
        return (0.0, 0.0), np.ones(ANGLES, np.float32)
    middle = (
        float((columns.min() + columns.max() + 1) / width - 1),
        float((rows.min() + rows.max() + 1) / height - 1),
    )
    angles = np.arange(ANGLES, dtype=np.float32) / ANGLES * 2 * np.pi
    radii = np.linspace(0, 1.45, 220, dtype=np.float32)
    x = (middle[0] + np.cos(angles)[:, None] * radii + 1) / 2 * width - 0.5
    y = (middle[1] + np.sin(angles)[:, None] * radii + 1) / 2 * height - 0.5
    column, row = np.round(x).astype(int), np.round(y).astype(int)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    hit = inside & solid[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)]
    reach = np.where(hit, radii, 0).max(1)
    around = np.concatenate([reach[-SMOOTH:], reach, reach[:SMOOTH]])
    even = np.convolve(around, np.full(2 * SMOOTH + 1, 1 / (2 * SMOOTH + 1)), "valid")
    return middle, np.maximum(even.astype(np.float32), 0.05)


def _sampled(rgba: Array, x: Array, y: Array) -> Array:
    """The pixels at places between pixels; outside nothing."""
    height, width = rgba.shape[:2]
    x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    right, down = (x - left)[..., None], (y - top)[..., None]
    upper = rgba[top, left] * (1 - right) + rgba[top, left + 1] * right
    lower = rgba[top + 1, left] * (1 - right) + rgba[top + 1, left + 1] * right
    return upper * (1 - down) + lower * down


@cache
def outline_of(name: str) -> Array:
    """(ANGLES,): how far an outline reaches from its middle, 0..1.42, in half widths and heights;
    angles run clockwise from the right."""
    angles = np.arange(ANGLES, dtype=np.float32) / ANGLES * 2 * np.pi
    points = OUTLINES.get(name)
    if points is None:
        return np.full(ANGLES, 1.0 - 0.01, np.float32)  # round, oval, oblong
    corners = np.array(points, np.float32)
    reach = np.full(ANGLES, 0.05, np.float32)
    for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        edge = other - one
        across = np.cos(angles) * edge[1] - np.sin(angles) * edge[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            far = (one[0] * edge[1] - one[1] * edge[0]) / across
            along = (np.sin(angles) * one[0] - np.cos(angles) * one[1]) / across
        met = (far > 0) & (along >= -1e-4) & (along <= 1 + 1e-4)
        reach = np.where(met, np.maximum(reach, far), reach)
    span = max(1, round(ROUNDED * ANGLES / 6))
    around = np.concatenate([reach[-span:], reach, reach[:span]])
    even = np.convolve(around, np.full(2 * span + 1, 1 / (2 * span + 1)), "valid")
    return np.minimum(even, 1.42).astype(np.float32)


def _regular(corners: int, turned: float = -90.0) -> tuple[tuple[float, float], ...]:
    """The corners of a regular polygon that fills its box."""
    angles = np.radians(turned + np.arange(corners) * 360 / corners)
    points = np.stack([np.cos(angles), np.sin(angles)], -1)
    low, high = points.min(0), points.max(0)
    return tuple(map(tuple, (points - (low + high) / 2) / ((high - low) / 2)))


def _star() -> tuple[tuple[float, float], ...]:
    angles = np.radians(-90 + np.arange(10) * 36)
    radii = np.where(np.arange(10) % 2, 0.46, 1.0)
    points = np.stack([np.cos(angles) * radii, np.sin(angles) * radii], -1)
    low, high = points.min(0), points.max(0)
    return tuple(map(tuple, (points - (low + high) / 2) / ((high - low) / 2)))


def _heart() -> tuple[tuple[float, float], ...]:
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    x = 16 * np.sin(turn) ** 3
    y = -(13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn))
    return tuple(zip(x / 16, (y - (y.max() + y.min()) / 2) / np.ptp(y) * 2, strict=True))


def _teardrop() -> tuple[tuple[float, float], ...]:
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    x = np.sin(turn) * np.sin(turn / 2) ** 1.6
    return tuple(zip(x / np.abs(x).max(), -np.cos(turn), strict=True))


OUTLINES = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "rectangular": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangular": ((0, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "pentagonal": _regular(5),
    "hexagonal": _regular(6, 0.0),
    "octagonal": _regular(8, 22.5),
    "star": _star(),
    "heart": _heart(),
    "teardrop": _teardrop(),
}
