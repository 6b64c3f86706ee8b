"""Things on a surface, under a thing, or around it.

Every rule takes the groups that go to a host, and the host's group, and gives one group back.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.model.dictionary import Dictionary
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    drawing_of,
    moved,
    of_element,
    scaled,
    set_down,
    size_of,
)
from pipeline.model.planning.composing.furniture import BOARDS, SEATS

INSET = 0.07  # of a surface's width at either end, where nothing is put
SINK = 0.03  # how deep what has no surface lets things stand in its outline
DEPTH = 0.09  # how much higher what is farther up on a surface stands at most, in its widths
CROWDED = 1.3  # most width of one of many on a surface, in shares that are all alike
MANY = 6  # from so many on they stand in two rows, where one row would have to be small
LEAST = 0.4  # how much smaller things may become to fit side by side on a surface
HIPS = 0.4  # share of a standing person below the hips
LOW = ("furniture", "household")
SHELTERS = ("umbrella", "umbrella on ground", "parachute")


def outline_top(dictionary: Dictionary, figure: Figure, x: float) -> float:
    """The y of the highest visible point of a figure near x."""
    alpha = dictionary.drawing(figure.kind, figure.variant)[..., 3]
    share = (x - figure.box[0]) / figure.width
    column = int((1 - share if figure.mirrored else share) * alpha.shape[1])
    reach = max(1, alpha.shape[1] // 16)
    part = alpha[:, max(0, column - reach) : column + reach + 1]
    rows = np.nonzero((part > 128).any(1))[0]
    return figure.box[1] + (rows[0] / alpha.shape[0] if len(rows) else 0.5) * figure.height


def put_on(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """Side by side on the host's surface, or on its outline where it has none."""
    host = _boards_laid(host, element)
    below = of_element(host, element)[0]
    surface = drawing_of(cast.dictionary, below).anchors.surface
    inset = INSET if surface is not None else 0.25
    left, right = below.box[0] + inset * below.width, below.box[2] - inset * below.width
    if below.kind in SEATS:
        movers = [_seated(cast, group, below.mirrored) for group in movers]
    rows = _fitted(cast, movers, right - left)
    placed: list[Group] = []
    for number, row in enumerate(rows):
        behind = number < len(rows) - 1
        up = min(0.62 * size_of(row[0])[1], DEPTH * below.width) if behind else 0.0
        for x, group in spread(cast, row, left, right):
            if below.turned:
                y = below.at(0.5, 0.55)[1]
            elif surface is not None:
                y = below.at(0.5, surface)[1] + cast.rng.uniform(-0.02, 0.015) * below.height
            else:
                y = outline_top(cast.dictionary, below, x) + SINK * below.height
            sunk = _legs(cast, group[0], below.kind in SEATS)
            placed.append(set_down(group, x, y - up + sunk))
    # What is farther up on the surface is behind.
    return host + sum(sorted(placed, key=lambda group: bounds(group)[3]), ())


def _boards_laid(host: Group, element: int) -> Group:
    """Boards that are drawn upright are laid down for those who ride them."""
    return tuple(
        replace(one, width=one.height, height=one.width, turned=90.0)
        if one.element == element and one.kind in BOARDS and one.height > 1.4 * one.width
        else one
        for one in host
    )


def _legs(cast: Cast, sitter: Figure, on_seat: bool) -> float:
    """How far somebody reaches below the seat that they sit on, or sinks into a bed."""
    seat = drawing_of(cast.dictionary, sitter).anchors.seat
    person = drawing_of(cast.dictionary, sitter).pose
    if person == "sleeping" and on_seat:
        return 0.3 * sitter.height
    if seat and person:
        return (1 - seat[1]) * sitter.height
    return sitter.hidden * sitter.height if on_seat else 0.0


def _seated(cast: Cast, group: Group, mirrored: bool) -> Group:
    """A standing person on a seat: seen down to the hips. Who sleeps has the head where the
    pillow is; beds are drawn with it at the left."""
    lead = group[0]
    if drawing_of(cast.dictionary, lead).pose == "sleeping" and len(group) == 1:
        return (replace(lead, mirrored=mirrored, stands=False),)
    kind = cast.dictionary.kinds[lead.kind]
    upright = kind.category in ("person", "fantasy") and lead.height > 1.6 * lead.width
    if not upright or kind.extent != "whole" or drawing_of(cast.dictionary, lead).pose:
        return group
    return (replace(lead, hidden=HIPS, stands=False), *group[1:])


