"""The mask of an inpainting: where to repaint, and how the repainted part is set into the photo."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from pipeline.errors import RequestError
from safety.image.upload import SafePhoto, UploadRefused, open_photo

RATIO_TOLERANCE = 0.02
FEATHER = 1 / 48  # of the long side, all of it inside the mask
HALF, SOLID = 128, 250  # of 255: marked, opaque
DARK, BRIGHT = 48, 208  # below and from here a value is black or white
THIN = 24  # of 255: the share of a pixel that a thin line covers at least


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
        RequestError: it has another ratio than the photo, nothing white in it, or leaves open what
            is marked.
    """
    try:
        grey = marked_in(open_photo(mask))
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


def marked_in(mask: SafePhoto) -> Image.Image:
    """What a mask marks, as 8-bit grey of its size.

    Without transparency it is what is bright, of two values what is not black. With transparency
    it is a layer of strokes, or a sheet with a hole: programs for pictures make both.

    Raises RequestError for a file that marks nothing clearly, such as a photo.
    """
    bright = _channel(mask.image, ImageChops.lighter)
    alpha = np.asarray(mask.alpha) if mask.alpha else np.full(bright.size[::-1], 255, np.uint8)
    if alpha.min() >= SOLID:
        return _of_two_values(bright)
    colors = np.asarray(mask.image)[alpha >= SOLID]
    if not len(colors):
        raise RequestError("mask_unclear")
    if _is_black_and_white(colors):
        return Image.fromarray(np.where(alpha >= HALF, np.asarray(bright), 0).astype(np.uint8))
    strokes, hole = Image.fromarray(alpha), Image.fromarray(255 - alpha)
    solid = alpha >= HALF
    around = np.concatenate([solid[0], solid[-1], solid[:, 0], solid[:, -1]]).mean()
    is_sheet, is_layer = around > 0.5 < solid.mean(), around < 0.5 > solid.mean()
    flat, black = _is_flat(colors), colors.mean() < HALF
    if is_sheet or (flat and black and not is_layer):  # black stays
        return hole
    if is_layer and flat:
        return strokes
    raise RequestError("mask_unclear")  # such as a photo cut out: which part is meant?


def _channel(image: Image.Image, which: Callable[..., Image.Image]) -> Image.Image:
    """Of an RGB image's channels the brighter or darker one at each pixel: red is a mark too."""
    red, green, blue = image.split()
    return which(which(red, green), blue)


def _of_two_values(grey: Image.Image) -> Image.Image:
    """Of a mask with two values, of which one is 0 (0 and 1, say), the other is white. Raises
    RequestError where most of it is neither dark nor bright."""
    counts = np.array(grey.histogram())
    if np.count_nonzero(counts) == 2 and counts[0]:
        return grey.point(lambda value: 255 * (value > 0))
    if counts[DARK:BRIGHT].sum() > counts.sum() / 2:
        raise RequestError("mask_unclear")
    return grey


def _is_black_and_white(colors: np.ndarray) -> bool:
    """Whether colours (N, 3) are both black and white and hardly anything else."""
    dark, bright = (colors < DARK).all(axis=1).mean(), (colors >= BRIGHT).all(axis=1).mean()
    return bool(dark + bright > 0.9 and min(dark, bright) > 0.002)


def _is_flat(colors: np.ndarray) -> bool:
    """Whether colours (N, 3) are one, give or take."""
    near = np.abs(colors.astype(int) - np.median(colors, axis=0)).max(axis=1) < DARK
    return bool(near.mean() > 0.95)


def frame_of(grey: Image.Image, photo: Image.Image, size: tuple[int, int]) -> Frame:
    """A frame of `size` from an 8-bit grey mask and a photo (RGB)."""
    marked = _fitted(grey.point(lambda value: 255 * (value >= HALF)), size)
    return Frame(marked, _soften(marked), photo.resize(size, Image.Resampling.LANCZOS))


def _fitted(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A mask of 0 and 255 at another size. A line too thin for it stays as wide as a pixel."""
    share = mask.resize(size, Image.Resampling.BILINEAR)
    marked = share.point(lambda value: 255 * (value >= HALF))
    if size[0] >= mask.width:
        return marked
    near = marked.filter(ImageFilter.MaxFilter(3))
    thin = share.point(lambda value: 255 * (value >= THIN))
    return ImageChops.lighter(marked, ImageChops.subtract(thin, near))


def _soften(mask: Image.Image) -> Image.Image:
    """Rises over FEATHER from the mask's edge inwards, faster where the mask is narrow, so that its
    middle is whole; outside it is 0 as ever."""
    steps = max(1, round(max(mask.size) * FEATHER))
    within = np.asarray(mask) > 0
    deep = np.zeros(within.shape, np.uint16)  # pixels to the edge, at most `steps`
    for _ in range(steps):
        deep += within
        within = _spread(within, np.logical_and)
    deepest = deep
    for _ in range(steps):
        deepest = _spread(deepest, np.maximum)
    share = deep / np.maximum(deepest, 1)
    return Image.fromarray((255 * share).round().astype(np.uint8))


def _spread(values: np.ndarray, which: np.ufunc) -> np.ndarray:
    """Of each pixel (H, W) and its eight neighbours, what `which` of two values takes."""
    wide = np.pad(values, 1, mode="edge")
    rows = which(which(wide[:-2], wide[1:-1]), wide[2:])
    spread: np.ndarray = which(which(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return spread
