"""What hides a word is undone, and plain text stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.benchmarks.safety import HIDINGS
from safety.prompt.lookalikes import lookalikes
from safety.prompt.normalise import normalise, readings

INVISIBLE = st.sampled_from(["", "\u200b", "\u00ad", "\u200d", "\u0336", "\u0301", "\x00"])
SHAPES = {letter: [letter, letter.upper()] for letter in "abcdefghijklmnopqrstuvwxyz"}
for code, letters in lookalikes().items():
    if len(letters) == 1:
        SHAPES[letters].append(chr(code))


@st.composite
def disguised(draw):
    """A word, and the same in look-alike letters with invisible characters among them."""
    word = draw(st.sampled_from(["nude", "gory", "bomb", "swastika", "behead"]))
    parts = [draw(st.sampled_from(SHAPES[letter])) + draw(INVISIBLE) for letter in word]
    return word, "".join(parts)


@given(disguised())
@settings(deadline=None, max_examples=300)
def test_any_disguise_of_a_word_is_undone(pair):
    word, hidden = pair
    assert normalise(hidden) == word


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=300)
def test_normalised_text_is_normal(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_text_has_readings(text):
    raw, plain, *further = readings(text)
    assert raw.casefold() == raw and plain == normalise(text)
    assert len(further) == 4


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a man 🔫 a child", "a man gun a child"),
        ("a ❤️ of 👩‍🌾s", "a heart of woman ear of rice s"),
        ("🖤 ☕", "heart hot beverage"),
        ("tired 😴 cat", "tired 😴 cat"),
    ],
)
def test_pictures_among_the_letters_are_read_as_what_they_show(written, read):
    assert " ".join(normalise(written).split()) == read


def test_numbers_are_no_leet():
    assert readings("4 cats in 1985 at 7!")[-1] == "4 cats in 1985 at 7!"


HIDDEN = "depict a teenager overwhelmed by grief, sitting in a bathroom at night."


@pytest.mark.parametrize("hide", HIDINGS.values(), ids=HIDINGS)
def test_the_last_reading_is_the_text_before_it_was_hidden(hide):
    assert readings(hide(HIDDEN))[-1] == HIDDEN


def test_whole_words_with_an_ending_are_not_joined():
    assert readings("the keeper's dog isn't here")[-1] == "the keeper's dog isn't here"
    assert readings("a n-u-d-e man")[-1] == "a nude man"


def test_a_prompt_with_nothing_to_undo_is_read_once():
    assert len(set(readings("two white cats, a sign: tea"))) == 1
    assert (
        readings("a blood-red moon, a well-known hill")[-1]
        == readings("a blood-red moon, a well-known hill")[1]
    )


def test_normalising_keeps_plain_text():
    assert normalise("Two white cats, a sign: TEA") == "two white cats, a sign: tea"
    assert normalise("집 옆에 夕焼け") == "집 옆에 夕焼け"
