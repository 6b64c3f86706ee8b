"""Captions in everyday language: some details are left out, some name what cannot be painted.

The plan is free where a caption leaves something open: "ducks on a lake" are two, three or four of
any colour. It leaves out what the painted world does not have: "a man in a hat" is a man.
"""

import random
import re
from collections.abc import Callable

from pipeline.model.plan.world import CALLED, COLORS, KINDS, PEOPLE
from pipeline.training.world.nouns import PARTS, PLURAL_PARTS, SYNONYMS
from pipeline.training.world.phrases import articles

UNCOLORED = 0.6  # of the colours of a casual caption are left out
UNCOUNTED = 0.35  # of the casual captions have no numbers
UNPAINTABLE = 0.25  # of the casual captions name something that the painted world does not have
UNPAINTABLE_THINGS = (
    "hat", "bag", "book", "guitar", "ball", "crown", "basket", "bicycle", "backpack", "camera",
    "bench", "table", "chair", "cup of tea", "sword", "flag", "fence", "bridge", "fountain",
    "rainbow", "kite", "ladder", "mirror", "piano", "statue", "robot", "dragon", "monkey",
)  # fmt: skip
UNPAINTABLE_LOOKS = (
    "cute", "happy", "sad", "old", "young", "tiny", "huge", "fluffy", "beautiful", "magical",
    "cozy", "sleepy", "brave", "lonely", "haunted", "ancient", "shiny", "colorful", "realistic",
)  # fmt: skip

_COLOR_WORDS = "|".join(sorted({*COLORS, *(word for many in SYNONYMS.values() for word in many)}))
_ALL_PARTS = {*PARTS.values(), *PLURAL_PARTS.values(), *(f"{part}s" for part in PARTS.values())}
_PARTS = "|".join(sorted(_ALL_PARTS))
_STRIPED = re.compile(r"\b[a-z]+ and white striped ")
# "girls in blue", "girls in blue dresses": to lose the colour alone would leave "girls in".
_WORN = re.compile(
    rf" (?:in|dressed in|wearing) (?:{_COLOR_WORDS})(?: (?:{_PARTS})\b|(?=$|[ ,.]))", re.IGNORECASE
)
_COLORED = re.compile(rf"(?<!\bin )(?<!\bwearing )\b(?:{_COLOR_WORDS}) (?!hair\b)", re.IGNORECASE)
# What a colour was of, once it is gone: "house with a roof", "girl with red hair and a dress".
_PART = re.compile(rf" (?:with|in|wearing)(?: an?)? (?:{_PARTS})\b")
_HAIR_AND_PART = re.compile(rf" and(?: an?)? (?:{_PARTS})\b")
_NUMBER = re.compile(r"\b(?:two|three|four|a pair of|[234]) (?=[a-z])", re.IGNORECASE)
_WRONG_ARTICLE = re.compile(r"\b([Aa])n (?=[^aeiou])")
_NAMES = {kind for kind in KINDS if kind != "signpost"}
_NAMES |= {name for pairs in CALLED.values() for name, _ in pairs}
_NAMED = re.compile(rf"\b(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b")


def casual(text: str, rng: random.Random) -> str:
    """The caption without some of its colours and the parts that had them, now and then without its
    numbers, and now and then with something that cannot be painted."""
    text = without_colors(text, rng, UNCOLORED)
    if rng.random() < 0.8:
        text = without_plain_parts(text)
    if rng.random() < UNCOUNTED:
        text = _NUMBER.sub("", text)
    return with_unpaintable(text, rng) if rng.random() < UNPAINTABLE else text


def without_colors(text: str, rng: random.Random, share: float) -> str:
    """The caption with a share of its colours left out: "a fox beside a tent"."""

    def gone(instead: str) -> Callable[[re.Match], str]:
        return lambda found: instead if rng.random() < share else found[0]

    text = _WORN.sub(gone(""), text)
    text = _STRIPED.sub(gone("striped "), text)
    text = _COLORED.sub(gone(""), text)
    return articles(_WRONG_ARTICLE.sub(r"\1 ", text))


def without_plain_parts(text: str) -> str:
    """The caption without the parts that have lost their colour: a girl in a dress is a girl."""
    return _PART.sub("", _HAIR_AND_PART.sub("", text))


def with_unpaintable(text: str, rng: random.Random) -> str:
    """The caption with a look or a further thing, which cannot be painted, at one of its things."""
    names = list(_NAMED.finditer(text))
    if not names:
        return text
    found = rng.choice(names)
    if rng.random() < 0.5:
        named = f"{rng.choice(UNPAINTABLE_LOOKS)} {found[0]}"
    else:
        joined = "in" if found[0] in PEOPLE and rng.random() < 0.3 else "with"
        named = f"{found[0]} {joined} a {rng.choice(UNPAINTABLE_THINGS)}"
    return articles(text[: found.start()] + named + text[found.end() :])
