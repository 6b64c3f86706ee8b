"""What the words settle is in every plan that is held to it, whatever the transformer likes."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.plan.constraints import Constraints, Wanted
from pipeline.model.plan.grammar import Grammar
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning.checks import constraints_of, fulfils
from pipeline.model.planning.planner import ATTEMPTS, UNCONSTRAINED_ATTEMPTS, Planner
from pipeline.model.reading.mentions import mentions, tells_sides
from pipeline.request import Request
from pipeline.training.world.captions import alt_text
from pipeline.training.world.scene import sample_scene

CAT = PlannedThing("cat", "white", 0.3, 0.9, 0.22)
PLAN = Plan("meadow", "noon", "clear", "summer", (CAT, replace(CAT, x=0.6)))


RANDOM = st.integers(0, 2**32).map(random.Random)


def walk(rng: random.Random, constraints: Constraints | None) -> Plan:
    """A plan written by chance alone."""
    grammar = Grammar(constraints=constraints)
    while not grammar.ended:
        grammar.write(rng.choice(grammar.allowed()))
    return grammar.plan()


@given(RANDOM)
def test_any_plan_that_is_held_to_a_prompt_fulfils_it(rng):
    prompt = alt_text(sample_scene(rng, crowded=True))
    named = mentions(prompt)
    constraints = constraints_of(named)
    assume(constraints)
    assert fulfils(walk(rng, constraints), named), prompt


@pytest.mark.parametrize(
    "prompt",
    ["a cat and a black cat", "cats and a sleeping dog", "two foxes, a running dog and birds"],
)
def test_what_the_words_leave_open_stays_open(prompt):
    rng, named = random.Random(4), mentions(prompt)
    plans = [walk(rng, constraints_of(named)) for _ in range(40)]
    assert all(fulfils(plan, named) for plan in plans)
    assert len({tuple(thing.looks for thing in plan.things) for plan in plans}) > 5


def test_the_thing_that_is_most_closely_wanted_is_the_one_that_came():
    constraints = Constraints([Wanted("cat"), Wanted("cat", "black")])
    constraints.begin("cat", 7)
    constraints.settle("color", "black")
    constraints.finish()
    assert constraints.left == [Wanted("cat")]
    assert constraints.kinds(6) == {"cat"} and Constraints([], {"dog"}).kinds(1) == {"dog"}
    assert not Constraints([Wanted("cat")], {"dog"}).kinds(1) - {"cat"}  # the last place is taken


@given(RANDOM)
def test_things_of_one_mention_are_alike(rng):
    plan = walk(rng, constraints_of(mentions("four ducks and a black cat")))
    assert len({thing.color for thing in plan.things if thing.kind == "duck"}) == 1


def test_of_more_than_a_picture_holds_there_are_fewer_of_what_is_most():
    held = constraints_of(mentions("four cats, three dogs and a bird"))
    assert Counter(wanted.kind for wanted in held.left) == {"cat": 3, "dog": 3, "bird": 1}
    animals = "a cat, a dog, a fox, a bear, a sheep, a horse"
    assert len(constraints_of(mentions(f"{animals} and a duck")).left) == 7
    assert constraints_of(mentions(f"{animals}, a duck and a bird")) is None
    assert constraints_of(mentions("a meadow")) is None


def test_sides_are_told_by_their_words():
    assert tells_sides("a cat on the left") and tells_sides("a dog between two trees")
    assert not tells_sides("a cat beside a house")


def test_an_untrained_model_plans_what_is_asked_for(monkeypatch):
    """Random weights: no free plan fulfils this, the last ones must."""
    engine, turns = EmbeddedEngine.tiny(), []
    draw = Planner.draw

    def counted(self, conditioning, prefix, sampling, seed, turn, constraints):
        turns.append((turn, constraints is not None))
        return draw(self, conditioning, prefix, sampling, seed, turn, constraints)

    monkeypatch.setattr(Planner, "draw", counted)
    plan = engine.plan(Request("two black cats and a red house", seed=1, size=(256, 256)))
    looks = sorted((thing.kind, thing.color) for thing in plan.things)
    assert looks == [("cat", "black"), ("cat", "black"), ("house", "red")]
    assert turns[-1][1] and len(turns) <= ATTEMPTS
    assert turns[:UNCONSTRAINED_ATTEMPTS] == [
        (turn, False) for turn in range(UNCONSTRAINED_ATTEMPTS)
    ]
