"""Repainting a part: the tokens around it are given, and the decoder is held to what it may not
change. Needs no training: the transformer goes on from given tokens as from its own."""

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.flow import Predict
from pipeline.model.networks.sampling import Adjust
from pipeline.model.planning.editing import Area

TOUCHED = 0.02  # share of a cell's pixels under the mask from which it is written anew


def free_cells(mask: Tensor, grid: tuple[int, int]) -> Tensor:
    """mask (1, 1, H, W), 1 where to repaint -> bool (rows * columns): what is written anew; the
    most covered cell always is."""
    share = F.adaptive_avg_pool2d(mask, grid).flatten().cpu()
    return share >= share.max().clamp(max=TOUCHED)


def bounds(mask: Tensor) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of what mask (1, 1, H, W) marks, in shares of its sides; the
    whole where it marks nothing."""
    marked = mask[0, 0] > 0.5
    rows, columns = marked.any(1).nonzero(), marked.any(0).nonzero()
    if not len(rows):
        return 0.0, 0.0, 1.0, 1.0
    height, width = marked.shape
    left, right = int(columns[0]) / width, (int(columns[-1]) + 1) / width
    return left, int(rows[0]) / height, right, (int(rows[-1]) + 1) / height


def areas_mask(areas: list[Area], size: tuple[int, ...]) -> Tensor:
    """(1, 1, *size), 1 within the areas' boxes, fading to 0 beyond them: what stands in a box may
    cast light or shade about it."""
    height, width = size
    x, y = torch.arange(width) + 0.5, torch.arange(height)[:, None] + 0.5
    mask = torch.zeros(height, width)
    for (left, top, right, bottom), fade in areas:
        across = torch.maximum(left * width - x, x - right * width).clamp(min=0)
        down = torch.maximum(top * height - y, y - bottom * height).clamp(min=0)
        near = (1 - torch.hypot(across, down) / (fade * min(size))).clamp(0, 1)
        mask = torch.maximum(mask, near * near * (3 - 2 * near))
    return mask[None, None]


def keep(codes: Tensor, free: Tensor) -> Adjust:
    """Cells that are not `free` (cells,) take their own of codes (rows, columns)."""
    given = codes.flatten().tolist()
    open_cells = free.tolist()

    def adjust(index: int, logits: Tensor) -> Tensor:
        if open_cells[index]:
            return logits
        only = torch.full_like(logits, -torch.inf)
        only[given[index]] = 0
        return only

    return adjust


def hold(predict: Predict, known: Tensor, mask: Tensor) -> Predict:
    """`predict` with its x_0 replaced by `known` (B, 3, H, W) where `mask` (B, 1, H, W) is 0, so
    that the flow goes straight there and the rest is painted to fit (Lugmayr et al., 2022)."""

    def held(x_t: Tensor, t: Tensor) -> Tensor:
        return known.lerp(predict(x_t, t), mask)

    return held
