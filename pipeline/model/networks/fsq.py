"""Finite scalar quantisation (Mentzer et al., 2023): a codebook without a codebook."""

import torch
from torch import Tensor, nn


class FSQ(nn.Module):
    """Rounds each of C = len(levels) channels to its number of levels.

    A code is the mixed-radix number of the rounded channels, in [0, prod(levels)).
    """

    levels: Tensor  # (C,)
    basis: Tensor  # (C,): what one step of a channel adds to the code

    def __init__(self, levels: tuple[int, ...]) -> None:
        super().__init__()
        self.register_buffer("levels", torch.tensor(levels), persistent=False)
        basis = torch.tensor((1, *levels[:-1])).cumprod(0)
        self.register_buffer("basis", basis, persistent=False)

    def forward(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """z (B, C, H, W), any range -> (rounded values in [-1, 1] of the same shape, codes
        (B, H, W)). Gradients pass straight through the rounding."""
        steps = (self.levels - 1).view(-1, 1, 1)
        unit = (torch.tanh(z) + 1) / 2 * steps
        rounded = unit + (unit.round() - unit).detach()
        codes = (rounded.detach().round().long() * self.basis.view(-1, 1, 1)).sum(1)
        return rounded / steps * 2 - 1, codes

    def values(self, codes: Tensor) -> Tensor:
        """Codes (B, H, W) -> their values in [-1, 1], (B, C, H, W)."""
        digits = codes.unsqueeze(1) // self.basis.view(-1, 1, 1) % self.levels.view(-1, 1, 1)
        return digits / (self.levels - 1).view(-1, 1, 1) * 2 - 1
