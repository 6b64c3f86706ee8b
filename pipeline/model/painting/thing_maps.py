"""What the decoder is shown of things: their drawings, and maps of form, contact, glow, distance.

Training's scenes and the pictures that are asked for are laid by the same function, so that both
tell the decoder the same. Lamps and fires shine by themselves at night, and the windows of houses.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.model.painting.filters import Array, blurred, luminance, smooth
from pipeline.model.painting.forms import Form

REACH = 0.19  # of a lamp's halo, in shorter sides
HIDES = 0.4  # how much of a light behind it a thing hides
LAMPS = frozenset({
    "fire", "jack-o-lantern", "candle", "light bulb", "flashlight", "red paper lantern",
    "diya lamp", "couch and lamp", "floor lamp", "table lamp", "candlestick", "fireplace",
    "street lamp", "chandelier", "pendant lamp", "lighthouse", "campfire", "lantern", "oil lamp",
    "glowing star", "star", "volcano", "sun", "full moon", "crescent moon",
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
    if shine == "lamp" and parts.sum() < 0.01 * drawing[..., 3].sum():
        parts = _head(drawing[..., 3])
    near, wide = blurred(parts, reach * 0.35), blurred(parts, reach)
    halo = near / (near.max() + 0.05) * 0.35 + wide / (wide.max() + 0.02) * 0.60
    return np.maximum(parts, halo * min(1.0, float(parts.sum()) / (0.05 * reach**2 + 1)))


def _head(alpha: Array) -> Array:
    """(h, w): the upper third of a silhouette, where a lamp shines that shows no light itself."""
    rows = np.flatnonzero(alpha.max(1) > 0.5)
    if not len(rows):
        return np.zeros_like(alpha)
    at = (np.arange(len(alpha)) - rows[0]) / (len(rows) + 1)
    return (0.7 * alpha * (1 - smooth(at, 0.2, 0.45))[:, None]).astype(np.float32)


def contact_of(drawing: Array, left: int, top: int, size: tuple[int, int]) -> Array:
    """(H, W) in 0..1: a soft ellipse under the foot of a drawing (h, w, 4) whose corner lies at
    (left, top) in pixels, as wide as its lowest part."""
    height, width = drawing.shape[:2]
    lowest = drawing[-max(1, round(0.10 * height)) :, :, 3].max(0)
    touching = np.flatnonzero(lowest > 0.3)
    start, end = (touching[0], touching[-1] + 1) if len(touching) else (0, width)
    middle, half = left + (start + end) / 2, max(1.0, (end - start) / 2)
    flat = 0.16 * half + 0.012 * min(size)
    across = (np.arange(size[1]) + 0.5 - middle) / (1.12 * half + 0.010 * min(size))
    down = (np.arange(size[0]) + 0.5 - top - height + 0.15 * flat) / flat
    return np.outer(np.exp(-1.2 * down**2), np.exp(-1.2 * across**4)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class ThingMaps:
    """Float32 in 0..1. drawings: (H, W, 4) straight colour and alpha. contact: (H, W) where things
    touch the ground. glow: (H, W) what shines, and its halo. distance: (H, W) of the frontmost
    thing, 0 near .. 1 at the horizon, 0 where there is none. tone, ink and rim (H, W): its `Form`.
    """

    drawings: Array
    contact: Array
    glow: Array
    distance: Array
    tone: Array
    ink: Array
    rim: Array

    @property
    def flat(self) -> tuple[Array, ...]:
        """All but the drawings, in the order in which the decoder takes them."""
        return self.contact, self.glow, self.distance, self.tone, self.ink, self.rim


def blank(height: int, width: int) -> ThingMaps:
    """Maps of no thing."""
    flat = (np.zeros((height, width), np.float32) for _ in range(6))
    return ThingMaps(np.zeros((height, width, 4), np.float32), *flat)


def lay_on(
    maps: ThingMaps,
    drawing: Array,
    form: Form,
    left: int,
    top: int,
    distance: float = 0.0,
    stands: bool = True,
    shine: str = "",
) -> None:
    """Lays a drawing (h, w, 4) of this form with its corner at (left, top) in pixels over what is
    there.

    stands: it touches the ground with its lower edge; shine: "lamp", "windows" or "".
    """
    size = maps.contact.shape[0], maps.contact.shape[1]
    window = window_of((left, top), drawing.shape[:2], size)
    if window is None or not drawing[..., 3].any():
        return
    there, own = window
    under, part = maps.drawings[there], drawing[own]
    alpha = part[..., 3]
    both = alpha + under[..., 3] * (1 - alpha)
    share = (alpha / np.maximum(both, 1e-6))[..., None]
    under[..., :3] += (part[..., :3] - under[..., :3]) * share
    under[..., 3] = both
    np.copyto(maps.distance[there], distance, where=alpha > 0.5)
    for name in ("tone", "ink", "rim"):
        whole, part = getattr(maps, name)[there], getattr(form, name)[own]
        whole += alpha * (part - whole)
    maps.contact[there] *= 1 - alpha
    maps.glow[there] *= 1 - HIDES * alpha
    if stands:
        np.maximum(maps.contact, contact_of(drawing, left, top, size), out=maps.contact)
    if shine:
        _raise_glow(maps.glow, drawing, left, top, shine)


def _raise_glow(glow: Array, drawing: Array, left: int, top: int, shine: str) -> None:
    reach = REACH * min(glow.shape)
    margin = round(2.2 * reach)
    padded = np.pad(drawing, ((margin, margin), (margin, margin), (0, 0)))
    size = glow.shape[0], glow.shape[1]
    window = window_of((left - margin, top - margin), padded.shape[:2], size)
    if window is not None:
        there, own = window
        np.maximum(glow[there], glow_of(padded, shine, reach)[own], out=glow[there])


Window = tuple[slice, slice]


def window_of(
    corner: tuple[int, int], shape: tuple[int, ...], size: tuple[int, int]
) -> tuple[Window, Window] | None:
    """Where a rectangle at (left, top) and the picture overlap, in the picture and in itself."""
    (left, top), (height, width) = corner, shape
    rows = slice(max(top, 0), min(top + height, size[0]))
    columns = slice(max(left, 0), min(left + width, size[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    own = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    return (rows, columns), own
