"""Copies of one thing: a loose row or a cluster with depth, never a stamped line."""

from collections.abc import Sequence

from pipeline.model.plan.boxes import Box
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Group,
    bounds,
    moved,
    scaled,
    set_down,
    size_of,
    visible,
)
from pipeline.model.planning.composing.settings import room_for_feet

STEP_BACK = 0.55  # least height of a row's foot above the one before it, in heights
SHOWN = 0.78  # least visible share of each copy
FARTHER = 0.9  # how much smaller each row behind is
FOOT = 0.965  # y down to which feet may be spread, from a place's ground on


def herd(cast: Cast, copies: Sequence[Group], afloat: bool = False) -> Group:
    """The copies as one group on the ground; `afloat`: in the air or in water, so at any height.

    Of one, two and three rows, those in which the copies come out largest.
    """
    if len(copies) == 1:
        return copies[0]
    best: tuple[float, Group] = (0.0, copies[0])
    room = FOOT - room_for_feet(cast.graph.setting.place)
    for rows in range(1, 1 + min(3, len(copies) // 2 + 1)):
        group = _in_rows(cast, copies, rows, afloat)
        width, height = size_of(group)
        depth = height - size_of(copies[0])[1]
        fits = min(0.92 * cast.aspect / width, 0.62 / height)
        if depth > 0 and not afloat:
            fits = min(fits, room / depth)
        fits *= 1 + cast.rng.uniform(-1, 1) * (0.25 if len(copies) < 4 else 0.12)
        best = max(best, (fits, group), key=lambda item: item[0])
    return best[1]


def _in_rows(cast: Cast, copies: Sequence[Group], rows: int, afloat: bool) -> Group:
    """Rows one behind the other, the last one first."""
    placed: list[Group] = []
    foot, at = 0.0, 0
    base, more = divmod(len(copies), rows)
    for number in range(rows):
        length = base + (number < more)
        small = [
            scaled(group, 1.0 if afloat else FARTHER**number) for group in copies[at : at + length]
        ]
        at += length
        line = _row(cast, small, foot, afloat)
        # Every other row stands in the gaps of the one before it.
        shift = (0.25 - 0.5 * (number % 2)) + cast.rng.uniform(-0.15, 0.15)
        shift *= size_of(small[0])[0] * (rows > 1)
        line = _clear(
            [moved(group, shift, 0.0) for group in line],
            [one.box for group in placed for one in group],
        )
        placed = line + placed
        foot = min(bounds(group)[3] for group in line)
        foot -= STEP_BACK * max(size_of(group)[1] for group in small) * (1.6 if afloat else 1.0)
    return sum(placed, ())


def _clear(row: list[Group], covers: list[Box]) -> list[Group]:
    """The row so high that enough of each of its things shows above those before it."""
    step = 0.05 * size_of(row[0])[1]
    while min(visible(group[0].box, covers) for group in row) < SHOWN:
        row = [moved(group, 0.0, -step) for group in row]
    return row


def _row(cast: Cast, row: Sequence[Group], foot: float, afloat: bool) -> list[Group]:
    """Side by side around x = 0, feet at different depths; the farther ones first."""
    widths = [size_of(group)[0] for group in row]
    heights = [size_of(group)[1] for group in row]
    gaps = [cast.rng.uniform(0.04, 0.22) * min(widths) for _ in row]
    x = -(sum(widths) + sum(gaps[1:])) / 2
    reach = 0.3 if afloat else 0.12
    placed = []
    for group, width, height, gap in zip(row, widths, heights, gaps, strict=True):
        y = foot - cast.rng.uniform(0, reach) * height
        placed.append(set_down(group, x + width / 2, y))
        x += width + gap
    return sorted(placed, key=lambda group: group[0].y)
