"""Things and places of the dictionary that an instruction for a photo of people asks for."""

import re
from dataclasses import dataclass, replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import Element, SceneGraph
from pipeline.model.reading.graph import read_graph

SHOULDER = re.compile(r"\bshoulders?\b|\bSchultern?\b", re.IGNORECASE)
BEFORE = re.compile(r"\b(in front of|before|vor)\b", re.IGNORECASE)
SOMEWHERE = re.compile(r"\b(in|on|at|by|near|inside|under|among|auf|am|im|an)\b", re.IGNORECASE)
PERCHES = frozenset({"animal", "fantasy", "toy"})
LARGEST = 1.2  # metres of what sits on a shoulder
HEAD_ZONES = frozenset({"head", "face"})


@dataclass(frozen=True, slots=True)
class PhotoThings:
    """behind: what is painted behind the people, at a summer's noon, None: their own place. worn:
    on every head. perched: on a shoulder. missing: words for what is none of these."""

    behind: SceneGraph | None = None
    worn: tuple[Element, ...] = ()
    perched: Element | None = None
    missing: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.behind or self.worn or self.perched)


def photo_things(instruction: str, dictionary: Dictionary) -> PhotoThings:
    """What an instruction asks for of the dictionary; hats and glasses are worn, small animals sit
    on a shoulder that is named, and what one is in front of lies behind."""
    graph = read_graph(instruction, dictionary)
    worn: list[Element] = []
    perched: Element | None = None
    rest: list[Element] = []
    for element in graph.elements:
        kind = dictionary.kinds[element.kind]
        if kind.category == "clothing" and kind.zone in HEAD_ZONES:
            worn.append(element)
        elif perched is None and kind.category in PERCHES and SHOULDER.search(instruction):
            perched, rest = (element, rest) if kind.size <= LARGEST else (None, [*rest, element])
        else:
            rest.append(element)
    placed = bool(graph.setting.place and SOMEWHERE.search(instruction))
    if placed or (rest and BEFORE.search(instruction)):
        setting = replace(graph.setting, time="noon", weather="clear", season="summer", sky="")
        behind = SceneGraph(tuple(rest), setting=setting)
        return PhotoThings(behind, tuple(worn), perched, graph.not_painted)
    words = tuple(element.word for element in rest)
    return PhotoThings(None, tuple(worn), perched, (*graph.not_painted, *words))
