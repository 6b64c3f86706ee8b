"""Whether groups of things stand where their graph asks: every relation, nothing hidden, cut or
adrift, all in one perspective.

What is wrong is told in numbers, so that of several arrangements the best can be found. The bounds
are a little wider than those that the rules of `framing` and `joining` keep themselves.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import Land
from pipeline.model.plan.scene_graph import Relation
from pipeline.model.planning.composing.clarity import seems_on, solid
from pipeline.model.planning.composing.clusters import worlds_apart
from pipeline.model.planning.composing.composing import Begun
from pipeline.model.planning.composing.figures import Group, bounds, of_element, size_of, visible
from pipeline.model.planning.composing.perspective import view_of
from pipeline.model.planning.composing.settings import TABLES
from pipeline.model.planning.composing.sizes import is_distant
from pipeline.model.planning.composing.stands import Stand
from pipeline.model.planning.composing.units import stands_of

SHOWN = 0.7  # least visible share of a thing behind others
SHOWN_BEHIND = 0.5  # of one that is said to be behind something
EDGE = 0.012  # how far over the picture's edge a thing may reach, in heights
SIZED = 1.3  # how far things may be from their size in perspective, as a factor
SIZED_LOOSELY = 1.7  # those that a relation holds together, and those in the water
SMALLEST = 0.3  # height or width that the whole of a picture's things have at least
ADRIFT = 0.03  # how far from its ground a thing may stand, in heights
ADRIFT_TOGETHER = 0.16  # one that a relation holds to others
MIDDLE = 0.2  # how far from the middle what is asked to be there may be, in widths


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong. amount: by how much, 0..1, of 1 it could hardly be worse."""

    what: str
    amount: float


Found = Iterator[tuple[str, float]]


def faults(start: Begun, groups: Sequence[Group], land: Land) -> tuple[Fault, ...]:
    """All that is wrong with groups at their places, from back to front."""
    placed = {start.home[group[0].element]: group for group in groups}
    stands = dict(zip(start.units, stands_of(start, land), strict=True))
    found = [
        *_of_relations(start, placed), *_hidden(start, groups), *_cut(start, placed),
        *_sizes(start, placed, stands), *_adrift(start, placed, stands), *_sides(start, placed),
        *_stacked(start, groups, stands),
    ]  # fmt: skip
    return tuple(Fault(what, min(1.0, amount)) for what, amount in found if amount > 1e-9)


def total(found: Sequence[Fault]) -> float:
    """How wrong all of it is together."""
    return sum(0.1 + fault.amount for fault in found)


def _between_groups(start: Begun) -> list[Relation]:
    """The relations whose ends are in different groups."""
    home = start.home
    return [r for r in start.cast.graph.relations if home[r.subject] != home[r.object]]


def _of_relations(start: Begun, placed: dict[int, Group]) -> Found:
    order = {root: number for number, root in enumerate(placed)}
    for one in _between_groups(start):
        mine, theirs = (placed[start.home[n]] for n in (one.subject, one.object))
        name = f"{one.subject} {one.name} {one.object}"
        if one.name == "between":
            yield name, _between(start, placed, one)
            continue
        loose = one.name in ("beside", "near")
        if loose and worlds_apart(start.cast, start.home[one.subject], start.home[one.object]):
            continue
        nearer = order[start.home[one.subject]] > order[start.home[one.object]]
        own, other = of_element(mine, one.subject), of_element(theirs, one.object)
        yield name, _apart(one.name, own, other, nearer)


def _apart(name: str, subjects: Group, objects: Group, nearer: bool) -> float:
    """How wrong two stand to each other, in shares of the smaller one. nearer: the subjects."""
    mine, theirs = bounds(subjects), bounds(objects)
    width = min(mine[2] - mine[0], theirs[2] - theirs[0])
    height = min(mine[3] - mine[1], theirs[3] - theirs[1])
    if name == "left of":
        return max(0.0, (mine[2] - theirs[0]) / width - 0.12)
    if name == "right of":
        return max(0.0, (theirs[2] - mine[0]) / width - 0.12)
    if name in ("above", "below"):
        upper, lower = (mine, theirs) if name == "above" else (theirs, mine)
        away = max(lower[0] - upper[2], upper[0] - lower[2]) / width
        return max(0.0, (upper[3] - lower[1]) / height - 0.12, away)
    if name in ("behind", "in front of"):
        back, front = (mine, theirs) if name == "behind" else (theirs, mine)
        away = max(back[0] - front[2], front[0] - back[2]) / width - 0.3
        return max(float(nearer == (name == "behind")), (back[3] - front[3]) / height, away)
    if name in ("beside", "near"):
        gap = max(theirs[0] - mine[2], mine[0] - theirs[2])
        return max(0.0, gap / max(width, height) - 1.2)
    return 0.0


def _between(start: Begun, placed: dict[int, Group], one: Relation) -> float:
    others = of_element(placed[start.home[one.object]], one.object)
    if one.second is not None:
        others += of_element(placed[start.home[one.second]], one.second)
    if len(others) < 2:
        return 0.0
    left, right = min(other.x for other in others), max(other.x for other in others)
    subjects = of_element(placed[start.home[one.subject]], one.subject)
    return max(max(left - each.x, each.x - right, 0.0) / each.width for each in subjects)


