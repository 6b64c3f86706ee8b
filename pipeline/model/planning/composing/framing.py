"""Where clusters stand in the picture: the subject large and well placed, nothing hidden unasked.

Arrangements are drawn at random and tried; from try to try everything becomes a little smaller,
until all things show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.plan.land import PLACES, Land
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clusters import Cluster
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    moved,
    of_element,
    scaled,
    set_down,
    size_of,
    visible,
)
from pipeline.model.planning.composing.joining import turned_still
from pipeline.model.planning.composing.perspective import View, view_of
from pipeline.model.planning.composing.stands import Stand, stand_of

BACK_ROW = 0.5  # least depth of a back row
MARGIN = 0.04  # of the picture's width, left free at the sides
OVERLAP = 0.14  # most that neighbours at different depths hide of each other, in their widths
TRIES = 60
WAYS = 5  # of making two rows that are tried
SHRINK = 0.98  # from try to try
SHOWN = 0.8  # least visible share of everything
SIDES = {"left": 0.24, "middle": 0.5, "right": 0.76}
ALONE = {"far": 0.74, "building": 0.74, "person": 0.8, "plant": 0.74, "sky": 0.44}
LONE = 0.66  # the height of other lone things
SUBJECT = 0.72  # the height of the tallest of several
FRAMINGS = {"close-up": 0.92, "portrait": 0.95, "wide": 0.34}
TOUCHES = 0.07  # of the picture's height: from here on a foot and a top seem to touch
LEAST_AFLOAT = 0.55  # how small, at least, what is far out on the water becomes


@dataclass(frozen=True, slots=True)
class Staging:
    """Who stands where on the ground. rows: clusters, the front row first. depths: of each cluster,
    0 at the near end of its ground, 1 at the far one. overlap: how much neighbours may, in their
    widths."""

    rows: tuple[tuple[int, ...], ...]
    depths: Mapping[int, float]
    overlap: float = 0.0


def frame(cast: Cast, found: Sequence[Cluster], land: Land) -> Group:
    """All figures in the picture, from back to front: x in 0..aspect, y in 0..1.

    Of one row on the ground and several ways to make two, the one in which things come out largest.
    """
    stands = [stand_of(cast, cluster, land) for cluster in found]
    standing = [n for n, stand in enumerate(stands) if stand.name not in ("far", "air", "wall")]
    ways = [_one_row(cast, found, standing) for _ in range(2)]
    crowds = any(len(of_element(found[n].group, found[n].root)) > 1 for n in standing)
    if len(standing) > 2 or (crowds and len(standing) == 2):
        ways += [_two_rows(cast, found, standing) for _ in range(WAYS)]
    best: tuple[float, list[Group]] = (-1.0, [])
    for way in ways:
        best = max(best, _tried(cast, found, stands, way, best[0]), key=lambda item: item[0])
    return tuple(figure for group in best[1] for figure in group)


def _tried(
    cast: Cast,
    found: Sequence[Cluster],
    stands: Sequence[Stand],
    staging: Staging,
    least: float,
) -> tuple[float, list[Group]]:
    """(score, groups) of the first arrangement that shows all, or of the one that shows most.

    Arrangements that would score below `least` are not tried.
    """
    best: tuple[float, list[Group]] = (-1.0, [])
    taste = cast.rng.uniform(0.88, 1.12) * _depth_of_field(cast, found, staging)
    first = _unit(cast, found, stands, staging)
    for attempt in range(TRIES):
        unit = first * SHRINK**attempt
        if unit * taste <= least:
            break
        laid = _lay(cast, found, stands, staging, unit)
        worst = _clarity(laid, cast.aspect)
        if worst >= SHOWN:
            return unit * taste, laid
        best = max(best, (0.1 * worst * unit, laid), key=lambda item: item[0])
    return best


def _depth_of_field(cast: Cast, found: Sequence[Cluster], staging: Staging) -> float:
    """How good it is to have these things behind those: all are drawn smaller there, and large
    ones belong there."""
    view = view_of(cast.graph.setting.place)
    scales = [view.scale(view.foot(depth)) for depth in staging.depths.values()]
    smaller = sum(scales) / max(1, len(scales))
    if len(staging.rows) < 2:
        return smaller
    front, back = (max(size_of(found[number].group)[1] for number in row) for row in staging.rows)
    return smaller * (1.2 if back > front else 0.8)


def _clarity(groups: Sequence[Group], aspect: float) -> float:
    """How well an arrangement can be read, 0..1: what hides what, what seems to stand on what, and
    whether all of it fits between the sides."""
    if any(size_of(group)[0] > (1 - MARGIN) * aspect for group in groups):
        return 0.5 * _shown(groups)
    for number, back in enumerate(groups):
        if any(_seems_on(back, front) for front in groups[number + 1 :]):
            return 0.5 * _shown(groups)
    return _shown(groups)


def _seems_on(back: Group, front: Group) -> bool:
    """Whether something farther away ends where something before it begins, as if it stood on it."""
    left, _, right, foot = bounds(back)
    other_left, top, other_right, _ = bounds(front)
    shared = min(right, other_right) - max(left, other_left)
    near = abs(foot - top) < TOUCHES
    return near and shared > 0.3 * min(right - left, other_right - other_left)


def _shown(groups: Sequence[Group]) -> float:
    """How much shows of the figure that groups in front of its own hide most; of the first one of
    which too little shows, if there is one."""
    for number, group in reversed(list(enumerate(groups))):
        covers = [solid(one) for later in groups[number + 1 :] for one in later]
        for figure in group:
            share = visible(solid(figure), covers)
            if share < SHOWN:
                return share
    return 1.0


def solid(figure: Figure) -> tuple[float, float, float, float]:
    """The box without its corners, which a drawing hardly fills."""
    left, top, right, bottom = figure.box
    side, over = 0.03 * figure.width, 0.03 * figure.height
    return left + side, top + over, right - side, bottom


def _lay(
    cast: Cast,
    found: Sequence[Cluster],
    stands: Sequence[Stand],
    staging: Staging,
    unit: float,
) -> list[Group]:
    """One arrangement: far things, then what hangs or flies, then the rows on the ground."""
    placed: dict[int, tuple[float, Group]] = {}
    for number in set(range(len(found))) - staging.depths.keys():
        share = _share(cast, found[number], stands[number], len(found))
        group = _sized(found[number].group, share, cast.aspect, 0.86 if len(found) == 1 else 0.5)
        placed[number] = -2.0, _aloft(cast, group, found[number], stands[number], len(found))
    tall = max((size_of(found[n].group)[1] for n in staging.depths), default=0.0) * unit
    view = view_of(cast.graph.setting.place, tall)
    for row in staging.rows:
        feet = [_footed(cast, found[n], stands[n], view, staging.depths[n], unit) for n in row]
        groups = [group for _, group in feet]
        xs = _across(cast, groups, [found[number] for number in row])
        for number, (order, group), x in zip(row, feet, xs, strict=True):
            left, right = stands[number].across
            middle = (bounds(group)[0] + bounds(group)[2]) / 2
            x = left * cast.aspect + (right - left) * x
            placed[number] = order, moved(group, x - middle, 0.0)
    order = sorted(placed.values(), key=lambda item: item[0])
    return [inside(group, cast.aspect) for _, group in order]


def _footed(
    cast: Cast, cluster: Cluster, stand: Stand, view: View, depth: float, unit: float
) -> tuple[float, Group]:
    """(order, group) with its foot in the stand's band, as large as things are drawn there."""
    low, high = stand.band
    near = scaled(cluster.group, unit)
    if stand.floats:
        y = min(cast.rng.uniform(low, high) + size_of(near)[1] / 2, 0.96)
        return y - 0.5, turned_still(set_down(near, 0.0, y))
    if stand.name == "bust":
        y = cast.rng.uniform(low, high)
        return y, set_down(near, 0.0, y)
    if cluster.cut:
        y = 1 + cluster.cut * of_element(near, cluster.root)[0].height
        return y, set_down(near, 0.0, y)
    if stand.name != "ground":
        y = high - (high - low) * depth
        scale = min(1.0, max(LEAST_AFLOAT, view.scale(y)))
        return y, set_down(scaled(near, scale), 0.0, y)
    y = min(max(view.foot(depth), low + _depth(near, cluster.root) * view.scale(low)), high)
    return y, set_down(scaled(near, view.scale(y)), 0.0, y)


