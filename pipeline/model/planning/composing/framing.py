"""Where clusters stand in the picture: the subject large and well placed, nothing hidden unasked.

Arrangements are drawn at random and tried; from try to try everything becomes a little smaller,
until all things show.
"""

from collections.abc import Sequence

from pipeline.model.plan.land import PLACES, Land
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clarity import MARGIN, SHOWN, clarity, shown
from pipeline.model.planning.composing.clusters import Cluster
from pipeline.model.planning.composing.figures import (
    Group,
    bounds,
    moved,
    of_element,
    scaled,
    set_down,
    size_of,
)
from pipeline.model.planning.composing.joining import turned_still
from pipeline.model.planning.composing.perspective import View, view_of
from pipeline.model.planning.composing.staging import Staging, depth_of_field, stagings
from pipeline.model.planning.composing.stands import Stand, stand_of
from pipeline.model.planning.composing.taste import faces_show

TRIES = 60
PLACES_ALOFT = 5  # that are tried for what is far or in the air
SHRINK = 0.98  # from try to try
SIDES = {"left": 0.24, "middle": 0.5, "right": 0.76}
ALONE = {"far": 0.74, "building": 0.74, "person": 0.8, "plant": 0.74, "sky": 0.44}
LONE = 0.64  # the height of other lone things
SUBJECT = 0.72  # the height of the tallest of several
FRAMINGS = {"close-up": 0.92, "portrait": 0.95, "wide": 0.34}
GRAND = ("fireworks", "rainbow", "tornado")  # of the sky, and large
HUNG = 0.8  # metres of what hangs on a wall and is drawn a quarter of the picture high
LEAST_AFLOAT = 0.45  # how small, at least, what is far out on the water becomes


def frame(cast: Cast, found: Sequence[Cluster], land: Land) -> Group:
    """All figures in the picture, from back to front: x in 0..aspect, y in 0..1.

    Of one row on the ground and several ways to make two, the one in which things come out largest.
    """
    stands = [stand_of(cast, cluster, land) for cluster in found]
    standing = [n for n, stand in enumerate(stands) if stand.name not in ("far", "air", "wall")]
    ways = stagings(cast, found, standing)
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
    taste = cast.rng.uniform(0.88, 1.12) * depth_of_field(cast, found, staging)
    first = _unit(cast, found, stands, staging)
    for attempt in range(TRIES):
        unit = first * SHRINK**attempt
        if unit * taste <= least:
            break
        laid = _lay(cast, found, stands, staging, unit)
        worst = clarity(laid, len(staging.depths), cast.aspect)
        worst = worst if faces_show(cast, laid) else 0.5 * worst
        if worst >= SHOWN:
            return unit * taste, laid
        best = max(best, (0.1 * worst * unit, laid), key=lambda item: item[0])
    return best


def _lay(
    cast: Cast,
    found: Sequence[Cluster],
    stands: Sequence[Stand],
    staging: Staging,
    unit: float,
) -> list[Group]:
    """One arrangement: the rows on the ground, then what is far, hangs or flies where it shows."""
    tall = max((size_of(found[n].group)[1] for n in staging.depths), default=0.0) * unit
    view = view_of(cast.graph.setting.place, tall)
    placed: list[tuple[float, Group]] = []
    for row in staging.rows:
        feet = [_footed(cast, found[n], stands[n], view, staging.depths[n], unit) for n in row]
        xs = _across(cast, [group for _, group in feet], [found[number] for number in row])
        for number, (order, group), x in zip(row, feet, xs, strict=True):
            middle = (bounds(group)[0] + bounds(group)[2]) / 2
            x = _between_ends(x, size_of(group)[0], stands[number].across, cast.aspect)
            placed.append((order, inside(moved(group, x - middle, 0.0), cast.aspect)))
    rows = [group for _, group in sorted(placed, key=lambda item: item[0])]
    behind: list[Group] = []
    others = [n for n in range(len(found)) if n not in staging.depths]
    for number in sorted(others, key=lambda n: stands[n].name != "far"):
        share = _share(cast, found[number], stands[number], len(found))
        group = _sized(found[number].group, share, cast.aspect, 0.86 if len(found) == 1 else 0.5)
        places = [
            inside(_aloft(cast, group, found[number], stands[number], len(found)), cast.aspect)
            for _ in range(1 if len(found) == 1 else PLACES_ALOFT)
        ]
        behind.append(max(places, key=lambda place: shown([*behind, place, *rows])))
    return [*behind, *rows]


