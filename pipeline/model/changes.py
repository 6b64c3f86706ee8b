"""What of an instruction can be held against the plan after it: what surely comes and goes.

As with a prompt (`asked.py`), a plan that plainly does something else is drawn anew, and the last
ones are held to what the words settle.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.model.asked import NUMBERS, Wish, demanded, wishes
from pipeline.model.demands import Demands, Wanted
from pipeline.model.plan import Plan, PlannedThing
from pipeline.model.world import kinds_named

_POLITE = r"(?:please |now |also |can you |could you |i (?:want|would like) (?:you to )?)*"
_ADDING = re.compile(
    rf"{_POLITE}(?:add|put(?: in)?|place|draw|let there be|there should be|another"
    r"|(?:one|two|three) more)\b"
)
_REMOVING = re.compile(
    rf"{_POLITE}(?:remove|delete|erase|take (?:away|out)|get rid of|leave out|without|no)\b"
)
_REPLACING = re.compile(
    rf"{_POLITE}(?:(?:turn|change) (?P<turned>.+?) (?:in)?to"
    r"|(?:replace|swap|exchange|trade) (?P<old>.+?) (?:with|for|by)) (?P<new>.+)"
)
_COUNTED = re.compile(
    rf"{_POLITE}(?:give me |make it |make them |let there be |there should be )?"
    r"(?P<many>(?:one|two|three|four|[1-4]) .+?)(?: instead(?: of \w+)?)?"
)
_NAMED = re.compile(rf"(?:the|both|all|another|more|{'|'.join(NUMBERS)})\b")
# What may follow an addition: where it is to stand, beside things that are there already.
_WHERE = re.compile(
    r"\b(?:next to|beside|behind|before|in front|near|between|above|over|under|below|by|among|to|at"
    r"|on|instead)\b"
)
_ONE_MORE = re.compile(r"\b(?:another|one more|an? (?:second|third|fourth)) (?!two|three|four)")
_MORE = re.compile(r"\b(?:another|more) ")
_AND = re.compile(r"(?:, )?\band |, ")


@dataclass(frozen=True, slots=True)
class Change:
    """came: what is to be there besides; gone: things of the plan before that are not to be."""

    came: tuple[Wish, ...] = ()
    gone: tuple[PlannedThing, ...] = ()

    def done(self, before: Plan, after: Plan) -> bool:
        """Whether the plan after shows it; of things that come more than are gone, only that they
        are there."""
        if self.gone:
            left = Counter(thing.looks[:2] for thing in self.kept(before))
            came = {wish.kind for wish in self.came}
            others = [t.looks[:2] for t in after.things if t.kind not in came]
            if Counter(others) != Counter({k: n for k, n in left.items() if k[0] not in came}):
                return False
        more = [_count(after.things, wish) - _count(self.kept(before), wish) for wish in self.came]
        return all(
            n >= wish.least if wish.count is None else n == wish.count
            for n, wish in zip(more, self.came, strict=True)
        )

    def kept(self, before: Plan) -> list[PlannedThing]:
        """What stays of the plan before."""
        return [thing for thing in before.things if thing not in self.gone]

    def demands(self, before: Plan) -> Demands | None:
        """The change as a limit on the plan after it; None where a picture has no room for it."""
        if self.came:
            return demanded(list(self.came), self.kept(before))
        return Demands(Wanted(t.kind, t.color, t.pose) for t in self.kept(before))


def change(instruction: str, before: Plan) -> Change | None:
    """What an instruction in known words surely changes, where that is all that it asks."""
    text = " ".join(instruction.lower().rstrip(".!?").removesuffix(" please").split())
    if counted := _counted(text, before):
        return counted
    if _ADDING.match(text):
        came = _added(text, before)
        return Change(came) if came else None
    if _REMOVING.match(text):
        gone = _removed(text, before)
        return Change((), gone) if gone else None
    return _replaced(text, before)


def _counted(text: str, before: Plan) -> Change | None:
    """ "four cats instead of two", where there are cats."""
    found = _COUNTED.fullmatch(text)
    wished = wishes(found["many"]) if found and " and " not in text else []
    had = [thing for thing in before.things if len(wished) == 1 and _is(thing, wished[0])]
    if not had or wished[0].count in (None, len(had)):
        return None
    more = wished[0].count - len(had)
    if more > 0:
        return Change((replace(wished[0], count=more, least=more),))
    return Change((), tuple(had[more:]))


def _added(text: str, before: Plan) -> tuple[Wish, ...]:
    added: list[Wish] = []
    for part in _AND.split(text):
        if not (_ADDING.match(part) or _NAMED.match(part)):
            return ()
        part = part[: found.start()] if (found := _WHERE.search(part)) else part
        # "the girl" is one who is there already; "the boy" is new where there is none.
        known = {kind for named in part.split("the ")[1:] for kind in kinds_named(named)}
        if known & {thing.kind for thing in before.things}:
            return ()
        added += wishes(_MORE.sub("", _ONE_MORE.sub("a ", part)))
    return tuple(added)


def _removed(text: str, before: Plan) -> tuple[PlannedThing, ...]:
    gone: list[PlannedThing] = []
    for part in _AND.split(text[_REMOVING.match(text).end() :].strip()):
        named = _meant(part, before.things)
        if not named:
            return ()
        gone += named
    return tuple(gone)


def _replaced(text: str, before: Plan) -> Change | None:
    found = _REPLACING.fullmatch(text)
    if found is None or " and " in text:
        return None
    gone, came = _meant(found["turned"] or found["old"], before.things), wishes(found["new"])
    if not gone or len(came) != 1:
        return None
    new = came[0]
    if new.count is None:  # "the cats into dogs": as many as there were
        new = replace(new, count=len(gone), least=len(gone))
    return Change((new,), tuple(gone))


def _meant(name: str, things: Iterable[PlannedThing]) -> list[PlannedThing]:
    """All the things that a name surely means: "the cats", "both white cats"; none where it may be
    some of several."""
    meant = wishes(re.sub(r"^(?:both|all)(?: the)? ", "the ", name))
    if len(meant) != 1 or re.search(r"\b(?:one|of|but|except|'s)\b|'s", name):
        return []
    (wish,) = meant
    alike = [t for t in things if _is(t, wish)]
    return alike if wish.count in (None, len(alike)) else []


def _is(thing: PlannedThing, wish: Wish) -> bool:
    return (
        thing.kind == wish.kind
        and wish.color in (None, thing.color)
        and wish.pose in ("", thing.pose)
    )


def _count(things: Iterable[PlannedThing], wish: Wish) -> int:
    return sum(_is(thing, wish) for thing in things)
