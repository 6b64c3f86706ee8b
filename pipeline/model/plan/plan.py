"""The plan: what the transformer writes before the first image token.

A prompt of many words becomes a list of things with their places, in tokens of the one vocabulary:

    <plan> terrain time weather season view things <end>
    things: (kind [colour] [pose] x y size [facing] [hair] [letters])*

What a thing is comes before where it stands: so the kind is where the transformer decides whether
there is one more thing, and the place can be looked up in the words under that thing's name.

Layout first, picture after, is what keeps three cats three and the red roof on the right house
(LayoutGPT, Feng et al., 2023); the decoder reads the same plan (grounding boxes as in GLIGEN, Li et
al., 2023; letters with their places as in TextDiffuser, Chen et al., 2023).
"""

import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.plan.constraints import Demands
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
    poses_of,
)

PLACES = 96  # numbers 0..95 for x, y and size
# Numbers in a share of the picture's width, of its height and of its shorter side.
SCALES = {"x": PLACES - 1, "y": PLACES - 1, "size": 160}

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
SETTING = ("terrain", "time", "weather", "season", "view")
VIEW_AT = 1 + SETTING.index("view")  # its place in a plan

OPEN, END, NUMBERS = 0, 1, 2
_STARTS: dict[str, int] = {}
PLAN_SIZE = NUMBERS + PLACES
for _name, (_, _room) in TABLES.items():
    _STARTS[_name] = PLAN_SIZE
    PLAN_SIZE += _room


@dataclass(frozen=True, slots=True)
class PlannedThing:
    """One thing. x, y: ground contact in shares of the width and height; size: height in units of
    the picture's shorter side; facing: 1 looks right, -1 left; pose: one of the kind's, "" for what
    the kind mostly does."""

    kind: str
    color: str | None
    x: float
    y: float
    size: float
    facing: int = 1
    hair: str = ""
    word: str = ""
    pose: str = ""

    @property
    def looks(self) -> tuple[str, str | None, str, str]:
        """What tells it from others, wherever it stands."""
        return self.kind, self.color, self.word, self.pose

    def box(self, aspect: float) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) in shares of a picture of width / height `aspect`."""
        half = self.size * KINDS[self.kind].width * min(1.0, 1 / aspect) / 2
        return self.x - half, self.y - self.size * min(1.0, aspect), self.x + half, self.y


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole picture: its setting and its things, from left to right. view: which of the
    terrain's views it is, which no words ask for."""

    terrain: str
    time: str
    weather: str
    season: str
    things: tuple[PlannedThing, ...] = ()
    view: int = 0


def left_to_right(things: Iterable, looks: Callable, x: Callable) -> list:
    """A plan's order: things of the same looks(thing) together, such groups by the mean of their
    x(thing), and so the things of each."""
    groups: dict[object, list] = {}
    for thing in sorted(things, key=x):
        groups.setdefault(looks(thing), []).append(thing)
    order = sorted(groups.values(), key=lambda group: sum(map(x, group)) / len(group))
    return [thing for group in order for thing in group]


def name_id(table: str, name: object) -> int:
    """The plan id of a name in its table."""
    return _STARTS[table] + TABLES[table][0].index(name)


def number_id(value: float) -> int:
    """The plan id of a number, clamped to what the tokens can say."""
    return NUMBERS + min(PLACES - 1, max(0, round(value)))


def encode(plan: Plan) -> list[int]:
    """Plan -> ids in [0, PLAN_SIZE), from OPEN to END."""
    ids = [OPEN, *(name_id(part, getattr(plan, part)) for part in SETTING)]
    for thing in plan.things:
        for slot in ("kind", *_slots(thing.kind)):
            value = getattr(thing, slot)
            ids.append(_number(slot, value) if slot in SCALES else name_id(slot, value))
        ids += [name_id("letter", letter) for letter in thing.word]
    return [*ids, END]


def _number(slot: str, value: float) -> int:
    """The id of a place or a size. What is squeezed under a mask is still a thing: no size is 0."""
    scaled = value * SCALES[slot]
    return number_id(max(1, scaled) if slot == "size" else scaled)


def _slots(kind: str) -> list[str]:
    """What follows a kind, in order; a sign's letters come after."""
    slots = ["color"] if KINDS[kind].colors else []
    slots += ["pose"] if kind in POSED else []
    slots += ["x", "y", "size"]
    slots += ["facing"] if kind != "signpost" else []
    return slots + (["hair"] if kind in PEOPLE else [])


def decode(ids: Iterable[int]) -> Plan:
    """Inverse of `encode`, to the numbers' rounding. Raises ValueError for what is no plan."""
    grammar = Grammar()
    for plan_id in ids:
        grammar.write(plan_id)
    if not grammar.ended:
        raise ValueError("the plan does not end")
    return grammar.plan()


class Found(NamedTuple):
    """What is known of a thing before its plan is written: kind, x in shares of the width, pose."""

    kind: str
    x: float
    pose: str = ""


