"""What embedder and detector both need of the pixels."""

import numpy as np
from PIL import Image

WORKING_SIDE = 1024  # pixels; in larger pictures the mark is as much larger


def luma(image: Image.Image) -> np.ndarray:
    """(H, W) float32, 0..255, of a picture in any mode."""
    rgb = np.asarray(image.convert("RGB"), np.float32)
    return rgb @ np.array([0.299, 0.587, 0.114], np.float32)  # Rec. 601, as JPEG


def box_mean(values: np.ndarray, radius: int) -> np.ndarray:
    """The mean over (2 radius + 1)^2 values, the edges reflected; each side > radius."""
    window = 2 * radius + 1
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius + 1, radius)
        sums = np.cumsum(np.pad(values, padding, "symmetric"), axis=axis, dtype=np.float64)
        sums = np.moveaxis(sums, axis, 0)
        values = np.moveaxis((sums[window:] - sums[:-window]) / window, 0, axis)
    return values.astype(np.float32)
