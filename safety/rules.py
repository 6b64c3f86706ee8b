"""Rules of words and phrases, read from data/rules.toml, that refuse with a reason."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .normalise import normalise
from .policy import Category

RULES = Path(__file__).parent / "data" / "rules.toml"
_WORD = re.compile(r"\w+")
_PLURAL = re.compile(r"(?<=\w\w[^\Ws])s\b")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # Thai, Lao, kana, Han


class Phrases:
    """A set of phrases that is found in a list of words in one pass."""

    def __init__(self, phrases: Iterable[str]) -> None:
        spellings = {form for phrase in phrases for form in (phrase.casefold(), normalise(phrase))}
        spellings = {form for form in spellings if len(form) > 1}  # "xxx" normalises to "x"
        self._inside = [phrase for phrase in spellings if _UNSPACED.search(phrase)]
        # Looked up by the longest word, which is rarer in a text than "a" or "in".
        self._by_anchor: dict[str, list[tuple[int, list[str]]]] = {}
        for phrase in spellings.difference(self._inside):
            words = split(phrase)
            anchor = max(words, key=len)
            self._by_anchor.setdefault(anchor, []).append((words.index(anchor), words))

    def find(self, words: list[str]) -> list[slice]:
        """Where the phrases stand; in a script without spaces, the word that holds one."""
        found = [span for start in self._starts(words) for span in self._at(words, start)]
        text = " ".join(words)
        inside = [phrase for phrase in self._inside if phrase in text]
        for index, word in enumerate(words) if inside else ():
            if any(phrase in word for phrase in inside):
                found.append(slice(index, index + 1))
        return found

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
    """Refuses when one phrase of `any_of` stands in the text, and one of `with_` if it has any."""

    category: Category
    reason: str
    any_of: Phrases
    with_: Phrases | None = None

    def matches(self, words: list[str]) -> bool:
        if not self.any_of.find(words):
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

    def first_match(self, words: list[str]) -> Rule | None:
        return next((rule for rule in self.rules if rule.matches(words)), None)


def split(text: str) -> list[str]:
    """Words without punctuation, a plural's s cut off."""
    return _WORD.findall(_PLURAL.sub("", text))


def _indices(span: slice) -> range:
    return range(span.start, span.stop)


@cache
def load_rules(path: Path = RULES) -> RuleBook:
    """Read the rules' file.

    Raises:
        OSError, ValueError, KeyError: it is missing or not what it should be.
    """
    book = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = book["lists"]
    rules = tuple(_rule(entry, lists) for entry in book["rule"])
    reasons = {Category(name): text for name, text in book["reasons"].items()}
    return RuleBook(rules, Phrases(book["harmless"]), reasons)


def _rule(entry: dict, lists: dict[str, list[str]]) -> Rule:
    """`any` and `with` hold phrases; "@name" stands for a whole list of the file."""
    with_ = Phrases(_expand(entry["with"], lists)) if "with" in entry else None
    any_of = Phrases(_expand(entry["any"], lists))
    return Rule(Category(entry["category"]), entry["reason"], any_of, with_)


def _expand(phrases: list[str], lists: dict[str, list[str]]) -> list[str]:
    plain = [phrase for phrase in phrases if not phrase.startswith("@")]
    named = [phrase for name in phrases if name.startswith("@") for phrase in lists[name[1:]]]
    return plain + named
