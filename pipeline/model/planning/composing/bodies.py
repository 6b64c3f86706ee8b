"""What beings ride and wear."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model.dictionary import Drawing, Kind, Worn
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    drawing_of,
    flipped,
    moved,
    of_element,
    rotated,
    scaled,
)
from pipeline.model.planning.composing.furniture import BOARDS, OPEN_FRAMES
from pipeline.model.planning.composing.joining import turned_still
from pipeline.model.planning.composing.surfaces import put_on

LEGWEAR = {"jeans": 0.45, "shorts": 0.2}  # how high they are, in heights of who wears them
ON_BACKS = ("cape", "backpack", "worn backpack")
TALLEST = 1.35  # of one who rides, in heights of the mount
REARED = 34.0  # degrees that an animal's head rises when it rides what has a handlebar
RUMP = (0.76, 0.64)  # of an animal that is drawn from its side, where it sits; it looks to the left
PERCHED = {True: (0.55, 0.9), False: (0.5, 0.82)}  # the same of one that sits, or stands upright
MOST_RIDING, LEAST_RIDING = 0.86, 0.6  # longer side of an animal that rides, in widths of its mount
SKIS = 1.25  # length of skis, in heights of who crouches on them
GARMENT = 0.3  # least height of clothes that cover the trunk, in heights of a person
CHEST = 0.54  # height of the chest of an animal that stands upright
UPRIGHT = 0.98  # height over width from which an animal stands upright
HAT = 0.4  # greatest width of what is on the head of an animal seen from its side, in its widths
EAR = 0.34  # least width of an animal's head in widths of the animal


def ride(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """On boards standing, else astride: the near leg before the mount, or of those who are drawn
    standing the lower body behind it."""
    mount = of_element(host, element)[0]
    if mount.kind in BOARDS or drawing_of(cast.dictionary, mount).anchors.seat is None:
        return put_on(cast, movers, host, element)
    x, y = mount.at(*drawing_of(cast.dictionary, mount).anchors.seat or (0.5, 0.5))
    riders: Group = ()
    before: Group = ()
    for number, group in enumerate(movers):
        if mount.kind in OPEN_FRAMES and cast.is_animal(group[0].kind):
            before += _saddled(cast, group, mount, (x, y))
            continue
        if drawing_of(cast.dictionary, group[0]).pose in ("riding", "sitting"):
            step = (number - (len(movers) - 1) / 2) * 0.3 * mount.width
            before += _astride(cast, group, mount, x + step, y)
            continue
        bust = cast.extent(group[0].element) == "bust"
        most = 0.62 if bust else 1.15
        group = scaled(group, min(1.0, most * mount.height / group[0].height))
        lead = group[0]
        framed = mount.kind in OPEN_FRAMES
        low = 0.15 if cast.is_animal(lead.kind) else 0.2 if bust else 0.42
        foot = y + low * lead.height
        # Through a frame the legs show; behind a body they end where it hides them.
        foot = min(foot, mount.y if framed else y + 0.5 * (mount.y - y))
        step = (number - (len(movers) - 1) / 2) * 0.7 * lead.width
        seated = moved(group, x + step - lead.x, foot - lead.y)
        riders += tuple(replace(one, stands=False) for one in seated)
    place = next(number for number, one in enumerate(host) if one is mount)
    return host[:place] + riders + host[place : place + 1] + before + host[place + 1 :]


def _saddled(cast: Cast, group: Group, mount: Figure, saddle: tuple[float, float]) -> Group:
    """An animal on the saddle of a bicycle, its forelegs at the handlebar, large enough for it."""
    longer = max(group[0].width, group[0].height)
    wanted = min(max(longer, LEAST_RIDING * mount.width), MOST_RIDING * mount.width)
    group = scaled(group, wanted / longer)
    # Animals and vehicles look to the left as they are drawn.
    group = group if group[0].mirrored == mount.mirrored else flipped(group, group[0].x)
    lead = group[0]
    sits = drawing_of(cast.dictionary, lead).pose == "sitting"
    upright = sits or lead.height > UPRIGHT * lead.width
    seat = lead.at(*(PERCHED[sits] if upright else RUMP))
    group = turned_still(moved(group, saddle[0] - seat[0], saddle[1] - seat[1]))
    if upright:
        return group
    return rotated(group, saddle, REARED if mount.mirrored else -REARED)


def _astride(cast: Cast, group: Group, mount: Figure, x: float, y: float) -> Group:
    """Somebody who sits on a mount's seat at (x, y) and looks where it goes."""
    group = scaled(group, min(1.0, TALLEST * mount.height / group[0].height))
    turned = group[0].mirrored != mount.mirrored
    middle = group[0].x
    group = flipped(group, middle) if turned else group
    lead = group[0]
    seat = lead.at(*(drawing_of(cast.dictionary, lead).anchors.seat or (0.5, 0.6)))
    sunk = 0.05 * lead.height
    return tuple(
        replace(one, stands=False) for one in moved(group, x - seat[0], y - seat[1] + sunk)
    )


