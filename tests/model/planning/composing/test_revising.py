"""A changed picture: what is not named stays exactly, what is new finds room."""

from dataclasses import replace

import pytest

from pipeline.model.plan.change import Change, Origin
from pipeline.model.plan.scene_graph import Element, Relation
from pipeline.model.planning.composing import as_painted, composed, revised
from pipeline.model.planning.composing.figures import visible
from tests.model.planning.composing.test_composing import SEEDS, graph_of, middle

ASPECTS = (1.0, 0.6, 1.7)


def pictures(dictionary, *elements, **more):
    for seed in SEEDS:
        aspect = ASPECTS[seed % 3]
        yield as_painted(composed(graph_of(*elements, **more), dictionary, seed, aspect)), aspect


def stays(before, **changes) -> Change:
    """A change of nothing but what is given of it, or of its graph."""
    own = {name: changes.pop(name) for name in ("moved", "swapped", "cloudless", "origins")
           if name in changes}  # fmt: skip
    graph = replace(before.graph, **changes)
    known = [Origin(n) for n in range(len(before.graph.elements))]
    new = [None] * (len(graph.elements) - len(known))
    return Change(graph, **{"origins": (*known, *new), **own})


def more(before, *elements, relations=()):
    """A change that adds elements."""
    graph = before.graph
    return stays(
        before,
        elements=(*graph.elements, *elements),
        relations=(*graph.relations, *(Relation(*one) for one in relations)),
    )


def of(whole, element):
    return [one for one in whole.composition.drawings if one.element == element]


def shown(whole, drawing):
    """The share of a drawing that those in front of it leave visible."""
    drawings = whole.composition.drawings
    at = drawings.index(drawing)
    return visible(drawing.box, [one.box for one in drawings[at + 1 :]])


def test_nothing_changes_without_a_change(dictionary):
    things = Element("mug", count=2), "dining table", "cat", "top hat"
    relations = [(0, "on", 1), (2, "wearing", 3)]
    for before, aspect in pictures(dictionary, *things, relations=relations):
        after = revised(before, stays(before), dictionary, 7, aspect)
        assert after.composition == before.composition


def test_a_new_thing_finds_room_and_leaves_the_others_alone(dictionary):
    for before, aspect in pictures(dictionary, "woman standing", "house"):
        after = revised(before, more(before, Element("dog")), dictionary, 7, aspect)
        assert set(before.composition.drawings) <= set(after.composition.drawings)
        assert after.composition.land == before.composition.land
        (dog,) = of(after, 2)
        assert shown(after, dog) >= 0.75 and dog.box[0] >= 0 and dog.box[2] <= 1
        for old in before.composition.drawings:
            assert shown(after, old) >= 0.75 * shown(before, old)


def test_another_seed_gives_a_new_thing_another_place(dictionary):
    before = as_painted(composed(graph_of("house"), dictionary, 1, 1.0))
    change = more(before, Element("dog"))
    places = {of(revised(before, change, dictionary, seed, 1.0), 1)[0].box for seed in range(6)}
    assert len(places) > 3


@pytest.mark.parametrize("name", ["left of", "right of", "behind", "in front of", "above"])
def test_what_comes_by_something_obeys_its_relation(dictionary, name):
    held = 0
    for before, aspect in pictures(dictionary, "dog"):
        change = more(before, Element("cat"), relations=[(1, name, 0)])
        after = revised(before, change, dictionary, 7, aspect)
        (cat,), (dog,) = of(after, 1), of(after, 0)
        assert dog.box[3] == pytest.approx(of(before, 0)[0].box[3])
        drawings = after.composition.drawings
        held += {
            "left of": cat.box[2] < dog.box[0] + 0.03,
            "right of": cat.box[0] > dog.box[2] - 0.03,
            "behind": drawings.index(cat) < drawings.index(dog) and cat.box[3] < dog.box[3],
            "in front of": drawings.index(cat) > drawings.index(dog),
            "above": cat.box[3] < dog.box[1],
        }[name]
    assert held == len(SEEDS)


