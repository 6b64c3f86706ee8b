"""Colours that the kinds of the painted world have, for the colours that people ask for.

No cat is pink. For words that it has never seen together the model may paint anything, so they are
replaced by the nearest colour that the kind has, and the page shows it.
"""

import re
from functools import cache

from pipeline.model.plan.world import COLORS, KINDS, PEOPLE, kinds_by_name
from pipeline.model.reading.word_order import articles

# The nearest first; every kind with colours has one of each list.
NEAR = {
    "red": ("pink", "orange", "brown", "purple"),
    "orange": ("red", "yellow", "brown"),
    "yellow": ("orange", "white", "brown", "green"),
    "green": ("yellow", "blue", "brown", "grey"),
    "blue": ("purple", "green", "grey", "black"),
    "purple": ("blue", "pink", "red", "black"),
    "pink": ("red", "purple", "white"),
    "black": ("grey", "brown", "blue", "purple", "red"),
    "white": ("grey", "yellow", "pink", "green"),
    "grey": ("black", "white", "blue", "brown"),
    "brown": ("orange", "red", "black", "yellow", "green"),
}
# Their colour is that of a part, of roof, stripes or sail, and the rest is white or brown anyway.
NEEDS_NO_WORD = {
    (kind, "white") for kind in ("house", "lighthouse", "windmill", "castle", "snowman")
}
NEEDS_NO_WORD |= {("boat", "brown")}
_LOOKS = "(?:(?:little|big|wooden|glowing|paper|hot-air|waving|sitting|running|sleeping) )*"


@cache
def _patterns() -> tuple[re.Pattern, re.Pattern, dict[str, str]]:
    """Finds "pink cat" and "girl in black"; and of each name its kind."""
    known = kinds_by_name()
    colors, names = "|".join(COLORS), "|".join(sorted(known, key=len, reverse=True))
    people = "|".join(name for name, kind in known.items() if kind in PEOPLE)
    worn = rf"\b(?P<name>{people}) (?P<how>in|wearing|dressed in) (?P<a>an? )?(?P<color>{colors})\b"
    before = rf"(?<!and )\b(?P<color>{colors}) (?P<looks>{_LOOKS})(?P<name>{names})\b(?!-|')"
    return re.compile(before), re.compile(worn), known


def with_possible_colors(text: str) -> str:
    """An English text in known words, with colours that its things have."""
    before, worn, known = _patterns()

    def colored(found: re.Match) -> str:
        color = nearest(known[found["name"]], found["color"])
        start, end = (at - found.start() for at in found.span("color"))
        return f"{found[0][:start]}{color}{found[0][end:]}".lstrip()

    changed = worn.sub(colored, before.sub(colored, text))
    return text if changed == text else articles(changed)


def nearest(kind: str, color: str) -> str:
    """The colour itself where the kind has it or has none at all, "" where it needs none."""
    if (kind, color) in NEEDS_NO_WORD:
        return ""
    has = KINDS[kind].colors
    return color if color in has or not has else next(c for c in (*NEAR[color], has[0]) if c in has)
