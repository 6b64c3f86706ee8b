"""Paints one drawing by hand: tones by the light on its form, ink, brushwork.

Everything follows from the drawing, its ground, the light and textures that lie in the same place
in every picture, so that a decoder can learn it. Lengths are shares of the picture's shorter side,
here `unit` pixels, or of the thing's size, never pixels.
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
from pipeline.training.canvas.light import Light


@dataclass(frozen=True, slots=True)
class Hand:
    """How a style paints things.

    ink: strength of lines, 0..1, and width: of them; firm: how hard a line is pressed at least,
    0..1. soft: half of the width of the edge between two tones. texture: of brushwork. wobble: how
    far edges stray. rim: of the edge towards the light. tones: how far shade and light lie apart.
    calm: how much of a drawing's own shading goes. hard: cast shadows have sharp edges. outside:
    how far colour goes over the edge.
    """

    ink: float = 0.95
    width: float = 0.0046
    soft: float = 0.02
    texture: float = 1.0
    wobble: float = 0.0012
    rim: float = 0.35
    tones: float = 1.0
    calm: float = 0.75
    hard: bool = False
    outside: float = 0.0
    firm: float = 0.45


@dataclass(frozen=True, slots=True)
class Painted:
    """color (h, w, 3); alpha and ink (h, w): how much of the picture it covers, and with lines."""

    color: Array
    alpha: Array
    ink: Array


@dataclass(frozen=True, slots=True)
class Where:
    """What a thing's window holds: brush: textures (h, w) by name; around: (h, w, 3) the land as
    it is there, much blurred; ground: (3,) its colour at the foot; foot: (h, w) how far above its
    foot each pixel lies, in shorter sides."""

    brush: dict[str, Array]
    around: Array
    ground: Array
    foot: Array


def painted(
    drawing: Array, where: Where, light: Light, hand: Hand, unit: float, distance: float = 0.0
) -> Painted:
    """drawing: (h, w, 4) in 0..1 with an empty margin; unit: pixels of the shorter side;
    distance: 0 near .. 1 at the horizon."""
    drawing = _by_hand(drawing, where, hand, unit)
    size = max(16.0, float(drawing[..., 3].sum())) ** 0.5  # as wide as a square of its area
    color = _calm(drawing, hand, size)
    lines = _lines(color, drawing[..., 3], where, light, hand, unit)
    alpha = _grown(drawing[..., 3], where, hand, unit)
    lit = _lit(color, alpha, where, light, size, unit)
    color = _toned(_belonging(color, light), lit, where, light, hand)
    rim = _rim(alpha, light, unit) * hand.rim * (0.25 + 0.75 * light.clear)
    color = lerp(color, light.rim * (0.35 + 0.65 * color) + 0.12, (0.72 * rim)[..., None])
    color = color * _strokes(where, hand)[..., None]
    ink = lerp(color * 0.26, light.shade * np.array([0.18, 0.11, 0.15], np.float32), 0.5)
    color = lerp(color, ink, (lines * hand.ink)[..., None])
    haze = (0.02 + 0.28 * distance) * (1.25 - 0.25 * light.clear)
    color = lerp(color, lerp(where.around, light.air, 0.35), min(haze, 0.7))
    return Painted(np.clip(color, 0, 1.2), alpha, lines * alpha)


def _by_hand(drawing: Array, where: Where, hand: Hand, unit: float) -> Array:
    """The drawing with colour under its empty parts, and with edges that stray a little."""
    alpha = drawing[..., 3:]
    spread = blurred(np.concatenate([drawing[..., :3] * alpha, alpha], -1), 0.012 * unit + 0.5)
    filled = spread[..., :3] / np.maximum(spread[..., 3:], 1e-3)
    color = lerp(filled, drawing[..., :3], np.clip(alpha * 3, 0, 1))
    drawing = np.concatenate([color, alpha], -1)
    stray = hand.wobble * unit
    return warped(drawing, where.brush["soft 2"] * stray, where.brush["soft 1"] * stray)


def _grown(alpha: Array, where: Where, hand: Hand, unit: float) -> Array:
    """The silhouette (h, w) with colour that goes over its edge here and there."""
    if not hand.outside:
        return alpha
    rough = 0.42 - 0.14 * where.brush["blades 2"] - 0.16 * where.brush["soft 2"]
    rough = np.maximum(rough, 0.08)
    wide = blurred(alpha, hand.outside * unit)
    return np.maximum(alpha * smooth(rough, 1.0, 0.7), smooth(wide, rough, rough + 0.12))


def _calm(drawing: Array, hand: Hand, size: float) -> Array:
    """The drawing's colours without their gloss: gentle gradients and highlights are flattened."""
    color = drawing[..., :3]
    flat = calmed(color, 0.05 * size + 0.6, 0.07)
    more = luminance(color - flat)
    kept = np.where(more > 0, 0.85 - hand.calm, 1 - hand.calm).astype(np.float32)
    return np.clip(flat + (color - flat) * kept[..., None], 0, 1)