def test_a_hat_is_worn_where_the_head_is(dictionary):
    for before, aspect in pictures(dictionary, "cat", "house"):
        change = more(before, Element("top hat"), relations=[(0, "wearing", 2)])
        after = revised(before, change, dictionary, 7, aspect)
        (hat,), (cat,) = of(after, 2), of(after, 0)
        assert cat in before.composition.drawings
        assert cat.box[0] <= middle(hat.box) <= cat.box[2] and hat.box[1] < cat.box[1]
        drawings = after.composition.drawings
        assert drawings.index(hat) == drawings.index(cat) + 1


def test_one_more_on_a_table_stands_beside_the_others(dictionary):
    things = Element("mug", count=2), "dining table"
    for before, aspect in pictures(dictionary, *things, relations=[(0, "on", 1)]):
        cups = replace(before.graph.elements[0], count=3)
        change = stays(before, elements=(cups, *before.graph.elements[1:]))
        after = revised(before, change, dictionary, 7, aspect)
        mugs, (table,) = of(after, 0), of(after, 1)
        assert len(mugs) == 3 and set(before.composition.drawings) <= set(
            after.composition.drawings
        )
        new = next(one for one in mugs if one not in before.composition.drawings)
        assert new.box[3] == pytest.approx(table.box[1] + 0.12 * _height(table), abs=0.08)
        assert table.box[0] < middle(new.box) < table.box[2] and shown(after, new) >= 0.75


def _height(drawing):
    return drawing.box[3] - drawing.box[1]


def test_what_takes_the_place_of_another_has_its_foot(dictionary):
    for before, aspect in pictures(dictionary, "cat", "house"):
        dog = Element("dog", "dog")
        change = stays(before, elements=(dog, before.graph.elements[1]))
        after = revised(before, change, dictionary, 7, aspect)
        (old,), (new,) = of(before, 0), of(after, 0)
        assert new.kind == "dog" and of(after, 1) == of(before, 1)
        assert new.box[3] == pytest.approx(old.box[3], abs=0.01)
        assert middle(new.box) == pytest.approx(middle(old.box), abs=0.1)
        assert 0.6 <= _height(new) / _height(old) <= 1.8


def test_a_hat_follows_the_one_who_takes_a_wearers_place(dictionary):
    for before, aspect in pictures(dictionary, "cat", "top hat", relations=[(0, "wearing", 1)]):
        change = stays(before, elements=(Element("dog"), before.graph.elements[1]))
        after = revised(before, change, dictionary, 7, aspect)
        (hat,), (dog,) = of(after, 1), of(after, 0)
        assert dog.box[0] <= middle(hat.box) <= dog.box[2]
        assert hat.box[1] < dog.box[1] < hat.box[3]


def test_what_goes_leaves_the_others(dictionary):
    for before, aspect in pictures(dictionary, Element("cat", count=3), "house"):
        cats = replace(before.graph.elements[0], count=2)
        change = stays(before, elements=(cats, before.graph.elements[1]),
                       origins=(Origin(0, (0, 2)), Origin(1)))  # fmt: skip
        after = revised(before, change, dictionary, 7, aspect)
        left = sorted(of(before, 0), key=lambda one: one.box[0])
        assert {one.box for one in of(after, 0)} == {left[0].box, left[2].box}
        assert of(after, 1) == of(before, 1)


def test_another_colour_keeps_every_place(dictionary):
    for before, aspect in pictures(dictionary, "cat", "house"):
        red = replace(before.graph.elements[0], color="red")
        change = stays(before, elements=(red, before.graph.elements[1]))
        after = revised(before, change, dictionary, 7, aspect)
        (cat,) = of(after, 0)
        assert cat.color == "red" and cat.box == of(before, 0)[0].box
        assert dictionary.kinds["cat"].drawings[cat.variant].recolorable > 0.3


