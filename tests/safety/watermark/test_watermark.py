"""The mark in real pictures, before and after what pictures meet on their way."""

import io
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.benchmarks.watermark import ATTACKS, forged
from safety.provenance.keys import load_key, watermark_key
from safety.provenance.signing import sign
from safety.provenance.verify import verify
from safety.watermark import THRESHOLD, Payload, detect, embed, find, mark
from safety.watermark.detector import _HYPOTHESES
from safety.watermark.embedder import MIN_PSNR
from safety.watermark.pattern import SYMBOLS
from safety.watermark.payload import ENGINES

EXAMPLES = Path(__file__).parents[3] / "assets" / "examples"
KEY = bytes(range(32))
PAYLOAD = Payload("embedded", 0xC0FFEE)


def psnr(one: Image.Image, other: Image.Image) -> float:
    error = np.asarray(one, float) - np.asarray(other, float)
    return 10 * np.log10(255**2 / (error**2).mean())


@pytest.fixture(scope="module")
def photo():
    """A photo of 640 pixels, half of it sky."""
    image = Image.open(EXAMPLES / "landscape.jpg").convert("RGB")
    image.thumbnail((640, 640))
    return image


@pytest.fixture(scope="module")
def marked(photo):
    return embed(photo, PAYLOAD, KEY)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_mark_is_read_after(marked, attack):
    detection = detect(ATTACKS[attack](marked), KEY)
    assert detection.found
    # Under large words a byte of the payload may be lost; a wrong one is never told.
    covered = attack == "large words over it"
    assert detection.payload in ((PAYLOAD, None) if covered else (PAYLOAD,))


@pytest.mark.parametrize("attack", ["nothing", "JPEG 50", "half the size", "a turn by -2 degrees"])
def test_no_mark_is_found_where_none_is(photo, attack):
    detection = detect(ATTACKS[attack](photo), KEY)
    assert detection.score < THRESHOLD - 1
    assert (detection.found, detection.payload) == (False, None)


def test_the_average_of_marked_pictures_is_no_mark():
    """Nobody needs a key to average; the pilots are then known, and nothing is scored by them."""
    assert max(forged([EXAMPLES / "building.jpg"], 24)) < THRESHOLD


def test_a_chance_hit_is_below_one_in_a_million():
    """The bound of the detector's docstring, of as many hypotheses as it tries."""
    tried = _HYPOTHESES * 256**SYMBOLS
    assert tried * math.exp(-(THRESHOLD**2) / 2) < 1e-6


def test_wrong_keys_find_nothing_in_a_marked_picture(marked):
    scores = [detect(marked, bytes([number]) * 32).score for number in range(10)]
    assert max(scores) < THRESHOLD - 1


@given(st.binary(min_size=4, max_size=4), st.binary(min_size=32, max_size=32))
def test_a_sealed_payload_opens_with_its_key(data, key):
    payload = Payload.from_bytes(data)
    assert Payload.unsealed(payload.seal(key), key) == payload


def test_sealed_payloads_have_no_byte_in_common():
    """Pictures of one engine: each of the four bytes takes most of its 256 values."""
    sealed = [Payload("embedded", number).seal(KEY) for number in range(1000)]
    assert len(set(sealed)) == 1000
    assert all(len({each[place] for each in sealed}) > 230 for place in range(4))
    wrong = [Payload.unsealed(number.to_bytes(4), KEY) for number in range(1000)]
    assert sum(each is not None for each in wrong) < 100


def test_another_installations_mark_is_not_ours(marked):
    assert not detect(marked, bytes(32)).found


def test_the_mark_is_faint_and_fainter_in_the_sky(photo, marked):
    assert psnr(photo, marked) > MIN_PSNR - 0.2  # rounding adds to it
    change = np.asarray(marked, float)[..., 1] - np.asarray(photo, float)[..., 1]
    plain = Image.new("RGB", (256, 256), (120, 170, 220))
    sky = np.asarray(embed(plain, PAYLOAD, KEY), float)[..., 1] - 170
    assert sky.std() < 0.8 < change.std()
    assert np.abs(sky).max() <= 3


def test_a_large_picture_is_marked_as_seen_from_afar(photo):
    large = photo.resize((2 * photo.width, 2 * photo.height), Image.Resampling.LANCZOS)
    assert detect(embed(large, PAYLOAD, KEY).resize(photo.size), KEY).payload == PAYLOAD


