"""What an edit changes, where that is painted, and that it hides nothing that stays."""

from dataclasses import replace

import pytest

from pipeline.model import editing
from pipeline.model.plan import Plan, PlannedThing

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
    assert lantern.x < 0.5 and left > 0  # as near to the wish as may be


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
