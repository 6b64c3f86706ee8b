"""How the words of a prompt are shown as read."""

import re

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.reading.graph.spoken import spoken
from pipeline.results import Reading, ReadWord

LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff]"  # of a language that has spaces between its words


def understood(prompt: str, asked: SceneGraph, dictionary: Dictionary) -> Reading:
    """The prompt with the words that name things, those that say how and where they are, and those
    that cannot be painted."""
    found: list[ReadWord] = []
    for element in asked.elements:
        other = element.match in ("broader", "narrower")
        found.append(ReadWord(element.word, "thing", element.kind if other else None))
        found += [ReadWord(element.text, "written")] if element.text else []
    found += [ReadWord(word, "unknown", "") for word in asked.not_painted + asked.unstyled]
    found += [ReadWord(words, kind) for words, kind in spoken(prompt, asked, dictionary)]
    words = tuple(_spans(prompt, found))
    text = "".join(word.text if word.nearest is None else word.nearest for word in words)
    setting = asked.setting
    light = bool(setting.time or setting.weather or setting.season)
    return Reading(words, " ".join(text.split()), light)


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