def _between_ends(x: float, width: float, across: tuple[float, float], aspect: float) -> float:
    """An x of the picture's width moved to between two ends, so that a group lies between them."""
    left, right = across[0] * aspect, across[1] * aspect
    x = left + (across[1] - across[0]) * x
    if width > right - left:
        return (left + right) / 2
    return min(max(x, left + width / 2), right - width / 2)


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
        y, scale = _afloat(stand, view, depth)
        return y, set_down(scaled(near, scale), 0.0, y)
    # The farthest of its copies stand on the ground, too.
    deep = _depth(near, cluster.root)
    steep = min(0.9, deep / (view.near - view.horizon))
    y = min(max(view.foot(depth), (low - steep * view.horizon) / (1 - steep)), high)
    scale = min(view.scale(y), (y - low) / deep) if deep > y - low else view.scale(y)
    return y, set_down(scaled(near, scale), 0.0, y)


def _afloat(stand: Stand, view: View, depth: float) -> tuple[float, float]:
    """(y, scale) of what lies in the water; 1 is the scale of what does not stand on any level."""
    low, high = stand.band
    y = high - (high - low) * depth
    if stand.floats or stand.name == "bust":
        return y, 1.0
    return y, min(1.0, max(LEAST_AFLOAT, view.scale(y)))


def _depth(group: Group, root: int) -> float:
    """How far apart the feet of a group's copies are."""
    feet = [figure.y for figure in of_element(group, root)]
    return max(feet) - min(feet)


def _share(cast: Cast, cluster: Cluster, stand: Stand, clusters: int) -> float:
    """The height that a cluster should have in the picture."""
    framing = cast.graph.setting.framing
    vary = (1.0, 0.9, 1.08, 0.96)[cast.turn % 4]
    category, zone = cast.category(cluster.root), cast.zone(cluster.root)
    copies = len(of_element(cluster.group, cluster.root))
    many = 1.0 if copies == 1 else 1.25
    if stand.name == "river":
        return 0.4 * many
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
        kind = cast.dictionary.kinds[cluster.group[0].kind]
        small = (category == "sky" and kind.name not in GRAND) or kind.size < 0.5
        wide = min(1.8, max(1.0, kind.size / HUNG)) if stand.name == "wall" else 1.0
        return (0.17 if small and not flying else 0.36 if flying else 0.25 * wide) * many
    return SUBJECT * vary if stand.name != "bust" else 0.76


def _unit(cast: Cast, found: Sequence[Cluster], stands: Sequence[Stand], staging: Staging) -> float:
    """How large one unit of the groups' lengths is, so that rows fit and the tallest is right."""
    most = []
    view = view_of(cast.graph.setting.place)
    scales = {
        n: 1.0 if found[n].cut else view.scale(view.foot(depth))
        for n, depth in staging.depths.items()
        if stands[n].name == "ground"
    }
    scales |= {
        n: _afloat(stands[n], view, staging.depths[n])[1] for n in staging.depths.keys() - scales
    }
    for row in staging.rows:
        width = sum(size_of(found[n].group)[0] * scales[n] for n in row)
        width *= 1.05 if len(row) < 2 else 1.05 - staging.overlap
        free = min((stands[n].across[1] - stands[n].across[0] for n in row), default=1.0)
        most.append((1 - 2 * MARGIN) * free * cast.aspect / max(width, 1e-6))
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
