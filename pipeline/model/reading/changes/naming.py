"""Which things of a picture an instruction means."""

import re

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.plan.scene_graph import Element
from pipeline.model.reading.changes.revision import Revision
from pipeline.model.reading.changes.templates import Book, number_in
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.graph.tables import UNSPACED

SIDES = {"left": 0, "middle": 0.5, "right": 1}
BODY = "body"


def meant(revision: Revision, named: Element) -> list[int]:
    """Numbers of the elements that a noun phrase means; none for what the picture does not show."""
    alive = revision.alive()
    found = [n for n in alive if revision.elements[n].kind == named.kind]
    if not found and named.word:
        word = normal(named.word)
        found = [n for n in alive if normal(revision.elements[n].word) in (word, word + "s")]
    if not found:
        found = _person(revision, named)
    coloured = [n for n in found if named.color and revision.elements[n].color == named.color]
    return coloured or found


def _person(revision: Revision, named: Element) -> list[int]:
    """The only person, whatever it is called: a cook is a woman."""
    kinds = revision.draft.dictionary.kinds
    if named.kind not in kinds or kinds[named.kind].category != "person":
        return []
    persons = [n for n in revision.alive() if revision.draft.is_person(n)]
    worn = any(revision.draft.is_worn(n) for n in persons)
    return persons if len(persons) == 1 and not worn else []


def copies_meant(book: Book, text: str, named: Element, element: Element) -> list[int] | None:
    """Which things of an element a text means, counted from the left; None for all."""
    if element.count == 1:
        return None
    ordinal = book.ordinal(text)
    if ordinal is not None:
        return [ordinal % element.count] if ordinal < element.count else []
    if named.side:
        return [round(SIDES[named.side] * (element.count - 1))]
    number = number_in(text, book.language)
    if number is not None:
        return None if number >= element.count else last_ones(element.count, number)
    single = re.compile(rf"^(?:{book.words['one'].pattern})", re.IGNORECASE)
    return last_ones(element.count, 1) if single.search(text) else None


def last_ones(count: int, some: int) -> list[int]:
    """The rightmost `some` of `count` things."""
    return list(range(count - some, count))


def article_of(book: Book, text: str, word: str) -> str:
    """ "definite", "indefinite" or "" (none) for a noun in a text."""
    if book.language in UNSPACED or not word:
        return "definite" if word and re.search(rf"(その|この|あの){re.escape(word)}", text) else ""
    found = re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)
    before = text[: found.start()].split()[-4:] if found else []
    for role_word in reversed(before):
        for role in ("definite", "indefinite"):
            if book.words[role].fullmatch(role_word.lower()):
                return role
    return ""


def with_names(revision: Revision, book: Book, text: str, latest: int | None) -> str:
    """The text with names instead of pronouns: "on his head" becomes "on man"."""

    def named(found: re.Match[str]) -> str:
        person = bool(book.words["persons"].fullmatch(found[0]))
        number = antecedent(revision, person, latest)
        after = text[found.end() :].split()
        if number is None or (after and _is_possessed(revision, book, after[0])):
            return found[0]
        before = read_graph(text[: found.start()], revision.draft.dictionary, book.language)
        if len(before.elements) > 1:  # "a table with a cake on it"
            return found[0]
        return name_of(revision, book, number)

    return book.words["pronouns"].sub(named, text)


def _is_possessed(revision: Revision, book: Book, word: str) -> bool:
    dictionary = revision.draft.dictionary
    return book.language == "en" and dictionary.find(word.strip(",."), "en") is not None


def antecedent(revision: Revision, person: bool, latest: int | None) -> int | None:
    """What a pronoun stands for: what was changed last, else who lives, else the first thing."""
    alive = [n for n in revision.alive() if revision.elements[n].match != "added"]
    living = [n for n in alive if revision.draft.lives(n)]
    people = [n for n in living if revision.draft.is_person(n)]
    if person:
        return next(iter(people or living), None)
    if latest in alive:
        return latest
    return next(iter(alive), None)


def name_of(revision: Revision, book: Book, number: int) -> str:
    """What an element is called in the instruction's language."""
    element = revision.elements[number]
    names = revision.draft.kind(number).names.get(book.language, ())
    name = names[0] if names else element.word or element.kind
    return f"the {name}" if book.language == "en" else name
