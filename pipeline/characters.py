"""Characters that belong to somebody: something of our own is painted in their place, and told."""

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".toml")
# Scripts that write no spaces, or cling particles to a word: a name is found inside of a run.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def with_own_characters(prompt: str) -> str:
    """The prompt with every character of others replaced by one of our own; the prompt itself where
    there is none. What is to be written stays: a name on a sign is no picture."""

    def own(found: re.Match[str]) -> str:
        painted = _own()[found["name"].casefold()]
        return f" {painted} " if _UNSPACED.search(found["name"]) else painted

    return _names().sub(own, prompt).strip()


def names_characters(prompt: str) -> bool:
    """Whether something of our own is painted for some character."""
    return _names().search(prompt) is not None


@cache
def _own() -> dict[str, str]:
    """Name in small letters -> what is painted."""
    book = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {name.casefold(): own for own, names in book["own"].items() for name in names}


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(_own(), key=len, reverse=True)
    alone = [re.escape(name) for name in longest_first if not _UNSPACED.search(name)]
    inside = [re.escape(name) for name in longest_first if _UNSPACED.search(name)]
    return re.compile(
        rf"(?:\b(?:an?|the)\s+)?(?<![\w\"'“‘«「『])(?P<name>\b(?:{'|'.join(alone)})\b|"
        rf"{'|'.join(inside)})(?![\"”’»」』])",
        re.IGNORECASE,
    )
