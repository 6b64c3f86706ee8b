"""Where planned things are put: in the picture, clear of one another, signs to be read."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning import placing

CAT = PlannedThing("cat", "black", 0.25, 0.9, 0.2)
HOUSE = PlannedThing("house", "blue", 0.75, 0.7, 0.35)
SIGN = PlannedThing("signpost", None, 0.25, 0.9, 0.33, word="TEA")
PLAN = Plan("hills", "night", "clear", "summer", (replace(CAT, x=0.68), HOUSE, SIGN))


@pytest.mark.parametrize("aspect", [0.5, 1.0, 2.0])
def test_planned_things_are_wholly_in_the_picture(aspect):
    things = [replace(t, x=x, y=y) for t in PLAN.things for x in (0.0, 0.5, 1.0) for y in (0, 1)]
    for thing in placing.inside(replace(PLAN, things=tuple(things)), aspect).things:
        left, top, right, bottom = thing.box(aspect)
        assert left > 0 and top > 0 and right < 1 and bottom < 1
    assert placing.inside(PLAN, 1.0) == PLAN


def test_things_of_a_kind_do_not_hide_each_other():
    cats = tuple(replace(CAT, x=x) for x in (0.5, 0.51, 0.95, 0.96))
    plan = placing.apart(Plan("hills", "night", "clear", "summer", (*cats, HOUSE)), 1.0)
    boxes = sorted(thing.box(1.0) for thing in plan.things if thing.kind == CAT.kind)
    assert all(b[0] - a[0] > 0.7 * (a[2] - a[0]) for a, b in pairwise(boxes))
    assert all(left >= 0 and right <= 1 for left, _, right, _ in boxes)
    assert plan.things[-1] == HOUSE


def test_things_of_unlike_kinds_make_room_for_each_other():
    bears = tuple(PlannedThing("bear", "brown", x, 0.9, 0.28) for x in (0.65, 0.88))
    lantern = PlannedThing("lantern", "white", 0.62, 0.93, 0.25)
    cat = PlannedThing("cat", "white", 0.3, 0.9, 0.2)
    crowded = Plan("hills", "night", "clear", "summer", (cat, lantern, *bears, HOUSE))
    plan = placing.uncovered(crowded, 1.0)

    def most_hidden(plan: Plan) -> float:
        return max(placing.hidden(plan.things[1].box(1.0), bear.box(1.0)) for bear in bears)

    assert most_hidden(crowded) > 0.5 and most_hidden(plan) <= placing.HIDING + 1e-6
    assert plan.things[0] == cat and plan.things[-1] == HOUSE  # before a house one may stand
    assert placing.third(plan.things[1].x) == placing.third(lantern.x)
    assert placing.uncovered(plan, 1.0) == plan


def boards_and_others(plan: Plan) -> float:
    """How much of a board is behind or before something, at most."""
    sign = next(thing for thing in plan.things if thing.kind == "signpost")
    left, top, right, bottom = sign.box(1.0)
    board = left, top, right, top + placing.BOARD * (bottom - top)
    others = (thing.box(1.0) for thing in plan.things if thing is not sign)
    return max(placing.hidden(board, box) for box in others)


@pytest.mark.parametrize(
    "other",
    [
        PlannedThing("castle", "blue", 0.65, 0.72, 0.45),
        PlannedThing("bear", "brown", 0.41, 0.93, 0.3),
        PlannedThing("train", "red", 0.65, 0.7, 0.27),
        PlannedThing("balloon", "red", 0.2, 0.62, 0.3),
    ],
)
def test_nothing_stands_before_or_behind_a_board(other):
    crowded = replace(PLAN, things=(other, SIGN))
    assert boards_and_others(crowded) > 0.05
    plan = placing.tidy(crowded, 1.0)
    assert boards_and_others(plan) < 0.04
    assert [placing.third(t.x) for t in plan.things] == [placing.third(t.x) for t in crowded.things]
    for left, top, right, bottom in (thing.box(1.0) for thing in plan.things):
        assert left > 0 and top > 0 and right < 1 and bottom < 1


def test_two_rows_stay_two_rows():
    """The second looks through the gaps of the first: side by side they would leave their side."""
    front = [PlannedThing("sheep", "white", x, 0.92, 0.24) for x in (0.14, 0.36)]
    back = [PlannedThing("sheep", "white", x, 0.78, 0.24) for x in (0.25, 0.47)]
    sheep = placing.apart(Plan("hills", "noon", "clear", "summer", (*front, *back)), 1.0).things
    assert placing.third(sum(thing.x for thing in sheep) / 4) == "left"
    assert {thing.y for thing in sheep} == {0.92, 0.78}


@pytest.mark.parametrize(("kind", "y"), [("duck", 0.7), ("bird", 0.6)])
def test_nothing_of_the_air_or_the_water_is_left_before_a_house(kind, y):
    thing = PlannedThing(kind, "white", 0.72, y, 0.12)
    tidied = placing.tidy(Plan("lake", "noon", "clear", "summer", (HOUSE, thing)), 1.0)
    house, other = tidied.things
    assert placing.hidden(house.box(1.0), other.box(1.0)) <= placing.HIDING
    cat = replace(CAT, x=0.75, y=0.9)  # a cat may well sit before it
    assert placing.tidy(replace(PLAN, things=(HOUSE, cat)), 1.0).things == (HOUSE, cat)


def test_people_are_of_one_scale():
    sizes = {"man": 0.28, "girl": 0.42, "woman": 0.40}
    people = [
        PlannedThing(kind, "red", 0.2 + 0.3 * n, 0.9, size, hair="black")
        for n, (kind, size) in enumerate(sizes.items())
    ]
    plan = Plan("hills", "noon", "clear", "summer", (*people, HOUSE))
    tidied = placing.of_one_scale(plan).things
    assert tidied[0].size == tidied[2].size > tidied[1].size and tidied[3] == HOUSE
    alone = replace(plan, things=(people[0], HOUSE))
    assert placing.of_one_scale(alone) == alone
    alike = replace(plan, things=(people[1], people[2]))
    assert placing.of_one_scale(alike) == alike


def test_unlike_things_part_as_far_as_they_must_where_no_words_tell_a_side():
    row = [PlannedThing("house", c, 0.8, 0.75, 0.3) for c in ("red", "blue")]
    tree = PlannedThing("tree", "green", 0.82, 0.75, 0.35)
    crowded = Plan("hills", "noon", "clear", "summer", (*row, tree))

    def most_hidden(plan: Plan) -> float:
        boxes = [thing.box(1.0) for thing in plan.things]
        return max(placing.hidden(a, b) for a, b in combinations(boxes, 2))

    assert most_hidden(placing.tidy(crowded, 1.0, free=True)) < 0.12
    bound = placing.tidy(crowded, 1.0)
    assert most_hidden(bound) > 0.12
    assert [placing.third(t.x) for t in bound.things].count("right") > 1


def test_what_is_tidy_stays_as_it_is():
    assert placing.tidy(PLAN, 1.0) == PLAN
