"""How large things are drawn against each other: as in the world, but with small ones readable."""

from collections.abc import Mapping, Sequence

from pipeline.model.dictionary import Kind
from pipeline.model.plan.scene_graph import Element, Relation
from pipeline.model.planning.composing.furniture import DESKS

POWER = 0.55  # of the size in metres; 1 would be the world as it is
SMALLEST = 1 / 3.3  # of the largest thing in the picture
SMALLEST_HELD = 1 / 4.5  # of the same, what lies on tables and in hands
BACKDROP, BACKDROP_MOST = ("plant", "building"), 1.6  # in sizes of the largest thing before it
WORDS = {"": 1.0, "tiny": 0.42, "small": 0.75, "large": 1.35, "giant": 2.2}
# What is far away has a fixed share of the largest near thing, however large it is in the world.
SKY = {
    "sun": 0.4,
    "rainbow": 1.3,
    "cloud": 0.7,
    "star": 0.25,
    "glowing star": 0.25,
    "fireworks": 0.9,
}
MOON, FAR, ALOFT = 0.4, 1.5, 1.0
LEAST_FAR = 1.9  # so that a bird is small before a castle
HIGH = 3.0  # metres from which what flies is far up
TABLE_ROOM = 1.7  # a table is as long as this many of the things side by side that it is there for
BUST, HEAD = 0.75, 0.45  # shares of a person that such drawings show, in metres' place
LEAST_NEAR = 0.8  # of the largest thing: what is cut off is near
NEAR = 1.9  # how much larger a cut-off figure is: it stands nearer to us


def is_distant(kind: Kind) -> bool:
    """Whether a thing is so far away that its size in the world says nothing."""
    return kind.category == "sky" or kind.zone == "far" or (kind.zone == "air" and kind.size > HIGH)


def metres(kind: Kind) -> float:
    """Of the longer side of what the drawing shows."""
    if kind.extent == "bust":
        return kind.size * BUST * NEAR
    return kind.size * HEAD * NEAR if kind.extent == "head" else kind.size


def lengths(
    elements: tuple[Element, ...], kinds: Mapping[str, Kind], relations: Sequence[Relation] = ()
) -> tuple[float, ...]:
    """The longer side of each element's drawings, in one unit for the picture. relations: what is
    in something takes no room on a table."""
    near = [
        metres(kinds[element.kind]) ** POWER
        for element in elements
        if not is_distant(kinds[element.kind])
    ]
    largest = max(near, default=1.0)
    found = [_length(element, kinds[element.kind], largest) for element in elements]
    found = _behind_all(elements, kinds, found)
    found = _seen_beside(elements, kinds, found)
    inside = {one.subject for one in relations if one.name == "in"}
    inside |= {one.object for one in relations if one.name == "full of"}
    others = {kinds[one.kind].zone for one in elements if not is_stand(elements, one)}
    for number, element in enumerate(elements):
        if is_stand(elements, element) and others and others <= {"table", "hand"}:
            small = [
                length * other.count
                for n, (length, other) in enumerate(zip(found, elements, strict=True))
                if kinds[other.kind].zone in ("table", "hand") and n not in inside
            ]
            found[number] = min(found[number], TABLE_ROOM * sum(small))
    return tuple(found)


def _behind_all(
    elements: Sequence[Element], kinds: Mapping[str, Kind], found: list[float]
) -> list[float]:
    """The lengths with trees and houses, of which there are some, no taller than leaves the others
    large: they are the backdrop of what is named first."""
    first = kinds[elements[0].kind] if elements else None
    if first is None or first.category in BACKDROP or is_distant(first):
        return found
    near = [
        length
        for length, one in zip(found, elements, strict=True)
        if kinds[one.kind].category not in BACKDROP and not is_distant(kinds[one.kind])
    ]
    most = BACKDROP_MOST * max(near, default=1.0)
    return [
        min(length, most) if kinds[one.kind].category in BACKDROP and one.count > 1 else length
        for length, one in zip(found, elements, strict=True)
    ]


def _seen_beside(
    elements: Sequence[Element], kinds: Mapping[str, Kind], found: list[float]
) -> list[float]:
    """The lengths with nothing that is only called short too small to be seen beside the rest."""
    near = [n for n, one in enumerate(elements) if not is_distant(kinds[one.kind])]
    least = SMALLEST_HELD * max((found[n] for n in near), default=0.0)
    return [
        max(length, least) if n in near and one.size != "tiny" else length
        for n, (length, one) in enumerate(zip(found, elements, strict=True))
    ]


def is_stand(elements: Sequence[Element], element: Element) -> bool:
    """Whether a table is there only for what stands on it: nobody named it, or not first."""
    return element.match == "added" or (element.kind in DESKS and element is not elements[0])


def _length(element: Element, kind: Kind, largest: float) -> float:
    word = WORDS[element.size]
    if is_distant(kind):
        if kind.zone == "far":
            return max(FAR * largest, LEAST_FAR) * word
        return SKY.get(kind.name, MOON if kind.category == "sky" else ALOFT) * largest * word
    length = metres(kind) ** POWER
    least = SMALLEST_HELD if kind.zone in ("table", "hand") else SMALLEST
    least = least if kind.extent == "whole" else LEAST_NEAR
    return max(length, largest * least) * word
