"""Drawings on a land: as they lie on the canvas, and as the picture shows them.

On the canvas a drawing is as it was drawn. In the picture it is painted by hand: it has the hour's
light on its form, ink, brushwork, a shadow on the ground and grass over its feet, so that a decoder
learns to paint a drawing of any kind instead of copying it.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from pipeline.model.painting.filters import Array, blurred, lerp, luminance
from pipeline.model.painting.forms import ALOFT, form_of
from pipeline.model.painting.guides import MIDDLE, Place, textures
from pipeline.model.painting.thing_maps import (
    ThingMaps,
    blank,
    contact_of,
    lay_on,
    source,
    window_of,
)
from pipeline.model.plan.land import MATERIALS
from pipeline.training.canvas.contact import (
    HOLDS,
    cast_shadow,
    darkened,
    uncovered,
)
from pipeline.training.canvas.gouache import Where, painted
from pipeline.training.canvas.light import Light, indoor_numbers, light_of
from pipeline.training.canvas.stage import Stage

GLOW = np.array([1.00, 0.72, 0.34], np.float32)  # light of lamps and fires
FLAME = np.array([1.00, 0.86, 0.48], np.float32)  # and the lamps themselves
INDOOR = indoor_numbers(MATERIALS)


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing (h, w, 4) in 0..1 with its foot's middle at (x, y) in pixels.

    air: it touches no ground. distance: 0 near .. 1 at the horizon. shine: how it shines at night,
    "lamp", "windows" or "".
    """

    drawing: Array
    x: float
    y: float
    air: bool = False
    distance: float = 0.0
    shine: str = ""

    @property
    def corner(self) -> tuple[int, int]:
        """(left, top) in pixels."""
        height, width = self.drawing.shape[:2]
        return round(self.x - width / 2), round(self.y) - height


@dataclass(frozen=True, slots=True)
class Laid:
    """The target and what tells it. picture: (H, W, 3) float32 in 0..1."""

    picture: Array
    maps: ThingMaps


def fitted(drawing: Array, size: float, mirrored: bool = False) -> Array:
    """A drawing (H, W, 4) of 8 bits, cut to what it shows and brought to a longer side of `size`
    pixels: (h, w, 4) float in 0..1."""
    image = Image.fromarray(drawing)
    image = image.crop(image.getbbox() or (0, 0, *image.size))
    scale = size / max(image.size)
    shape = max(4, round(image.width * scale)), max(4, round(image.height * scale))
    image = image.resize(shape, Image.Resampling.LANCZOS)
    if mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return np.asarray(image, np.float32) / 255


def lay_all(
    picture: Array,
    materials: Array,
    things: list[Placed],
    stage: Stage,
    side: float,
    ink: float = 1.0,
    place: Place = MIDDLE,
    ordered: bool = False,
) -> Laid:
    """The picture with the things painted on it, from back to front.

    picture: (H, W, 3), the land in gouache; materials: (H, W), numbers of what each pixel shows;
    stage: of this one scene, its light and its noise; side: 1 where light comes from the right, -1
    from the left; ink: strength of lines, 0..1; place: on the brushwork; ordered: the things come
    from back to front already.
    """
    canvas = _Canvas(picture, materials, stage, side, ink, place)
    for thing in things if ordered else sorted(things, key=lambda thing: thing.y):
        canvas.lay(thing)
    canvas.shine()
    canvas.maps.ink[:] *= ink
    return Laid(np.clip(canvas.picture, 0, 1).astype(np.float32), canvas.maps)


