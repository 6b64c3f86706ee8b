"""What of a prompt can be held against a plan before anything is painted: kinds, numbers, looks,
sides.

A plan is cheap beside a picture, so one that plainly shows something else than the words say is
drawn anew (rejection sampling). Only what is surely understood counts: "two black cats" must be two
and black, "cats" at least two, and nothing may stand there that no word names.
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.model.plan.world import (
    COLORS,
    DRESSED,
    KINDS,
    POSED,
    POSES,
    names_of,
    plural,
)
from pipeline.model.reading.groups import COUNTS
from pipeline.model.reading.vocabulary import read
from pipeline.model.reading.word_order import PARTS

NUMBERS = {"a": 1, "an": 1, "one": 1, "1": 1} | COUNTS
SIDES = {"left": "left", "right": "right"} | dict.fromkeys(("middle", "centre", "center"), "middle")
_SIDE = re.compile(rf"[^,.;]*?\b(?:on|in) the ({'|'.join(SIDES)})\b(?! of)")
DOING = {pose: pose for pose in POSES if pose} | {
    "waves": "waving", "sits": "sitting", "runs": "running", "sleeps": "sleeping",
    "asleep": "sleeping", "is asleep": "sleeping",
}  # fmt: skip
WITHOUT = {"without", "no", "not", "nobody", "nothing", "empty"}
BETWEEN = (
    "little", "big", "small", "hot", "air", "hot-air", "paper", "glowing", "open", "wooden",
    "steam", "camping", "birthday", "forest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing or group that a prompt names. count: how many, None for at least `least`; side:
    left, middle or right, "" where the words leave it open."""

    kind: str
    count: int | None
    least: int
    color: str | None = None
    pose: str = ""
    side: str = ""


@cache
def _pattern() -> tuple[re.Pattern, dict[str, tuple[str, bool]]]:
    """Finds names with what stands before them; and of each name its kind, and whether it is of
    several."""
    known = {name: (kind, several) for kind in KINDS for name, several in names_of(kind)}
    names = "|".join(sorted(known, key=len, reverse=True))
    numbers = "|".join(("the", *sorted(NUMBERS, key=len, reverse=True)))
    before = "|".join((*COLORS, *filter(None, POSES), *BETWEEN, r"[a-z]+-haired"))
    colors, parts = "|".join(COLORS), "|".join(sorted(PARTS - {"hair"}))
    pattern = (
        rf"(?:\b(?P<number>{numbers}) )?(?P<before>(?:(?:{before}) )*)\b(?P<name>{names})\b(?!-|')"
        rf"(?: (?:is |are )?(?P<doing>{'|'.join(DOING)})\b)?"
        rf"(?: (?:in|wearing|dressed in) (?:an? )?(?P<worn>{colors})\b"
        rf"| with (?:an? )?(?P<painted>{colors}) (?:{parts})\b)?"
    )
    return re.compile(pattern), known


def mentions(prompt: str) -> list[Mention]:
    """What a prompt in known words (`vocabulary.in_known_words`) surely asks for, in its order.
    Letters to be written are none; a prompt that says what shall not be there is left to the
    transformer."""
    pattern, known = _pattern()
    plain = " ".join(piece.text for piece in read(prompt) if piece.kind != "written")
    text = " ".join(plain.lower().split())
    matches = list(pattern.finditer(text))
    found: list[Mention] = []
    if WITHOUT & set(text.split()) or not matches:
        return found
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=True):
        kind, several = known[match["name"]]
        adjectives = match["before"].split()
        worn = match["painted"] or (match["worn"] if kind in DRESSED else None)
        color = worn or next((word for word in adjectives if word in COLORS), None)
        verbs = (*adjectives, DOING.get(match["doing"]))
        pose = next((pose for pose in verbs if pose in POSED.get(kind, ())), "")
        count, least = _how_many(match["number"], match["name"], several)
        color = color if color in KINDS[kind].colors else None
        place = _SIDE.match(text, match.end(), end)
        side = SIDES[place[1]] if place else ""
        found.append(Mention(kind, count, least, color, pose, side))
    return found


def tells_sides(prompt: str) -> bool:
    """Whether a prompt in known words may tell in which third of the picture something stands."""
    return not {*SIDES, "between"}.isdisjoint(re.findall(r"\w+", prompt.lower()))


def _how_many(number: str | None, name: str, several: bool) -> tuple[int | None, int]:
    """(how many exactly, None where it is open; how many at least) are asked for by what stands
    before a name: "the cat" is one, "cats" are two or more, and "the sheep" may be any number."""
    if number in NUMBERS:
        return NUMBERS[number], NUMBERS[number]
    if number == "the" and not several and name != plural(name):
        return 1, 1
    return None, 1 + several
