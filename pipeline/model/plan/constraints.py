"""Constrained decoding: the kinds, looks and sides that a prompt names limit the next token of a
plan (Hokamp and Liu, 2017).

The transformer still chooses the order, the places and all that the prompt leaves open; it can
neither leave out nor add anything that the prompt fixes.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from pipeline.model.plan.boxes import third

Value = str | float  # of a slot: a name, or a number


class Wanted(NamedTuple):
    """One thing that the plan must contain; an empty field allows anything."""

    kind: str
    color: str | None = None
    pose: str = ""
    side: str = ""

    def suits(self, slot: str, value: Value) -> bool:
        """Whether the thing may have this kind, colour, pose or x."""
        if slot == "x":
            return self.side in ("", third(float(value)))
        return getattr(self, slot) in (None, "", value)

    @property
    def specified(self) -> int:
        """How many of its fields are set."""
        return sum(bool(part) for part in self)


class Constraints:
    """left: things that the plan must still contain; candidates: those of them that the current
    thing may be."""

    def __init__(self, wanted: Iterable[Wanted], more: Collection[str] = ()) -> None:
        """more: kinds of which the plan may contain more than are wanted."""
        self.left, self.more = list(wanted), frozenset(more)
        self.candidates: list[Wanted] = []
        self.color: str | None = None

    def kinds(self, room: int) -> set[str]:
        """Kinds that the next thing may have, where there is room for `room` more things."""
        kinds = {wanted.kind for wanted in self.left}
        return kinds | self.more if room > len(self.left) else kinds

    def begin(self, kind: str, room: int) -> None:
        """Starts a thing of a kind, where there was room for `room` more things."""
        self.color = None
        self.candidates = [wanted for wanted in self.left if wanted.kind == kind]
        if kind in self.more and room > len(self.left):
            self.candidates.append(Wanted(kind))

    def allow(self, slot: str, value: Value) -> bool:
        """Whether the current thing may have this colour, pose or x."""
        return any(wanted.suits(slot, value) for wanted in self.candidates)

    def settle(self, slot: str, value: Value) -> None:
        """The current thing has this colour, pose or x."""
        self.candidates = [wanted for wanted in self.candidates if wanted.suits(slot, value)]
        if slot == "color":
            self.color = str(value)

    def finish(self) -> None:
        """Ends the current thing: of its candidates the one with most fields set is no longer
        wanted. Others like that one take its colour: "four ducks" are alike."""
        open_ones = (wanted for wanted in self.candidates if wanted in self.left)
        found = max(open_ones, key=lambda wanted: wanted.specified, default=None)
        if found is not None:
            self.left.remove(found)
            alike = found._replace(color=found.color or self.color)
            self.left = [alike if wanted == found else wanted for wanted in self.left]
        self.candidates = []
