"""Words for people of two kinds at once, and for one place in another, written as in captions.

A caption of the painted world names every kind by itself: "three children in red" are two girls in
red and a boy in red; and it has one place: a village in the mountains is houses in the mountains.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.plan.world import COLORS, POSES, kinds_by_name, plural
from pipeline.model.reading.word_order import ADJECTIVES, PARTS

# By what the tables of words have for them: the word that stands for them until their number is
# known, and their kinds; of an odd number the first kinds have one more.
GROUPS = {
    "a girl and a boy": ("children", ("girl", "boy")),
    "a woman and a man": ("people", ("woman", "man")),
    "a woman, a man and a girl": ("family", ("woman", "man", "girl")),
}
COUNTS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4, "a pair of": 2}
_NUMBERS = ("", "a", "two", "three", "four")
_KINDS = dict(GROUPS.values())
_ADJECTIVES = "|".join(sorted(ADJECTIVES))
_LOOKS = rf"(?P<looks>(?:(?:{_ADJECTIVES}) )*)"
_PEOPLE = re.compile(
    rf"(?:\b(?P<number>an?|the|one|{'|'.join(COUNTS)}) )?{_LOOKS}\b(?P<who>{'|'.join(_KINDS)})\b"
    rf"(?P<doing> (?:{'|'.join(filter(None, POSES))})\b)?"
    rf"(?P<worn> (?:in|wearing|dressed in) (?:{'|'.join(COLORS)})\b)?(?: (?:{'|'.join(PARTS)})\b)?"
)
_PARTS = ("number", "looks", "doing", "worn")
_VILLAGE = re.compile(rf"\b(?:an?|the) {_LOOKS}village\b")
_ANOTHER_PLACE = re.compile(
    rf"\b(?:in|on|at|by|beside|above|among|behind) (?:the|an?) (?:(?:{_ADJECTIVES}) )*"
    r"(?:seaside|sea|beach|shore|mountains?|hills?|valley|forest|woods|lake|desert|dunes)\b"
)
# "with no people", "but without any trees or houses": what the picture shall not show.
_NAMED = rf"(?:(?:{_ADJECTIVES}) )*(?:{'|'.join((*_KINDS, *kinds_by_name()))})\b"
_UNWANTED = re.compile(
    rf",?(?: and| but)? ?\b(?:with no|with neither|without|no|not) (?:any |an? |the )?{_NAMED}"
    rf"(?:(?:,? (?:or|nor|and)|,)(?: no| any| without)* {_NAMED})*"  # "and a horse" is wanted
)
_CAMPING = re.compile(r"(?P<who>\w,? )?\bcamping\b")


def with_one_word(pieces: Sequence) -> list:
    """The pieces (vocabulary.Piece) with one word for all who are meant by one."""
    return [
        replace(piece, nearest=GROUPS[piece.nearest][0]) if piece.nearest in GROUPS else piece
        for piece in pieces
    ]


def name_each_kind(text: str) -> str:
    """An English text in known words with each kind of people by itself, and with one place; who
    camps has a tent."""
    text = _PEOPLE.sub(_people, text)
    if "tent" not in text:
        text = _CAMPING.sub(_tent, text)
    return _VILLAGE.sub("two houses", text) if _ANOTHER_PLACE.search(text) else text


def without_negated(text: str) -> str:
    """An English text in known words without what it says shall not be there: to name a thing in
    a prompt is to paint it."""
    kept = _UNWANTED.sub("", text)
    return kept if kept.strip(" ,.") or not text.strip() else "a landscape"


def _tent(found: re.Match) -> str:
    return f"{found['who']}beside a tent" if found["who"] else "a tent"


def _people(found: re.Match) -> str:
    number, looks, doing, worn = (found[part] or "" for part in _PARTS)
    looks += f"{doing.strip()} " if doing else ""
    kinds = _KINDS[found["who"]]
    count = max(COUNTS.get(number, len(kinds)), len(kinds))
    counts = [count // len(kinds) + (i < count % len(kinds)) for i in range(len(kinds))]
    article = "the" if number == "the" else "a"
    *others, last = (
        f"{article} {looks}{kind}{worn}" if n == 1 else f"{_NUMBERS[n]} {looks}{plural(kind)}{worn}"
        for kind, n in zip(kinds, counts, strict=True)
    )
    return f"{', '.join(others)} and {last}"
