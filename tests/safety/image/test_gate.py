import math
import re
import threading
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from safety.image import gate as output
from safety.image import nsfw_detector
from safety.image.gate import OutputGate, blurred, check_output, check_photo
from safety.image.nsfw_detector import (
    Detector,
    DetectorUnavailable,
)
from safety.policy import THRESHOLDS, TOO_LATE, Category
from tests.safety.image.test_nsfw_detector import paintings


class Scores:
    """A classifier that gives fixed scores."""

    def __init__(self, **scores):
        self._scores = scores

    def scores(self, image):
        return self._scores


def gate(graphic=0.03, sexual=0.04, nsfw=0.01, safe=0.4):
    return OutputGate(Scores(graphic=graphic, sexual=sexual, safe=safe), Scores(nsfw=nsfw, sfw=0.9))


@pytest.fixture(scope="module")
def real_gate():
    return OutputGate.load()


@pytest.mark.parametrize("name", paintings())
def test_real_classifiers_pass_benign_pictures(real_gate, name):
    verdict = real_gate.check(paintings()[name])
    assert verdict.allowed, verdict


@pytest.mark.parametrize("size", [(1, 1), (64, 256), (2000, 500), (1024, 1024)])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
def test_any_size_and_mode_is_judged(real_gate, size, mode):
    assert real_gate.check(Image.new(mode, size, "white")).allowed


@pytest.mark.parametrize(
    ("scores", "category"),
    [
        ({"graphic": 0.61}, Category.GORE),
        ({"sexual": 0.51}, Category.SEXUAL),
        ({"nsfw": 0.81}, Category.SEXUAL),
        ({"sexual": 0.26, "nsfw": 0.26}, Category.SEXUAL),
        ({"sexual": 0.34, "nsfw": 0.2}, None),
        ({"sexual": 0.2, "nsfw": 0.59}, None),
        ({"graphic": 0.39}, None),
    ],
)
def test_thresholds(picture, scores, category):
    verdict = gate(**scores).check(picture)
    assert (verdict.allowed, verdict.category) == (category is None, category)
    assert bool(verdict.reason) != verdict.allowed and not verdict.grey


@pytest.mark.parametrize(
    ("scores", "category"),
    [
        ({"sexual": 0.36}, Category.SEXUAL),
        ({"nsfw": 0.61}, Category.SEXUAL),
        ({"graphic": 0.41}, Category.GORE),
    ],
)
def test_the_grey_band_refuses_and_asks_for_another_try(picture, scores, category):
    verdict = gate(**scores).check(picture)
    assert (verdict.allowed, verdict.grey, verdict.category) == (False, True, category)
    assert "another seed" in verdict.reason


class Whole:
    """A classifier that finds the whole picture a little doubtful, and gives `part` for the parts
    and the mirror image."""

    def __init__(self, **part):
        self.part, self.looks = {"graphic": 0.1, "sexual": 0.05, "safe": 0.85} | part, 0

    def scores(self, image):
        self.looks += 1
        return {"graphic": 0.43, "sexual": 0.06, "safe": 0.51} if self.looks == 1 else self.part


def test_doubt_about_violence_ends_where_every_part_is_called_safe(picture):
    """A blonde woman on a beach, red flowers beside her, has 0.43: the classifier's own answer is
    "safe", of the whole and of each part."""
    assert OutputGate(Whole(), gate().open_nsfw).check(picture).allowed


@pytest.mark.parametrize(
    "part",
    [
        {"graphic": 0.5, "safe": 0.4},
        {"sexual": 0.5, "safe": 0.4},
        {"safe": math.nan},
        {"graphic": math.nan},
        {"safe": None},
    ],
)
def test_but_not_where_one_part_is_called_anything_else(picture, part):
    assert not OutputGate(Whole(**part), gate().open_nsfw).check(picture).allowed


@pytest.mark.parametrize("scores", [{"graphic": 0.6}, {"sexual": 0.36}, {"nsfw": 0.61}])
def test_no_second_look_helps_where_the_classifiers_are_surer(picture, scores):
    assert not gate(**scores, safe=0.9).check(picture).allowed


