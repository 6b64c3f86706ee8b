"""The grammar of a plan's tokens: what may come next, so that every sample is a valid plan."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from pipeline.model.plan.constraints import Constraints, Value
from pipeline.model.plan.scene import SETTING, Plan, PlannedThing
from pipeline.model.plan.tokens import (
    END,
    FIRST_NUMBER,
    NUMBER_IDS,
    OPEN,
    SCALES,
    STARTS,
    TABLES,
    name_id,
    number_id,
    slots_of,
)
from pipeline.model.plan.world import KINDS, MAX_LETTERS, MAX_THINGS, poses_of


def decode(ids: Iterable[int]) -> Plan:
    """Inverse of `encode`, to the numbers' rounding. Raises ValueError for ids that are no
    plan."""
    grammar = Grammar()
    for plan_id in ids:
        grammar.write(plan_id)
    if not grammar.ended:
        raise ValueError("the plan does not end")
    return grammar.plan()


class Found(NamedTuple):
    """What is known of a thing before the plan is written: kind, x in shares of the width, pose."""

    kind: str
    x: float
    pose: str = ""


class Grammar:
    """Follows a plan as it is written: what may come next, and the place of the last token."""

    def __init__(
        self,
        words: Iterable[str] = (),
        found: Iterable[Found] | None = None,
        constraints: Constraints | None = None,
    ) -> None:
        """words: the text of the signs, in order; further signs are free. found: what is known of
        the things, in order. constraints: what the plan must contain."""
        self.words, self.constraints = list(words), constraints
        self.found = None if found is None else list(found)[:MAX_THINGS]
        self.length = 0
        self.ended = False
        self.setting: dict[str, Any] = {}
        self.things: list[dict[str, Any]] = []
        self._expected = ["open"]

    def allowed(self) -> list[int]:
        """The ids that may come next; none when the plan has ended."""
        return [plan_id for slot in self._options() for plan_id in self._ids(slot)]

    def _options(self) -> list[str]:
        """Names of the slots that the next id may fill."""
        if self.ended:
            return []
        if self._expected:
            return self._expected[:1]
        options = self._next()
        if self.things and self.things[-1]["kind"] == "signpost":
            written, word = len(self.things[-1]["word"]), self._given_word()
            if word is not None:
                return ["letter"] if written < len(word) else options
            # A sign has at least one letter before anything else may follow.
            options = options if written else []
            options += ["letter"] if written < MAX_LETTERS else []
        return options

    def _next(self) -> list[str]:
        """Names of the slots that may follow a complete thing, or the setting."""
        if self.found is not None:
            return ["kind"] if len(self.things) < len(self.found) else ["end"]
        possible = self.constraints is None or self.constraints.kinds(self._room)
        options = ["kind"] if self._room and possible else []
        return options if self.constraints and self.constraints.left else ["end", *options]

    @property
    def _room(self) -> int:
        return MAX_THINGS - len(self.things)

    def _given_word(self) -> str | None:
        """The text of the last sign where it is given, else None."""
        number = sum(thing["kind"] == "signpost" for thing in self.things) - 1
        return self.words[number] if number < len(self.words) else None

    def _ids(self, slot: str) -> list[int]:
        """The ids that may fill a slot."""
        ids = self._legal(slot)
        if self.constraints and slot == "kind":
            kinds = self.constraints.kinds(self._room)
            return [plan_id for plan_id in ids if self._name(slot, plan_id) in kinds]
        if self.constraints and slot in ("color", "pose", "x"):
            return [i for i in ids if self.constraints.allow(slot, self._value(slot, i))]
        return ids

    def _legal(self, slot: str) -> list[int]:
        """The ids that may fill a slot by the grammar, the words and what is found."""
        thing = self.things[-1] if self.things else {}
        if slot in ("open", "end"):
            return [OPEN if slot == "open" else END]
        if self.found is not None and slot in Found._fields:
            known = getattr(self.found[len(self.things) - (slot != "kind")], slot)
            return [number_id(known * SCALES["x"]) if slot == "x" else name_id(slot, known)]
        if slot in SCALES:
            return list(range(FIRST_NUMBER + (slot == "size"), FIRST_NUMBER + NUMBER_IDS))
        if slot == "color":
            return [name_id("color", color) for color in dict.fromkeys(KINDS[thing["kind"]].colors)]
        if slot == "pose":
            return [name_id("pose", pose) for pose in poses_of(thing["kind"])]
        if slot == "letter" and (word := self._given_word()) is not None:
            return [name_id("letter", word[len(thing["word"])])]
        return [STARTS[slot] + index for index in range(len(TABLES[slot][0]))]

    def write(self, plan_id: int) -> None:
        """Appends an id. Raises ValueError where it may not come next."""
        slot = next((s for s in self._options() if plan_id in self._ids(s)), None)
        if slot is None:
            raise ValueError(f"plan id {plan_id} cannot come where {self._options()} may")
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
            kind = str(value)
            if self.constraints:
                self.constraints.begin(kind, self._room)
            self.things.append({"kind": kind, "word": ""})
            self._expected = slots_of(kind)
            return
        thing = self.things[-1]
        if slot == "letter":
            thing["word"] += value
            return
        thing[slot] = value
        if self.constraints and slot in ("color", "pose", "x"):
            self.constraints.settle(slot, value)
            if slot == "x":  # the last slot that constraints may limit
                self.constraints.finish()

    def _value(self, slot: str, plan_id: int) -> Value:
        """What an id means in a slot."""
        if slot in SCALES:
            return (plan_id - FIRST_NUMBER) / SCALES[slot]
        return self._name(slot, plan_id)

    @staticmethod
    def _name(table: str, plan_id: int) -> Value:
        return TABLES[table][0][plan_id - STARTS[table]]

    def place(self, aspect: float) -> tuple[float, float] | None:
        """(x, y) of the last token in shares: its thing's middle, once the size is known."""
        if self.ended or not self.things or "size" not in self.things[-1]:
            return None
        thing = self.things[-1]
        return thing["x"], thing["y"] - thing["size"] * min(1.0, aspect) / 2

    def plan(self) -> Plan:
        """What has been written so far, with its complete things only."""
        whole = [
            PlannedThing(**({"color": None} | thing))
            for thing in self.things
            if all(slot in thing for slot in slots_of(thing["kind"]))
        ]
        return Plan(**self.setting, things=tuple(whole))
