"""Hands meet what they hold, two meet each other, and people sit at tables."""

import gzip
import json
import math
import zipfile

import numpy as np
import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.dictionary import INDEX, VERSION
from pipeline.model.painting.collage import collage
from pipeline.model.people import POSES
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing import compose
from pipeline.model.planning.composing.acting import OF_HELD, SEATED_WITH, acts_out
from pipeline.model.planning.composing.figures import Figure, flipped
from pipeline.model.planning.composing.holding import turned_about
from tests.model.planning.composing.test_composing import graph_of
from tests.model.planning.composing.tiny import _picture

SEEDS = range(6)
PALMS = [0.2, 0.5, 0.7, 0.45]
THINGS = {
    "dining table": ("furniture", "ground", 1.2, 64, 41, {"surface": 0.12}),
    "guitar": ("music", "hand", 1.0, 64, 64, {}),
    "hammer": ("tool", "hand", 0.3, 64, 64, {}),
    "ladder": ("tool", "ground", 2.4, 24, 64, {}),
    "dog": ("animal", "ground", 0.7, 64, 60, {}),
    "easel": ("household", "ground", 1.7, 50, 64, {}),
}


def _row(name, category, zone, size, drawings):
    return {"name": name, "names": {}, "category": category, "zone": zone, "size": size,
            "extent": "whole", "mirrors": True, "drawings": drawings}  # fmt: skip


@pytest.fixture(scope="module")
def people(tmp_path_factory) -> Dictionary:
    """Three drawings of each pose, with palms and skin all over, and a few things."""
    folder = tmp_path_factory.mktemp("acting")
    figures = [
        {"family": "own", "file": f"{pose}-{way}.webp", "width": 30, "height": 60, "pose": pose,
         "tone": 1 + way, "skin": True,
         "anchors": {"head": [0.5, 0.02, 0.6], "hand": PALMS[:2], "palms": PALMS,
                     "seat": [0.5, 0.6]}}
        for pose in POSES
        for way in range(3)
    ]  # fmt: skip
    rows = [_row("man standing", "person", "ground", 1.75, figures)]
    for name, (category, zone, size, width, height, anchors) in THINGS.items():
        drawing = {"family": "noto", "file": f"{name}.webp", "width": width, "height": height,
                   "anchors": anchors}  # fmt: skip
        rows.append(_row(name, category, zone, size, [drawing]))
    with zipfile.ZipFile(folder / "drawings-1.zip", "w") as pack:
        for row in rows:
            for each in row["drawings"]:
                size = each["width"], each["height"]
                pack.writestr(each["file"], _picture(*size, (90, 60, 40)))
                mask = each["file"].replace(".webp", ".skin.webp")
                if each.get("skin"):
                    pack.writestr(mask, _picture(*size, (255, 255, 255)))
    index = {"version": VERSION, "kinds": rows, "places": ["meadow", "room"], "words": {}}
    with gzip.open(folder / INDEX, "wt") as file:
        json.dump(index, file)
    return Dictionary.load(folder)


def man(action="", count=1):
    return Element("man standing", action=action, count=count)


def made(people, *elements, relations=()):
    for seed in SEEDS:
        yield compose(graph_of(*elements, relations=relations), people, seed, 1.0).drawings


def pose(people, drawing):
    return people.kinds[drawing.kind].drawings[drawing.variant].pose


def palm(drawing, number=0):
    x, y = PALMS[2 * number : 2 * number + 2]
    left, top, right, bottom = drawing.box
    x = 1 - x if drawing.mirrored else x
    return left + x * (right - left), top + y * (bottom - top)


def test_every_thing_in_use_leads_to_poses_that_there_are():
    listed = [*OF_HELD.values(), *SEATED_WITH.values()]
    assert {name for poses in listed for name in poses} <= set(POSES)


@pytest.mark.parametrize("degrees", [0.0, 37.0, -120.0])
def test_a_turned_thing_has_its_handle_in_the_hand(degrees):
    thing = Figure("hammer", 0, 0, 3.0, 5.0, 2.0, 1.0)
    held = turned_about(thing, (0.9, 0.5), (10.0, 20.0), degrees)
    turn = math.radians(degrees)
    middle = held.x, held.y - held.height / 2
    handle = middle[0] + 0.8 * math.cos(turn), middle[1] - 0.8 * math.sin(turn)
    assert handle == pytest.approx((10.0, 20.0), abs=0.02)


def test_both_hands_are_on_a_guitar(people):
    for drawings in made(people, man("playing"), "guitar", relations=[(0, "holding", 1)]):
        player, guitar = drawings[-2:]
        assert pose(people, player) == "strumming" and guitar.kind == "guitar"
        for number in (0, 1):
            x, y = palm(player, number)
            left, top, right, bottom = guitar.box
            assert left < x < right and top < y < bottom


