"""Sampled scenes: places, counts, looks, and what no scene may be."""

import json
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.plan.boxes import third
from pipeline.model.plan.world import HORIZON, KINDS, MAX_LETTERS, SHORE, SHORES
from pipeline.training.world.layout import MOST_HIDDEN, hidden
from pipeline.training.world.scene import (
    CROWDED_SHARES,
    GROUP_SHARES,
    MAX_THINGS,
    Scene,
    Thing,
    groups,
    sample_scene,
)  # fmt: skip
from pipeline.training.world.words import WORDS


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    rng = random.Random(7)
    return [sample_scene(rng) for _ in range(1500)]


def test_things_stay_inside(scenes):
    for scene in scenes:
        for thing in scene.things:
            left, top, right, bottom = thing.spot.box(scene.aspect)
            assert left >= 0 and top >= 0 and right <= 1 and bottom <= 1


def test_nothing_is_hidden_much(scenes):
    for scene in scenes:
        for one in scene.things:
            nearer = [other for other in scene.things if other.y > one.y]
            covers = [hidden(one.spot, other.spot, scene.aspect) for other in nearer]
            assert max(covers, default=0) < 0.35
            assert sum(covers) <= MOST_HIDDEN


def test_signs_stay_large(scenes):
    signs = [thing for scene in scenes for thing in scene.things if thing.kind == "signpost"]
    assert signs and all(thing.size >= KINDS["signpost"].size[0] for thing in signs)


def test_things_stand_where_their_kind_belongs(scenes):
    for scene in scenes:
        for thing in scene.things:
            zone = KINDS[thing.kind].zone
            if zone == "sky":
                assert thing.y < HORIZON
            elif zone == "water":
                assert scene.terrain in SHORES and HORIZON < thing.y < SHORE
            elif scene.terrain in SHORES:
                assert thing.y > SHORE
            else:
                assert thing.y > HORIZON


def test_counts_and_limits(scenes):
    sizes = Counter(len(groups(scene)) for scene in scenes)
    assert set(sizes) == set(range(len(GROUP_SHARES)))
    assert sizes[2] == max(sizes.values()) and sizes[0] == min(sizes.values())
    assert max(len(scene.things) for scene in scenes) == MAX_THINGS
    counts = Counter(len(group) for scene in scenes for group in groups(scene))
    assert set(counts) == {1, 2, 3, 4} and counts[1] > counts[2]


def test_every_kind_color_and_side_occurs(scenes):
    things = [thing for scene in scenes for thing in scene.things]
    assert {thing.kind for thing in things} == set(KINDS)
    for kind, spec in KINDS.items():
        seen = {thing.color for thing in things if thing.kind == kind}
        assert seen == (set(spec.colors) or {None})
    sides = Counter(third(thing.x) for thing in things)
    assert min(sides.values()) > len(things) / 6


def test_groups_of_one_kind_differ_in_color(scenes):
    for scene in scenes:
        looks = [(group[0].kind, group[0].color) for group in groups(scene)]
        assert len(looks) == len(set(looks))


def test_sign_words(scenes):
    words = [thing.word for scene in scenes for thing in scene.things if thing.kind == "signpost"]
    known = sum(word in WORDS for word in words)
    assert 0.35 < known / len(words) < 0.65
    assert all(word.isupper() and word.isalpha() and len(word) <= MAX_LETTERS for word in words)
    assert all(len(word) <= MAX_LETTERS for word in WORDS) and len(set(WORDS)) == len(WORDS)


def test_same_generator_state_gives_the_same_scene():
    assert sample_scene(random.Random(3)) == sample_scene(random.Random(3))
    assert sample_scene(random.Random(3)) != sample_scene(random.Random(4))


@settings(deadline=None)
@given(st.integers(0, 2**32), st.floats(0.5, 2))
def test_given_aspect_is_kept(seed, aspect):
    assert sample_scene(random.Random(seed), aspect).aspect == aspect


@settings(deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_json_round_trip(seed, crowded):
    scene = sample_scene(random.Random(seed), crowded=crowded)
    text = scene.to_json()
    assert Scene.from_json(text) == scene
    assert "\n" not in text and ": " not in text


@pytest.mark.parametrize("text", ["[]", "{}", "nonsense", '{"things": 3}', '{"things": [{}]}'])
def test_bad_json_is_refused(text):
    with pytest.raises(ValueError):
        Scene.from_json(text)


CAT = Thing("cat", "white", 0.3, 0.9, 0.22, 0)
SIGN = Thing("signpost", None, 0.7, 0.9, 0.32, 1, word="TEA")
SCENE = Scene("meadow", "night", "clear", "summer", 1.0, (CAT, SIGN), 5)


@pytest.mark.parametrize(
    ("thing", "change", "message"),
    [
        (CAT, {"kind": "dragon"}, "kind must be one of girl"),
        (CAT, {"color": "pink"}, "black, white, orange"),
        (CAT, {"size": 0.9}, "size of a cat"),
        (CAT, {"word": "TEA"}, "only a signpost"),
        (CAT, {"hair": "red"}, "hair of a cat"),
        (CAT, {"facing": 0}, "facing"),
        (CAT, {"pose": "waving"}, "pose of a cat must be one of , sleeping"),
        (SIGN, {"word": "tea"}, "1 to 8 capitals"),
        (SIGN, {"word": "NINELETTE"}, "1 to 8 capitals"),
    ],
)
def test_impossible_things_are_refused(thing, change, message):
    with pytest.raises(ValueError, match=message):
        replace(thing, **change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"terrain": "moon"}, "meadow, seaside"),
        ({"time": "tea"}, "morning, noon"),
        ({"weather": "snow"}, "winter only"),
        ({"aspect": 3.0}, "0.5..2"),
        ({"things": (replace(CAT, x=0.01),)}, "leaves the picture"),
        ({"things": (SIGN,)}, "numbered"),
        ({"things": (CAT, replace(CAT, x=0.7, color="black"))}, "share kind"),
        ({"things": (CAT,) * 8}, "at most 7 things"),
    ],
)
def test_impossible_scenes_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(SCENE, **change)


@pytest.mark.parametrize("terrain", SHORES)
def test_boats_need_a_shore(terrain):
    boat = {"kind": "boat", "color": "red", "x": 0.5, "y": 0.7, "size": 0.25, "group": 0}
    fields = json.loads(replace(SCENE, things=()).to_json()) | {"things": [boat]}
    with pytest.raises(ValueError, match="seaside"):
        Scene.from_json(json.dumps(fields))
    fields["terrain"] = terrain
    assert Scene.from_json(json.dumps(fields)).things[0].kind == "boat"


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_crowded_scenes_have_groups_that_can_be_told_apart(seed):
    scene = sample_scene(random.Random(seed), again=30.0, crowded=True)
    looks = [(group[0].kind, group[0].color) for group in groups(scene)]
    assert len(looks) in CROWDED_SHARES
    assert len(set(looks)) == len(looks)


def test_crowded_scenes_fill_a_zone_beyond_its_usual_number():
    rng = random.Random(7)
    scenes = [sample_scene(rng, again=30.0, crowded=True) for _ in range(100)]
    assert {len(groups(scene)) for scene in scenes} == CROWDED_SHARES.keys()
    zones = [[KINDS[g[0].kind].zone for g in groups(scene)] for scene in scenes]
    assert any(of_scene.count("background") > 2 for of_scene in zones)
