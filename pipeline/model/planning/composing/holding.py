"""What beings hold: at the hand, turned as the pose has it, between two hands, or on the arms."""

import math
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.dictionary import Drawing, Kind
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    drawing_of,
    of_element,
    scaled,
    set_down,
    size_of,
    tilted,
)
from pipeline.model.planning.composing.grips import (
    AT_MOUTH,
    DIRECTIONS,
    FACED,
    LAID,
    LONG,
    SMALL,
    SPANNED,
    Long,
    Spanned,
)
from pipeline.model.planning.composing.sizes import WORDS
from pipeline.model.planning.composing.surfaces import SHELTERS
from pipeline.model.planning.composing.taste import face_of

Point = tuple[float, float]
BY_STRING = {"placard": 0.1, "umbrella": 0.0, "balloon": -0.05}  # below the hand
ON_LAP = 0.78  # height of a laptop's keys
ABOVE = ("balloon", "flag")  # seen behind who holds it
BOARD = "placard"  # seen behind, too, where nothing is written on it
IN_PALM = 0.3  # of the height of what is eaten, below the middle of the palm
# Poses with a hand at the head.
AT_FACE = ("eating", "drinking", "eating seated", "eating at table", "phoning")
HELD_IN_BOTH = ("photographing", "reading", "reading seated", "cradling", "carrying", "typing",
                "lifting", "catching", "hugging")  # fmt: skip