def _belonging(color: Array, light: Light) -> Array:
    """Colours of one palette: no glaring ones, greyer in bad weather."""
    grey = luminance(color)[..., None]
    vivid = (color.max(-1) - color.min(-1))[..., None]
    keep = (1.12 - 0.20 * vivid) * (0.74 + 0.26 * light.clear) * (1 - 0.14 * light.night)
    color = lerp(grey, color, keep)
    return 0.03 + 0.95 * color


def _lit(color: Array, alpha: Array, where: Where, light: Light, size: float, unit: float) -> Array:
    """0..1 how much light falls on each part: from the body's form, and from every area's own."""
    body = blurred(alpha, 0.15 * size)
    form = blurred(_towards(body, light), 0.05 * size) * 0.15 * size * 2.4
    height = np.clip(where.foot * unit / max(4.0, 1.1 * size), 0, 1)
    lit = 0.58 + 0.55 * np.clip(form, -1, 1) + 0.14 * (height - 0.35)
    lit = lit + 0.16 * _crescents(color, alpha, light, size)
    return lit + 0.008 * where.brush["soft 2"]


def _towards(height: Array, light: Light) -> Array:
    """How much (h, w) falls off towards the light, which stands to its side and above."""
    down, across = slopes(height)
    return 0.62 * down - 0.78 * light.side * across


def _crescents(color: Array, alpha: Array, light: Light, size: float) -> Array:
    """-1..1: each area of colour is lit along one edge and in shade along the other."""
    step = 0.035 * size
    areas = blurred(np.concatenate([color * alpha[..., None], alpha[..., None]], -1), 0.4 * step)
    ones = np.full(alpha.shape, step, np.float32)
    lit = warped(areas, ones * light.side, -0.8 * ones)
    dark = warped(areas, -ones * light.side, 0.8 * ones)
    to_light, to_dark = (np.abs(other - areas).max(-1) for other in (lit, dark))
    return np.clip((to_light - to_dark) * 1.6, -1, 1)


def _toned(color: Array, lit: Array, where: Where, light: Light, hand: Hand) -> Array:
    """Colours in two to three tones with soft edges, and the ground's light from below."""
    s = hand.soft
    first, second = smooth(lit, 0.34 - s, 0.34 + s), smooth(lit, 0.80 - s, 0.80 + s)
    share = (0.74 * first + 0.26 * second) * 0.9 + 0.1 * np.clip(lit, 0, 1)
    share = 0.5 + (share - 0.5) * hand.tones
    deep = lerp(light.shade, 1.0, 0.03 + 0.15 * (1 - light.clear))
    tint = deep + (light.sun * 1.06 - deep) * share[..., None]
    tinted = color * tint
    below = (1 - smooth(where.foot, 0.0, 0.16)) * (1 - share) * 0.30
    tinted = lerp(tinted, tinted * 0.55 + where.ground * 0.45, below[..., None])
    ambient = where.around * (0.4 + 0.6 * color)
    return lerp(tinted, ambient, (0.03 + 0.13 * (1 - share))[..., None])


def _rim(alpha: Array, light: Light, unit: float) -> Array:
    """0..1 in a narrow band inside the edge that looks towards the light."""
    reach = 0.0065 * unit + 0.35
    facing = _towards(blurred(alpha, reach), light) * reach * 2.2
    return alpha * smooth(facing, 0.15, 0.75)


def _strokes(where: Where, hand: Hand) -> Array:
    brush = where.brush
    value = 0.010 * brush["strokes 2"] + 0.010 * brush["dabs 2"] + 0.006 * brush["fine 1"]
    return 1 + hand.texture * (value + 0.012 * brush["soft 2"])


def _lines(
    color: Array, alpha: Array, where: Where, light: Light, hand: Hand, unit: float
) -> Array:
    """0..1: lines of ink inside the outline and between areas of colour; wider in shade, broken
    here and there where the light falls."""
    width = hand.width * unit
    press = 0.5 + 0.22 * where.brush["soft 2"] + 0.10 * where.brush["dabs 2"]
    near = blurred(alpha, width)
    facing = np.clip(_towards(near, light) * width * 2.5, -1, 1)
    press = np.clip(press - 0.42 * facing, hand.firm, 1.2)
    outline = alpha * smooth(1 - near, 0.42 - 0.30 * press, 0.62 - 0.26 * press)
    tone = blurred(color, 0.55 * width + 0.25)
    steps = [np.hypot(*slopes(tone[..., channel])) for channel in range(3)]
    step = np.maximum(np.maximum(steps[0], steps[1]), steps[2]) * (width + 0.4)
    inner = smooth(step, 0.14, 0.34) * smooth(alpha, 0.6, 0.95) * np.clip(0.25 + press, 0, 1)
    return np.clip(np.maximum(outline * (0.45 + 0.55 * press), 0.62 * inner), 0, 1)
