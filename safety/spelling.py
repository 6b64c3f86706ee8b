"""Read words that are spelled to be missed, by what is a word: l33t, and letters with no gaps.

The words and their order of frequency are those of the sentence encoder's own vocabulary.
"""

import itertools
import json
import math
import re
from functools import cache
from pathlib import Path

VOCABULARY = Path(__file__).parent.parent / "assets" / "minilm_tokenizer.json"
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
_MOST_CANDIDATES = 64
_LONGEST = 18  # letters of a word
_LETTER_COST = 16.0  # of a letter that is in no word; a rare word costs about 10


@cache
def vocabulary() -> dict[str, float]:
    """English word -> cost, the logarithm of its rank by frequency (Zipf's law).

    Raises:
        OSError, ValueError, KeyError: the file is missing or damaged.
    """
    known = json.loads(VOCABULARY.read_text(encoding="utf-8"))["model"]["vocab"]
    words = [word for word in known if word.isascii() and word.isalpha() and len(word) > 1]
    ranked = {word: math.log(rank + 10) for rank, word in enumerate(words)}
    return ranked | {"a": math.log(11), "i": math.log(30)}


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
    plain = {part: _unleet_word(part) for part in (coded if numbers else mixed)}
    return " ".join("".join(plain.get(part, part) for part in parts).split())


def _unleet_word(word: str) -> str:
    body = word.rstrip("!.,;:?")
    letters = [_SIGNS.get(sign, sign) for sign in body]
    if math.prod(map(len, letters)) > _MOST_CANDIDATES:
        return body
    candidates = ["".join(spelling) for spelling in itertools.product(*letters)]
    known = vocabulary()
    best = min(candidates, key=lambda candidate: known.get(candidate, math.inf))
    return body if body.isdigit() and best not in known else best + word[len(body) :].strip("!")


def segment(letters: str) -> str:
    """Spaces where words most likely end: "amanisshot" to "a man is shot" (Viterbi)."""
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
    return " ".join(reversed(words))


def _unknown(length: int) -> float:
    return _LETTER_COST * (1 if length == 1 else length * 0.8 + 0.5)
