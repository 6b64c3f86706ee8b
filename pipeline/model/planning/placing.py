"""Corrects the places of planned things: inside the picture, side by side, signs legible.

The transformer draws each place by itself and does not keep things apart reliably.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from pipeline.model.plan.boxes import Box, hidden, third
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import KINDS, PEOPLE

EDGE = 0.01  # shares of the picture: distance of things from its edge
TOUCHING = 0.05  # shares of their width: how much things of a kind may hide of each other
ROW = 0.4  # shares of their height: a thing so far behind others is in a second row
STAGGERED = 0.45  # of the usual distance: enough in a second row, seen through gaps of the first
HIDING = 0.1  # share of a thing that another may hide
BOARD = 0.56  # of a sign's height: its upper part, where the word is
LETTERS = 3.0  # cost of hiding a board, relative to hiding a thing
# How tall people are beside one another: the middles of the sizes that they are painted at.
TALL = {kind: sum(KINDS[kind].size) / 2 for kind in PEOPLE}
ALIKE = 1.2  # largest ratio of the scales of two people in one picture
STEP, STEPS = 0.02, 20  # the search for a free place: shares of the width, steps to either side
FREE_SEARCH_STEPS = 45  # steps for a thing that may be anywhere
# Shares of the height: other places of a sign, nearer to the viewer or farther away.
NEARER = (-0.24, -0.2, -0.16, -0.12, -0.08, -0.04, -0.02, 0.0, 0.02, 0.04, 0.06)
# Costs of a move, as the share of a thing whose hiding is as bad.
FARTHER = 0.6  # of a move by the whole width
ANYWHERE = 0.15  # the same for a thing that may be anywhere
OTHER_SIDE = 1.0  # of a move to another third of the picture
NEW_SIDE = 0.3  # the same for a thing that an edit adds: fewer instructions name its third


def inside(plan: Plan, aspect: float) -> Plan:
    """The plan with every thing fully inside the picture."""
    return replace(plan, things=tuple(inside_picture(thing, aspect) for thing in plan.things))


def inside_picture(thing: PlannedThing, aspect: float) -> PlannedThing:
    """The thing, moved until all of it is at least EDGE inside the picture."""
    left, top, _, bottom = thing.box(aspect)
    half, height = min(thing.x - left, 0.5 - EDGE), min(bottom - top, 1 - 2 * EDGE)
    x = min(max(thing.x, half + EDGE), 1 - half - EDGE)
    return replace(thing, x=x, y=min(max(thing.y, height + EDGE), 1 - EDGE))


def tidy(plan: Plan, aspect: float, free: bool = False) -> Plan:
    """The plan with people of one scale, things of a zone side by side, of one kind or not, and
    nothing in front of or behind the board of a sign. free: the prompt names no third of the
    picture for any thing."""
    plan = of_one_scale(plan)
    if free:
        plan = apart(plan, aspect, unlike=True)
    return legible(uncovered(apart(plan, aspect), aspect), aspect)


def of_one_scale(plan: Plan) -> Plan:
    """The plan with people of realistic relative heights: sizes are drawn one by one, and a man
    smaller than a girl would look like a toy."""
    people = [thing for thing in plan.things if thing.kind in TALL]
    scales = sorted(thing.size / TALL[thing.kind] for thing in people)
    if not scales or scales[-1] <= ALIKE * scales[0]:
        return plan
    scale = scales[len(scales) // 2]
    things = [replace(t, size=scale * TALL[t.kind]) if t in people else t for t in plan.things]
    return replace(plan, things=tuple(things))


def apart(plan: Plan, aspect: float, unlike: bool = False) -> Plan:
    """The plan with things of a kind side by side: their places are drawn one by one, and two cats
    that hide each other are painted as one. unlike: the same for all things that must not hide each
    other; they keep their order, but may come to another third of the picture."""
    things = list(plan.things)
    for _ in range(24):  # moving one thing may push it into the next, or out of the picture
        for i, j in combinations(range(len(things)), 2):
            if things[i].kind == things[j].kind or (
                unlike and _crowd(things[i], things[j], aspect)
            ):
                left, right = sorted((i, j), key=lambda n: things[n].x)
                push = _overlap(things[left].box(aspect), things[right].box(aspect)) / 2
                things[left] = replace(things[left], x=things[left].x - push)
                things[right] = replace(things[right], x=things[right].x + push)
        things = [inside_picture(thing, aspect) for thing in things]
    return replace(plan, things=tuple(things))


def _crowd(one: PlannedThing, other: PlannedThing, aspect: float) -> bool:
    """Whether two things that must not hide each other do."""
    return _clash(one.kind, other.kind) and hidden(one.box(aspect), other.box(aspect)) > HIDING


def _clash(kind: str, other: str) -> bool:
    """Whether things of two kinds must not hide each other: only things of the foreground may hide
    things of the background."""
    zones = {KINDS[kind].zone, KINDS[other].zone}
    return zones != {"foreground", "background"}


def _overlap(left: Box, right: Box) -> float:
    """How far two things of a kind must move apart, in shares of the width."""
    if left[3] <= right[1] or right[3] <= left[1]:
        return 0.0
    room = (left[2] - left[0] + right[2] - right[0]) / 2 * (1 - TOUCHING)
    if abs(left[3] - right[3]) > ROW * (left[3] - left[1]):
        room *= STAGGERED
    return max(0.0, room - (right[0] + right[2] - left[0] - left[2]) / 2)


def uncovered(plan: Plan, aspect: float) -> Plan:
    """The plan with things that must not hide each other side by side: a lantern in front of a bear
    looks like neither. No group moves to another third of the picture for that."""
    things = list(plan.things)
    for _ in things:
        covers = sorted(_covers(things, aspect), reverse=True)
        moves = ((i, _aside(things, i, aspect)) for _, *pair in covers for i in pair)
        found = next(((i, moved) for i, moved in moves if moved != things[i]), None)
        if found is None:
            break
        things[found[0]] = found[1]
    return replace(plan, things=tuple(things))


def _covers(things: list[PlannedThing], aspect: float) -> Iterator[tuple[float, int, int]]:
    """(share hidden beyond HIDING, index of the narrower, of the wider) of each two things of
    different kinds that must not hide each other but do; signs have a rule of their own."""
    for i, j in combinations(range(len(things)), 2):
        kinds = {things[i].kind, things[j].kind}
        if len(kinds) == 2 and "signpost" not in kinds and _clash(*kinds):
            cover = hidden(things[i].box(aspect), things[j].box(aspect)) - HIDING
            if cover > 0:
                narrower, wider = sorted((i, j), key=lambda n: _width(things[n], aspect))
                yield cover, narrower, wider


def _aside(things: list[PlannedThing], index: int, aspect: float) -> PlannedThing:
    """The thing at the place where it hides least; unchanged where no place is better."""
    thing, others = things[index], _without(things, index)
    group = [t.x for t in others if (t.kind, t.color) == (thing.kind, thing.color)]
    side = third(sum((*group, thing.x)) / (len(group) + 1))

    def cost(placed: PlannedThing) -> float:
        covered = sum(max(0.0, over) for over in _hiding(placed, others, aspect))
        return covered + FARTHER / 2 * abs(placed.x - thing.x)

    kept = [
        placed
        for placed in _places(thing, aspect)
        if third(sum((*group, placed.x)) / (len(group) + 1)) == side
    ]
    return min((thing, *kept), key=cost)


def _hiding(thing: PlannedThing, others: list[PlannedThing], aspect: float) -> Iterator[float]:
    """Shares beyond the allowed that a thing and each other of its zone, or a board, hide."""
    for other in others:
        if other.kind == "signpost":
            yield LETTERS * hidden(_body(thing, aspect), _body(other, aspect))
        elif _clash(other.kind, thing.kind):
            most = TOUCHING if other.kind == thing.kind else HIDING
            yield hidden(thing.box(aspect), other.box(aspect)) - most


def _width(thing: PlannedThing, aspect: float) -> float:
    left, _, right, _ = thing.box(aspect)
    return right - left


def legible(plan: Plan, aspect: float) -> Plan:
    """The plan with its signs where nothing hides their boards, and what still hides one moved
    aside: letters in front of a castle's gate are neither legible nor painted well."""
    things = list(plan.things)
    for sign in (i for i, thing in enumerate(things) if thing.kind == "signpost"):
        things[sign] = beside(things[sign], _without(things, sign), aspect, OTHER_SIDE)
        for i, thing in enumerate(things):
            if i != sign and hidden(_body(things[sign], aspect), _body(thing, aspect)):
                things[i] = beside(thing, _without(things, i), aspect, OTHER_SIDE)
    return replace(plan, things=tuple(things))


