"""Paints one drawing in gouache: its form in the hour's light, its lines, the ground's colour.

Everything follows from the drawing's form, its ground, the light and textures that the decoder is
shown, so that it can learn it. Lengths are shares of the picture's shorter side.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.model.painting.filters import Array, lerp, luminance, smooth
from pipeline.model.painting.forms import Form
from pipeline.training.canvas.light import Light

INK = 0.95  # strength of lines
RIM = 0.25  # of the edge towards the light


@dataclass(frozen=True, slots=True)
class Where:
    """What a thing's window holds: brush: textures (h, w) by name; around: (h, w, 3) the land as
    it is there, much blurred; ground: (3,) its colour at the foot; foot: (h, w) how far above its
    foot each pixel lies, in shorter sides."""

    brush: dict[str, Array]
    around: Array
    ground: Array
    foot: Array


def painted(form: Form, where: Where, light: Light, ink: float = 1.0, far: float = 0.0) -> Array:
    """(h, w, 3): the form's colours as the picture shows them. ink: 0 for no lines; far: 0 near ..
    1 at the horizon."""
    color = _toned(_belonging(form.color, light), form.tone, where, light)
    rim = form.rim * RIM * (0.25 + 0.75 * light.clear)
    color = lerp(color, light.rim * (0.35 + 0.65 * color) + 0.12, rim[..., None])
    color = color * _strokes(where)[..., None]
    dark = lerp(color * 0.26, light.shade * np.array([0.18, 0.11, 0.15], np.float32), 0.5)
    color = lerp(color, dark, (form.ink * INK * ink)[..., None])
    haze = (0.02 + 0.28 * far) * (1.25 - 0.25 * light.clear)
    color = lerp(color, lerp(where.around, light.air, 0.35), min(haze, 0.7))
    return np.clip(color, 0, 1.2)


def _belonging(color: Array, light: Light) -> Array:
    """Colours of one palette: no glaring ones, greyer in bad weather."""
    grey = luminance(color)[..., None]
    vivid = (color.max(-1) - color.min(-1))[..., None]
    keep = (1.12 - 0.20 * vivid) * (0.74 + 0.26 * light.clear) * (1 - 0.14 * light.night)
    color = lerp(grey, color, keep)
    return 0.03 + 0.95 * color


def _toned(color: Array, tone: Array, where: Where, light: Light) -> Array:
    """Colours in the light's two to three tones, and the ground's light from below."""
    share = tone
    deep = lerp(light.shade, 1.0, 0.03 + 0.15 * (1 - light.clear))
    tint = deep + (light.sun * 1.06 - deep) * share[..., None]
    tinted = color * tint
    below = (1 - smooth(where.foot, 0.0, 0.16)) * (1 - share) * 0.30
    tinted = lerp(tinted, tinted * 0.55 + where.ground * 0.45, below[..., None])
    ambient = where.around * (0.4 + 0.6 * color)
    return lerp(tinted, ambient, (0.03 + 0.13 * (1 - share))[..., None])


def _strokes(where: Where) -> Array:
    """A breath of the brush: more is felt, not paint."""
    return 1 + 0.007 * where.brush["dabs 2"] + 0.010 * where.brush["soft 2"]
