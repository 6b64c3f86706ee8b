"""A plan in tokens: what the transformer writes before the first image token.

A prompt of many words becomes a list of things with their places, in tokens of the one vocabulary:

    <plan> terrain time weather season view things <end>
    things: (kind [colour] [pose] x y size [facing] [hair] [letters])*

A thing's kind comes before its place: so the transformer decides at the kind whether there is one
more thing, and can look up the place in the prompt by that thing's name.
"""

import string
from collections.abc import Sequence

from pipeline.model.plan.scene import SETTING, Plan
from pipeline.model.plan.world import (
    COLORS,
    HAIRS,
    KINDS,
    MAX_LETTERS,
    MAX_THINGS,
    PEOPLE,
    POSED,
    POSES,
    SEASONS,
    TERRAINS,
    TIMES,
    VIEWS,
    WEATHERS,
)

NUMBER_IDS = 96  # numbers 0..95 for x, y and size
# Numbers in a share of the picture's width, of its height and of its shorter side.
SCALES = {"x": NUMBER_IDS - 1, "y": NUMBER_IDS - 1, "size": 160}

# Names of each table and the ids kept for it: a world that grows keeps its old tokens.
TABLES: dict[str, tuple[Sequence, int]] = {
    "terrain": (TERRAINS, 16),
    "time": (TIMES, 8),
    "weather": (WEATHERS, 8),
    "season": (SEASONS, 8),
    "kind": (tuple(KINDS), 64),
    "color": (COLORS, 16),
    "facing": ((-1, 1), 2),
    "hair": (HAIRS, 8),
    "letter": (tuple(string.ascii_uppercase), 40),
    "view": (VIEWS, 8),
    "pose": (POSES, 8),
}
LONGEST_PLAN = 7 + MAX_THINGS * (4 + max(4, MAX_LETTERS))  # tokens
VIEW_AT = 1 + SETTING.index("view")  # its place in a plan

OPEN, END, FIRST_NUMBER = 0, 1, 2
STARTS: dict[str, int] = {}
PLAN_SIZE = FIRST_NUMBER + NUMBER_IDS
for _name, (_, _room) in TABLES.items():
    STARTS[_name] = PLAN_SIZE
    PLAN_SIZE += _room


def name_id(table: str, name: object) -> int:
    """The plan id of a name in its table."""
    return STARTS[table] + TABLES[table][0].index(name)


def number_id(value: float) -> int:
    """The plan id of a number, rounded and clamped to 0..NUMBER_IDS - 1."""
    return FIRST_NUMBER + min(NUMBER_IDS - 1, max(0, round(value)))


def encode(plan: Plan) -> list[int]:
    """Plan -> ids in [0, PLAN_SIZE), from OPEN to END."""
    ids = [OPEN, *(name_id(part, getattr(plan, part)) for part in SETTING)]
    for thing in plan.things:
        for slot in ("kind", *slots_of(thing.kind)):
            value = getattr(thing, slot)
            ids.append(_number(slot, value) if slot in SCALES else name_id(slot, value))
        ids += [name_id("letter", letter) for letter in thing.word]
    return [*ids, END]


def _number(slot: str, value: float) -> int:
    """The id of a place or a size. A thing squeezed under a mask is still a thing: no size is 0."""
    scaled = value * SCALES[slot]
    return number_id(max(1, scaled) if slot == "size" else scaled)


def slots_of(kind: str) -> list[str]:
    """The slots that follow a kind, in order; a sign's letters come after them."""
    slots = ["color"] if KINDS[kind].colors else []
    slots += ["pose"] if kind in POSED else []
    slots += ["x", "y", "size"]
    slots += ["facing"] if kind != "signpost" else []
    return slots + (["hair"] if kind in PEOPLE else [])
