from collections import Counter

import pytest

from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import Element, Relation, SceneGraph, Setting
from pipeline.model.planning.composing import compose, composed
from pipeline.model.planning.composing.figures import visible
from pipeline.model.planning.composing.settings import known_place
from pipeline.model.planning.composing.stands import water_band

SEEDS = range(50)


def graph_of(*elements: Element | str, relations=(), **setting) -> SceneGraph:
    return SceneGraph(
        tuple(Element(one, one) if isinstance(one, str) else one for one in elements),
        tuple(Relation(*relation) for relation in relations),
        Setting(**setting),
    )


def pair(composition):
    """The boxes of elements 0 and 1, one of each."""
    boxes = {placed.element: placed.box for placed in composition.drawings}
    return boxes[0], boxes[1]


def middle(box):
    return (box[0] + box[2]) / 2


def order(composition, element):
    return next(n for n, placed in enumerate(composition.drawings) if placed.element == element)


def test_a_seed_gives_the_same_composition_again_and_another_one_another(dictionary):
    graph = graph_of("dog", Element("cat", count=3), "house")
    found = [compose(graph, dictionary, seed, 1.0) for seed in range(4)]
    assert found == [compose(graph, dictionary, seed, 1.0) for seed in range(4)]
    for one in range(4):
        for other in range(one):
            boxes = [found[n].drawings for n in (one, other)]
            assert found[one].land != found[other].land and boxes[0] != boxes[1]


def test_lone_subjects_differ_in_place_over_four_seeds(dictionary):
    found = [compose(graph_of("dog"), dictionary, seed, 1.0) for seed in range(4)]
    middles = sorted(middle(composition.drawings[0].box) for composition in found)
    assert middles[-1] - middles[0] > 0.15
    assert len({composition.land.place for composition in found}) >= 3


@pytest.mark.parametrize("count", range(1, 11))
@pytest.mark.parametrize("kind", ["dog", "red apple", "swan", "bird", "woman standing"])
def test_as_many_are_drawn_as_asked(dictionary, kind, count):
    for seed in range(6):
        found = compose(graph_of(Element(kind, count=count)), dictionary, seed, 1.0)
        assert Counter(placed.kind for placed in found.drawings)[kind] == count


def test_copies_show_and_differ(dictionary):
    for seed in SEEDS:
        drawings = compose(graph_of(Element("dog", count=7)), dictionary, seed, 1.0).drawings
        assert len({(placed.variant, placed.mirrored) for placed in drawings}) > 1
        assert len({round(placed.box[3], 3) for placed in drawings}) > 2
        for number, placed in enumerate(drawings):
            assert visible(placed.box, [later.box for later in drawings[number + 1 :]]) >= 0.6


def test_no_picture_holds_more_than_24_drawings(dictionary):
    many = [Element(kind, count=10) for kind in ("dog", "cat", "horse")]
    assert len(compose(graph_of(*many), dictionary, 1, 1.5).drawings) == 24


@pytest.mark.parametrize("aspect", [0.5, 1.0, 2.0])
def test_drawings_keep_their_shape_and_stay_in_the_frame(dictionary, aspect):
    graph = graph_of(Element("dog", count=3), "castle", "sun", "woman standing", "deciduous tree")
    for seed in SEEDS:
        for placed in compose(graph, dictionary, seed, aspect).drawings:
            left, top, right, bottom = placed.box
            assert left >= -1e-6 and right <= 1 + 1e-6 and top >= -1e-6 and bottom <= 1
            drawing = dictionary.kinds[placed.kind].drawings[placed.variant]
            shape = (right - left) * aspect / (bottom - top)
            assert shape == pytest.approx(drawing.width / drawing.height, rel=1e-3)


@pytest.mark.parametrize(
    ("kind", "least"), [("mug", 0.38), ("dog", 0.48), ("castle", 0.6), ("cook", 0.7)]
)
def test_a_lone_thing_fills_a_good_part_of_the_picture(dictionary, kind, least):
    for seed in SEEDS:
        drawings = compose(graph_of(kind), dictionary, seed, 1.0).drawings
        _, top, _, bottom = next(placed.box for placed in drawings if placed.kind == kind)
        assert bottom - top >= least


def test_a_bust_is_cut_by_the_foot_of_the_picture(dictionary):
    for seed in SEEDS:
        assert compose(graph_of("cook"), dictionary, seed, 1.0).drawings[0].box[3] >= 1


