"""Undo the ways in which a word is hidden: look-alikes, zero width, s p a c e s, l33t."""

import re
import unicodedata
from functools import lru_cache

# Letters that look Latin but that NFKD leaves alone, after case folding (UTS 39, abridged).
_SHAPES = {
    "a": "аɑᴀα",
    "b": "вβьʙ",
    "c": "сϲᴄ",
    "d": "ԁđᴅ",
    "e": "еёεᴇ",
    "f": "ƒ",
    "g": "ɡɢ",
    "h": "нһħʜ",
    "i": "іıιɩɪ",
    "j": "јϳᴊ",
    "k": "кκᴋ",
    "l": "ӏłʟ",
    "m": "мᴍ",
    "n": "пηɴ",
    "o": "оοøᴏ",
    "p": "рρᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕꜱ",
    "t": "тτŧᴛ",
    "u": "υᴜц",
    "v": "νᴠ",
    "w": "ԝωᴡ",
    "x": "хχ",
    "y": "уγўʏ",
    "z": "ᴢ",
    "th": "þ",
}
_LOOKALIKES = {ord(shape): latin for latin, shapes in _SHAPES.items() for shape in shapes}
_INVISIBLE = "\u115f\u1160\u3164\uffa0\u2800"  # blanks that count as letters or symbols
_LEET = {one: str.maketrans("0345789@$€1!|+", f"oeastbgase{one}i{one}t") for one in "il"}
_BOXED = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # where A-Z in boxes, in discs and as flags begin
_SPACED = re.compile(r"(?<!\w)\w(?:[\s._*\-|/+,~]\w(?!\w)){2,}")
_BROKEN = re.compile(r"(?<=\w)[._*\-|~'’]+(?=\w)")
_REPEATED = re.compile(r"(\w)\1{2,}")
_SEPARATORS = re.compile(r"[\s._*\-|/+,~]")
_TOKEN = re.compile(r"\S+")
_LEET_SIGNS = frozenset("0345789@$€1!|+")


def normalise(text: str) -> str:
    """Case-folded text without accents, zero-width characters and look-alike letters."""
    text = text.translate({ord(char): _fold(char) for char in set(text)})
    return _REPEATED.sub(r"\1", unicodedata.normalize("NFC", text))


def readings(text: str) -> tuple[str, ...]:
    """Every way in which the gate reads a text, without doubles; the raw text comes first."""
    raw = unicodedata.normalize("NFC", text).casefold()
    plain = normalise(text)
    tight = _BROKEN.sub("", _SPACED.sub(_join, plain))
    if _LEET_SIGNS.isdisjoint(tight):
        return tuple(dict.fromkeys((raw, plain, tight)))
    leet = [_TOKEN.sub(lambda token, one=one: _unleet(token[0], one), tight) for one in "il"]
    return tuple(dict.fromkeys((raw, plain, tight, *leet)))


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """One character as plain lower-case letters, "" when it cannot be seen."""
    for first in _BOXED:
        if first <= ord(char) < first + 26:
            return chr(ord("a") + ord(char) - first)
    letters = unicodedata.normalize("NFKD", char).casefold()
    if len(letters) > 4:  # a whole phrase in one sign: 32,000 of them would be a bomb
        return char
    return "".join(_LOOKALIKES.get(ord(part), part) for part in letters if not _is_hidden(part))


def _is_hidden(char: str) -> bool:
    if char in "\t\n\r":
        return False
    return unicodedata.category(char) in ("Cf", "Cc", "Mn", "Me") or char in _INVISIBLE


def _join(run: re.Match[str]) -> str:
    return _SEPARATORS.sub("", run[0])


def _unleet(token: str, one: str) -> str:
    """Digits and signs inside a word that also has letters; "4" or "tea!" stay."""
    body = token.rstrip("!.,;:?")
    if _LEET_SIGNS.isdisjoint(body) or not any(map(str.isalpha, body)):
        return token
    return body.translate(_LEET[one]) + token[len(body) :]