def climb(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """On the front of what is climbed, up from its foot; seen from behind."""
    below = of_element(host, element)[0]
    placed: Group = ()
    for number, group in enumerate(movers):
        lead = group[0]
        most = 0.7 if below.height > below.width else 0.5
        group = scaled(group, min(1.0, most * below.height / lead.height))
        lead = group[0]
        share = (number + 0.5) / len(movers) - 0.5
        x = below.x + share * 0.8 * below.width
        y = below.y - max(0.04, 0.24 - 0.14 * number) * below.height
        risen = moved(group, x - lead.x, y - lead.y)
        placed += tuple(replace(one, stands=False) for one in risen)
    return host + placed


def wear(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """On head, eyes, neck or waist, as the clothes are drawn."""
    wearer = of_element(host, element)[0]
    behind: Group = ()
    before: Group = ()
    for group in movers:
        if group[0].kind == "skis" and drawing_of(cast.dictionary, wearer).pose:
            behind += _underfoot(cast, group, wearer)
            continue
        worn = _dressed(cast, group[0], wearer)
        if worn.kind in ON_BACKS:
            away = 0.0 if worn.kind == "cape" else 0.3 * wearer.width
            # Our own figures look to the left as they are drawn.
            left = wearer.mirrored != bool(drawing_of(cast.dictionary, wearer).pose)
            behind += moved((worn,), away if left else -away, 0.0)
        else:
            before += (worn,)
    place = next(number for number, one in enumerate(host) if one is wearer)
    return host[:place] + behind + host[place : place + 1] + before + host[place + 1 :]


def _underfoot(cast: Cast, group: Group, wearer: Figure) -> Group:
    """Skis on the feet, drawn from the side where the dictionary has them so."""
    drawings = cast.dictionary.kinds[group[0].kind].drawings
    worn = next((number for number, one in enumerate(drawings) if one.pose), None)
    if worn is None:
        return group
    width = SKIS * wearer.height
    skis = replace(
        group[0], variant=worn, mirrored=wearer.mirrored, stands=True, turned=0.0, x=wearer.x,
        y=wearer.y + 0.025 * wearer.height, width=width,
        height=0.7 * width * drawings[worn].height / drawings[worn].width,
    )  # fmt: skip
    return (skis,)


def _dressed(cast: Cast, clothes: Figure, wearer: Figure) -> Figure:
    """The clothes at their place on the wearer."""
    drawing = drawing_of(cast.dictionary, clothes)
    kind = cast.dictionary.kinds[clothes.kind]
    body = _body(cast, wearer)
    worn = drawing.anchors.worn
    if worn is None:
        worn = _as_worn(kind, drawing)
    x, y = body.points[worn.at]
    garment = worn.at == "neck" and (worn.height or 0.0) >= GARMENT
    garment = garment and _covers(clothes.kind)
    if cast.is_animal(wearer.kind) and garment:
        return _on_body(clothes, wearer, (x, y))
    if worn.width is not None:
        width = worn.width * body.head
        if (
            worn.at == "brow"
            and cast.is_animal(wearer.kind)
            and wearer.height < UPRIGHT * wearer.width
        ):
            width = min(width, HAT * wearer.width)
        height = width * drawing.height / drawing.width
    else:
        bust = cast.extent(wearer.element) == "bust"
        height = (worn.height or 0.3) * wearer.height * (1.6 if bust else 1.0)
        width = height * drawing.width / drawing.height
    return replace(
        clothes,
        x=x,
        y=y + (1 - worn.y) * height,
        width=width,
        height=height,
        stands=False,
        mirrored=wearer.mirrored,
    )


def _covers(kind: str) -> bool:
    """Whether clothes cover the trunk: no scarf, no cape."""
    return kind not in (*ON_BACKS, "scarf")


def _on_body(clothes: Figure, wearer: Figure, neck: tuple[float, float]) -> Figure:
    """A garment over an animal's trunk, from its neck down, behind the head of one seen from the
    side. neck: where it is."""
    upright = wearer.height > UPRIGHT * wearer.width
    width, height = (0.62, 0.42) if upright else (0.5, 0.5)
    back = 0.1 * wearer.width
    top = min(neck[1], wearer.y - 0.72 * wearer.height)
    x = wearer.x + (-back if wearer.mirrored else back)
    if upright:
        x, top = (wearer.x + neck[0]) / 2, max(neck[1], wearer.y - CHEST * wearer.height)
    return replace(
        clothes,
        x=x,
        y=top + height * wearer.height,
        width=width * wearer.width,
        height=height * wearer.height,
        stands=False,
        mirrored=wearer.mirrored,
    )


def _as_worn(kind: Kind, drawing: Drawing) -> Worn:
    """How clothes that are drawn for themselves are worn best."""
    if kind.zone == "face":
        return Worn("eyes", 0.5, width=1.0)
    if kind.zone == "head":
        return Worn("brow", 0.88, width=1.3)
    if "shoe" in kind.name or "boot" in kind.name:
        return Worn("waist", -2.2, height=0.14)  # so far below it that the feet are reached
    if kind.name in LEGWEAR:
        return Worn("waist", 0.08, height=LEGWEAR[kind.name])
    return Worn("neck", drawing.anchors.neck or 0.06, height=0.42 if kind.size > 0.9 else 0.3)


@dataclass(frozen=True, slots=True)
class Body:
    """head: the width of a wearer's head. points: name -> (x, y) of where clothes go."""

    head: float
    points: dict[str, tuple[float, float]]


def _body(cast: Cast, wearer: Figure) -> Body:
    """Where a wearer's head, eyes, neck, waist and feet are."""
    anchors = drawing_of(cast.dictionary, wearer).anchors
    extent, animal = cast.extent(wearer.element), cast.is_animal(wearer.kind)
    head = anchors.head or (0.5, 0.03, 0.45)
    # The top of an outline is often but an ear.
    least = EAR if animal and extent == "whole" else 0.0
    width = min(max(head[2], least), 0.75) * wearer.width
    neck = anchors.neck or {"head": 0.95, "bust": 0.6}.get(extent, 0.24)
    if animal and anchors.neck is None:
        neck = min(0.5, head[1] + 0.8 * width / wearer.height)
    x, top = wearer.at(head[0], head[1])
    points = {
        "brow": (x, top + (0.12 if animal else 0.16) * width),
        "eyes": (x, top + 0.5 * width),
        "neck": (x, wearer.at(0.5, neck)[1]),
        "waist": (wearer.x, wearer.at(0.5, 0.55)[1]),
    }
    return Body(width, points)
