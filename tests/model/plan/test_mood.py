"""The mood that an instruction names."""

import random

import pytest

from pipeline.model.plan.mood import Mood
from pipeline.model.reading.mood import mood_of
from pipeline.model.reading.vocabulary import in_known_words
from pipeline.training.data.instructions import LIGHTS, MOODS, instruction


@pytest.mark.parametrize("name", MOODS)
def test_what_training_asks_for_is_heard(name):
    rng = random.Random(name)
    for _ in range(40):
        text = instruction(name, rng)
        assert mood_of(text) == LIGHTS[name], text
        assert mood_of(in_known_words(text, of_photo=True)) == LIGHTS[name], text


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("ghibli style", Mood()),
        ("a rainy night in autumn", Mood("night", "rain", "autumn")),
        ("Make it NIGHT, not at sunset; at night", Mood("night")),
        ("on a foggy morning", Mood("morning", "mist")),
        ("nightingale", Mood()),
    ],
)
def test_parts_go_together_and_the_last_word_counts(text, mood):
    assert mood_of(text) == mood
