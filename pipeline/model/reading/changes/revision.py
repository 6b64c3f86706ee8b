"""A scene graph while it is being changed: elements that go, come, become others or move."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.change import Change, Origin
from pipeline.model.plan.scene_graph import MAX_COUNT, MAX_ELEMENTS, Element, Relation, SceneGraph
from pipeline.model.reading.graph.draft import Draft

TOUCHING = ("on", "in", "under", "riding", "around")  # relations of a guest to its host
CARRYING = ("wearing", "holding", "full of")  # relations of a host to its guest


class Revision:
    """What an instruction has changed so far; an element keeps its number until `change`."""

    def __init__(self, graph: SceneGraph, dictionary: Dictionary):
        self.graph = graph
        self.draft = Draft(dictionary)
        self.draft.elements = list(graph.elements)
        self.draft.relations = list(graph.relations)
        self.sources: list[tuple[int, list[int]] | None] = [
            (number, list(range(element.count))) for number, element in enumerate(graph.elements)
        ]
        self.gone: set[int] = set()
        self.moved: set[int] = set()
        self.swapped: list[tuple[int, int]] = []
        self.setting, self.style = graph.setting, graph.style
        self.not_painted: list[str] = []
        self.unstyled: list[str] = []
        self.cloudless = False

    @property
    def elements(self) -> list[Element]:
        return self.draft.elements

    def alive(self) -> list[int]:
        """Numbers of the elements that the picture shows."""
        return [number for number in range(len(self.elements)) if number not in self.gone]

    def add(self, element: Element) -> int | None:
        """The number of a new element; None where the picture has no room for one more."""
        if len(self.alive()) >= MAX_ELEMENTS:
            self.not_painted.append(element.word or element.kind)
            return None
        self.elements.append(element)
        self.sources.append(None)
        return len(self.elements) - 1

    def remove(self, number: int, copies: Sequence[int] | None = None) -> None:
        """Takes things of an element away, with what they wear and hold; all where None."""
        element, source = self.elements[number], self.sources[number]
        which = range(element.count) if copies is None else sorted(set(copies))
        if len(which) >= element.count:
            self._remove_all(number)
            return
        if source:
            kept = [copy for place, copy in enumerate(source[1]) if place not in which]
            self.sources[number] = source[0], kept
        self.elements[number] = replace(element, count=element.count - len(which))

    def _remove_all(self, number: int) -> None:
        self.gone.add(number)
        for one in list(self.draft.relations):
            if number not in (one.subject, one.object, one.second):
                continue
            self.draft.unrelate([one])
            if one.subject == number and one.name in CARRYING and one.object not in self.gone:
                self._remove_all(one.object)
            elif one.object == number and one.name in TOUCHING and one.subject not in self.gone:
                self.moved.add(one.subject)

    def carried(self, some: set[int]) -> set[int]:
        """What some elements wear and hold, and what they stand on or are in."""
        found = set()
        for one in self.draft.relations:
            if one.name in (*CARRYING, *TOUCHING) and one.subject in some:
                found.add(one.object)
        return found

    def count(self, number: int, count: int) -> None:
        """So many of an element."""
        element, count = self.elements[number], min(max(count, 1), MAX_COUNT)
        if count < element.count:
            self.remove(number, range(count, element.count))
        else:
            self.elements[number] = replace(element, count=count)

    def become(self, number: int, new: Element, copies: Sequence[int] | None = None) -> int | None:
        """Another kind takes the place of an element, or of some of its things; the number of the
        element that it is then."""
        old = self.elements[number]
        if copies is not None and len(set(copies)) < old.count:
            part = self.split(number, copies)
            return None if part is None else self.become(part, new)
        count = new.count if new.count > 1 else old.count
        self.elements[number] = replace(new, count=count, side="")
        return number

    def split(self, number: int, copies: Sequence[int]) -> int | None:
        """Some things of an element as an element of their own; None where there is no room."""
        old, source = self.elements[number], self.sources[number]
        which = sorted(set(copies))
        part = self.add(replace(old, count=len(which)))
        if part is None:
            return None
        if source:
            self.sources[part] = source[0], [source[1][c] for c in which if c < len(source[1])]
        self.draft.relations += [
            replace(
                one,
                subject=part if one.subject == number else one.subject,
                object=part if one.object == number else one.object,
            )
            for one in self.draft.relations
            if number in (one.subject, one.object) and one.name not in CARRYING
        ]
        self.remove(number, which)
        return part

    def relate(self, subject: int, name: str, object_: int, second: int | None = None) -> None:
        """A new relation; what is brought there leaves its place."""
        if Relation(subject, name, object_, second) in self.draft.relations:
            return
        guest = object_ if name in CARRYING else subject
        if self.sources[guest] is not None:
            self.leave(guest)
        self.draft.relate(subject, name, object_, second)

    def leave(self, number: int) -> None:
        """An element leaves its place: nothing holds any more that said where it was."""
        self.moved.add(number)
        stale = [
            one
            for one in self.draft.relations
            if (one.subject == number and one.name not in CARRYING)
            or (one.object == number and one.name not in TOUCHING)
            or one.second == number
        ]
        self.draft.unrelate(stale)

    def swap(self, one: int, other: int) -> None:
        """Two elements change places, and what was said of where they are."""
        self.swapped.append((one, other))
        names = {one: other, other: one}
        self.draft.relations = [
            Relation(
                names.get(each.subject, each.subject),
                each.name,
                names.get(each.object, each.object),
                None if each.second is None else names.get(each.second, each.second),
            )
            if each.name not in (*TOUCHING, *CARRYING)
            else each
            for each in self.draft.relations
        ]

    def change(self) -> Change:
        """All of it."""
        numbers = {old: new for new, old in enumerate(self.alive())}
        relations = tuple(
            Relation(numbers[r.subject], r.name, numbers[r.object], numbers.get(r.second or 0))
            if r.second is not None
            else Relation(numbers[r.subject], r.name, numbers[r.object])
            for r in self.draft.relations
            if r.subject in numbers and r.object in numbers
        )
        graph = SceneGraph(
            tuple(self.elements[old] for old in numbers),
            relations,
            self.setting,
            self.style,
            _once(self.not_painted),
            _once(self.unstyled),
        )
        return Change(
            graph,
            tuple(self._origin(old) for old in numbers),
            frozenset(numbers[old] for old in self.moved if old in numbers),
            tuple((numbers[a], numbers[b]) for a, b in self.swapped if {a, b} <= numbers.keys()),
            self.cloudless,
        )

    def _origin(self, number: int) -> Origin | None:
        source = self.sources[number]
        return None if source is None else Origin(source[0], tuple(source[1]))


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
