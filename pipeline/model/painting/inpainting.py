"""Repainting a part: the tokens around it are given, and the decoder's output is replaced by the
known pixels outside it. Needs no training: the transformer continues given tokens like its own."""

import torch
from torch import Tensor

from pipeline.model.networks.flow import Predict
from pipeline.model.plan.boxes import Area


def areas_mask(areas: list[Area], size: tuple[int, ...]) -> Tensor:
    """(1, 1, *size), 1 within the areas' boxes, fading to 0 beyond them: a thing may cast light or
    shade around its box."""
    height, width = size
    x, y = torch.arange(width) + 0.5, torch.arange(height)[:, None] + 0.5
    mask = torch.zeros(height, width)
    for (left, top, right, bottom), fade in areas:
        across = torch.maximum(left * width - x, x - right * width).clamp(min=0)
        down = torch.maximum(top * height - y, y - bottom * height).clamp(min=0)
        near = (1 - torch.hypot(across, down) / (fade * min(size))).clamp(0, 1)
        mask = torch.maximum(mask, near * near * (3 - 2 * near))
    return mask[None, None]


def hold(predict: Predict, known: Tensor, mask: Tensor) -> Predict:
    """`predict` with its x_0 replaced by `known` (B, 3, H, W) where `mask` (B, 1, H, W) is 0, so
    that the flow goes straight there and the rest is painted to fit (Lugmayr et al., 2022)."""

    def held(x_t: Tensor, t: Tensor) -> Tensor:
        return known.lerp(predict(x_t, t), mask)

    return held
