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

FARTHER = 0.88  # how much smaller what is behind looks
SHOWN = 0.58  # share of what is behind that has to show

Join = Callable[[Cast, Group, int, Group, int], Group]


def _gap(cast: Cast, *groups: Group) -> float:
    """A loose distance, in shares of the groups' widths."""
    widths = [size_of(group)[0] for group in groups]
    return (0.7 * min(widths) + 0.3 * max(widths)) * cast.rng.uniform(0.1, 0.3)


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
    return _aside(cast, mover, stayer, cast.side())


def behind(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    """Farther away, so smaller and higher, far enough aside that most of it shows."""
    mover = scaled(mover, FARTHER)
    mine, theirs = bounds(of_element(mover, subject)), bounds(of_element(stayer, object_))
    # What is lower than the thing before it comes out at its side, what is higher above it.
    low = mine[3] - mine[1] < 0.9 * (theirs[3] - theirs[1])
    side = cast.side()
    step = (theirs[0] + theirs[2] - mine[0] - mine[2]) / 2
    step += side * cast.rng.uniform(0.2, 0.4) * (theirs[2] - theirs[0]) * (1.0 if low else 0.6)
    covers = [figure.box for figure in of_element(stayer, object_)]
    up = 0.1 * min(mine[3] - mine[1], theirs[3] - theirs[1])
    placed = mover
    for _ in range(16):
        placed = moved(mover, step, theirs[3] - mine[3] - up)
        boxes = [figure.box for figure in of_element(placed, subject)]
        if min(visible(box, covers) for box in boxes) >= SHOWN:
            break
        up += (0.004 if low else 0.05) * (theirs[3] - theirs[1])
        step += side * (0.05 if low else 0.0) * (theirs[2] - theirs[0])
    return placed + stayer


def in_front_of(cast: Cast, mover: Group, subject: int, stayer: Group, object_: int) -> Group:
    """Nearer, so lower; the object behind it still shows."""
    mine, theirs = bounds(of_element(mover, subject)), bounds(of_element(stayer, object_))
    side = cast.side()
    near = min(mine[3] - mine[1], theirs[3] - theirs[1])
    down = cast.rng.uniform(0.16, 0.24) * near
    step = (theirs[0] + theirs[2] - mine[0] - mine[2]) / 2
    step += side * cast.rng.uniform(0.05, 0.2) * (theirs[2] - theirs[0])
    placed = mover
    for _ in range(16):
        placed = moved(mover, step, theirs[3] - mine[3] + down)
        covers = [figure.box for figure in placed]
        boxes = [figure.box for figure in of_element(stayer, object_)]
        if min(visible(box, covers) for box in boxes) >= SHOWN:
            break
        down += 0.04 * near
        step += side * 0.07 * (theirs[2] - theirs[0])
    return stayer + placed


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
