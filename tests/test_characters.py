"""Characters of others become our own, on every way in, and the user is told."""

import pytest

from pipeline.characters import names_characters, with_own_characters
from pipeline.written import asked_to_write, planned_to_write


@pytest.mark.parametrize(
    ("prompt", "painted"),
    [
        ("a Pikachu in the rain", "a yellow mouse in the rain"),
        ("the Batman's car at night", "a black superhero's car at night"),
        ("Spider-Man swinging over the city", "a red superhero swinging over the city"),
        ("Micky Maus im Garten", "a grey mouse im Garten"),
        ("ピカチュウ", "a yellow mouse"),
        ('a sign that says "BATMAN"', 'a sign that says "BATMAN"'),
        ("a spider, a man and a mouse named Mickey", "a spider, a man and a mouse named Mickey"),
        ("Cinderella and Dracula drink tea", "Cinderella and Dracula drink tea"),
    ],
)
def test_a_character_of_others_becomes_one_of_our_own(prompt, painted):
    assert with_own_characters(prompt) == painted
    assert names_characters(prompt) == (painted != prompt)


def test_the_picture_tells_of_it_and_holds_no_such_name(make):
    picture = make(prompt="Pikachu on a hill")[1]
    assert picture.notes == ("own_characters",)
    assert picture.settings["prompt"] == "a yellow mouse on a hill"


def test_all_that_a_prompt_would_write_is_found():
    prompt = "a sign that says „EINS“, a red board saying TWO, a banner reading warm words here"
    assert set(asked_to_write(prompt)) >= {"EINS", "TWO", "warm words here"}
    layout = '{"graph": {"elements": [{"text": "AB"}, {"text": ""}]}, "things": [{"word": "CD"}]}'
    assert planned_to_write(layout) == ("AB", "CD") and planned_to_write(None) == ()
