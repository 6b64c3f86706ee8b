"""Whole requests that mend clothes, such as "remove the stain from her shirt": data/mending.toml.

To the classifier clothes near "remove" are undressing, which they mostly are. Here is a grammar,
not a list of words: a prompt with anything more in it is judged as ever.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "mending.toml"
LONGEST = 200  # characters
_SPACE = re.compile(r"\s+")


def is_mending(prompt: str) -> bool:
    """Whether a prompt, without its accents and capitals, is such a request and nothing else.

    Raises:
        OSError, ValueError, KeyError: the file is missing or damaged.
    """
    if len(prompt) > LONGEST:
        return False
    words = _SPACE.sub(" ", prompt.replace("’", "'").replace(",", " ")).strip(" .!?")
    return any(template.fullmatch(words) for template in _templates())


@cache
def _templates() -> tuple[re.Pattern[str], ...]:
    book = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    polite = _any_of(book["polite"])
    return tuple(
        re.compile(rf"(?:{polite} )?{_pattern(template, book)}(?: please)?")
        for template in book["templates"]
    )


def _pattern(template: str, book: dict[str, list[str]]) -> str:
    """ "{take} ({kind}) {flaw}" as an expression whose parts in brackets may be missing."""
    parts = []
    for optional, fixed in re.findall(r"\(([^)]*)\)|([^\s()]+)", template):
        part = re.sub(r"\{(\w+)\}", lambda slot: _any_of(book[slot[1]]), optional or fixed)
        parts.append(f"(?: {part})?" if optional else f" {part}")
    return "".join(parts).removeprefix(" ")


def _any_of(words: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"
