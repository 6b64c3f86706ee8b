"""Losses between pictures, with weights for each pixel."""

import torch
from torch import Tensor
from torch.nn import functional as F


def object_weight(masks: Tensor, size: tuple[int, int], weight: float = 5.0) -> Tensor:
    """masks (B, h, w) uint8 -> (B, 1, *size): 1 on the background, 1 + weight on things.

    Things are small beside sky and grass; unweighted, a tokenizer forgets them.
    """
    inside = F.interpolate((masks > 0)[:, None].float(), size, mode="bilinear", antialias=True)
    return 1 + weight * inside


def weighted_l2(picture: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Mean of weight * (picture - target)^2, the weight normalised to mean 1."""
    return ((picture - target).square() * weight).mean() / weight.mean()


def gradient_l1(picture: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """L1 between the pictures' finite differences, which are large where an edge is blurred."""

    def differences(x: Tensor) -> tuple[Tensor, Tensor]:
        return x[..., 1:, 1:] - x[..., 1:, :-1], x[..., 1:, 1:] - x[..., :-1, 1:]

    inner = weight[..., 1:, 1:]
    pairs = zip(differences(picture), differences(target), strict=True)
    return sum(((a - b).abs() * inner).mean() for a, b in pairs) / inner.mean()


def texture_l1(picture: Tensor, target: Tensor, side: int = 8) -> Tensor:
    """L1 between the strengths of fine detail, averaged over windows of about `side` pixels.

    Where each brush stroke lies cannot be predicted, so a loss by pixels gives smooth areas. How
    strong the strokes are can be predicted: this compares their strength, wherever they lie.
    """

    def strength(x: Tensor) -> Tensor:
        light = x.mean(1, keepdim=True)
        around = F.avg_pool2d(F.pad(light, (1, 1, 1, 1), mode="replicate"), 3, 1)
        energy = F.avg_pool2d((light - around).square(), side, side // 2)
        return (energy + 1e-6).sqrt()

    return (strength(picture) - strength(target)).abs().mean()


def psnr(picture: Tensor, target: Tensor) -> Tensor:
    """Peak signal-to-noise ratio in dB of pictures in [0, 1], per picture (B,)."""
    error = (picture.clamp(0, 1) - target).square().flatten(1).mean(1)
    return -10 * torch.log10(error.clamp(min=1e-10))
