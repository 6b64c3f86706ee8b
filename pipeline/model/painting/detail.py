"""The detail pass: a painted scene is painted once more at twice the size.

The decoder is convolutional and knows how many pixels a token covers, so the same weights do it.
It starts from the small painting, enlarged and noised (a bridge, like a photo's painting): the
layout is fixed already, and faces and letters get more pixels.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

SCALE = 2
# Standard deviation of the noise on the enlarged painting, as in the decoder's training.
NOISE = 0.6


def enlarged(pixels: Tensor, mode: str = "bilinear") -> Tensor:
    """(B, C, H, W) -> (B, C, SCALE * H, SCALE * W)."""
    return F.interpolate(pixels, scale_factor=SCALE, mode=mode)


def start(painted: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """x_1 (B, 3, SCALE * H, SCALE * W) of the pass over `painted` (B, 3, H, W) in [-1, 1]."""
    large = enlarged(painted.clamp(-1, 1))
    noise = torch.randn(large.shape, generator=generator)
    return large + NOISE * noise.to(large.device, large.dtype)
