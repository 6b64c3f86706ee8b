"""Add the mark to a picture, as strongly as its own texture hides it."""

import numpy as np
from PIL import Image

from safety.watermark.pattern import TILE, pattern
from safety.watermark.payload import Payload
from safety.watermark.pixels import WORKING_SIDE, box_mean, luma

MIN_PSNR = 42.5  # dB, before rounding
FLAT = 0.45  # the mark's standard deviation in a flat sky, of 255
PER_CONTRAST = 0.12  # and what a unit of local contrast adds
MAX_DEVIATION = 4.0  # of 255
# In fewer pixels the detector has less to add up, so there the mark is stronger: as 1 / side,
# from FULL_SIDE down, but never more than MOST_GAIN (2.3 dB).
FULL_SIDE = 400
MOST_GAIN = 1.3


def embed(
    image: Image.Image, payload: Payload, key: bytes, where: Image.Image | None = None
) -> Image.Image:
    """Mark an RGB picture; the same arguments give the same pixels.

    Args:
        image: RGB, from 64 px a side; below 400 px the mark survives little but is found as long
            as nothing is done to the picture.
        payload: what `detect` shall read.
        key: of the installation, 32 bytes.
        where: 8-bit grey of the same size; pixels where it is 0 stay as they are. None marks all.
    """
    pixels = np.asarray(image, np.float32)
    mark = _spread(pattern(key).tile(payload.seal(key)), image.size) * _strength(luma(image))
    marked = np.asarray(where) > 0 if where is not None else np.ones(mark.shape, bool)
    mark *= marked
    rms = float(np.sqrt(np.mean(mark**2))) or 1.0
    mark *= min(1.0, 255 / 10 ** (MIN_PSNR / 20) / rms) * _gain(int(marked.sum()))
    return Image.fromarray(np.clip(np.rint(pixels + mark[..., None]), 0, 255).astype(np.uint8))


def _gain(pixels: int) -> float:
    """How much stronger the mark is where so few pixels bear it, 1..MOST_GAIN."""
    return float(np.clip(FULL_SIDE / max(1.0, pixels**0.5), 1.0, MOST_GAIN))


def _spread(tile: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """(H, W): the tile repeated, in pictures beyond WORKING_SIDE enlarged with them."""
    width, height = size
    scale = max(1.0, max(size) / WORKING_SIDE)
    columns, rows = round(width / scale), round(height / scale)
    mark = np.tile(tile, (-(-rows // TILE), -(-columns // TILE)))[:rows, :columns]
    if scale == 1.0:
        return mark
    return np.asarray(Image.fromarray(mark).resize(size, Image.Resampling.BICUBIC))


def _strength(y: np.ndarray) -> np.ndarray:
    """(H, W): standard deviation of the mark, by local contrast.

    The harmonic mean over a neighbourhood keeps the mark of a textured place from spilling over
    its edge into the flat sky beside it, where it would be seen.
    """
    detail = y - box_mean(y, 6)
    contrast = np.sqrt(np.maximum(box_mean(detail**2, 4), 0))
    return 1 / box_mean(1 / np.minimum(FLAT + PER_CONTRAST * contrast, MAX_DEVIATION), 6)
