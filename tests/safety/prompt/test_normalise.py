"""What hides a word is undone, and plain text stays as it is."""

import pytest

from pipeline.benchmarks.safety import HIDINGS
from safety.prompt.normalise import normalise, readings


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
