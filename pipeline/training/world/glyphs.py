"""Words in bold capitals as coverage textures, for the boards of signposts."""

from functools import lru_cache
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "DejaVuSans-Bold.ttf"
CAPITAL = 96  # height of a capital in the source strips, pixels
CANVAS = (96, 308)  # height and width of a word's texture; the board's box has this shape
STEM = 25  # width of an upright stroke of the font at that height
FINE = 4  # our own letters are drawn this many times as large first
NARROWEST = 0.72  # long words are condensed to this share of their width before they shrink


class Glyphs:
    """Textures of words, made once each."""

    def __init__(self, device: torch.device | str = "cpu"):
        self.device = device
        self.font = ImageFont.truetype(str(FONT), round(CAPITAL / 0.729))  # cap height / em
        self.word = lru_cache(maxsize=4096)(self._word)

    def sample(self, word: str, x: torch.Tensor, y: torch.Tensor, pixels: float) -> torch.Tensor:
        """Coverage (h, w) at x, y (h, w) in -1..1 of the word's box, drawn `pixels` wide."""
        level = sum(pixels * 1.4 < CANVAS[1] / 2**k for k in range(3))
        grid = torch.stack(torch.broadcast_tensors(x, y), dim=-1)[None]
        texture = self.word(word, level)
        return F.grid_sample(texture, grid, mode="bilinear", align_corners=False)[0, 0]

    def _word(self, word: str, level: int) -> torch.Tensor:
        """(1, 1, h, w) coverage, halved `level` times so that small boards stay crisp."""
        strip = self._strip(word)
        height, width = CANVAS
        scale = min(1.0, width / (strip.width * NARROWEST))
        wide = round(min(strip.width * scale, width))
        small = strip.resize((wide, round(CAPITAL * scale)), Image.Resampling.LANCZOS)
        canvas = Image.new("L", (width, height))
        canvas.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
        canvas = canvas.resize((width >> level, height >> level), Image.Resampling.BOX)
        flat = torch.frombuffer(bytearray(canvas.tobytes()), dtype=torch.uint8)
        return (flat.view(1, 1, height >> level, width >> level) / 255).to(self.device)

    def _strip(self, word: str) -> Image.Image:
        """The word, a capital's height high."""
        drawn = [capital(letter, self.font) for letter in word]
        strip = Image.new("L", (sum(letter.width for letter in drawn) + 4, CAPITAL + 4))
        place = 2
        for letter in drawn:
            strip.paste(letter, (place, 0))
            place += letter.width
        return strip


def capital(letter: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    """(advance, CAPITAL + 4) coverage. J and Q are our own: the font's differ from I and O by
    tails that hang below the line, and a board has no room there."""
    width = round(font.getlength({"J": "L", "Q": "O"}.get(letter, letter)))
    tall = CAPITAL + 4
    if letter == "J":
        big = Image.new("L", (width * FINE, tall * FINE))
        _draw_j(ImageDraw.Draw(big), width * FINE, tall * FINE)
        return big.resize((width, tall), Image.Resampling.LANCZOS)
    drawn = Image.new("L", (width, tall))
    _, top, _, _ = font.getbbox("H")
    ImageDraw.Draw(drawn).text((0, 2 - top), "O" if letter == "Q" else letter, font=font, fill=255)
    if letter == "Q":
        big = drawn.resize((width * FINE, tall * FINE), Image.Resampling.LANCZOS)
        _draw_tail(ImageDraw.Draw(big), width * FINE, tall * FINE)
        drawn = big.resize((width, tall), Image.Resampling.LANCZOS)
    return drawn


def _draw_j(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    """A stem on the right that turns into a half circle open to the upper left."""
    stem, left, right, bottom = STEM * FINE, 0.02 * width, 0.9 * width, height - 2 * FINE
    middle = bottom - (right - left) / 2
    draw.rectangle((right - stem, 2 * FINE, right, middle), fill=255)
    circle = (left, bottom - (right - left), right, bottom)
    draw.arc(circle, 0, 180, fill=255, width=round(stem))


def _draw_tail(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    """The tail of a Q, from within the bowl to the corner, with a gap of air on its upper side."""
    start, end = (0.52 * width, 0.60 * height), (0.97 * width, 0.97 * height)
    draw.line((start, end), fill=0, width=round(1.5 * STEM * FINE))
    draw.line((start, end), fill=255, width=round(0.95 * STEM * FINE))
