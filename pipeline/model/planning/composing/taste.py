"""How a picture that obeys its graph looks: of several such pictures the best one is shown.

Faces are never covered; what is only near another thing is not behind it; and the subject is large.
"""

from collections.abc import Mapping, Sequence

from pipeline.model.dictionary import LIVING
from pipeline.model.plan.boxes import Box
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clarity import solid
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    drawing_of,
    moved,
    scaled,
    set_down,
    visible,
)
from pipeline.model.planning.composing.furniture import DESKS
from pipeline.model.planning.composing.sizes import is_distant

COVERED = 0.12  # share of a face that may be behind other things
APART = 0.85  # least visible share of what is near or beside something
LARGE = 0.55  # height or width of the largest thing, in those of the picture, that is large enough
CLOSE, CLOSE_FOOT = "close-up", 0.86  # a framing; y of the foot of its things at least
FILLED = (0.84, 0.76)  # shares of the picture's width and height that they fill
# Height of a head in a picture of one person, by framing and with things in hands; y of its top.
BUSTS = {"close-up": 0.44, "portrait": 0.36}
HEAD_HOLDING, HEADROOM = 0.3, 0.12
ASIDE = 0.24  # how far from the middle the head is at most
TALLER, TOP = 1.2, 0.04  # of what is far, in heights of what is near; y of its top at most
FACE, HIDDEN, SMALL = 3.0, 1.0, 1.5  # how much each kind of blemish matters


def blemishes(cast: Cast, home: Mapping[int, int], groups: Sequence[Group]) -> float:
    """How far groups at their places, from back to front, are from looking well; 0 is best.
    home: the root of each element's group."""
    found = 0.0
    for number, group in enumerate(groups):
        covers = [solid(one) for later in groups[number + 1 :] for one in later]
        if not covers:
            continue
        for one in group:
            face = face_of(cast, one)
            if face is not None and visible(face, covers) < 1 - COVERED:
                found += FACE
        told = {name for name in _relations(cast, home, group) if name not in ("near", "beside")}
        if not told & {"behind", "in front of", "above", "below"}:
            least = min(visible(solid(one), covers) for one in group)
            found += HIDDEN * max(0.0, APART - least)
    return found + SMALL * max(0.0, LARGE - _largest(cast, groups))


def towering(cast: Cast, home: Mapping[int, int], figures: Group) -> Group:
    """The figures with far buildings and mountains taller than the things before them."""
    kinds = cast.dictionary.kinds
    near = [
        (min(one.y, 1.0) - one.box[1]) / (TALLER if kinds[one.kind].category in LIVING else 1.0)
        for one in figures
        if kinds[one.kind].zone != "far" and kinds[one.kind].category != "sky"
    ]
    found = figures
    for root in sorted(set(home.values())):
        group = tuple(one for one in found if home[one.element] == root)
        far = [one for one in group if one.element == root and kinds[one.kind].zone == "far"]
        if len(group) != len(far) or not far or not near:
            continue
        left, top, right, foot = bounds(group)
        most = min((foot - TOP) / (foot - top), 0.94 * cast.aspect / (right - left))
        factor = min(TALLER * max(near) / (foot - top), most)
        if factor <= 1:
            continue
        x = min(max((left + right) / 2, 0), cast.aspect)
        half = (right - left) * factor / 2
        x = min(max(x, half + 0.02), max(cast.aspect - half - 0.02, half + 0.02))
        swap = dict(zip(map(id, group), set_down(scaled(group, factor), x, foot), strict=True))
        found = tuple(swap.get(id(one), one) for one in found)
    return found


def closer(cast: Cast, figures: Group) -> Group:
    """The figures of a close-up so large that they fill the picture; of a table under them what is
    left shows."""
    kinds = cast.dictionary.kinds
    if (sitter := _sitter(cast, figures)) is not None:
        return _as_bust(cast, figures, sitter)
    things = [
        one
        for one in figures
        if cast.graph.elements[one.element].kind not in DESKS and not is_distant(kinds[one.kind])
    ]
    if cast.graph.setting.framing != CLOSE or not things:
        return figures
    left, top, right, foot = bounds(things)
    factor = min(FILLED[0] * cast.aspect / (right - left), FILLED[1] / (foot - top))
    if factor < 1:
        return figures
    middle = (left + right) / 2
    about = moved(figures, -middle, -foot)
    return moved(scaled(about, factor), cast.aspect / 2, max(CLOSE_FOOT, foot))


def _sitter(cast: Cast, figures: Group) -> Figure | None:
    """Whose close-up or portrait it is: the only person, with nothing but what they have on and in
    their hands."""
    people = [one for one in figures if drawing_of(cast.dictionary, one).pose and not one.turned]
    if cast.graph.setting.framing not in BUSTS or len(people) != 1:
        return None
    mine = {
        one.object
        for one in cast.graph.relations
        if one.subject == people[0].element and one.name in ("wearing", "holding")
    }
    others = {one.element for one in figures} - {people[0].element}
    return people[0] if others <= mine and face_of(cast, people[0]) else None


def _as_bust(cast: Cast, figures: Group, sitter: Figure) -> Group:
    """The figures so near that the person is seen down to the chest, or to what is held."""
    left, top, right, foot = face_of(cast, sitter) or sitter.box
    held = any(one.name == "holding" for one in cast.graph.relations)
    factor = (HEAD_HOLDING if held else BUSTS[cast.graph.setting.framing]) / (foot - top)
    near = scaled(moved(figures, -(left + right) / 2, -top), factor)
    whole = bounds(near)
    away = min(max((whole[0] + whole[2]) / 2, -ASIDE), ASIDE) if held else 0.0
    return moved(near, cast.aspect / 2 - away, max(HEADROOM, TOP - whole[1]))


def faces_show(cast: Cast, groups: Sequence[Group]) -> bool:
    """Whether no group covers the face of somebody in another one."""
    for number, group in enumerate(groups):
        covers = [solid(one) for later in groups[number + 1 :] for one in later]
        for one in group:
            face = face_of(cast, one)
            if face is not None and covers and visible(face, covers) < 1 - COVERED:
                return False
    return True


def face_of(cast: Cast, figure: Figure) -> Box | None:
    """The box of a being's head, None for other things."""
    kind = cast.dictionary.kinds[figure.kind]
    head = drawing_of(cast.dictionary, figure).anchors.head
    if kind.category not in LIVING or head is None or figure.turned:
        return None
    x, top = figure.at(head[0], head[1])
    half = head[2] * figure.width / 2
    return x - half, top, x + half, min(top + 2.1 * half, figure.y)


def _relations(cast: Cast, home: Mapping[int, int], group: Group) -> set[str]:
    root = home[group[0].element]
    return {
        one.name
        for one in cast.graph.relations
        if root in (home[one.subject], home[one.object]) and home[one.subject] != home[one.object]
    }


def _largest(cast: Cast, groups: Sequence[Group]) -> float:
    """The height of the tallest thing in the picture, or three quarters of the widest one's
    width."""
    sizes = [
        max(min(one.y, 1.0) - one.box[1], 0.75 * one.width / cast.aspect)
        for group in groups
        for one in group
        if not is_distant(cast.dictionary.kinds[one.kind])
    ]
    wide = cast.graph.setting.framing == "wide"
    return LARGE if wide else max(sizes, default=LARGE)
