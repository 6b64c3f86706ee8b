"""Prompts and instructions as people type them, read with the dictionary that ships."""

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.reading.changes import read_change
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.graph.spoken import spoken

CATS = "two white cats, a blue house and a girl in red, in a meadow"
TEA = 'a lighthouse, a sign that says "TEA"'


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.load(WEIGHTS)


@pytest.mark.parametrize(
    ("prompt", "elements"),
    [
        ("four red hot-air balloons", [("hot air balloon", 4, "red")]),
        ("a boy wearing orange", [("boy", 1, "orange")]),
        ("two boats with orange sails", [("sailing boat", 2, "orange")]),
        ("two snowmen", [("snowman without snow", 2, None)]),
        ("cake and balloons", [("cake", 1, None), ("balloon", 3, None)]),
        ("the train arrives in the village", [("train", 1, None)]),
        ("my little brother", [("boy", 1, None)]),
        ("the Empire State Building", [("skyscraper", 1, None)]),
        ("a stop light", [("vertical traffic light", 1, None)]),
        ("clouds in a blue sky, like cotton candy", [("cloud", 3, None)]),
        ("girls in the hot sun", [("girl", 3, None)]),
        ("赤い提灯", [("lantern", 1, "red")]),
    ],
)
def test_things_are_read(dictionary, prompt, elements):
    read = read_graph(prompt, dictionary).elements
    assert [(one.kind, one.count, one.color) for one in read] == elements


def test_a_snowy_forest_is_a_forest_in_winter(dictionary):
    setting = read_graph("a fox in a snowy forest", dictionary).setting
    assert (setting.place, setting.season) == ("forest", "winter")


def test_clothes_are_worn_by_those_who_can_and_there_is_one_each(dictionary):
    graph = read_graph("a red tree, two boys in blue shirts", dictionary)
    tree, boys, shirts = graph.elements
    assert tree.color == "red" and (boys.count, shirts.count) == (2, 2)
    assert [(one.subject, one.name, one.object) for one in graph.relations] == [(1, "wearing", 2)]


def test_what_has_a_side_of_its_own_is_in_no_basket_of_others(dictionary):
    graph = read_graph("a dog on the left, a cat in a basket", dictionary)
    assert [(one.subject, one.object) for one in graph.relations if one.name == "in"] == [(1, 2)]


@pytest.mark.parametrize(
    ("before", "instruction", "elements"),
    [
        (CATS, "no cats", [("house", "blue", "", ""), ("girl", "red", "", "")]),
        (CATS, "change her dress to yellow", [("girl", "yellow", "", "")]),
        (CATS, "the dress should be purple", [("girl", "purple", "", "")]),
        (CATS, "the girl should wave", [("girl", "red", "waving", "")]),
        (TEA, "change the sign to SEA", [("placard", None, "", "SEA")]),
        (TEA, "the sign should say CAFE", [("placard", None, "", "CAFE")]),
        (TEA, "get rid of everything but the lighthouse", [("lighthouse", None, "", "")]),
    ],
)
def test_instructions_are_carried_out(dictionary, before, instruction, elements):
    graph = read_change(instruction, read_graph(before, dictionary), dictionary).graph
    found = [(one.kind, one.color, one.action, one.text) for one in graph.elements]
    assert set(elements) <= set(found)
    if "no " in instruction or "rid" in instruction:
        assert found == elements


def test_another_setting_alone_changes(dictionary):
    before = read_graph(CATS, dictionary)
    after = read_change("change the setting to a snowy forest", before, dictionary).graph
    assert after.elements == before.elements
    assert (after.setting.place, after.setting.season) == ("forest", "winter")


def test_who_is_held_by_the_hand_is_not_carried(dictionary):
    graph = read_graph("a woman holding a child's hand", dictionary)
    assert [one.name for one in graph.relations] == ["beside"]


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (
            "two red foxes in the rain at sunset, a forest",
            {"two": "number", "red": "colour", "in the rain": "weather", "at sunset": "light",
             "forest": "place"},
        ),
        ("zwei weisse Katzen bei Nacht", {"zwei": "number", "weisse": "colour",
                                          "bei Nacht": "light"}),
        ("森の赤い狐", {"森": "place", "赤い": "colour"}),
    ],
)  # fmt: skip
def test_words_for_light_place_and_looks_are_found_again(dictionary, prompt, words):
    assert dict(spoken(prompt, read_graph(prompt, dictionary), dictionary)) == words


@pytest.mark.parametrize(
    ("prompt", "action"),
    [("a girl enjoying an ice cream", "eating"), ("a girl enjoying the view", "looking")],
)
def test_what_is_enjoyed_says_how(dictionary, prompt, action):
    assert read_graph(prompt, dictionary).elements[0].action == action


