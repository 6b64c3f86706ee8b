"""What drawings look like made of gold, wood, glass and so on: tonal maps of what is drawn.

Each material is a ramp of colours from dark to light that the drawing's own lights run through,
with a texture of its own. A drawing that was given a colour keeps it and takes the texture only.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
LUMA = np.array((0.299, 0.587, 0.114), np.float32)
STOPS = (0.0, 0.35, 0.7, 1.0)
# Colours at STOPS of a drawing's lightness.
RAMPS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "golden": ((0.34, 0.19, 0.04), (0.76, 0.50, 0.10), (0.98, 0.80, 0.30), (1.00, 0.97, 0.80)),
    "silver": ((0.20, 0.22, 0.27), (0.52, 0.55, 0.61), (0.82, 0.85, 0.89), (1.00, 1.00, 1.00)),
    "wooden": ((0.25, 0.13, 0.06), (0.50, 0.30, 0.15), (0.71, 0.48, 0.27), (0.88, 0.69, 0.45)),
    "stone": ((0.26, 0.26, 0.28), (0.46, 0.46, 0.48), (0.64, 0.64, 0.64), (0.82, 0.82, 0.80)),
    "ice": ((0.28, 0.52, 0.74), (0.55, 0.78, 0.92), (0.80, 0.93, 0.99), (1.00, 1.00, 1.00)),
    "paper": ((0.68, 0.66, 0.62), (0.84, 0.82, 0.77), (0.94, 0.93, 0.89), (1.00, 0.99, 0.96)),
    "glass": ((0.34, 0.52, 0.62), (0.62, 0.80, 0.88), (0.82, 0.93, 0.97), (1.00, 1.00, 1.00)),
    "metal": ((0.16, 0.18, 0.22), (0.40, 0.44, 0.49), (0.68, 0.72, 0.77), (0.98, 0.99, 1.00)),
    "leather": ((0.17, 0.08, 0.05), (0.38, 0.20, 0.11), (0.56, 0.33, 0.19), (0.78, 0.55, 0.37)),
}  # fmt: skip
CONTRAST = {"golden": 1.25, "silver": 1.3, "paper": 0.7, "glass": 1.1, "metal": 1.45}
GLASS, RIM = 0.5, 0.95  # how opaque glass is inside and at its rims
ICE = 0.86
MATT = 0.75  # how much of a drawing's contrast rubber keeps
BRIGHT, SHINE = 1.25, 0.55  # of plastic: its colours against those drawn, its highlight
FUR, TUFTS = (
    0.035,
    0.06,
)  # of what is fluffy: how deep its rim is ragged; its lights


def made_of(rgba: NDArray[np.uint8], material: str, colored: bool) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 in and out, straight alpha. colored: it keeps the colours that it has."""
    color = rgba[..., :3].astype(np.float32) / np.float32(255)
    alpha = rgba[..., 3].astype(np.float32) / np.float32(255)
    light = _lightness(color, alpha, CONTRAST.get(material, 1.0)) + _texture(material, alpha.shape)
    if material in RAMPS and not colored:
        ramp = np.array(RAMPS[material], np.float32)
        color = np.stack([np.interp(light, STOPS, ramp[:, k]) for k in range(3)], -1)
    else:
        color = color * (1 + 1.4 * _texture(material, alpha.shape)[..., None])
    color = _finished(color, alpha, material)
    if material == "fluffy":
        alpha = alpha * _ragged(alpha)
    if material == "glass":
        alpha = alpha * (GLASS + (RIM - GLASS) * _rims(light, alpha))
    elif material == "ice":
        alpha = alpha * ICE
    done = np.concatenate([color, alpha[..., None]], -1)
    return np.round(np.clip(done, 0, 1) * 255).astype(np.uint8)


def _lightness(color: Array, alpha: Array, contrast: float) -> Array:
    """(H, W): the drawing's lights stretched over 0..1."""
    luma = color @ LUMA
    seen = alpha > 0.5
    if not seen.any():
        return luma
    low, middle, high = np.percentile(luma[seen], (3, 50, 97))
    spread = max(high - low, 0.15)
    # The middle is drawn towards the ramp's own, so that black and white things shine alike.
    even = (luma - middle) / spread * contrast + 0.55 + 0.25 * (middle - 0.5)
    return np.clip(even, 0, 1)


