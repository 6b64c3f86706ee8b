"""Maps of things that the decoder is shown: where they touch the ground, and where they shine.

Lamps and fires shine by themselves at night, and the windows of houses.
"""

import numpy as np

from pipeline.model.painting.filters import Array, blurred, luminance, smooth

LAMPS = frozenset({
    "fire", "jack-o-lantern", "candle", "light bulb", "flashlight", "red paper lantern",
    "diya lamp", "couch and lamp", "floor lamp", "table lamp", "candlestick", "fireplace",
    "street lamp", "lighthouse", "campfire", "lantern", "oil lamp", "glowing star", "star",
    "volcano", "sun", "full moon", "crescent moon",
})  # fmt: skip
WINDOWS = frozenset({
    "hut", "house", "house with garden", "office building", "post office", "hospital", "bank",
    "hotel", "convenience store", "school", "department store", "Japanese castle", "castle",
    "church", "castle tower", "log cabin", "tent", "windmill", "train", "bus", "tram", "caravan",
    "ferris wheel", "carousel horse", "factory",
})  # fmt: skip


def shine_of(kind: str) -> str:
    """How drawings of a kind shine at night: "lamp", "windows" or "" for not at all."""
    return "lamp" if kind in LAMPS else "windows" if kind in WINDOWS else ""


def source(drawing: Array, shine: str) -> Array:
    """(h, w) in 0..1: which parts of a drawing (h, w, 4) shine.

    A lamp's are bright and warm, or nearly white; a window's are blue or a bright yellow.
    """
    color, alpha = drawing[..., :3], drawing[..., 3]
    if not shine:
        return np.zeros_like(alpha)
    warm = color[..., 0] - color[..., 2]
    bright = luminance(color)
    if shine == "lamp":
        red = smooth(color[..., 0], 0.75, 0.95)
        return alpha * red * smooth(bright + 0.35 * warm, 0.62, 0.85)
    blue = smooth(-warm, 0.12, 0.3) * smooth(bright, 0.3, 0.5)
    yellow = smooth(warm, 0.35, 0.55) * smooth(bright, 0.6, 0.75)
    return alpha * np.maximum(blue, yellow)


def glow_of(drawing: Array, shine: str, reach: float) -> Array:
    """(h, w) in 0..1: a drawing's shining parts and their halo, `reach` pixels wide."""
    parts = source(drawing, shine)
    near = blurred(parts, reach * 0.35)
    wide = blurred(parts, reach)
    halo = near / (near.max() + 0.05) * 0.35 + wide / (wide.max() + 0.02) * 0.60
    return np.maximum(parts, halo * min(1.0, parts.sum() / (0.02 * parts.size + 1)))


def contact_of(drawing: Array, x: float, y: float, size: tuple[int, int]) -> Array:
    """(H, W) in 0..1: a soft ellipse under the foot of a drawing (h, w, 4) at (x, y) in pixels,
    as wide as its lowest part."""
    height, width = drawing.shape[:2]
    lowest = drawing[-max(1, round(0.10 * height)) :, :, 3].max(0)
    touching = np.flatnonzero(lowest > 0.3)
    left, right = (touching[0], touching[-1] + 1) if len(touching) else (0, width)
    middle, half = x - width / 2 + (left + right) / 2, max(1.0, (right - left) / 2)
    flat = 0.16 * half + 0.012 * min(size)
    across = (np.arange(size[1]) + 0.5 - middle) / (1.12 * half + 0.010 * min(size))
    down = (np.arange(size[0]) + 0.5 - y + 0.15 * flat) / flat
    return np.outer(np.exp(-1.2 * down**2), np.exp(-1.2 * across**4)).astype(np.float32)
