"""Heads and faces: drawn in shares of the head's height, then put in their place.

A head's own measure: (0, 0) is its middle, y runs from -0.5 at the top to 0.5 at the chin. What
is on it lies on a ball and is given by its degrees to the right of the nose and its height.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.people.looks import BLUSH, LIPS, Look
from pipeline.model.people.shapes import Part, Point, Shape, ellipse, shaded, tube, turner

WIDE = 0.45  # half the width of a head
DARK = "#2a1d20"
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


def face(head: Head, asleep: bool = False, up: bool = False) -> list[Shape]:
    """Eyes, brows, nose, mouth and cheeks; nothing of one who is seen from behind."""
    if head.view == "back":
        return []
    whole = skull(head)
    shapes = _cheeks(head, whole)
    for phi in (-21.0, 21.0):
        if head.shows(phi, 0.2):
            shapes += _eye(head, phi, asleep, -0.03 if up else 0.0)
            shapes += _brow(head, phi, up)
    if "glasses" in head.look.extras:
        shapes += _glasses(head)
    return [*shapes, *_nose(head), *_mouth(head, whole, asleep)]


def _cheeks(head: Head, whole: Shape) -> list[Shape]:
    shapes = []
    for phi in (-36.0, 36.0):
        if head.shows(phi, 0.05):
            spot = ellipse(head.at(phi, 0.2), 0.088 * max(head.narrow(phi), 0.5), 0.055)
            color = BLUSH[head.look.tone]
            shapes.append(head.shape("skin", color, spot, opacity=0.5, within=whole))
            if "freckles" in head.look.extras:
                for step, high in ((-8.0, 0.13), (0.0, 0.155), (8.0, 0.13)):
                    dot = ellipse(head.at(phi * 0.85 + step, high), 0.012, 0.012)
                    shapes.append(head.shape("skin", shaded(head.look.skin, 0.72), dot))
    return shapes


def _eye(head: Head, phi: float, asleep: bool, lift: float) -> list[Shape]:
    """A dark oval with a glint; a bow where it is closed."""
    x, y = head.at(phi, 0.06 + lift)
    wide = max(head.narrow(phi), 0.62)
    if asleep or head.look.mood == "laughing":
        bow = ((x - 0.07 * wide, y + 0.0), (x, y + (0.035 if asleep else -0.04)),
               (x + 0.07 * wide, y + 0.0))  # fmt: skip
        return [head.shape("detail", DARK, bow, stroke=0.026)]
    big = 1.2 if head.look.mood == "surprised" else 1.0
    shapes = [
        head.shape("detail", DARK, ellipse((x, y), 0.05 * wide * big, 0.068 * big)),
        head.shape("detail", "#ffffff", ellipse((x - 0.016, y - 0.026), 0.018 * wide, 0.021)),
    ]
    if "lashes" in head.look.extras:
        side = math.copysign(1.0, phi)
        lash = ((x + side * 0.035 * wide, y - 0.056), (x + side * 0.085 * wide, y - 0.075))
        shapes.append(head.shape("detail", DARK, lash, stroke=0.02))
    return shapes


_BROWS = {  # how much the inner and the outer end are raised
    "happy": (0.0, -0.015), "smiling": (0.012, -0.01), "laughing": (0.02, 0.0),
    "calm": (0.0, -0.012), "sad": (0.035, -0.03), "angry": (-0.05, 0.03),
    "surprised": (0.04, 0.03),
}  # fmt: skip


def _brow(head: Head, phi: float, up: bool) -> list[Shape]:
    inner, outer = _BROWS[head.look.mood]
    y = -0.085 - (0.02 if up else 0.0)
    ends = (head.at(phi * 0.55, y - inner), head.at(phi * 1.55, y - outer))
    middle = head.at(phi, y - (inner + outer) / 2 - 0.022)
    color = shaded(head.look.hair_color, 0.82)
    if head.look.hair_color > "#d":  # light hair: brows must still be seen
        color = shaded(head.look.hair_color, 0.66)
    return [head.shape("skin", color, (ends[0], middle, ends[1]), stroke=0.03)]


def _nose(head: Head) -> list[Shape]:
    if head.view == "side":
        return []
    color = shaded(head.look.skin, 0.78)
    x, y = head.at(0.0, 0.15, 0.05)
    if head.view == "half":
        return [head.shape("skin", color, ((x + 0.012, y - 0.03), (x - 0.032, y + 0.012),
                                           (x + 0.024, y + 0.022)), stroke=0.024)]  # fmt: skip
    bow = ((x - 0.034, y), (x, y + 0.022), (x + 0.034, y))
    return [head.shape("skin", color, bow, stroke=0.026)]


def _mouth(head: Head, whole: Shape, asleep: bool) -> list[Shape]:
    mood, color = head.look.mood, LIPS[head.look.tone]
    y = 0.285

    def bow(reach: float, deep: float) -> tuple[Point, ...]:
        return tuple(
            head.at(reach * step, y + deep * (1 - step * step)) for step in (-1, -0.5, 0, 0.5, 1)
        )

    if head.view == "side":
        deep = -0.03 if mood in ("sad", "angry") else 0.035
        line = ((-0.4, y - 0.01), (-0.345, y + deep), (-0.27, y - 0.02 - deep * 0.3))
        return [head.shape("skin", color, line, stroke=0.028, within=whole)]
    if asleep or mood == "calm":
        return [head.shape("skin", color, bow(11, 0.022), stroke=0.026, within=whole)]
    if mood == "surprised":
        oval = ellipse(head.at(0.0, y + 0.02), 0.04, 0.055)
        return [head.shape("skin", shaded(color, 0.7), oval, within=whole)]
    if mood in ("sad", "angry"):
        bent = tuple((x, 2 * y + 0.03 - high) for x, high in bow(12, 0.04))
        return [head.shape("skin", color, bent, stroke=0.028, within=whole)]
    if mood == "smiling":
        return [head.shape("skin", color, bow(15, 0.055), stroke=0.028, within=whole)]
    low = bow(16, 0.115)
    lips = (*low[:1], *low[1:-1], *low[-1:], *reversed(bow(13, 0.012)))
    opened = head.shape("skin", shaded(color, 0.72), lips, within=whole)
    tongue = head.shape(
        "skin", "#e58074", ellipse(head.at(0.0, y + 0.105), 0.07, 0.04), within=opened
    )
    return [opened, tongue]


def _glasses(head: Head) -> list[Shape]:
    shapes, ends = [], []
    for phi in (-23.0, 23.0):
        if head.shows(phi, 0.15):
            ring = ellipse(head.at(phi, 0.065, 0.02), 0.115 * max(head.narrow(phi), 0.5), 0.115)
            shapes.append(head.shape("detail", "#ffffff", ring, opacity=0.14))
            shapes.append(head.shape("detail", "#4a3a3a", (*ring, ring[0]), stroke=0.026))
            ends.append(phi)
    if len(ends) == 2:
        bridge = (head.at(-8, 0.05, 0.02), head.at(0, 0.035, 0.03), head.at(8, 0.05, 0.02))
        shapes.append(head.shape("detail", "#4a3a3a", bridge, stroke=0.026))
    for phi in (-90.0, 90.0):
        if head.shows(phi, 0.3):
            temple = (head.at(math.copysign(40, phi), 0.05), head.at(phi, 0.03))
            shapes.append(head.shape("detail", "#4a3a3a", temple, stroke=0.024))
    return shapes


def neck(look: Look, base: Point, head: Head, wide: float) -> Shape:
    """From the shoulders into the head; a little darker, in the chin's shadow."""
    line = [base, head.put((0.05 if head.view == "side" else 0.0, 0.2))]
    return Shape("skin", shaded(look.skin, 0.9), tube(line, (wide * 1.12, wide)), 0.0, smooth=False)