def test_a_blurred_picture_keeps_its_size_and_no_detail():
    board = np.indices((96, 128)).sum(0) // 4 % 2 * 255
    image = blurred(Image.fromarray(board.astype(np.uint8)))
    assert image.size == (128, 96) and np.ptp(np.asarray(image)) < 40


def test_a_classifier_that_hangs_refuses(picture):
    class Hanging:
        def scores(self, image):
            forever.wait()

    forever = threading.Event()
    slow = OutputGate(Hanging(), gate().open_nsfw, replace(THRESHOLDS, seconds=0.05))
    assert slow.check(picture) == TOO_LATE  # which says no word of reinstalling
    forever.set()


def test_the_log_has_a_hash_and_no_picture(monkeypatch, picture, caplog):
    monkeypatch.setattr(output, "_gate", gate(nsfw=0.9))
    with caplog.at_level("INFO", "enogu"):
        check_output(picture)
        check_output(picture)
    first, second = (record.getMessage() for record in caplog.records)
    assert first == second and re.fullmatch(r"output [0-9a-f]{12} refused sexual 0\.90", first)


@pytest.mark.parametrize("score", [math.nan, math.inf, -1.0, 2.0, None, "high"])
@pytest.mark.parametrize("name", ["graphic", "sexual", "nsfw"])
def test_a_senseless_score_refuses(picture, name, score):
    verdict = gate(**{name: score}).check(picture)
    assert (verdict.allowed, verdict.category) == (False, Category.UNAVAILABLE)


@pytest.mark.parametrize("part", ["safety", "open_nsfw"])
def test_a_classifier_that_throws_refuses(picture, part):
    class Broken:
        def scores(self, image):
            raise MemoryError

    parts = {"safety": gate().safety, "open_nsfw": gate().open_nsfw, part: Broken()}
    assert OutputGate(**parts).check(picture).category is Category.UNAVAILABLE


def test_what_is_no_image_refuses():
    assert gate().check(None).category is Category.UNAVAILABLE


def test_a_session_that_answers_nan_refuses(real_gate, picture):
    broken = Detector(
        real_gate.safety.session,
        lambda image: np.full((3, 224, 224), np.nan, np.float32),
        real_gate.safety.classes,
    )
    assert OutputGate(broken, real_gate.open_nsfw).check(picture).category is Category.UNAVAILABLE


def use_file(monkeypatch, path):
    monkeypatch.setattr(nsfw_detector, "packaged_file", lambda package, name: path)
    monkeypatch.setattr(output, "_gate", None)


def test_a_missing_model_file_refuses(monkeypatch, tmp_path, picture):
    use_file(monkeypatch, tmp_path / "missing.onnx")
    assert check_output(picture).category is Category.UNAVAILABLE
    with pytest.raises(DetectorUnavailable, match=r"missing\.onnx"):
        OutputGate.load()


def test_a_corrupt_model_file_refuses(monkeypatch, tmp_path, picture):
    path = tmp_path / "model.onnx"
    path.write_bytes(b"not a network")
    use_file(monkeypatch, path)
    assert check_output(picture).category is Category.UNAVAILABLE
    with pytest.raises(DetectorUnavailable, match="checksum"):
        OutputGate.load()


def test_the_default_gate_is_loaded_once_for_many_threads(monkeypatch, picture):
    monkeypatch.setattr(output, "_gate", None)
    loads = []
    monkeypatch.setattr(OutputGate, "load", lambda: loads.append(1) or gate())
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(check_output(picture))) for _ in "1234"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == [1] and [answer.allowed for answer in answers] == [True] * 4


def test_a_photo_is_refused_in_words_of_its_own_and_never_asked_for_again(monkeypatch, picture):
    for score in (0.5, 0.9):
        monkeypatch.setattr(output, "_gate", gate(graphic=score))
        verdict = check_photo(picture)
        assert (verdict.allowed, verdict.grey) == (False, False)
        assert verdict.reason.startswith("The photo looks like graphic violence")
    monkeypatch.setattr(output, "_gate", gate())
    assert check_photo(picture).allowed
