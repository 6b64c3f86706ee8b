"""Which of the two worlds paints a prompt, and how its words are shown as read."""

import re

from pipeline.model.plan.scene_graph import STYLES, SceneGraph
from pipeline.model.plan.world import TERRAINS
from pipeline.results import Reading, ReadWord

# Kinds of the dictionary that the closed world, which was trained on them for long, has too.
SHARED = frozenset(
    {"girl", "boy", "woman", "man", "cat", "dog", "rabbit", "fox", "bear", "house", "lighthouse"}
)
MOST_ALIKE = 4  # of one kind in a picture of the closed world
CLOUDED = ("cloudy", "overcast")  # skies that the closed world does not have
LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff]"  # of a language that has spaces between its words


def in_closed_world(asked: SceneGraph) -> bool:
    """Whether the closed world has all that is asked for."""
    plain = asked.style == STYLES[0] and not asked.setting.framing and not asked.not_painted
    known = asked.setting.place in ("", *TERRAINS) and asked.setting.sky not in CLOUDED
    relations = all(relation.name in ("beside", "near") for relation in asked.relations)
    kinds = all(
        element.kind in SHARED
        and element.match == "exact"
        and not element.material
        and not element.shape
        and element.count <= MOST_ALIKE
        for element in asked.elements
    )
    return plain and known and relations and kinds and bool(asked.elements)


def understood(prompt: str, asked: SceneGraph) -> Reading:
    """The prompt with the words that name things, and those that cannot be painted."""
    found: list[ReadWord] = []
    for element in asked.elements:
        other = element.match in ("broader", "narrower")
        found.append(ReadWord(element.word, "thing", element.kind if other else None))
        found += [ReadWord(element.color, "colour")] if element.color else []
        found += [ReadWord(element.text, "written")] if element.text else []
    found += [ReadWord(word, "unknown", "") for word in asked.not_painted + asked.unstyled]
    words = tuple(_spans(prompt, found))
    text = "".join(word.text if word.nearest is None else word.nearest for word in words)
    return Reading(words, " ".join(text.split()))


def _spans(prompt: str, found: list[ReadWord]) -> list[ReadWord]:
    """The prompt in stretches, of which those that were found say what they stand for."""
    places: list[tuple[int, int, ReadWord]] = []
    for word in found:
        pattern = rf"(?<!{LETTER}){re.escape(word.text)}{LETTER}*" if word.text else r"(?!)"
        for match in re.finditer(pattern, prompt, re.IGNORECASE):
            if all(match.end() <= start or match.start() >= end for start, end, _ in places):
                places.append((*match.span(), word))
                break
    spans, at = [], 0
    for start, end, word in sorted(places, key=lambda place: place[0]):
        spans += [ReadWord(prompt[at:start])] if start > at else []
        spans.append(ReadWord(prompt[start:end], word.kind, word.nearest))
        at = end
    return [*spans, ReadWord(prompt[at:])] if at < len(prompt) else spans
