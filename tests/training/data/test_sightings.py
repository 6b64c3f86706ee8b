"""Pictures in which every thing is known: the boxes are where the drawings lie."""

import random
from itertools import islice

import numpy as np
import pytest

from pipeline.model.painting.collage import pieces
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import sample_land
from pipeline.training.data.sightings import Sightings, load, save, sighted
from tests.model.planning.composing.tiny import make_dictionary


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory):
    return make_dictionary(tmp_path_factory.mktemp("tiny dictionary"))


def seen(dictionary, *drawings: PlacedDrawing):
    land = sample_land("meadow", random.Random(0), "noon")
    composition = Composition(land, "noon", "clear", "summer", "gouache", drawings)
    return sighted(list(pieces(composition, dictionary, 64, 64)), dictionary, (64, 64))


def test_a_box_is_what_lies_inside_the_picture(dictionary):
    (cat,) = seen(dictionary, PlacedDrawing("cat", 0, 0, (0.75, 0.25, 1.25, 0.75), color="red"))
    assert cat.box == pytest.approx((0.75, 0.25, 1.0, 0.75), abs=0.02)
    assert cat.seen == pytest.approx(0.5, abs=0.05)
    assert (cat.kind, cat.color) == ("cat", "red")


def test_what_another_hides_is_not_asked_for(dictionary):
    dog = PlacedDrawing("dog", 0, 1, (0.2, 0.2, 0.8, 0.8))
    hidden = PlacedDrawing("cat", 0, 0, (0.3, 0.3, 0.7, 0.7))
    assert [one.kind for one in seen(dictionary, hidden, dog)] == ["dog"]


def test_a_colour_that_a_drawing_does_not_take_is_not_told(dictionary):
    (cat,) = seen(dictionary, PlacedDrawing("cat", 1, 0, (0.2, 0.2, 0.8, 0.8), color="red"))
    assert cat.color == ""


def test_shards_hold_what_was_painted(dictionary, tmp_path):
    some = list(islice(Sightings(dictionary, 32).some(random.Random(1)), 3))
    again = list(islice(Sightings(dictionary, 32).some(random.Random(1)), 3))
    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(some, again, strict=True))
    save(tmp_path / "shard-0000.pt", some)
    read = load(tmp_path / "shard-0000.pt")
    assert [one.things for one in read] == [one.things for one in some]
    assert [tuple(one.setting) for one in read] == [one.setting for one in some]
    assert np.array_equal(read[2].picture, some[2].picture)
