"""What hangs on a wall beside what a room has there: never before its window or its pictures."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import PLACES, Land, Panel, Part
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import Figure, overlap

FRAMES = ("shelf", "trim", "picture")  # what a room's own pictures are made of
WIDEST = 0.2  # of such a frame, in widths of the picture
OPEN = ("window", "folds", "panes", "blackboard", "books")  # what nothing is hung before
EYE = 0.58  # y down to which things hang


def hung(cast: Cast, figures: Sequence[Figure], land: Land) -> Land:
    """A room with its window across from what hangs on the wall, and without pictures behind it."""
    boxes = [_share(one, cast.aspect) for one in figures if _hangs(cast, one)]
    if PLACES[land.place].outdoors or not boxes:
        return land
    land = min((land, across(land)), key=lambda room: _covered(room, boxes))
    parts = tuple(part for part in land.parts if not _is_in_the_way(part, boxes))
    return replace(land, parts=parts)


def across(land: Land) -> Land:
    """The land seen in a mirror: what was at its left is at its right."""
    layers = tuple(replace(one, line=one.line[::-1]) for one in land.layers)
    strips = tuple(
        replace(
            one, far=(1 - one.far[0], one.far[1]), near=(1 - one.near[0], one.near[1]),
            bend=-one.bend,
        )
        for one in land.strips
    )  # fmt: skip
    clouds = tuple(replace(one, x=1 - one.x) for one in land.clouds)
    sun = land.sun and (1 - land.sun[0], land.sun[1])
    parts = tuple(_turned(part) for part in land.parts)
    return replace(land, layers=layers, strips=strips, clouds=clouds, sun=sun, parts=parts)


def _turned(part: Part) -> Part:
    left, top, right, bottom = part.box
    box = (1 - right, top, 1 - left, bottom)
    if isinstance(part, Panel):
        lean = -part.lean if part.shape == "slant" else part.lean
        return replace(part, box=box, lean=lean)
    return replace(part, box=box)


def _hangs(cast: Cast, figure: Figure) -> bool:
    on_wall = cast.dictionary.kinds[figure.kind].zone == "wall"
    return on_wall and not figure.stands and figure.box[3] < EYE


def _share(figure: Figure, aspect: float) -> Box:
    left, top, right, bottom = figure.box
    return left / aspect, top, right / aspect, bottom


def _covered(land: Land, boxes: Sequence[Box]) -> float:
    """How much of a room's windows and boards is behind what hangs there."""
    open_parts = [part for part in land.parts if _name(part) in OPEN]
    return sum(overlap(part.box, box) for part in open_parts for box in boxes)


def _is_in_the_way(part: Part, boxes: Sequence[Box]) -> bool:
    left, top, right, bottom = part.box
    frame = _name(part) in FRAMES and right - left < WIDEST and bottom < EYE
    area = (right - left) * (bottom - top)
    return frame and any(overlap(part.box, box) > 0.1 * area for box in boxes)


def _name(part: Part) -> str:
    return part.material if isinstance(part, Panel) else part.kind
