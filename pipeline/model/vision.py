"""The vision encoder: what describe looks at a picture with, beside its image tokens.

A hundred FSQ codes say where the sky ends, but little of a kitten. So a picture that is to be put
into words is seen as in MiniGPT-4 (Zhu et al., 2023): by a frozen vision encoder whose features go
through one linear layer into the language model, here at the places of the picture's own tokens.
The encoder is the trunk of a detector of centres (`pipeline/training/judge.py`).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.config import VisionConfig
from pipeline.model.image_tokenizer import fit_grid
from pipeline.model.layers import ResBlock


class VisionEncoder(nn.Module):
    """Convolutional encoder of three scales, joined from coarse to fine (Lin et al., 2017)."""

    def __init__(self, widths: tuple[int, int, int] = VisionConfig.widths) -> None:
        super().__init__()
        a, b, c = widths
        self.fine = nn.Sequential(
            nn.Conv2d(3, a // 2, 3, 2, padding=1),
            nn.SiLU(),
            nn.Conv2d(a // 2, a, 3, 2, padding=1),
            ResBlock(a, a),
        )
        self.middle = nn.Sequential(nn.Conv2d(a, b, 3, 2, padding=1), ResBlock(b, b))
        self.coarse = nn.Sequential(nn.Conv2d(b, c, 3, 2, padding=1), ResBlock(c, c))
        self.up = nn.Conv2d(c, b, 1)
        self.join = ResBlock(b, b)
        self.top = nn.Conv2d(b, a, 1)
        self.last = ResBlock(a, a)

    def maps(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1] -> features (B, widths[0], H/4, W/4) that know of all
        scales, and the coarse ones (B, widths[2], H/16, W/16)."""
        fine = self.fine(pictures * 2 - 1)
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        middle = self.join(middle + _grow(self.up(coarse), middle))
        return self.last(fine + _grow(self.top(middle), fine)), coarse

    def encode(self, pictures: Tensor, grid: tuple[int, int]) -> Tensor:
        """Pictures (B, 3, any, any) in [0, 1] -> a vector a cell, (B, *grid, features): the fine
        features of its sub-cells and the coarse ones, each part with a root mean square of 1."""
        fine, coarse = self.maps(fit_grid(pictures, grid, VisionConfig.PATCH))
        parts = (F.pixel_unshuffle(fine, VisionConfig.SUB_CELLS), coarse)
        parts = (part.permute(0, 2, 3, 1).float() for part in parts)
        return torch.cat([F.rms_norm(part, part.shape[-1:], eps=1e-6) for part in parts], -1)


def _grow(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, like.shape[-2:], mode="nearest")
