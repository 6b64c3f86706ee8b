"""Where on a body a hand may go: to the mouth, to an ear, before the chest.

Angles alone would not do: a child's arm is short and its head is large.
"""

import math

from pipeline.model.people.builds import Build
from pipeline.model.people.shapes import Point, between, down, plus, turner

WIDE = 0.45  # half the width of a head, in its height
STRETCH = 1.1  # how much longer than it is a forearm may look
# Of the head: degrees to the right of the nose, height from its middle in its heights, and how far
# off the skin. The near hand goes to the same place at the other side.
_ON_HEAD: dict[str, tuple[float, float, float]] = {
    "mouth": (-16.0, 0.6, 0.1),
    "lips": (-8.0, 0.33, 0.02),
    "ear": (-78.0, 0.17, 0.05),
    "chin": (-6.0, 0.56, 0.0),
    "cheek": (-52.0, 0.3, 0.02),
    "eye": (-40.0, 0.2, 0.02),
    "brow": (-48.0, -0.14, 0.02),
    "temple": (-84.0, -0.1, 0.1),
    "crown": (-40.0, -0.42, 0.12),
    "shout": (-30.0, 0.42, 0.1),
    "lens": (-34.0, 0.12, 0.1),
}
# Of the trunk: height, 0 at the hips and 1 at the shoulders, and how far to the hand's own side of
# the middle, in half widths of the shoulders. Before one seen from the side, in the same measure.
_ON_TRUNK: dict[str, tuple[float, float, float]] = {
    "chest": (0.72, 0.08, 1.2),
    "heart": (0.66, 0.3, 0.6),
    "belly": (0.3, 0.25, 0.75),
    "lap": (0.08, 0.3, 1.5),
    "hip": (0.16, 1.1, 0.0),
    "strings": (0.3, 0.35, 0.9),
    "neck of a guitar": (0.72, 2.2, 2.6),
    "bow": (0.92, 0.9, 1.6),
    "elbow": (0.46, -0.55, 0.9),
    "low bundle": (0.34, 0.75, 1.2),
    "high bundle": (0.52, 0.2, 1.2),
    "shoulder": (0.96, 0.85, -0.9),
    "keys": (0.3, 0.6, 2.0),
}
PLACES = (*_ON_HEAD, *_ON_TRUNK)


def on_head(
    place: str, middle: Point, tilt: float, size: float, yaw: float, near: bool
) -> Point | None:
    """A place of the head on the picture, None for one of the trunk. size: the head's height."""
    if place not in _ON_HEAD:
        return None
    phi, high, off = _ON_HEAD[place]
    phi = -phi if near else phi
    x = (WIDE + off) * math.sin(math.radians(phi - yaw))
    x, y = turner(-tilt)((x * size, high * size))
    return middle[0] + x, middle[1] + y


def on_trunk(place: str, along: tuple[Point, Point], build: Build, yaw: float, near: bool) -> Point:
    """A place of the trunk. along: the point of the back at its height, and the step across."""
    _, aside, ahead = _ON_TRUNK[place]
    point, across = along
    turn = math.radians(yaw)
    side = (aside if near else -aside) * math.cos(turn) - ahead * math.sin(turn)
    return plus(point, across, side * build.shoulders)


def height_of(place: str) -> float:
    """The height on the trunk of one of its places."""
    return _ON_TRUNK[place][0]


def bent_to(
    root: Point, upper: float, lengths: tuple[float, float], hand: float, target: Point
) -> tuple[Point, Point, float]:
    """Elbow, wrist and the forearm's degrees of an arm whose palm lies at `target`.

    upper: degrees of the upper arm, kept as far as the forearm reaches. lengths: of both bones;
    what points to us looks shorter. hand: from the wrist to the middle of the palm.
    """
    elbow = plus(root, down(upper), lengths[0])
    longest = lengths[1] * STRETCH + hand
    gap = math.dist(elbow, target)
    if gap > longest:
        elbow = between(elbow, target, 1 - longest / gap)
        most = lengths[0] * STRETCH
        if math.dist(root, elbow) > most:
            elbow = between(root, elbow, most / math.dist(root, elbow))
        gap = math.dist(elbow, target)
    run = max(gap, 1e-6)
    ahead = ((target[0] - elbow[0]) / run, (target[1] - elbow[1]) / run)
    reached = min(gap, longest)
    wrist = plus(elbow, ahead, max(reached - hand, 0.15 * lengths[1]))
    return elbow, wrist, math.degrees(math.atan2(-ahead[0], ahead[1]))
