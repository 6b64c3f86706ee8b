"""Words in bold capitals as coverage textures, for the boards of signposts."""

from functools import lru_cache
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "DejaVuSans-Bold.ttf"
CAPITAL = 96  # height of a capital in the source strips, pixels
CANVAS = (96, 308)  # height and width of a word's texture; the board's box has this shape
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
        """The word, a capital's height high. The tails of J and Q, by which they are told from I
        and O, hang below the line: these letters are drawn shorter, so that nothing is cut."""
        left, _, right, _ = self.font.getbbox(word)
        _, top, _, baseline = self.font.getbbox("H")
        strip = Image.new("L", (right - left + 4, CAPITAL + 4))
        for index, letter in enumerate(word):
            bottom = max(baseline, self.font.getbbox(letter)[3])
            drawn = Image.new("L", (2 * CAPITAL, bottom - top + 4))
            draw = ImageDraw.Draw(drawn)
            draw.text((CAPITAL // 2, 2 - top), letter, font=self.font, fill=255)
            drawn = drawn.resize((drawn.width, strip.height), Image.Resampling.LANCZOS)
            place = round(self.font.getlength(word[: index + 1]) - self.font.getlength(letter))
            strip.paste(255, (place + 2 - left - CAPITAL // 2, 0), drawn)
        return strip
