"""Things that stand to each other without touching: beside, behind, above and the like.

Every rule moves the group of the subject to its place by the group of the object.
"""

from collections.abc import Callable
from dataclasses import replace

from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Box,
    Group,
    afloat,
    bounds,
    moved,
    of_element,
    overlap,
    scaled,
    size_of,
    visible,
)
from pipeline.model.planning.composing.furniture import SEATS

FARTHER = 0.8  # how much smaller what is behind looks
EYE = 0.9  # height of the horizon over the nearer thing's foot, in heights of the taller one
SHOWN = 0.58  # share of what is behind that has to show
LOW_SHOWN = 0.72  # the same of what is low against what is before it
LOW = 0.6  # heights of the thing before it that what is low reaches at most
ASIDE = 24  # steps that are tried till enough shows
TALL = 0.7  # least height of a backdrop, in heights of what is before it
BACKDROPS = ("plant", "building")

Join = Callable[[Cast, Group, int, Group, int], Group]


def _gap(cast: Cast, *groups: Group) -> float:
    """A loose distance, in shares of the groups' widths."""
    widths = [size_of(group)[0] for group in groups]
    return (0.8 * min(widths) + 0.2 * max(widths)) * cast.rng.uniform(0.06, 0.2)


def _aside(cast: Cast, mover: Group, stayer: Group, side: float) -> Group:
    """Both groups, the mover clearly to one side: -1 left, 1 right."""
    gap = _gap(cast, mover, stayer)
    mine, theirs = bounds(mover), bounds(stayer)
    step = theirs[0] - gap - mine[2] if side < 0 else theirs[2] + gap - mine[0]
    return stayer + moved(mover, step, 0.0)