def _hidden(start: Begun, groups: Sequence[Group]) -> Found:
    """Of each drawing, what other groups hide of it."""
    behind = {
        frozenset((start.home[one.subject], start.home[one.object]))
        for one in _between_groups(start)
        if one.name in ("behind", "in front of", "beside", "near")
    }
    for number, group in enumerate(groups):
        root = start.home[group[0].element]
        covers: list[list[Box]] = [[], []]  # of groups that may hide some of it, and of the others
        for later in groups[number + 1 :]:
            pair = frozenset((root, start.home[later[0].element]))
            covers[pair not in behind] += [solid(one) for one in later]
        for figure in group:
            box = solid(figure)
            shares = visible(box, covers[1]), visible(box, covers[0] + covers[1])
            for share, least in zip(shares, (SHOWN, SHOWN_BEHIND), strict=True):
                if share < least:
                    yield f"{figure.kind} hidden", (least - share) / least


def _cut(start: Begun, placed: dict[int, Group]) -> Found:
    """What reaches out of the picture, and pictures with next to nothing in them."""
    cast = start.cast
    laden = {one.object for one in cast.graph.relations if one.name == "on"}
    for root, group in placed.items():
        left, top, right, foot = bounds(group)
        name, size = group[0].kind, max(size_of(group))
        yield f"{name} cut", (max(-left, right - cast.aspect, -top) - EDGE) / size
        table = root in laden and cast.graph.elements[root].kind in TABLES
        if cast.extent(root) != "bust" and not table:
            yield f"{name} cut off", (foot - 1 - EDGE) / size
        elif table:  # what is on it shows, and so does most of its top
            lying = bounds([one for one in group if one.element != root] or group)[3]
            yield f"{name} cut off", max(lying - 1 - EDGE, foot - 1.5) / size
        else:
            yield f"{name} adrift", (1 - EDGE - foot) / size
    if placed:
        left, top, right, foot = bounds([one for group in placed.values() for one in group])
        most = max((right - left) / cast.aspect, min(foot, 1.0) - top)
        wide = cast.graph.setting.framing == "wide"
        yield "all tiny", (1 - most / (SMALLEST * (0.6 if wide else 1.0))) / 0.5


def _sizes(start: Begun, placed: dict[int, Group], stands: dict[int, Stand]) -> Found:
    """Groups out of scale with the others, by how far away they stand."""
    cast = start.cast
    joined = {start.home[n] for r in _between_groups(start) for n in (r.subject, r.object)}
    on_ground = [
        root
        for root in placed
        if stands[root].name in ("ground", "water", "river")
        and not is_distant(cast.dictionary.kinds[cast.graph.elements[root].kind])
    ]
    tall = max((size_of(placed[root])[1] for root in on_ground), default=1.0)
    view = view_of(start.land.place, tall)
    ratios = {}
    for root in on_ground:
        group = placed[root]
        scale = max(view.scale(min(bounds(group)[3], view.near)), 0.15)
        ratios[root] = size_of(group)[1] / size_of(start.units[root])[1] / scale
    if len(ratios) < 2:
        return
    middle = median(ratios.values())
    for root, ratio in ratios.items():
        loose = root in joined or stands[root].name != "ground"
        limit = SIZED_LOOSELY if loose else SIZED
        off = abs(math.log(ratio / middle)) / math.log(limit)
        yield f"{placed[root][0].kind} out of scale", (off - 1) / 2


def _adrift(start: Begun, placed: dict[int, Group], stands: dict[int, Stand]) -> Found:
    """Things that stand where there is no ground for them, or swim where there is no water."""
    pairs = [(one.name, n) for one in _between_groups(start) for n in (one.subject, one.object)]
    joined = {start.home[n] for _, n in pairs}
    lifted = {start.home[n] for name, n in pairs if name in ("above", "below")}
    laden = {one.object for one in start.cast.graph.relations if one.name == "on"}
    for root, group in placed.items():
        stand = stands[root]
        if stand.name == "bust" or root in lifted or root in laden:
            continue
        own = of_element(group, root)
        low, high = stand.band
        slack = ADRIFT_TOGETHER if root in joined else ADRIFT
        if stand.floats:
            box = bounds(group)
            middle = (box[1] + box[3]) / 2
            yield f"{own[0].kind} adrift", max(low - middle, middle - high) - slack - 0.12
            continue
        feet = [one.y for one in own]
        off = max(low - min(feet), max(feet) - high) - slack
        left, _, right, _ = (each / start.cast.aspect for each in bounds(group))
        middle = (left + right) / 2
        off = max(off, stand.across[0] - middle, middle - stand.across[1])
        yield f"{own[0].kind} adrift", off / 0.3


def _sides(start: Begun, placed: dict[int, Group]) -> Found:
    """Things that are not at the side of the picture where they are asked to be."""
    for root, group in placed.items():
        side = start.cast.graph.elements[root].side
        left, _, right, _ = bounds(group)
        x = (left + right) / 2 / start.cast.aspect
        off = {"left": x - 0.5, "right": 0.5 - x, "middle": abs(x - 0.5) - MIDDLE}.get(side, 0.0)
        yield f"{group[0].kind} not {side}", off / 0.5


def _stacked(start: Begun, groups: Sequence[Group], stands: dict[int, Stand]) -> Found:
    """Things on the ground that seem to be on one another."""
    ground = [g for g in groups if stands[start.home[g[0].element]].name == "ground"]
    held = {
        frozenset((start.home[one.subject], start.home[one.object]))
        for one in _between_groups(start)
    }
    for back, front in combinations(ground, 2):
        pair = frozenset(start.home[group[0].element] for group in (back, front))
        if pair not in held and seems_on(back, front):
            yield f"{back[0].kind} seems on {front[0].kind}", 0.5
