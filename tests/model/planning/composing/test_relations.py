"""Every relation has to hold in the boxes, whatever the seed."""

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing import compose
from pipeline.model.planning.composing.figures import visible
from tests.model.planning.composing.test_composing import SEEDS, graph_of, middle, order, pair


def compositions(dictionary, *elements, relations, aspects=(1.0,), **setting):
    graph = graph_of(*elements, relations=relations, **setting)
    for aspect in aspects:
        for seed in SEEDS:
            yield compose(graph, dictionary, seed, aspect)


def inside(point, box):
    return box[0] <= point <= box[2]


@pytest.mark.parametrize("things", [("cat", "dining table"), ("mug", "closed book")])
def test_on(dictionary, things):
    for found in compositions(dictionary, *things, relations=[(0, "on", 1)]):
        upper, lower = pair(found)
        assert inside(middle(upper), lower) and order(found, 0) > order(found, 1)
        assert lower[1] - 0.01 < upper[3] < lower[1] + 0.3 * (lower[3] - lower[1])


def test_several_stand_side_by_side_on_a_surface(dictionary):
    cups = Element("mug", count=3)
    for found in compositions(dictionary, cups, "dining table", relations=[(0, "on", 1)]):
        table = next(one.box for one in found.drawings if one.element == 1)
        boxes = [one.box for one in found.drawings if one.element == 0]
        assert len(boxes) == 3
        for number, box in enumerate(boxes):
            assert table[0] < box[0] and box[2] < table[2]
            assert visible(box, boxes[number + 1 :]) > 0.8


def test_a_chain_is_stacked(dictionary):
    chain = [(0, "on", 1), (1, "on", 2)]
    for found in compositions(dictionary, "mug", "closed book", "dining table", relations=chain):
        mug, book, table = (
            next(one.box for one in found.drawings if one.element == n) for n in range(3)
        )
        assert mug[3] < book[1] + 0.2 * (book[3] - book[1]) and inside(middle(mug), book)
        assert book[3] < table[1] + 0.3 * (table[3] - table[1]) and inside(middle(book), table)


def test_under_a_table_is_between_its_legs(dictionary):
    for found in compositions(dictionary, "dog", "dining table", relations=[(0, "under", 1)]):
        dog, table = pair(found)
        assert table[0] < dog[0] and dog[2] < table[2]
        assert table[1] < dog[1] and dog[3] <= table[3] + 0.01


def test_under_an_umbrella_is_covered_by_it(dictionary):
    for found in compositions(dictionary, "dog", "umbrella", relations=[(0, "under", 1)]):
        dog, umbrella = pair(found)
        assert umbrella[0] < dog[0] and dog[2] < umbrella[2] and umbrella[1] < dog[1]
        assert umbrella[3] < dog[3]


def test_in_is_partly_hidden_by_the_opening(dictionary):
    for found in compositions(dictionary, "cat", "basket", relations=[(0, "in", 1)]):
        cat, basket = pair(found)
        placed = next(one for one in found.drawings if one.element == 0)
        line = cat[3] - placed.hidden * (cat[3] - cat[1])
        assert 0.2 < placed.hidden < 0.6 and order(found, 0) > order(found, 1)
        assert line == pytest.approx(basket[1] + 0.42 * (basket[3] - basket[1]), abs=0.02)
        assert basket[0] < cat[0] and cat[2] < basket[2]


def test_full_of_shows_several(dictionary):
    for found in compositions(dictionary, "basket", "red apple", relations=[(0, "full of", 1)]):
        assert sum(one.kind == "red apple" for one in found.drawings) >= 5


@pytest.mark.parametrize("hider", ["deciduous tree", "chair", "horse"])
def test_behind_shows_at_least_half(dictionary, hider):
    for found in compositions(dictionary, "woman standing", hider, relations=[(0, "behind", 1)]):
        hidden, front = pair(found)
        assert order(found, 0) < order(found, 1) and hidden[3] < front[3]
        assert visible(hidden, [front]) >= 0.5
        reach = hidden[2] - hidden[0] + 0.1
        assert front[0] - reach < middle(hidden) < front[2] + reach


def test_in_front_of_is_nearer_and_lower(dictionary):
    for found in compositions(dictionary, "dog", "house", relations=[(0, "in front of", 1)]):
        dog, house = pair(found)
        assert order(found, 0) > order(found, 1) and dog[3] > house[3]
        assert visible(house, [dog]) >= 0.5 and inside(middle(dog), house)


