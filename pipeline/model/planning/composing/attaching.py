"""Things that touch: what is on, in, under, worn, held or ridden becomes one group with its host.

Every rule takes groups whose things go to a host, and the host's group, and gives one group back.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.model.dictionary import Dictionary, Kind
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
from pipeline.model.planning.composing.sizes import WORDS

INSET = 0.07  # of a surface's width at either end, where nothing is put
SINK = 0.03  # how deep what has no surface lets things stand in its outline
LEAST = 0.55  # how much smaller things may become to fit side by side on a surface
BOARDS = ("skateboard", "surfboard", "snowboard", "sled", "skis", "sledge", "kick scooter")
OPEN_FRAMES = ("bicycle", "racing bicycle", "motorcycle", "motor scooter", "cruiser motorcycle")
SHELTERS = ("umbrella", "umbrella on ground", "parachute")

Rule = Callable[[Cast, Sequence[Group], Group, int], Group]


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
    below = of_element(host, element)[0]
    surface = drawing_of(cast.dictionary, below).anchors.surface
    inset = INSET if surface is not None else 0.25
    left, right = below.box[0] + inset * below.width, below.box[2] - inset * below.width
    rows = _fitted(cast, movers, right - left)
    placed: Group = ()
    for number, row in enumerate(rows):
        up = 0.0 if number == len(rows) - 1 else 0.62 * size_of(row[0])[1]
        for x, group in _spread(cast, row, left, right):
            if surface is not None:
                y = below.at(0.5, surface)[1] + cast.rng.uniform(-0.005, 0.015) * below.height
            else:
                y = outline_top(cast.dictionary, below, x) + SINK * below.height
            placed += set_down(group, x, y - up)
    return host + placed


def _fitted(cast: Cast, movers: Sequence[Group], room: float) -> list[list[Group]]:
    """Groups in one row, or two, small enough to stand side by side in `room`."""
    if len(movers) == 1:
        width = size_of(movers[0])[0]
        return [[scaled(movers[0], min(1.0, 1.35 * room / width))]]
    width = sum(size_of(group)[0] for group in movers) * 1.08
    factor = min(1.0, room / width)
    if factor >= LEAST or len(movers) < 4:
        return [[scaled(group, factor) for group in movers]]
    factor = min(1.0, 1.8 * room / width)
    small = [scaled(group, factor) for group in movers]
    half = len(small) // 2
    return [small[:half], small[half:]]


def _spread(
    cast: Cast, groups: Sequence[Group], left: float, right: float
) -> list[tuple[float, Group]]:
    """(x, group) along a line, with uneven gaps."""
    widths = [size_of(group)[0] for group in groups]
    spare = right - left - sum(widths)
    shares = [cast.rng.uniform(0.5, 1.5) for _ in range(len(groups) + 1)]
    if len(groups) == 1:
        shares = [cast.rng.uniform(0.8, 1.2) for _ in shares]
    if spare < 0:
        shares = [0.5, *[0.0] * (len(groups) - 1), 0.5]
    x, found = left, []
    for share, width, group in zip(shares, widths, groups, strict=False):
        x += spare * share / sum(shares)
        found.append((x + width / 2, group))
        x += width
    return found


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
    clear = drawing.see_through > 0.25
    room = 0.86 * (right - left)
    if not clear and all(_is_stem(cast, group) for group in movers):
        return _bunch(cast, movers, host, around, (left, y, right))
    rows = _heap(movers, room, around.height * (0.8 if clear else 1.1))
    inside: Group = ()
    for number, row in enumerate(rows):
        back = len(rows) - 1 - number
        for x, group in _spread(cast, row, left + 0.07 * room, right - 0.07 * room):
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
    long = kind.zone == "hand" and kind.category != "animal" and height > 1.2 * width
    return long or (kind.category == "plant" and height > 1.05 * width)


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
    reach = 0.5 * (right - left) + 0.22 * around.width * (len(movers) > 1)
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
    for x, group in _spread(cast, groups, middle - half, middle + half):
        placed += set_down(group, x, foot)
    return placed


def ride(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """On boards standing, else astride: the lower body behind the mount."""
    mount = of_element(host, element)[0]
    if mount.kind in BOARDS or drawing_of(cast.dictionary, mount).anchors.seat is None:
        return put_on(cast, movers, host, element)
    x, y = mount.at(*drawing_of(cast.dictionary, mount).anchors.seat or (0.5, 0.5))
    riders: Group = ()
    for number, group in enumerate(movers):
        bust = cast.extent(group[0].element) == "bust"
        most = 0.62 if bust else 1.15
        group = scaled(group, min(1.0, most * mount.height / group[0].height))
        lead = group[0]
        low = 0.15 if _is_animal(cast, lead) else 0.2 if bust else 0.42
        foot = y + low * lead.height
        # Through a frame the legs show; behind a body they end where it hides them.
        framed = mount.kind in OPEN_FRAMES
        foot = min(foot, mount.y if framed else y + 0.5 * (mount.y - y))
        step = (number - (len(movers) - 1) / 2) * 0.7 * lead.width
        seated = moved(group, x + step - lead.x, foot - lead.y)
        riders += tuple(replace(one, stands=False) for one in seated)
    place = next(number for number, one in enumerate(host) if one is mount)
    return host[:place] + riders + host[place:]


def _is_animal(cast: Cast, figure: Figure) -> bool:
    return cast.dictionary.kinds[figure.kind].category == "animal"


def hold(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """At the holder's hand; the second thing in the other one."""
    holder = of_element(host, element)[0]
    kind = cast.dictionary.kinds[holder.kind]
    bust = (0.82, 0.82) if kind.extent == "bust" else (0.78, 0.62)
    hand = drawing_of(cast.dictionary, holder).anchors.hand or bust
    if kind.category == "animal" and drawing_of(cast.dictionary, holder).anchors.hand is None:
        hand = (0.3, 0.62)
    placed: Group = ()
    for number, group in enumerate(movers):
        point = hand if number % 2 == 0 else (1 - hand[0], hand[1])
        x, y = holder.at(*point)
        lead = group[0]
        limit = _held_size(cast, lead, kind) * (1.5 if kind.extent == "bust" else 1.0)
        group = scaled(group, limit * holder.height / max(lead.width, lead.height))
        width, height = size_of(group)
        grip = {"placard": 0.1, "umbrella": 0.0, "balloon": -0.05}.get(lead.kind, 0.4)
        away = 0.3 * width if x >= holder.x else -0.3 * width
        away *= 0.0 if lead.kind in (*SHELTERS, "placard", "balloon") else 1.0
        held = set_down(group, x + away, y + grip * height)
        held = tuple(replace(one, stands=False) for one in held)
        if lead.kind in SHELTERS:
            host = held + host
        else:
            placed += held
    return host + placed


