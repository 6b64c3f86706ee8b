"""Gives a drawing another colour: its main colour moves, light and shade keep their steps."""

import numpy as np
from numpy.typing import NDArray

# CIE Lab (D65) of the colours that words name: L in 0..100, a and b about -80..80.
COLORS: dict[str, tuple[float, float, float]] = {
    "red": (45, 62, 42),
    "orange": (68, 35, 68),
    "yellow": (86, 2, 80),
    "green": (52, -48, 40),
    "blue": (43, 8, -55),
    "purple": (38, 45, -45),
    "pink": (74, 42, 2),
    "brown": (36, 18, 28),
    "black": (16, 0, 0),
    "white": (94, 0, 2),
    "gray": (60, 0, 0),
    "golden": (75, 8, 65),
    "silver": (76, -1, -4),
    "beige": (85, 2, 16),
    "teal": (50, -28, -10),
    "turquoise": (72, -38, -8),
}

_XYZ = np.array(
    [
        [0.412453, 0.357580, 0.180423],
        [0.212671, 0.715160, 0.072169],
        [0.019334, 0.119193, 0.950227],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])  # D65
_EPSILON, _KAPPA = 0.008856, 7.787  # of CIE Lab's cube root and its linear part near black

Array = NDArray[np.float64]


def to_lab(rgb: Array) -> Array:
    """(..., 3) sRGB in 0..1 -> CIE Lab under D65 (CIE 15:2004)."""
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    xyz = linear @ _XYZ.T / _WHITE
    f = np.where(xyz > _EPSILON, np.cbrt(xyz), _KAPPA * xyz + 16 / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def to_rgb(lab: Array) -> Array:
    """(..., 3) CIE Lab under D65 -> sRGB, clipped to 0..1."""
    y = (lab[..., 0] + 16) / 116
    f = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], -1)
    xyz = np.where(f**3 > _EPSILON, f**3, (f - 16 / 116) / _KAPPA) * _WHITE
    linear = np.clip(xyz @ np.linalg.inv(_XYZ).T, 0, 1)
    curve = 1.055 * np.power(linear, 1 / 2.4) - 0.055
    return np.clip(np.where(linear > 0.0031308, curve, 12.92 * linear), 0, 1)


def _peak(values: Array, bins: int, top: float, weights: Array | None, around: bool) -> float:
    """The value where a smoothed histogram over 0..top is highest; `around` joins its ends."""
    counts = np.histogram(values, bins, (0, top), weights=weights)[0].astype(float)
    ends = (counts[-1:], counts[:1]) if around else (np.zeros(1), np.zeros(1))
    smooth = np.convolve(np.concatenate([ends[0], counts, ends[1]]), (1, 2, 1), "valid")
    return (int(np.argmax(smooth)) + 0.5) * top / bins


def _ramp(values: Array, zero: float, one: float) -> Array:
    """0 at `zero`, 1 at `one`, straight between."""
    return np.clip((values - zero) / (one - zero), 0, 1)


def color_mask(rgba: NDArray[np.uint8], skin: NDArray[np.uint8] | None = None) -> Array:
    """(H, W) in 0..1: how much of another colour each pixel takes.

    What has the drawing's main hue takes it; in a grey, white or black thing what has its main
    lightness. `skin`, (H, W) uint8, takes none. All zeros for a drawing with nothing visible.
    """
    lab = to_lab(rgba[..., :3] / 255)
    keeps = np.zeros(rgba.shape[:2]) if skin is None else skin / 255
    seen = (rgba[..., 3] > 127) & (keeps < 0.5)
    if not seen.any():
        return np.zeros(rgba.shape[:2])
    lightness, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
    colored = seen & (chroma > 18)
    if colored.sum() > 0.25 * seen.sum():
        hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
        main = _peak(hue[colored], 36, 360, chroma[colored], around=True)
        away = np.abs((hue - main + 180) % 360 - 180)
        mask = _ramp(away, 42, 28) * _ramp(chroma, 8, 18)
    else:
        main = _peak(lightness[seen & ~colored], 20, 100, None, around=False)
        mask = _ramp(np.abs(lightness - main), 34, 24) * _ramp(chroma, 24, 16)
    return mask * (1 - keeps)


def share_of(mask: Array, rgba: NDArray[np.uint8]) -> float:
    """Share of a drawing's visible area, 0..1, that a mask in 0..1 covers."""
    alpha = rgba[..., 3] / 255
    return float((mask * alpha).sum() / max(alpha.sum(), 1e-9))


def recolor(
    rgba: NDArray[np.uint8], color: tuple[float, float, float], mask: Array
) -> NDArray[np.uint8]:
    """The drawing with what `mask`, (H, W) in 0..1, covers moved to a CIE Lab colour.

    (H, W, 4) uint8 in and out, alpha kept. Steps of lightness are kept, squeezed so that they fit
    between black and white.
    """
    sure = (mask > 0.5) & (rgba[..., 3] > 127)
    if not sure.any():
        return rgba
    lab = to_lab(rgba[..., :3] / 255)
    middle = float(np.median(lab[sure][:, 0]))
    lightness, a, b = color
    step = lab[..., 0] - middle
    up = (100 - lightness) / max(100 - middle, 8)
    down = lightness / max(middle, 8)
    new_lightness = lightness + step * np.clip(np.where(step > 0, up, down), 0.35, 1.3)
    fade = np.clip(1 - np.abs(new_lightness - lightness) / 130, 0.3, 1)
    new = np.stack([new_lightness, a * fade, b * fade], -1)
    mixed = lab * (1 - mask[..., None]) + new * mask[..., None]
    rgb = np.round(to_rgb(mixed) * 255).astype(np.uint8)
    return np.concatenate([rgb, rgba[..., 3:]], -1)
