"""Binds mentions to one another: what stands between two of them says how they are related."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.reading.graph.companions import goes_into
from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.mention import DESCRIPTION, Mention, described
from pipeline.model.reading.graph.needs import MUTUAL, add_game, is_needed
from pipeline.model.reading.graph.pending import Pending, settled
from pipeline.model.reading.graph.phrases import Item
from pipeline.model.reading.graph.pieces import Piece
from pipeline.model.reading.graph.references import POINTING, References
from pipeline.model.reading.graph.setting import SettingReader
from pipeline.model.reading.graph.tables import shared

MOST_TOLD = 100  # things: a larger number after a noun is a part of its name
# After "and" the next thing stands in the same relation: "with a hat and a scarf".
LISTED = ("with", "wearing", "holding", "full of", "riding", "reversed on", "reversed full of")
# What comes after such a thing is said of its owner: "a cake with candles on a table".
_GOES_WITH = ("of", "full of", "wearing", "holding", "with")
# What things without life can do.
LIFELESS = ("flying", "facing", "driving", "floating", "burning", "shining", "hanging", "parked",
            "growing", "sailing", "rising")  # fmt: skip
SCENIC = ("waterfall", "mountain")  # always a place: one has no outline to stand on a lawn
_LOOKS = ("looking", "pointing", "photographing")  # at the sky, from the ground
_DONE_WITH = ("playing", "talking", "fighting", "working", *MUTUAL)


class Binder(References):
    """Reads items from left to right into a draft. Relations come before their object."""

    def __init__(self, draft: Draft, setting: SettingReader):
        super().__init__(draft)
        self.setting = setting
        self.fronted: tuple[Pending, int] | None = None  # "on a table": of what is still to come
        self.by_and = False  # the list goes on by "and", not by a comma
        self.coming = ""  # what the next thing does
        self.latest: int | None = None  # the element of the last mention

    def read(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Mention):
                self.mention(item)
            else:
                self.word(item)

    def finish(self) -> None:
        """The prompt ends."""
        self.end()

    def word(self, piece: Piece) -> None:
        """Anything between two mentions."""
        role, value = piece.role, piece.value
        if role in ("relation", "reversed"):
            self.relation(value, role == "reversed")
        elif role == "verb":
            self.verb(piece)
        elif role == "link":
            self.link(value)
        elif role == "comma":
            self.listing, self.pending, self.acted = True, None, False
            self.by_and = False
        elif role == "stop":
            self.end()
        elif role == "backdrop":
            self.pending = None
            self.setting.backdrop(value)
        elif role in DESCRIPTION:
            self.describe(piece)
        elif role in POINTING:
            self.point(piece)
        elif role not in ("written", "mark"):
            self.setting.word(piece)
            if not (self.pending and self.pending.action in _LOOKS):  # at a starry night sky
                self.pending = None

    def has_place(self) -> bool:
        return bool(self.setting.places)

    def end(self) -> None:
        """A sentence ends."""
        self.pending = self.bound = self.fronted = None
        self.group, self.listing, self.acted = (), False, False
        self.side = self.coming = ""

    def link(self, value: str) -> None:
        if value in ("and", "or"):
            self.listing = self.by_and = True
        elif value in ("with", "of", "at"):
            if value == "with" and self.pending and self.pending.action in _DONE_WITH:
                self.pending = replace(self.pending, name="near")
            elif value != "of" or self.group:
                self.pending = Pending(value, self._owners(value), nearest=self.group)
        elif value == "who":
            self.pending, self.acted = None, False
        elif value in ("to", "not"):
            self.pending = None

    def subjects(self) -> tuple[int, ...]:
        """What the next relation is said of."""
        if self.acted and self.actors:
            return self.actors
        if self.group and self.bound and self.bound.name in _GOES_WITH and self.bound.subjects:
            return self.bound.subjects
        wearer = self.draft.wearer(self.group[-1]) if self.group else None
        return self.group if wearer is None else (wearer,)

    def _owners(self, value: str) -> tuple[int, ...]:
        """What "with" is said of: whoever sits on the bench, if the bench itself cannot have it."""
        bound = self.bound
        if value != "with" or self.acted or not self.group or not bound or not bound.subjects:
            return self.group if value == "of" else self.subjects()
        living = all(map(self.draft.lives, bound.subjects)) and not self.draft.lives(self.group[-1])
        return bound.subjects if living else self.group

    def relation(self, name: str, swapped: bool) -> None:
        subjects = self.subjects()
        if self.pending and self.pending.name in ("with", "at") and not self.group:
            subjects = self.pending.subjects
        self.pending = Pending(name, subjects, swapped, nearest=self.group)
        self.listing = False

    def verb(self, piece: Piece) -> None:
        action = piece.value
        doers = self._doers(action)
        if self.fronted and not self.group:
            doers, self.coming = (), action
        for doer in doers:
            self._act(doer, action)
        self.actors = doers or self.actors
        self.acted, self.listing = bool(doers), False
        name = shared().relation.get(action, "")
        passive = piece.text.lower() in ("held", "carried", "worn", "ridden", "eaten")
        self.pending = Pending(name, doers, passive, action) if doers else None

    def _doers(self, action: str) -> tuple[int, ...]:
        """Who does it: the latest things if they live, else the latest that do."""
        if self.acted and self.actors:
            return self.actors
        if self.listing and self.actors and self.group and not self.draft.lives(self.group[-1]):
            return self.actors
        needs_life = action not in (*LIFELESS, *MUTUAL, "wearing")  # a toaster in a hat
        if self.group and (not needs_life or self.draft.lives(self.group[-1])):
            return self.group
        living = [n for n in range(len(self.draft.elements)) if self.draft.lives(n)]
        related = action in shared().relation
        return tuple(living[-1:]) or (() if related else self.group)

    def _act(self, doer: int, action: str) -> None:
        element = self.draft.elements[doer]
        if action not in LIFELESS and not self.draft.lives(doer):
            return
        weak = ("", "standing", "sitting", "looking")
        if element.action in weak and action not in ("holding", "wearing"):
            keeps = element.action == "sitting" and action in ("standing", "looking")
            if not keeps:
                self.draft.elements[doer] = replace(element, action=action)

    def mention(self, mention: Mention) -> None:
        """A thing, a place, or what cannot be painted."""
        self.latest = None
        if self._game(mention):
            return
        if not mention.match or (mention.place and self._is_place_here(mention)):
            self._other(mention)
            return
        number = self.draft.add(mention)
        if number is None:
            self.pending = None
            return
        self.latest, self.lost = number, False
        self._take_side(number)
        listing, self.listing = self.listing, False
        between = self.pending if self.pending and self.pending.name == "between" else None
        if between and between.first is None and not listing and mention.number == 1:
            self.pending = replace(between, first=number)
            return
        if self.pending:
            if mention.plural and mention.count is None:
                self._one_each(self.pending, number)
            self.bind(self.pending, number)
            self.bound = self.pending if self.pending.subjects else None
            self.pending = None
            self.group = () if self.fronted else (self.latest,)
            self.acted = False
        elif listing and self.bound and self._may_share(self.bound, number):
            self.bind(self.bound, number)
            self.group = (number,)
        else:
            self._begin(number, mention, listing)

    def _begin(self, number: int, mention: Mention, listing: bool) -> None:
        """A thing that is no relation's object: it starts a list or goes on with one."""
        is_object = bool(self.bound and set(self.group) - set(self.bound.subjects))
        has_side = bool(self.group and self.draft.elements[self.group[-1]].side)
        if listing and self.group and not is_object and not self.acted and not has_side:
            if self.by_and:
                self._share_description(number, mention)
            self.group = (*self.group, number)
        else:
            self.group = (number,)
            self.bound = None
        self.acted = False
        if self.coming:
            self._act(number, self.coming)
        if self.fronted:
            self.bind(replace(self.fronted[0], subjects=(number,)), self.fronted[1])
        self.fronted, self.coming = None, ""

    def _share_description(self, number: int, mention: Mention) -> None:
        """ "a red cup and saucer": both are red."""
        bare = not (mention.article or mention.definite or mention.count or mention.color)
        if not bare or mention.material or mention.size or mention.lacks or mention.adjective:
            return
        first, element = self.draft.elements[self.group[-1]], self.draft.elements[number]
        count = first.count if mention.plural and first.count > 1 else element.count
        self.draft.elements[number] = replace(
            element, color=first.color, material=first.material, size=first.size, count=count
        )

    def _is_place_here(self, mention: Mention) -> bool:
        """Whether a word for a place or a thing is a place: after "in", "on", "at"."""
        if mention.match and mention.match.kind in SCENIC and mention.number == 1:
            return True
        return bool(self.pending and self.pending.name in ("in", "at", "on", "near", "around"))

    def _other(self, mention: Mention) -> None:
        """A place, or what cannot be painted."""
        pending, self.pending = self.pending, None
        self.listing = False
        if mention.place:
            eaten = pending and pending.action in ("eating", "drinking")
            seen = pending and pending.action in _LOOKS and mention.place == "sky"
            if not eaten and not seen and not (pending and pending.name in ("of", "full of")):
                self.setting.place(mention)
                self.draft.not_painted += mention.lacks
            return
        self.lost = True
        if pending and pending.subjects and pending.name in LISTED:
            self.bound = pending  # "holding a quarterstaff and a book": the book as well
        if mention.silent:
            return
        self.draft.not_painted.append(mention.word)  # what it would have been like is beside this
        if not pending and not self.acted:
            self.group = ()

    def _take_side(self, number: int) -> None:
        if self.side:
            self.draft.elements[number] = replace(self.draft.elements[number], side=self.side)
            self.side = ""

    def _may_share(self, bound: Pending, number: int) -> bool:
        """Whether a thing after "and" stands in the relation of the one before."""
        if not bound.subjects or number in bound.subjects:
            return False
        if bound.name == "of":
            return all(goes_into(self.draft, number, subject) for subject in bound.subjects)
        if bound.name == "in" and self.draft.is_worn(number):
            return any(map(self.draft.lives, bound.subjects))  # "in blue jeans and a shirt"
        name = f"reversed {bound.name}" if bound.swapped else bound.name
        if name not in LISTED or self.draft.is_person(number):
            return False
        if bound.name == "wearing":
            return self.draft.is_worn(number)
        return not (bound.name in ("holding", "riding") and self.draft.lives(number))

    def _one_each(self, pending: Pending, number: int) -> None:
        """ "two women riding bicycles": a plural without a number is one for each."""
        owners = sum(self.draft.elements[subject].count for subject in pending.subjects)
        rides = pending.name == "on" and self.draft.kind(number).category in ("sport", "vehicle")
        if (rides or pending.name in ("riding", "wearing", "holding")) and owners > 1:
            element = self.draft.elements[number]
            self.draft.elements[number] = replace(element, count=min(owners, 10))

    def bind(self, pending: Pending, number: int) -> None:
        """A pending relation finds its object."""
        if not pending.subjects:
            if pending.name not in ("with", "of", "at", "", "full of", "holding", "wearing"):
                self.fronted = (pending, number)
            return
        subjects = pending.subjects
        if pending.name == "with" and pending.nearest and not self.draft.is_brought(number):
            bare = tuple(one for one in pending.nearest if self.draft.wearer(one) is None)
            subjects = bare or subjects
        if pending.name == "in" and self.draft.is_worn(number):
            subjects = self._wearers(subjects)
        for subject in subjects:
            if pending.first is not None:
                self.draft.relate(subject, "between", pending.first, number)
            else:
                self.bind_one(pending, subject, number)

    def _wearers(self, subjects: tuple[int, ...]) -> tuple[int, ...]:
        """Those of a list who can wear something: "a tree, two boys in blue shirts"."""
        people = tuple(filter(self.draft.is_person, subjects))
        return people or tuple(filter(self.draft.lives, subjects)) or subjects

    def bind_one(self, pending: Pending, subject: int, number: int) -> None:
        """Of one subject."""
        subject, name, other = settled(self.draft, pending, subject, number)
        if name == "inside":
            if other == len(self.draft.elements) - 1:
                self.draft.hide(subject)
                self.latest = subject
        elif name == "shown":
            if other == len(self.draft.elements) - 1:
                self.draft.carve(subject)
                self.latest = subject
        elif name == "same":
            if other == len(self.draft.elements) - 1:
                self.draft.merge(subject, other)
                self.latest = subject
        elif name:
            self.draft.relate(subject, name, other)

    def describe(self, piece: Piece) -> None:
        """A colour and the like after its noun: "the apple is red"."""
        if self.lost:
            return
        if piece.role == "material" and self._is_object():
            self.draft.not_painted.append(piece.text)  # "standing on concrete", "with an iron"
            return
        if piece.role == "not_painted":
            self.draft.not_painted.append(piece.text)
        if piece.role == "shape":
            for number in (self.group or self.actors)[-1:]:
                self.draft.shape(number, piece.value, piece.text)
            return
        for number in (self.group or self.actors)[-1:]:
            old = self.draft.elements[number]
            new = described(
                Mention("", color=old.color, material=old.material, size=old.size), piece
            )
            named = new.count is not None and new.count > MOST_TOLD  # a Boeing 747
            count = min((not named and new.count) or old.count, 10)
            self.draft.elements[number] = replace(
                old, color=new.color, material=new.material, size=new.size, count=count
            )

    def _is_object(self) -> bool:
        """Whether what comes next is what a relation leads to, and not what a thing is made of."""
        pending = self.pending
        return bool(pending and pending.name not in ("of", "in", "at", "") and not pending.swapped)

    def _game(self, mention: Mention) -> bool:
        """Whether the mention is a game that is played: then what it needs is added."""
        pending = self.pending
        game = shared().game.get(normal(mention.word))
        if not pending or pending.action != "playing" or game is None:
            return False
        if is_needed(self.draft, game, mention):
            self.pending = replace(pending, name=game[0])
            return False
        add_game(self.draft, game, pending.subjects)
        self.pending = None
        return True