def test_things_without_relations_do_not_hide_each_other(dictionary):
    graph = graph_of("dog", "horse", "woman standing", "house", "castle", "balloon")
    for seed in SEEDS:
        drawings = compose(graph, dictionary, seed, 1.0).drawings
        for number, placed in enumerate(drawings):
            assert visible(placed.box, [later.box for later in drawings[number + 1 :]]) >= 0.6


@pytest.mark.parametrize(
    ("side", "low", "high"), [("left", 0, 0.42), ("right", 0.58, 1), ("middle", 0.38, 0.62)]
)
def test_what_has_a_side_is_there(dictionary, side, low, high):
    for seed in SEEDS:
        found = compose(graph_of(Element("cat", side=side)), dictionary, seed, 1.5)
        assert low <= middle(found.drawings[0].box) <= high


def test_larger_things_are_drawn_larger_but_small_ones_stay_readable(dictionary):
    for seed in SEEDS:
        elephant, cat = pair(compose(graph_of("elephant", "cat"), dictionary, seed, 1.5))
        ratio = (cat[3] - cat[1]) / (elephant[3] - elephant[1])
        assert 0.2 <= ratio <= 0.75


def test_words_for_size_turn_the_world_around(dictionary):
    elements = Element("elephant", size="tiny"), Element("cat", size="giant")
    for seed in SEEDS:
        elephant, cat = pair(compose(graph_of(*elements), dictionary, seed, 1.5))
        assert cat[3] - cat[1] > elephant[3] - elephant[1]


def test_what_is_given_of_a_setting_is_kept_and_the_rest_settled(dictionary):
    graph = graph_of("dog", place="lake", time="night", weather="rain", season="autumn")
    found = compose(graph, dictionary, 3, 1.0)
    assert (found.land.place, found.time, found.weather, found.season) == (
        "lake", "night", "rain", "autumn",
    )  # fmt: skip
    free = composed(graph_of("swan"), dictionary, 3, 1.0).graph.setting
    assert free.place and free.time and free.weather and free.season


@pytest.mark.parametrize("place", ["meadow", "kitchen", "studio", "nowhere at all"])
def test_every_place_has_a_land(place):
    assert known_place(place) in PLACES


def test_a_table_is_added_under_things_in_a_room(dictionary):
    graph = graph_of("mug", Element("red apple", count=2), place="kitchen")
    found = composed(graph, dictionary, 5, 1.0)
    assert found.graph.elements[-1].match == "added"
    table = next(one.box for one in found.composition.drawings if one.kind == "dining table")
    for placed in found.composition.drawings:
        if placed.kind != "dining table":
            assert table[1] < placed.box[3] < table[1] + 0.4 * (table[3] - table[1])
    outdoors = composed(graph_of("mug", "red apple", place="meadow"), dictionary, 5, 1.0)
    assert len(outdoors.graph.elements) == 2


def test_what_flies_is_in_the_air_and_what_swims_in_the_water(dictionary):
    for seed in SEEDS:
        horse, dog = pair(
            compose(graph_of(Element("horse", action="flying"), "dog"), dictionary, seed, 1.0)
        )
        assert horse[3] < 0.7 and horse[3] < dog[3]
        swims = compose(graph_of(Element("dog", action="swimming")), dictionary, seed, 1.0)
        assert swims.land.place in ("lake", "sea") and swims.drawings[0].hidden > 0


def test_a_boats_water_line_is_in_the_water(dictionary):
    """Not the tip of an oar that reaches below its hull."""
    for seed in SEEDS:
        found = compose(graph_of("rowing boat", place="lake"), dictionary, seed, 1.0)
        boat, band = found.drawings[0], water_band(found.land)
        top, bottom = boat.box[1], boat.box[3]
        assert boat.hidden == pytest.approx(0.4) and band is not None
        water_line = bottom - boat.hidden * (bottom - top)
        assert band[0] - 0.01 <= water_line <= 1


def test_a_drawn_sun_takes_the_place_of_the_lands_own(dictionary):
    found = compose(graph_of("sun", "house"), dictionary, 2, 1.0)
    left, top, right, bottom = next(one.box for one in found.drawings if one.kind == "sun")
    assert found.land.sun is not None
    assert left < found.land.sun[0] < right and top < found.land.sun[1] < bottom


def test_an_unknown_kind_raises(dictionary):
    with pytest.raises(KeyError):
        compose(graph_of("no such thing"), dictionary, 0, 1.0)


def test_nothing_asked_gives_an_empty_land(dictionary):
    assert compose(graph_of(), dictionary, 0, 1.0).drawings == ()
