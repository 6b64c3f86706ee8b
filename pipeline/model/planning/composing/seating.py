"""People at a table: behind it, where it hides their legs, and at its ends."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    drawing_of,
    moved,
    of_element,
    scaled,
    size_of,
)
from pipeline.model.planning.composing.furniture import DRUMS

TALL = 1.66  # of a grown-up at a table, in heights of the table
DRUMMER = 1.3  # the same of who plays drums
BEHIND = 3  # people who have room behind a table
WIDEST = 1.9  # how much longer a table is drawn for those who sit at it
SIDEWAYS = "at table aside"  # the pose of who sits at an end


def seat_at(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """All who sit at a table: three behind it, two at its ends, the others behind those."""
    table = of_element(host, element)[0]
    behind, ends = list(movers[:BEHIND]), list(movers[BEHIND:])
    if len(movers) == 2 and table.kind not in DRUMS and cast.rng.random() < 0.5:
        behind, ends = [], list(movers)
    ends, more = ends[:2], ends[2:]
    behind = [_sized(cast, group, table) for group in (*behind, *more)]
    room = sum(size_of(group)[0] for group in behind) * 0.86
    host, table = _lengthened(host, table, room)
    foot = table.y - 0.06 * table.height
    placed: list[Figure] = []
    left = table.x - room / 2
    for group in behind:
        width = size_of(group)[0] * 0.86
        placed += _on(group, left + width / 2, foot)
        left += width
    sides: list[Figure] = []
    for number, group in enumerate(ends):
        sides += _at_end(cast, group, table, -1.0 if number == 0 else 1.0)
    return (*placed, *host, *sides)


def _on(group: Group, x: float, foot: float) -> Group:
    """The group with its first figure's middle at x and its foot on the ground there."""
    lead = group[0]
    return moved(group, x - lead.x, foot - lead.y)


def _sized(cast: Cast, group: Group, table: Figure) -> Group:
    """Somebody as tall at the table as people are."""
    lead = group[0]
    size = cast.dictionary.kinds[lead.kind].size / 1.72
    tall = DRUMMER if table.kind in DRUMS else TALL
    return scaled(group, tall * max(size, 0.86) * table.height / lead.height)


def _lengthened(host: Group, table: Figure, room: float) -> tuple[Group, Figure]:
    """The table longer, for all who sit behind it; what is on it keeps its place on it."""
    factor = min(max(1.0, (room + 0.2 * table.height) / table.width), WIDEST)
    longer = replace(table, width=table.width * factor)
    group = tuple(
        longer if one is table else replace(one, x=table.x + (one.x - table.x) * factor)
        for one in host
    )
    return group, longer


def _at_end(cast: Cast, group: Group, table: Figure, side: float) -> Group:
    """Somebody at the left end (-1) or the right one (1), turned to the table."""
    lead = group[0]
    drawings = cast.dictionary.kinds[lead.kind].drawings
    fitting = [number for number, one in enumerate(drawings) if one.pose == SIDEWAYS]
    if fitting:
        tone = drawings[lead.variant % len(drawings)].tone
        near = sorted(fitting, key=lambda number: abs(drawings[number].tone - tone))
        variant = near[0] if len(near) < 2 else cast.rng.choice(near[:2])
        ratio = drawings[variant].width / drawings[variant].height
        lead = replace(lead, variant=variant, width=lead.height * ratio)
        group = (lead, *group[1:])
    group = _sized(cast, group, table)
    lead = replace(group[0], mirrored=side < 0)
    seat = drawing_of(cast.dictionary, lead).anchors.seat or (0.6, 0.6)
    hips = lead.at(*seat)[0] - lead.x
    x = table.x + side * (table.width / 2 + 0.06 * table.height) - hips
    return _on((lead, *group[1:]), x, table.y)
