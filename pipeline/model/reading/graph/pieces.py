"""What a prompt is cut into, and how it is cut."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.dictionary import Match
from pipeline.model.dictionary.dictionary import normal
from pipeline.model.reading.graph.tables import UNSPACED

MAX_CHARACTERS = 4000  # of a prompt that are read
NOUNS = ("thing", "place", "abstract", "unknown")
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ー]")
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963\u0970-\u097f])"
_WORD = re.compile(
    rf"'s\b|’s\b|[0-9०-९０-９]+(?:[-‐]?{_LETTER}+)*|{_LETTER}+(?:['’](?!s\b){_LETTER}+)*|[^\w\s]",
)
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_ELISION = re.compile(r"\b(?:[ldsnjcmt]|qu)['’](?=\w)", re.IGNORECASE)
_STOPS = frozenset(".;:!?\n。！？；：|।…[]{}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or phrase of a prompt.

    text: as typed. role: "thing", "place", "abstract" (no drawing can show it), "unknown" (a noun
    as far as can be told), "other" (none), "comma", "stop", "written" (to be drawn as letters), or
    a section of the tables with `value` from there. senses: what else it may be. match, place: of a
    noun. plural: it names several. head: where a compound's last word is itself the thing, what was
    before it ("oak" of "oak tree").
    """

    text: str
    role: str
    value: str = ""
    senses: Mapping[str, str] = field(default_factory=dict)
    match: Match | None = None
    place: str = ""
    plural: bool = False
    start: int = 0

    @property
    def is_noun(self) -> bool:
        return self.role in NOUNS

    @property
    def can_be_noun(self) -> bool:
        return self.match is not None or bool(self.place)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, and where it begins in the prompt. norm: as the tables spell it."""

    text: str
    norm: str
    start: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] in "'’"


def tokens(text: str, language: str, written: tuple[tuple[int, int], ...] = ()) -> list[Token]:
    """The words and marks of a prompt; `written` are stretches to leave out, one blank token each.

    A hyphen within a word parts it, unless the word is all one in the tables: the caller tries the
    whole first, see `joined`. In a language without spaces every letter is a token.
    """
    blanks = dict(written)
    text = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    found: list[Token] = []
    position = 0
    for start, end in sorted(blanks.items()):
        found += _cut(text[position:start], position, language)
        found.append(Token(text[start:end] or " ", "\0", start))
        position = end
    return found + _cut(text[position:], position, language)


def _cut(text: str, offset: int, language: str) -> list[Token]:
    if language == "fr":
        text = _ELISION.sub(lambda match: match[0][:-1] + " ", text)
    if language in UNSPACED:
        return _letters(text, offset)
    text = _HYPHEN.sub("\x01", text)
    return [
        Token(match[0].replace("\x01", "-"), normal(match[0]), offset + match.start())
        for match in re.finditer(rf"\x01|{_WORD.pattern}", text)
        if match[0] != "\x01"
    ]


def _letters(text: str, offset: int) -> list[Token]:
    """Each letter of a text without spaces; runs of Latin letters and digits stay whole."""
    return [
        Token(match[0], normal(match[0]), offset + match.start())
        for match in re.finditer(r"[A-Za-z]+|[0-9０-９]+|[^\s]", text)
        if normal(match[0])
    ]


def is_stop(token: Token) -> bool:
    """Whether a mark ends a sentence."""
    return token.text in _STOPS
