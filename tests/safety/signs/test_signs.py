"""What is written in a picture is judged together, whatever it hides behind."""

import pytest

from pipeline.benchmarks.safety_prompts import prompts
from safety.policy import Category
from safety.signs import gate, words
from safety.signs.gate import check_signs
from safety.signs.words import hash_of

# Words of the list are not written here: a mild one of it stands for all.
MILD = "bollocks"


@pytest.mark.parametrize(
    "written",
    [
        MILD.upper(), "B0LL0CKS", "B O L L O C K S", "B-O-L-L-O-C-K-S", "BOLLLLOCKS", "B*LLOCKS",
        MILD[::-1], "ВОLLОСКS", "ｂｏｌｌｏｃｋｓ", "bol\u200blocks", "WHAT BOLLOCKS!", "BOLLO|CKS",
    ],
)  # fmt: skip
def test_a_listed_word_is_found_behind_every_disguise(written):
    assert check_signs(written.split("|")).category is Category.PROFANITY


def test_threats_and_groups_shut_out_are_refused_over_languages_and_signs():
    for written in prompts("signs_harmful"):
        assert not check_signs(written.split("|")).allowed, written


def test_words_of_the_same_shape_pass():
    refused = [
        text for text in prompts("signs_harmless") if not check_signs(text.split("|")).allowed
    ]
    assert refused == []


def test_a_number_of_a_movement_may_be_a_house_s():
    assert not check_signs(["88"], "a sign that says 88").allowed
    assert check_signs(["88"], "the house number is 88").allowed
    assert not check_signs(["14", "88"]).allowed


def test_a_missing_list_refuses(monkeypatch):
    monkeypatch.setattr(words, "WORDS", words.WORDS.with_name("none.npy"))
    for cached in (words.listed_hashes, gate._gate):
        cached.cache_clear()
    assert check_signs(["TEA"]).category is Category.UNAVAILABLE
    monkeypatch.undo()
    for cached in (words.listed_hashes, gate._gate):
        cached.cache_clear()
    assert check_signs(["TEA"]).allowed and hash_of("tea") != hash_of("teas")
