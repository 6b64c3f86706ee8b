"""Where in a finished picture new groups stand: on what they belong to, beside what they are said
to be beside, or wherever there is room."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.model.plan.land import Land
from pipeline.model.plan.scene_graph import Relation
from pipeline.model.planning.composing.attaching import RULES
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clusters import Cluster, host_of
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    moved,
    of_element,
    scaled,
    set_down,
    size_of,
)
from pipeline.model.planning.composing.framing import SIDES, inside
from pipeline.model.planning.composing.joining import JOINS, turned_still
from pipeline.model.planning.composing.perspective import view_of
from pipeline.model.planning.composing.scene import SHOWN, room
from pipeline.model.planning.composing.stands import Stand, stand_of

SHRINK = 0.95  # from try to try
TRIES = 28
LEAST = 0.1  # longer side of what comes, of the picture's height
LOWEST = 0.98  # foot of what is not to be cut off
HALF = 0.57  # that shows of what something is in front of
WAYS = 10  # places that are tried at each size
INVERSE = {
    "left of": "right of", "right of": "left of", "behind": "in front of",
    "in front of": "behind", "above": "below", "below": "above", "beside": "beside",
    "near": "near",
}  # fmt: skip
Try = tuple[int, Group]  # a group, and the number of the figure that it stands behind


def best(
    before: Sequence[Figure],
    tries: Iterator[Try | None],
    ways: int = WAYS,
    enough: float = SHOWN,
) -> Try | None:
    """The best of the first `ways` tries, or of the next, till `enough` of everything shows."""
    found: list[tuple[float, Try]] = []
    for number, one in enumerate(tries):
        if one is not None:
            found.append((room(before, *one), one))
        done = (number + 1) % ways == 0
        if done and found and max(found, key=lambda item: item[0])[0] >= enough:
            break
    return max(found, key=lambda item: item[0])[1] if found else None


def attached(
    cast: Cast, figures: Sequence[Figure], relation: Relation, movers: Sequence[Group], host: Figure
) -> list[Figure]:
    """All figures, with movers attached to one of them as a relation of RULES asks."""
    element = host_of(relation)
    at = next(number for number, one in enumerate(figures) if one is host)
    together = _on_its_host(RULES[relation.name][0](cast, movers, (host,), element), host)
    place = next(n for n, one in enumerate(together) if one.element == element)
    behind, before = together[:place], together[place + 1 :]
    end = at + 1
    while end < len(figures) and _is_guest(cast, figures[end].element, element):
        end += 1
    out = [*figures[:at], *behind, *figures[at:]]
    end += len(behind)
    if relation.name in ("wearing", "riding") or not before:
        return [*out[:end], *before, *out[end:]]
    before = moved(before, 0.0, min(0.0, LOWEST - bounds(before)[3]))
    found = best(out, _shifted(cast, before, host, end), ways=7)
    before = found[1] if found else before
    return [*out[:end], *before, *out[end:]]


def _is_guest(cast: Cast, element: int, host: int) -> bool:
    return any(
        one.name in RULES and host_of(one) == host and element in (one.subject, one.object)
        for one in cast.graph.relations
    )


def _on_its_host(together: Group, host: Figure) -> Group:
    """The group moved and scaled so that its host is exactly what it was."""
    lead = next(one for one in together if one.element == host.element)
    if lead == host:
        return together
    factor = host.width / lead.width
    return tuple(
        host
        if one is lead
        else replace(
            one,
            x=host.x + (one.x - lead.x) * factor,
            y=host.y + (one.y - lead.y) * factor,
            width=one.width * factor,
            height=one.height * factor,
        )
        for one in together
    )


def _shifted(cast: Cast, group: Group, host: Figure, behind: int) -> Iterator[Try]:
    """The group where the rule has put it, in the other hand, and farther along its host."""
    yield behind, group
    left, _, right, _ = bounds(group)
    yield behind, moved(group, 2 * host.x - left - right, 0.0)
    for factor in (1.0, 0.85, 0.7, 0.55):
        small = scaled_at_foot(group, factor)
        for share in (-0.38, 0.38, -0.26, 0.26, -0.14, 0.14, 0.0):
            step = host.x + share * host.width - (left + right) / 2
            yield behind, inside(moved(small, step, 0.0), cast.aspect)


def scaled_at_foot(group: Group, factor: float) -> Group:
    """The group larger or smaller, its foot where it was."""
    left, _, right, bottom = bounds(group)
    return set_down(scaled(group, factor), (left + right) / 2, bottom)


def joined_to(
    cast: Cast,
    figures: Sequence[Figure],
    cluster: Cluster,
    relation: Relation,
    land: Land,
    steps: int = TRIES,
) -> Try | None:
    """A place for a cluster as a relation of JOINS to kept figures asks; None where there is none.
    steps: how often it may become smaller."""
    cluster = replace(cluster, group=_fitting(cast, cluster.group))
    ours = {one.element for one in cluster.group}
    mine, kept, name = relation.subject, relation.object, relation.name
    if mine not in ours:
        mine, kept, name = kept, mine, INVERSE.get(name, "beside")
    stayer = of_element(figures, kept)
    if name == "between":
        return best(figures, _between(cast, figures, cluster, relation, land))
    if name == "below":
        return best(figures, _below(cast, figures, cluster, stayer, land))

    def tries() -> Iterator[Try | None]:
        for attempt in range(steps * WAYS // 2):
            group = scaled(cluster.group, SHRINK ** (attempt // (WAYS // 2)))
            own = of_element(group, mine)
            group = moved(group, 0.0, bounds(stayer)[3] - bounds(own)[3])
            laid = JOINS[name](cast, group, mine, stayer, kept)
            group = inside(tuple(one for one in laid if one.element in ours), cast.aspect)
            if name == "in front of":
                group = moved(group, 0.0, min(0.0, LOWEST - bounds(group)[3]))
            holds = _holds(name, group, stayer)
            yield (_depth(figures, group, stayer, name), group) if holds else None
            in_front = holds and name != "behind"
            yield (len(figures), group) if in_front else None

    return best(figures, tries(), WAYS, HALF if name in ("behind", "in front of") else SHOWN)


def _holds(name: str, group: Group, stayer: Group) -> bool:
    """Whether a relation still holds after the frame has moved a group."""
    mine, theirs = bounds(group), bounds(stayer)
    low = bounds(group)[3] <= 1.02
    if name == "left of":
        return low and mine[2] <= theirs[0] + 0.01
    if name == "right of":
        return low and mine[0] >= theirs[2] - 0.01
    if name == "above":
        return mine[3] < theirs[1]
    return low


def _depth(figures: Sequence[Figure], group: Group, stayer: Group, name: str) -> int:
    """Behind which figure a joined group stands."""
    places = [number for number, one in enumerate(figures) if any(one is each for each in stayer)]
    if name == "behind":
        return places[0]
    if name == "in front of":
        return behind_of(figures, group, least=places[-1] + 1)
    return behind_of(figures, group)


def behind_of(figures: Sequence[Figure], group: Group, least: int = 0) -> int:
    """The number of the figure that a group stands behind, by their feet: what is lower in the
    picture is nearer."""
    foot = bounds(group)[3]
    stands = any(one.stands for one in group)
    if not stands:
        return max(least, next((n for n, one in enumerate(figures) if one.stands), len(figures)))
    wrong = [
        sum(one.stands and one.y > foot for one in figures[:number])
        + sum(one.stands and one.y <= foot for one in figures[number:])
        for number in range(least, len(figures) + 1)
    ]
    # The last of equally good numbers: what hangs on a figure comes after it.
    return least + max(n for n, one in enumerate(wrong) if one == min(wrong))


def _between(
    cast: Cast, figures: Sequence[Figure], cluster: Cluster, relation: Relation, land: Land
) -> Iterator[Try | None]:
    ones = of_element(figures, relation.object)
    others = of_element(
        figures, relation.second if relation.second is not None else relation.object
    )
    if relation.second is None:
        ordered = sorted(ones, key=lambda one: one.x)
        ones, others = (ordered[0],), (ordered[-1],)
    if not ones or not others:
        return
    middles = sorted((bounds(group)[0] + bounds(group)[2]) / 2 for group in (ones, others))
    reach = (middles[1] - middles[0]) / 6
    middle = sum(middles) / 2
    yield from _around(cast, figures, cluster, land, (middle - reach, middle + reach))


def _below(
    cast: Cast, figures: Sequence[Figure], cluster: Cluster, stayer: Group, land: Land
) -> Iterator[Try | None]:
    left, _, right, bottom = bounds(stayer)
    for one in _around(cast, figures, cluster, land, (left, right)):
        yield one if one and bounds(one[1])[1] > bottom else None


def free(
    cast: Cast, figures: Sequence[Figure], cluster: Cluster, land: Land, near: float | None = None
) -> Try | None:
    """A place where nothing hides the cluster and it hides nothing. near: the x that it should be
    close to."""
    side = cast.graph.elements[cluster.root].side
    low, high = 0.0, cast.aspect
    if side in SIDES:
        low, high = ((SIDES[side] + step) * cast.aspect for step in (-0.12, 0.08))
    elif near is not None:
        low, high = near - 0.15 * cast.aspect, near + 0.15 * cast.aspect
    return best(figures, _around(cast, figures, cluster, land, (low, high)))


def _around(
    cast: Cast, figures: Sequence[Figure], cluster: Cluster, land: Land, xs: tuple[float, float]
) -> Iterator[Try | None]:
    """Ever smaller, at random places between two x."""
    stand = stand_of(cast, cluster, land)
    feet = [] if stand.floats else _feet(cast, figures, stand)
    view = view_of(land.place)
    lay: Callable[[Group, float], Group] = _floating if stand.floats else _standing
    for attempt in range(TRIES * WAYS):
        group = scaled(_fitting(cast, cluster.group), SHRINK ** (attempt // WAYS))
        half = size_of(group)[0] / 2 + 0.03 * cast.aspect
        low, high = stand.across
        left = max(xs[0], half, low * cast.aspect)
        right = max(left, min(xs[1], cast.aspect - half, high * cast.aspect))
        y = _height(cast, stand, feet)
        if feet:
            group = scaled(group, min(1.0, view.scale(y) / view.scale(max(feet))))
        placed = set_down(group, cast.rng.uniform(left, right), 0.0)
        placed = inside(lay(placed, y), cast.aspect)
        yield behind_of(figures, placed), placed


def _feet(cast: Cast, figures: Sequence[Figure], stand: Stand) -> list[float]:
    """Where on a stand's band things stand already."""
    low, high = stand.band
    return [one.y for one in figures if one.stands and low <= one.y <= high]


def _height(cast: Cast, stand: Stand, feet: Sequence[float]) -> float:
    """A y in the band, mostly about as near as other things are."""
    low, high = stand.band
    if not feet or cast.rng.random() < 0.35:
        return cast.rng.uniform(low, high)
    return min(max(cast.rng.choice(feet) + cast.rng.uniform(-0.06, 0.03), low), high)


def _standing(group: Group, y: float) -> Group:
    return moved(group, 0.0, y)


def _floating(group: Group, y: float) -> Group:
    return turned_still(moved(group, 0.0, min(y + size_of(group)[1] / 2, 0.96)))


def _fitting(cast: Cast, group: Group) -> Group:
    """No higher or wider than leaves room for others, and not too small to be seen."""
    width, height = size_of(group)
    factor = max(1.0, LEAST / max(width, height))
    return scaled(group, min(factor, 0.72 / height, 0.6 * cast.aspect / width))
