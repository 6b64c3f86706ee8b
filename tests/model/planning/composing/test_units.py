"""Groups, their placements, and back."""

import pytest

from pipeline.model.plan.placement import decode, encode
from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing import composed
from pipeline.model.planning.composing.composing import arranged, begun, finished
from pipeline.model.planning.composing.units import laid, placements_of
from tests.model.planning.composing.test_composing import graph_of

GRAPHS = (
    graph_of("cat"),
    graph_of("cat", "dining table", relations=[(0, "on", 1)]),
    graph_of("woman standing", "top hat", "dog", relations=[(0, "wearing", 1), (2, "beside", 0)]),
    graph_of("dog", "house", "deciduous tree", relations=[(0, "in front of", 1)]),
    graph_of(Element("dog", count=4), "bird", "castle", place="meadow"),
    graph_of("bird", "house", relations=[(0, "above", 1)]),
    graph_of("swan", "woman standing", place="lake"),
)


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("seed", range(4))
def test_what_the_rules_place_can_be_written_and_laid_again(dictionary, graph, seed):
    start = begun(graph, dictionary, seed, 1.5)
    figures, land = arranged(start)
    placements = placements_of(start, figures)
    assert placements is not None and len(placements) == len(start.units)
    again = laid(start, decode(encode(placements), len(start.units)), land)
    flat = [figure for group in again for figure in group]
    assert [(one.kind, one.mirrored) for one in flat] == [(o.kind, o.mirrored) for o in figures]
    for one, other in zip(flat, figures, strict=True):
        assert one.box == pytest.approx(other.box, abs=0.02)


def test_what_touches_is_one_group(dictionary):
    start = begun(GRAPHS[2], dictionary, 1, 1.0)
    assert list(start.units) == [0, 2] and start.home == {0: 0, 1: 0, 2: 2}


def test_a_group_that_was_taken_apart_has_no_placement(dictionary):
    start = begun(GRAPHS[2], dictionary, 1, 1.0)
    figures, _ = arranged(start)
    hat = next(n for n, one in enumerate(figures) if one.kind == "top hat")
    assert placements_of(start, (figures[hat], *figures[:hat], *figures[hat + 1 :])) is None
    assert placements_of(start, figures[:hat] + figures[hat + 1 :]) is None


def test_composing_is_to_begin_to_arrange_and_to_finish(dictionary):
    start = begun(GRAPHS[4], dictionary, 3, 1.0)
    assert finished(start, *arranged(start)) == composed(GRAPHS[4], dictionary, 3, 1.0)
