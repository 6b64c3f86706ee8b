"""What stands in a finished picture is read back from its pixels and judged."""

import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from safety.image.gate import check_output, check_photo
from safety.packaged import DetectorUnavailable
from safety.policy import TOO_LATE, Category, Thresholds
from safety.signs import gate
from safety.signs.gate import UNREADABLE, check_written
from safety.signs.reader import TextReader

ASSETS = Path(__file__).parents[3] / "assets"
FONT = ASSETS / "fonts" / "DejaVuSans-Bold.ttf"
MILD = "BOLLOCKS"  # stands for all words of the list


def painted(words: str, turn: float = 0, letters: int = 36) -> Image.Image:
    """A photo with a board on which the words stand."""
    picture = Image.open(ASSETS / "examples" / "landscape.jpg").convert("RGB").resize((640, 560))
    font = ImageFont.truetype(str(FONT), letters)
    board = Image.new("RGBA", (400, 60 * len(words.split("\n"))), (240, 230, 200, 255))
    ImageDraw.Draw(board).multiline_text((20, 8), words, (40, 30, 20), font)
    board = board.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    picture.paste(board, (120, 60), board)
    return picture


@pytest.fixture(scope="module")
def reader():
    return TextReader.load()


@pytest.mark.parametrize("turn", [0, 8, -8, 90, -90, 180])
def test_words_on_a_board_are_read_whatever_its_angle(reader, turn):
    assert reader.read(painted("FRESH BREAD", turn)) == ["FRESH BREAD"]


def test_lines_are_read_from_top_to_bottom_in_languages(reader):
    assert reader.read(painted("CAFÉ GRÜN\nMÜNCHEN 35")) == ["CAFÉ GRÜN", "MÜNCHEN 35"]


def test_a_picture_without_writing_has_none(reader):
    for name in ("landscape.jpg", "animal.jpg", "painted/fox.webp"):
        assert reader.read(Image.open(ASSETS / "examples" / name)) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (64, 64), (1, 5000)])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_any_size_and_mode_is_read(reader, size, mode):
    assert reader.read(Image.new(mode, size, "white")) == []


def test_a_listed_word_that_came_out_is_refused():
    for check in (check_written, check_output, check_photo):
        verdict = check(painted(f"WHAT\n{MILD}"))
        assert (verdict.allowed, verdict.category, verdict.grey) == (
            False,
            Category.PROFANITY,
            False,
        ), check


def test_harmless_writing_passes_and_so_does_the_number_of_a_bus():
    for words in ("FRESH BREAD", "88", "SCUNTHORPE\nESSEX"):
        assert check_output(painted(words)).allowed, words


def test_more_boards_than_are_read_take_no_longer(reader):
    rng = np.random.default_rng(0)
    noise = Image.fromarray((rng.random((900, 900)) < 0.5).astype(np.uint8) * 255)
    assert check_written(noise).allowed or reader.read(noise)


@pytest.mark.parametrize("name", ["PP-OCRv6_det_tiny.onnx", "PP-OCRv6_rec_tiny.onnx"])
def test_a_missing_or_damaged_network_refuses(name, tmp_path, monkeypatch):
    for path in (ASSETS / "ocr").glob("*.onnx"):
        end = -1 if path.name == name else None
        (tmp_path / path.name).write_bytes(path.read_bytes()[:end])
    with pytest.raises(DetectorUnavailable, match="damaged"):
        TextReader.load(tmp_path)

    def broken():
        return TextReader.load(tmp_path)

    monkeypatch.setattr(gate, "_reader", broken)
    assert check_written(painted("TEA")) == UNREADABLE
    assert check_output(painted("TEA")) == UNREADABLE


def test_a_network_that_gives_no_probabilities_refuses(monkeypatch, reader):
    class Broken(TextReader):
        def read(self, image):
            raise DetectorUnavailable("the text reader gave no probabilities")

    broken = Broken(reader.detector, reader.recogniser, reader.letters)
    monkeypatch.setattr(gate, "_reader", lambda: broken)
    assert check_written(painted("TEA")).category is Category.UNAVAILABLE


def test_a_reading_that_takes_too_long_refuses_and_loading_is_not_reading(monkeypatch, reader):
    def slow(*_):
        time.sleep(1)
        return reader

    monkeypatch.setattr(gate, "_reader", cache(slow))
    monkeypatch.setattr(TextReader, "read", lambda *_: ["TEA"])
    assert gate.begin_to_read(painted("TEA")).result(0.9) == ["TEA"]
    monkeypatch.setattr(gate, "THRESHOLDS", Thresholds(seconds=0.2))
    monkeypatch.setattr(TextReader, "read", slow)
    assert check_written(painted("TEA")) == TOO_LATE
