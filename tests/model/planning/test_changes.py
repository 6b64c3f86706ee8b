"""What of an instruction is held against the plan after it."""

import random
from dataclasses import replace

import pytest

from pipeline.model.plan.grammar import Grammar
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning.changes import Change, change
from pipeline.model.reading.mentions import Mention

CATS = tuple(PlannedThing("cat", "white", x, 0.9, 0.22) for x in (0.2, 0.4))
HOUSE = PlannedThing("house", "blue", 0.7, 0.7, 0.35)
GIRL = PlannedThing("girl", "red", 0.9, 0.9, 0.3, hair="black")
BEFORE = Plan("meadow", "noon", "clear", "summer", (*CATS, HOUSE, GIRL))


@pytest.mark.parametrize(
    ("instruction", "came"),
    [
        ("add another cat", [Mention("cat", 1, 1)]),
        ("add a third cat", [Mention("cat", 1, 1)]),
        ("add more cats", [Mention("cat", None, 2)]),
        ("add another two cats", [Mention("cat", 2, 2)]),
        ("add a black dog next to the girl", [Mention("dog", 1, 1, "black")]),
        ("please add two yellow birds", [Mention("bird", 2, 2, "yellow")]),
        ("one more boat", [Mention("boat", 1, 1)]),
        ("two more boats", [Mention("boat", 2, 2)]),
        ('add a sign that says "TEA"', [Mention("signpost", 1, 1)]),
        ("add a girl and a boy", [Mention("girl", 1, 1), Mention("boy", 1, 1)]),
        ("add two birds, a dog and a boat", [Mention(*w) for w in (
            ("bird", 2, 2), ("dog", 1, 1), ("boat", 1, 1)
        )]),
        ("add the boy", [Mention("boy", 1, 1)]),  # "her brother"
        ("give me four cats instead of two", [Mention("cat", 2, 2)]),
        ("three white cats please", [Mention("cat", 1, 1, "white")]),
        ("there should be three cats", [Mention("cat", 1, 1)]),
        ("there should be three dogs", [Mention("dog", 3, 3)]),
    ],
)  # fmt: skip
def test_what_surely_comes(instruction, came):
    assert change(instruction, BEFORE) == Change(tuple(came))


@pytest.mark.parametrize(
    ("instruction", "gone"),
    [
        ("remove the cats", CATS),
        ("delete both cats", CATS),
        ("no cats", CATS),
        ("get rid of the girl", (GIRL,)),
        ("take out the blue house please", (HOUSE,)),
        ("remove the girl and the house", (GIRL, HOUSE)),
        ("without the white cats", CATS),
        ("one cat instead of two", CATS[1:]),
        ("make it one cat", CATS[1:]),
    ],
)
def test_what_surely_goes(instruction, gone):
    assert change(instruction, BEFORE) == Change((), gone)


@pytest.mark.parametrize(
    ("instruction", "came", "gone"),
    [
        ("turn the cats into dogs", Mention("dog", 2, 2), CATS),
        ("replace the house with a red castle", Mention("castle", 1, 1, "red"), (HOUSE,)),
        ("exchange the cats with two foxes", Mention("fox", 2, 2), CATS),
        ("change the girl to a boy in blue", Mention("boy", 1, 1, "blue"), (GIRL,)),
        ("remove the girl and add a tree", Mention("tree", 1, 1), (GIRL,)),
        ("make it night and replace the house with a tent", Mention("tent", 1, 1), (HOUSE,)),
        ("make one cat black", Mention("cat", 1, 1, "black"), CATS[1:]),
        ("make both cats black", Mention("cat", 2, 2, "black"), CATS),
        ("change the house to red", Mention("house", 1, 1, "red"), (HOUSE,)),
        ("paint the roof of the blue house green", Mention("house", 1, 1, "green"), (HOUSE,)),
        ("turn one of the cats orange", Mention("cat", 1, 1, "orange"), CATS[1:]),
    ],
)
def test_what_comes_in_place_of_what(instruction, came, gone):
    assert change(instruction, BEFORE) == Change((came,), gone)


@pytest.mark.parametrize(
    "instruction",
    [
        "make it night", "make the cats purple", "put the house on the right", "remove one cat",
        "add a cat and make the girl wave", "add the cat", "remove the dog",
        "change the girl's dress to blue", "remove everything but the cats",
        "remove one of the cats",
        "remove the cat", "replace the house and the girl with a dog", "keep only the cats",
        "change the background to the beach", "remove the black cats",
        "two cats please", "two cats and a dog",
    ],
)  # fmt: skip
def test_the_rest_is_left_to_the_transformer(instruction):
    assert change(instruction, BEFORE) is None


@pytest.mark.parametrize(
    ("instruction", "things", "done"),
    [
        ("add another cat", (*CATS, CATS[0], HOUSE, GIRL), True),
        ("add another cat", BEFORE.things, False),
        ("add a black cat", (*CATS, CATS[0], HOUSE, GIRL), False),
        ("make one cat black", (CATS[0], replace(CATS[1], color="black"), HOUSE, GIRL), True),
        ("make one cat black", (replace(CATS[1], color="black"), HOUSE, GIRL), False),
        ("remove the cats", (HOUSE, GIRL), True),
        ("remove the cats", (CATS[0], HOUSE, GIRL), False),
        ("remove the cats", (HOUSE,), False),
        ("turn the cats into dogs", (*(replace(c, kind="dog") for c in CATS), HOUSE, GIRL), True),
        ("turn the cats into dogs", (replace(CATS[0], kind="dog"), HOUSE, GIRL), False),
        ("turn the cats into dogs", (*(replace(c, kind="dog") for c in CATS), HOUSE), False),
    ],
)
def test_whether_it_is_done(instruction, things, done):
    assert change(instruction, BEFORE).done(BEFORE, replace(BEFORE, things=things)) == done


@pytest.mark.parametrize(
    "instruction",
    ["add another cat", "add a black dog", "add cats", "remove the cats", "turn the cats into dogs",
     "replace the girl with two sleeping foxes", "delete both cats", "make one cat black",
     "remove the house and add two birds"],
)  # fmt: skip
def test_any_plan_that_is_held_to_it_does_it(instruction):
    asked, rng = change(instruction, BEFORE), random.Random(6)
    for _ in range(20):
        grammar = Grammar(constraints=asked.constraints(BEFORE))
        while not grammar.ended:
            grammar.write(rng.choice(grammar.allowed()))
        assert asked.done(BEFORE, grammar.plan())


def test_what_has_no_room_is_not_demanded():
    full = replace(BEFORE, things=CATS * 3)
    assert change("add a dog and a fox", full).constraints(full) is None
    assert len(change("add two dogs", full).constraints(full).left) == 7
