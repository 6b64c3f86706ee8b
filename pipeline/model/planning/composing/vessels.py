"""Things in other things: in what has an opening, in a vase, in a tree or a car."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    drawing_of,
    of_element,
    scaled,
    set_down,
    size_of,
)
from pipeline.model.planning.composing.surfaces import spread

CLEAR = 0.25  # least share of a drawing that is half transparent in what one sees through


def put_in(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """Inside the host's opening, partly hidden by its front; in the middle of what has none."""
    around = of_element(host, element)[0]
    drawing = drawing_of(cast.dictionary, around)
    opening = drawing.anchors.opening
    if opening is None:
        return _put_inside(cast, movers, host, around)
    left, y = around.at(opening[0], opening[1])
    right, _ = around.at(opening[2], opening[1])
    left, right = min(left, right), max(left, right)
    clear = drawing.see_through > CLEAR
    room = 0.86 * (right - left)
    if not clear and all(_is_stem(cast, group) for group in movers):
        return _bunch(cast, movers, host, around, (left, y, right))
    rows = _heap(movers, room, around.height * (0.8 if clear else 1.1))
    inside: Group = ()
    for number, row in enumerate(rows):
        back = len(rows) - 1 - number
        for x, group in spread(cast, row, left + 0.07 * room, right - 0.07 * room):
            height = size_of(group)[1]
            if clear:
                foot = around.y - 0.08 * around.height - back * 0.55 * height
                inside += set_down(group, x, foot)
            else:
                share = 0.38 - 0.1 * back * (len(movers) < 4)
                down = share * height - back * 0.42 * height
                inside += _sunk(set_down(group, x, y + down), share if back == 0 else 0.1)
    place = next(number for number, one in enumerate(host) if one is around)
    if clear:
        return host[:place] + inside + host[place:]
    return host[: place + 1] + inside + host[place + 1 :]


def _is_stem(cast: Cast, group: Group) -> bool:
    """Whether a thing is long and thin, so that it stands in a vase or cup."""
    kind = cast.dictionary.kinds[group[0].kind]
    width, height = size_of(group)
    return kind.zone == "hand" or (kind.category == "plant" and height > 1.05 * width)


def _bunch(
    cast: Cast,
    movers: Sequence[Group],
    host: Group,
    around: Figure,
    opening: tuple[float, float, float],
) -> Group:
    """Flowers in a vase: their feet in the opening, their heads above it, close together."""
    left, y, right = opening
    tallest = max(size_of(group)[1] for group in movers)
    factor = 0.85 * around.height / tallest
    flowers = cast.dictionary.kinds[movers[0][0].kind].category == "plant"
    reach = 0.5 * (right - left) + 0.22 * around.width if flowers else 0.2 * (right - left)
    inside: Group = ()
    for number, group in enumerate(movers):
        group = scaled(group, factor)
        part = 0.0 if len(movers) == 1 else 2 * number / (len(movers) - 1) - 1
        height = size_of(group)[1]
        x = (left + right) / 2 + part * reach
        up = cast.rng.uniform(0.12, 0.2) * (1 - abs(part)) * height * (len(movers) > 2)
        inside += _sunk(set_down(group, x, y + 0.42 * height - up), 0.36 - up / height)
    place = next(number for number, one in enumerate(host) if one is around)
    return host[:place] + inside + host[place:]


def _heap(movers: Sequence[Group], width: float, height: float) -> list[list[Group]]:
    """Rows from back to front of groups that fit in an opening."""
    in_front = len(movers) if len(movers) < 4 else (len(movers) + 1) // 2
    widest = max(size_of(group)[0] for group in movers)
    tallest = max(size_of(group)[1] for group in movers)
    packed = widest * (1 + 0.8 * (in_front - 1))
    factor = min(1.25, width / packed, height / tallest)
    small = [scaled(group, factor) for group in movers]
    return [part for part in (small[in_front:], small[:in_front]) if part]


def _sunk(group: Group, share: float) -> Group:
    """A group whose lowest part is hidden: `share` of its height."""
    bottom = bounds(group)[3]
    line = bottom - share * size_of(group)[1]
    return tuple(
        replace(one, hidden=max(one.hidden, min(0.9, (one.y - line) / one.height)), stands=False)
        if one.y > line
        else one
        for one in group
    )


def _put_inside(cast: Cast, movers: Sequence[Group], host: Group, around: Figure) -> Group:
    """In the crown of a tree, at the windows of a car: seen within the host's outline."""
    anchors = drawing_of(cast.dictionary, around).anchors
    category = cast.dictionary.kinds[around.kind].category
    plant, car = category == "plant", category == "vehicle"
    seat = (0.5, 0.62) if car else anchors.seat or (0.5, 0.4 if plant else 0.62)
    placed: Group = ()
    for number, group in enumerate(movers):
        width, height = size_of(group)
        tall = 0.6 if car else 0.42
        factor = min(1.0, tall * around.height / height, 0.5 * around.width / width)
        group = scaled(group, factor)
        step = (number - (len(movers) - 1) / 2) * 0.9 * size_of(group)[0]
        x, y = around.at(*seat)
        if anchors.surface is not None and not car:
            y = around.at(0.5, anchors.surface)[1] + 0.1 * around.height
        jitter = cast.rng.uniform(-0.08, 0.08) * around.width if plant else 0.0
        placed += set_down(group, x + step + jitter, y + 0.1 * size_of(group)[1])
    return host + (_sunk(placed, 0.45 if car else 0.25) if not plant else placed)