def left_of(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    return _aside(cast, mover, stayer, -1.0)


def right_of(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    return _aside(cast, mover, stayer, 1.0)


def beside(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    """At one side. But a row of trees, houses or seats is behind what is beside it, of two crowds
    the taller one is behind the other, and where others are beside it already, who is low comes
    before them all and who is tall behind."""
    if cast.zone(subject) == "air" and cast.zone(object_) != "air":
        return _hovering(cast, mover, stayer)
    if _is_backdrop(cast, (stayer, object_), (mover, subject)):
        return in_front_of(cast, mover, subject, stayer, object_)
    if _is_backdrop(cast, (mover, subject), (stayer, object_)):
        return behind(cast, mover, subject, stayer, object_)
    if _in_company(mover, subject) or _in_company(stayer, object_):
        low = size_of(mover)[1] < size_of(stayer)[1]
        return (in_front_of if low else behind)(cast, mover, subject, stayer, object_)
    return _aside(cast, mover, stayer, cast.side())


def _hovering(cast: Cast, mover: Group, stayer: Group) -> Group:
    """In the air at one side: a bee near a desk."""
    both = _aside(cast, mover, stayer, cast.side())
    up = cast.rng.uniform(0.35, 0.6) * size_of(stayer)[1]
    return both[: len(stayer)] + afloat(moved(both[len(stayer) :], 0.0, -up))


def _is_backdrop(cast: Cast, back: tuple[Group, int], front: tuple[Group, int]) -> bool:
    """Whether some of an element stand best behind those of another."""
    copies = of_element(back[0], back[1])
    crowd = len(of_element(front[0], front[1])) > 1
    tall = size_of(copies)[1] > (1.0 if crowd else TALL) * size_of(front[0])[1]
    kind = copies[0].kind
    fits = crowd or cast.category(back[1]) in BACKDROPS or kind in SEATS
    return len(copies) > 1 and tall and fits


def _in_company(group: Group, element: int) -> bool:
    """Whether others stand on the ground beside an element."""
    ground = bounds(group)[3] - 0.15 * size_of(group)[1]
    return any(one.element != element and one.stands and one.y > ground for one in group)


def behind(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    """Farther away, so smaller and higher, far enough aside that most of it shows."""
    mover = scaled(mover, FARTHER)
    mine, theirs = of_element(mover, subject), of_element(stayer, object_)
    up = (1 - FARTHER) * EYE * max(size_of(mine)[1] / FARTHER, size_of(theirs)[1])
    foot = bounds(stayer)[3] - bounds(mover)[3] - up  # on the floor behind a table, too
    start, step = _sideways(cast, mine, theirs)
    for number in range(ASIDE):
        placed = moved(mover, start + number * step, foot)
        if _shows(of_element(placed, subject), stayer):
            break
    return placed + stayer


def in_front_of(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    """Nearer, so larger and lower; the object behind it still shows."""
    mover = scaled(mover, 1 / FARTHER)
    mine, theirs = of_element(mover, subject), of_element(stayer, object_)
    down = (1 - FARTHER) * EYE * max(size_of(mine)[1], size_of(theirs)[1] / FARTHER)
    # Before what is on a table the mover stands on the floor.
    foot = bounds(stayer)[3] - bounds(mover)[3] + down
    if cast.zone(object_) == "air":  # it is seen over the mover
        up = foot + bounds(mine)[1] + 0.3 * size_of(theirs)[1] - bounds(theirs)[3]
        stayer = afloat(moved(stayer, 0.0, up))
        theirs = of_element(stayer, object_)
    start, step = _sideways(cast, mine, theirs)
    for number in range(ASIDE):
        placed = moved(mover, start + number * step, foot)
        if _shows(_visible_in(stayer), placed):
            break
    return stayer + placed


def _sideways(cast: Cast, mine: Group, theirs: Group) -> tuple[float, float]:
    """How far to move from the middle of one group to that of another and a little to one side, and
    the next steps to that side."""
    (left, _, right, _), (other_left, _, other_right, _) = bounds(mine), bounds(theirs)
    wide, side = other_right - other_left, cast.side()
    start = (other_left + other_right - left - right) / 2
    start += side * cast.rng.uniform(0.1, 0.3) * wide
    return start, side * 0.03 * (wide + right - left)


def _shows(back: Group, front: Group) -> bool:
    """Whether enough is seen of every figure behind others: of a low one more, as it is not seen
    over them."""
    covers = [figure.box for figure in front]
    low = size_of(back)[1] < LOW * size_of(front)[1]
    least = LOW_SHOWN if low else SHOWN
    return min(visible(figure.box, covers) for figure in back) >= least


def _visible_in(group: Group) -> Group:
    """Those of a group that stand on its ground: what is on or in them goes with them."""
    ground = bounds(group)[3] - 0.3 * size_of(group)[1]
    return tuple(one for one in group if one.y > ground) or group


def above(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    """Over the object and all that is on it, with air between."""
    mine, theirs = bounds(of_element(mover, subject)), bounds(of_element(stayer, object_))
    step = (theirs[0] + theirs[2] - mine[0] - mine[2]) / 2
    step += cast.rng.uniform(-0.12, 0.12) * min(theirs[2] - theirs[0], mine[2] - mine[0])
    aside = moved(mover, step, 0.0)
    left, _, right, bottom = bounds(aside)
    column = [one.box for one in stayer if _meets((left, -9e9, right, 9e9), one.box)]
    top = min((box[1] for box in column), default=theirs[1])
    gap = cast.rng.uniform(0.12, 0.2) * min(size_of(mover)[1], size_of(stayer)[1])
    return stayer + afloat(moved(aside, 0.0, top - gap - bottom))


def below(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    return above(cast, stayer, object_, mover, subject)


def _meets(one: Box, other: Box) -> bool:
    return overlap(one, other) > 0


JOINS: dict[str, Join] = {
    "left of": left_of,
    "right of": right_of,
    "beside": beside,
    "near": beside,
    "behind": behind,
    "in front of": in_front_of,
    "above": above,
    "below": below,
}


def between(cast: Cast, mover: Group, one: Group, other: Group) -> Group:
    """The mover in the middle, the other two at its sides; which is where is up to the seed."""
    if cast.rng.random() < 0.5:
        one, other = other, one
    return _aside(cast, other, _aside(cast, one, mover, -1.0), 1.0)


def split(group: Group, element: int) -> tuple[Group, Group] | None:
    """The copies of an element as two halves, with what they carry; None for a single copy."""
    leads = sorted(of_element(group, element), key=lambda one: one.x)
    if len(leads) < 2:
        return None
    middle = (leads[len(leads) // 2 - 1].x + leads[len(leads) // 2].x) / 2
    halves = (
        tuple(one for one in group if one.x < middle),
        tuple(one for one in group if one.x >= middle),
    )
    return halves if all(halves) else None


def settled(group: Group) -> Group:
    """The group with its lowest foot on the ground again."""
    return moved(group, 0.0, -bounds(group)[3])


def turned_still(group: Group) -> Group:
    """The group with nothing standing: it floats."""
    return tuple(replace(one, stands=False) for one in group)
