"""What hangs on a wall hangs beside the room's own window and pictures."""

import random

import pytest

from pipeline.model.plan.land import Panel, Row, sample_land
from pipeline.model.planning.composing import compose
from pipeline.model.planning.composing.figures import overlap
from pipeline.model.planning.composing.walls import FRAMES, across
from tests.model.planning.composing.test_composing import graph_of


@pytest.mark.parametrize("place", ["room", "bedroom", "living room", "kitchen"])
def test_across_and_across_again_is_the_same_room(place):
    land = sample_land(place, random.Random(3))
    again = across(across(land))
    for one, other in zip(land.parts, again.parts, strict=True):
        assert one.box == pytest.approx(other.box) and type(one) is type(other)
    window, turned = (
        next(part for part in room.parts if getattr(part, "material", "") == "window")
        for room in (land, across(land))
    )
    assert window.box[0] == pytest.approx(1 - turned.box[2])
    assert land.light_side in (-1.0, 1.0)


def test_a_clock_is_not_hung_before_a_window_or_a_picture(dictionary):
    before = 0
    for seed in range(30):
        found = compose(graph_of("wall clock", "chair", place="room"), dictionary, seed, 1.0)
        clock = next(one.box for one in found.drawings if one.kind == "wall clock")
        for part in found.land.parts:
            window = isinstance(part, Panel) and part.material == "window"
            before += window and overlap(part.box, clock) > 0.002
            small = part.box[2] - part.box[0] < 0.2 and part.box[3] < 0.55
            if isinstance(part, Panel) and part.material in FRAMES and small:
                area = (part.box[2] - part.box[0]) * (part.box[3] - part.box[1])
                assert overlap(part.box, clock) <= 0.11 * area
    assert before <= 3  # in the middle of a wall there may be no free place


def test_a_land_in_the_open_keeps_its_side():
    land = sample_land("meadow", random.Random(1))
    assert across(across(land)).layers == land.layers
    assert not any(isinstance(part, Row) and part.kind == "folds" for part in land.parts)
