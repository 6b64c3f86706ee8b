"""Cuts the thing out of a picture of it: a photo, a drawing, or a picture that is cut out already.

What stands before a plain background is told by its colour, what stands in a photo by U2-Net (Qin
et al., 2020, "U2-Net: Going Deeper with Nested U-Structure for Salient Object Detection").
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from pipeline.model.networks.weights import WeightsError
from pipeline.model.seeing.edges import (
    Array,
    Mask,
    reached,
    refined,
    shrunk,
    spread,
    strongest,
    unmixed,
)

NETWORK = Path(__file__).parents[3] / "assets" / "cutout" / "u2netp.onnx"
LONGEST = 384  # pixels of the longer side of what was cut out
WORKING = 640  # of the picture while it is cut
LEAST = 0.004  # share of the picture that a thing covers
MOST = 0.985
EDGE = 3  # pixels of a soft edge, at the working size
FADED = 0.25  # of the picture's own colours, where it is faded
WHITE = np.ones(3, np.float32)

# Of a plain background; distances are of sRGB in 0..1.
RING = 0.02  # of the shorter side: the border that is looked at
PLAIN = 0.045  # distance up to which a pixel has the background's colour
CLEAN = 0.022  # of a background without noise
STRONG = 0.15  # of a line that is thin
PLAIN_SHARE = 0.8  # of the border that must have it

# Of the network: its input (ImageNet's means and deviations), and what it takes for a thing.
SIDE = 320
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
SURE = 0.5  # of 0..1


class NothingFound(ValueError):
    """No thing stands out in the picture."""


@dataclass(frozen=True)
class Cut:
    """A picture in which a thing was found. picture: (H, W, 3), as it is; colors: (H, W, 3), the
    thing's own, without those behind it; alpha: (H, W), where it is. All are in 0..1."""

    picture: Array
    colors: Array
    alpha: Array

    def thing(self) -> NDArray[np.uint8]:
        """(H, W, 4) uint8, straight alpha, cropped to the thing, its longer side 384 pixels at
        most. Raises NothingFound where it covers nothing or everything."""
        if not LEAST < (self.alpha > SURE).mean() < MOST:
            raise NothingFound
        rows, columns = np.nonzero(self.alpha > 0.03)
        window = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        rgba = np.concatenate([self.colors, self.alpha[..., None]], -1)[window]
        scale = min(1.0, LONGEST / max(rgba.shape[:2]))
        size = tuple(max(1, round(side * scale)) for side in rgba.shape[1::-1])
        image = Image.fromarray((rgba * 255).round().astype(np.uint8))
        # Pillow scales RGBA premultiplied, so that no colour of what is transparent gets in.
        return np.asarray(image.resize(size, Image.Resampling.LANCZOS))

    def faded(self) -> NDArray[np.uint8]:
        """(H, W, 3) uint8: the picture, what is not of the thing faded."""
        share = FADED + (1 - FADED) * self.alpha[..., None]
        return ((self.picture * share + 1 - share) * 255).round().astype(np.uint8)

    def corrected(self, keep: Image.Image | None, erase: Image.Image | None) -> "Cut":
        """The cut with what a hand has marked, in 8-bit grey of the picture's ratio."""
        rows, columns = self.alpha.shape
        colors, alpha = self.colors, self.alpha
        if keep is not None:
            more = _values(keep.convert("L"), (columns, rows))
            colors = np.where((more > alpha)[..., None], self.picture, colors)
            alpha = np.maximum(alpha, more)
        if erase is not None:
            alpha = alpha * (1 - _values(erase.convert("L"), (columns, rows)))
        return Cut(self.picture, colors, alpha)


def cut_out(image: Image.Image, alpha: Image.Image | None = None) -> NDArray[np.uint8]:
    """(H, W, 4) uint8: the thing that a picture shows, alone (`Cut.thing`). Raises NothingFound."""
    return cut(image, alpha).thing()


def cut(image: Image.Image, alpha: Image.Image | None = None) -> Cut:
    """Finds the thing that a picture shows.

    image: RGB. alpha: 8-bit grey of its size where the picture came with transparency, the image
    then being laid on white.
    """
    size = _working_size(image.size)
    picture = _values(image.convert("RGB"), size)
    given = None if alpha is None else _values(alpha.convert("L"), size)
    if given is not None and (given < 0.5).mean() > LEAST:
        return Cut(picture, unmixed(picture, WHITE, given), given)
    background = _plain_background(picture)
    if background is not None:
        return Cut(picture, *_before_plain(picture, background))
    return Cut(picture, *_in_photo(picture))