@pytest.mark.parametrize(("name", "upper"), [("above", 0), ("below", 1)])
@pytest.mark.parametrize("things", [("balloon", "dog"), ("mug", "cat"), ("horse", "balloon")])
def test_above_and_below_leave_air_between(dictionary, name, upper, things):
    for found in compositions(dictionary, *things, relations=[(0, name, 1)], aspects=(0.6, 1.6)):
        boxes = pair(found)
        high, low = boxes[upper], boxes[1 - upper]
        assert high[3] < low[1]
        assert inside(middle(high), low) or inside(middle(low), high)


@pytest.mark.parametrize(("name", "sign"), [("left of", -1), ("right of", 1)])
@pytest.mark.parametrize("things", [("cat", "dog"), ("mug", "horse"), ("bird", "house")])
def test_left_and_right_are_clearly_apart(dictionary, name, sign, things):
    for found in compositions(dictionary, *things, relations=[(0, name, 1)], aspects=(0.5, 1, 2)):
        mine, theirs = pair(found)
        apart = sign * (middle(mine) - middle(theirs))
        assert apart > (mine[2] - mine[0] + theirs[2] - theirs[0]) / 4
        assert mine[2] <= theirs[0] or theirs[2] <= mine[0]


def test_left_holds_on_one_table_too(dictionary):
    relations = [(0, "left of", 1), (0, "on", 2), (1, "on", 2)]
    things = "mug", "red apple", "dining table"
    for found in compositions(dictionary, *things, relations=relations):
        mug, apple = pair(found)
        assert mug[2] <= apple[0] + 0.02


@pytest.mark.parametrize("name", ["beside", "near"])
def test_beside_is_close_and_apart(dictionary, name):
    for found in compositions(dictionary, "cat", "dog", relations=[(0, name, 1)]):
        one, other = pair(found)
        gap = max(one[0], other[0]) - min(one[2], other[2])
        assert 0 <= gap < 0.5 * max(one[2] - one[0], other[2] - other[0])


def test_between_two_things_and_between_copies(dictionary):
    for found in compositions(dictionary, "dog", "cat", "horse", relations=[(0, "between", 1, 2)]):
        dog, cat, horse = (
            next(one.box for one in found.drawings if one.element == n) for n in range(3)
        )
        assert sorted((middle(cat), middle(dog), middle(horse)))[1] == middle(dog)
        assert not (dog[2] > cat[0] and cat[2] > dog[0])
    trees = Element("deciduous tree", count=2)
    for found in compositions(dictionary, "dog", trees, relations=[(0, "between", 1)]):
        left, right = sorted(middle(one.box) for one in found.drawings if one.element == 1)
        dog = next(one.box for one in found.drawings if one.element == 0)
        assert left < middle(dog) < right


def test_around_is_a_ring(dictionary):
    ring = Element("red apple", count=8)
    for found in compositions(dictionary, ring, "dog", relations=[(0, "around", 1)]):
        dog = next(one.box for one in found.drawings if one.element == 1)
        apples = [one.box for one in found.drawings if one.element == 0]
        assert sum(middle(box) < middle(dog) for box in apples) == 4
        feet = [box[3] for box in apples]
        assert min(feet) < dog[3] < max(feet)


def test_holding_is_at_the_hand(dictionary):
    relations = [(0, "holding", 1)]
    for found in compositions(dictionary, "woman standing", "red apple", relations=relations):
        woman, apple = pair(found)
        assert order(found, 1) > order(found, 0)
        hand = woman[1] + 0.56 * (woman[3] - woman[1])
        assert apple[1] < hand < apple[3]
        assert apple[0] < woman[2] and woman[0] < apple[2]
        assert apple[3] - apple[1] < 0.3 * (woman[3] - woman[1])


def test_wearing_is_on_the_head(dictionary):
    for found in compositions(dictionary, "cat", "top hat", relations=[(0, "wearing", 1)]):
        cat, hat = pair(found)
        assert hat[1] < cat[1] < hat[3] < middle((cat[1], 0, cat[3], 0))
        assert inside(middle(hat), cat)


def test_every_cat_wears_its_own_hat(dictionary):
    things = Element("cat", count=3), Element("top hat", count=3)
    for found in compositions(dictionary, *things, relations=[(0, "wearing", 1)]):
        cats = [one.box for one in found.drawings if one.kind == "cat"]
        hats = [one.box for one in found.drawings if one.kind == "top hat"]
        for cat in cats:
            # A neighbour that stands a little behind may show its hat before this one, too.
            assert sum(inside(middle(hat), cat) and hat[1] < cat[1] < hat[3] for hat in hats) >= 1
        assert len(hats) == len({hat for hat in hats}) == 3


def test_riding_sits_behind_the_mount(dictionary):
    for found in compositions(dictionary, "woman standing", "horse", relations=[(0, "riding", 1)]):
        woman, horse = pair(found)
        seat = horse[1] + 0.33 * (horse[3] - horse[1])
        assert woman[1] < seat < woman[3] < horse[3]
        assert inside(middle(woman), horse) and order(found, 0) < order(found, 1)


