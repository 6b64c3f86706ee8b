"""The mask of an inpainting: where to repaint, and how the repainted part is set into the photo."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from pipeline.errors import RequestError
from safety.image.upload import UploadRefused, open_photo

RATIO_TOLERANCE = 0.02
FEATHER = 1 / 48  # of the long side, all of it inside the mask


@dataclass(frozen=True)
class Frame:
    """What stays around a repainted part, at the size of the final picture.

    mask: 8-bit grey, 255 where to repaint and 0 elsewhere. soft: the same, rising from its edge
    inwards. photo: RGB.
    """

    mask: Image.Image
    soft: Image.Image
    photo: Image.Image

    def fill(self, painted: Image.Image) -> Image.Image:
        """The painted part in the photo: soft towards its edge, the photo's own pixels outside."""
        if painted.size != self.photo.size:
            painted = painted.resize(self.photo.size, Image.Resampling.BICUBIC)
        return Image.composite(painted, self.photo, self.soft)


def open_frame(mask: Path | bytes, photo: Image.Image, size: tuple[int, int]) -> Frame:
    """Read a mask through the upload sanitiser and bring it and the photo (RGB) to `size`.

    Raises:
        UploadRefused: the file is no picture we take.
        RequestError: it has another ratio than the photo, or nothing white in it.
    """
    try:
        grey = open_photo(mask).image.convert("L")
    except UploadRefused as refused:
        raise refused.of("mask") from refused
    drift = (grey.width * photo.height) / (grey.height * photo.width)
    if abs(drift - 1) > RATIO_TOLERANCE:
        raise RequestError(
            "mask_ratio",
            width=grey.width,
            height=grey.height,
            photo_width=photo.width,
            photo_height=photo.height,
        )
    frame = frame_of(grey, photo, size)
    if frame.mask.getbbox() is None:
        raise RequestError("mask_black")
    return frame


def frame_of(grey: Image.Image, photo: Image.Image, size: tuple[int, int]) -> Frame:
    """A frame of `size` from an 8-bit grey mask and a photo (RGB)."""
    marked = grey.resize(size, Image.Resampling.BILINEAR).point(lambda v: 255 * (v >= 128))
    return Frame(marked, _soften(marked), photo.resize(size, Image.Resampling.LANCZOS))


def _soften(mask: Image.Image) -> Image.Image:
    """Rises over FEATHER from the mask's edge inwards; outside it is 0 as ever."""
    steps = max(1, round(max(mask.size) * FEATHER))
    within, total = mask, np.zeros(mask.size[::-1])
    for _ in range(steps):
        total += np.asarray(within)
        within = within.filter(ImageFilter.MinFilter(3))
    return Image.fromarray((total / steps).round().astype(np.uint8))
