"""The small words of seven languages: numbers, colours, relations and what else joins nouns.

A file of languages/ has sections (roles), and in them lines of a value and the words that mean it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.dictionary.entries import LANGUAGES

FOLDER = Path(__file__).parent / "languages"
HEAD_FIRST = ("es", "pt", "fr")  # "taza roja": what describes a noun follows it
POSTPOSITIONS = ("hi", "ja")  # "mez par": a relation follows its object
UNSPACED = ("ja",)
DESCRIBING = ("color", "material", "size", "shape")
LONGEST_LETTERS = 14  # of a phrase of a language without spaces

# role -> value
Senses = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The small words of one language.

    senses: phrase, as `normal` spells it -> what it may be, the likeliest first.
    longest: words of the longest phrase; letters where a language writes no spaces.
    """

    language: str
    senses: Mapping[str, Senses]
    longest: int


@cache
def table(language: str) -> Table:
    """The table of one of LANGUAGES, read once."""
    book = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    senses: dict[str, dict[str, str]] = {}
    for inflects in (False, True):  # what is written in the file comes before what is made of it
        for role, lines in book.items():
            for value, forms in lines.items():
                for form in _forms(role, value, forms, language, inflects):
                    senses.setdefault(form, {}).setdefault(role, value)
    longest = max(form.count(" ") + 1 for form in senses)
    return Table(language, senses, LONGEST_LETTERS if language in UNSPACED else longest)


def _forms(role: str, value: str, forms: str, language: str, inflects: bool) -> Iterator[str]:
    listed = [spelt(form) for form in forms.split(",") if form.strip()]
    if role == "verb" and language == "en":
        listed.insert(0, spelt(value))
    if not inflects:
        yield from listed
        return
    for form in listed:
        if role == "verb" and language == "en":
            yield from english_forms(form)
        elif role in DESCRIBING and " " not in form:
            yield from _agreeing(form, language)


def english_forms(verb: str) -> Iterator[str]:
    """How a regular English verb may end; of several words the first one changes.

    >>> sorted(english_forms("hop"))
    ['hoped', 'hoping', 'hopped', 'hopping', 'hops']
    """
    word, space, rest = verb.partition(" ")
    stems = [word.removesuffix("e")]
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in "aeiou":
        stems.append(word + word[-1])
    ends = [stem + end for stem in stems for end in ("ing", "ed")]
    if word.endswith(("s", "x", "sh", "ch")):
        ends.append(word + "es")
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        ends += [word[:-1] + "ies", word[:-1] + "ied"]
    else:
        ends.append(word + "s")
    yield from (end + space + rest for end in ends)


def _agreeing(word: str, language: str) -> Iterator[str]:
    """The forms that an adjective takes beside a noun."""
    if language == "de":
        stem = word.removesuffix("e")
        yield from (stem + end for end in ("e", "er", "en", "es", "em"))
    elif language == "fr":
        yield from (word + end for end in ("e", "s", "es") if not (word + end).endswith("ee"))
    elif language in ("es", "pt"):
        if word.endswith("o"):
            yield from (word[:-1] + end for end in ("a", "os", "as"))
        else:
            yield from (word + end for end in ("s", "es"))


def spelt(phrase: str) -> str:
    """A phrase as the keys of a table have it: hyphens are spaces, 's is a word."""
    return normal(phrase).replace("-", " ").replace("'s ", " 's ")


@dataclass(frozen=True, slots=True)
class Shared:
    """What actions do to things, in every language.

    relation: action -> name of a relation to its object.
    implied: action -> (name of a relation, thing in English) of each thing that it needs.
    game: game in English -> the same of one thing.
    role: word for people by what they do -> their action, and what they need beyond the action's.
    """

    relation: Mapping[str, str]
    implied: Mapping[str, tuple[tuple[str, str], ...]]
    game: Mapping[str, tuple[str, str]]
    role: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]


@cache
def shared() -> Shared:
    """The table of actions, read once."""
    book = tomllib.loads((FOLDER / "shared.toml").read_text(encoding="utf-8"))
    implied = {
        action: tuple(map(_need, told.split(";"))) for action, told in book["implied"].items()
    }
    game = {name: _need(told) for name, told in book["game"].items()}
    role = {
        word: (action, tuple(map(_need, needs)))
        for told, words in book["role"].items()
        for action, *needs in [[part.strip() for part in told.split(";")]]
        for word in map(normal, words.split(","))
    }
    return Shared(book["relation"], implied, game, role)


def _need(told: str) -> tuple[str, str]:
    """(name of a relation, thing) of a line "holding fishing pole"."""
    relation, _, thing = told.strip().partition(" ")
    return relation, thing


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words for places that the picture dictionary lacks, and the land of each.

    nearest: those of them whose land is not what they name, only the nearest there is.
    """

    lands: Mapping[str, str]
    nearest: frozenset[str]


@cache
def place_words(language: str) -> PlaceWords:
    """Of one of LANGUAGES, read once."""
    book = tomllib.loads((FOLDER / "places.toml").read_text(encoding="utf-8"))[language]
    shown, nearest = (
        {normal(word): land for land, words in book[part].items() for word in words.split(",")}
        for part in ("shown", "nearest")
    )
    return PlaceWords({**nearest, **shown}, frozenset(nearest.keys() - shown.keys()))


@cache
def senses_by_company() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """English word -> (kind, or "-" for nothing, words beside which it means that), the first first
    (one sense a company: Yarowsky, 1995)."""
    book = tomllib.loads((FOLDER / "senses.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for word, told in book.items():
        parts = (part.partition(":") for part in told.split(";"))
        found[word] = tuple(
            (kind.strip(), frozenset(map(str.strip, others.split(","))))
            for kind, _, others in parts
        )
    return found


@cache
def english_words() -> dict[str, bool]:
    """English adjectives, adverbs and verbs in their base form, most of them from WordNet 3.0
    (Fellbaum, 1998) -> whether the word may be a noun as well, though it rarely is one."""
    words = (FOLDER / "english_words.txt").read_text(encoding="utf-8").split()
    return {word.removesuffix("+"): word.endswith("+") for word in words}


def known_language(language: str | None) -> str | None:
    """The language if there is a table of it."""
    return language if language in LANGUAGES else None
