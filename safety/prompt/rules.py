"""Rules of words and phrases that refuse with a reason: data/rules.toml on lists in data/words."""

import re
import tomllib
from bisect import bisect
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Self

from safety.policy import PEOPLE, Category
from safety.prompt.normalise import normalise

DATA = Path(__file__).parent / "data"
# Vowel signs of India's scripts and of Thai are marks, which \w leaves out.
_WORD = re.compile(r"[\w\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e]+")
_PLURAL = re.compile(r"(?<=\w\w[^\Ws])s\b")
# Thai, Lao, kana and Han write no spaces; in Hangul particles cling to the word.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

NEAR = 8  # words from the first to the last part of a pattern
_PATTERN_SIGNS = "+>*|"


class Pattern:
    """Parts that all stand near each other, in any order: "zieh* + aus + kleid*|bluse ~6".

    "|" joins words of which one is enough; "*" stands for any ending; "~6" for six words from the
    first part to the last, NEAR without. With ">" instead of "+" the parts come in this order. In a
    script without spaces a word is found inside of others.
    """

    def __init__(self, text: str) -> None:
        text, _, near = text.partition("~")
        self.near, self.ordered = int(near or NEAR), ">" in text
        self.parts = [list(map(_Word.of, part.split("|"))) for part in re.split("[+>]", text)]

    def starts(self) -> set[str]:
        """What some word begins with wherever the pattern is found; "" may be any."""
        return {"" if word.inside else word.letters[:2] for word in self.parts[0]}

    def find(self, text: "Words") -> slice | None:
        """Where it stands: one of its first parts with the nearest of each other."""
        parts: list[list[int]] = []
        for part in self.parts:
            fitting = {word for each in part for word in each.fitting(text)}
            if not fitting:  # nearly always of the first or the second part
                return None
            parts.append(sorted(place for word in fitting for place in text.places[word]))
        for first in parts[0]:
            found = [first]
            for other in parts[1:]:
                at = bisect(other, found[-1] if self.ordered else first)
                near = other[at : at + 1] if self.ordered else other[max(0, at - 1) : at + 1]
                found += [min(near, key=lambda place: abs(place - first))] if near else []
            if len(found) == len(parts) and max(found) - min(found) < self.near:
                return slice(min(found), max(found) + 1)
        return None


@dataclass(frozen=True, slots=True)
class _Word:
    letters: str
    any_ending: bool
    inside: bool

    @classmethod
    def of(cls, text: str) -> Self:
        bare = text.strip().removesuffix("*")
        any_ending = text.strip().endswith("*")
        letters = bare if any_ending else "".join(split(bare))
        return cls(letters, any_ending, bool(UNSPACED.search(bare)))

    def fitting(self, text: "Words") -> Iterable[str]:
        """The words of the text that it stands for."""
        if self.inside:
            return [word for word in text.unspaced if self.letters in word]
        if not self.any_ending:
            return [self.letters] if self.letters in text.places else []
        found = [word for word in text.beginning(self.letters) if word.startswith(self.letters)]
        singular = self.letters.removesuffix("s")  # as `split` cuts it
        return [*found, singular] if singular != self.letters and singular in text.places else found


