"""Arms and legs with what covers them, hands and shoes."""

import itertools
import math

from pipeline.model.people.builds import Build
from pipeline.model.people.garments import Bottom, Garment
from pipeline.model.people.looks import Look
from pipeline.model.people.shapes import (
    Part,
    Point,
    Shape,
    bent,
    between,
    down,
    ellipse,
    plus,
    shaded,
    tube,
    turner,
)
from pipeline.model.people.skeleton import Joints

RIM = 1.7


def limb(
    part: Part, color: str, line: list[Point], widths: tuple[float, ...], round_end: bool = True
) -> Shape:
    return Shape(part, color, tube(line, widths, round_end), RIM, smooth=False)


def first(line: list[Point], share: float) -> list[Point]:
    """The first share of a line's length."""
    lengths = [math.dist(one, other) for one, other in itertools.pairwise(line)]
    rest = share * sum(lengths)
    found = [line[0]]
    for one, other, length in zip(line, line[1:], lengths, strict=False):
        if length >= rest:
            return [*found, between(one, other, max(rest / max(length, 1e-6), 0.02))]
        found.append(other)
        rest -= length
    return line


def _narrowed(widths: tuple[float, float, float], share: float, ease: float) -> tuple[float, ...]:
    """The widths of what covers the first share of a limb."""
    low = widths[1] + (widths[2] - widths[1]) * (2 * share - 1) if share > 0.5 else (
        widths[0] + (widths[1] - widths[0]) * 2 * share
    )  # fmt: skip
    if share > 0.5:
        return (widths[0] + ease, widths[1] + ease, low + ease)
    return (widths[0] + ease, low + ease)


def arm(
    build: Build, look: Look, garment: Garment, joints: Joints, hand: str, side: float
) -> list[Shape]:
    """An arm; side: -1 or 1, to which its thumb points."""
    line = bent(joints.root, joints.middle, joints.end)
    gloves = "gloves" in look.extras
    skin: tuple[Part, str] = ("detail", look.accent) if gloves else ("skin", look.skin)
    shapes = []
    if garment.sleeve < 0.98:
        shapes.append(limb("skin", look.skin, line, build.arm))
    shapes += _hand(build, skin, joints, hand, side)
    if garment.sleeve > 0:
        covered = first(line, garment.sleeve)
        widths = _narrowed(build.arm, garment.sleeve, garment.ease)
        widths = (*widths[:-1], widths[-1] + garment.wide_sleeve)
        part: Part = garment.part
        color = garment.sleeve_color or look.top_color
        shapes.append(limb(part, color, covered, widths, round_end=False))
        if garment.cuff:
            end = covered[-1]
            before = first(covered, 0.9)[-1]
            own = garment.cuff == "own"
            color = shaded(look.top_color, 0.88) if own else garment.cuff
            wide = widths[-1] * 2
            band = (*tube([before, end], (wide, wide), round_end=False)[:4],)
            shapes.append(Shape("body" if own else "detail", color, band, 0.8, smooth=False,
                                within=shapes[-1]))  # fmt: skip
    return shapes