def test_circles_of_relations_are_survived(dictionary):
    relations = [(0, "on", 1), (1, "on", 0), (0, "left of", 1)]
    for found in compositions(dictionary, "cat", "dog", relations=relations):
        assert len(found.drawings) == 2


def test_an_animal_sits_on_a_bicycle_all_of_it_to_be_seen(dictionary):
    for kind in ("dog", "elephant"):
        for found in compositions(dictionary, kind, "bicycle", relations=[(0, "riding", 1)]):
            rider, bicycle = (found.drawings[order(found, n)] for n in range(2))
            left, top, right, bottom = bicycle.box
            wide, high = right - left, bottom - top
            saddle = left + (0.34 if bicycle.mirrored else 0.66) * wide, top + 0.14 * high
            box = rider.box
            assert box[0] < saddle[0] < box[2] and box[1] < saddle[1] < box[3]
            assert box[3] < bottom and middle(box) * 2 < left + right + 2 * wide
            assert 0.55 * wide < max(box[2] - box[0], box[3] - box[1]) < 1.3 * wide
            assert rider.hidden == 0 and not rider.stands
            assert rider.mirrored == bicycle.mirrored and rider.turned % 360 not in (0, 180)
            assert order(found, 0) > order(found, 1)


def test_what_a_table_is_there_for_is_large_and_the_table_is_cut(dictionary):
    named, added = Element("dining table", "table"), Element("dining table", match="added")
    for table in (named, added):
        for found in compositions(
            dictionary, "basket", table, relations=[(0, "on", 1)], place="kitchen"
        ):
            basket, below = pair(found)
            assert basket[2] - basket[0] > 0.4 * (below[2] - below[0]) and below[3] > 1


def test_a_table_that_is_named_first_is_seen_whole(dictionary):
    wholes = [
        pair(found)[0][3] <= 1
        for found in compositions(dictionary, "dining table", "mug", relations=[(1, "on", 0)])
    ]
    assert sum(wholes) > len(wholes) / 4


@pytest.mark.parametrize("relations", [[(0, "holding", 1)], [(0, "beside", 1)]])
def test_animals_that_hug_touch_face_to_face(dictionary, relations):
    things = Element("cat", action="hugging"), Element("dog", action="hugging")
    for found in compositions(dictionary, *things, relations=relations):
        cat, dog = pair(found)
        left, right = sorted((cat, dog))
        narrow = min(box[2] - box[0] for box in (cat, dog))
        assert 0.05 * narrow < left[2] - right[0] < 0.3 * narrow
        drawings = {one.box: one for one in found.drawings}
        assert drawings[left].mirrored and not drawings[right].mirrored


def test_two_of_a_kind_hug(dictionary):
    for found in compositions(dictionary, Element("cat", count=2, action="hugging"), relations=[]):
        left, right = sorted(one.box for one in found.drawings)
        assert 0 < left[2] - right[0] < 0.4 * (left[2] - left[0])


def test_a_hat_is_no_wider_than_a_head_of_who_is_seen_from_the_side(dictionary):
    for found in compositions(dictionary, "horse", "top hat", relations=[(0, "wearing", 1)]):
        horse, hat = pair(found)
        assert hat[2] - hat[0] < 0.45 * (horse[2] - horse[0])


def test_a_balloon_is_behind_who_holds_it(dictionary):
    for found in compositions(
        dictionary, "woman standing", "balloon", relations=[(0, "holding", 1)]
    ):
        assert order(found, 1) < order(found, 0)


@pytest.mark.parametrize(("text", "behind"), [("", True), ("HI", False)])
def test_a_board_hides_nobody_unless_it_is_to_be_read(text, behind):
    shipped = Dictionary.load(WEIGHTS)
    board = Element("placard", "sign", text=text)
    for found in compositions(shipped, "woman standing", board, relations=[(0, "holding", 1)]):
        assert (order(found, 1) < order(found, 0)) == behind


def test_fruit_in_a_bowl_makes_the_table_no_longer(dictionary):
    table = Element("dining table", "table")
    relations = [(0, "full of", 2), (0, "on", 1)]
    for found in compositions(
        dictionary, "basket", table, "red apple", relations=relations, place="kitchen"
    ):
        basket, below = pair(found)
        assert basket[2] - basket[0] > 0.35 * (below[2] - below[0])


def test_what_is_near_something_in_the_sky_stays_on_the_ground(dictionary):
    for found in compositions(
        dictionary, "woman standing", "sun", relations=[(0, "near", 1)], place="meadow"
    ):
        woman, sun = pair(found)
        assert sun[3] < 0.6 and woman[3] > 0.65