def test_things_change_places(dictionary):
    for before, aspect in pictures(dictionary, "cat", "dog"):
        after = revised(before, stays(before, swapped=((0, 1),)), dictionary, 7, aspect)
        for one, other in ((0, 1), (1, 0)):
            (now,), (then,) = of(after, one), of(before, other)
            assert middle(now.box) == pytest.approx(middle(then.box), abs=0.08)
            assert now.box[3] == pytest.approx(then.box[3], abs=0.01)


def test_a_thing_moves_to_a_side(dictionary):
    for before, aspect in pictures(dictionary, "cat", "house"):
        left = replace(before.graph.elements[0], side="left")
        change = stays(before, elements=(left, before.graph.elements[1]), moved=frozenset({0}))
        after = revised(before, change, dictionary, 7, aspect)
        (cat,) = of(after, 0)
        assert middle(cat.box) < 0.42 and of(after, 1) == of(before, 1)
        assert (cat.kind, cat.variant) == (of(before, 0)[0].kind, of(before, 0)[0].variant)


def test_the_hour_changes_the_light_and_not_the_land(dictionary):
    for before, aspect in pictures(dictionary, "cat", place="meadow", time="noon"):
        setting = replace(before.graph.setting, time="sunset", season="winter")
        after = revised(before, stays(before, setting=setting), dictionary, 7, aspect)
        assert after.composition.drawings == before.composition.drawings
        assert replace(after.composition.land, sun=None) == replace(
            before.composition.land, sun=None
        )
        assert (after.composition.time, after.composition.season) == ("sunset", "winter")
        assert after.composition.land.sun[1] > before.composition.land.sun[1]


@pytest.mark.parametrize("place", ["kitchen", "lake", "space", "snow"])
def test_things_stand_on_the_ground_of_another_place(dictionary, place):
    for before, aspect in pictures(dictionary, "cat", "house", place="meadow"):
        setting = replace(before.graph.setting, place=place)
        after = revised(before, stays(before, setting=setting), dictionary, 7, aspect)
        assert after.composition.land.place == place
        for old, new in zip(before.composition.drawings, after.composition.drawings, strict=True):
            assert (old.kind, old.variant, old.mirrored) == (new.kind, new.variant, new.mirrored)
            assert middle(new.box) == pytest.approx(middle(old.box), abs=1e-6)
            assert new.box[3] <= 1.0


def test_clouds_go(dictionary):
    before = as_painted(composed(graph_of("cat", place="meadow"), dictionary, 3, 1.0))
    after = revised(before, stays(before, cloudless=True), dictionary, 7, 1.0)
    assert before.composition.land.clouds and not after.composition.land.clouds


def test_what_no_drawing_shows_is_told(dictionary):
    before = as_painted(composed(graph_of("cat"), dictionary, 3, 1.0))
    sleeping = replace(before.graph.elements[0], action="sleeping")
    after = revised(before, stays(before, elements=(sleeping,)), dictionary, 7, 1.0)
    assert after.composition == before.composition
    assert after.graph.not_painted == ("sleeping",)


def test_as_painted_counts_what_is_drawn(dictionary):
    graph = graph_of("basket", "red apple", relations=[(0, "full of", 1)])
    whole = as_painted(composed(graph, dictionary, 1, 1.0))
    assert whole.graph.elements[1].count == len(of(whole, 1)) > 3
    assert whole.graph.setting.place == whole.composition.land.place


def test_a_table_that_was_added_stays_when_what_stood_on_it_goes(dictionary):
    graph = graph_of(Element("mug", count=2), "red apple", place="room")
    before = as_painted(composed(graph, dictionary, 1, 1.0))
    (table,) = (one for one in before.graph.elements if one.match == "added")
    change = Change(replace(before.graph, elements=(table,), relations=()), (Origin(2),))
    after = revised(before, change, dictionary, 7, 1.0)
    assert [one.box for one in after.composition.drawings] == [of(before, 2)[0].box]