def _fitted(cast: Cast, movers: Sequence[Group], room: float) -> list[list[Group]]:
    """Groups in one row, or two, small enough to stand side by side in `room`."""
    if len(movers) == 1:
        width = size_of(movers[0])[0]
        # Of people it is mostly the arms that reach out.
        most = 2.4 if drawing_of(cast.dictionary, movers[0][0]).pose else 1.35
        return [[scaled(movers[0], min(1.0, most * room / width))]]
    rows = 1 if len(movers) < MANY else 2
    close = 1.08 if len(movers) < 4 else 1.0
    if sum(size_of(group)[0] for group in movers) > room:
        movers = [_no_wider(group, CROWDED * rows * room / len(movers)) for group in movers]
    width = sum(size_of(group)[0] for group in movers) * close
    factor = min(1.0, room / width)
    if (factor >= LEAST and rows == 1) or factor == 1.0 or len(movers) < 4:
        return [[scaled(group, factor) for group in movers]]
    factor = min(1.0, 1.8 * room / width)
    small = [scaled(group, factor) for group in movers]
    half = len(small) // 2
    return [small[:half], small[half:]]


def _no_wider(group: Group, most: float) -> Group:
    """The group, scaled down to a width if it is wider: a horse on a table is a toy, beside which
    a cup is still seen."""
    return scaled(group, min(1.0, most / size_of(group)[0]))


def spread(
    cast: Cast, groups: Sequence[Group], left: float, right: float
) -> list[tuple[float, Group]]:
    """(x, group) along a line, with uneven gaps."""
    widths = [size_of(group)[0] for group in groups]
    spare = right - left - sum(widths)
    shares = [cast.rng.uniform(0.5, 1.5) for _ in range(len(groups) + 1)]
    if len(groups) == 1:
        shares = [cast.rng.uniform(0.8, 1.2) for _ in shares]
    if spare < 0:
        shares = [0.5, *[1.0] * (len(groups) - 1), 0.5]
    x, found = left, []
    for share, width, group in zip(shares, widths, groups, strict=False):
        x += spare * share / sum(shares)
        found.append((x + width / 2, group))
        x += width
    return found


def put_under(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """Between a table's legs, below an umbrella, at a tree's foot, or in front of what is solid."""
    over = of_element(host, element)[0]
    surface = drawing_of(cast.dictionary, over).anchors.surface
    widest = sum(size_of(group)[0] for group in movers) * 1.1
    tallest = max(size_of(group)[1] for group in movers)
    if over.kind in SHELTERS:
        factor = max(1.0, 1.3 * widest / over.width, 0.9 * tallest / over.height)
        host = scaled(host, factor)
        over = of_element(host, element)[0]
        low = over.y - 0.42 * over.height + tallest
        shelter = moved(host, 0, -low)
        lead = of_element(shelter, element)[0]
        held = tuple(replace(one, stands=False) for one in shelter)
        return held + _lined_up(cast, movers, lead.x, 0.0)
    if surface is not None and cast.category(element) in ("furniture", "household"):
        room, width = 0.8 * (1 - surface) * over.height, 0.66 * over.width
        foot = over.y - 0.02 * over.height
    else:
        room, width = 0.42 * over.height, 0.8 * over.width
        foot = over.y + 0.03 * over.height
    factor = min(1.0, room / tallest, width / widest)
    small = [scaled(group, factor) for group in movers]
    return host + _lined_up(cast, small, over.x, foot)


def _lined_up(cast: Cast, groups: Sequence[Group], middle: float, foot: float) -> Group:
    """Side by side around a middle."""
    half = sum(size_of(group)[0] for group in groups) * 0.54
    placed: Group = ()
    for x, group in spread(cast, groups, middle - half, middle + half):
        placed += set_down(group, x, foot)
    return placed


def ring(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """A ring around the host, its far half behind; one thing alone lies in front."""
    center = of_element(host, element)[0]
    widest = max(size_of(group)[0] for group in movers)
    tallest = max(size_of(group)[1] for group in movers)
    if len(movers) == 1:
        factor = min(1.25 * center.width / widest, 0.45 * center.height / tallest)
        front = set_down(scaled(movers[0], factor), center.x, center.y + 0.08 * center.height)
        return host + front
    tall = tallest > 0.5 * center.height  # such things stand at the sides and behind
    most = 0.95 if len(movers) < 3 else 0.8  # several of them, and it is still the main one
    most = most if cast.category(element) not in LOW else 1.9  # people stand around a table
    movers = [scaled(group, min(1.0, most * center.height / tallest)) for group in movers]
    widest, tallest = (max(size_of(group)[k] for group in movers) for k in (0, 1))
    across = max(center.width / 2 + 0.5 * widest, len(movers) * widest * (0.25 if tall else 0.2))
    deep = max(0.3 * center.height, (0.6 if tall else 1.1) * tallest)
    behind: list[Group] = []
    before: list[Group] = []
    for number, group in enumerate(movers):
        part = (number + 0.5) / len(movers)
        angle = np.pi * ((1.3 * part - 0.15) if tall else 2 * part) + cast.rng.uniform(-0.08, 0.08)
        x, y = center.x + across * np.cos(angle), center.y - deep * 0.5 * np.sin(angle)
        group = scaled(group, 1 + 0.2 * (y - center.y) / deep)
        (behind if y < center.y else before).append(set_down(group, float(x), float(y)))
    behind.sort(key=lambda group: group[0].y)
    before.sort(key=lambda group: group[0].y)
    return (*sum(behind, ()), *host, *sum(before, ()))
