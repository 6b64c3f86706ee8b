"""Drawings as nobody drew them: in other colours and proportions, for a decoder that shall paint
what it is shown and know no drawing by heart."""

import random

import numpy as np
from PIL import Image

KEPT = 0.35  # of the drawings stay as they are
SWAPPED = 0.6  # of the others have their channels in another order
GAMMA = (0.6, 1.6)  # of each channel
STRETCH = (0.75, 1.33)  # of the width
TURNED, TURN = 0.4, 20.0  # share that leans, and degrees at most
FLIPPED = 0.1  # stand on their heads


def varied(rgba: np.ndarray, rng: random.Random) -> np.ndarray:
    """A drawing (H, W, 4) of 8 bits, not emptier than it was, in other colours and proportions."""
    if rng.random() < KEPT:
        return rgba
    image = Image.fromarray(recoloured(rgba, rng))
    image = image.resize((max(4, round(image.width * rng.uniform(*STRETCH))), image.height))
    if rng.random() < FLIPPED:
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if rng.random() < TURNED:
        angle = rng.uniform(-TURN, TURN)
        image = image.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    return np.asarray(image)


def recoloured(rgba: np.ndarray, rng: random.Random) -> np.ndarray:
    """The same drawing with its channels in another order, each with a tone curve of its own."""
    order = rng.sample(range(3), 3) if rng.random() < SWAPPED else [0, 1, 2]
    levels = np.arange(256) / 255
    curves = np.stack([levels ** rng.uniform(*GAMMA) for _ in order])
    curves = np.round(curves * 255).astype(np.uint8)
    changed = rgba.copy()
    for channel, source in enumerate(order):
        changed[..., channel] = curves[channel][rgba[..., source]]
    return changed
