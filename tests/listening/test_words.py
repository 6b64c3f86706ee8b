"""Sentences as they are spoken."""

import pytest

from pipeline.listening.words import number_words, spoken_words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("A red fox, under the umbrella!", "a red fox under the umbrella"),
        ("3 cats & 12 dogs", "three cats and twelve dogs"),
        ("the café’s sign", "the cafe's sign"),
        ("T-shirt no. 2026", "t shirt no two thousand twenty six"),
        ("?!", ""),
    ],
)
def test_a_sentence_is_spoken(written, spoken):
    assert " ".join(spoken_words(written)) == spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (20, "twenty"), (101, "one hundred one"), (12_000, "twelve thousand")],
)
def test_numbers_are_words(number, words):
    assert " ".join(number_words(number)) == words
