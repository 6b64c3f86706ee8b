"""The XMP block beside the signature."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from safety.image.upload import open_photo
from safety.provenance.metadata import encode, read_settings
from safety.provenance.signing import sign
from safety.provenance.verify import verify
from tests.safety.provenance.conftest import SETTINGS

FORMATS = ["png", "jpeg", "webp"]


@pytest.mark.parametrize("format", FORMATS)
def test_settings_can_be_read_without_the_manifest(picture, format):
    assert verify(encode(picture, format, SETTINGS)).settings == SETTINGS


VALUES = st.text(max_size=20) | st.integers() | st.booleans() | st.none()


@given(st.dictionaries(st.text(max_size=10), VALUES, max_size=5), st.sampled_from(FORMATS))
@settings(deadline=None)
def test_any_settings_come_back_as_they_were(settings, format):
    assert read_settings(encode(Image.new("RGB", (64, 64)), format, settings)) == settings


def test_the_xmp_block_is_read_by_other_programs(picture):
    for format in FORMATS:
        with Image.open(io.BytesIO(encode(picture, format, SETTINGS))) as image:
            image.load()
            xmp = image.info["xmp"]
        assert b"trainedAlgorithmicMedia" in (xmp if isinstance(xmp, bytes) else xmp.encode())


FORGED = {
    "a list": b"[1]",
    "half": b"{",
    "no UTF-8": b"\xff",
    "too deep": b"[" * 2000 + b"]" * 2000,
    "too deep inside": b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}",
    "no end": b"[" * 2000,
    "a number of many digits": b'{"seed": ' + b"9" * 6000 + b"}",
    "no number": b'{"seed": NaN}',
    "too large a number": b'{"seed": 1e999}',
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_what_are_no_settings_counts_as_none(encoded, signed, forged):
    forged = b'enogu:settings="' + forged.replace(b'"', b"&quot;") + b'"'
    data = encoded("JPEG", comment=forged)
    assert verify(data).settings is None
    assert verify(signed("png", open_photo(data))).state == "Trusted"


def test_an_unknown_format_is_named(picture):
    with pytest.raises(ValueError, match="png, jpeg or webp"):
        encode(picture, "gif", {})
    with pytest.raises(ValueError, match="PNG, JPEG, WebP or GIF"):
        sign(b"BM6000", "x.gif", model="m", settings={})
    with pytest.raises(ValueError, match="PNG, JPEG, WebP or GIF"):
        verify(b"RIFF0000WAVE")
