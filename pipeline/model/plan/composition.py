"""A picture as values: a land, its light, and drawings in their places."""

from dataclasses import dataclass

from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import Land


@dataclass(frozen=True, slots=True)
class PlacedDrawing:
    """One drawing on the canvas, unlit.

    kind, variant: which drawing of the dictionary. element: its number in the scene graph. box:
    (left, top, right, bottom) in shares of the width and height; it may reach outside of them.
    turned: degrees, counter-clockwise. color: it is painted in, None for its own. text: what is
    written on it. stands: it touches the ground, or what it stands on, with its foot. hidden: share
    of its height, from below, that is inside something (in a basket, in water). shape: of the
    dictionary's SHAPES, "" for its own.
    Drawings later in a composition lie in front.
    """

    kind: str
    variant: int
    element: int
    box: Box
    mirrored: bool = False
    turned: float = 0.0
    color: str | None = None
    material: str = ""
    text: str = ""
    stands: bool = True
    hidden: float = 0.0
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """From back to front. time, weather and season: of `world`'s; style: of `scene_graph`'s."""

    land: Land
    time: str
    weather: str
    season: str
    style: str
    drawings: tuple[PlacedDrawing, ...] = ()
