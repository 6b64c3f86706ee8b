"""Of pictures that obey the one that looks well is taken."""

from dataclasses import replace

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing.composing import begun, composed
from pipeline.model.planning.composing.figures import moved, set_down
from pipeline.model.planning.composing.taste import blemishes, face_of, towering
from tests.model.planning.composing.test_composing import graph_of

SEEDS = range(8)


@pytest.fixture(scope="module")
def shipped() -> Dictionary:
    """The dictionary whose people have poses and heads."""
    return Dictionary.load(WEIGHTS)


def both(dictionary):
    """A start with a dog and a cat, and their groups apart."""
    start = begun(graph_of("dog", "cat", place="meadow"), dictionary, 1, 1.0)
    dog, cat = (set_down(start.units[n], 0.3 + 0.45 * n, 0.9) for n in (0, 1))
    return start, dog, cat


def test_a_covered_face_is_a_blemish(dictionary):
    start, dog, cat = both(dictionary)
    face = face_of(start.cast, dog[0])
    assert face
    over = moved(cat, (face[0] + face[2]) / 2 - cat[0].x, face[3] - cat[0].y + 0.05)
    apart, covered = (blemishes(start.cast, start.home, (dog, one)) for one in (cat, over))
    assert covered > apart + 1


def test_a_small_subject_is_a_blemish(dictionary):
    start, dog, _ = both(dictionary)
    small = (replace(dog[0], width=dog[0].width * 0.2, height=dog[0].height * 0.2),)
    assert blemishes(start.cast, start.home, (small,)) > blemishes(start.cast, start.home, (dog,))


def test_a_castle_is_higher_than_a_bush_before_it(dictionary):
    graph = graph_of("castle", "floor lamp", place="meadow")
    for seed in SEEDS:
        boxes = {
            one.kind: one.box for one in composed(graph, dictionary, seed, 1.0).composition.drawings
        }
        high = {kind: min(box[3], 1.0) - box[1] for kind, box in boxes.items()}
        assert high["castle"] > high["floor lamp"] or boxes["castle"][1] < 0.08


def test_what_is_large_enough_stays(dictionary):
    start, dog, cat = both(dictionary)
    assert towering(start.cast, start.home, (*dog, *cat)) == (*dog, *cat)


def test_copies_stand_in_rows_that_show(dictionary):
    graph = graph_of(Element("dog", count=6), place="meadow")
    for seed in SEEDS:
        drawings = composed(graph, dictionary, seed, 1.0).composition.drawings
        assert max(one.box[3] - one.box[1] for one in drawings) > 0.18


def test_a_close_up_is_filled_by_its_things(dictionary):
    graph = graph_of(
        "mug", "red apple", "dining table", relations=[(0, "on", 2), (1, "on", 2)],
        framing="close-up", place="kitchen",
    )  # fmt: skip
    for seed in SEEDS:
        boxes = [
            one.box
            for one in composed(graph, dictionary, seed, 1.0).composition.drawings
            if one.kind != "dining table"
        ]
        wide = max(box[2] for box in boxes) - min(box[0] for box in boxes)
        tall = max(box[3] for box in boxes) - min(box[1] for box in boxes)
        assert wide > 0.8 or tall > 0.7
        assert min(box[0] for box in boxes) > 0 and max(box[3] for box in boxes) < 1


@pytest.mark.parametrize(("framing", "least"), [("portrait", 0.3), ("close-up", 0.38)])
def test_of_one_person_head_and_shoulders_show(shipped, framing, least):
    graph = graph_of("woman standing", framing=framing, place="park")
    for seed in SEEDS:
        (drawing,) = composed(graph, shipped, seed, 1.0).composition.drawings
        left, top, right, foot = drawing.box
        assert 0 < top < 0.2 and foot > 1.3
        assert 0.3 < (left + right) / 2 < 0.7
        head = shipped.kinds[drawing.kind].drawings[drawing.variant].anchors.head
        assert 1.05 * head[2] * (right - left) > least


def test_a_portrait_shows_what_is_held(shipped):
    graph = graph_of(
        "woman standing", "mug", relations=[(0, "holding", 1)], framing="portrait", place="park"
    )
    for seed in SEEDS:
        mug = next(
            one
            for one in composed(graph, shipped, seed, 1.0).composition.drawings
            if one.kind == "mug"
        )
        assert min(mug.box[:2]) > -0.02 and max(mug.box[2:]) < 1.02


def test_two_that_face_each_other_are_turned(dictionary):
    graph = graph_of(Element("dog", count=2, action="facing"), place="meadow")
    for seed in SEEDS:
        drawings = composed(graph, dictionary, seed, 1.0).composition.drawings
        left, right = sorted(drawings, key=lambda each: each.box[0])
        assert left.mirrored and not right.mirrored


def test_many_things_on_a_table_are_about_as_large(dictionary):
    """A horse on a table is a toy, and does not make the cup beside it a speck."""
    graph = graph_of(
        Element("mug", count=3), Element("dog", count=4), "dining table",
        relations=[(0, "on", 2), (1, "on", 2)], place="kitchen",
    )  # fmt: skip
    for seed in SEEDS:
        drawings = composed(graph, dictionary, seed, 1.0).composition.drawings
        wide = [one.box[2] - one.box[0] for one in drawings if one.kind != "dining table"]
        assert len(wide) == 7 and max(wide) < 6 * min(wide) and min(wide) > 0.03
