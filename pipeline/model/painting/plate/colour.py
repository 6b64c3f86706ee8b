"""OKLab, and the rules that turn a photograph's light and colour into gouache.

OKLab and its polar form OKLCh are Bjoern Ottosson's (2020, https://bottosson.github.io/posts/oklab).
Lightness is 0..1, chroma about 0..0.3, hue in degrees; pictures are (H, W, 3) float32.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from pipeline.model.painting.plate.filters import Array, box, guided_filter, odd, smoothstep

RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
LMS_TO_RGB, LAB_TO_LMS = (np.linalg.inv(m).astype(np.float32) for m in (RGB_TO_LMS, LMS_TO_LAB))


def to_oklab(rgb: Array) -> Array:
    """sRGB (..., 3) in 0..1 -> OKLab."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear.astype(np.float32) @ RGB_TO_LMS.T) @ LMS_TO_LAB.T


def from_oklab(lab: Array) -> Array:
    """OKLab (..., 3) -> sRGB clipped to 0..1."""
    linear = np.clip(((lab @ LAB_TO_LMS.T) ** 3) @ LMS_TO_RGB.T, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


class Polar(NamedTuple):
    """OKLCh planes: lightness, chroma, hue in degrees 0..360."""

    L: Array
    C: Array
    H: Array


def polar(lab: Array) -> Polar:
    """OKLab (..., 3) -> OKLCh planes."""
    a, b = lab[..., 1], lab[..., 2]
    return Polar(lab[..., 0], np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360)


def from_polar(L: Array, C: Array, H: Array) -> Array:
    """OKLCh planes -> OKLab (..., 3)."""
    angle = np.radians(H)
    return np.stack([L, C * np.cos(angle), C * np.sin(angle)], -1).astype(np.float32)


def turn(degrees: Array) -> Array:
    """An angle as the shortest turn, -180..180."""
    return (degrees + 180) % 360 - 180


def near_hue(hue: Array, centre: float, width: float) -> Array:
    """1 at the hue `centre`, falling off as a Gaussian of `width` degrees."""
    return np.exp(-0.5 * (turn(hue - centre) / width) ** 2)


def mix(a: Array, b: ArrayLike, amount: ArrayLike) -> Array:
    """`a` where `amount` (H, W) is 0, `b` where it is 1; pictures or one colour."""
    amount = np.asarray(amount, np.float32)
    amount = amount[..., None] if amount.ndim == 2 else amount
    return (a + (np.asarray(b, np.float32) - a) * amount).astype(np.float32)


def _expose(light: Array) -> Array:
    """Stretches the range and lifts a dark picture's median by .13 at most."""
    low, high = np.percentile(light[::2, ::2], [1, 99.3])
    span = max(0.4, high - low * 0.8)
    x = np.clip((light - low * 0.8) / span, 0, 1) * max(0.93, high)
    median = float(np.clip(np.median(x[::2, ::2]), 0.06, 0.9))
    target = min(max(median, 0.315 + median / 2), median + 0.13) if median < 0.63 else median
    return np.power(np.clip(x, 1e-4, 1), math.log(target) / math.log(median))


def tone(lab: Array) -> Array:
    """The matte range of paint: exposed, with large shadows lifted and details kept."""
    light = lab[..., 0]
    x = _expose(light)
    base = guided_filter(x, x, max(4, max(light.shape) // 16), 0.015)
    detail, middle = x - base, max(0.58, float(base.mean()))
    base = np.where(base < middle, middle + (base - middle) * 0.78, base)
    out = lab.copy()
    out[..., 0] = np.clip(base + detail * 1.06, 0, 1)
    colour_gain = np.clip((out[..., 0] + 0.05) / (light + 0.05), 0.7, 1.6) ** 0.7
    out[..., 1:] *= colour_gain[..., None]
    return out


def freshen_foliage(lab: Array, foliage: Array) -> Array:
    """Dull olive areas of leaves become green; `foliage` (H, W) 0..1."""
    L, C, H = polar(lab)
    around = smoothstep(0.12, 0.5, box(foliage, odd(max(L.shape) * 0.1) // 2))
    olive = near_hue(H, 120, 18) * smoothstep(0.008, 0.025, C) * (1 - smoothstep(0.66, 0.85, L))
    weight, lit = around * olive, smoothstep(0.35, 0.75, L)
    richer = C + weight * np.maximum(0, 0.055 + 0.05 * lit - C) * 0.75
    return from_polar(L, richer, H + weight * turn(148 - 28 * lit - H) * 0.7)


class Palette(NamedTuple):
    """How much each pixel is of a colour the grade treats apart, each (H, W) 0..1."""

    green: Array
    olive: Array
    blue: Array
    skin: Array
    blue_left: float  # how much the grade may still push blue: less where all is blue


def _palette(L: Array, C: Array, H: Array, person: Array, skin: Array) -> Palette:
    pale = smoothstep(0.78, 0.92, L) * (1 - smoothstep(0.05, 0.09, C))
    green = near_hue(H, 130, 24) * smoothstep(0.015, 0.05, C) * (1 - pale)
    pale = smoothstep(0.62, 0.85, L) * (1 - smoothstep(0.07, 0.12, C))
    olive = near_hue(H, 102, 12) * smoothstep(0.02, 0.05, C) * (1 - person) * (1 - green)
    blue = near_hue(H, 245, 32) * smoothstep(0.012, 0.045, C)
    blue_left = 1 - 0.75 * float(smoothstep(0.45, 0.8, (blue > 0.4).mean()))
    flesh = near_hue(H, 45, 34) * smoothstep(0.015, 0.04, C) * skin
    return Palette(green, olive * (1 - pale), blue * blue_left, flesh, blue_left)


def _shift_hue(p: Palette, C: Array, H: Array, lit: Array) -> Array:
    green = p.green * turn(146 - 28 * lit - H) * 0.7
    olive = p.olive * (20 - 10 * lit) * (1 - smoothstep(0.10, 0.16, C))
    return H + green + olive + p.blue * turn(240 - H) * 0.4 + p.skin * turn(56 - H) * 0.6


def _enrich(p: Palette, C: Array, H: Array) -> Array:
    """More chroma where there is little, with a soft ceiling: paint is never neon."""
    everywhere = 0.24 * (1 - 0.6 * near_hue(H, 60, 30)) * (1 - smoothstep(0.08, 0.2, C))
    gain = everywhere * (0.4 + 0.6 * p.blue_left)
    gain += 0.40 * p.green * (1 - smoothstep(0.10, 0.17, C))
    gain += 0.45 * p.blue * (1 - smoothstep(0.08, 0.16, C))
    gain += 0.30 * p.olive * (1 - smoothstep(0.08, 0.15, C))
    chroma = C * (1 + gain * (1 - p.skin) - 0.06 * p.skin)
    nature = np.maximum.reduce([p.green, p.blue, p.olive])
    ceiling = 0.180 - 0.038 * nature - 0.072 * p.skin
    knee, span = 0.75 * ceiling, 0.35 * ceiling
    return np.where(chroma > knee, knee + span * np.tanh((chroma - knee) / span), chroma)


def _lighten(p: Palette, L: Array, lit: Array) -> Array:
    """A lift of blues, lit greens and skin, then the paint's tone curve (no pure black)."""
    middle = smoothstep(0.3, 0.6, L)
    L = L + p.blue * 0.04 * middle * (1 - smoothstep(0.75, 0.95, L)) + p.green * 0.025 * lit
    L = np.clip(L + p.skin * 0.035 * middle * (1 - smoothstep(0.8, 0.95, L)), 0, 1)
    return 0.145 + 0.835 * L + 0.07 * (L - 0.5) * (1 - (2 * L - 1) ** 2)


def grade(lab: Array, person: Array, skin: Array) -> Array:
    """Fresh greens, clear blues, cream lights, blue-green shadows; person, skin (H, W) 0..1."""
    L, C, H = polar(lab)
    p, lit = _palette(L, C, H, person, skin), smoothstep(0.35, 0.80, L)
    out = from_polar(_lighten(p, L, lit), _enrich(p, C, H), _shift_hue(p, C, H, lit))
    shade = 1 - smoothstep(0.20, 0.58, out[..., 0])
    light = smoothstep(0.74, 0.97, out[..., 0]) * (1 - p.blue)
    warm = smoothstep(-0.02, 0.06, out[..., 2]) * smoothstep(-0.02, 0.04, out[..., 1])
    out[..., 1] += shade * (-0.012 + 0.024 * warm) + light * 0.001
    out[..., 2] += shade * (-0.034 + 0.010 * warm) + light * 0.014
    return out
