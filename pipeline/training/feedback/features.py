"""A composition in numbers that art rules speak of: sizes, margins, balance, room, faces, feet.

Judges that are trained on, or learn from looks, see these numbers alone. The judge that tests
(`rendered`) sees pixels and none of them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import combinations

from pipeline.model.dictionary.entries import LIVING
from pipeline.model.plan.boxes import Box
from pipeline.model.planning.composing.figures import (
    Group,
    bounds,
    drawing_of,
    overlap,
    size_of,
    visible,
)
from pipeline.model.planning.composing.units import stands_of
from pipeline.training.feedback.rounds import Candidate, Round

FACE = 0.3  # share of a being's height that its face takes where no anchor tells, from the top
ON_GROUND = ("ground", "water", "river")


@dataclass(frozen=True, slots=True)
class Features:
    """Lengths in shares of the picture's height or width.

    size: the longer side of what is asked, all groups together, far ones and such aloft left out.
    height, width: of the same. middle: x of the middle by area, -0.5..0.5 from the centre.
    low: y of the lowest foot. margin: least distance from the sides and the top. above: room over
    the highest. shared: most of a group that others in front of it hide. gap: least room between
    two groups side by side, below 0 where they overlap; 0 for a single group. face: least visible
    share of a face. spread: how uneven gaps between groups are. main: the height of the largest
    group. several: 1.0 for more than one group.
    """

    size: float
    height: float
    width: float
    middle: float
    low: float
    margin: float
    above: float
    shared: float
    gap: float
    face: float
    spread: float
    main: float
    several: float


NAMES = tuple(field.name for field in fields(Features))


def features_of(asked: Round, candidate: Candidate) -> Features:
    """The numbers of one composition; of at least one group."""
    groups, aspect = candidate.groups, asked.start.cast.aspect
    stands = dict(zip(asked.start.units, stands_of(asked.start, asked.land), strict=True))
    standing = [
        group
        for group in groups
        if stands[asked.start.home[group[0].element]].name in (*ON_GROUND, "bust", "float")
    ] or list(groups)
    left, top, right, foot = bounds([figure for group in standing for figure in group])
    height, width = min(foot, 1.0) - top, (right - left) / aspect
    highest = min(bounds(group)[1] for group in groups)
    sides = [(bounds(group)[0], aspect - bounds(group)[2]) for group in groups]
    return Features(
        size=max(height, width),
        height=height,
        width=width,
        middle=_middle(standing) / aspect - 0.5,
        low=min(foot, 1.1),
        margin=min(min(min(pair) for pair in sides) / aspect, highest),
        above=highest,
        shared=1 - min(_shown(groups)),
        gap=_gap(standing, aspect),
        face=_faces(asked, groups),
        spread=_spread(standing, aspect),
        main=max(size_of(group)[1] for group in standing),
        several=float(len(groups) > 1),
    )


def _middle(groups: Sequence[Group]) -> float:
    areas = [math.prod(size_of(group)) for group in groups]
    xs = [(bounds(group)[0] + bounds(group)[2]) / 2 for group in groups]
    return sum(area * x for area, x in zip(areas, xs, strict=True)) / sum(areas)


def _shown(groups: Sequence[Group]) -> list[float]:
    """Of each group, the share of its box that those in front leave."""
    return [
        visible(bounds(group), [figure.box for later in groups[number + 1 :] for figure in later])
        for number, group in enumerate(groups)
    ]


def _gap(groups: Sequence[Group], aspect: float) -> float:
    gaps = [0.0] if len(groups) < 2 else []
    for one, other in combinations(map(bounds, groups), 2):
        gaps.append(max(one[0] - other[2], other[0] - one[2]) / aspect)
    return max(min(gaps), -0.5)


def _spread(groups: Sequence[Group], aspect: float) -> float:
    """The largest free stretch across the picture, less the mean one."""
    boxes = sorted(map(bounds, groups))
    ends, free = 0.0, list[float]()
    for left, _, right, _ in boxes:
        free.append(max(0.0, left - ends) / aspect)
        ends = max(ends, right)
    free.append(max(0.0, aspect - ends) / aspect)
    return max(free) - sum(free) / len(free)


def _faces(asked: Round, groups: Sequence[Group]) -> float:
    """The least visible share of a face; what the picture's edge cuts off does not show."""
    frame: Box = (0.0, 0.0, asked.start.cast.aspect, 1.0)
    kinds, least = asked.start.cast.dictionary.kinds, 1.0
    for number, group in enumerate(groups):
        covers = [figure.box for later in groups[number + 1 :] for figure in later]
        for figure in group:
            if kinds[figure.kind].category not in LIVING:
                continue
            anchor = drawing_of(asked.start.cast.dictionary, figure).anchors.head
            left, top, right, foot = figure.box
            across = figure.at(anchor[0], 0.0)[0] if anchor else figure.x
            half = min(right - left, FACE * (foot - top)) / 2
            face = (across - half, top, across + half, top + FACE * (foot - top))
            inside = overlap(face, frame) / max((face[2] - face[0]) * (face[3] - face[1]), 1e-9)
            least = min(least, inside * visible(face, covers))
    return least