def hold(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """At the holder's hand; the second thing in the other one."""
    holder = of_element(host, element)[0]
    placed: Group = ()
    for number, group in enumerate(movers):
        lead = group[0]
        limit = _held_size(cast, lead, holder) * holder.height
        limit = min(limit, _most(cast, lead, holder, limit))
        group = scaled(group, limit / max(lead.width, lead.height))
        held = _gripped(cast, group, holder, number) or _at_hand(cast, group, holder, number)
        held = tuple(replace(one, stands=False) for one in held)
        blank = lead.kind == BOARD and not cast.graph.elements[lead.element].text
        if blank or lead.kind in (*SHELTERS, *ABOVE):
            host = held + host
        else:
            placed += held
    return host + placed


def _gripped(cast: Cast, group: Group, holder: Figure, number: int) -> Group | None:
    """In the hands of a drawn person, None where the thing has no handle that we know."""
    drawing = drawing_of(cast.dictionary, holder)
    if drawing.anchors.palms is None:
        return None
    far, near = _palms(drawing, holder)
    if len(group) > 1:
        return _heaped(cast, group, holder, far, near) if drawing.pose in HELD_IN_BOTH else None
    lead = group[0]
    held = holder.at(*(drawing.anchors.hand or (0.5, 0.5)))
    spanned = SPANNED.get(lead.kind)
    if spanned and drawing.pose in spanned.poses:
        upright = lead.height > 1.6 * lead.width
        return (_between(lead, spanned, near, far, upright),)
    if number % 2:
        held = near if math.dist(held, far) < math.dist(held, near) else far
    if lead.kind in FACED:
        lead = replace(lead, mirrored=holder.mirrored)
        return (turned_about(lead, FACED[lead.kind][0], held, 0.0, holder.mirrored),)
    if lead.kind in LONG and drawing.pose not in HELD_IN_BOTH:
        upright = lead.height > 2.2 * lead.width
        wanted = DIRECTIONS.get(drawing.pose, DIRECTIONS[""])
        return (_pointing(lead, LONG[lead.kind], held, wanted, holder.mirrored, upright),)
    if drawing.pose in HELD_IN_BOTH and not number:
        height = size_of(group)[1]
        low = {"carrying": LAID, "lifting": LAID, "typing": ON_LAP}.get(drawing.pose, 0.5)
        low = 0.5 if lead.kind == "barbell" else low
        return set_down(group, (far[0] + near[0]) / 2, (far[1] + near[1]) / 2 + (1 - low) * height)
    return None


def _heaped(cast: Cast, group: Group, holder: Figure, far: Point, near: Point) -> Group:
    """Several things on both arms, no higher than the chin."""
    x, foot = (far[0] + near[0]) / 2, max(far[1], near[1])
    face, height = face_of(cast, holder), size_of(group)[1]
    if face is not None and foot - height < face[3] < foot:
        group = scaled(group, (foot - face[3]) / height)
    return set_down(group, x, foot)


def _palms(drawing: Drawing, holder: Figure) -> tuple[Point, Point]:
    x, y, other_x, other_y = drawing.anchors.palms or (0.5, 0.5, 0.5, 0.5)
    return holder.at(x, y), holder.at(other_x, other_y)


def _pointing(
    thing: Figure, grip: Long, hand: Point, wanted: float, mirrored: bool, upright: bool
) -> Figure:
    """A thing by its handle, its tip in a direction: degrees from down to the left, as in a Pose,
    of a holder who is not mirrored."""
    point, tip = ((0.5, 0.85), (0.5, 0.1)) if upright else (grip.hand, grip.tip)
    thing = replace(thing, mirrored=False)
    x, y = (tip[0] - point[0]) * thing.width, (tip[1] - point[1]) * thing.height
    now = math.degrees(math.atan2(-x, y))
    return turned_about(thing, point, hand, now - (-wanted if mirrored else wanted))


def _between(thing: Figure, spanned: Spanned, near: Point, far: Point, upright: bool) -> Figure:
    """A thing of which each hand holds a point: the near one its body, the far one its neck."""
    body, neck = ((0.5, 0.72), (0.5, 0.2)) if upright else (spanned.near, spanned.far)
    thing = replace(thing, mirrored=False)
    x, y = (neck[0] - body[0]) * thing.width, (neck[1] - body[1]) * thing.height
    now = math.degrees(math.atan2(-x, y))
    wanted = math.degrees(math.atan2(-(far[0] - near[0]), far[1] - near[1]))
    return turned_about(thing, body, near, now - wanted)


def turned_about(
    thing: Figure, point: Point, place: Point, degrees: float, mirrored: bool = False
) -> Figure:
    """A thing turned counter-clockwise so that its point, in shares of it, lies at a place."""
    point = (1 - point[0] if mirrored else point[0], point[1])
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    x, y = (point[0] - 0.5) * thing.width, (point[1] - 0.5) * thing.height
    across, down = x * cosine + y * sine, -x * sine + y * cosine
    found = tilted(thing, degrees)
    return replace(found, x=place[0] - across, y=place[1] - down + found.height / 2)


def _at_hand(cast: Cast, group: Group, holder: Figure, number: int) -> Group:
    """Beside the hand."""
    kind = cast.dictionary.kinds[holder.kind]
    drawing, lead = drawing_of(cast.dictionary, holder), group[0]
    hand = drawing.anchors.hand
    if hand is None:
        hand = (0.82, 0.82) if kind.extent == "bust" else (0.78, 0.62)
        hand = (0.3, 0.62) if kind.category == "animal" else hand
    x, y = holder.at(*(hand if number % 2 == 0 else (1 - hand[0], hand[1])))
    if drawing.anchors.palms and number % 2:
        far, near = _palms(drawing, holder)
        main = holder.at(*hand)
        x, y = near if math.dist(main, far) < math.dist(main, near) else far
    if drawing.pose in AT_FACE and drawing.anchors.palms:
        low = 0.5 if drawing.pose == "phoning" else IN_PALM
        return set_down(group, x, y + low * size_of(group)[1])
    width, height = size_of(group)
    grip = BY_STRING.get(lead.kind, 0.4 if drawing.anchors.palms is None else 0.3)
    away = 0.3 if drawing.anchors.palms is None else 0.12
    away *= width if x >= holder.x else -width
    away *= 0.0 if lead.kind in (*SHELTERS, *BY_STRING) else 1.0
    return set_down(group, x + away, y + grip * height)


def _held_size(cast: Cast, held: Figure, holder: Figure) -> float:
    """The longer side of a held thing in heights of its holder: small things are drawn larger."""
    kind: Kind = cast.dictionary.kinds[holder.kind]
    if held.kind in SHELTERS:
        return 0.95
    thing = cast.dictionary.kinds[held.kind]
    ratio = thing.size / kind.size
    drawing = drawing_of(cast.dictionary, holder)
    # A figure that sits or bends is lower than its kind is tall.
    stature = kind.size if not drawing.pose else kind.size * min(1.0, _tallness(drawing))
    size = min(0.75 if ratio > 1 else 0.52, max(0.16, 1.05 * ratio**0.65))
    for table in (LONG, SPANNED):
        size = table[held.kind].size if held.kind in table else size
    size = FACED[held.kind][1] if held.kind in FACED else size
    size *= kind.size / stature
    bust = 1.5 if kind.extent == "bust" else 1.0
    return size * WORDS[cast.graph.elements[held.element].size] ** 0.7 * bust


def _most(cast: Cast, held: Figure, holder: Figure, limit: float) -> float:
    """The longest side that a small thing may have in a drawn person's hand."""
    drawing = drawing_of(cast.dictionary, holder)
    if drawing.anchors.palms is None or drawing.anchors.head is None:
        return limit
    head = drawing.anchors.head[2] * holder.width
    word = WORDS[cast.graph.elements[held.element].size] ** 0.7
    most = SMALL[held.kind] * head * word if held.kind in SMALL else limit
    return min(most, AT_MOUTH * head * word) if drawing.pose in AT_FACE else most


def _tallness(drawing: Drawing) -> float:
    """The height of a figure in heights of its body as it stands."""
    longer = max(drawing.width, drawing.height)
    return max(drawing.scale * drawing.height / longer, 0.3)
