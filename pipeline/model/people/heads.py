"""Heads: drawn in shares of the head's height, then put in their place.

A head's own measure: (0, 0) is its middle, y runs from -0.5 at the top to 0.5 at the chin. What
is on it lies on a ball and is given by its degrees to the right of the nose and its height.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.people.looks import Look
from pipeline.model.people.reaching import WIDE
from pipeline.model.people.shapes import Part, Point, Shape, ellipse, shaded, tube, turner

_FRONT = ((0.0, -0.5), (0.25, -0.46), (0.41, -0.29), (0.455, -0.02), (0.43, 0.2), (0.29, 0.41))
_OUTLINES: dict[str, tuple[Point, ...]] = {
    "front": (*_FRONT, (0.0, 0.5), *((-x, y) for x, y in reversed(_FRONT[1:]))),
    "half": (
        (-0.02, -0.5), (0.24, -0.47), (0.42, -0.3), (0.465, -0.04), (0.42, 0.19), (0.25, 0.39),
        (-0.06, 0.5), (-0.24, 0.46), (-0.38, 0.3), (-0.425, 0.14), (-0.42, -0.02),
        (-0.41, -0.24), (-0.27, -0.45),
    ),
    "side": (
        (0.03, -0.5), (0.28, -0.46), (0.45, -0.27), (0.47, -0.02), (0.4, 0.19), (0.22, 0.35),
        (-0.04, 0.46), (-0.26, 0.49), (-0.37, 0.4), (-0.39, 0.28), (-0.41, 0.19), (-0.495, 0.12),
        (-0.475, 0.08), (-0.425, -0.02), (-0.42, -0.22), (-0.28, -0.43),
    ),
}  # fmt: skip
_OUTLINES["back"] = _OUTLINES["front"]


@dataclass(frozen=True, slots=True)
class Head:
    """view: of the head. yaw: degrees turned to the left. size: height. put: from the head's own
    measure to the picture."""

    look: Look
    view: str
    yaw: float
    size: float
    put: Callable[[Point], Point]

    def at(self, phi: float, y: float, out: float = 0.0) -> Point:
        """The point at degrees to the right of the nose and a height, `out` above the skin."""
        return (WIDE + out) * math.sin(math.radians(phi - self.yaw)), y

    def shows(self, phi: float, least: float = 0.0) -> bool:
        """Whether what lies there is on our side of the head."""
        return math.cos(math.radians(phi - self.yaw)) > least

    def narrow(self, phi: float) -> float:
        """How wide what lies there looks, against seen from the front."""
        return max(0.0, math.cos(math.radians(phi - self.yaw)))

    def shape(
        self,
        part: Part,
        color: str,
        points: tuple[Point, ...],
        rim: float = 0.0,
        stroke: float = 0.0,
        smooth: bool = True,
        opacity: float = 1.0,
        within: Shape | None = None,
    ) -> Shape:
        """A shape given in the head's own measure; `within` is in its place already."""
        placed = tuple(self.put(point) for point in points)
        return Shape(
            part, color, placed, rim * self.size, stroke * self.size, smooth, opacity, within
        )


def head_at(look: Look, view: str, yaw: float, size: float, middle: Point, tilt: float) -> Head:
    """A head in its place. tilt: degrees to the left."""
    turn = turner(-tilt)

    def put(point: Point) -> Point:
        x, y = turn(point)
        return middle[0] + x * size, middle[1] + y * size

    return Head(look, view, yaw, size, put)


def skull(head: Head) -> Shape:
    """The head without hair and face."""
    return head.shape("skin", head.look.skin, _OUTLINES[head.view], rim=0.045)


def ears(head: Head) -> list[Shape]:
    """Ears; drawn after the hair that lies behind them."""
    found = []
    for phi in (-90.0, 90.0):
        if not head.shows(phi, -0.1):
            continue
        x, y = head.at(phi, 0.07)
        edge = abs(x) > 0.3
        x += math.copysign(0.025, x) if edge else 0.0
        wide = 0.062 if edge else 0.078
        found.append(head.shape("skin", head.look.skin, ellipse((x, y), wide, 0.095), rim=0.025))
        inner = ellipse((x - 0.008, y), wide * 0.42, 0.05)
        found.append(head.shape("skin", shaded(head.look.skin, 0.82), inner))
        if "earrings" in head.look.extras:
            found.append(
                head.shape("detail", head.look.accent, ellipse((x, y + 0.125), 0.032, 0.032))
            )
    return found


def neck(look: Look, base: Point, head: Head, wide: float) -> Shape:
    """From the shoulders into the head; a little darker, in the chin's shadow."""
    line = [base, head.put((0.05 if head.view == "side" else 0.0, 0.2))]
    return Shape("skin", shaded(look.skin, 0.9), tube(line, (wide * 1.12, wide)), 0.0, smooth=False)
