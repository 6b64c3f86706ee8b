"""Places, hours and skies by the words, and where the words leave them open by the things."""

import random
from dataclasses import replace

import numpy as np
import pytest

from pipeline.model.plan.land import PLACES
from pipeline.model.plan.land.skies import in_sight
from pipeline.model.plan.scene_graph import Element, SceneGraph, Setting
from pipeline.model.planning.composing import compose
from pipeline.model.planning.composing.composing import composed
from pipeline.model.planning.composing.figures import visible
from pipeline.model.planning.composing.lighting import lit
from pipeline.model.planning.composing.scene import figures_in
from pipeline.model.planning.composing.telling import unshown
from tests.model.planning.composing.test_composing import graph_of

SEEDS = range(40)


def compositions(dictionary, *kinds, **setting):
    graph = graph_of(*kinds, **setting)
    return [compose(graph, dictionary, seed, 1.0) for seed in SEEDS]


def test_by_day_a_sun_is_seen_in_a_third_of_the_pictures_at_most(dictionary):
    found = compositions(dictionary, "dog", place="meadow")
    assert sum(in_sight(one.land) for one in found if one.time in ("noon", "morning")) <= 13
    assert len({one.time for one in found}) >= 3


@pytest.mark.parametrize("time", ["sunset", "night"])
def test_at_sunset_and_at_night_sun_or_moon_is_mostly_seen(dictionary, time):
    found = compositions(dictionary, "dog", place="meadow", time=time)
    assert sum(in_sight(one.land) for one in found) >= len(found) / 2
    heights = [one.land.sun[1] for one in found if in_sight(one.land)]
    assert min(heights) > 0.25 if time == "sunset" else max(heights) < 0.27


def test_nothing_stands_before_the_sun(dictionary):
    for one in compositions(dictionary, "house", "dog", place="meadow", sky="sunny"):
        if in_sight(one.land):
            x, y = one.land.sun
            disc = (x - 0.04, y - 0.04, x + 0.04, y + 0.04)
            boxes = [drawing.box for drawing in one.drawings]
            assert visible(disc, boxes) > 0.9


@pytest.mark.parametrize(
    ("sky", "time", "weather"),
    [("stormy", None, "rain"), ("overcast", None, "mist"), ("starry", "night", "clear")],
)
def test_a_sky_brings_its_hour_and_weather(dictionary, sky, time, weather):
    for one in compositions(dictionary, "dog", sky=sky):
        assert one.weather == weather and PLACES[one.land.place].outdoors
        assert time is None or one.time == time


def test_a_sun_among_the_things_makes_it_day_and_stands_alone(dictionary):
    for one in compositions(dictionary, "sun", "house"):
        assert one.time in ("noon", "morning")
        sun = next(drawing for drawing in one.drawings if drawing.kind == "sun")
        left, top, right, bottom = sun.box
        assert left <= one.land.sun[0] <= right and top <= one.land.sun[1] <= bottom


def test_things_come_into_different_places_that_suit_them(dictionary):
    def places(*kinds: str) -> set[str]:
        return {one.land.place for one in compositions(dictionary, *kinds)}

    clock = places("wall clock", "chair")
    assert len(clock) >= 3 and not any(PLACES[place].outdoors for place in clock)
    assert len(places("horse")) >= 5 and len(places("mug", "closed book")) >= 2
    assert all(PLACES[place].outdoors for place in places("house", "dog"))


def test_small_things_alone_lie_on_no_lawn(dictionary):
    for one in compositions(dictionary, "closed book"):
        assert not PLACES[one.land.place].outdoors


def test_nobody_is_alone_in_a_studio(dictionary):
    for one in compositions(dictionary, "woman standing", "mug"):
        assert one.land.place != "plain"


def test_a_snowy_night_is_clear(dictionary):
    for one in compositions(dictionary, "dog", place="village", season="winter", time="night"):
        assert one.weather == "clear"


def test_where_it_is_warm_no_leaf_falls(dictionary):
    found = compositions(dictionary, "dog", place="river", scenery=("jungle",))
    assert {one.season for one in found} <= {"summer", "spring"}


def test_a_backdrop_has_its_color_or_one_that_sets_things_off(dictionary):
    red, green, blue = compositions(dictionary, "dog", backdrop="green")[0].land.layers[0].tint
    assert green > 1.3 * red and green > 1.3 * blue
    mug = Element("mug", "mug", color="red")
    for one in compositions(dictionary, mug, place="plain"):
        tint = np.array(one.land.layers[0].tint)
        assert not (tint[0] > 1.8 * tint[1] and tint[0] > 1.8 * tint[2])


def test_another_hour_moves_the_light_out_of_the_way_of_a_thing(dictionary):
    one = compositions(dictionary, "house", place="meadow", sky="sunny", time="noon")[0]
    figures = figures_in(one, 1.0)
    behind = figures[0].x, figures[0].y - figures[0].height / 2
    moved = lit(replace(one.land, sun=behind), figures, 1.0, "noon")
    assert moved.sun != behind


def test_an_act_that_no_drawing_shows_is_told_as_typed(dictionary):
    horse = Element("horse", "horse", action="singing", verb="sings")
    dog = Element("dog", "dog", action="walking", verb="walks")
    whole = composed(SceneGraph((horse, dog)), dictionary, 1, 1.0)
    assert unshown(whole, dictionary) == ("sings",)


def test_settings_named_by_words_stay(dictionary):
    setting = {"place": "beach", "time": "night", "weather": "mist", "season": "autumn"}
    graph = SceneGraph((Element("dog", "dog"),), setting=Setting(**setting))
    one = compose(graph, dictionary, random.Random(1).randrange(99), 1.0)
    assert (one.land.place, one.time, one.weather, one.season) == tuple(setting.values())


def test_trees_leave_the_subject_large(dictionary):
    trees = Element("deciduous tree", "trees", count=3)
    sizes = []
    for one in compositions(dictionary, "dog", trees, place="meadow"):
        dog, *rest = sorted(one.drawings, key=lambda drawing: drawing.element)
        tallest = max(drawing.box[3] - drawing.box[1] for drawing in rest)
        sizes.append((dog.box[3] - dog.box[1]) / tallest)
    assert sorted(sizes)[len(sizes) // 2] > 0.4


def test_a_mouse_sized_creature_beside_a_cup_is_indoors(dictionary):
    for one in compositions(dictionary, "bird", "mug"):
        assert not PLACES[one.land.place].outdoors
