"""Which words of a prompt the picture will not show, though they name something to be seen.

The binder tells what it cannot place itself: nouns without a drawing, materials. Here the words are
read once more for shapes, textures, ages, moods, acts and parts that no rule takes up.
"""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.model.dictionary import LIVING, Dictionary
from pipeline.model.reading.dictionary import base_form
from pipeline.model.reading.graph.pieces import Piece
from pipeline.model.reading.graph.resolve import noun_follows
from pipeline.model.reading.graph.tables import DESCRIBING, FOLDER, english_words, spelt

PASSED_OVER = ("other", "drop")  # roles that leave nothing in the scene graph
OPENING = ("article", "number", "link", "comma", "stop", "relation", "reversed", "not_painted",
           *DESCRIBING, *PASSED_OVER)  # fmt: skip
# Endings of English words made for the moment: "bow tie-shaped", "snake-like", "gothic-style".
MADE = (
    "shaped",
    "like",
    "style",
    "styled",
    "themed",
    "colored",
    "coloured",
    "ed",
    "eyed",
    "haired",
)
SHORTEST = 4  # letters of a participle that nobody has listed


@dataclass(frozen=True, slots=True)
class Told:
    """The words of one language that are told, as `spelt` has them."""

    describing: frozenset[str]
    names: frozenset[str]
    silent: frozenset[str]


@cache
def told_words(language: str) -> Told:
    """Of one of LANGUAGES, read once."""
    book = tomllib.loads((FOLDER / "told.toml").read_text(encoding="utf-8"))[language]
    describing, names, silent = (
        frozenset(spelt(word) for word in book.get(part, "").split(",") if word.strip())
        for part in ("describing", "names", "silent")
    )
    return Told(describing, names, silent)


def untold(
    pieces: Sequence[Piece], dictionary: Dictionary, language: str, empty: bool
) -> Iterator[str]:
    """The words, as typed. empty: the prompt names nothing that is painted, so that of its other
    nouns none is passed over."""
    words, negated = told_words(language), False
    for i, piece in enumerate(pieces):
        if piece.role == "link" and piece.value == "not":
            negated = True
        elif negated and (piece.is_noun or piece.role in ("comma", "stop")):
            negated = False
        elif not negated and (text := _told(pieces, i, words, language, empty, dictionary)):
            yield text


def _told(
    pieces: Sequence[Piece],
    i: int,
    words: Told,
    language: str,
    empty: bool,
    dictionary: Dictionary,
) -> str:
    """What is told of piece i, "" for nothing."""
    piece, after = pieces[i], pieces[i + 1 :]
    if piece.role in (*PASSED_OVER, "abstract") and _describes(pieces, i, words, language):
        return piece.text
    if piece.role in ("other", "abstract") and language == "en" and _acts(pieces, i, dictionary):
        return piece.text
    described = _with_description(pieces, i, words)
    if piece.role == "body":
        return described if described != piece.text else ""
    heads = not (after and (after[0].is_noun or after[0].role == "body"))
    silent = spelt(piece.text) in words.silent
    asked = empty or (i > 0 and pieces[i - 1].role == "color")  # "a blue stamp"
    named = spelt(piece.text) in words.names or (asked and piece.role == "abstract" and not silent)
    if named and heads and piece.role in ("abstract", *PASSED_OVER):
        return described
    return ""


def _describes(pieces: Sequence[Piece], i: int, words: Told, language: str) -> bool:
    """Whether a word that was passed over says what something painted looks like."""
    text, after = spelt(pieces[i].text), pieces[i + 1 :]
    if text in words.silent:
        return False
    listed = text in words.describing
    if language != "en":
        return listed
    if not (listed or _is_made(pieces, i)):
        return False
    while after and after[0].role == "portion":  # a triangular slice of pizza
        after = after[1:]
    if noun_follows(after):
        noun = next((one for one in after if one.is_noun or one.can_be_noun), None)
        return noun is None or noun.can_be_noun  # else the noun is told, with this word
    return listed and i > 0 and (pieces[i - 1].value in ("be", "and") or pieces[i - 1].is_noun)


def _is_made(pieces: Sequence[Piece], i: int) -> bool:
    """Whether an English word is a participle or was put together, before its noun."""
    piece = pieces[i]
    text = piece.text.lower()
    if "-" in text:
        return piece.role == "other" and text.endswith(MADE)
    opens = i == 0 or pieces[i - 1].role in OPENING
    plain = piece.role == "other" and len(text) > SHORTEST and not text.endswith("eed")
    return opens and plain and text.endswith(("ed", "ing")) and base_form(text, "en") != text


def _acts(pieces: Sequence[Piece], i: int, dictionary: Dictionary) -> bool:
    """Whether an English verb that no table has says what the living thing before it does."""
    text = pieces[i].text.lower()
    before = i - 1
    while before >= 0 and (
        pieces[before].value == "be"
        or (pieces[before].role == "other" and pieces[before].text.endswith("ly"))
    ):
        before -= 1
    if before >= 0 and text.endswith("ing") and pieces[before].role in ("comma", "link"):
        while before >= 0 and not (
            pieces[before].role == "stop" or _lives(pieces[before], dictionary)
        ):
            before -= 1  # "a man walks, whistling a tune"
    if before < 0 or not _lives(pieces[before], dictionary) or text in told_words("en").silent:
        return False
    return text.endswith(("ing", "s", "ed")) and base_form(text, "en") in english_words()


def _lives(piece: Piece, dictionary: Dictionary) -> bool:
    match = piece.match if piece.is_noun else None
    return match is not None and dictionary.kinds[match.kind].category in LIVING


def _with_description(pieces: Sequence[Piece], i: int, words: Told) -> str:
    """A noun that is not painted with what it would look like: "green eyes", "rubber band"."""
    first, nouns = i, () if pieces[i].role == "body" else ("abstract", "unknown")
    while first > 0 and _qualifies(pieces[first - 1], words, nouns):
        first -= 1
    return " ".join(piece.text for piece in pieces[first : i + 1])


def _qualifies(piece: Piece, words: Told, nouns: Collection[str]) -> bool:
    listed = piece.role in PASSED_OVER and spelt(piece.text) in words.describing
    return listed or piece.role in (*DESCRIBING, "not_painted", *nouns)
