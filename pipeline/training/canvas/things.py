"""Drawings on a land: as they lie on the canvas, and as the picture shows them.

On the canvas a drawing is as it was drawn. In the picture it has the hour's light on its form, an
ink edge, and a shadow where it touches the ground, so that a decoder learns to paint a drawing of
any kind instead of copying it.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

Array = np.ndarray
LIGHT = {
    "noon": (1.04, 1.03, 1.00), "morning": (1.04, 0.99, 0.92),
    "sunset": (1.04, 0.84, 0.72), "night": (0.44, 0.50, 0.74),
}  # fmt: skip
SHADE = {
    "noon": (0.64, 0.64, 0.74), "morning": (0.70, 0.64, 0.72),
    "sunset": (0.60, 0.48, 0.62), "night": (0.26, 0.28, 0.46),
}  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A drawing (h, w, 4) in 0..1 with its foot's middle at (x, y) in pixels. air: it touches no
    ground."""

    drawing: Array
    x: float
    y: float
    air: bool = False

    @property
    def corner(self) -> tuple[int, int]:
        """(left, top) in pixels."""
        height, width = self.drawing.shape[:2]
        return round(self.x - width / 2), round(self.y) - height


def fitted(drawing: Array, size: float, mirrored: bool = False) -> Array:
    """A drawing (H, W, 4) of 8 bits, cut to what it shows and brought to a longer side of `size`
    pixels: (h, w, 4) float in 0..1."""
    image = Image.fromarray(drawing)
    image = image.crop(image.getbbox())
    scale = size / max(image.size)
    shape = max(4, round(image.width * scale)), max(4, round(image.height * scale))
    image = image.resize(shape, Image.Resampling.LANCZOS)
    if mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return np.asarray(image, np.float32) / 255


def lay_all(
    picture: Array, things: list[Placed], time: str, clear: bool, side: float
) -> tuple[Array, Array]:
    """The picture (H, W, 3) with the things painted on it, from back to front, and the canvas of
    their drawings (H, W, 4). side: 1 where light comes from the right, -1 from the left."""
    picture = picture.copy()
    canvas = np.zeros((*picture.shape[:2], 4), np.float32)
    for thing in sorted(things, key=lambda thing: thing.y):
        if not thing.air:
            picture *= 1 - _shadow(thing, picture.shape[:2], side, clear)
        window = _window(thing, picture.shape[:2])
        if window is None:
            continue
        there, own = window
        alpha = thing.drawing[own][..., 3:]
        picture[there] += alpha * (painted(thing.drawing, time, side)[own] - picture[there])
        canvas[there][..., :3] += alpha * (thing.drawing[own][..., :3] - canvas[there][..., :3])
        canvas[there][..., 3:] = np.maximum(canvas[there][..., 3:], alpha)
    return picture, canvas


def painted(drawing: Array, time: str, side: float) -> Array:
    """(h, w, 3): the drawing in the hour's light, with ink along its edges."""
    color, alpha = drawing[..., :3], drawing[..., 3]
    light, shade = np.array(LIGHT[time], np.float32), np.array(SHADE[time], np.float32)
    lit = np.clip(0.66 + 0.36 * _form(alpha, side) - 0.14 * _down(alpha), 0, 1)[..., None]
    painting = (color * 0.9 + 0.04) * (shade * (1 - lit) + light * lit)
    ink = color * 0.35 * light * 0.6
    covered = 1 - (1 - _edge(alpha) * 0.8) * (1 - _lines(color))
    return painting + covered[..., None] * (ink - painting)


def _form(alpha: Array, side: float) -> Array:
    """-1..1: how far each part of a rounded body turns to the light, which comes from above."""
    size = min(alpha.shape)
    down, right = np.gradient(_blurred(alpha, max(1.5, 0.20 * size)))
    return np.clip((down - 0.9 * side * right) * 0.55 * size, -1, 1)


def _down(alpha: Array) -> Array:
    return np.linspace(0, 1, alpha.shape[0], dtype=np.float32)[:, None]


def _edge(alpha: Array) -> Array:
    """0..1: the rim inside a silhouette."""
    image = Image.fromarray((alpha * 255).astype(np.uint8)).filter(ImageFilter.MinFilter(3))
    return np.clip(alpha - _blurred(np.asarray(image, np.float32) / 255, 0.6), 0, 1)


def _lines(color: Array) -> Array:
    """0..0.4: where the drawing's own areas meet."""
    down, right = np.gradient(_blurred(color.mean(-1), 0.8))
    return np.clip((np.abs(right) + np.abs(down) - 0.07) * 4, 0, 0.4)


def _blurred(values: Array, radius: float) -> Array:
    image = Image.fromarray((values * 255).clip(0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255


def _shadow(thing: Placed, size: tuple[int, int], side: float, clear: bool) -> Array:
    """(H, W, 3): how much light the ground under a thing loses; cooler than the light."""
    height, width = thing.drawing.shape[:2]
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    across = (x - thing.x + side * width * 0.12) / (width * 0.5 + 1)
    down = (y - thing.y + 1) / (height * 0.06 + 2)
    dark = np.exp(-(across**2 + down**2) * 1.3) * (0.5 if clear else 0.3)
    return dark[..., None] * np.array([1, 0.92, 0.75], np.float32)


def _window(thing: Placed, size: tuple[int, int]) -> tuple[tuple, tuple] | None:
    """Where the thing and the picture overlap, in the picture and in the drawing."""
    (left, top), (height, width) = thing.corner, thing.drawing.shape[:2]
    rows = slice(max(top, 0), min(top + height, size[0]))
    columns = slice(max(left, 0), min(left + width, size[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    own = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    return (rows, columns), own
