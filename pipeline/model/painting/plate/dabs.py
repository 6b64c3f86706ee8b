"""Gouache dabs: short tapered strokes of the local colour, dark ones first, light ones on top."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.plate.colour import from_oklab, near_hue, polar, to_oklab
from pipeline.model.painting.plate.filters import Array, Flow


@dataclass(frozen=True)
class Brush:
    """`count` dabs for a whole picture; jitters in OKLab; `size` 1 is a stroke of 4-13 units.

    Dabs whose ends differ from their middle by more than `edge` would smear an outline: left out.
    """

    count: int
    light_jitter: float
    colour_jitter: float
    size: float
    edge: float
    green_turn: float


LEAVES = Brush(7000, 0.024, 0.010, 1.0, edge=0.16, green_turn=0.09)
WASH = Brush(2600, 0.011, 0.006, 2.3, edge=0.10, green_turn=0.02)

ALONG = np.array([-1, -0.6, 0, 0.6, 1.0])
TAPER = np.array([0.12, 0.8, 1.0, 0.75, 0.1])  # half width at each point along the stroke


def _place(density: Array, count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Points (x, y) thrown with the given density (H, W) 0..1, `2 * count` at most."""
    height, width = density.shape
    y, x = rng.random(count * 3) * height, rng.random(count * 3) * width
    hit = rng.random(count * 3) < density[y.astype(int), x.astype(int)]
    return x[hit][: count * 2], y[hit][: count * 2]


def _jitter(colour: Array, brush: Brush, rng: np.random.Generator) -> Array:
    """Lighter dabs turn warmer, darker ones cooler; greys vary least. OKLab (N, 3)."""
    _, chroma, hue = polar(colour)
    step = np.clip(rng.normal(0, 1, len(colour)), -2, 2)
    green = near_hue(hue, 118, 30)
    angle = -(0.02 + brush.green_turn * green) * step * rng.random(len(colour))
    cos, sin = np.cos(angle), np.sin(angle)
    light = colour[:, 0] + brush.light_jitter * step * (0.5 + 10 * np.minimum(chroma, 0.1))
    a = colour[:, 1] * cos - colour[:, 2] * sin
    b = colour[:, 1] * sin + colour[:, 2] * cos + brush.colour_jitter * step * 0.6
    return np.stack([light, a, b], -1).astype(np.float32)


def _stroke_outlines(
    x: Array, y: Array, dx: Array, dy: Array, angle: Array, width: Array, bend: Array
) -> Array:
    """Polygons (N, 10, 2) of bent, tapered strokes through (x, y), half a stroke (dx, dy) long."""
    curve = bend[:, None] * (1 - ALONG**2)
    cx = x[:, None] + dx[:, None] * ALONG - dy[:, None] * curve
    cy = y[:, None] + dy[:, None] * ALONG + dx[:, None] * curve
    half = width[:, None] * 0.5 * TAPER
    nx, ny = -np.sin(angle)[:, None] * half, np.cos(angle)[:, None] * half
    left, right = np.stack([cx + nx, cy + ny], 2), np.stack([cx - nx, cy - ny], 2)
    return np.concatenate([left, right[:, ::-1]], 1)


def dabs(
    lab: Array,
    flow: Flow,
    density: Array,
    brush: Brush,
    unit: float,
    rng: np.random.Generator,
    colours: Array | None = None,
) -> Array:
    """The picture (H, W, 3, OKLab) with dabs along the flow where `density` (H, W) 0..1 wants them.

    Dabs take their colour from `colours` (H, W, 3), by default from the picture itself.
    """
    height, width = density.shape
    count = int(brush.count * density.mean())
    if count < 20:
        return lab
    x, y = _place(density, count, rng)
    n, column, row = len(x), x.astype(int), y.astype(int)
    under = lab[row, column]
    length = (4.2 + 8.5 * rng.random(n) ** 2) * unit * brush.size * (0.72 + 0.5 * (row / height))
    thickness = length * (0.26 + 0.16 * rng.random(n))
    wander = 0.2 + 0.6 * (1 - flow.anisotropy[row, column])
    angle = np.arctan2(flow.y[row, column], flow.x[row, column]) + rng.normal(0, 1, n) * wander
    dx, dy = np.cos(angle) * length * 0.5, np.sin(angle) * length * 0.5

    def differs(end_x: Array, end_y: Array) -> Array:
        ends = end_y.clip(0, height - 1).astype(int), end_x.clip(0, width - 1).astype(int)
        return np.abs(lab[ends] - under).sum(1)

    fits = np.maximum(differs(x + dx, y + dy), differs(x - dx, y - dy)) < brush.edge
    colour = _jitter(under if colours is None else colours[row, column], brush, rng)
    order = np.argsort(colour[:, 0] + 0.04 * rng.random(n))
    bend = rng.normal(0, 0.18, n)
    outlines = _stroke_outlines(x, y, dx, dy, angle, thickness, bend)
    return _fill(lab, outlines, colour, order[fits[order]])


def _fill(lab: Array, outlines: Array, colour: Array, order: Array) -> Array:
    canvas = np.ascontiguousarray((from_oklab(lab) * 255).astype(np.uint8))
    corners = (outlines * 8).astype(np.int32)  # three fractional bits
    rgb = from_oklab(colour) * 255
    for i in order:
        cv2.fillPoly(canvas, [corners[i]], rgb[i].tolist(), cv2.LINE_AA, 3)
    return to_oklab(canvas.astype(np.float32) / 255)
