"""Layers that several networks share."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def zero_init(layer: nn.Conv2d | nn.Linear) -> None:
    """Sets a layer's weight and bias to zero: it adds nothing at the start of training."""
    nn.init.zeros_(layer.weight)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)


class PixelNorm(nn.Module):
    """LayerNorm over the channels of each pixel of (B, C, H, W).

    Unlike GroupNorm it does not look at the rest of the picture: a network trained on small windows
    sees the same statistics when it runs on a large picture.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        """x (B, C, H, W), of any layout -> the same shape."""
        last = x.permute(0, 2, 3, 1)  # in channels_last memory the channels already are
        weight, bias = self.weight.to(x.dtype), self.bias.to(x.dtype)
        return F.layer_norm(last, weight.shape, weight, bias).permute(0, 3, 1, 2)


def group_norm(width: int) -> nn.GroupNorm:
    """GroupNorm (Wu & He, 2018) in eight groups."""
    return nn.GroupNorm(8, width)


class ResBlock(nn.Module):
    """Pre-norm residual block; an optional embedding scales and shifts it (adaptive norm)."""

    def __init__(
        self,
        width_in: int,
        width: int,
        embedding: int = 0,
        norm: Callable[[int], nn.Module] = group_norm,
    ) -> None:
        super().__init__()
        self.norm1 = norm(width_in)
        self.conv1 = nn.Conv2d(width_in, width, 3, padding=1)
        self.norm2 = norm(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        self.skip = nn.Conv2d(width_in, width, 1) if width_in != width else nn.Identity()
        self.modulation = nn.Linear(embedding, 2 * width) if embedding else None
        zero_init(self.conv2)  # the identity at first: depth never hurts the start of training

    def forward(self, x: Tensor, embedding: Tensor | None = None) -> Tensor:
        """x (B, width_in, H, W), embedding (B, E) -> (B, width, H, W)."""
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.norm2(h)
        if self.modulation is not None:
            scale, shift = self.modulation(embedding)[:, :, None, None].chunk(2, 1)
            h = h * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class RMSNorm(nn.RMSNorm):
    """RMSNorm (Zhang & Sennrich, 2019) whose weight follows the input's precision: the fused
    kernel needs the same precision for both, and autocast does not provide it."""

    def __init__(self, width: int) -> None:
        super().__init__(width, eps=1e-6)

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.normalized_shape, self.weight.to(x.dtype), self.eps)


def sinusoid(value: Tensor, width: int, scale: float = 1000.0) -> Tensor:
    """Sinusoidal features (Vaswani et al., 2017) of value (B,) in about [0, 1] -> (B, width)."""
    half = width // 2
    frequency = torch.exp(
        torch.arange(half, device=value.device) * (-torch.log(torch.tensor(1e4)) / half)
    )
    angle = value[:, None].float() * scale * frequency
    return torch.cat([angle.cos(), angle.sin()], 1)
