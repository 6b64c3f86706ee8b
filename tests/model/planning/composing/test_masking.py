"""New things under a mask, and pictures varied."""

import numpy as np
import pytest

from pipeline.model.plan.scene_graph import Element, SceneGraph
from pipeline.model.planning.composing import as_painted, composed, under_mask, varied
from tests.model.planning.composing.test_composing import SEEDS, graph_of, middle
from tests.model.planning.composing.test_revising import of, pictures


def marked(left, top, right, bottom, side=100):
    mask = np.zeros((side, side), bool)
    mask[round(top * side) : round(bottom * side), round(left * side) : round(right * side)] = True
    return mask


def test_new_things_come_into_the_bounds_of_the_mask(dictionary):
    box = 0.55, 0.4, 0.95, 0.9
    asked = SceneGraph((Element("dog"), Element("top hat")), graph_of(
        "dog", "top hat", relations=[(0, "wearing", 1)]).relations)  # fmt: skip
    for before, aspect in pictures(dictionary, "house"):
        after = under_mask(before, asked, marked(*box), dictionary, 7, aspect)
        new = [one for one in after.composition.drawings if one not in before.composition.drawings]
        assert [one.kind for one in new] == ["dog", "top hat"]
        for one in new:
            assert box[0] <= one.box[0] and one.box[2] <= box[2]
            assert box[1] <= one.box[1] and one.box[3] <= box[3]
        assert after.composition.land == before.composition.land


def test_what_stands_wholly_under_the_mask_goes_and_the_rest_stays(dictionary):
    for before, aspect in pictures(dictionary, "cat", "house"):
        cat = of(before, 0)[0].box
        grown = (cat[0] - 0.02, cat[1] - 0.02, cat[2] + 0.02, cat[3] + 0.02)
        mask = marked(*(min(max(side, 0), 1) for side in grown))
        after = under_mask(before, SceneGraph(), mask, dictionary, 7, aspect)
        house = of(before, 1)[0]
        assert [one.kind for one in after.graph.elements] == ["house"]
        assert [one.box for one in after.composition.drawings] == [house.box]


def test_a_mask_beside_everything_takes_nothing(dictionary):
    before = as_painted(composed(graph_of("cat"), dictionary, 1, 1.0))
    after = under_mask(before, SceneGraph(), marked(0, 0, 0.1, 0.1), dictionary, 7, 1.0)
    assert after.composition == before.composition


def test_no_variation_is_the_picture_itself(dictionary):
    before = composed(graph_of("cat", "house"), dictionary, 1, 1.0)
    assert varied(before, 0.0, dictionary, 5, 1.0) == before


@pytest.mark.parametrize("strength", [0.2, 0.5])
def test_a_variation_keeps_land_and_things_nearly_in_place(dictionary, strength):
    for before, aspect in pictures(dictionary, "cat", "house", Element("bird", count=2)):
        after = varied(before, strength, dictionary, 9, aspect)
        assert after.composition.land == before.composition.land
        pairs = list(zip(before.composition.drawings, after.composition.drawings, strict=True))
        for old, new in pairs:
            assert (old.kind, old.element) == (new.kind, new.element)
            assert abs(middle(old.box) - middle(new.box)) <= 0.12 * strength + 0.06


def test_variations_differ(dictionary):
    before = composed(graph_of("cat", "house"), dictionary, 1, 1.0)
    found = {varied(before, 0.5, dictionary, seed, 1.0).composition for seed in range(8)}
    assert len(found) == 8


def test_the_strongest_variation_is_composed_anew_in_the_same_place(dictionary):
    for seed in list(SEEDS)[:10]:
        graph = graph_of(Element("mug", "cup", count=2), "red apple", place="room")
        before = as_painted(composed(graph, dictionary, seed, 1.0))
        after = varied(before, 1.0, dictionary, seed + 1, 1.0)
        assert after.composition.land.place == "room"
        assert after.composition.land != before.composition.land
        tables = [one for one in after.graph.elements if one.kind == "dining table"]
        assert len(tables) == 1
