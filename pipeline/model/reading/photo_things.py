"""Things, places and styles of the dictionary that an instruction for a photo asks for."""

import re
from dataclasses import dataclass, replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.entries import LIVING
from pipeline.model.plan.scene_graph import STYLES, Element, SceneGraph

SHOULDER = re.compile(r"\bshoulders?\b|\bSchultern?\b", re.IGNORECASE)
BEFORE = re.compile(r"\b(in front of|before|vor)\b", re.IGNORECASE)
SOMEWHERE = re.compile(r"\b(in|on|at|by|near|inside|under|among|auf|am|im|an)\b", re.IGNORECASE)
# A place is that of a being who is described ("a woman in a garden"), unless it is to be put there.
PUT = re.compile(
    r"\b(put|place|set|move|take|send|bring|transport|teleport|make it look like|as if|background"
    r"|behind (me|us|him|her|them)|setz\w*|stell\w*|versetz\w*|bring\w*|Hintergrund)\b",
    re.IGNORECASE,
)
ADDED = re.compile(r"\b(add|with|plus|beside|next to|mit)\b", re.IGNORECASE)
PERCHES = frozenset({"animal", "fantasy", "toy"})
LARGEST = 1.2  # metres of what sits on a shoulder
HEAD_ZONES = frozenset({"head", "face"})


@dataclass(frozen=True, slots=True)
class PhotoThings:
    """behind: what is painted behind the people, at a summer's noon, None: their own place. worn:
    on every head. perched: on a shoulder. style: of STYLES. missing: words for what is none of
    these."""

    behind: SceneGraph | None = None
    worn: tuple[Element, ...] = ()
    perched: Element | None = None
    style: str = STYLES[0]
    missing: tuple[str, ...] = ()

    @property
    def of_people(self) -> bool:
        """Whether something is asked for that only people can have."""
        return bool(self.behind or self.worn or self.perched)

    @property
    def any(self) -> bool:
        return self.of_people or self.style != STYLES[0]

    @property
    def words(self) -> tuple[str, ...]:
        """For all of it, where it is not to be had."""
        behind = self.behind
        elements = (*self.worn, *([self.perched] if self.perched else []))
        elements += behind.elements if behind else ()
        place = behind.setting.place if behind else ""
        named = (*(element.word for element in elements), place)
        return tuple(filter(None, (*named, self.style if self.style != STYLES[0] else "")))


def photo_things(instruction: str, graph: SceneGraph, dictionary: Dictionary) -> PhotoThings:
    """What an instruction, read as a graph, asks for of the dictionary; hats and glasses are worn,
    small animals sit on a shoulder that is named, what one is in front of or is put into lies
    behind. Beings with a place of their own describe the photo and ask for nothing."""
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
    asked = PhotoThings(None, tuple(worn), perched, graph.style)
    missing = graph.not_painted + graph.unstyled
    placed = bool(graph.setting.place and SOMEWHERE.search(instruction))
    beings = any(dictionary.kinds[element.kind].category in LIVING for element in rest)
    if placed and beings and not PUT.search(instruction) and not BEFORE.search(instruction):
        return replace(asked, missing=missing)
    if placed or (rest and BEFORE.search(instruction)):
        setting = replace(graph.setting, time="noon", weather="clear", season="summer", sky="")
        return replace(asked, behind=SceneGraph(tuple(rest), setting=setting), missing=missing)
    added = ADDED.search(instruction) or PUT.search(instruction)
    words = tuple(
        element.word
        for element in rest
        if added or dictionary.kinds[element.kind].category != "person"  # who is in the photo
    )
    return replace(asked, missing=missing + words)
