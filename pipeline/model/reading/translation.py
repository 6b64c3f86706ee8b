"""Tables of words that the model has not learnt, English and others, with words that it has.

Each file of languages/ has a line for an English word or phrase, with the words and phrases that
mean it. Inflected forms are found by their base form (dictionary.py); a line lists only those that
the dictionary does not have or takes for another word. Sections only sort the lines, but for those
of ROLES.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.model.reading.dictionary import base_form

FOLDER = Path(__file__).parent / "languages"
SPACED = ("es", "pt", "fr", "de")  # in Latin letters: which one it is shows in its words
# How plurals of nouns end; any other inflected form ("gata", "Hundes") is of one thing.
_PLURAL_ENDINGS = {
    "es": ("s",),
    "pt": ("s",),
    "fr": ("s", "x"),
    "de": ("e", "n", "r"),
    "hi": ("ों", "याँ", "यां", "एँ", "एं", "ें"),
}
# Sections of words that have a place of their own in a sentence: see word_order.py.
ROLES = ("after", "adverb", "join", "of", "verb")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

DEVANAGARI = r"[\u0900-\u0963\u0966-\u097f]"
JAPANESE = r"[\u3040-\u30ff\u3400-\u9fff々]"
_LATIN = r"(?:[^\W\d_\u0900-\u097f\u3040-\u30ff\u3400-\u9fff々]|[\u0300-\u036f])"
_TOKEN = rf"{DEVANAGARI}+|{JAPANESE}+|{_LATIN}+(?:[-'’]{_LATIN}+)*|\d+|\s+|."
_TOKENS = re.compile(_TOKEN, re.DOTALL)
# "l'arbre" is two words, "aujourd'hui" one.
_FRENCH = re.compile(rf"(?i:[ldsnjcmt]|qu)['’](?={_LATIN}|$)|{_TOKEN}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase in English.

    english: "" for a word that is left out. role: its section, if one of ROLES. is_plural: whether
        it was found by its singular, so that `english` is to be put in the plural.
    """

    english: str
    role: str = ""
    is_plural: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one language; keys are tokens, so that a phrase is found whole.

    stems: what the single words begin with, of two letters or more.
    longest: how many words (in Japanese: characters) the longest key has.
    counters: what Japanese puts after a number, 匹 for animals and 本 for trees.
    """

    name: str
    entries: dict[tuple[str, ...], Entry]
    stems: frozenset[str]
    longest: int
    counters: tuple[str, ...]

    def find(self, words: Sequence[str], inflected: bool = True) -> tuple[Entry, int] | None:
        """The entry of the longest phrase that the words begin with, and how many it takes.
        inflected: a single word that is not in the table is looked up by its base form too."""
        for count in range(min(self.longest, len(words)), 0, -1):
            key = tuple(words[:count])
            entry = self.entries.get(key) or self.entries.get(tuple(map(unaccented, key)))
            if entry:
                return entry, count
        found = self._by_base_form(words[0]) if words and inflected else None
        return (found, 1) if found else None

    def may_inflect(self, word: str) -> bool:
        """Whether a word of the table begins as this one does, up to its ending: without that, the
        dictionary need not be opened."""
        return len(word) > 2 and word[: max(min(3, len(word) - 1), len(word) - 3)] in self.stems

    def _by_base_form(self, word: str) -> Entry | None:
        """English is left to vocabulary.py, which knows more of its words than the table has."""
        endings = _PLURAL_ENDINGS.get(self.name)
        if endings is None or not self.may_inflect(word):
            return None
        base = base_form(word, self.name)
        entry = self.entries.get((base,)) if base != word else None
        return entry and replace(entry, is_plural=word.endswith(endings))


def tokens(text: str, language: str = "en") -> list[str]:
    """Words, runs of space and of digits, single marks; joined they are the text."""
    return (_FRENCH if language == "fr" else _TOKENS).findall(text)


def is_word(token: str) -> bool:
    return any(char.isalnum() for char in token)


def normal(word: str) -> str:
    """As tables hold it."""
    return unicodedata.normalize("NFKC", word).lower().replace("’", "'")


@cache
def unaccented(word: str) -> str:
    """As it is typed without accents, and German without its own letters; other scripts as is."""
    if re.match(rf"{DEVANAGARI}|{JAPANESE}", word):
        return word
    apart = unicodedata.normalize("NFD", word.replace("ß", "ss"))
    return "".join(char for char in apart if not unicodedata.combining(char))


@cache
def table(language: str) -> Table:
    """The language's table, read once."""
    book = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    counters = book.pop("counters", {}).get("drop", "").split(", ")
    entries = {
        key: Entry("" if english == "drop" else english, section if section in ROLES else "")
        for section, lines in book.items()
        for english, forms in lines.items()
        for form in forms.split(",")
        for key in _keys(form, language)
    }
    # Where two words differ in accents alone, the accented one is found by its accents only.
    bare = {
        tuple(map(unaccented, key)): entry
        for key, entry in reversed(entries.items())
        if key != ("à",)
    }
    lengths = [len(key) for key in entries]
    if language == "ja":  # its words have no spaces: a key is one run of characters
        lengths = [len(key[0]) for key in entries]
    single = [key[0] for key in entries if len(key) == 1]
    stems = frozenset(word[:end] for word in single for end in range(2, len(word) + 1))
    return Table(language, bare | entries, stems, max(lengths), tuple(filter(None, counters)))


def _keys(form: str, language: str) -> Iterator[tuple[str, ...]]:
    words = [normal(part) for part in tokens(form, language) if is_word(part)]
    yield tuple(words)
    if language == "de":  # as typed without umlauts
        spelt = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
        yield tuple(word.translate(spelt) for word in words)


def ahead(parts: Sequence[str], start: int, most: int) -> tuple[list[str], list[int]]:
    """Up to `most` words from `start` on with nothing but space between, and where each ends."""
    words, ends = [], []
    for i in range(start, len(parts)):
        if is_word(parts[i]):
            words.append(normal(parts[i]))
            ends.append(i + 1)
        elif not parts[i].isspace():
            break
        if len(words) == most:
            break
    return words, ends


def phrase(
    book: Table, parts: Sequence[str], start: int, inflected: bool = True
) -> tuple[Entry, int] | None:
    """The entry of the longest phrase that begins at `start`, and where it ends. inflected: as in
    `Table.find`."""
    words, ends = ahead(parts, start, book.longest)
    found = book.find(words, inflected)
    return found and (found[0], ends[found[1] - 1])


def japanese(run: str, counted: bool = False) -> Iterator[tuple[str, Entry | None]]:
    """Japanese has no spaces: the longest word of the table that fits, from left to right; what is
    in no table stays together. counted: a number stands before the run."""
    book, unknown, i = table("ja"), "", 0
    while i < len(run):
        word, entry = _first(run[i:], book, counted and not unknown)
        if word and unknown:
            yield unknown, None
            unknown = ""
        if word:
            yield word, entry
        else:
            unknown += run[i]
        counted = entry is not None and entry.english in NUMBERS
        i += len(word) or 1
    if unknown:
        yield unknown, None


def _first(run: str, book: Table, counted: bool) -> tuple[str, Entry | None]:
    """The longest word that the run begins with, "" where it begins with none."""
    counter = next((one for one in book.counters if counted and run.startswith(one)), "")
    if counter:
        return counter, Entry("")
    for length in range(min(book.longest, len(run)), 0, -1):
        if entry := book.entries.get((run[:length],)):
            return run[:length], entry
    return "", None
