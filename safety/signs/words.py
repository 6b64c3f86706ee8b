"""The words that no sign bears, as hashes: nobody has to read the list who reads the repository.

`python -m safety.signs.build` makes the file from two published lists, which assets/LICENSES.md
names.
"""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np

WORDS = Path(__file__).parents[2] / "assets" / "sign_words.npy"
_LEAST = 1000  # a file with fewer is damaged


def hash_of(word: str) -> int:
    """A 48-bit number for a normalised word, or for several with a space between."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=6).digest(), "big")


@cache
def listed_hashes() -> frozenset[int]:
    """Hashes of all words on the list.

    Raises:
        OSError, ValueError: the file is missing or damaged.
    """
    hashes = np.load(WORDS, allow_pickle=False)
    if hashes.dtype != np.uint64 or len(hashes) < _LEAST:
        raise ValueError(f"{WORDS.name} is damaged")
    return frozenset(hashes.tolist())


def is_listed(word: str) -> bool:
    """Whether this normalised word, or phrase with single spaces, is on the list."""
    return hash_of(word) in listed_hashes()