def _without(things: list[PlannedThing], index: int) -> list[PlannedThing]:
    return things[:index] + things[index + 1 :]


def beside(
    thing: PlannedThing, others: list[PlannedThing], aspect: float, side: float = NEW_SIDE
) -> PlannedThing:
    """The thing, moved as little as possible so that it hides no others of its zone and no board: a
    cat may sit in front of a house, but not in front of a girl. side: the cost of a move to another
    third of the picture; at 0 the thing may be anywhere."""
    farther, steps = (FARTHER, STEPS) if side else (ANYWHERE, FREE_SEARCH_STEPS)
    zone = KINDS[thing.kind].zone
    boards = [o for o in others if "signpost" in (o.kind, thing.kind)]
    same_zone = [o for o in others if o not in boards and KINDS[o.kind].zone == zone]

    def cost(placed: PlannedThing) -> float:
        body = _body(placed, aspect)
        cover = max((hidden(body, o.box(aspect)) for o in same_zone), default=0.0)
        letters = sum(hidden(body, _body(o, aspect)) for o in boards)
        moved = abs(placed.x - thing.x) + abs(placed.y - thing.y)
        crossed = side * (third(placed.x) != third(thing.x))
        return max(0.0, cover - HIDING) + LETTERS * letters + farther * moved + crossed

    nearer = NEARER if thing.kind == "signpost" else (0.0,)
    return min((thing, *_places(thing, aspect, nearer, steps)), key=cost)


def _places(
    thing: PlannedThing, aspect: float, nearer: tuple[float, ...] = (0.0,), steps: int = STEPS
) -> Iterator[PlannedThing]:
    """The thing at every place of the search, from left to right."""
    for step in range(-steps, steps + 1):
        for down in nearer:
            placed = replace(thing, x=thing.x + STEP * step, y=thing.y + down)
            yield inside_picture(placed, aspect)


def _body(thing: PlannedThing, aspect: float) -> Box:
    """The part of a thing that must be visible: the board of a sign, all of any other thing."""
    left, top, right, bottom = thing.box(aspect)
    return left, top, right, top + BOARD * (bottom - top) if thing.kind == "signpost" else bottom
