"""What the writing of a picture may be read as: l33t, gaps, doubled letters, backwards, turned."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from safety.prompt.lookalikes import lookalikes
from safety.prompt.rules import UNSPACED
from safety.prompt.spelling import segment, vocabulary

MOST = 60  # words of a picture that are read
MOST_WORDS = 6  # that are read together as one
MOST_LETTERS = 24
SHORTEST_BACKWARDS = 5  # letters of a word that is read backwards too
_TWO = "an as at be by do go he hi if in is it me my no of on or so to up us we"
_SHORT_WORDS = frozenset(("a", "i", *_TWO.split()))
_TOKEN = re.compile(r"[^\s]+")
_EDGES = ".,;:!?\"'()[]{}«»“”„‘’…¡¿"
_RUN = re.compile(r"(.)\1+")
_SIGNS = {
    **dict(zip("034578@$€+9", "oeastbaset" + "g", strict=True)),
    **dict.fromkeys("1!|", "il"),
    **dict.fromkeys("*#", "aeiou"),
}
_MOST_SPELLINGS = 40
# Letters that stand on their heads, and those that become another letter when they do.
_TURNED = "ɐɔǝɟƃɥᴉɾʞʃɯɹʇʌʍʎ"
_UPRIGHT = str.maketrans(f"{_TURNED}bdnpqu", "acefghijklmrtvwyqpudbn")


def tokens(texts: Sequence[str], latin: bool = False) -> list[str]:
    """The words of all texts in order, in small letters. latin: without accents, and those of
    another script that look like Latin ones as these."""
    parts = (part for text in texts for part in _TOKEN.findall(_plain(text, latin)))
    words = [word for part in parts if (word := _bare(part))][:MOST]
    return [_latin(word) for word in words] if latin else words


def forms(words: Sequence[str]) -> Iterator[str]:
    """Every word and phrase that these words may be meant as, each letters with single spaces."""
    yield from (form for word in words for form in _inside(word))
    for first, last in itertools.combinations(range(len(words) + 1), 2):
        if last - first > MOST_WORDS and any(len(word) > 2 for word in words[first:last]):
            continue
        parts = words[first:last]
        if last - first <= MOST_WORDS:
            yield " ".join(parts)
            yield " ".join(spelling[0] for spelling in map(spellings, parts))
        whole = "".join(parts)
        if len(whole) <= MOST_LETTERS and (len(parts) == 1 or not all(map(_is_word, parts))):
            yield from _readings(whole)


def _readings(word: str) -> Iterator[str]:
    for spelling in (*spellings(word), *_upright(word)):
        yield from _lengths(spelling)
        if len(spelling) >= SHORTEST_BACKWARDS and spelling not in vocabulary():
            yield from _lengths(spelling[::-1])
        if spelling.isascii() and len(spelling) >= 7 and spelling not in vocabulary():
            yield segment(spelling)


def _upright(word: str) -> list[str]:
    """The word as it is read with the picture upside down, if it is written for that."""
    return [] if set(word).isdisjoint(_TURNED) else [word[::-1].translate(_UPRIGHT)]


def spellings(word: str) -> list[str]:
    """The word with letters for signs, as often as it can be read; a number stays one."""
    if not any(map(str.isalpha, word)) and not set(word) & set("*@$#"):
        return [word]
    letters = [_SIGNS.get(sign, sign) for sign in word]
    ways = itertools.islice(itertools.product(*letters), _MOST_SPELLINGS)
    return ["".join(filter(str.isalnum, way)) for way in ways] or [word]


def _lengths(word: str) -> Iterator[str]:
    """The word, and with each run of a letter once and twice, unless it is an English word."""
    yield word
    runs = list(_RUN.finditer(word))
    if runs and len(runs) <= 4 and word not in vocabulary():
        for counts in itertools.product((1, 2), repeat=len(runs)):
            yield _with_runs(word, iter(counts))


def _with_runs(word: str, counts: Iterator[int]) -> str:
    return _RUN.sub(lambda run: run[1] * next(counts), word)


def _inside(word: str) -> Iterator[str]:
    """What stands in a run of a script without spaces."""
    if UNSPACED.search(word):
        for first, last in itertools.combinations(range(len(word[:MOST_LETTERS]) + 1), 2):
            if last - first > 1:
                yield word[first:last]


def _is_word(text: str) -> bool:
    return text in _SHORT_WORDS or (len(text) > 2 and text in vocabulary())


def _plain(text: str, without_accents: bool) -> str:
    text = unicodedata.normalize("NFKD" if without_accents else "NFKC", text).casefold()
    hidden = ("Mn", "Me", "Cf", "Cc") if without_accents else ("Cf",)
    kept = (char for char in text if unicodedata.category(char) not in hidden)
    return unicodedata.normalize("NFC", "".join(kept))


def _bare(part: str) -> str:
    """Without marks around; "n.i-g" without those inside, "14/88" as it is."""
    part = part.strip(_EDGES[:-2]) if any(map(str.isalnum, part)) else part
    return re.sub(r"(?<=[^\W\d_])[-._/\\~'’·•]+(?=[^\W\d_])", "", part)


def _latin(word: str) -> str:
    latin = word.translate(lookalikes())
    return latin if latin.isascii() else word