def _texture(material: str, shape: tuple[int, ...]) -> Array:
    """(H, W) of steps in lightness, about 0."""
    height, width = shape
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    if material == "wooden":
        grain = y * 22 + 2.2 * _noise(height, width, 3) + 0.8 * _noise(height, width, 12)
        return 0.09 * np.sin(grain * 6.28) + 0.05 * _noise(height, width, 40)
    if material == "stone":
        return 0.06 * _noise(height, width, 9) + 0.05 * _noise(height, width, 45)
    if material == "woollen":
        return 0.05 * _noise(height, width, 60) + 0.03 * _noise(height, width, 24)
    if material == "metal":
        bands = np.sin(y * np.float32(13) + np.float32(0.7)) * np.sin(y * np.float32(5))
        return np.float32(0.13) * np.broadcast_to(bands, (height, width)).astype(np.float32)
    if material == "leather":
        return 0.035 * _noise(height, width, 70) + 0.03 * _noise(height, width, 18)
    if material == "fabric":
        weave = np.sin(y * 300) + np.sin(np.linspace(0, 300, width, dtype=np.float32))[None]
        return np.float32(0.03) * weave.astype(np.float32) + 0.02 * _noise(height, width, 9)
    if material == "fluffy":
        return TUFTS * _noise(height, width, 34) + 0.04 * _noise(height, width, 80)
    if material in ("golden", "silver"):
        return 0.05 * np.sin(y * np.float32(9)) + 0.04 * _noise(height, width, 4)
    if material == "ice":
        return np.float32(0.10) * np.sign(_noise(height, width, 7))
    return np.zeros((height, width), np.float32)


def _finished(color: Array, alpha: Array, material: str) -> Array:
    """(H, W, 3): rubber's dull surface; plastic's bright one, lit from the top left."""
    if material == "rubber":
        middle = color[alpha > 0.5].mean(0) if (alpha > 0.5).any() else np.float32(0.5)
        return (middle + (color - middle) * np.float32(MATT)).astype(np.float32)
    if material != "plastic":
        return color
    grey = (color @ LUMA)[..., None]
    height, width = alpha.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    streak = np.exp(-((((x / width - 0.3) + 0.55 * (y / height - 0.3)) / 0.05) ** 2))
    streak *= np.exp(-(((y / height - 0.3) / 0.17) ** 2)) * np.float32(SHINE)
    bright = np.clip(grey + (color - grey) * np.float32(BRIGHT), 0, 1)
    return (bright + (1 - bright) * streak[..., None]).astype(np.float32)


def _ragged(alpha: Array) -> Array:
    """(H, W) in 0..1: what is left where the rim is cut into tufts."""
    height, width = alpha.shape
    reach = max(2, round(FUR * max(height, width)))
    inside = np.pad(alpha, reach)
    deep = np.zeros_like(alpha)
    for step in range(1, reach + 1):  # how far in from the rim, 0..1
        ring = [
            inside[reach + dy : reach + dy + height, reach + dx : reach + dx + width]
            for dy, dx in ((0, step), (0, -step), (step, 0), (-step, 0))
        ]
        deep += np.minimum.reduce(ring) / np.float32(reach)
    tufts = 0.5 + 0.35 * _noise(height, width, 46)
    return np.clip((deep - tufts * np.float32(0.8)) * 4 + 1, 0, 1)


@lru_cache(maxsize=64)
def _noise(height: int, width: int, cells: int) -> Array:
    """(height, width) smooth noise of deviation 1, the same every time; read-only."""
    rng = np.random.default_rng(cells)
    coarse = rng.standard_normal((cells + 2, cells + 2)).astype(np.float32)
    y = np.linspace(0, cells, height, dtype=np.float32)
    x = np.linspace(0, cells, width, dtype=np.float32)
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    down, right = (y - top)[:, None], (x - left)[None]
    down, right = (part * part * (3 - 2 * part) for part in (down, right))
    rows, columns = top[:, None], left[None]
    upper = coarse[rows, columns] * (1 - right) + coarse[rows, columns + 1] * right
    lower = coarse[rows + 1, columns] * (1 - right) + coarse[rows + 1, columns + 1] * right
    noise = upper * (1 - down) + lower * down
    noise.flags.writeable = False
    return noise


def _rims(light: Array, alpha: Array) -> Array:
    """(H, W) in 0..1: 1 at the outline and where the drawing has edges of its own."""
    reach = max(2, max(alpha.shape) // 40)
    inside = np.pad(alpha, reach)
    height, width = alpha.shape
    least = np.min(
        [
            inside[reach + dy : reach + dy + height, reach + dx : reach + dx + width]
            for dy, dx in ((0, reach), (0, -reach), (reach, 0), (-reach, 0))
        ],
        axis=0,
    )
    down, across = np.gradient(light)
    edges = np.clip(np.hypot(down, across) * 5 - 0.1, 0, 1)
    shine = np.clip((light - 0.88) * 6, 0, 1)
    return np.maximum.reduce([alpha - np.minimum(least, alpha), edges, shine])