def _hand(
    build: Build, skin: tuple[Part, str], joints: Joints, kind: str, side: float
) -> list[Shape]:
    """A mitt with a thumb; of an open hand the fingers are apart."""
    size, ahead = build.hand, down(joints.angle)
    if kind == "open" and ahead[1] < 0:
        side = -side  # its palm is turned to us
    across = (side * ahead[1], -side * ahead[0])
    middle = plus(joints.end, ahead, size * 0.42)
    part, color = skin
    angle = math.degrees(math.atan2(ahead[1], ahead[0]))
    palm = Shape(part, color, ellipse(middle, size * 0.56, size * 0.46, angle), 1.3)
    thumb_root = plus(joints.end, ahead, size * 0.2)
    thumb_end = plus(plus(joints.end, ahead, size * 0.62), across, size * 0.56)
    thumb = Shape(part, color, tube([thumb_root, thumb_end], (size * 0.36, size * 0.3)), 0.9,
                  smooth=False)  # fmt: skip
    if kind == "open":
        fingers = []
        for turn in (-34, -11, 12, 35):
            tip = down(joints.angle + turn * side)
            line = [plus(middle, tip, size * 0.2), plus(middle, tip, size * 0.98)]
            fingers.append(Shape(part, color, tube(line, (size * 0.3, size * 0.27)), 0.7,
                                 smooth=False))  # fmt: skip
        return [thumb, *fingers, palm]
    if kind == "point":
        line = [middle, plus(joints.end, ahead, size * 1.5)]
        finger = Shape(part, color, tube(line, (size * 0.34, size * 0.28)), 0.8, smooth=False)
        return [finger, palm, thumb]
    if kind == "fist":
        middle = plus(joints.end, ahead, size * 0.34)
        palm = Shape(part, color, ellipse(middle, size * 0.5, size * 0.48, angle), 1.3)
        return [palm]
    return [palm, thumb]


def leg(
    build: Build, look: Look, bottom: Bottom, joints: Joints, view: str, far: bool, foot: float
) -> list[Shape]:
    """A leg with its shoe. foot: degrees that the toes point down."""
    line = bent(joints.root, joints.middle, joints.end)
    shapes = []
    bare: tuple[Part, str] = ("detail", bottom.tights) if bottom.tights else ("skin", look.skin)
    if bottom.length < 0.98:
        shapes.append(limb(*bare, line, build.leg))
    shoe = _shoe(build, look, joints, view, far, foot)
    if bottom.length < 0.9:
        shapes += shoe
    if bottom.length > 0:
        covered = first(line, bottom.length)
        widths = _narrowed(build.leg, bottom.length, bottom.ease)
        widths = (*widths[:-1], widths[-1] + bottom.wide)
        color = shaded(look.bottom_color, 0.93) if far and view != "front" else look.bottom_color
        if bottom.length >= 0.9:
            shapes += shoe
        shapes.append(limb(bottom.part, color, covered, widths, round_end=False))
    if "boots" in look.extras:
        top = [between(joints.middle, joints.end, 0.45), joints.end]
        wide = max(build.leg[1], build.leg[2] + 4)
        shapes.append(limb("detail", look.shoes, top, (wide + 2.5, build.leg[2] + 3.5)))
    return shapes


def _shoe(
    build: Build, look: Look, joints: Joints, view: str, far: bool, foot: float
) -> list[Shape]:
    """A shoe that points to the left; seen from the front the two point a little outwards."""
    long, high = build.foot, build.ankle
    wide = {"front": 0.62, "back": 0.5, "half": 0.86, "side": 1.0}[view]
    if view in ("front", "back") and not far:
        wide = -wide
    points: tuple[Point, ...] = ((0.27, -0.75), (0.3, 0.1), (0.31, 0.7), (0.29, 1.0),
                                 (-0.6, 1.0), (-0.71, 0.86), (-0.72, 0.5), (-0.58, 0.22),
                                 (-0.36, 0.0), (-0.22, -0.4), (-0.2, -0.8))  # fmt: skip
    if view in ("front", "back"):
        points = tuple((x * 1.05 if x < 0 else x * 1.5, y) for x, y in points)
    turn = turner(-foot if wide > 0 else foot)

    def put(point: Point) -> Point:
        x, y = turn((point[0] * long * wide, point[1] * high))
        return joints.end[0] + x, joints.end[1] + y

    color = look.shoes
    if "barefoot" in look.extras:
        return [Shape("skin", look.skin, tuple(map(put, points)), 1.4)]
    shoe = Shape("detail", color, tuple(map(put, points)), 1.5)
    sole = tuple(map(put, ((0.31, 0.72), (0.31, 1.05), (-0.74, 1.05), (-0.74, 0.72))))
    light = shaded(color, 1.9) if "sneakers" in look.extras else shaded(color, 0.62)
    return [shoe, Shape("detail", light, sole, smooth=False, within=shoe)]
