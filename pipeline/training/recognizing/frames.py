"""How a picture is cropped, mirrored and softened before a network that sees learns from it."""

import random
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

SOFT_SHARE = 0.5  # of the batches are softened
CLOSER_SHARE = 0.5  # of the pictures are cropped
CLOSEST = 0.75  # the smallest crop, in shares of a picture's sides


@dataclass(frozen=True)
class Frame:
    """A crop of a picture, in shares of its sides, and whether it is mirrored."""

    left: float = 0.0
    top: float = 0.0
    share: float = 1.0
    mirrored: bool = False

    @classmethod
    def sample(cls, rng: random.Random) -> "Frame":
        """A random frame: CLOSER_SHARE of them are cropped, half are mirrored."""
        share = rng.uniform(CLOSEST, 1) if rng.random() < CLOSER_SHARE else 1.0
        left, top = rng.uniform(0, 1 - share), rng.uniform(0, 1 - share)
        return cls(left, top, share, rng.random() < 0.5)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the picture is in the frame, in shares; outside 0..1 it is cut off."""
        x, y = (x - self.left) / self.share, (y - self.top) / self.share
        return 1 - x if self.mirrored else x, y


def framed(pictures: Tensor, frames: list[Frame]) -> Tensor:
    """Pictures (B, 3, H, W), each cropped and mirrored by its frame, at the same size."""
    maps = [
        [
            [-f.share if f.mirrored else f.share, 0, 2 * f.left + f.share - 1],
            [0, f.share, 2 * f.top + f.share - 1],
        ]
        for f in frames
    ]
    theta = torch.tensor(maps, device=pictures.device)
    grid = F.affine_grid(theta, list(pictures.shape), align_corners=False)
    return F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)


def softened(pictures: Tensor, rng: random.Random) -> Tensor:
    """Pictures (B, 3, H, W) in [0, 1], blurred and with noise: a model's pictures and photos are
    softer than the painter's, and the detector must work on them too."""
    size = pictures.shape[-2:]
    small = [max(16, int(side * rng.uniform(0.4, 0.9))) for side in size]
    pictures = F.interpolate(pictures, small, mode="bilinear", antialias=True)
    pictures = F.interpolate(pictures, size, mode="bilinear")
    return (pictures + 0.03 * torch.randn_like(pictures)).clamp(0, 1)