class Grammar:
    """Follows a plan as it is written: what may come next, and where the last token stands."""

    def __init__(
        self,
        words: Iterable[str] = (),
        found: Iterable[Found] | None = None,
        demands: Demands | None = None,
    ) -> None:
        """words: what the signs must say, in order; a sign past them may say anything. found: what
        is known of the things, in order. demands: what must be among them."""
        self.words, self.demands = list(words), demands
        self.found = None if found is None else list(found)[:MAX_THINGS]
        self.length = 0
        self.ended = False
        self.setting: dict[str, object] = {}
        self.things: list[dict] = []
        self._expected = ["open"]

    def allowed(self) -> list[int]:
        """The ids that may be written next; none when the plan has ended."""
        return [plan_id for slot in self._options() for plan_id in self._ids(slot)]

    def _options(self) -> list[str]:
        """Names of the slots that the next id may fill."""
        if self.ended:
            return []
        if self._expected:
            return self._expected[:1]
        options = self._next()
        if self.things and self.things[-1]["kind"] == "signpost":
            written, dictated = len(self.things[-1]["word"]), self._dictated()
            if dictated is not None:
                return ["letter"] if written < len(dictated) else options
            # A sign bears at least one letter before anything else may follow.
            options = options if written else []
            options += ["letter"] if written < MAX_LETTERS else []
        return options

    def _next(self) -> list[str]:
        """What may follow a whole thing, or the setting."""
        if self.found is not None:
            return ["kind"] if len(self.things) < len(self.found) else ["end"]
        wanted = self.demands is None or self.demands.kinds(self._room)
        options = ["kind"] if self._room and wanted else []
        return options if self.demands and self.demands.left else ["end", *options]

    @property
    def _room(self) -> int:
        return MAX_THINGS - len(self.things)

    def _dictated(self) -> str | None:
        """What the last sign must say."""
        number = sum(thing["kind"] == "signpost" for thing in self.things) - 1
        return self.words[number] if number < len(self.words) else None

    def _ids(self, slot: str) -> list[int]:
        """What may stand in a slot."""
        ids = self._legal(slot)
        if self.demands and slot == "kind":
            kinds = self.demands.kinds(self._room)
            return [plan_id for plan_id in ids if self._name(slot, plan_id) in kinds]
        if self.demands and slot in ("color", "pose", "x"):
            return [i for i in ids if self.demands.allow(slot, self._value(slot, i))]
        return ids

    def _legal(self, slot: str) -> list[int]:
        """What may stand in a slot by the grammar alone."""
        thing = self.things[-1] if self.things else {}
        if slot in ("open", "end"):
            return [OPEN if slot == "open" else END]
        if self.found is not None and slot in Found._fields:
            known = getattr(self.found[len(self.things) - (slot != "kind")], slot)
            return [number_id(known * SCALES["x"]) if slot == "x" else name_id(slot, known)]
        if slot in SCALES:
            return list(range(NUMBERS + (slot == "size"), NUMBERS + PLACES))
        if slot == "color":
            return [name_id("color", color) for color in dict.fromkeys(KINDS[thing["kind"]].colors)]
        if slot == "pose":
            return [name_id("pose", pose) for pose in poses_of(thing["kind"])]
        if slot == "letter" and self._dictated() is not None:
            return [name_id("letter", self._dictated()[len(thing["word"])])]
        return [_STARTS[slot] + index for index in range(len(TABLES[slot][0]))]

    def write(self, plan_id: int) -> None:
        """Takes the next id. Raises ValueError where it may not stand."""
        slot = next((s for s in self._options() if plan_id in self._ids(s)), None)
        if slot is None:
            raise ValueError(f"plan id {plan_id} cannot stand where {self._options()} may")
        self.length += 1
        self._expected = self._expected[1:]
        if slot == "open":
            self._expected = list(SETTING)
        elif slot == "end":
            self.ended = True
        elif slot in SETTING:
            self.setting[slot] = self._name(slot, plan_id)
        else:
            self._write_thing(slot, plan_id)

    def _write_thing(self, slot: str, plan_id: int) -> None:
        value = self._value(slot, plan_id)
        if slot == "kind":
            if self.demands:
                self.demands.begin(value, self._room)
            self.things.append({"kind": value, "word": ""})
            self._expected = _slots(value)
            return
        thing = self.things[-1]
        if slot == "letter":
            thing["word"] += value
            return
        thing[slot] = value
        if self.demands and slot in ("color", "pose", "x"):
            self.demands.settle(slot, value)
            if slot == "x":  # which comes last of what may be wanted
                self.demands.finish()

    def _value(self, slot: str, plan_id: int) -> object:
        """What an id says in a slot."""
        if slot in SCALES:
            return (plan_id - NUMBERS) / SCALES[slot]
        return self._name(slot, plan_id)

    @staticmethod
    def _name(table: str, plan_id: int) -> object:
        return TABLES[table][0][plan_id - _STARTS[table]]

    def place(self, aspect: float) -> tuple[float, float] | None:
        """(x, y) of the last token in shares: its thing's middle, once the size is known."""
        if self.ended or not self.things or "size" not in self.things[-1]:
            return None
        thing = self.things[-1]
        return thing["x"], thing["y"] - thing["size"] * min(1.0, aspect) / 2

    def plan(self) -> Plan:
        """What has been written so far, whole things only."""
        whole = [
            PlannedThing(**({"color": None} | thing))
            for thing in self.things
            if all(slot in thing for slot in _slots(thing["kind"]))
        ]
        return Plan(**self.setting, things=tuple(whole))
