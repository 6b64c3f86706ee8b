"""How light falls on a flat drawing, and its lines of ink: what a hand would add to it.

A drawing of the dictionary is flat. From its silhouette and its areas of colour follow two tones
with one edge between them, lines of ink and a lit edge. The decoder is shown these as maps, so it
need not find edges that are sharper than its cells (as line drawings and normals guide ControlNet,
Zhang et al., 2023). Lengths are shares of the picture's shorter side, here `unit` pixels, or of the
thing's size, never pixels.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.model.painting.filters import (
    Array,
    blurred,
    calmed,
    lerp,
    luminance,
    slopes,
    smooth,
    warped,
)

MARGIN = 0.03  # around a drawing while its form is found, in shorter sides
WIDTH = 0.0046  # of a line of ink
FIRM = 0.45  # how hard a line is pressed at least, 0..1
SOFT = 0.02  # half of the width of the edge between two tones, in 0..1 of light
CALM = 0.75  # how much of a drawing's own shading goes
ALOFT = 0.2  # how far above the ground a thing counts that touches none


@dataclass(frozen=True, slots=True)
class Form:
    """color (h, w, 3): the drawing's without gloss, spread under what is empty. tone, ink and rim
    (h, w) in 0..1: light that falls on it, in steps; lines; the edge that looks towards the
    light."""

    color: Array
    tone: Array
    ink: Array
    rim: Array


def form_of(drawing: Array, side: float, unit: float, stands: bool = True) -> Form:
    """drawing: (h, w, 4) in 0..1; side: 1 where light comes from the right, -1 from the left;
    stands: it touches the ground with its lower edge."""
    margin = round(MARGIN * unit) + 1
    drawing = np.pad(drawing, ((margin, margin), (margin, margin), (0, 0))).astype(np.float32)
    alpha = drawing[..., 3]
    size = max(16.0, float(alpha.sum())) ** 0.5  # as wide as a square of its area
    color = _calm(_filled(drawing, unit), size)
    foot = (len(alpha) - margin - np.arange(len(alpha)) - 0.5)[:, None] / unit
    lit = _lit(color, alpha, side, foot + (0.0 if stands else ALOFT), size, unit)
    first, second = (smooth(lit, edge - SOFT, edge + SOFT) for edge in (0.34, 0.80))
    tone = (0.74 * first + 0.26 * second) * 0.9 + 0.1 * np.clip(lit, 0, 1)
    parts = color, tone, _lines(color, alpha, side, unit), _rim(alpha, side, unit)
    own = slice(margin, -margin), slice(margin, -margin)
    return Form(*(np.asarray(part[own], np.float32) for part in parts))


def _filled(drawing: Array, unit: float) -> Array:
    """The drawing's colours, spread under its empty parts."""
    alpha = drawing[..., 3:]
    spread = blurred(np.concatenate([drawing[..., :3] * alpha, alpha], -1), 0.012 * unit + 0.5)
    filled = spread[..., :3] / np.maximum(spread[..., 3:], 1e-3)
    return lerp(filled, drawing[..., :3], np.clip(alpha * 3, 0, 1))


def _calm(color: Array, size: float) -> Array:
    """Colours without their gloss: gentle gradients and highlights are flattened."""
    flat = calmed(color, 0.05 * size + 0.6, 0.07)
    more = luminance(color - flat)
    kept = np.where(more > 0, 0.85 - CALM, 1 - CALM).astype(np.float32)
    return np.clip(flat + (color - flat) * kept[..., None], 0, 1)


def _lit(color: Array, alpha: Array, side: float, foot: Array, size: float, unit: float) -> Array:
    """0..1 how much light falls on each part: from the body's form, and from every area's own."""
    body = blurred(alpha, 0.15 * size)
    form = blurred(_towards(body, side), 0.05 * size) * 0.15 * size * 2.4
    height = np.clip(foot * unit / max(4.0, 1.1 * size), 0, 1)
    lit = 0.58 + 0.55 * np.clip(form, -1, 1) + 0.14 * (height - 0.35)
    return lit + 0.16 * _crescents(color, alpha, side, size)


def _towards(height: Array, side: float) -> Array:
    """How much (h, w) falls off towards the light, which stands to its side and above."""
    down, across = slopes(height)
    return 0.62 * down - 0.78 * side * across


def _crescents(color: Array, alpha: Array, side: float, size: float) -> Array:
    """-1..1: each area of colour is lit along one edge and in shade along the other."""
    step = 0.035 * size
    areas = blurred(np.concatenate([color * alpha[..., None], alpha[..., None]], -1), 0.4 * step)
    ones = np.full(alpha.shape, step, np.float32)
    lit = warped(areas, ones * side, -0.8 * ones)
    dark = warped(areas, -ones * side, 0.8 * ones)
    to_light, to_dark = (np.abs(other - areas).max(-1) for other in (lit, dark))
    return np.clip((to_light - to_dark) * 1.6, -1, 1)


def _rim(alpha: Array, side: float, unit: float) -> Array:
    """0..1 in a narrow band inside the edge that looks towards the light."""
    reach = 0.0065 * unit + 0.35
    facing = _towards(blurred(alpha, reach), side) * reach * 2.2
    return alpha * smooth(facing, 0.15, 0.75)


def _lines(color: Array, alpha: Array, side: float, unit: float) -> Array:
    """0..1: lines of ink inside the outline and between areas of colour, wider in shade."""
    width = WIDTH * unit
    near = blurred(alpha, width)
    facing = np.clip(_towards(near, side) * width * 2.5, -1, 1)
    press = np.clip(0.5 - 0.42 * facing, FIRM, 1.2)
    outline = alpha * smooth(1 - near, 0.42 - 0.30 * press, 0.62 - 0.26 * press)
    tone = blurred(color, 0.55 * width + 0.25)
    steps = [np.hypot(*slopes(tone[..., channel])) for channel in range(3)]
    step = np.maximum(np.maximum(steps[0], steps[1]), steps[2]) * (width + 0.4)
    inner = smooth(step, 0.14, 0.34) * smooth(alpha, 0.6, 0.95) * np.clip(0.25 + press, 0, 1)
    return np.clip(np.maximum(outline * (0.45 + 0.55 * press), 0.62 * inner), 0, 1)