def _held_size(cast: Cast, held: Figure, holder: Kind) -> float:
    """The longer side of a held thing in heights of its holder: small things are drawn larger."""
    if held.kind in SHELTERS:
        return 0.95
    ratio = cast.dictionary.kinds[held.kind].size / holder.size
    size = min(0.75 if ratio > 1 else 0.52, max(0.16, 1.05 * ratio**0.65))
    return size * WORDS[cast.graph.elements[held.element].size] ** 0.7


def wear(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """On head, eyes, neck or waist, as the clothes are drawn."""
    wearer = of_element(host, element)[0]
    behind: Group = ()
    before: Group = ()
    for group in movers:
        worn = _dressed(cast, group[0], wearer)
        if worn.kind in ("cape", "worn backpack"):
            behind += (worn,)
        else:
            before += (worn,)
    place = next(number for number, one in enumerate(host) if one is wearer)
    return host[:place] + behind + host[place : place + 1] + before + host[place + 1 :]


def _dressed(cast: Cast, clothes: Figure, wearer: Figure) -> Figure:
    """The clothes at their place on the wearer."""
    drawing = drawing_of(cast.dictionary, clothes)
    anchors = drawing_of(cast.dictionary, wearer).anchors
    kind = cast.dictionary.kinds[clothes.kind]
    extent = cast.dictionary.kinds[wearer.kind].extent
    head = anchors.head or (0.5, 0.03, 0.45)
    animal = cast.dictionary.kinds[wearer.kind].category == "animal"
    # The top of an outline is often but an ear.
    head_width = min(max(head[2], 0.34 if animal and extent == "whole" else 0.0), 0.75)
    head_width *= wearer.width
    top_x, top_y = wearer.at(head[0], head[1])
    neck = anchors.neck or {"head": 0.95, "bust": 0.6}.get(extent, 0.24)
    if animal and anchors.neck is None:
        neck = min(0.5, head[1] + 0.8 * head_width / wearer.height)
    points = {
        "brow": (top_x, top_y + (0.24 if animal else 0.16) * head_width),
        "eyes": (top_x, top_y + 0.5 * head_width),
        "neck": (top_x, wearer.at(0.5, neck)[1]),
        "waist": (wearer.x, wearer.at(0.5, 0.55)[1]),
    }
    worn = drawing.anchors.worn
    if worn is not None:
        x, y = points[worn.at]
        width = worn.width * head_width if worn.width else 0.0
        tall = (worn.height or 0.3) * wearer.height * (1.6 if extent == "bust" else 1.0)
        width = width or tall * drawing.width / drawing.height
        height = width * drawing.height / drawing.width
        foot = y + (1 - worn.y) * height
    elif kind.zone == "face":
        x, y = points["eyes"]
        width = 1.0 * head_width
        height = width * drawing.height / drawing.width
        foot = y + height / 2
    elif kind.zone == "head":
        x, y = points["brow"]
        width = 1.3 * head_width
        height = width * drawing.height / drawing.width
        foot = y + 0.12 * height
    elif "shoe" in clothes.kind or "boot" in clothes.kind:
        x, width = wearer.x, 0.7 * wearer.width
        height = width * drawing.height / drawing.width
        foot = wearer.y
    else:
        x, y = points["neck"]
        height = (0.42 if kind.size > 0.9 else 0.3) * wearer.height
        width = height * drawing.width / drawing.height
        foot = y + (1 - (drawing.anchors.neck or 0.06)) * height
    return replace(
        clothes, x=x, y=foot, width=width, height=height, stands=False, mirrored=wearer.mirrored
    )


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
    movers = [scaled(group, min(1.0, 0.95 * center.height / tallest)) for group in movers]
    widest, tallest = (max(size_of(group)[k] for group in movers) for k in (0, 1))
    across = max(center.width / 2 + 0.62 * widest, len(movers) * widest * (0.34 if tall else 0.2))
    deep = max(0.3 * center.height, 1.1 * tallest)
    behind: list[Group] = []
    before: list[Group] = []
    for number, group in enumerate(movers):
        part = (number + 0.5) / len(movers)
        angle = np.pi * ((1.3 * part - 0.15) if tall else 2 * part) + cast.rng.uniform(-0.08, 0.08)
        x, y = center.x + across * np.cos(angle), center.y - deep * 0.5 * np.sin(angle)
        group = scaled(group, 1 + 0.1 * (y - center.y) / deep)
        (behind if y < center.y else before).append(set_down(group, float(x), float(y)))
    behind.sort(key=lambda group: group[0].y)
    before.sort(key=lambda group: group[0].y)
    return (*sum(behind, ()), *host, *sum(before, ()))


# name -> (rule, whether the subject is the host)
RULES: dict[str, tuple[Rule, bool]] = {
    "on": (put_on, False),
    "in": (put_in, False),
    "full of": (put_in, True),
    "under": (put_under, False),
    "riding": (ride, False),
    "holding": (hold, True),
    "wearing": (wear, True),
    "around": (ring, False),
}
