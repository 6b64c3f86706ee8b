"""Things stand on one ground: what is farther up is smaller, and nothing hangs without a wall."""

import pytest

from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing import compose
from pipeline.model.planning.composing.perspective import view_of
from pipeline.model.planning.composing.settings import room_for_feet
from pipeline.model.planning.composing.stands import across, river_of
from tests.model.planning.composing.test_composing import SEEDS, graph_of


@pytest.mark.parametrize("place", ["meadow", "kitchen", "beach"])
def test_size_falls_in_a_line_to_nothing_at_the_horizon(place):
    view = view_of(place)
    feet = [view.foot(depth) for depth in (0.0, 0.5, 1.0)]
    scales = [view.scale(foot) for foot in feet]
    assert scales[0] == pytest.approx(1.0) and scales[0] > scales[1] > scales[2] > 0
    assert scales[0] - scales[1] == pytest.approx(scales[1] - scales[2])
    assert view.scale(view.horizon) == 0.0 and feet[2] == pytest.approx(room_for_feet(place))


def test_a_crowd_recedes_and_all_its_feet_are_on_the_ground(dictionary):
    for seed in SEEDS:
        dogs = compose(graph_of(Element("dog", count=8), place="meadow"), dictionary, seed, 1.0)
        boxes = sorted((one.box for one in dogs.drawings), key=lambda box: box[3])
        heights = [bottom - top for _, top, _, bottom in boxes]
        assert sum(heights[:3]) < 0.9 * sum(heights[-3:])
        assert room_for_feet("meadow") - 1e-6 <= boxes[0][3] <= boxes[-1][3] <= 1.0


def test_what_hangs_on_walls_stands_where_there_is_none(dictionary):
    for seed in SEEDS:
        found = compose(graph_of("wall clock", place="meadow"), dictionary, seed, 1.0)
        assert found.drawings[0].box[3] >= PLACES["meadow"].ground - 0.06
        found = compose(graph_of("wall clock", place="room"), dictionary, seed, 1.0)
        assert found.drawings[0].box[3] < PLACES["room"].ground - 0.06


def test_nobody_stands_in_a_river(dictionary):
    for seed in SEEDS:
        found = compose(graph_of("horse", place="river"), dictionary, seed, 1.0)
        river = river_of(found.land)
        left, right = across(river, found.drawings[0].box[3])
        middle = (found.drawings[0].box[0] + found.drawings[0].box[2]) / 2
        assert not left < middle < right