@pytest.mark.parametrize("texture", ["photo", "noise"])
def test_a_small_picture_as_it_was_made_is_marked_by_any_key(photo, texture):
    """256 pixels a side, of which half of a noise's marks were not found under a random key."""
    generator = np.random.default_rng(5)
    noise = Image.fromarray(generator.normal(128, 40, (256, 256, 3)).clip(0, 255).astype(np.uint8))
    small = photo.resize((256, 256), Image.Resampling.LANCZOS) if texture == "photo" else noise
    keys = [generator.bytes(32) for _ in range(8)]
    assert min(detect(embed(small, PAYLOAD, key), key).score for key in keys) > THRESHOLD + 0.4
    assert psnr(small, embed(small, PAYLOAD, KEY)) > MIN_PSNR - 2.5


def test_the_same_picture_gets_the_same_mark(photo):
    assert Payload.of(photo, "embedded", KEY) == Payload.of(photo, "embedded", KEY)
    assert Payload.of(photo, "embedded", KEY) != Payload.of(photo, "embedded", bytes(32))
    assert embed(photo, PAYLOAD, KEY).tobytes() == embed(photo, PAYLOAD, KEY).tobytes()


def test_only_the_masks_part_is_marked(photo):
    mask = Image.new("L", photo.size)
    mask.paste(255, (200, 0, *photo.size))
    marked = embed(photo, PAYLOAD, KEY, mask)
    assert marked.crop((0, 0, 200, 99)).tobytes() == photo.crop((0, 0, 200, 99)).tobytes()
    assert detect(marked, KEY).payload == PAYLOAD


def test_nothing_marked_stays_itself(photo):
    nowhere = Image.new("L", photo.size)
    assert embed(photo, PAYLOAD, KEY, nowhere).tobytes() == photo.tobytes()


@given(st.sampled_from(ENGINES), st.integers(0, 2**24 - 1))
def test_a_payload_is_eight_digits_and_comes_back(engine, number):
    payload = Payload(engine, number)
    assert len(payload.hex()) == 8
    assert Payload.from_bytes(bytes.fromhex(payload.hex())) == payload


@pytest.mark.parametrize(("engine", "named"), [("flux-klein", "flux-klein"), ("new", "other")])
def test_an_engine_without_a_number_is_another(engine, named):
    assert Payload.of(Image.new("RGB", (8, 8)), engine, KEY).engine == named
    assert Payload.from_bytes(b"\xff\0\0\0").engine == "other"


@pytest.mark.parametrize("size", [(1, 1), (63, 900), (64, 64), (700, 64), (256, 256)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_plain_picture_of_any_size_gets_an_answer(size, mode):
    assert not detect(Image.new(mode, size, "white"), KEY).found


def test_the_installations_mark_is_looked_for_only_where_a_key_is(photo, installation):
    assert find(photo) is None
    assert not installation.exists()
    marked, payload = mark(photo, "embedded")
    assert find(marked).payload == payload
    (installation / "signing" / "key.pem").write_text("damaged")
    assert find(marked) is None


def test_the_key_is_the_installations_own(installation, tmp_path):
    first = watermark_key(load_key())
    assert watermark_key(load_key()) == first and len(first) == 32
    installation.rename(tmp_path / "another")
    assert watermark_key(load_key()) != first


def test_stripped_metadata_leaves_the_mark(photo, tmp_path):
    marked, payload = mark(photo, "embedded")
    path = tmp_path / "signed.png"
    out = io.BytesIO()
    marked.save(out, "PNG")
    sign(out.getvalue(), path, model="m", settings={}, watermark=payload.hex())
    assert verify(path).summary == (
        "Signal found: trusted Content Credentials; this installation's watermark."
    )
    stripped = io.BytesIO()
    Image.open(path).save(stripped, "JPEG", quality=80)
    report = verify(stripped.getvalue())
    assert (report.state, report.answer) == ("None", "signal found")
    assert report.summary == "Signal found: this installation's watermark."
    assert (report.watermark.payload, report.watermark.engine) == (payload.hex(), "embedded")
    assert verify(EXAMPLES / "animal.jpg").answer == "inconclusive"
