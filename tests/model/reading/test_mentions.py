"""What of a prompt is held against a plan: kinds, numbers and looks that are surely meant."""

import random

import pytest

from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning.checks import fulfils
from pipeline.model.reading.mentions import Mention, mentions
from pipeline.training.data.plans import plan_of
from pipeline.training.world.captions import alt_text, caption
from pipeline.training.world.scene import sample_scene


def plan(*things: tuple) -> Plan:
    """Things as (kind, colour) or (kind, colour, pose)."""
    planned = (
        PlannedThing(kind, color, 0.5, 0.9, 0.2, pose=pose[0] if pose else "")
        for kind, color, *pose in things
    )
    return Plan("meadow", "noon", "clear", "summer", tuple(planned))


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("two black cats", [Mention("cat", 2, 2, "black")]),
        ("kittens and a puppy", [Mention("cat", None, 2), Mention("dog", 1, 1)]),
        ("3 sheep by the sea", [Mention("sheep", 3, 3)]),
        ("a pair of sleeping foxes", [Mention("fox", 2, 2, None, "sleeping")]),
        ("A red-haired girl in a blue dress", [Mention("girl", 1, 1, "blue")]),
        ("a house with a red roof", [Mention("house", 1, 1, "red")]),
        (
            "two girls with red hair and a woman with a red umbrella",
            [Mention("girl", 2, 2), Mention("woman", 1, 1), Mention("umbrella", 1, 1, "red")],
        ),
        (
            "the cat sleeping by a house",
            [Mention("cat", 1, 1, None, "sleeping"), Mention("house", 1, 1)],
        ),
        (
            "the sheep and two women sitting",
            [Mention("sheep", None, 1), Mention("woman", 2, 2, None, "sitting")],
        ),
        ("a girl waves", [Mention("girl", 1, 1, None, "waving")]),
        ("a green hot air balloon", [Mention("balloon", 1, 1, "green")]),
        ('a sign that says "CAT"', [Mention("signpost", 1, 1)]),
        ("a sign that says CAT", [Mention("signpost", 1, 1)]),
        ("a pink cat", [Mention("cat", 1, 1)]),  # no cat is pink: the nearest will do
        ("a meadow without houses", []),
        ("the sea at night", []),
        (
            "two cats in the sky on the left, a dog in the middle and a bird",
            [
                Mention("cat", 2, 2, side="left"),
                Mention("dog", 1, 1, side="middle"),
                Mention("bird", 1, 1),
            ],
        ),
        ("a cat on the left of a dog", [Mention("cat", 1, 1), Mention("dog", 1, 1)]),
    ],
)
def test_what_is_surely_meant(prompt, found):
    assert mentions(prompt) == found


@pytest.mark.parametrize(
    ("prompt", "things", "right"),
    [
        ("a black cat and a white cat", [("cat", "black"), ("cat", "white")], True),
        ("a black cat and a white cat", [("cat", "black"), ("cat", "black")], False),
        ("a black cat and a white cat", [("cat", "black"), ("cat", "white")] * 2, False),
        ("cats", [("cat", "black")], False),
        ("cats", [("cat", "black")] * 3, True),
        ("a cat", [("cat", "black"), ("dog", "white")], False),
        ("a cat and a dog", [("cat", "black")], False),
        ("a sleeping cat", [("cat", "black", "sleeping")], True),
        ("a sleeping cat", [("cat", "black")], False),
        (
            "two girls and a girl in red",
            [("girl", "red"), ("girl", "blue"), ("girl", "blue")],
            True,
        ),
        ("the sea at night", [("boat", "red")], True),
        ("a cat in the middle", [("cat", "red")], True),
        ("a cat on the left", [("cat", "red")], False),
    ],
)
def test_a_plan_fulfils_a_prompt_or_not(prompt, things, right):
    assert fulfils(plan(*things), mentions(prompt)) == right


def test_the_plan_of_a_scene_fulfils_what_is_said_of_it():
    rng = random.Random(3)
    for _ in range(300):
        scene = sample_scene(rng)
        for text in (alt_text(scene), caption(scene, rng)):
            assert fulfils(plan_of(scene), mentions(text)), text