def test_what_is_held_is_cut_away_where_the_fingers_are(people):
    holder = PlacedDrawing("man standing", 0, 0, (0.25, 0.0, 0.75, 1.0))
    held = PlacedDrawing("hammer", 0, 1, (0.2, 0.3, 0.6, 0.7), stands=False)
    land = compose(graph_of("dog"), people, 0, 1.0).land
    found = Composition(land, "noon", "clear", "summer", "gouache", (holder, held))
    alone = Composition(land, "noon", "clear", "summer", "gouache", (held,))
    whole, only = (collage(one, people, 80, 80).drawings for one in (found, alone))
    row, column = 40, round(80 * palm(holder)[0])
    assert only[row, column, 3] > 0.9 and whole[row, column, 3] > 0.9
    bare = collage(
        Composition(land, "noon", "clear", "summer", "gouache", (holder,)), people, 80, 80
    )
    assert np.allclose(whole[row, column], bare.drawings[row, column], atol=0.02)


def test_two_who_shake_hands_meet(people):
    for drawings in made(people, man("shaking hands", 2)):
        one, other = sorted(drawings, key=lambda each: each.box[0] + each.box[2])
        assert one.mirrored and not other.mirrored
        assert palm(one)[0] == pytest.approx(palm(other)[0], abs=0.02)


def test_two_who_hug_are_near_and_others_are_not(people):
    hug = [(0, "beside", 1)]
    for near, apart in zip(
        made(people, man("hugging"), man("hugging"), relations=hug),
        made(people, man("waving"), man("waving"), relations=hug),
        strict=True,
    ):
        gaps = [
            abs(sum(one.box[::2]) - sum(other.box[::2])) / 2 / (one.box[2] - one.box[0])
            for one, other in (near, apart)
        ]
        assert gaps[0] < 0.6 < gaps[1]


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_table_hides_the_legs_of_who_sits_at_it(people, count):
    for drawings in made(people, man("eating", count), "dining table", relations=[(0, "near", 1)]):
        table = next(n for n, one in enumerate(drawings) if one.kind == "dining table")
        sitters = [one for one in drawings if one.element == 0]
        assert len(sitters) == count
        for one in sitters:
            assert pose(people, one) in ("at table", "at table aside")
            assert one.box[1] < drawings[table].box[1] < one.box[3]
        behind = [one for one in drawings[:table] if one.element == 0]
        assert len(behind) == count or count in (2, 5)


def test_who_stands_beside_a_table_does_not_sit(people):
    for drawings in made(people, man("standing"), "dining table", relations=[(0, "beside", 1)]):
        assert [pose(people, one) for one in drawings if one.element == 0] == ["standing"]


def test_a_climber_is_on_the_front_of_a_ladder(people):
    for drawings in made(people, man("climbing"), "ladder", relations=[(0, "on", 1)]):
        ladder, climber = drawings[-2:]
        assert ladder.kind == "ladder" and pose(people, climber) == "climbing"
        assert ladder.box[1] < climber.box[3] < ladder.box[3]


def test_a_painter_faces_the_easel(people):
    for drawings in made(people, man("painting"), "easel", relations=[(0, "near", 1)]):
        painter = next(one for one in drawings if one.element == 0)
        easel = next(one for one in drawings if one.element == 1)
        assert painter.mirrored == (sum(painter.box[::2]) < sum(easel.box[::2]))


def test_a_led_dog_walks_before_its_owner(people):
    for drawings in made(people, man("walking"), "dog", relations=[(0, "beside", 1)]):
        owner, dog = (next(one for one in drawings if one.element == n) for n in (0, 1))
        assert pose(people, owner) == "leading" and dog.mirrored == owner.mirrored
        assert owner.mirrored == (sum(dog.box[::2]) > sum(owner.box[::2]))


def test_a_jumping_animal_raises_its_head(people):
    for drawings in made(people, Element("dog", action="jumping")):
        turned = drawings[0].turned
        assert (0 < turned < 90) if drawings[0].mirrored else (270 < turned < 360)


def test_flipped_twice_is_as_before():
    group = (Figure("dog", 0, 0, 1.0, 0.0, 1.0, 1.0, turned=30.0),)
    assert flipped(flipped(group, 2.0), 2.0) == group
    assert flipped(group, 2.0)[0].x == 3.0 and flipped(group, 2.0)[0].turned == 330.0


def test_what_is_acted_out_is_known(people):
    kinds = people.kinds
    man = kinds["man standing"]
    yawning = [number for number, one in enumerate(man.drawings) if one.pose == "yawning"]
    standing = [number for number, one in enumerate(man.drawings) if one.pose == "standing"]
    assert acts_out(man, yawning, "yawning") and not acts_out(man, standing, "yawning")
    assert not acts_out(man, yawning, "evaporating")
    assert acts_out(kinds["dog"], (0,), "jumping") and not acts_out(kinds["dog"], (0,), "reading")
