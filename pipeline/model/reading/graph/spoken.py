"""Which words of a prompt stand for what was read beside its things: light, place, looks, numbers.

The graph does not keep them, so they are found again in the tables; only those that it took up.
"""

from collections.abc import Iterator

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.reading.graph.language import language_of
from pipeline.model.reading.graph.pieces import tokens
from pipeline.model.reading.graph.tables import UNSPACED, place_words, table

MOST_TOKENS = 120  # that are looked at
LONGEST_PLACE = 4  # words of a place's name


def spoken(prompt: str, graph: SceneGraph, dictionary: Dictionary) -> Iterator[tuple[str, str]]:
    """(words as written, "light", "weather", "place", "colour", "number", "pose" or "position")."""
    language = language_of(prompt, dictionary)
    taken = _taken(graph)
    found = tokens(prompt, language)[:MOST_TOKENS]
    gap, longest = "" if language in UNSPACED else " ", max(table(language).longest, LONGEST_PLACE)
    places = {graph.setting.place, *graph.setting.scenery} - {""}
    at = 0
    while at < len(found):
        for length in range(min(longest, len(found) - at), 0, -1):
            some = found[at : at + length]
            words = gap.join(token.norm for token in some)
            kind = next(
                (
                    kind
                    for role, value in table(language).senses.get(words, {}).items()
                    for kind, values in (taken.get(role, ("", ())),)
                    if value in values
                ),
                "",
            )
            named = place_words(language).lands.get(words) or dictionary.place(words, language)
            if kind or named in places:
                last = some[-1]
                yield prompt[some[0].start : last.start + len(last.text)], kind or "place"
                at += length - 1
                break
        at += 1


def _taken(graph: SceneGraph) -> dict[str, tuple[str, frozenset[str]]]:
    """Role of the tables -> what it is called, and the values that the graph took up."""
    setting, elements = graph.setting, graph.elements
    values = {
        "time": ("light", {setting.time}),
        "sky": ("light", {setting.sky}),
        "weather": ("weather", {setting.weather}),
        "season": ("weather", {setting.season}),
        "color": ("colour", {one.color or "" for one in elements} | {setting.backdrop or ""}),
        "number": ("number", {str(one.count) for one in elements} - {"1"}),
        "verb": ("pose", {one.action for one in elements}),
        "side": ("position", {one.side for one in elements}),
    }
    return {role: (kind, frozenset(some - {""})) for role, (kind, some) in values.items()}
