"""Words of whole languages: which exist, and under which base form."""

import subprocess
import sys

import pytest

from pipeline.model.reading.dictionary import LONGEST, base_form, exists


def test_a_word_exists_in_its_own_language():
    assert exists("bench", "en") and exists("benches", "en")
    assert exists("nicht", "de") and not exists("nicht", "en")
    assert exists("nicht", "en", "de")
    assert not exists("lanten", "en", "de", "es", "fr", "pt")


@pytest.mark.parametrize("word", ["", "x" * (LONGEST + 1), "\ud800", "猫"])
def test_what_is_no_word_does_not_exist(word):
    assert not exists(word, "en")
    assert base_form(word, "en") == word


def test_a_language_without_a_dictionary_has_no_words():
    assert not exists("neko", "ja")
    assert base_form("neko", "ja") == "neko"


@pytest.mark.parametrize(
    ("language", "word", "base"),
    [
        ("en", "wolves", "wolf"),
        ("de", "weißen", "weiß"),
        ("es", "gatas", "gato"),
        ("pt", "azuis", "azul"),
        ("fr", "chevaux", "cheval"),
        ("hi", "बिल्लियाँ", "बिल्ली"),
        ("en", "lanten", "lanten"),
    ],
)
def test_the_base_form_of_an_inflected_word(language, word, base):
    assert base_form(word, language) == base


def test_english_prompts_open_no_other_dictionary():
    code = """
import simplemma
asked = set()
is_known = simplemma.is_known
def spy(word, languages, **options):
    asked.update(languages)
    return is_known(word, languages, **options)
simplemma.is_known = spy
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.reading.graph import read_graph
dictionary = Dictionary.load(WEIGHTS)
read_graph("a sleek vaporwave statue by two benches", dictionary)
assert asked <= {"en"}, asked
read_graph("zwei Katzen und ein grüner Baum", dictionary)
assert "de" in asked, asked
"""
    subprocess.run([sys.executable, "-c", code], check=True)
