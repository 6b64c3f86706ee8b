"""Letters of other scripts are read as the Latin ones that they look like."""

import unicodedata

import pytest

from safety.prompt.lookalikes import lookalikes
from safety.prompt.normalise import normalise


@pytest.mark.parametrize(
    "hidden",
    [
        "пudе",  # Cyrillic
        "nυdε",  # Greek
        "ոսdе",  # Armenian
        "ɴᴜᴅᴇ",  # small capitals
        "ꓠꓴꓓꓰ",  # Lisu
        "nuԁe",
        "nuđe",
        "nuɗe",
    ],
)
def test_a_word_in_other_letters_is_read(hidden):
    assert normalise(hidden) == "nude"


def test_every_letter_has_a_look_alike_in_another_script():
    assert set("abcdefghijklmnopqrstuvwxyz") <= set(lookalikes().values())


def test_no_ascii_letter_is_changed():
    assert all(char > 127 and read.isascii() and read.isalpha()
               for char, read in lookalikes().items())  # fmt: skip


@pytest.mark.parametrize(
    "text", ["집 옆에", "夕焼けの丘に立つ風車", "قطة على السطح", "लड़की और बिल्ली", "แมวบนหลังคา"]
)
def test_scripts_of_other_shapes_stay(text):
    assert not any(char in lookalikes() for char in map(ord, unicodedata.normalize("NFKD", text)))
