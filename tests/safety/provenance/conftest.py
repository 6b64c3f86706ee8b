"""Signed pictures to test with."""

import pytest

from safety.provenance.metadata import encode
from safety.provenance.signing import sign

SETTINGS = {"prompt": 'a "red" <lantern> & 灯\x01', "seed": 7, "tokens": 1024, "steps": 4}


@pytest.fixture
def signed(picture, tmp_path):
    """Sign a picture: signed("png", ingredient=...) -> path."""

    def make(format="png", ingredient=None, **how):
        path = tmp_path / f"picture.{format}"
        data = encode(picture, format, SETTINGS, from_photo=ingredient is not None)
        how |= {"settings": SETTINGS, "ingredient": ingredient}
        sign(data, path, model="Enogu embedded 0.1", **how)
        return path

    return make
