"""Words that point at a thing named before: pronouns, parts of a body, "in the background"."""

from abc import ABC, abstractmethod
from dataclasses import replace

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.pending import Pending
from pipeline.model.reading.graph.pieces import Piece

POINTING = ("pronoun", "body", "side", "depth")
PERSONAL = ("her", "him", "his", "she", "he")
_BODY = {"head": "on", "back": "on", "body": "on"}


class References(ABC):
    """What has been read, as far as later words can point at it."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.group: tuple[int, ...] = ()  # the latest things of one list
        self.actors: tuple[int, ...] = ()  # who does what the sentence tells
        self.pending: Pending | None = None
        self.bound: Pending | None = None  # the last relation that found its object
        self.listing = False  # after "and" or a comma
        self.acted = False  # a verb came after the last mention
        self.lost = False  # the latest noun is nothing that is painted
        self.side = ""  # of the next thing

    @abstractmethod
    def bind(self, pending: Pending, number: int) -> None:
        """A pending relation finds its object."""

    @abstractmethod
    def has_place(self) -> bool:
        """Whether a place has been named, in which "in it" may be."""

    def point(self, piece: Piece) -> None:
        """A word of POINTING."""
        if piece.role == "pronoun":
            self.pronoun(normal(piece.text))
        elif piece.role == "body":
            self.body(piece.value)
        elif piece.role == "side":
            self.on_side(piece.value)
        else:
            self.depth(piece.value)

    def pronoun(self, word: str) -> None:
        """ "it" is the latest thing that is not the subject itself."""
        if self.pending and self.pending.subjects:
            pending, self.pending = self.pending, None
            if self.lost or (pending.name == "in" and self.has_place()):
                return
            pending = replace(pending, subjects=pending.nearest or pending.subjects)
            antecedent = self._antecedent(pending.subjects, word)
            if antecedent is not None and not self._is_known(pending, antecedent):
                self._instead_of_with(pending.subjects, antecedent)
                self.bind(pending, antecedent)
            return
        if self.draft.elements and not self.group:
            self.group = self.actors or (0,)
            self.acted = False

    def _is_known(self, pending: Pending, antecedent: int) -> bool:
        """Whether "with it" says no more than has been said."""
        related = (self.draft.related(subject, antecedent) for subject in pending.subjects)
        return pending.name == "with" and any(related)

    def _antecedent(self, subjects: tuple[int, ...], word: str) -> int | None:
        """What a pronoun after a relation stands for."""
        others = [n for n in range(len(self.draft.elements)) if n not in subjects]
        if word in PERSONAL:
            return next((n for n in reversed(others) if self.draft.lives(n)), None)
        linked = [
            r.subject if r.object in subjects else r.object
            for r in self.draft.relations
            if (r.object in subjects) != (r.subject in subjects)
        ]
        return linked[-1] if linked else others[-1] if others else None

    def _instead_of_with(self, subjects: tuple[int, ...], owner: int) -> None:
        """A plainer word takes the place of "with": "a table with a cup on it"."""
        if self.bound and self.bound.name == "with":
            pairs = [{subject, owner} for subject in subjects]
            self.draft.unrelate([r for r in self.draft.relations
                                 if {r.subject, r.object} in pairs])  # fmt: skip

    def body(self, part: str) -> None:
        """ "on his head", "in her hand": a relation to the one whose part it is."""
        pending, self.pending = self.pending, None
        if pending and pending.subjects and pending.name == "with":
            self.bound = pending  # "with blue eyes and a red hat": the hat as well
        if not pending and part == "hand":
            self._let_go()
        if not pending or not pending.subjects or pending.name in ("with", "of", "at", ""):
            return
        if self.lost:
            return
        thing = (pending.nearest or pending.subjects)[-1]
        owner = self._owner(thing)
        if owner is None:
            return
        self._instead_of_with((thing,), owner)
        if self.draft.is_worn(thing):
            self.draft.relate(owner, "wearing", thing)
        elif part == "hand":
            self.draft.relate(owner, "holding", thing)
        elif not self.draft.related(thing, owner):
            self.draft.relate(thing, _BODY[part], owner)

    def _let_go(self) -> None:
        """ "holding a child's hand": who is held by the hand stands beside."""
        held = [
            one
            for one in self.draft.relations
            if one.name == "holding" and one.object in self.group[-1:]
            and self.draft.is_person(one.object)
        ]  # fmt: skip
        self.draft.unrelate(held)
        for one in held:
            self.draft.relate(one.subject, "beside", one.object)

    def _owner(self, thing: int) -> int | None:
        living = [n for n in range(len(self.draft.elements)) if n != thing and self.draft.lives(n)]
        return living[-1] if living else None

    def depth(self, name: str) -> None:
        """ "in the background": the thing before is behind the first one."""
        self.pending = None
        if not self.group or self.lost or self.group[0] == 0 or self.listing:
            return
        self._instead_of_with(self.group, 0)
        for number in self.group:
            self.draft.relate(number, name, 0)

    def on_side(self, side: str) -> None:
        """ "on the left": of the thing before, else of the next."""
        self.pending = None
        if self.group and not self.listing:
            for number in self.group[-1:]:
                self.draft.elements[number] = replace(self.draft.elements[number], side=side)
        else:
            self.side = side
