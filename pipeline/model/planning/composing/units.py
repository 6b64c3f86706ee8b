"""A picture's groups of things and their placements: from one to the other and back.

What touches is made one group by rules (a hat on a head, cups on a table); a placement moves,
scales and mirrors it as a whole.
"""

from collections.abc import Sequence

from pipeline.model.plan.land import Land
from pipeline.model.plan.placement import Placement
from pipeline.model.planning.composing.clusters import Cluster
from pipeline.model.planning.composing.composing import Begun
from pipeline.model.planning.composing.figures import (
    Group,
    afloat,
    bounds,
    flipped,
    scaled,
    set_down,
    size_of,
)
from pipeline.model.planning.composing.joining import turned_still
from pipeline.model.planning.composing.stands import Stand, stand_of

SAME = 0.02  # how far figures may be from where a placement puts them, in sizes of their group


def stands_of(start: Begun, land: Land) -> list[Stand]:
    """Where in the picture each group belongs."""
    return [stand_of(start.cast, Cluster(group, root), land) for root, group in start.units.items()]


def laid(start: Begun, placements: Sequence[Placement], land: Land) -> list[Group]:
    """The groups at their places, from back to front."""
    roots, stands = list(start.units), stands_of(start, land)
    lifted = _lifted(start)
    found = []
    for one in placements:
        root = roots[one.unit]
        group = _placed(start.units[root], one, start.cast.aspect)
        if stands[one.unit].floats:
            group = turned_still(group)
        found.append(afloat(group) if root in lifted else group)
    return found


def _placed(group: Group, one: Placement, aspect: float) -> Group:
    group = flipped(group, 0.0) if one.mirrored else group
    return set_down(scaled(group, one.height / size_of(group)[1]), one.x * aspect, one.foot)


def _lifted(start: Begun) -> set[int]:
    """Roots of what is over something, so that it stands on nothing."""
    found = set()
    for one in start.cast.graph.relations:
        if one.name in ("above", "below"):
            upper, lower = (
                (one.subject, one.object) if one.name == "above" else (one.object, one.subject)
            )
            if start.home[upper] != start.home[lower]:
                found.add(start.home[upper])
    return found


def placements_of(start: Begun, figures: Group) -> list[Placement] | None:
    """Inverse of `laid`; None where it has none, as some group was taken apart or changed."""
    found: dict[int, tuple[int, Placement]] = {}
    for number, (root, group) in enumerate(start.units.items()):
        where = [n for n, one in enumerate(figures) if start.home[one.element] == root]
        one = _placement(number, group, tuple(figures[n] for n in where), start.cast.aspect)
        if one is None or where[-1] - where[0] + 1 != len(where):
            return None
        found[number] = where[0], one
    return [one for _, one in sorted(found.values(), key=lambda item: item[0])]


def _placement(number: int, group: Group, seen: Group, aspect: float) -> Placement | None:
    """The placement that makes `seen` of a group."""
    if [(one.kind, one.variant) for one in group] != [(one.kind, one.variant) for one in seen]:
        return None
    left, _, right, foot = bounds(seen)
    width, height = size_of(seen)
    mirrored = group[0].mirrored != seen[0].mirrored
    one = Placement(number, mirrored, height, (left + right) / 2 / aspect, foot)
    size = max(width, height)
    for mine, theirs in zip(_placed(group, one, aspect), seen, strict=True):
        off = [abs(a - b) for a, b in zip(mine.box, theirs.box, strict=True)]
        if max(off) > SAME * size or mine.mirrored != theirs.mirrored:
            return None
    return one
