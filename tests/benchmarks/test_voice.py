"""What a spoken prompt costs: words heard wrong, plans that came out otherwise."""

import numpy as np
import pytest

from pipeline.benchmarks.voice import Utterance, in_noise, score, things_in, written, wrong_words
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.results import Heard

SILENCE = np.zeros(16_000, np.float32)
SAID = "a red fox under a blue umbrella"


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.load(WEIGHTS)


class Repeating:
    """Hears the same in every recording."""

    name = "repeating"

    def __init__(self, text: str, sure: float = 1.0):
        self.heard = Heard(text, sure, self.name)

    def transcribe(self, samples: np.ndarray) -> Heard:
        return self.heard


def test_words_put_in_left_out_or_changed_are_counted():
    said = SAID.split()
    assert wrong_words(said, said) == 0
    assert wrong_words(said, ["the", "red", "fox", "under", "blue", "umbrellas", "now"]) == 4
    assert wrong_words(said, []) == 7


@pytest.mark.parametrize(
    ("heard", "errors", "same"),
    [
        (SAID, 0, 1),
        ("the red fox under the blue umbrella", 2, 1),
        ("a red fox under a new umbrella", 1, 0),
        ("a red box under a blue umbrella", 1, 0),
    ],
)
def test_a_plan_is_the_same_where_things_and_colours_are(dictionary, heard, errors, same):
    found, missed = score(Repeating(heard), [Utterance(SAID, "nobody", SILENCE)], dictionary)
    assert (found.errors, found.words, found.same, found.again) == (errors, 7, same, 0)
    assert len(missed) == (errors > 0)


def test_what_was_not_clear_is_asked_again_and_counts_as_no_plan(dictionary):
    found, _ = score(Repeating(SAID, 0.01), [Utterance(SAID, "nobody", SILENCE)], dictionary)
    assert (found.same, found.again) == (0, 1)


def test_relations_are_part_of_a_plan(dictionary):
    under, beside = (f"a fox {word} an umbrella" for word in ("under", "beside"))
    assert things_in(under, dictionary) != things_in(beside, dictionary)


def test_noise_is_as_loud_as_it_is_called():
    voice = np.sin(np.arange(16_000) / 7).astype(np.float32) / 3
    noise = in_noise(voice, 10, seed=1) - voice
    assert 10 * np.log10(np.mean(voice**2) / np.mean(noise**2)) == pytest.approx(10, abs=0.3)


def test_there_is_enough_to_read_aloud():
    assert len(written()) > 100
