"""What an edit changes, where that is painted, and that it hides nothing that stays."""

from dataclasses import replace
from itertools import combinations

import pytest

from pipeline.model.plan.boxes import hidden
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning import editing

CAT = PlannedThing("cat", "black", 0.25, 0.9, 0.2)
HOUSE = PlannedThing("house", "blue", 0.7, 0.7, 0.35)
SIGN = PlannedThing("signpost", None, 0.5, 0.9, 0.33, word="TEA")
PLAN = Plan("hills", "night", "clear", "summer", (CAT, HOUSE, SIGN), view=5)


def test_an_edit_repaints_only_what_it_changes():
    moved = replace(CAT, x=0.26)  # within what reading may shift
    after = replace(PLAN, things=(moved, replace(HOUSE, color="red"), SIGN))
    settled = editing.settle(PLAN, after, 1.0)
    assert settled.things[0] == CAT
    boxes = [area.box for area in editing.changed_areas(PLAN, settled, 1.0)]
    assert len(boxes) == 2  # the blue house goes, the red one comes
    assert all(box[0] > 0.4 for box in boxes)
    assert editing.changed_areas(PLAN, PLAN, 1.0) == []
    assert editing.changed_areas(PLAN, replace(PLAN, time="noon"), 1.0) is None


def test_a_lantern_lights_what_is_about_it_in_the_dark():
    lantern = PlannedThing("lantern", "red", 0.5, 0.9, 0.25)
    for time in ("noon", "night"):
        before = replace(PLAN, time=time)
        after = replace(before, things=(*PLAN.things, lantern))
        (area,) = editing.changed_areas(before, after, 1.0)
        assert (area.fade > 0.1) == (time == "night")


def added(thing: PlannedThing) -> PlannedThing:
    """Where an edit puts it that wants it there."""
    return editing.settle(PLAN, replace(PLAN, things=(*PLAN.things, thing)), 1.0).things[-1]


def test_what_an_edit_brings_stands_beside_what_stays():
    lantern = added(PlannedThing("lantern", "red", 0.28, 0.9, 0.25))
    left, _, right, _ = lantern.box(1.0)
    cat = CAT.box(1.0)
    assert right < cat[0] + 0.03 or left > cat[2] - 0.03
    assert lantern.x < 0.5 and left > 0  # as near to the mention as may be


@pytest.mark.parametrize(
    "thing",
    [
        PlannedThing("lantern", "red", 0.85, 0.9, 0.25),  # where there is room
        PlannedThing("dog", "brown", 0.87, 0.85, 0.22),  # before a house
    ],
)
def test_what_hides_nothing_stays_where_it_was_wished_for(thing):
    assert added(thing) == thing


def test_an_edit_keeps_the_view():
    assert editing.settle(PLAN, replace(PLAN, view=2), 1.0) == PLAN


LANTERN = PlannedThing("lantern", "red", 0.12, 0.9, 0.25)


def settled(words: str, *things: PlannedThing) -> set[tuple]:
    """Kinds and colours after an edit that came out with these things."""
    plan = editing.settle(PLAN, replace(PLAN, things=things), 1.0, words)
    return {(thing.kind, thing.color) for thing in plan.things}


def test_what_comes_twice_to_one_spot_is_new_and_finds_its_own():
    after = replace(PLAN, things=(*PLAN.things, CAT, CAT))
    things = editing.settle(PLAN, after, 1.0, "three cats please").things
    cats = [thing for thing in things if thing.kind == "cat"]
    assert len(cats) == 3 and CAT in cats
    boxes = [thing.box(1.0) for thing in cats]
    assert all(hidden(one, other) < 0.3 for one, other in combinations(boxes, 2))


def test_what_is_moved_is_not_left_behind():
    moved = replace(CAT, x=0.8)
    after = replace(PLAN, things=(CAT, HOUSE, SIGN, moved))
    for words, cats in (("move the cat to the right", 1), ("add another cat", 2)):
        things = editing.settle(PLAN, after, 1.0, words).things
        assert sum(thing.kind == "cat" for thing in things) == cats
    assert CAT not in editing.settle(PLAN, after, 1.0, "move the cat to the right").things


def test_what_an_instruction_does_not_name_stays():
    everything = {("cat", "black"), ("house", "blue"), ("signpost", None)}
    added = everything | {("lantern", "red")}
    assert settled("add a red lantern on the left", LANTERN, HOUSE, SIGN) == added
    assert settled("add a lamp", LANTERN, CAT, replace(HOUSE, color="red")) == added
    assert settled("remove the kitten", HOUSE, SIGN) == everything - {("cat", "black")}
    assert settled("swap the cat for a lantern", LANTERN, HOUSE, SIGN) == added - {("cat", "black")}
    assert settled("make the sign say SEA", CAT, SIGN) == everything


@pytest.mark.parametrize("words", ["", "erase it", "remove all but the house", "only the house"])
def test_words_that_name_nothing_or_all_but_something_are_followed(words):
    assert settled(words, HOUSE) == {("house", "blue")}
