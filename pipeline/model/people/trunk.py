"""The trunk of a body as a surface: points by their height and by how far they are to the side."""

import itertools
import math
from dataclasses import dataclass

from pipeline.model.people.builds import Build
from pipeline.model.people.shapes import Point, plus
from pipeline.model.people.skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class Trunk:
    """Heights: 0 at the hips, 1 at the shoulders. ease: how much wider than the body."""

    build: Build
    skeleton: Skeleton
    ease: float = 0.0

    def half_width(self, height: float) -> float:
        """Half of the width that is seen at a height."""
        b = self.build
        rows = ((-0.16, b.seat * 0.55, b.seat_deep * 0.55),
                (-0.06, b.seat * 0.92, b.seat_deep * 0.95), (0.08, b.seat, b.seat_deep),
                (0.44, b.waist, b.waist_deep), (0.74, b.chest, b.chest_deep),
                (0.9, b.shoulders + b.arm[0] * 0.22, b.chest_deep * 0.85),
                (0.99, b.shoulders * 0.74, b.chest_deep * 0.68),
                (1.07, b.head * 0.17, b.head * 0.17))  # fmt: skip
        turn = math.radians(self.skeleton.yaw)
        front, deep = _at(rows, height)
        ease = self.ease if height < 0.97 else self.ease * 0.3
        return math.hypot(front * math.cos(turn), deep * math.sin(turn)) + ease

    def at(self, height: float, side: float) -> Point:
        """The point on the outline's inside: side is -1 at its left edge, 1 at its right."""
        point, across = self.skeleton.along(height)
        return plus(point, across, side * self.half_width(height))

    def front(self, height: float, side: float) -> Point:
        """The point on the front: side 0 is its middle, -1 and 1 its edges seen from the front."""
        turn = math.radians(self.skeleton.yaw)
        middle = -math.sin(turn) * (0.55 + 0.3 * abs(math.sin(turn)))
        place = min(max(middle + side * max(math.cos(turn), 0.2), -1.0), 1.0)
        return self.at(height, place)

    def neckline(self, height: float, step: float) -> Point:
        """The point on the front `step` half widths of the neck from its middle."""
        turn = math.radians(self.skeleton.yaw)
        point, across = self.skeleton.along(height)
        half = self.build.head * 0.125
        middle = -math.sin(turn) * half * 0.8
        return plus(point, across, middle + step * half * max(math.cos(turn), 0.45))

    def outline(self, low: float, high: float = 1.07) -> tuple[Point, ...]:
        """The edge of what covers the trunk between two heights."""
        heights = [
            low, *(each for each in (-0.06, 0.08, 0.26, 0.44, 0.6, 0.74, 0.9, 0.99)
                   if low + 0.05 < each < high - 0.03), high,
        ]  # fmt: skip
        right = [self.at(each, 1.0) for each in heights]
        left = [self.at(each, -1.0) for each in reversed(heights)]
        # Doubled ends make corners.
        return (left[-1], right[0], *right, right[-1], left[0], *left)


def _at(rows: tuple[tuple[float, float, float], ...], height: float) -> tuple[float, float]:
    if height <= rows[0][0]:
        return rows[0][1:]
    for one, other in itertools.pairwise(rows):
        if height <= other[0]:
            share = (height - one[0]) / (other[0] - one[0])
            return (one[1] + (other[1] - one[1]) * share, one[2] + (other[2] - one[2]) * share)
    return rows[-1][1:]
