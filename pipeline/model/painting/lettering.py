"""Words on boards, books and shirts: as large as there is room for, in two lines at most."""

import textwrap
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "DejaVuSans-Bold.ttf"
LINE = 12  # characters
LINES = 2
FILLS = 0.86  # of the board's width and height that the words may take
LUMA = np.array((0.299, 0.587, 0.114))
ALIKE = 70  # steps of 0..255 within which a board has one colour


def lines_of(text: str, shape: float) -> list[str]:
    """At most LINES lines of LINE characters; what does not fit is left out.

    Of one line and several, those in which the letters come out largest on a board whose width is
    `shape` times its height.
    """
    ways = [textwrap.wrap(text, length)[:LINES] for length in range(LINE, 2, -1)]
    if not ways[0]:
        return []
    words = " ".join(ways[0]).split()
    complete = [way for way in ways if " ".join(way).split() == words]
    return max(complete, key=lambda way: min(1 / len(way), shape / _length(way)))


def _length(lines: list[str]) -> float:
    """Of the longest line, in font sizes."""
    return max(_font(100).getlength(line) for line in lines) / 100


def board(rgba: NDArray[np.uint8], y: float) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) in pixels of the even area around the middle of height y."""
    row = min(rgba.shape[0] - 1, int(y * rgba.shape[0]))
    columns = np.nonzero(rgba[row, :, 3] > 128)[0]
    if not len(columns):
        return 0, 0, rgba.shape[1], rgba.shape[0]
    middle = int(columns.mean())
    color = np.median(rgba[row, columns, :3], axis=0)
    alike = np.abs(rgba[..., :3] - color).max(-1) < ALIKE
    board_ = alike & (rgba[..., 3] > 128)
    left, right = _run(board_[max(0, row - 2) : row + 3].mean(0) > 0.3, middle)
    top, bottom = _run(board_[:, left : right + 1].mean(1) > 0.7, row)
    return left, top, right + 1, bottom + 1


def _run(marks: NDArray[np.bool_], start: int) -> tuple[int, int]:
    """First and last place of the marked run around a start."""
    gaps = np.nonzero(~marks)[0]
    before, after = gaps[gaps < start], gaps[gaps > start]
    first = int(before[-1]) + 1 if len(before) else 0
    return first, int(after[0]) - 1 if len(after) else len(marks) - 1


def write(rgba: NDArray[np.uint8], text: str, y: float) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 with the text around the height y (0..1), dark on light or light on dark."""
    left, top, right, bottom = board(rgba, y)
    width, height = (right - left) * FILLS, (bottom - top) * FILLS
    lines = lines_of(text, width / max(height, 1.0))
    if not lines or width < 4 or height < 4:
        return rgba
    size = height / (1.15 * len(lines))
    font = _font(max(4, int(min(size, width / _length(lines)))))
    coverage = Image.new("L", (rgba.shape[1], rgba.shape[0]))
    middle = (left + right) / 2, (top + bottom) / 2
    ImageDraw.Draw(coverage).multiline_text(
        middle, "\n".join(lines), 255, font, "mm", spacing=font.size * 0.15, align="center"
    )
    under = float(np.median(rgba[top:bottom, left:right, :3] @ LUMA))
    ink = np.array((40, 30, 26) if under > 125 else (250, 246, 236), np.float32)
    share = np.asarray(coverage, np.float32)[..., None] / 255
    color = rgba[..., :3] * (1 - share) + ink * share
    return np.concatenate([np.round(color).astype(np.uint8), rgba[..., 3:]], -1)


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
