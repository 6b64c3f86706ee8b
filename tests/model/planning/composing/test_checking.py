"""What is wrong with an arrangement is found, and what the rules arrange is mostly right."""

from dataclasses import replace

import pytest

from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing.checking import faults, total
from pipeline.model.planning.composing.composing import arranged, begun
from pipeline.model.planning.composing.units import laid, placements_of
from tests.model.planning.composing.test_composing import SEEDS, graph_of

GRAPHS = (
    graph_of("dog", "house", relations=[(0, "in front of", 1)]),
    graph_of("dog", "cat", relations=[(0, "left of", 1)]),
    graph_of("swan", place="lake"),
    graph_of(Element("dog", count=5), "castle", "sun"),
    graph_of("cat", "dog", "horse", place="meadow"),
    graph_of("cat", "house", place="meadow"),
    graph_of("bird", "house", relations=[(0, "above", 1)]),
    graph_of("cook", place="plain"),
    graph_of("cat", "dog", "horse", relations=[(0, "between", 1, 2)]),
    graph_of(Element("cat", side="left"), place="meadow"),
)


def arrangement(dictionary, number, seed, **changes):
    """(start, placements by element, land) as the rules have them."""
    start = begun(GRAPHS[number], dictionary, seed, 1.0)
    figures, land = arranged(start)
    placements = placements_of(start, figures)
    assert placements
    return start, placements, land


@pytest.mark.parametrize("number", range(len(GRAPHS)))
def test_the_rules_keep_to_their_graph(dictionary, number):
    found = []
    for seed in SEEDS:
        start, placements, land = arrangement(dictionary, number, seed)
        found.append(faults(start, laid(start, placements, land), land))
    assert sum(not each for each in found) >= 0.9 * len(found), found


@pytest.mark.parametrize(
    ("number", "unit", "change", "what"),
    [
        (0, 0, {"foot": 0.3}, "0 in front of 1"),
        (1, 0, {"x": 0.9}, "0 left of 1"),
        (1, 0, {"x": 1.1}, "cut"),
        (2, 0, {"foot": 1.4}, "cut off"),
        (2, 0, {"foot": 0.3}, "adrift"),
        (4, 0, {"height": 0.9}, "out of scale"),
        (5, 0, {"foot": 0.4}, "adrift"),
        (6, 0, {"foot": 0.97}, "0 above 1"),
        (7, 0, {"foot": 0.8}, "adrift"),
        (8, 0, {"x": 0.01}, "0 between 1"),
        (9, 0, {"x": 0.9}, "not left"),
        (2, 0, {"height": 0.1}, "tiny"),
    ],
)
def test_what_is_out_of_its_place_is_found(dictionary, number, unit, change, what):
    for seed in range(6):
        start, placements, land = arrangement(dictionary, number, seed)
        moved = [replace(one, **change) if one.unit == unit else one for one in placements]
        before = faults(start, laid(start, placements, land), land)
        after = faults(start, laid(start, moved, land), land)
        assert what in " / ".join(fault.what for fault in after), after
        assert total(after) > total(before)


def test_what_is_hidden_is_found(dictionary):
    start, placements, land = arrangement(dictionary, 5, 1)
    house = next(one for one in placements if one.unit == 1)
    cat = replace(house, unit=0, height=0.2)
    found = faults(start, laid(start, [cat, house], land), land)
    assert any(fault.what == "cat hidden" for fault in found)
