"""Prompts as people paste them: only what is to be painted is left, in words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.reading.invisible import visible
from pipeline.model.reading.pasted import plain_prompt

PASTED = [
    ("a white cat. Negative prompt: boat, red house", "a white cat."),
    (
        "a white cat in a meadow\nNegative prompt: dog, blurry\nSteps: 20, Sampler: Euler a, "
        "CFG scale: 7, Seed: 1345, Size: 512x512",
        "a white cat in a meadow",
    ),
    ("a fox\nSteps: 20, Sampler: DPM++ 2M, Model: tales_v3, Size: 512x512", "a fox"),
    ("Negative prompt: dog\nPrompt: a cat by a house", "a cat by a house"),
    ("un gato, prompt negativo: perro", "un gato"),
    ("(white cat:1.3) by a ((blue house)) at night", "white cat by a blue house at night"),
    ("a [dog:0.5] and a (cat:1.3)", "a dog and a cat"),
    ("a ((red (cat:1.2))) [house]", "a red cat house"),
    ("photo of a cat, (dog:-1)", "photo of a cat"),
    ("white cat:1.3, red dog:-0.5, boat", "white cat, boat"),
    ("a cat::2 red house::-1 tree::1", "a cat, tree"),
    ("a white cat --ar 16:9 --v 6 --no dog, people --s 50", "a white cat"),
    ("1girl, 2boys, <lora:x:0.8> {red|blue} hat BREAK sea", "1 girl, 2 boys, red hat, sea"),
    ("Subject: a cat\nSetting: a meadow\nStyle: watercolor", "a cat\na meadow\nwatercolor"),
    ('a man 5\'10" tall beside a 24" bike', "a man tall beside a bike"),
    (
        '{"scene": "meadow", "objects": [{"type": "cat", "color": "white", "count": 2}], '
        '"time": "night"}',
        "meadow, 2 white cat, night",
    ),
    ('{"prompt": "a (fox:1.2)", "negative_prompt": "dog", "steps": 20}', "a fox"),
    ('```json\n[{"type": "sign", "text": "BAR", "position": "left"}]\n```',
     'sign saying "BAR", on the left'),
    ('{"objects": ["a cat", "a tree"], "seed": 5, "snow": true}', "a cat, a tree"),
]  # fmt: skip


@pytest.mark.parametrize(("pasted", "plain"), PASTED)
def test_the_syntax_of_other_programs_becomes_words(pasted, plain):
    assert plain_prompt(pasted) == plain
    assert plain_prompt(plain) == plain


@pytest.mark.parametrize(
    "prompt",
    [
        "a fox (red) beside a house; it is 10:30, the ratio 16:9",
        'a sign that says "(A:1.3) --ar [B]"',
        "red apples with much negative space on a table",
        "a scene of two cats: one black, one white -- and a dog",
        "a model: a small house, version: red",
        "two girls in a boat, 3 boys on the shore, the size of a house",
        "{broken: json",
        "नदी के किनारे एक पेड़",
        "(-1)",
        "--ar",
    ],
)
def test_plain_words_stay_as_they_are(prompt):
    assert plain_prompt(prompt) == prompt


def test_a_prompt_of_syntax_alone_is_kept():
    assert plain_prompt("Steps: 20, Seed: 5") == "Steps: 20, Seed: 5"


@given(st.text(st.sampled_from("ab:()[]{}|,.\"'«»1-\n \u200b")))
def test_any_text_is_taken(text):
    assert plain_prompt(text) is not None


@given(st.recursive(st.text() | st.integers() | st.none(), lambda inner: st.lists(inner)
                    | st.dictionaries(st.text(), inner), max_leaves=8))  # fmt: skip
def test_any_json_is_taken(value):
    assert isinstance(plain_prompt(json.dumps(value)), str)


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff", "\u202e", "\ufe0f", "\u180e"]
)
def test_characters_that_nobody_sees_are_gone(hidden):
    assert visible(f"a white c{hidden}at by a ho{hidden}use") == "a white cat by a house"


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "👩‍🚀 in a boat", "straße", "駅"])
def test_joiners_that_belong_to_a_word_stay(text):
    assert visible(text) == text
