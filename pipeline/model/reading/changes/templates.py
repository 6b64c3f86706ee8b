"""The words of changes in seven languages: how a clause is cut off, and what it asks for.

A file of languages/ has words, ordinals and templates; see the English one.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.model.reading.graph.tables import UNSPACED, table

FOLDER = Path(__file__).parent / "languages"
_SLOT = re.compile(r"\{(\w+)\}")
_GREEDY = ("text", "how")
_STOP = re.compile(r"\s*[.;!?。！？；।\n]+\s*")


@dataclass(frozen=True, slots=True)
class Clause:
    """One change. name: of its template, "" for words that no template has; slots: what stands in
    the template's places."""

    name: str
    slots: Mapping[str, str]


@dataclass(frozen=True)
class Book:
    """The templates of one language. words: role -> pattern of its words."""

    language: str
    words: Mapping[str, re.Pattern[str]]
    ordinals: tuple[tuple[int, re.Pattern[str]], ...]
    templates: tuple[tuple[str, re.Pattern[str]], ...]
    joint: re.Pattern[str]

    def clauses(self, instruction: str) -> list[Clause]:
        """What an instruction asks for, one change after the other."""
        found: list[Clause] = []
        for sentence in _STOP.split(instruction):
            found += [self._clause(part) for part in self._parts(sentence.strip())]
        return found

    def _parts(self, text: str) -> Iterator[str]:
        """A sentence, cut where both sides are changes of their own."""
        for joint in self.joint.finditer(text):
            before, after = text[: joint.start()], text[joint.end() :]
            first = self._match(before)
            if first is None:
                continue
            again = f"{self._bare(before).partition(' ')[0]} {after}"  # "and the cat with a dog"
            elided = first.name == "replace" and (self._match(again) or first).name == "replace"
            if self._match(after) or (elided and self._match(again)):
                yield before
                yield from self._parts(after if self._match(after) else again)
                return
        if text.strip():
            yield text

    def _clause(self, text: str) -> Clause:
        return self._match(text) or Clause("", {"rest": self._bare(text)})

    def _match(self, text: str) -> Clause | None:
        bare = self._bare(text)
        for name, template in self.templates:
            if found := template.fullmatch(bare):
                return Clause(name, {k: v.strip() for k, v in found.groupdict().items() if v})
        return None

    def _bare(self, text: str) -> str:
        """Without what is only polite."""
        text = " ".join(text.split()).strip(" ,、")
        for _ in range(3):
            if found := self.words["polite"].match(text):
                text = text[found.end() :].strip(" ,、")
        for found in reversed(list(self.words["end"].finditer(text))):
            if found.end() == len(text) and found.start():
                text = text[: found.start()].strip(" ,、")
        return text

    def has(self, role: str, text: str) -> re.Match[str] | None:
        """The first word of a role in a text."""
        return self.words[role].search(text)

    def ordinal(self, text: str) -> int | None:
        """Which one of several a text names: 0 the first, -1 the last; None where it names none."""
        for number, pattern in self.ordinals:
            if pattern.search(text):
                return number
        return None


@cache
def book(language: str) -> Book:
    """The templates of a language, read once."""
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    whole = language not in UNSPACED
    words = {role: _words(forms, whole) for role, forms in data["words"].items()}
    ordinals = tuple(
        (-1 if key == "last" else int(key) - 1, _words(forms, whole))
        for key, forms in data["ordinals"].items()
    )
    templates = tuple(
        (name, _template(text)) for name, texts in data["templates"].items() for text in texts
    )
    then = data["words"]["then"]
    gap = r"\s+" if whole else r"\s*"
    joint = re.compile(rf"\s*[,、，]\s*(?:(?:{then}){gap})?|{gap}(?:{then}){gap}", re.IGNORECASE)
    return Book(language, words, ordinals, templates, joint)


def _words(forms: str, whole: bool) -> re.Pattern[str]:
    # Hindi's vowel signs are no letters to `re`, so \b would end a word before them.
    before, after = (r"(?<![\w\u0900-\u0963])", r"(?![\w\u0900-\u0963])") if whole else ("", "")
    longest_first = sorted(forms.split("|"), key=len, reverse=True)
    return re.compile(f"{before}(?:{'|'.join(longest_first)}){after}", re.IGNORECASE)


def _template(text: str) -> re.Pattern[str]:
    pattern = text.replace(" ", r"\s+").replace(r"\s+)?", r"\s+)?")
    pattern = _SLOT.sub(lambda m: f"(?P<{m[1]}>.+{'' if m[1] in _GREEDY else '?'})", pattern)
    return re.compile(pattern, re.IGNORECASE)


def number_in(text: str, language: str) -> int | None:
    """The number that a text says: 2 and more, or a figure; None without one."""
    if digits := re.search(r"\d+", text):
        return int(digits[0])
    found: list[tuple[int, int]] = []
    for phrase, senses in table(language).senses.items():
        value = senses.get("number")
        if value and value != "1" and _found(phrase, text, language):
            found.append((len(phrase), int(value)))
    return max(found)[1] if found else None


def _found(phrase: str, text: str, language: str) -> bool:
    if language in UNSPACED:
        return phrase in text or (phrase.endswith("の") and text.startswith(phrase[:-1]))
    return f" {phrase} " in f" {text.lower()} "
