"""Words from the probabilities of sounds: guesses made by hand, and a small lexicon."""

from itertools import pairwise

import pytest
import torch

from pipeline.generate import CLEAR
from pipeline.listening.decoding import decode
from pipeline.listening.lexicon import END, START, Lexicon
from pipeline.listening.phones import BLANK, NUMBER, PHONES
from pipeline.model.networks.weights import WeightsError

SAID = {
    "a": ["AH"], "red": ["R EH D"], "read": ["R EH D", "R IY D"], "fox": ["F AA K S"],
    "box": ["B AA K S"], "cat": ["K AE T"], "cats": ["K AE T S"], "all": ["AO L"],
    "alley": ["AE L IY"], "lee": ["L IY"],
}  # fmt: skip
SENTENCES = ("a red fox", "a red box", "a red cat", "read all", "alley cats")


def numbers(phones):
    return tuple(NUMBER[phone] for phone in phones.split())


@pytest.fixture(scope="module")
def lexicon():
    counts, pairs = {}, {}
    for sentence in SENTENCES:
        words = [START, *sentence.split(), END]
        for word in words[1:]:
            counts[word] = counts.get(word, 0) + 1
        for pair in pairwise(words):
            pairs[pair] = pairs.get(pair, 0) + 1
    words = {word: [numbers(one) for one in said] for word, said in SAID.items()}
    return Lexicon(words, counts, pairs)


def guesses(phones, clear=0.97, blanks=1):
    """Log-probabilities of a sound that says the phones, each `clear`ly, with blanks between."""
    said = [BLANK]
    for phone in phones.split():
        said += [NUMBER[phone], *[BLANK] * blanks]
    rows = torch.full((len(said), 1 + len(PHONES)), (1 - clear) / len(PHONES))
    for row, number in zip(rows, said, strict=True):
        row[number] = clear
    return rows.log()


@pytest.mark.parametrize(
    ("phones", "words"),
    [
        ("AH R EH D F AA K S", "a red fox"),
        ("R IY D AO L", "read all"),
        ("AE L IY K AE T S", "alley cats"),
        ("", ""),
    ],
)
def test_clear_sounds_are_the_words_that_they_spell(lexicon, phones, words):
    found = decode(guesses(phones), lexicon)
    assert " ".join(found.words) == words
    assert found.sure > 0.9 or not words


def test_a_phone_that_sounds_on_is_one_phone(lexicon):
    once = guesses("AH R EH D K AE T")
    assert decode(once.repeat_interleave(3, 0), lexicon).words == ["a", "red", "cat"]


def test_what_two_words_share_needs_a_pause_between(lexicon):
    """ "all lee": without a blank between, two L are one, and no word begins with IY."""
    assert decode(guesses("AO L L IY"), lexicon).words == ["all", "lee"]
    assert decode(guesses("AO L L IY", blanks=0), lexicon).words != ["all", "lee"]


def test_the_words_before_choose_between_words_that_sound_alike(lexicon):
    assert decode(guesses("AH R EH D B AA K S"), lexicon).words == ["a", "red", "box"]
    assert decode(guesses("R EH D AO L"), lexicon).words == ["read", "all"]


def test_a_near_sound_snaps_to_a_word(lexicon):
    """ "a led fox" is no sentence of known words."""
    rows = guesses("AH L EH D F AA K S")
    rows[3, NUMBER["R"]] = -2.0
    found = decode(rows, lexicon)
    assert found.words == ["a", "red", "fox"]
    assert found.sure < decode(guesses("AH R EH D F AA K S"), lexicon).sure


def test_a_blurred_sound_asks_again(lexicon):
    found = decode(guesses("AH R EH D F AA K S", clear=0.12), lexicon)
    assert found.sure < CLEAR


def test_a_lexicon_is_the_same_from_its_file(lexicon, tmp_path):
    digest = lexicon.save(tmp_path / "words.json.gz")
    again = Lexicon.load(tmp_path / "words.json.gz", digest)
    assert (again.words, again.pairs) == (lexicon.words, lexicon.pairs)
    assert again.after("a", "red") == lexicon.after("a", "red") > lexicon.after("a", "cat")
    assert again.save(tmp_path / "again.json.gz") == digest


def test_a_damaged_lexicon_is_named(lexicon, tmp_path):
    path = tmp_path / "words.json.gz"
    with pytest.raises(WeightsError, match="missing"):
        Lexicon.load(path, "")
    lexicon.save(path)
    with pytest.raises(WeightsError, match="damaged"):
        Lexicon.load(path, "0" * 64)
