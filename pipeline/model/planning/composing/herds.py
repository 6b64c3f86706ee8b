"""Copies of one thing: a loose row, or a crowd that recedes over the ground."""

from collections.abc import Sequence

from pipeline.model.plan.boxes import Box
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Group,
    bounds,
    scaled,
    set_down,
    size_of,
    visible,
)
from pipeline.model.planning.composing.perspective import NEAREST, view_of

SHOWN = 0.62  # least visible share of each copy
FARTHER = 0.77  # how much smaller each row behind is
GAPS = (0.12, 0.3, 0.5, 0.75)  # between the copies of a row, in widths
TALL = 0.62  # most of the picture's height that the nearest copies take
# Least height of a row over the one before it, as we look down a little: in heights of its things,
# and no more than this share of the picture, else what is behind looks like giants.
LIFTED, MOST_LIFTED = 0.5, 0.12
STEP_BACK = 0.9  # height of a row above the one before it where nothing stands, in heights


def herd(cast: Cast, copies: Sequence[Group], afloat: bool = False) -> Group:
    """The copies as one group on the ground; `afloat`: in the air or in water, so at any height.

    Of one, two and three rows, loose and close ones, those in which the copies come out largest.
    """
    if len(copies) == 1:
        return copies[0]
    best: tuple[float, Group] = (0.0, copies[0])
    for rows in range(1, 1 + min(3, len(copies) // 2 + 1)):
        taste = 1 + cast.rng.uniform(-1, 1) * (0.25 if len(copies) < 4 else 0.12)
        for gap in GAPS[:1] if rows == 1 or afloat else GAPS:
            line = _aloft(cast, copies, rows) if afloat else _receding(cast, copies, rows, gap)
            shown = afloat or all_show(line)
            group = sum(line, ())
            if shown or rows == 1:
                best = max(best, (taste * _fits(cast, group), group), key=lambda item: item[0])
    return best[1]


def _fits(cast: Cast, group: Group) -> float:
    """How large one unit of a group's lengths may be in the picture."""
    width, height = size_of(group)
    return min(0.92 * cast.aspect / width, TALL / height)


def all_show(groups: Sequence[Group]) -> bool:
    """Whether enough shows of every copy, from back to front."""
    boxes: list[list[Box]] = [[one.box for one in group] for group in groups]
    for number, group in enumerate(groups):
        covers = [box for later in boxes[number + 1 :] for box in later]
        if visible(group[0].box, covers) < SHOWN:
            return False
    return True


def _receding(cast: Cast, copies: Sequence[Group], rows: int, gap: float) -> list[Group]:
    """Rows one behind the other, the last one first: each so much higher as it is smaller, its
    copies in the gaps of those before it."""
    lines = _dealt(copies, rows)
    widest = max(size_of(group)[0] for group in lines[0])
    pitch = (1 + gap) * widest
    view = view_of(cast.graph.setting.place)
    tallest = max(size_of(group)[1] for group in copies)
    unit = min(0.92 * cast.aspect / (pitch * len(lines[0])), TALL / tallest)
    eye = (NEAREST - view.horizon) / unit  # its height over the nearest feet, in the groups' unit
    room = (view.near - view.far) / unit
    placed: list[Group] = []
    for number, line in enumerate(lines):
        between = number / rows - (len(lines[0]) - len(line)) / 2 % 1  # 0 is behind a front one
        shift = (between - round(between) + cast.rng.uniform(-0.06, 0.06)) * pitch * (rows > 1)
        nearest = FARTHER**number
        row = []
        for column, group in enumerate(line):
            scale = nearest * cast.rng.uniform(0.9 if number else 0.93, 1.0)
            lifted = number * min(LIFTED * tallest, MOST_LIFTED / unit)
            rise = max((1 - scale) * eye, lifted)
            foot = -min(rise, room)
            x = shift + (column - (len(line) - 1) / 2) * pitch * nearest**0.15
            if rows == 1:
                x += cast.rng.uniform(-0.4, 0.4) * gap * widest
            row.append(set_down(scaled(group, scale), x, foot))
        placed += row
    return sorted(placed, key=lambda group: bounds(group)[3])


def _dealt(copies: Sequence[Group], rows: int) -> list[Sequence[Group]]:
    """The copies in rows, those that are one too many in the front ones."""
    base, more = divmod(len(copies), rows)
    lines, at = [], 0
    for number in range(rows):
        length = base + (number < more)
        lines.append(copies[at : at + length])
        at += length
    return lines


def _aloft(cast: Cast, copies: Sequence[Group], rows: int) -> list[Group]:
    """A swarm: loose rows one over the other, every other one in the gaps of the one below."""
    placed: list[Group] = []
    foot = 0.0
    for number, line in enumerate(_dealt(copies, rows)):
        tallest = max(size_of(group)[1] for group in line)
        widths = [size_of(group)[0] for group in line]
        x = (0.25 - 0.5 * (number % 2) + cast.rng.uniform(-0.15, 0.15)) * widths[0] * (rows > 1)
        x -= sum(widths) * 0.56
        row = []
        for group, width in zip(line, widths, strict=True):
            y = foot - cast.rng.uniform(0, 0.3) * tallest
            row.append(set_down(group, x + width / 2, y))
            x += width * cast.rng.uniform(1.04, 1.22)
        placed = row + placed
        foot = min(bounds(group)[1] for group in row) - (STEP_BACK - 0.8) * tallest
    return placed
