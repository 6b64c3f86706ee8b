"""Flat shapes with a lighter and a darker area, and the lines of which they are made."""

import colorsys
import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Point = tuple[float, float]
Part = Literal["body", "detail", "skin"]  # what takes a colour, what keeps its own, skin and hair
SHADE = 0.8  # lightness of the darker tone


@dataclass(frozen=True, slots=True)
class Shape:
    """An area, or a line where `stroke` is its width.

    points: of its edge; a smooth curve goes through them where `smooth`.
    rim: how wide the darker tone shows at the lower right; 0: one flat tone.
    within: the shape outside of which it is cut off.
    """

    part: Part
    color: str
    points: tuple[Point, ...]
    rim: float = 0.0
    stroke: float = 0.0
    smooth: bool = True
    opacity: float = 1.0
    within: "Shape | None" = None

    def mapped(self, move: Callable[[Point], Point]) -> "Shape":
        """The shape elsewhere."""
        within = self.within.mapped(move) if self.within else None
        return replace(self, points=tuple(map(move, self.points)), within=within)


def shaded(color: str, lightness: float = SHADE) -> str:
    """A "#rrggbb" colour darker, or lighter where `lightness` > 1; shade turns a little to violet.

    >>> shaded("#808080", 0.5)
    '#3f3f42'
    """
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    if lightness <= 1:
        mixed = (red * lightness, green * lightness * 0.985, blue * min(1, lightness * 1.03))
        hue, value, saturation = colorsys.rgb_to_hls(*mixed)
        red, green, blue = colorsys.hls_to_rgb(hue, value, min(1.0, saturation * 1.04))
    else:
        red, green, blue = (1 - (1 - each) / lightness for each in (red, green, blue))
    return "#" + "".join(f"{int(255 * min(1.0, each)):02x}" for each in (red, green, blue))


def down(angle: float, length: float = 1.0) -> Point:
    """The vector of a limb: 0 degrees hangs down, 90 points to the left, 180 up."""
    turn = math.radians(angle)
    return -math.sin(turn) * length, math.cos(turn) * length


def plus(point: Point, step: Point, times: float = 1.0) -> Point:
    return point[0] + step[0] * times, point[1] + step[1] * times


def between(one: Point, other: Point, share: float) -> Point:
    """The point at a share of the way from one to the other."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def turner(angle: float, about: Point = (0.0, 0.0)) -> Callable[[Point], Point]:
    """A turn by degrees, clockwise on the screen."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def turn(point: Point) -> Point:
        x, y = point[0] - about[0], point[1] - about[1]
        return about[0] + x * cosine - y * sine, about[1] + x * sine + y * cosine

    return turn


def ellipse(center: Point, across: float, high: float, angle: float = 0.0) -> tuple[Point, ...]:
    """Twelve points of an ellipse with the half axes given."""
    turn = turner(angle, center)
    steps = (math.tau * number / 12 for number in range(12))
    return tuple(
        turn((center[0] + across * math.cos(a), center[1] + high * math.sin(a))) for a in steps
    )


def bent(start: Point, joint: Point, end: Point, steps: int = 9) -> list[Point]:
    """The line from start to end by a joint that is rounded."""
    before, after = between(joint, start, 0.3), between(joint, end, 0.3)
    line = [start, between(start, before, 0.5)]
    for number in range(steps):
        share = number / (steps - 1)
        line.append(between(between(before, joint, share), between(joint, after, share), share))
    return [*line, between(after, end, 0.5), end]


def tube(
    line: Sequence[Point], widths: Sequence[float], round_end: bool = True
) -> tuple[Point, ...]:
    """The outline of a limb along a line; widths are spread evenly over its length. It begins
    round, and ends round or straight."""
    lengths = [0.0]
    for one, other in itertools.pairwise(line):
        lengths.append(lengths[-1] + math.dist(one, other))
    total = max(lengths[-1], 1e-6)
    left, right = [], []
    for number, (point, length) in enumerate(zip(line, lengths, strict=True)):
        half = _width(widths, length / total) / 2
        ahead, back = line[min(number + 1, len(line) - 1)], line[max(number - 1, 0)]
        run = math.dist(ahead, back) or 1e-6
        side = ((ahead[1] - back[1]) / run, -(ahead[0] - back[0]) / run)
        left.append(plus(point, side, half))
        right.append(plus(point, side, -half))
    end = _cap(line[-1], line[-2], widths[-1] / 2) if round_end else []
    start = _cap(line[0], line[1], widths[0] / 2)
    return (*left, *end, *reversed(right), *start)


def _width(widths: Sequence[float], share: float) -> float:
    place = share * (len(widths) - 1)
    first = min(int(place), len(widths) - 2)
    return widths[first] + (widths[first + 1] - widths[first]) * (place - first)


def _cap(end: Point, before: Point, radius: float) -> list[Point]:
    """The round end of a tube, from its left to its right side."""
    run = math.dist(end, before) or 1e-6
    ahead = ((end[0] - before[0]) / run, (end[1] - before[1]) / run)
    side = (ahead[1], -ahead[0])
    cap = []
    for step in range(1, 6):
        angle = math.pi * step / 6
        across, along = math.cos(angle) * radius, math.sin(angle) * radius
        cap.append(plus(plus(end, side, across), ahead, along))
    return cap


def curve(line: Sequence[Point], closed: bool = False) -> list[Point]:
    """More points, on a Catmull-Rom curve through the given ones."""
    ends = (line[-1], line[0], line[1]) if closed else (line[0], line[-1], line[-1])
    padded = [ends[0], *line, ends[1], *([ends[2]] if closed else [])]
    points = []
    for before, here, there, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(5):
            t = step / 5
            x, y = (
                0.5
                * (
                    2 * here[k]
                    + (there[k] - before[k]) * t
                    + (2 * before[k] - 5 * here[k] + 4 * there[k] - after[k]) * t**2
                    + (3 * here[k] - before[k] - 3 * there[k] + after[k]) * t**3
                )
                for k in (0, 1)
            )
            points.append((x, y))
    return points if closed else [*points, line[-1]]


def hull(points: Iterable[Point]) -> list[Point]:
    """The convex hull, by Andrew's monotone chain (1979)."""
    ordered = sorted(set(points))

    def half(some: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in some:
            while len(chain) > 1 and _turns(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(reversed(ordered))


def _turns(one: Point, other: Point, third: Point) -> float:
    return (other[0] - one[0]) * (third[1] - one[1]) - (other[1] - one[1]) * (third[0] - one[0])
