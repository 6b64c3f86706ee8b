"""Quotation marks of the languages that prompts come in."""

import pytest

from pipeline.model.reading.quotes import quotations, unquoted

PAIRS = ['"{}"', "'{}'", "“{}”", "„{}“", "„{}”", "”{}”", "‚{}‘", "‘{}’", "«{}»", "« {} »", "»{}«"]
PAIRS += ["‹{}›", "›{}‹", "「{}」", "『{}』", "＂{}＂", "《{}》"]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("word", ["BAR", "CAFÉ", "駅", "JOE’S BAR", "THE INN"])
def test_a_word_in_quotation_marks_is_found_exactly(pair, word):
    prompt = f"a sign saying {pair.format(word)} by a house"
    (found,) = quotations(prompt)
    assert found.text == word
    assert prompt[found.start : found.end] == pair.format(word)
    assert unquoted(pair.format(word)) == word


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("ein Schild „BAR“ und ein Schild „CAFÉ“", ["BAR", "CAFÉ"]),
        ("«A», «B» et “C”", ["A", "B", "C"]),
        ('a 24" bike beside a sign "SALE"', ["SALE"]),
        ("a man 5'10\" tall, a 6' board and the dog's bowl", []),
        ("the cats' house and Tom’s dogs’ kennel in the ’90s", []),
        ('"Route 66"', ["Route 66"]),
        ('""', []),
    ],
)
def test_measures_and_apostrophes_open_no_quotation(prompt, words):
    assert [found.text for found in quotations(prompt)] == words
