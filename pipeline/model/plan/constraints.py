"""Constrained decoding: the kinds, looks and sides that a prompt surely asks for limit what may be
written next (Hokamp and Liu, 2017).

The transformer still chooses the order, the places and all that nobody asked for; it can neither
leave out nor add what the words settle.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from pipeline.model.plan.boxes import third


class Wanted(NamedTuple):
    """One thing that must be there; what is empty may be anything."""

    kind: str
    color: str | None = None
    pose: str = ""
    side: str = ""

    def suits(self, slot: str, value: object) -> bool:
        """Whether the thing may have this kind, colour, pose or x."""
        if slot == "x":
            return self.side in ("", third(value))
        return getattr(self, slot) in (None, "", value)

    @property
    def specified(self) -> int:
        """How many of its fields are set."""
        return sum(bool(part) for part in self)


class Constraints:
    """What is still to be written, and what the thing in hand may be."""

    def __init__(self, wanted: Iterable[Wanted], more: Collection[str] = ()) -> None:
        """more: kinds of which there may be more than are wanted."""
        self.left, self.more = list(wanted), frozenset(more)
        self.hand: list[Wanted] = []
        self.color: str | None = None

    def kinds(self, room: int) -> set[str]:
        """What the next thing may be where there is room for so many."""
        kinds = {wanted.kind for wanted in self.left}
        return kinds | self.more if room > len(self.left) else kinds

    def begin(self, kind: str, room: int) -> None:
        """A thing of a kind is begun, where there was room for so many."""
        self.color = None
        self.hand = [wanted for wanted in self.left if wanted.kind == kind]
        if kind in self.more and room > len(self.left):
            self.hand.append(Wanted(kind))

    def allow(self, slot: str, value: object) -> bool:
        """Whether the thing in hand may have this colour, pose or x."""
        return any(wanted.suits(slot, value) for wanted in self.hand)

    def settle(self, slot: str, value: object) -> None:
        """The thing in hand has this colour, pose or x."""
        self.hand = [wanted for wanted in self.hand if wanted.suits(slot, value)]
        if slot == "color":
            self.color = value

    def finish(self) -> None:
        """The thing in hand is what was wanted most closely like it. More of the same take its
        colour: "four ducks" are alike."""
        found = max(
            (w for w in self.hand if w in self.left), key=lambda w: w.specified, default=None
        )
        if found is not None:
            self.left.remove(found)
            alike = found._replace(color=found.color or self.color)
            self.left = [alike if wanted == found else wanted for wanted in self.left]
        self.hand = []