def _working_size(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, WORKING / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _values(image: Image.Image, size: tuple[int, int]) -> Array:
    """In 0..1: (H, W, 3) of RGB, (H, W) of grey."""
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS), np.float32) / np.float32(255)


def _border(shape: tuple[int, ...]) -> Mask:
    """(H, W): the ring of pixels along the picture's sides."""
    width = max(2, round(RING * min(shape[:2])))
    ring = np.ones(shape[:2], bool)
    ring[width:-width, width:-width] = False
    return ring


def _plain_background(picture: Array) -> Array | None:
    """(H, W, 3): the colour behind everything, where the border has nearly one; it may change
    evenly over the picture, as light on paper does. None for any other picture."""
    ring = _border(picture.shape)
    rows, columns = (np.linspace(-1, 1, side, dtype=np.float32) for side in picture.shape[:2])
    y, x = np.meshgrid(rows, columns, indexing="ij")
    terms = np.stack([np.ones_like(x), x, y], -1)
    plane = np.zeros((3, 3), np.float32)
    plane[0] = np.median(picture[ring], 0)
    for _ in range(4):  # least squares over what fits so far
        fits = ring & (np.linalg.norm(picture - terms @ plane, axis=-1) < 2 * PLAIN)
        if fits.sum() < PLAIN_SHARE * ring.sum():
            return None
        plane = np.linalg.lstsq(terms[fits], picture[fits], rcond=None)[0]
    background = (terms @ plane).astype(np.float32)
    near = np.linalg.norm(picture - background, axis=-1)[ring] < PLAIN
    return background if near.mean() >= PLAIN_SHARE else None


def _before_plain(picture: Array, background: Array) -> tuple[Array, Array]:
    """Colours (H, W, 3) and alpha (H, W) of what is not of the background's colour. What lies
    within the thing stays, even in that colour: a white cat with an outline is not hollow."""
    distance = np.linalg.norm(picture - background, axis=-1)
    # A median leaves out what JPEG scatters around a thing, but thin lines too: these are strong.
    calm = np.linalg.norm(_median(picture) - background, axis=-1)
    noise = 2 * float(np.quantile(calm[_border(picture.shape)], 0.9))
    plain = (calm < min(max(noise, CLEAN), PLAIN)) & (distance < STRONG)
    outside = reached(plain, _border(picture.shape))
    outside |= ~reached(~outside, shrunk(~outside, 2))  # specks
    edge = ~outside & ~shrunk(~outside, EDGE)
    # A pixel at the edge is a mixture of the background and of what is furthest from it nearby.
    colors, furthest = strongest(picture, distance, EDGE)
    alpha = np.where(edge, np.clip(distance / np.maximum(furthest, 1e-3), 0, 1), ~outside)
    pure = ~outside & (alpha > 0.95)
    return np.where(pure[..., None], picture, colors), alpha.astype(np.float32)


def _median(picture: Array) -> Array:
    """(H, W, 3): of each pixel and its neighbours, two rows and columns far."""
    image = Image.fromarray((picture * 255).round().astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.MedianFilter(5)), np.float32) / np.float32(255)


def _in_photo(picture: Array) -> tuple[Array, Array]:
    """Colours (H, W, 3) and alpha (H, W) of what stands out in a photo."""
    seen = salience(picture)
    soft = refined(seen, picture, max(3, round(max(seen.shape) / 100)))
    alpha = np.clip((soft - 0.3) / 0.5, 0, 1)
    alpha[~reached(alpha > 0, seen > SURE)] = 0
    colors = spread(picture, shrunk(alpha > 0.95, 1), 3 * EDGE)
    return np.where((alpha > 0.95)[..., None], picture, colors), alpha.astype(np.float32)


def salience(picture: Array) -> Array:
    """(H, W) in 0..1: how much each pixel belongs to what the picture is of."""
    small = Image.fromarray((picture * 255).round().astype(np.uint8)).resize((SIDE, SIDE))
    values = np.asarray(small, np.float32)
    values = (values / max(values.max(), 1) - MEAN) / DEVIATION
    session = _session()
    fed = {session.get_inputs()[0].name: values.transpose(2, 0, 1)[None]}
    # The first of its seven outputs joins the other six.
    seen = np.asarray(session.run(None, fed)[0], np.float32)[0, 0]
    back = Image.fromarray(seen).resize(picture.shape[1::-1], Image.Resampling.BICUBIC)
    return np.clip(np.asarray(back), 0, 1)


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(NETWORK, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no public base class
        raise WeightsError(f"{NETWORK} is missing or damaged: fetch it again") from error
