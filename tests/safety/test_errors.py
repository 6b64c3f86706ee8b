"""Every mistake of a user is a code with values, whose English message has nothing left open."""

import pickle
import string

import pytest

from safety.__main__ import WrongTable
from safety.errors import UserError
from safety.image.upload import UploadRefused, open_photo
from safety.limits import TooManyRequests
from safety.provenance.keys import KeyUnusable
from safety.provenance.metadata import WrongPictureFile

KINDS = (UploadRefused, WrongPictureFile, KeyUnusable, WrongTable)
CODES = [(kind, code) for kind in KINDS for code in kind.MESSAGES]


def blanks(message):
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize(("kind", "code"), CODES)
def test_a_message_has_its_values_in_it(kind, code):
    values = dict.fromkeys(blanks(kind.MESSAGES[code]), 12345)
    error = kind(code, **values)
    assert isinstance(error, ValueError) and (error.code, error.values) == (code, values)
    assert "{" not in str(error) and str(error).count("12345") == len(values)


def test_an_unknown_code_is_a_programmers_mistake():
    with pytest.raises(KeyError):
        UserError("no such code")


@pytest.mark.parametrize(
    "error",
    [
        UploadRefused("small", width=3, height=5, least=64),
        UploadRefused("damaged").of("mask"),
        TooManyRequests(600.4),
        TooManyRequests(0.2),
    ],
)
def test_an_error_survives_pickling(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), again.code, again.values) == (str(error), error.code, error.values)


def test_a_refused_upload_has_numbers_as_values(encoded, picture):
    with pytest.raises(UploadRefused) as refused:
        open_photo(encoded("PNG", image=picture.resize((8, 9))))
    assert refused.value.code == "small"
    assert refused.value.values == {"width": 8, "height": 9, "least": 64}


def test_a_refused_mask_keeps_code_and_values():
    mask = UploadRefused("large_file", most=25).of("mask")
    assert str(mask) == "The mask: The file is too large. At most 25 MB."
    assert (mask.code, mask.values) == ("large_file", {"most": 25, "of": "mask"})


@pytest.mark.parametrize(
    ("wait", "code", "values"),
    [
        (0.2, "wait_seconds", {"seconds": 1}),
        (89.4, "wait_seconds", {"seconds": 89}),
        (90, "wait_minutes", {"seconds": 90, "minutes": 2}),
        (600, "wait_minutes", {"seconds": 600, "minutes": 10}),
    ],
)
def test_how_long_to_wait_is_a_number(wait, code, values):
    error = TooManyRequests(wait)
    assert (error.code, error.values, error.wait) == (code, values, wait)
