"""What was read of an instruction meets the picture: some of it is there, some is new."""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.model.plan.scene_graph import MAX_COUNT, SIZES, Element, Relation, SceneGraph
from pipeline.model.reading.changes.naming import antecedent, article_of, meant
from pipeline.model.reading.changes.revision import CARRYING, Revision
from pipeline.model.reading.changes.templates import Book, number_in

ALTERING = ("", "alter")
BRINGING = ("give", "put", "add", "")


def merged(
    revision: Revision,
    book: Book,
    read: SceneGraph,
    name: str,
    text: str,
    known: Mapping[int, int] = {},
) -> int | None:
    """Brings what was read into the picture; the number of the first thing that it names.

    name: of the template, which says whether things are new or known. known: numbers in `read` ->
    numbers of elements that they are for certain.
    """
    return Merger(revision, book, read, name, text).merge(known)


class Merger:
    """One text on its way into the picture."""

    def __init__(self, revision: Revision, book: Book, read: SceneGraph, name: str, text: str):
        self.revision, self.book, self.read = revision, book, read
        self.name, self.text = name, text
        self.anchors = {number for one in read.relations for number in _anchors(one)}

    def merge(self, known: Mapping[int, int]) -> int | None:
        numbers: dict[int, int] = dict(known)
        for number, element in enumerate(self.read.elements):
            if number in numbers:
                continue
            place = self._place(number, element)
            if place is not None:
                numbers[number] = place
        if self._becomes_other(numbers):
            return numbers[0]
        self._relate(numbers)
        self._bring(numbers)
        return next(iter(numbers.values()), None)

    def _place(self, number: int, element: Element) -> int | None:
        """The element of the picture that one of the text is, with what is said of it; or a new
        one."""
        found = meant(self.revision, element)
        if not found or not self._is_known(number, element):
            size = self._size("", element.size) if number == 0 else element.size
            return self.revision.add(replace(element, size=size))
        place = found[0]
        if number not in self.anchors:
            for one in found if self._says_all(found) else found[:1]:
                self._tell(one, element)
        return place

    def _says_all(self, found: list[int]) -> bool:
        return self.name in ALTERING and len(found) > 1 and not self.read.relations

    def _is_known(self, number: int, element: Element) -> bool:
        """Whether a noun means something that the picture shows already."""
        article = article_of(self.book, self.text, element.word)
        kinds = [self.revision.elements[n].kind for n in meant(self.revision, element)]
        if element.kind not in kinds and article == "indefinite":
            return False  # "make the woman a queen"
        counted = number_in(self.text, self.book.language) is not None and element.count > 1
        if number in self.anchors:
            return True
        guest = any(number in (r.subject, r.object) for r in self.read.relations)
        if self.name == "add":
            return article == "definite"
        if self.name == "give":
            return article != "indefinite" and (number == 0 or article == "definite")
        if self.name == "put":
            return article != "indefinite" and not counted
        placed = guest or bool(element.side)
        return not (placed and (article == "indefinite" or counted))

    def _tell(self, number: int, new: Element) -> None:
        """What an instruction says of a thing that is there."""
        old = self.revision.elements[number]
        count = number_in(self.text, self.book.language)
        if self.name in ALTERING and count and new.count in (count, MAX_COUNT):
            self.revision.count(number, count)
            old = self.revision.elements[number]
        size = self._size(old.size, new.size)
        color = new.color or (None if new.material else old.color)
        material = new.material or ("" if new.color else old.material)
        shape = new.shape or old.shape
        told = replace(old, size=size, color=color, material=material, shape=shape)
        told = replace(told, action=new.action or old.action, text=new.text or old.text)
        if self.name not in ALTERING and not new.text:
            told = replace(old, action=new.action or old.action)
        self.revision.elements[number] = told
        if new.side:
            self.revision.leave(number)
            self.revision.elements[number] = replace(told, side=new.side)

    def _size(self, old: str, new: str) -> str:
        """ "bigger" is a step up from what a thing is now."""
        order = (SIZES[1], SIZES[2], SIZES[0], SIZES[3], SIZES[4])
        step = bool(self.book.has("bigger", self.text)) - bool(self.book.has("smaller", self.text))
        if not step:
            return new or old
        return order[min(max(order.index(old) + step, 0), len(order) - 1)]

    def _becomes_other(self, numbers: Mapping[int, int]) -> bool:
        """ "make the cat a fox": a thing that is there and another one without a relation."""
        if self.name != "alter" or self.read.relations or len(numbers) != 2:
            return False
        old, new = numbers.get(0), numbers.get(1)
        sources = self.revision.sources
        if old is None or new is None or sources[old] is None or sources[new] is not None:
            return False
        if self._carries(old, new):
            return False
        self.revision.become(old, self.revision.elements[new])
        self.revision.gone.add(new)
        return True

    def _relate(self, numbers: Mapping[int, int]) -> None:
        for one in self.read.relations:
            subject, object_ = numbers.get(one.subject), numbers.get(one.object)
            second = numbers.get(one.second) if one.second is not None else None
            if subject is None or object_ is None or subject == object_:
                continue
            name = self._carried(subject, one.name, object_)
            if name:
                self.revision.relate(object_, name, subject)
            else:
                self.revision.relate(subject, one.name, object_, second)

    def _carried(self, subject: int, name: str, object_: int) -> str:
        """How someone has what is put on them or given to them, "" for any other relation."""
        draft = self.revision.draft
        if name not in ("on", "in", "near", "beside") or not draft.lives(object_):
            return ""
        if draft.is_worn(subject) and (name in ("on", "in") or self.name == "give"):
            return "wearing"
        return "holding" if self.name == "give" and not draft.lives(subject) else ""

    def _bring(self, numbers: Mapping[int, int]) -> None:
        """ "give the woman an umbrella": who is there has what is new."""
        if self.name not in (*BRINGING, "alter"):
            return
        sources = self.revision.sources
        there = [n for n in numbers.values() if sources[n] is not None]
        related = {n for r in self.revision.draft.relations for n in (r.subject, r.object)}
        for new in numbers.values():
            if sources[new] is not None or new in related:
                continue
            owner = next((n for n in there if self._carries(n, new)), None)
            if owner is None and self.name == "give":  # "donne-lui un parapluie"
                owner = antecedent(self.revision, True, None)
            if owner is not None:
                worn = self.revision.draft.is_worn(new)
                self.revision.relate(owner, "wearing" if worn else "holding", new)

    def _carries(self, owner: int, thing: int) -> bool:
        """Whether the text gives a thing to someone, though no word says so."""
        draft = self.revision.draft
        brought = draft.is_brought(thing) and not draft.lives(thing)
        return draft.lives(owner) and (brought or self.name == "give")


def _anchors(relation: Relation) -> tuple[int, ...]:
    """Elements of a relation that stay where they are."""
    if relation.name in CARRYING:
        return (relation.subject,)
    second = () if relation.second is None else (relation.second,)
    return (relation.object, *second)
