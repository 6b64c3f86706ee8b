"""Binding in Hindi and Japanese: a relation comes after its object, the verb at the end."""

from dataclasses import replace

from pipeline.model.plan.scene_graph import Relation
from pipeline.model.reading.graph.binding import Binder
from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.mention import Mention
from pipeline.model.reading.graph.pending import Pending
from pipeline.model.reading.graph.pieces import Piece
from pipeline.model.reading.graph.setting import SettingReader

# A Japanese relation that ends so describes the verb; any other one the next noun.
ENDS = ("に", "で", "て", "り", "を", "上", "下", "中", "前", "横", "隣", "間", "左", "右")
DONE_TO = ("holding", "wearing", "riding")
# Of a list all are meant: "with a hat and a scarf", in the order of these languages.
_SHARED = ("holding", "wearing", "full of", "with")


class PostBinder(Binder):
    """Reads items from left to right; a relation's object has been read when its word comes.

    "table on cat is": the object is the latest thing; the subject is the one told of before, and
    where there is none, or the relation's word describes what follows, the next one.
    """

    def __init__(self, draft: Draft, setting: SettingReader):
        super().__init__(draft, setting)
        self.free: list[int] = []  # things of this sentence that are no relation's object
        self.waiting: list[tuple[str, tuple[int, ...], bool]] = []  # relations of the next thing
        self.listed = self.waiting  # those of the latest list
        self.given: list[Relation] = []  # those that the latest thing found waiting
        self.doing = ""  # an action of the next thing
        self.joined = False
        self.between: tuple[int, ...] = ()  # two things that the next one is between

    def word(self, piece: Piece) -> None:
        role, value = piece.role, piece.value
        if role in ("relation", "reversed"):
            self.postposition(value, piece.text, role == "reversed")
        elif role == "verb":
            self.action(value)
        elif role == "link":
            self.joined = value in ("and", "or")
            if value == "with":
                self.companion(piece.text)
            elif value == "at" and piece.text in ("で", "に"):
                self.location()
        elif role == "not_after":
            self.forget()
        elif role in ("comma", "pronoun"):
            self.joined = role == "comma"
        elif role == "body":
            self.lost = True
        elif role == "stop":
            self.end()
        else:
            super().word(piece)

    def end(self) -> None:
        """A relation whose noun has not come is said of what was told of before."""
        for name, others, swapped in self.waiting:
            for subject in [number for number in self.free if number not in others]:
                for other in others:
                    self.bind_one(Pending(name, (subject,), swapped), subject, other)
        super().end()
        self.free, self.waiting, self.listed, self.given = [], [], [], []
        self.doing, self.joined = "", False

    def mention(self, mention: Mention) -> None:
        self.latest = None
        if not mention.match:
            self._other(mention)
            self.lost = True
            return
        number = self.draft.add(mention)
        if number is None:
            return
        self.latest, self.lost = number, False
        if not self.joined:
            self.listed = self.waiting
        before = list(self.draft.relations)
        for name, others, swapped in self.listed:
            for other in others:
                self.bind_one(Pending(name, (number,), swapped), number, other)
        self.group = (*self.group, number) if self.joined and self.group else (number,)
        self.waiting = []
        self.given = [one for one in self.draft.relations if one not in before]
        if self.doing:
            self._act(number, self.doing)
        self.doing, self.joined = "", False
        self._take_side(number)
        self.free.append(number)

    def postposition(self, name: str, text: str, swapped: bool) -> None:
        """A relation whose object is the latest thing or list."""
        self.joined = False
        if self.lost or not self.group:
            return
        objects, self.group = self.group, ()
        if name not in ("between", "beside") and len(objects) > 1 and name not in _SHARED:
            objects = objects[-1:]
        self.free = [number for number in self.free if number not in objects]
        if name in DONE_TO:
            self._pass_on(objects)
        subjects = self._told(text)
        for subject in subjects:
            if name == "between" and len(objects) > 1:
                self.draft.relate(subject, name, objects[0], objects[1])
                continue
            for other in objects:
                self.bind_one(Pending(name, (subject,), swapped), subject, other)
        if not subjects:
            self._await(name, objects, swapped)

    def _pass_on(self, objects: tuple[int, ...]) -> None:
        """What is held is not what stood under the tree: its holder did, who comes next."""
        passed = [one for one in self.given if one.subject in objects]
        self.draft.unrelate(passed)
        self.given = []
        self.waiting += [(one.name, (one.object,), False) for one in passed]

    def _told(self, text: str) -> tuple[int, ...]:
        """The things told of before, unless the word describes what comes next."""
        japanese = "\u3040" <= text[:1] <= "\u30ff"
        if japanese and not text.endswith(ENDS) and not text.endswith("いる"):
            return ()
        return tuple(self.free)

    def _await(self, name: str, objects: tuple[int, ...], swapped: bool) -> None:
        """The relation is said of the next thing."""
        if name == "between" and len(objects) > 1:
            self.between = objects
            self.waiting.append(("between", objects[:1], swapped))
        else:
            self.waiting.append((name, objects, swapped))

    def bind_one(self, pending: Pending, subject: int, number: int) -> None:
        if pending.name == "between" and self.between:
            self.draft.relate(subject, "between", self.between[0], self.between[1])
            self.between = ()
            return
        super().bind_one(pending, subject, number)

    def companion(self, text: str) -> None:
        """ "के साथ", "のある": the latest thing goes with the next, or with the one before."""
        self.postposition("with", text, False)

    def location(self) -> None:
        """ "sofa de": what was told of before is on it."""
        last = self.group[-1] if self.group else None
        stands = last is not None and (self.draft.carries(last) or self.draft.is_seat(last))
        if stands and len(self.free) > 1:
            self.postposition("on", "で", False)

    def action(self, action: str) -> None:
        """A verb is said of the things before it, and of the next one where there are none."""
        doers = [number for number in self.free if self.draft.lives(number)] or self.free
        if not doers:
            self.doing = action
        for doer in doers[-1:] if len(self.group) < 2 else self.group:
            self._act(doer, action)

    def forget(self) -> None:
        """The latest thing is said not to be there."""
        if self.group and self.group[-1] == len(self.draft.elements) - 1:
            gone = self.group[-1]
            self.draft.elements.pop()
            self.draft.relations = [
                one for one in self.draft.relations if gone not in (one.subject, one.object)
            ]
            self.group = self.group[:-1]
            self.free = [number for number in self.free if number != gone]
            self.latest = None

    def describe(self, piece: Piece) -> None:
        if piece.role == "number" and self.group:
            number = self.group[-1]
            old = self.draft.elements[number]
            self.draft.elements[number] = replace(old, count=min(int(piece.value), 10))
            return
        super().describe(piece)
