"""How large things are drawn against each other: as in the world, but with small ones readable."""

from collections.abc import Mapping

from pipeline.model.dictionary import Kind
from pipeline.model.plan.scene_graph import Element

POWER = 0.55  # of the size in metres; 1 would be the world as it is
SMALLEST = 1 / 4  # of the largest thing in the picture
WORDS = {"": 1.0, "tiny": 0.42, "small": 0.75, "large": 1.35, "giant": 2.2}
# What is far away has a fixed share of the largest near thing, however large it is in the world.
SKY = {"sun": 0.4, "rainbow": 1.3, "cloud": 0.7, "star": 0.25, "glowing star": 0.25}
MOON, FAR, ALOFT = 0.4, 1.5, 1.0
LEAST_FAR = 1.9  # so that a bird is small before a castle
HIGH = 3.0  # metres from which what flies is far up
TABLE_ROOM = 1.7  # an added table is as long as this many of the things on it side by side
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


def lengths(elements: tuple[Element, ...], kinds: Mapping[str, Kind]) -> tuple[float, ...]:
    """The longer side of each element's drawings, in one unit for the picture."""
    near = [
        metres(kinds[element.kind]) ** POWER
        for element in elements
        if not is_distant(kinds[element.kind])
    ]
    largest = max(near, default=1.0)
    found = [_length(element, kinds[element.kind], largest) for element in elements]
    others = [kinds[element.kind].zone for element in elements if element.match != "added"]
    for number, element in enumerate(elements):
        if element.match == "added" and others and set(others) <= {"table", "hand"}:
            small = [
                length * other.count
                for length, other in zip(found, elements, strict=True)
                if kinds[other.kind].zone in ("table", "hand")
            ]
            found[number] = min(found[number], TABLE_ROOM * sum(small))
    return tuple(found)


def _length(element: Element, kind: Kind, largest: float) -> float:
    word = WORDS[element.size]
    if is_distant(kind):
        if kind.zone == "far":
            return max(FAR * largest, LEAST_FAR) * word
        return SKY.get(kind.name, MOON if kind.category == "sky" else ALOFT) * largest * word
    length = metres(kind) ** POWER
    least = SMALLEST if kind.extent == "whole" else LEAST_NEAR
    return max(length, largest * least) * word
