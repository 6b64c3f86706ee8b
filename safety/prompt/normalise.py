"""Undo disguises of words: look-alike letters, zero-width characters, s p a c e s, l33t."""

import re
import unicodedata
from collections.abc import Callable

from safety.prompt.lookalikes import lookalikes
from safety.prompt.spelling import respell, segment, unleet, vocabulary

_INVISIBLE = "\u115f\u1160\u3164\uffa0\u2800"  # blanks that count as letters or symbols
_LEET = {one: str.maketrans("0345789@$€1!|+", f"oeastbgase{one}i{one}t") for one in "il"}
_BOXED = {  # A-Z in boxes, in discs and as flags
    first + index: chr(ord("a") + index)
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for index in range(26)
}
# Marks that spell a word instead of decorating it: India's and Thailand's vowels, kana's voicing.
_SPELLING_MARK = re.compile("[\u0900-\u0eff\u3099\u309a]")
_CJK_SPACED = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])\s+(?=[\u3040-\u30ff\u3400-\u9fff])")
# Pictures among the letters are read as what they show; faces tell a mood alone.
_PICTURE = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_NOT_SHOWN = frozenset(("black", "white", "heavy", "symbol", "sign"))
_CALLED = {"hocho": "knife", "pistol": "gun"}
_LIGATURES = dict.fromkeys((0xFDFA, 0xFDFB), " ")  # one sign that NFKD makes up to 18
_REWRITTEN = _BOXED | _LIGATURES
_SPACED = re.compile(r"(?<!\w)\w(?:[\s._*\-|/+,~](?:['’]\s)?\w(?!\w)){2,}")
_WIDE_GAP = re.compile(r"\w\s{2,}\w")
_LOOSE_POINT = re.compile(r"\s+([,.;:!?])")
_SPACED_PAIRS = re.compile(r"(?<!\w)\w(?:[\s._*\-|/+,~](?:['’]\s)?\w(?!\w))+")
# Possessive, from a word's start: linear in the longest of words.
_BROKEN_LETTERS = re.compile(r"(?<!\w)\w++(?:[._*\-|~'’]++\w++)++")
_BROKEN = re.compile(r"(?<=\w)[._*\-|~'’]+(?=\w)")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")  # not of digits: "111" may be "ill"
_ENDINGS = frozenset(("s", "t", "d", "m", "ll", "re", "ve"))  # "it's", "they're"
_SEPARATORS = re.compile(r"[\s._*\-|/+,~]")
_LEET_SIGNS = frozenset("0345789@$€1!|+")


def normalise(text: str) -> str:
    """Case-folded text without accents, zero-width characters and look-alike letters, pictures
    such as 🔪 in words."""
    text = _PICTURE.sub(_in_words, text.translate(_REWRITTEN))
    text = unicodedata.normalize("NFKD", text).casefold()
    hidden = dict.fromkeys(ord(char) for char in set(text) if _is_hidden(char))
    text = unicodedata.normalize("NFC", text.translate(hidden).translate(lookalikes()))
    return _REPEATED.sub(r"\1", text)


def readings(text: str) -> tuple[str, ...]:
    """Every way in which the gate reads a text.

    Raw, normalised, with joined letters (less the pictures among them), with signs as letters (1 as
    i, then as l), and last the likeliest English, which is the normalised text itself where nothing
    is hidden.
    """
    raw = unicodedata.normalize("NFC", text).casefold()
    plain = normalise(text)
    bare = normalise(_PICTURE.sub("", text)) if _PICTURE.search(text) else plain
    tight = _BROKEN.sub("", _joined(_CJK_SPACED.sub("", bare), _join))
    likely = unleet(_BROKEN_LETTERS.sub(_rejoin, _joined(plain, _split_run)))
    likely = _LOOSE_POINT.sub(r"\1", likely)
    likely = respell(likely)
    likely = plain if likely == _LOOSE_POINT.sub(r"\1", " ".join(plain.split())) else likely
    return (raw, plain, tight, *(_unleet(tight, one) for one in "il"), likely)


def _in_words(picture: re.Match[str]) -> str:
    """ "👩" to " woman "."""
    words = unicodedata.name(picture[0], "").casefold().replace("-", " ").split()
    if not words or "face" in words or unicodedata.category(picture[0]) != "So":
        return picture[0]
    shown = [_CALLED.get(word, word) for word in words if word not in _NOT_SHOWN]
    return f" {' '.join(shown)} "


def _joined(text: str, join: Callable[[re.Match[str]], str]) -> str:
    """Runs of single letters joined; pairs too where most of the text is single letters."""
    words = text.split()
    single = sum(len(word) == 1 for word in words)
    pattern = _SPACED_PAIRS if single > 4 and single > 0.6 * len(words) else _SPACED
    return pattern.sub(join, text)


def _split_run(run: re.Match[str]) -> str:
    letters = unleet(_SEPARATORS.sub("", run[0]).replace("’", "'"))
    if _WIDE_GAP.search(run.string):  # the words are apart already
        return letters
    return segment(letters) if letters.isascii() and len(letters) < 400 else letters


def _rejoin(word: re.Match[str]) -> str:
    """ "n-u-d-e" and "nu.de" to "nude"; "blood-red" stays: its parts are words."""
    parts = _BROKEN.split(word[0])
    whole = "".join(parts)
    known = vocabulary()
    apart = all(part in known or part in _ENDINGS for part in parts)
    return word[0] if apart or whole not in known else whole


def _is_hidden(char: str) -> bool:
    if char in "\t\n\r" or _SPELLING_MARK.match(char):
        return False
    return unicodedata.category(char) in ("Cf", "Cc", "Cs", "Mn", "Me") or char in _INVISIBLE


def _join(run: re.Match[str]) -> str:
    """ "n u d e" to "nude"; "a n u d e" to "anude nude", as "a" and "i" may be words."""
    word = _SEPARATORS.sub("", run[0]).replace("'", "")
    return f"{word} {word[1:]}" if word[0] in "ai" else word


def _unleet(text: str, one: str) -> str:
    """Digits and signs inside words that also have letters, 1 read as `one`; "4", "tea!" stay."""
    words = text.split()
    coded = {word for word in set(words) if not _LEET_SIGNS.isdisjoint(word)}
    plain = {word: _unleet_word(word, one) for word in coded}
    return " ".join(plain.get(word, word) for word in words) if coded else text


def _unleet_word(word: str, one: str) -> str:
    body = word.rstrip("!.,;:?")
    return body.translate(_LEET[one]) if any(map(str.isalpha, body)) else body