class Words:
    """The words of a text, found by how they begin.

    Args:
        places: where each stands, in order. unspaced: those in a script without spaces.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.places: dict[str, list[int]] = {}
        for index, word in enumerate(words):
            self.places.setdefault(word, []).append(index)
        self.unspaced = [word for word in self.places if UNSPACED.search(word)]
        self._by_start: dict[str, list[str]] = {}
        for word in self.places:
            self._by_start.setdefault(word[:2], []).append(word)

    def starts(self) -> Set[str]:
        """The first two letters of all words."""
        return self._by_start.keys()

    def beginning(self, letters: str) -> Iterable[str]:
        """Those that may begin with these letters."""
        return self.places if len(letters) < 2 else self._by_start.get(letters[:2], ())


@lru_cache(maxsize=4)  # every rule looks at the same words
def _words(words: tuple[str, ...]) -> Words:
    return Words(words)


class Phrases:
    """A set of phrases and patterns that is found in a list of words in one pass."""

    def __init__(self, phrases: Iterable[str]) -> None:
        phrases = list(phrases)
        self._patterns: dict[str, list[Pattern]] = {}
        for text in (phrase for phrase in phrases if set(phrase) & set(_PATTERN_SIGNS)):
            for form in {text.casefold(), normalise(text)}:  # "~" and digits stay as they are
                for start in (pattern := Pattern(form)).starts():
                    self._patterns.setdefault(start, []).append(pattern)
        phrases = [phrase for phrase in phrases if not set(phrase) & set(_PATTERN_SIGNS)]
        spellings = {form for phrase in phrases for form in (phrase.casefold(), normalise(phrase))}
        spellings = {form for form in spellings if len(form) > 1}  # "xxx" normalises to "x"
        unspaced = {phrase for phrase in spellings if UNSPACED.search(phrase)}
        self._inside = [" ".join(split(phrase)) for phrase in unspaced]
        # Looked up by the longest word, which is rarer in a text than "a" or "in".
        self._by_anchor: dict[str, list[tuple[int, list[str]]]] = {}
        for phrase in spellings - unspaced:
            words = split(phrase)
            anchor = max(words, key=len)
            self._by_anchor.setdefault(anchor, []).append((words.index(anchor), words))

    def find(self, words: list[str]) -> list[slice]:
        """Where the phrases stand; in a script without spaces, the words that hold one."""
        found = [span for start in self._starts(words) for span in self._at(words, start)]
        if self._patterns:
            known = _words(tuple(words))
            found += filter(None, (pattern.find(known) for pattern in self._possible(known)))
        text = " ".join(words) if self._inside else ""
        for phrase in self._inside:
            if phrase in text:
                first = text.count(" ", 0, text.index(phrase))
                found.append(slice(first, first + 1 + phrase.count(" ")))
        return found

    def _possible(self, text: Words) -> list[Pattern]:
        """The patterns of which some word may be the beginning."""
        starts = set(text.starts() & self._patterns.keys())
        if "" in self._patterns and text.unspaced:
            starts.add("")
        return list({id(each): each for start in starts for each in self._patterns[start]}.values())

    def _starts(self, words: list[str]) -> list[int]:
        if self._by_anchor.keys().isdisjoint(words):  # the usual case, and ten times faster
            return []
        return [index for index, word in enumerate(words) if word in self._by_anchor]

    def _at(self, words: list[str], anchor: int) -> list[slice]:
        found = []
        for offset, phrase in self._by_anchor[words[anchor]]:
            span = slice(max(0, anchor - offset), anchor - offset + len(phrase))
            if words[span] == phrase:
                found.append(span)
        return found


@dataclass(frozen=True)
class Rule:
    """Refuses when one phrase of `any_of` stands in the text, and one of `with_` if it has any.

    photo: only where a photo is given.
    """

    category: Category
    reason: str
    any_of: Phrases
    with_: Phrases | None = None
    photo: bool = False

    def matches(self, words: list[str], photo: bool = False) -> bool:
        if (self.photo and not photo) or not self.any_of.find(words):
            return False
        return self.with_ is None or bool(self.with_.find(words))


@dataclass(frozen=True)
class RuleBook:
    """All rules in order of the file, the harmless phrases, and a reason for each category."""

    rules: tuple[Rule, ...]
    harmless: Phrases
    reasons: dict[Category, str]

    def without_harmless(self, words: list[str]) -> list[str]:
        """The words less those phrases that only sound harmful."""
        hidden = {index for span in self.harmless.find(words) for index in _indices(span)}
        return [word for index, word in enumerate(words) if index not in hidden]

    def first_match(self, words: list[str], photo: bool = False) -> Rule | None:
        return next((rule for rule in self.rules if rule.matches(words, photo)), None)


def split(text: str) -> list[str]:
    """Words without punctuation, a plural's s cut off."""
    return _WORD.findall(_PLURAL.sub("", text))


def _indices(span: slice) -> range:
    return range(span.start, span.stop)


@cache
def load_rules(folder: Path = DATA, people: str = PEOPLE) -> RuleBook:
    """Read the rules, the word lists of every language and the policy on real people.

    Raises:
        OSError, ValueError, KeyError: a file is missing or not what it should be.
    """
    book = _toml(folder / "rules.toml")
    lists = _lists(folder / "words")
    lists["artist"] += _toml(folder / "artists.toml")["artist"]
    rules = tuple(_rule(entry, lists) for entry in book["rule"])
    reasons = {Category(name): text for name, text in book["reasons"].items()}
    named = _people_rule(_toml(folder / "people.toml"), people)
    return RuleBook((*rules, *named), Phrases(book["harmless"]), reasons)


def _toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _lists(folder: Path) -> dict[str, list[str]]:
    """List name -> phrases and patterns of all languages."""
    lists: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.toml")):
        book = _toml(path)
        for name, phrases in chain(book.pop("patterns", {}).items(), book.items()):
            lists.setdefault(name, []).extend(phrases)
    return lists


def _rule(entry: dict, lists: dict[str, list[str]]) -> Rule:
    any_of = Phrases(phrase for name in entry["any"] for phrase in lists[name])
    with_ = Phrases(phrase for name in entry.get("with", ()) for phrase in lists[name])
    return Rule(
        Category(entry["category"]),
        entry["reason"],
        any_of,
        with_ if "with" in entry else None,
        entry.get("photo", False),
    )


def _people_rule(data: dict, people: str) -> list[Rule]:
    """What PEOPLE says: "refuse" every name, allow "harmless" scenes, or "allow" all."""
    if people == "allow":
        return []
    if people not in ("harmless", "refuse"):
        raise ValueError(f"PEOPLE must be refuse, harmless or allow, not {people!r}")
    names = Phrases(data["person"] + data["person_in_other_languages"])
    risky = Phrases(data["risky_with_a_name"]) if people == "harmless" else None
    return [Rule(Category.REAL_PERSON, data["reason"], names, risky)]
