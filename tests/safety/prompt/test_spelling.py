"""Words are found in letters without gaps, and letters in digits and signs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.prompt.spelling import respell, segment, unleet


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("amanisshotinthestreet", "a man is shot in the street"),
        ("killerwhale", "killer whale"),
        ("", ""),
        ("nude", "nude"),
    ],
)
def test_letters_without_gaps_are_cut_into_words(letters, words):
    assert segment(letters) == words


@pytest.mark.parametrize(
    ("coded", "plain"),
    [
        ("k1ll1ng l1ttle m0nst3rs", "killing little monsters"),
        ("a 4k picture of 2 cats", "a ak picture of 2 cats"),
        ("h3 w3n7 70 7h3 570r3", "he went to the store"),
        ("0", "0"),
    ],
)
def test_signs_are_read_as_the_likeliest_letters(coded, plain):
    assert unleet(coded) == plain


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=60))
@settings(deadline=None)
def test_cutting_into_words_loses_no_letter(letters):
    assert segment(letters).replace(" ", "") == letters


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("undrss her", "undress her"),
        ("a womna beign strnagled", "a woman being strangled"),
        ("bheeading", "beheading"),
        ("mastrubating", "masturbating"),
        ("hokusai in yokohama, a skwer", "hokusai in yokohama, a skwer"),
        ("stnading in the sunlihgt", "standing in the sunlight"),
    ],
)
def test_slips_are_read_as_what_was_meant(slip, meant):
    assert respell(slip) == meant
