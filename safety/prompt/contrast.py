"""Contrast pairs for the prompt classifier: data/contrast.toml filled in, harmful and harmless."""

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data" / "contrast.toml"
_SLOT = re.compile(r"\{(\w+)\}")


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def contrast_pairs(seed: int) -> list[tuple[str | None, str]]:
    """(category, prompt), the category None where it is harmless: as many of the one as of the
    other for each kind of pair. The same for a seed; no prompt comes twice."""
    rng = random.Random(seed)
    made: dict[str, str | None] = {}
    for pair in _book()["pair"]:
        for name, category in (("harmful", pair["category"]), ("harmless", None)):
            templates = pair[name].strip().splitlines()
            for index in range(pair["count"]):
                made.setdefault(_fill(templates[index % len(templates)], rng), category)
    return [(category, prompt) for prompt, category in made.items()]


def _fill(template: str, rng: random.Random) -> str:
    """A template with a random entry of the list for every name in braces, again and again."""

    def entry(slot: re.Match[str]) -> str:
        return rng.choice(_entries(slot[1]))

    while _SLOT.search(template):
        template = _SLOT.sub(entry, template)
    return " ".join(template.split())


@cache
def _entries(name: str) -> list[str]:
    return [entry for line in _book()[name].strip().splitlines() for entry in line.split("|")]
