"""Read disguised and misspelt words with a list of English words: l33t, letters without spaces.

The words stand in the order of their frequency on the web, after Norvig, "Natural Language Corpus
Data" (in Segaran and Hammerbacher, "Beautiful Data", 2009).
"""

import itertools
import math
import re
import tomllib
from functools import cache
from pathlib import Path

import numpy as np

WORDS = Path(__file__).parents[2] / "assets" / "english_words.txt"
RULES = Path(__file__).parent / "data" / "words" / "en.toml"
_SLIPS = ("sexual", "child_abuse", "gore", "violence", "hate", "self_harm", "crime", "hurt")
_SHORTEST_SLIP = 5  # letters of a word that is corrected
# Rank of a word -> minus the logarithm of its share of all words; between them, by log rank.
_RANKS = (1, 10, 100, 1000, 10_000, 40_000, 80_000)
_COSTS = (3.8, 5.7, 7.7, 9.5, 12.3, 15.3, 17.9)
_SIGNS = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "€": "e",
    "!": "il",
    "|": "il",
    "+": "t",
}
_PARTS = re.compile(r"(\s+|[-'’_/.,;:?\"()])")
_MAX_CANDIDATES = 64
_MAX_UNKNOWN = 40  # unknown words of a text whose parts are looked at
_LONGEST = 18  # letters of a word
_LETTER_COST = 20.0  # of a letter that is in no word; the rarest word costs 18


@cache
def vocabulary() -> dict[str, float]:
    """English word -> cost, minus the logarithm of its frequency.

    Raises:
        OSError, ValueError: the file is missing or damaged.
    """
    words = WORDS.read_text(encoding="ascii").split()
    if len(words) != _RANKS[-1]:
        raise ValueError(f"{WORDS.name} is damaged")
    costs = np.interp(np.log(np.arange(1, len(words) + 1)), np.log(_RANKS), _COSTS)
    return dict(zip(words, costs.tolist(), strict=True)) | {"a": 4.7, "i": 5.8, "'s": 4.6}


def unleet(text: str) -> str:
    """Every word with signs for letters as the likeliest word that it can be.

    Plain numbers are read so only in a text that is full of such words.
    """
    parts = _PARTS.split(text)
    coded = {part for part in set(parts) if not _SIGNS.keys().isdisjoint(part)}
    mixed = {part for part in coded if any(map(str.isalpha, part))}
    if not mixed:
        return " ".join(text.split())
    numbers = sum(part in mixed for part in parts) >= 0.3 * sum(part.isalnum() for part in parts)
    in_doubt = len(mixed) <= _MAX_UNKNOWN
    plain = {part: _unleet_word(part, in_doubt) for part in (coded if numbers else mixed)}
    joined = " ".join("".join(plain.get(part, part) for part in parts).split())
    return joined.replace("'5", "'s") if numbers else joined


def _unleet_word(word: str, in_doubt: bool) -> str:
    """in_doubt: an unknown word gets the spelling that is best cut into known words."""
    body = word.rstrip("!.,;:?")
    letters = [_SIGNS.get(sign, sign) for sign in body]
    if math.prod(map(len, letters)) > _MAX_CANDIDATES:
        return body
    candidates = ["".join(spelling) for spelling in itertools.product(*letters)]
    known = vocabulary()
    best = min(candidates, key=lambda candidate: known.get(candidate, math.inf))
    if best not in known:
        if body.isdigit():
            return body
        if in_doubt and len(candidates) > 1 and len(body) <= _LONGEST:
            best = min(candidates, key=lambda candidate: _cheapest(candidate)[0])
    return best + word[len(body) :].strip("!")


def is_readable(text: str) -> bool:
    """Whether half of a text's words are English ones, single letters apart."""
    words = re.findall(r"[^\W_]+", text)
    known = vocabulary()
    return 2 * sum(len(word) > 1 and word in known for word in words) >= len(words)


def segment(letters: str) -> str:
    """Spaces where words most likely end: "amanisshot" to "a man is shot"."""
    return " ".join(_cheapest(letters)[1])


def _cheapest(letters: str) -> tuple[float, list[str]]:
    """The words that these letters most likely are, and their cost (Viterbi)."""
    known = vocabulary()
    cost, cut = [0.0], [0]
    for end in range(1, len(letters) + 1):
        options = [
            (cost[start] + known.get(letters[start:end], _unknown(end - start)), start)
            for start in range(max(0, end - _LONGEST), end)
        ]
        best = min(options)
        cost.append(best[0])
        cut.append(best[1])
    words, end = [], len(letters)
    while end:
        words.append(letters[cut[end] : end])
        end = cut[end]
    return cost[-1], words[::-1]


def _unknown(length: int) -> float:
    return _LETTER_COST * (1 if length == 1 else length * 0.8 + 0.5)


def respell(text: str) -> str:
    """Every unknown word as the known one that it is most likely a slip of.

    Two letters that changed places may give any English word; one letter too many, too few or wrong
    gives a word of the rules alone, so that names stay what they are.
    """
    words = re.findall(r"[a-z]+", text)
    known = vocabulary()
    unknown = {word for word in set(words) if len(word) >= _SHORTEST_SLIP and word not in known}
    unknown = {word for word in unknown if slips().get(word) != word}
    if not 0 < len(unknown) <= _MAX_UNKNOWN or not text.isascii():
        return text
    better = {word: _respell_word(word) for word in unknown}
    return re.sub(r"[a-z]+", lambda word: better.get(word[0], word[0]), text)


def _respell_word(word: str) -> str:
    known = vocabulary()
    pairs = itertools.combinations(range(len(word)), 2) if len(word) <= _LONGEST else ()
    swapped = {pair: _swapped(word, *pair) for pair in pairs}
    for near in (True, False):  # neighbours change places more often
        found = [each for (i, j), each in swapped.items() if each in known and (j - i == 1) == near]
        if found:
            return min(found, key=known.__getitem__)
    return next((slips()[form] for form in _cut(word) if form in slips()), word)


def _swapped(word: str, i: int, j: int) -> str:
    return word[:i] + word[j] + word[i + 1 : j] + word[i] + word[j + 1 :]


def _cut(word: str) -> list[str]:
    """The word, and all that is left of it without one letter, the first apart."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))]


@cache
def slips() -> dict[str, str]:
    """Forms of the English rules' words -> the word: those of `_cut`, of long words."""
    book = tomllib.loads(RULES.read_text(encoding="utf-8"))
    phrases = (phrase for name in _SLIPS for phrase in book[name])
    words = sorted({word for phrase in phrases for word in re.findall(r"[a-z]{5,}", phrase)})
    return {form: word for word in words for form in _cut(word)} | {word: word for word in words}
