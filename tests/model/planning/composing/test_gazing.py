"""Beings look at what they act on, run after whom they chase, and never out of the picture."""

import pytest

from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing.composing import composed
from tests.model.planning.composing.test_composing import graph_of

SEEDS = range(12)


def drawn(dictionary, graph, seed, aspect=1.0):
    """The boxes' middles and whether they are mirrored, by element."""
    composition = composed(graph, dictionary, seed, aspect).composition
    return {
        one.element: ((one.box[0] + one.box[2]) / 2, one.mirrored) for one in composition.drawings
    }


def test_who_chases_runs_after_who_runs_away(dictionary):
    dog = Element("dog", "dog", "exact", action="running")
    graph = graph_of(dog, "horse", relations=((0, "near", 1),))
    for seed in SEEDS:
        found = drawn(dictionary, graph, seed)
        (dog_x, dog_right), (horse_x, horse_right) = found[0], found[1]
        assert dog_right == horse_right == (horse_x > dog_x)


@pytest.mark.parametrize("kind", ["dog", "horse"])
def test_nobody_at_a_side_looks_out_of_the_picture(dictionary, kind):
    for seed in SEEDS:
        ((x, right),) = drawn(dictionary, graph_of(kind), seed).values()
        assert abs(x - 0.5) <= 0.12 or right == (x < 0.5)
