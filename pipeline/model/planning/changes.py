"""Reads from an instruction which things it adds and removes, to check the plan after it.

As with a prompt (`checks.py`), a plan that clearly does something else is drawn again, and the last
attempts are constrained to what the words fix.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.model.plan.constraints import Constraints, Wanted
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import COLORS, KINDS, kinds_named
from pipeline.model.planning.checks import constraints_of
from pipeline.model.reading.mentions import NUMBERS, Mention, mentions

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
_ONE_OTHERWISE = re.compile(
    rf"{_POLITE}(?:make|turn|paint) one (?:of the )?(?P<name>[a-z -]+?)"
    rf" (?P<color>{'|'.join(COLORS)})"
)
_RECOLORING = re.compile(
    rf"{_POLITE}(?:make|turn|paint|change) (?:the [a-z]+ of )?(?P<name>(?:the|both|all) .+?)"
    rf" (?:(?:in)?to )?(?P<color>{'|'.join(COLORS)})"
)
_VERBS = (
    "add|put|place|draw|remove|delete|erase|take|replace|swap|exchange|turn|change|make|give|let"
)
_THEN = re.compile(rf"(?:,? and(?: then)? |, (?:then )?)(?={_POLITE}(?:{_VERBS})\b)")
_NAMED = re.compile(rf"(?:the|both|all|another|more|{'|'.join(NUMBERS)})\b")
# What may follow an addition: its place, beside things that are there already.
_WHERE = re.compile(
    r"\b(?:next to|beside|behind|before|in front|near|between|above|over|under|below|by|among|to|at"
    r"|on|instead)\b"
)
_ONE_MORE = re.compile(r"\b(?:another|one more|an? (?:second|third|fourth)) (?!two|three|four)")
_MORE = re.compile(r"\b(?:another|more) ")
_AND = re.compile(r"(?:, )?\band |, ")


@dataclass(frozen=True, slots=True)
class Change:
    """came: things that the instruction adds; gone: things of the plan before that it removes."""

    came: tuple[Mention, ...] = ()
    gone: tuple[PlannedThing, ...] = ()

    def done(self, before: Plan, after: Plan) -> bool:
        """Whether the plan after shows the change, and no other change of the kinds it names."""
        kept, came = self.kept(before), {mention.kind for mention in self.came}
        if self.gone:
            others = Counter(t.looks[:2] for t in after.things if t.kind not in came)
            if others != Counter(t.looks[:2] for t in kept if t.kind not in came):
                return False
        for kind in came:
            counts = [mention.count for mention in self.came if mention.kind == kind]
            exact = [count for count in counts if count is not None]
            had, got = (sum(t.kind == kind for t in some) for some in (kept, after.things))
            if len(exact) == len(counts) and got != had + sum(exact):
                return False
        return all(
            _count(after.things, mention) - _count(kept, mention) >= mention.least
            for mention in self.came
        )

    def kept(self, before: Plan) -> list[PlannedThing]:
        """The things of the plan before that stay."""
        return [thing for thing in before.things if thing not in self.gone]

    def constraints(self, before: Plan) -> Constraints | None:
        """The change as constraints on the plan after; None where a picture has no room for it."""
        if self.came:
            return constraints_of(list(self.came), self.kept(before))
        return Constraints(Wanted(t.kind, t.color, t.pose) for t in self.kept(before))


def change(instruction: str, before: Plan) -> Change | None:
    """The things that an instruction in known words adds and removes; None where it is not certain
    that it does just that."""
    text = " ".join(instruction.lower().rstrip(".!?").removesuffix(" please").split())
    if len(parts := _THEN.split(text)) > 1:
        return _together([change(part, before) for part in parts if kinds_named(part)])
    for read in (_counted, _one_otherwise, _recolored):
        if found := read(text, before):
            return found
    if _ADDING.match(text):
        came = _added(text, before)
        return Change(came) if came else None
    if _REMOVING.match(text):
        gone = _removed(text, before)
        return Change((), gone) if gone else None
    return _replaced(text, before)


def _together(parts: list[Change | None]) -> Change | None:
    """Several changes as one; None where one of them is not certain."""
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts):
        return None
    came = chain.from_iterable(part.came for part in found)
    return Change(tuple(came), tuple(chain.from_iterable(part.gone for part in found)))


def _one_otherwise(text: str, before: Plan) -> Change | None:
    """ "make one cat black"."""
    found = _ONE_OTHERWISE.fullmatch(text)
    named = mentions(f"{found['color']} {found['name']}") if found else []
    if len(named) != 1 or named[0].color is None:
        return None
    new = replace(named[0], count=1, least=1)
    had = [t for t in before.things if t.kind == new.kind and t.color != new.color]
    return Change((new,), (had[-1],)) if had else None


def _recolored(text: str, before: Plan) -> Change | None:
    """ "paint the roof of the red house green"."""
    found = _RECOLORING.fullmatch(text)
    if found is None:
        return None
    gone = _meant(found["name"], before.things)
    if not gone or found["color"] not in KINDS[gone[0].kind].colors:
        return None
    many = len(gone)
    return Change((Mention(gone[0].kind, many, many, found["color"]),), tuple(gone))


def _counted(text: str, before: Plan) -> Change | None:
    """ "four cats instead of two", where there are cats."""
    found = _COUNTED.fullmatch(text)
    named = mentions(found["many"]) if found and " and " not in text else []
    if len(named) != 1 or named[0].count is None:
        return None
    had = [thing for thing in before.things if _is(thing, named[0])]
    more = named[0].count - len(had)
    if not had or not more:
        return None
    if more > 0:
        return Change((replace(named[0], count=more, least=more),))
    return Change((), tuple(had[more:]))


def _added(text: str, before: Plan) -> tuple[Mention, ...]:
    added: list[Mention] = []
    for part in _AND.split(text):
        if not (_ADDING.match(part) or _NAMED.match(part)):
            return ()
        part = part[: found.start()] if (found := _WHERE.search(part)) else part
        # "the girl" is already in the picture; "the boy" is new where the picture has none.
        known = {kind for named in part.split("the ")[1:] for kind in kinds_named(named)}
        if known & {thing.kind for thing in before.things}:
            return ()
        added += mentions(_MORE.sub("", _ONE_MORE.sub("a ", part)))
    return tuple(added)


def _removed(text: str, before: Plan) -> tuple[PlannedThing, ...]:
    gone: list[PlannedThing] = []
    for part in _AND.split(_REMOVING.sub("", text, count=1).strip()):
        named = _meant(part, before.things)
        if not named:
            return ()
        gone += named
    return tuple(gone)


def _replaced(text: str, before: Plan) -> Change | None:
    found = _REPLACING.fullmatch(text)
    if found is None or " and " in text:
        return None
    gone, came = _meant(found["turned"] or found["old"], before.things), mentions(found["new"])
    if not gone or len(came) != 1:
        return None
    new = came[0]
    if new.count is None:  # "the cats into dogs": as many as there were
        new = replace(new, count=len(gone), least=len(gone))
    return Change((new,), tuple(gone))


def _meant(name: str, things: Iterable[PlannedThing]) -> list[PlannedThing]:
    """All things that a name means, as in "the cats" or "both white cats"; none where the name may
    mean some of several."""
    meant = mentions(re.sub(r"^(?:both|all)(?: the)? ", "the ", name))
    if len(meant) != 1 or re.search(r"\b(?:one|of|but|except)\b|'s", name):
        return []
    (mention,) = meant
    alike = [t for t in things if _is(t, mention)]
    return alike if mention.count in (None, len(alike)) else []


def _is(thing: PlannedThing, mention: Mention) -> bool:
    return (
        thing.kind == mention.kind
        and mention.color in (None, thing.color)
        and mention.pose in ("", thing.pose)
    )


def _count(things: Iterable[PlannedThing], mention: Mention) -> int:
    return sum(_is(thing, mention) for thing in things)