class _Canvas:
    """A picture while things are laid on it, with all its maps."""

    def __init__(
        self,
        picture: Array,
        materials: Array,
        stage: Stage,
        side: float,
        ink: float,
        place: Place,
    ) -> None:
        self.picture, self.materials, self.ink = picture.copy(), materials, ink
        self.size = height, width = picture.shape[:2]
        self.unit = min(self.size)
        self.light: Light = light_of(stage, side, bool(INDOOR[materials[: self.unit // 8]].any()))
        self.brush = textures(stage.noise, height, width, place)
        self.around = blurred(picture, 0.09 * self.unit)
        self.maps = blank(*self.size)
        self.source = np.zeros(self.size, np.float32)

    def lay(self, thing: Placed) -> None:
        """Its shadow, then itself."""
        drawing, corner = thing.drawing, thing.corner
        window = window_of(corner, drawing.shape[:2], self.size)
        if not thing.air:
            self._shade(thing)
        if window is None or not drawing[..., 3].any():
            return
        there, own = window
        where = self._where(corner, drawing.shape[:2], thing)
        form = form_of(drawing, self.light.side, self.unit, not thing.air)
        color = painted(form, where, self.light, self.ink, thing.distance)
        shown = self._shown(thing, corner, drawing.shape[:2], where)
        alpha = (drawing[..., 3] * shown)[own]
        self.picture[there] = lerp(self.picture[there], color[own], alpha[..., None])
        shines = source(drawing, thing.shine)[own]
        self.source[there] = np.maximum(self.source[there] * (1 - alpha), shines)
        lay_on(self.maps, drawing, form, *corner, thing.distance, not thing.air, thing.shine)

    def _shade(self, thing: Placed) -> None:
        if not thing.drawing[..., 3].any():
            return
        contact = contact_of(thing.drawing, *thing.corner, self.size)
        alpha = thing.drawing[..., 3].astype(np.float32)
        cast = cast_shadow(alpha, thing.corner, self.size, self.light)
        ground = HOLDS[self.materials]
        strength = 0.14 + 0.42 * self.light.clear
        if thing.shine == "lamp":  # it lights its own ground
            strength, contact = strength * (1 - self.light.night), contact * 0.4
        touch = 0.30 + 0.20 * self.light.clear
        dark = 1 - (1 - strength * cast) * (1 - touch * contact)
        self.picture = darkened(
            self.picture, dark * ground * (1 - 0.5 * thing.distance), self.light
        )

    def _where(self, corner: tuple[int, int], shape: tuple[int, int], thing: Placed) -> Where:
        """What a window of `shape` at `corner` holds; outside the frame, its border's values."""
        rows = np.clip(np.arange(corner[1], corner[1] + shape[0]), 0, self.size[0] - 1)
        columns = np.clip(np.arange(corner[0], corner[0] + shape[1]), 0, self.size[1] - 1)
        at = np.ix_(rows, columns)
        row = int(np.clip(thing.y + 0.02 * self.unit, 0, self.size[0] - 1))
        column = int(np.clip(thing.x, 0, self.size[1] - 1))
        over = (round(thing.y) - corner[1] - np.arange(shape[0]) - 0.5) / self.unit
        foot = np.repeat(over.astype(np.float32)[:, None], shape[1], 1)
        if thing.air:
            foot = foot + ALOFT
        brush = {name: texture[at] for name, texture in self.brush.items()}
        return Where(brush, self.around[at], self.around[row, column], foot)

    def _shown(
        self, thing: Placed, corner: tuple[int, int], shape: tuple[int, int], where: Where
    ) -> Array | float:
        if thing.air:
            return 1.0
        rows = np.clip(np.arange(corner[1], corner[1] + shape[0]), 0, self.size[0] - 1)
        columns = np.clip(np.arange(corner[0], corner[0] + shape[1]), 0, self.size[1] - 1)
        ground = self.materials[np.ix_(rows, columns)]
        return uncovered(where.foot, ground, where.brush, 1 - 0.7 * thing.distance)

    def shine(self) -> None:
        """Light of lamps and fires over all, much at night and a little by day."""
        drawings, glow = self.maps.drawings[..., :3], self.maps.glow
        if not glow.any():
            return
        night = {"night": 1.0, "sunset": 0.45, "morning": 0.25, "noon": 0.12}[self.light.time]
        pool = (glow * night * (1 - 0.7 * luminance(np.minimum(self.picture, 1))))[..., None]
        lit = self.picture * (1 + 2.8 * pool * GLOW) + 0.26 * pool * GLOW
        cold = np.clip(drawings[..., 2:3] - drawings[..., :1], 0, 0.35)
        own = lerp(drawings, FLAME, 0.40 + 1.4 * cold)
        own = own * (1 + 0.02 * self.brush["dabs 2"] + 0.02 * self.brush["soft 2"])[..., None]
        lines = 0.8 * self.maps.ink * self.ink
        share = (self.source * (0.25 + 0.65 * night) * (1 - lines))[..., None]
        self.picture = lerp(np.minimum(lit, 1.1), own, share)
