"""What the composer reads and writes, as tensors."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from pipeline.model.plan.placement import SLOTS


@dataclass(frozen=True, slots=True)
class Brief:
    """U groups of things that ask for places, as features.

    picture (P,); units (U, F); relations (Q, R), one-hot, between groups; ends (Q, 3): numbers of
    the groups of subject, object and second object, -1 for none; ratios (U,): widths over heights,
    both in shares of the picture's; mirrors (U,): whether each may be mirrored.
    """

    picture: Tensor
    units: Tensor
    relations: Tensor
    ends: Tensor
    ratios: Tensor
    mirrors: Tensor


@dataclass(frozen=True, slots=True)
class ComposerBatch:
    """B briefs, padded, with what is written for them.

    picture (B, P); units (B, U, F); relations (B, Q, R); ends (B, Q, 3), -1 for padding; ratios,
    mirrors, real (B, U): real is False for padding. tokens (B, N, 5): as many placements as are
    written, of `plan.placement`; those of padding are zeros.
    """

    picture: Tensor
    units: Tensor
    relations: Tensor
    ends: Tensor
    ratios: Tensor
    mirrors: Tensor
    real: Tensor
    tokens: Tensor

    def to(self, device: str) -> "ComposerBatch":
        """The batch on a device."""
        moved = {field.name: getattr(self, field.name).to(device) for field in fields(self)}
        return ComposerBatch(**moved)


def batch_of(briefs: Sequence[Brief], written: Sequence[Sequence[int]]) -> ComposerBatch:
    """One batch of several briefs and the tokens that are written for each so far."""
    rows = [torch.tensor(one, dtype=torch.long).view(-1, len(SLOTS)) for one in written]
    lengths = torch.tensor([len(one.units) for one in briefs])
    units = _padded([one.units for one in briefs])
    return ComposerBatch(
        picture=torch.stack([one.picture for one in briefs]),
        units=units,
        relations=_padded([one.relations for one in briefs]),
        ends=_padded([one.ends for one in briefs], -1),
        ratios=_padded([one.ratios for one in briefs], 1.0),
        mirrors=_padded([one.mirrors for one in briefs]),
        real=torch.arange(units.shape[1]) < lengths[:, None],
        tokens=_padded(rows),
    )


def _padded(rows: Sequence[Tensor], value: float = 0.0) -> Tensor:
    """Rows of different lengths as one tensor."""
    return pad_sequence(list(rows), batch_first=True, padding_value=value)
