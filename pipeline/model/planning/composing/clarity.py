"""How well an arrangement can be read: what hides what, and what seems to be on what."""

from collections.abc import Sequence

from pipeline.model.planning.composing.figures import Figure, Group, bounds, size_of, visible

MARGIN = 0.04  # of the picture's width, left free at the sides
SHOWN = 0.75  # least visible share of everything
TOUCHES = 0.07  # of the picture's height: from here on a foot and a top seem to touch


def clarity(groups: Sequence[Group], standing: int, aspect: float) -> float:
    """How well an arrangement can be read, 0..1: what hides what, what of the last
    groups, those `standing`, seems to be on another, and whether all fits between the sides."""
    if any(size_of(group)[0] > (1 - MARGIN) * aspect for group in groups):
        return 0.5 * shown(groups)
    rows = groups[len(groups) - standing :]
    for number, back in enumerate(rows):
        if any(seems_on(back, front) for front in rows[number + 1 :]):
            return 0.5 * shown(groups)
    return shown(groups)


def seems_on(back: Group, front: Group) -> bool:
    """Whether something farther away ends where something before it begins, as if on it."""
    left, _, right, foot = bounds(back)
    other_left, top, other_right, _ = bounds(front)
    shared = min(right, other_right) - max(left, other_left)
    near = abs(foot - top) < TOUCHES
    return near and shared > 0.4 * min(right - left, other_right - other_left)


def shown(groups: Sequence[Group]) -> float:
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
