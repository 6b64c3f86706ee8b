"""Clothes and all else of a person: a small palette of their own colours, in flat shapes."""

import cv2
import numpy as np

from pipeline.model.painting.plate.colour import from_oklab, mix, to_oklab
from pipeline.model.painting.plate.filters import Array, gaussian, odd, smoothstep

COLORS, MORE = 16, 5  # of one person's clothes, and for every further one
MOST = 32
WEIGHTS = np.array([1.0, 2.2, 2.2], np.float32)  # hue counts more than lightness
NEAR = 0.0009  # squared distance at which a colour's vote falls to 1/e
SHARPNESS = 6
FAITHFUL = (0.05, 0.11)  # distance from which a flat colour begins, and ends, to be another thing
SAMPLE = 4000  # pixels that the palette is made of


def draw_clothes(
    lab: Array, drawn: Array, where: Array, wearers: int, unit: float, strength: float
) -> Array:
    """The picture with its people's clothes flat: `drawn` (H, W, 3) is the redrawn photo, OKLab,
    `where` (H, W) 0..1 the clothes."""
    rows, columns = np.nonzero(where > 0.6)
    if len(rows) < 200:
        return mix(lab, drawn, where)
    box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    flat = flattened(drawn[box], where[box], min(COLORS + MORE * (wearers - 1), MOST), unit)
    chroma = np.hypot(flat[..., 1], flat[..., 2])
    flat[..., 1:] *= (1 + 0.10 * smoothstep(0.03, 0.08, chroma))[..., None]
    flat[..., 2] -= 0.016 * (1 - smoothstep(0.12, 0.34, flat[..., 0]))  # black cloth is cool
    out = lab.copy()
    alike = _alike(flat, drawn[box], unit)
    out[box] = mix(lab[box], flat, where[box] * alike * min(1.0, 0.25 + 0.85 * strength))
    return out


def _alike(flat: Array, drawn: Array, unit: float) -> Array:
    """(H, W) 0..1: where the flat colours tell what was there. What the palette has no colour for,
    and what the median lost (badges, buttons, strings), stays as it was redrawn."""
    away = np.sqrt((((flat - drawn) * WEIGHTS) ** 2).sum(-1)).astype(np.float32)
    return 1 - smoothstep(*FAITHFUL, gaussian(away, max(0.5, 1.2 * unit)))


def flattened(drawn: Array, where: Array, colors: int, unit: float) -> Array:
    """A picture (H, W, 3, OKLab), every pixel in the colour that its surroundings vote for of a
    palette of what `where` (H, W) 0..1 holds."""
    pixels = drawn[where > 0.6] * WEIGHTS
    chosen = np.random.default_rng(0).choice(len(pixels), min(SAMPLE, len(pixels)), replace=False)
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.001)
    sample = np.ascontiguousarray(pixels[chosen], np.float32)
    labels = np.zeros(len(sample), np.int32)
    _, _, centres = cv2.kmeans(sample, colors, labels, stop, 1, cv2.KMEANS_PP_CENTERS)
    palette = np.asarray(centres, np.float32)
    weighted = drawn * WEIGHTS
    votes = np.stack(
        [
            gaussian(np.exp(-((weighted - color) ** 2).sum(-1) / NEAR), max(0.5, unit))
            for color in palette
        ],
        -1,
    )
    votes /= votes.sum(-1, keepdims=True) + 1e-9
    votes **= SHARPNESS
    votes /= votes.sum(-1, keepdims=True) + 1e-9
    flat = from_oklab((votes @ (palette / WEIGHTS)).astype(np.float32))
    side = max(3, odd(4.5 * unit))  # specks go
    calm = cv2.medianBlur((flat * 255).round().astype(np.uint8), side)
    return to_oklab(calm.astype(np.float32) / 255).astype(np.float32)
