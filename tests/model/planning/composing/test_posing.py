"""People do in the picture what the words say they do."""

import gzip
import json
import zipfile
from dataclasses import replace

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.dictionary import INDEX, VERSION
from pipeline.model.people import POSES
from pipeline.model.plan.change import Change, Origin
from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing import as_painted, compose, composed, revised
from pipeline.model.planning.composing.posing import OF_ACTION
from tests.model.planning.composing.test_composing import graph_of
from tests.model.planning.composing.tiny import _picture

SEEDS = range(12)
SEAT = {"sitting": [0.5, 0.6], "riding": [0.6, 0.6], "reading seated": [0.5, 0.6]}


@pytest.fixture(scope="module")
def people(tmp_path_factory) -> Dictionary:
    """Two drawings of each pose, a horse, a chair and a book."""
    folder = tmp_path_factory.mktemp("people")
    drawings = [
        {"family": "own", "file": f"{pose}-{way}.webp", "width": 30, "height": 60, "pose": pose,
         "tone": 1 + way, "recolorable": 0.3, "scale": 0.8 if pose in SEAT else 1.0,
         "anchors": {"head": [0.5, 0.02, 0.6], "hand": [0.1, 0.5]}
         | ({"seat": SEAT[pose]} if pose in SEAT else {})}
        for pose in POSES
        for way in range(2)
    ]  # fmt: skip
    things = {
        "horse": ("animal", 2.3, {"seat": [0.5, 0.3]}),
        "chair": ("household", 0.95, {"surface": 0.55}),
        "closed book": ("object", 0.25, {}),
        "surfboard": ("sport", 2.0, {}),
    }
    rows = [
        {"name": "man standing", "names": {}, "category": "person", "zone": "ground", "size": 1.75,
         "extent": "whole", "mirrors": True, "drawings": drawings}
    ]  # fmt: skip
    for name, (category, size, anchors) in things.items():
        drawing = {"family": "noto", "file": f"{name}.webp", "width": 64, "height": 60,
                   "anchors": anchors}  # fmt: skip
        rows.append(
            {"name": name, "names": {}, "category": category, "zone": "ground", "size": size,
             "extent": "whole", "mirrors": True, "drawings": [drawing]}
        )  # fmt: skip
    with zipfile.ZipFile(folder / "drawings-1.zip", "w") as pack:
        for row in rows:
            for each in row["drawings"]:
                pack.writestr(each["file"], _picture(each["width"], each["height"], (90, 60, 40)))
    index = {"version": VERSION, "kinds": rows, "places": ["meadow", "room"], "words": {}}
    with gzip.open(folder / INDEX, "wt") as file:
        json.dump(index, file)
    return Dictionary.load(folder)


def placed(people, *elements, relations=()):
    for seed in SEEDS:
        yield compose(graph_of(*elements, relations=relations), people, seed, 1.0)


def poses(people, composition):
    drawings = people.kinds["man standing"].drawings
    return [
        drawings[one.variant].pose for one in composition.drawings if one.kind == "man standing"
    ]


def man(action="", count=1):
    return Element("man standing", action=action, count=count)


@pytest.mark.parametrize(
    "action", ["running", "dancing", "sleeping", "waving", "resting", "jumping"]
)
def test_an_action_is_shown(people, action):
    said = {"resting": "sitting"}.get(action, action)
    for found in placed(people, man(said)):
        assert poses(people, found) == [action]


def test_every_action_leads_to_poses_that_there_are():
    assert {pose for listed in OF_ACTION.values() for pose in listed} <= set(POSES)


def test_of_whom_nothing_is_said_stands_walks_or_waves(people):
    seen = {poses(people, found)[0] for found in placed(people, man())}
    assert seen == {"standing", "walking", "waving"}


@pytest.mark.parametrize(
    ("thing", "name", "action", "pose"),
    [
        ("horse", "riding", "", "riding"),
        ("chair", "on", "", "sitting"),
        ("chair", "on", "reading", "reading seated"),
        ("closed book", "holding", "", "holding"),
        ("closed book", "holding", "reading", "reading"),
        ("surfboard", "on", "surfing", "boarding"),
    ],
)
def test_a_relation_is_shown(people, thing, name, action, pose):
    for found in placed(people, man(action), thing, relations=[(0, name, 1)]):
        assert poses(people, found) == [pose]


def test_nobody_is_twice_in_a_picture(people):
    for found in placed(people, man("running"), man("running")):
        files = [one.variant for one in found.drawings]
        assert len(set(files)) == 2 and poses(people, found) == ["running", "running"]


def test_a_rider_sits_on_the_seat_and_looks_where_the_mount_goes(people):
    for found in placed(people, man("riding"), "horse", relations=[(0, "riding", 1)]):
        rider = next(one for one in found.drawings if one.element == 0)
        horse = next(one for one in found.drawings if one.element == 1)
        assert rider.mirrored == horse.mirrored
        assert found.drawings.index(rider) > found.drawings.index(horse)
        left, top, right, bottom = rider.box
        across = 1 - SEAT["riding"][0] if rider.mirrored else SEAT["riding"][0]
        seat = left + across * (right - left), top + SEAT["riding"][1] * (bottom - top)
        back = horse.box[1] + 0.3 * (horse.box[3] - horse.box[1])
        assert seat[0] == pytest.approx((horse.box[0] + horse.box[2]) / 2, abs=0.02)
        assert back - 0.01 < seat[1] < back + 0.08


def test_who_sits_on_a_chair_has_the_seat_on_it(people):
    for found in placed(people, man("sitting"), "chair", relations=[(0, "on", 1)]):
        sitter = next(one for one in found.drawings if one.element == 0)
        chair = next(one for one in found.drawings if one.element == 1)
        seat = sitter.box[1] + 0.6 * (sitter.box[3] - sitter.box[1])
        level = chair.box[1] + 0.55 * (chair.box[3] - chair.box[1])
        assert seat == pytest.approx(level, abs=0.03) and sitter.hidden == 0


def test_who_sits_is_lower_than_who_stands(people):
    for found in placed(people, man("bathing"), man("standing")):
        heights = {one.element: one.box[3] - one.box[1] for one in found.drawings}
        assert 0.6 * heights[1] < heights[0] < 0.96 * heights[1]


def test_an_edit_changes_what_somebody_does_and_not_who_it_is(people):
    for seed in SEEDS:
        before = as_painted(composed(graph_of("man standing", "horse"), people, seed, 1.0))
        man, horse = before.graph.elements
        graph = replace(before.graph, elements=(replace(man, action="dancing"), horse))
        change = Change(graph, (Origin(0), Origin(1)))
        after = revised(before, change, people, 7, 1.0)
        drawings = people.kinds["man standing"].drawings
        old, new = (
            next(one for one in whole.composition.drawings if one.element == 0)
            for whole in (before, after)
        )
        assert drawings[new.variant].pose == "dancing" and not after.graph.not_painted
        assert drawings[new.variant].tone == drawings[old.variant].tone
        assert new.box[3] == pytest.approx(old.box[3])
