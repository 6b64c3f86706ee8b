"""Copies of one thing: a loose row or a cluster with depth, never a stamped line."""

from collections.abc import Sequence

from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import Group, moved, scaled, set_down, size_of

STEP_BACK = 0.76  # how far a row stands above the one before it, in heights
FARTHER = 0.9  # how much smaller each row behind is


def herd(cast: Cast, copies: Sequence[Group], afloat: bool = False) -> Group:
    """The copies as one group on the ground; `afloat`: in the air or in water, so at any height."""
    if len(copies) == 1:
        return copies[0]
    rows = _rows(cast, copies, afloat)
    placed: list[Group] = []
    foot = 0.0
    for number, row in enumerate(rows):
        small = [scaled(group, 1.0 if afloat else FARTHER**number) for group in row]
        line = _row(cast, small, foot, afloat)
        shift = cast.rng.uniform(-0.35, 0.35) * size_of(small[0])[0] if len(rows) > 1 else 0.0
        placed = [moved(group, shift, 0.0) for group in line] + placed
        foot -= STEP_BACK * max(size_of(group)[1] for group in small) * (1.3 if afloat else 1.0)
    return sum(placed, ())


def _rows(cast: Cast, copies: Sequence[Group], afloat: bool) -> list[Sequence[Group]]:
    """Front row first; a front row is the longer one."""
    width, height = size_of(copies[0])
    count = len(copies)
    if count <= 3 or (count == 4 and width < height and not afloat):
        rows = 1
    elif count <= 6 or (width < 0.8 * height and not afloat):
        rows = 2
    else:
        rows = 3 if width > 0.8 * height else 2
    base, more = divmod(count, rows)
    lengths = [base + (number < more) for number in range(rows)]
    if rows == 2 and count >= 4 and cast.rng.random() < 0.35 and lengths[1] > 1:
        lengths = [lengths[0] + 1, lengths[1] - 1]
    found, at = [], 0
    for length in lengths:
        found.append(copies[at : at + length])
        at += length
    return found


def _row(cast: Cast, row: Sequence[Group], foot: float, afloat: bool) -> list[Group]:
    """Side by side around x = 0, feet at different depths; the farther ones first."""
    widths = [size_of(group)[0] for group in row]
    heights = [size_of(group)[1] for group in row]
    gaps = [cast.rng.uniform(0.04, 0.22) * min(widths) for _ in row]
    x = -(sum(widths) + sum(gaps[1:])) / 2
    reach = 0.3 if afloat else 0.07
    placed = []
    for group, width, height, gap in zip(row, widths, heights, gaps, strict=True):
        y = foot - cast.rng.uniform(0, reach) * height
        placed.append(set_down(group, x + width / 2, y))
        x += width + gap
    return sorted(placed, key=lambda group: group[0].y)
