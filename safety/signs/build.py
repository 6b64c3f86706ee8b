"""Make assets/sign_words.npy: `python -m safety.signs.build --naughty-words DIR --cuss DIR`.

From the npm packages naughty-words 1.2.0 (LDNOOBW, CC-BY-4.0) and cuss 2.2.0 (MIT), unpacked, and
from data/more.txt, words of our own that they lack, which are written backwards there. A word of
another language that is an English one too stays out ("bite"), and so does what data/allowed.txt
names.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from safety.prompt.spelling import vocabulary
from safety.signs.forms import tokens
from safety.signs.words import WORDS, hash_of

DATA = Path(__file__).parent / "data"
SURE = 2  # cuss's highest rating
_RATED = re.compile(r"^  (?:'([^']+)'|\"([^\"]+)\"|([\w]+)): (\d),", re.MULTILINE)
_COMMON = 20_000  # English words that no other language's word may be taken for


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--naughty-words", type=Path, required=True)
    parser.add_argument("--cuss", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WORDS)
    options = parser.parse_args()
    english = keys([*_rated(options.cuss / "index.js"), *_listed(options, "en")])
    others = keys(_of_other_languages(options))
    common = set(list(vocabulary())[:_COMMON])
    more, allowed = keys(line[::-1] for line in _lines("more.txt")), keys(_lines("allowed.txt"))
    words = (english | (others - common) | more) - allowed
    words = {word for word in words if len(word) > 1 and any(map(str.isalpha, word))}
    np.save(options.out, np.array(sorted(map(hash_of, words)), dtype=np.uint64))
    print(f"{options.out}: {len(words)} words")


def keys(texts: Iterable[str]) -> set[str]:
    """Words as `forms` gives them, with accents and without."""
    return {" ".join(tokens([text], latin)) for text in texts for latin in (False, True)}


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").split("\n")[:-1]


def _of_other_languages(options: argparse.Namespace) -> Iterator[str]:
    for path in sorted(options.naughty_words.glob("*.json")):
        if path.stem not in ("en", "bower", "package", "package-lock", "tlh", "eo"):
            yield from _listed(options, path.stem)
    for path in sorted(options.cuss.glob("*.js")):
        if path.stem != "index":
            yield from _rated(path)


def _listed(options: argparse.Namespace, language: str) -> list[str]:
    return json.loads((options.naughty_words / f"{language}.json").read_text(encoding="utf-8"))


def _rated(path: Path) -> Iterator[str]:
    for found in _RATED.finditer(path.read_text(encoding="utf-8")):
        if int(found[4]) >= SURE:
            yield found[1] or found[2] or found[3]


if __name__ == "__main__":
    main()
