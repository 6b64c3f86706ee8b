"""How a task limits the choice of image codes: to given ones, or to ones near a picture's own."""

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.fsq import FSQ
from pipeline.model.networks.sampling import Adjust

TOUCHED = 0.02  # share of a cell's pixels under the mask from which it is sampled again


def free_cells(mask: Tensor, grid: tuple[int, int]) -> Tensor:
    """mask (1, 1, H, W), 1 where to repaint -> bool (rows * columns): which cells are
    sampled again; the most covered cell always is."""
    share = F.adaptive_avg_pool2d(mask, grid).flatten().cpu()
    return share >= share.max().clamp(max=TOUCHED)


def keep(codes: Tensor, free: Tensor) -> Adjust:
    """Cells that are not `free` (cells,) keep their code in codes (rows, columns)."""
    given = codes.flatten().tolist()
    open_cells = free.tolist()

    def adjust(index: int, logits: Tensor) -> Tensor:
        if open_cells[index]:
            return logits
        only = torch.full_like(logits, -torch.inf)
        only[given[index]] = 0
        return only

    return adjust


def near(fsq: FSQ, codes: Tensor, reach: float) -> Adjust:
    """Prefers, for each cell of codes (rows, columns), FSQ values within about `reach` of its own
    (each channel is in [-1, 1]); with reach 0 every cell keeps its code."""
    vocabulary = torch.arange(int(fsq.levels.prod()), device=fsq.levels.device)
    values = fsq.values(vocabulary.view(1, 1, -1))[0, :, 0]  # (channels, codes)
    own = codes.flatten().to(values.device)

    def adjust(index: int, logits: Tensor) -> Tensor:
        distance = (values - values[:, own[index], None]).square().sum(0)
        return logits - distance / (2 * max(reach, 1e-3) ** 2)

    return adjust