def _depth(group: Group, root: int) -> float:
    """How far apart the feet of a group's copies are."""
    feet = [figure.y for figure in of_element(group, root)]
    return max(feet) - min(feet)


def _one_row(cast: Cast, found: Sequence[Cluster], standing: Sequence[int]) -> Staging:
    """All side by side in any order, the low ones nearer."""
    row = tuple(cast.rng.sample(standing, len(standing)))
    if len(row) < 2:
        return Staging((row,), {number: cast.rng.uniform(0, 0.3) for number in row})
    reach = cast.rng.uniform(0.25, 0.5)
    written = any(one.text for number in row for one in found[number].group)
    overlap = 0.0 if written else cast.rng.uniform(0.0, OVERLAP)
    return Staging((row,), _by_height(cast, found, row, 0.0, reach), overlap)


def _two_rows(cast: Cast, found: Sequence[Cluster], standing: Sequence[int]) -> Staging:
    """The front row and the one behind, each with a share of those who stand; the tall ones are
    mostly behind."""
    size = {number: size_of(found[number].group)[1] for number in standing}
    order = sorted(standing, key=lambda number: size[number] * cast.rng.uniform(0.6, 1.6))
    split = cast.rng.choice((len(order) // 2, (len(order) + 1) // 2))
    front, back = (
        tuple(cast.rng.sample(part, len(part))) for part in (order[:split], order[split:])
    )
    depths = _by_height(cast, found, front, 0.0, 0.2)
    return Staging(
        (front, back), depths | _by_height(cast, found, back, BACK_ROW, 0.85), OVERLAP / 2
    )


def _by_height(
    cast: Cast, found: Sequence[Cluster], row: Sequence[int], near: float, far: float
) -> dict[int, float]:
    """Depths between two, greater for what is tall."""
    tallest = max(size_of(found[number].group)[1] for number in row)
    shares = [size_of(found[number].group)[1] / tallest for number in row]
    return {
        number: near + (far - near) * (0.7 * share + 0.3 * cast.rng.random())
        for number, share in zip(row, shares, strict=True)
    }


def _share(cast: Cast, cluster: Cluster, stand: Stand, clusters: int) -> float:
    """The height that a cluster should have in the picture."""
    framing = cast.graph.setting.framing
    vary = (1.0, 0.9, 1.08, 0.96)[cast.turn % 4]
    category, zone = cast.category(cluster.root), cast.zone(cluster.root)
    copies = len(of_element(cluster.group, cluster.root))
    many = 1.0 if copies == 1 else 1.25
    if stand.name == "river":
        return 0.28 * many
    if framing in FRAMINGS and (clusters == 1 or framing == "wide"):
        return FRAMINGS[framing]
    if clusters == 1:
        if stand.name == "bust":
            return min(0.95, 0.86 * vary)
        if stand.name in ("air", "wall"):
            return min(0.7, (0.4 if category == "sky" else 0.5) * many * vary)
        share = ALONE.get(zone, ALONE.get(category, LONE))
        return (max(share, 0.72) if len(cluster.group) > 1 else share) * vary
    if stand.name == "far":
        return 0.5
    if stand.name in ("air", "wall"):
        flying = cast.graph.elements[cluster.root].action != ""
        small = category == "sky" or cast.dictionary.kinds[cluster.group[0].kind].size < 0.5
        return (0.17 if small and not flying else 0.36 if flying else 0.25) * many
    return SUBJECT * vary if stand.name != "bust" else 0.76


def _unit(cast: Cast, found: Sequence[Cluster], stands: Sequence[Stand], staging: Staging) -> float:
    """How large one unit of the groups' lengths is, so that rows fit and the tallest is right."""
    most = []
    view = view_of(cast.graph.setting.place)
    grounded = {n: stands[n].name == "ground" and not found[n].cut for n in staging.depths}
    scales = {
        n: view.scale(view.foot(depth)) if grounded[n] else 1.0
        for n, depth in staging.depths.items()
    }
    for row in staging.rows:
        width = sum(size_of(found[n].group)[0] * scales[n] for n in row)
        width *= 1.05 if len(row) < 2 else 1.05 - staging.overlap
        most.append((1 - 2 * MARGIN) * cast.aspect / max(width, 1e-6))
        for number in row:
            group, root = found[number].group, found[number].root
            share = _share(cast, found[number], stands[number], len(found))
            cut = found[number].cut * of_element(group, root)[0].height
            most.append(share / (size_of(group)[1] - cut) / scales[number])
            depth = _depth(group, root)
            if depth > 0 and not stands[number].floats:
                low, high = stands[number].band
                most.append((high - low) / depth)
    return min(most, default=1.0)


def _sized(group: Group, height: float, aspect: float, across: float) -> Group:
    """The group as high as asked, unless it would be too wide."""
    width, tall = size_of(group)
    return scaled(group, min(height / tall, across * aspect / width))


def _aloft(cast: Cast, group: Group, cluster: Cluster, stand: Stand, clusters: int) -> Group:
    """A far, flying or hanging cluster at a place of its own."""
    rng = cast.rng
    width, height = size_of(group)
    side = cast.graph.elements[cluster.root].side
    x = _column(cast, side, width)
    if not side and clusters > 1:
        x = rng.uniform(
            min(0.5, width * 0.55 / cast.aspect), max(0.5, 1 - width * 0.55 / cast.aspect)
        )
        x *= cast.aspect
    low, high = stand.band
    if stand.name == "far":
        return set_down(group, x, rng.uniform(low, high))
    middle = rng.uniform(low, high) if height < 0.4 else rng.uniform(0.36, 0.46)
    if cast.graph.elements[cluster.root].kind in ("door", "curtain"):
        return set_down(group, x, PLACES[cast.graph.setting.place].ground - 0.06)
    return turned_still(set_down(group, x, max(0.03 + height, middle + height / 2)))


def _column(cast: Cast, side: str, width: float) -> float:
    """An x for something alone: on a third, or where the words want it."""
    rng = cast.rng
    share = SIDES.get(side)
    if share is None:
        share = (0.36, 0.64, 0.5, 0.3, 0.7)[cast.turn % 5] + rng.uniform(-0.05, 0.05)
        if width < 0.35 * cast.aspect:
            share += 0.3 * (share - 0.5)
    return share * cast.aspect


def _across(cast: Cast, groups: Sequence[Group], row: Sequence[Cluster]) -> list[float]:
    """The middles of a row's groups, spread over the width with uneven gaps."""
    sides = [cast.graph.elements[cluster.root].side for cluster in row]
    if len(groups) == 1:
        return [_column(cast, sides[0], size_of(groups[0])[0])]
    rank = {"left": -1, "right": 1}
    order = sorted(range(len(groups)), key=lambda n: rank.get(sides[n], 0))
    widths = [size_of(group)[0] for group in groups]
    spare = cast.aspect * (1 - 2 * MARGIN) - sum(widths)
    shares = [cast.rng.uniform(0.4, 1.6) for _ in range(len(groups) + 1)]
    if spare < 0:  # they overlap, and reach from side to side
        shares[0] = shares[-1] = 0.0
    x, xs = MARGIN * cast.aspect, [0.0] * len(groups)
    for share, number in zip(shares, order, strict=False):
        x += spare * share / sum(shares)
        xs[number] = x + widths[number] / 2
        x += widths[number]
    for number, side in enumerate(sides):
        if side == "left":
            xs[number] = min(xs[number], 0.28 * cast.aspect)
        elif side == "right":
            xs[number] = max(xs[number], 0.72 * cast.aspect)
    return xs


def inside(group: Group, aspect: float) -> Group:
    """Moved so that the frame cuts nothing at the sides or the top."""
    left, top, right, _ = bounds(group)
    low, high = 0.03 * aspect, 0.97 * aspect
    step = max(0.0, low - left) - max(0.0, right - high)
    if right - left > high - low:
        step = aspect / 2 - (left + right) / 2
    return moved(group, step, max(0.0, 0.025 - top))
