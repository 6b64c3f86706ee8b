"""What of a prompt can be held against a plan before anything is painted: kinds, numbers, looks,
sides.

A plan is cheap beside a picture, so one that plainly shows something else than the words say is
drawn anew (rejection sampling). Only what is surely understood counts: "two black cats" must be two
and black, "cats" at least two, and nothing may stand there that no word names.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.model.plan.constraints import Demands, Wanted, third
from pipeline.model.plan.plan import Plan, PlannedThing
from pipeline.model.plan.world import (
    COLORS,
    DRESSED,
    KINDS,
    MAX_THINGS,
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
class Wish:
    """One thing or group that a prompt names. count: how many, None for at least `least`; side:
    left, middle or right, where it is told."""

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


def wishes(prompt: str) -> list[Wish]:
    """What a prompt in known words (`vocabulary.in_known_words`) surely asks for, in its order.
    Letters to be written are none; a prompt that says what shall not be there is left to the
    transformer."""
    pattern, known = _pattern()
    plain = " ".join(piece.text for piece in read(prompt) if piece.kind != "written")
    text = " ".join(plain.lower().split())
    matches = list(pattern.finditer(text))
    found: list[Wish] = []
    if WITHOUT & set(text.split()) or not matches:
        return found
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=True):
        kind, several = known[match["name"]]
        said = match["before"].split()
        worn = match["painted"] or (match["worn"] if kind in DRESSED else None)
        color = worn or next((word for word in said if word in COLORS), None)
        told_poses = (*said, DOING.get(match["doing"]))
        pose = next((pose for pose in told_poses if pose in POSED.get(kind, ())), "")
        count, least = _how_many(match["number"], match["name"], several)
        color = color if color in KINDS[kind].colors else None
        told = _SIDE.match(text, match.end(), end)
        found.append(Wish(kind, count, least, color, pose, SIDES[told[1]] if told else ""))
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


def fulfils(plan: Plan, wished: list[Wish]) -> bool:
    """Whether a plan shows what was wished for, and nothing of another kind; a prompt that names
    nothing leaves the plan free."""
    if not wished:
        return True
    kinds = Counter(thing.kind for thing in plan.things)
    looks = Counter((thing.kind, thing.color) for thing in plan.things)
    looks.update((thing.kind, thing.pose) for thing in plan.things if thing.pose)
    least: Counter = Counter()
    for wish in wished:
        least[wish.kind] += wish.least
        for look in filter(None, (wish.color, wish.pose)):
            least[wish.kind, look] += wish.least
    if kinds.keys() != {wish.kind for wish in wished}:
        return False
    counted = {wish.kind for wish in wished} - {w.kind for w in wished if w.count is None}
    if any(kinds[kind] != least[kind] for kind in counted):
        return False
    if any((looks | kinds)[key] < number for key, number in least.items()):
        return False
    return all(_is_aside(wish, plan, wished) for wish in wished if wish.side)


def _is_aside(wish: Wish, plan: Plan, wished: list[Wish]) -> bool:
    """Whether what was wished for stands on its side; of several groups of a kind that only colours
    can tell apart, those without one may stand anywhere."""
    alone = sum(other.kind == wish.kind for other in wished) == 1
    if not alone and wish.color is None:
        return True
    places = [
        thing.x
        for thing in plan.things
        if thing.kind == wish.kind and (alone or thing.color == wish.color)
    ]
    return bool(places) and third(sum(places) / len(places)) == wish.side


def demanded(wished: list[Wish], shown: Iterable[PlannedThing] = ()) -> Demands | None:
    """The wishes, and what is shown already, as a limit on a plan: of more things than a picture
    holds, fewer of what there are most. None where there are no wishes, or too many even so."""
    wanted = [Wanted(thing.kind, thing.color, thing.pose) for thing in shown]
    counts = [wish.least for wish in wished]
    while wished and len(wanted) + sum(counts) > MAX_THINGS and max(counts) > 1:
        counts[counts.index(max(counts))] -= 1
    if not wished or len(wanted) + sum(counts) > MAX_THINGS:
        return None
    for wish, count in zip(wished, counts, strict=True):
        wanted += [Wanted(wish.kind, wish.color, wish.pose, wish.side)] * count
    return Demands(wanted, {wish.kind for wish in wished if wish.count is None})
