"""The plan after an edit, and where the picture must be repainted for it."""

from dataclasses import replace

from pipeline.model.plan.boxes import Area, Box
from pipeline.model.plan.scene import SETTING, Plan, PlannedThing, left_to_right
from pipeline.model.plan.world import MAX_THINGS, kinds_named
from pipeline.model.planning.placing import NEW_SIDE, beside
from pipeline.model.reading.mentions import tells_sides

AROUND = 0.12  # shares of a thing's box: how far beyond it a change may be visible
FADE = 0.04  # shares of the shorter side: over which the repainting fades
GLOW, GLOW_FADE = 0.1, 0.28  # the same two of a lantern in the dark
MOVES = {"move", "shift", "bring"}
ALL_BUT = {"all", "but", "else", "except", "everything", "everyone", "only", "other", "others"}
SAME = 0.03  # shares of the picture: a thing that moves less is the same thing


def changed_areas(before: Plan, after: Plan, aspect: float) -> list[Area] | None:
    """Where a picture must be repainted; None, everywhere, when its setting changes."""
    if any(getattr(before, part) != getattr(after, part) for part in SETTING):
        return None
    stayed = {id(twin) for thing in after.things if (twin := _twin(thing, before))}
    gone = [thing for thing in before.things if id(thing) not in stayed]
    new = [thing for thing in after.things if _twin(thing, before) is None]
    dark = after.time in ("sunset", "night")
    areas = []
    for thing in (*gone, *new):
        glows = dark and thing.kind == "lantern"
        grown = _grown(thing.box(aspect), GLOW if glows else AROUND)
        areas.append(Area(grown, GLOW_FADE if glows else FADE))
    return areas


def settle(before: Plan, after: Plan, aspect: float, words: str = "") -> Plan:
    """`after` with every unchanged thing and the view exactly as before, and new things beside
    those rather than in front of them. words: the instruction; kinds that it does not name do not
    change."""
    things = _stayed(before, after)
    things = _moved(before, _as_named(before, things, words), words)
    stayed = [thing for thing in things if thing in before.things]
    placed, side = list(stayed), NEW_SIDE if tells_sides(words) else 0.0
    for index, thing in enumerate(things):
        if thing not in stayed:
            things[index] = beside(thing, placed, aspect, side)
            placed.append(things[index])
    return replace(after, things=tuple(things), view=before.view)


def _stayed(before: Plan, after: Plan) -> list[PlannedThing]:
    """The things after an edit, unchanged ones exactly as before. Of two on one spot only one is
    unchanged: the other is new."""
    things: list[PlannedThing] = []
    for thing in after.things:
        twin = _twin(thing, before)
        aside = replace(thing, x=thing.x + 2 * SAME)
        things.append(thing if twin is None else aside if twin in things else twin)
    return things


def _as_named(before: Plan, things: list[PlannedThing], words: str) -> list[PlannedThing]:
    """The things, with those of kinds that the words do not name as before: adding a lantern
    removes nothing. Words that name no kind, or all but some, are left to the transformer."""
    named = kinds_named(words)
    if not named or ALL_BUT & set(words.lower().split()):
        return things
    changed = [thing for thing in things if thing.kind in named]
    left = [thing for thing in before.things if thing.kind not in named]
    if len(changed) + len(left) > MAX_THINGS or left == [t for t in things if t not in changed]:
        return things
    return left_to_right((*changed, *left), lambda t: t.looks, lambda t: t.x)


def _moved(before: Plan, things: list[PlannedThing], words: str) -> list[PlannedThing]:
    """The things without second copies: a moved thing is not also at its old place."""
    if not MOVES & set(words.lower().split()):
        return things
    for kind in kinds_named(words):
        had, got = (sum(t.kind == kind for t in some) for some in (before.things, things))
        stayed = [t for t in things if t.kind == kind and t in before.things]
        things = [t for t in things if t not in stayed[: max(0, got - had)]]
    return things


def _twin(thing: PlannedThing, plan: Plan) -> PlannedThing | None:
    """The same thing in another plan, up to small shifts by rounding and detection."""
    for other in plan.things:
        near = max(abs(thing.x - other.x), abs(thing.y - other.y), abs(thing.size - other.size))
        if thing.looks == other.looks and near < SAME:
            return other
    return None


def _grown(box: Box, around: float) -> Box:
    left, top, right, bottom = box
    across, down = around * (right - left), around * (bottom - top)
    return left - across, top - down, right + across, bottom + down