def test_each_of_two_has_glasses_of_its_own(dictionary):
    graph = read_graph("two cats wearing sunglasses", dictionary)
    assert [one.count for one in graph.elements] == [2, 2]


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("a 🦊 on a 🚲", ["fox", "bicycle"]),
        ("🦊🌲", ["fox", "evergreen tree"]),
        ("Transform the {❄️} into a soft 3D object", ["snowflake"]),
        ("👩🏽‍🚀 riding a 🐎 😀", ["astronaut", "horse"]),
        ("zwei 🐱 auf einem 🛏️", ["cat", "bed"]),
        ("犬と🐈", ["dog", "cat"]),
        # These adorn what the words have said.
        ("🌸 a girl in a garden ✨", ["girl"]),
        ("a cat 🐱 on a mat", ["cat", "rug"]),
        ("a dog, happy 😊", ["dog"]),
        ('a sign that says "I ❤️ NY"', ["placard"]),
    ],
)
def test_emoji_stand_for_nouns_where_one_has_to_follow(dictionary, prompt, kinds):
    assert [one.kind for one in read_graph(prompt, dictionary).elements] == kinds


def test_a_cloud_that_rains_is_weather(dictionary):
    assert read_graph("two 🐘 in the 🌧️", dictionary).setting.weather == "rain"


@pytest.mark.parametrize(
    ("prompt", "actions"),
    [
        ("people talking on a city street", ["talking"]),
        ("a woman talking on a red phone", ["phoning", ""]),
        ("two motorcycles facing each other", ["facing"]),
        ("a cat and a dog facing each other", ["facing", "facing"]),
        ("a cat taking a nap", ["sleeping"]),
    ],
)
def test_what_they_do(dictionary, prompt, actions):
    assert [one.action for one in read_graph(prompt, dictionary).elements] == actions


def test_a_toy_is_played_with_in_the_hand(dictionary):
    held = read_graph("a child playing with a yo-yo", dictionary).relations
    assert [one.name for one in held] == ["holding"]
    rolls = read_graph("a child playing with a soccer ball", dictionary).relations
    assert "holding" not in [one.name for one in rolls]


@pytest.mark.parametrize(
    ("prompt", "relations"),
    [
        ("a plate with steak and broccoli", ["steak on plate", "broccoli on plate"]),
        ("a tray of donuts and muffins", ["doughnut on tray", "muffin on tray"]),
        ("a basket of bread and cheese", ["basket full of bread", "basket full of cheese wedge"]),
        ("a bowl of cereal", []),
        ("a woman cooking over a fire", ["woman holding pan", "woman behind fire"]),
        ("people waving flags", ["person holding flag"]),
        ("two men on skateboards", ["man on skateboard"]),
        ("a man in a red shirt playing on the beach with a frisbee",
         ["man wearing t-shirt", "man holding flying disc"]),
    ],
)  # fmt: skip
def test_what_goes_where(dictionary, prompt, relations):
    graph = read_graph(prompt, dictionary)
    kinds = [one.kind.removesuffix(" standing") for one in graph.elements]
    told = [f"{kinds[one.subject]} {one.name} {kinds[one.object]}" for one in graph.relations]
    assert told == relations


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("people riding motor cycles", ["person standing", "motorcycle"]),
        ("a pine apple and a butter fly", ["pineapple", "butterfly"]),
        ("a yellow circle and a red rectangle", ["circle", "rectangle"]),
        ("a cat at the screen of a laptop", ["cat", "laptop"]),
        ("three pendant lights", ["pendant lamp"]),
        ("a dog by a swimming pool", ["dog", "swimming pool"]),
        ("a plate of cookies", ["plate", "cookie"]),
        ("a red heart", ["heart"]),
    ],
)
def test_compounds_and_plain_shapes(dictionary, prompt, kinds):
    assert [one.kind for one in read_graph(prompt, dictionary).elements] == kinds


def test_each_has_one_to_stand_on(dictionary):
    graph = read_graph("two men on skateboards", dictionary)
    assert [one.count for one in graph.elements] == [2, 2]


def test_what_is_coloured_and_not_painted_is_told(dictionary):
    graph = read_graph("a white envelope and a blue stamp", dictionary)
    assert graph.not_painted == ("blue stamp",)


def test_words_of_two_senses_are_told_apart(dictionary):
    mice = read_graph("a mouse sitting next to a computer mouse", dictionary).elements
    assert [one.kind for one in mice] == ["mouse", "computer mouse"]
    assert not read_graph("a waterfall cascading into a pool", dictionary).elements
