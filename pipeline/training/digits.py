"""Codes that have FSQ digits in common share a part of their weights while the model trains.

The 1,920 codes are mixed-radix numbers of four digits, and codes with equal digits look alike.
While it trains, each code's row in the embedding and in the head is its own row plus one row for
each of its digits; before it is shipped, the sums are folded into plain rows.
"""

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from pipeline.model.networks.fsq import FSQ
from pipeline.model.networks.transformer import Transformer


class SharedDigits(nn.Module):
    """Adds the digits' rows to the code rows [first, first + codes) of a table (V, width)."""

    rows: Tensor  # (codes, digits): the rows of `table` that belong to each code

    def __init__(self, levels: tuple[int, ...], first: int, width: int) -> None:
        super().__init__()
        fsq = FSQ(levels)
        self.first, self.codes = first, int(torch.tensor(levels).prod())
        every = torch.arange(self.codes)[:, None]
        digits = every // fsq.get_buffer("basis") % fsq.get_buffer("levels")
        offsets = torch.tensor((0, *levels[:-1])).cumsum(0)
        self.register_buffer("rows", digits + offsets, persistent=False)
        self.table = nn.Parameter(torch.zeros(sum(levels), width))

    def forward(self, weight: Tensor) -> Tensor:
        shared = self.table[self.rows].sum(1)
        after = len(weight) - self.first - self.codes
        return weight + nn.functional.pad(shared, (0, 0, self.first, after))


def share_digits(model: Transformer, levels: tuple[int, ...]) -> Transformer:
    """Gives the model's embedding and head shared digits, zero to begin with."""
    for part in (model.embed, model.head):
        shared = SharedDigits(levels, model.vocabulary.text, model.config.width)
        parametrize.register_parametrization(part, "weight", shared)
    return model


def fold_digits(model: Transformer) -> Transformer:
    """The same model with plain tables."""
    for part in (model.embed, model.head):
        parametrize.remove_parametrizations(part, "weight", leave_parametrized=True)
    return model
