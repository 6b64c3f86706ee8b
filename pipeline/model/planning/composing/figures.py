"""Figures: drawings with a size and a place, before they are framed; groups of them move as one.

Lengths are in one unit for a whole picture. x runs to the right; y runs down, and 0 is the ground,
so what stands has its foot at 0 and its head at a negative y.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.model.dictionary import Dictionary, Drawing
from pipeline.model.plan.boxes import Box


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawing. x: its middle; y: its foot; the rest as in a PlacedDrawing."""

    kind: str
    variant: int
    element: int
    x: float
    y: float
    width: float
    height: float
    mirrored: bool = False
    color: str | None = None
    material: str = ""
    text: str = ""
    stands: bool = True
    hidden: float = 0.0
    turned: float = 0.0
    shape: str = ""

    @property
    def box(self) -> Box:
        """(left, top, right, bottom)."""
        half = self.width / 2
        return self.x - half, self.y - self.height, self.x + half, self.y

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the drawing lies, given in shares of the unmirrored drawing."""
        across = 1 - x if self.mirrored else x
        return self.x + (across - 0.5) * self.width, self.y - (1 - y) * self.height


Group = tuple[Figure, ...]  # from back to front


def drawing_of(dictionary: Dictionary, figure: Figure) -> Drawing:
    """What the dictionary says of a figure's drawing."""
    drawings = dictionary.kinds[figure.kind].drawings
    return drawings[figure.variant % len(drawings)]


def bounds(group: Iterable[Figure]) -> Box:
    """The box around all figures; at least one."""
    boxes = [figure.box for figure in group]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def size_of(group: Iterable[Figure]) -> tuple[float, float]:
    """Width and height of a group."""
    left, top, right, bottom = bounds(group)
    return right - left, bottom - top


def of_element(group: Iterable[Figure], element: int) -> Group:
    """The figures of one element."""
    return tuple(figure for figure in group if figure.element == element)


def moved(group: Group, right: float, down: float) -> Group:
    """The group elsewhere."""
    return tuple(replace(one, x=one.x + right, y=one.y + down) for one in group)


def tilted(figure: Figure, degrees: float) -> Figure:
    """The figure turned counter-clockwise, in a box that holds it, with its foot where it was."""
    turn = math.radians(degrees)
    across, down = abs(math.cos(turn)), abs(math.sin(turn))
    width = figure.width * across + figure.height * down
    height = figure.width * down + figure.height * across
    return replace(figure, width=width, height=height, turned=float(round(degrees) % 360))


def rotated(group: Group, about: tuple[float, float], degrees: float) -> Group:
    """The group turned counter-clockwise about a point (x, y)."""
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    found = []
    for one in group:
        x, y = one.x - about[0], one.y - one.height / 2 - about[1]
        there = tilted(one, degrees) if not one.turned else one
        middle = about[1] - x * sine + y * cosine
        found.append(
            replace(there, x=about[0] + x * cosine + y * sine, y=middle + there.height / 2)
        )
    return tuple(found)


def flipped(group: Group, about: float) -> Group:
    """The group mirrored about an x."""
    return tuple(
        replace(one, x=2 * about - one.x, mirrored=not one.mirrored, turned=-one.turned % 360)
        for one in group
    )


def scaled(group: Group, factor: float) -> Group:
    """The group larger or smaller, about the point (0, 0)."""
    return tuple(
        replace(
            one,
            x=one.x * factor,
            y=one.y * factor,
            width=one.width * factor,
            height=one.height * factor,
        )
        for one in group
    )


def set_down(group: Group, x: float, y: float) -> Group:
    """The group with its middle at x and its lowest point at y."""
    left, _, right, bottom = bounds(group)
    return moved(group, x - (left + right) / 2, y - bottom)


def afloat(group: Group) -> Group:
    """The group off the ground: what stood on it stands no more."""
    ground = bounds(group)[3] - 0.02 * size_of(group)[1]
    return tuple(replace(one, stands=one.stands and one.y < ground) for one in group)


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def visible(box: Box, covers: Sequence[Box], cells: int = 12) -> float:
    """The share of a box, 0..1, that none of the others covers, counted on cells x cells points."""
    covers = [cover for cover in covers if overlap(box, cover) > 0]
    if not covers:
        return 1.0
    left, top, width, height = box[0], box[1], box[2] - box[0], box[3] - box[1]
    hidden = [0] * cells  # of each row of points, the covered ones as bits
    for cover in covers:
        first = max(0, math.ceil((cover[0] - left) / width * cells - 0.5))
        last = min(cells - 1, math.floor((cover[2] - left) / width * cells - 0.5))
        high = max(0, math.ceil((cover[1] - top) / height * cells - 0.5))
        low = min(cells - 1, math.floor((cover[3] - top) / height * cells - 0.5))
        bits = (1 << max(0, last + 1)) - (1 << first) if last >= first else 0
        for row in range(high, low + 1):
            hidden[row] |= bits
    return 1 - sum(row.bit_count() for row in hidden) / cells**2
