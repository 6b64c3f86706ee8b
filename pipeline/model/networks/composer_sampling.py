"""Writing placements token by token, several pictures of the same at once, with a KV cache."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.model.networks.composer import RECORD, Composer, mask_of, places_of
from pipeline.model.networks.composer_inputs import Brief, batch_of
from pipeline.model.networks.transformer import KVCache
from pipeline.model.plan.placement import BINS


@dataclass(frozen=True, slots=True)
class Choice:
    """How a token is drawn. temperature 0: always the likeliest. least: tokens less likely than
    this share of the likeliest one are left out (min-p, Nguyen et al., 2024)."""

    temperature: float = 1.0
    least: float = 0.05


FREE, GREEDY = Choice(), Choice(0.0)


def pick(logits: NDArray[np.float32], choice: Choice, rng: np.random.Generator) -> int:
    """The number of one of the logits; -inf is never taken."""
    if choice.temperature == 0:
        return int(logits.argmax())
    odds = np.exp((logits - logits.max()) / choice.temperature)
    odds[odds < choice.least] = 0
    ends = odds.cumsum()
    return int(np.searchsorted(ends, rng.random() * ends[-1], side="right"))


@torch.inference_mode()
def write(
    composer: Composer, brief: Brief, seeds: Sequence[int], choice: Choice = FREE
) -> list[list[int]]:
    """Tokens that place each group of a brief once, for each seed; the same seed gives the same.

    What a placement cannot be is never drawn: a group that has a place already, a mirrored one of
    what may not be.
    """
    dice = [np.random.default_rng(seed) for seed in seeds]
    written: list[list[int]] = [[] for _ in seeds]
    count, device = len(brief.units), composer.picture.weight.device
    batch = batch_of([brief] * len(seeds), written).to(str(device))
    x = composer.prefix(batch)
    units, length = x[:, :-1], count + 1 + RECORD * count
    cache = KVCache(composer.config.blocks, len(seeds), length, x)
    mask, places = mask_of(batch.real, count + 1), places_of(count, RECORD * count, x)
    hidden = composer.hidden(x, places[: count + 1], mask, cache)
    keys, out = hidden[:, :count], composer.out()
    for step in range(RECORD * count):
        tokens = batch_of([brief] * len(seeds), [_whole(row) for row in written]).to(str(device))
        x = composer.inputs(tokens, units)[:, step : step + 1]
        seen = torch.ones((1, 1, 1, cache.length + 1), dtype=torch.bool, device=device)
        hidden = composer.hidden(x, places[cache.length : cache.length + 1], seen, cache)
        slot = step % RECORD
        scores = hidden[:, 0] @ out[slot].T if slot else composer.pointers(hidden, keys)[:, 0]
        logits = scores.float().cpu().numpy()
        for stream, row in enumerate(written):
            shut = _shut(row, slot, brief.mirrors)
            logits[stream][shut] = -np.inf
            row.append(pick(logits[stream], choice, dice[stream]))
    return written


def _whole(tokens: Sequence[int]) -> list[int]:
    """Tokens with zeros up to the end of their last record."""
    return [*tokens, *[0] * (-len(tokens) % RECORD)]


def _shut(tokens: Sequence[int], slot: int, mirrors: Tensor) -> NDArray[np.bool_]:
    """Which tokens cannot come next: (U,) at the first slot, else (BINS,)."""
    if slot == 0:
        shut = np.zeros(len(mirrors), bool)
        shut[list(tokens[::RECORD])] = True
        return shut
    shut = np.zeros(BINS, bool)
    if slot == 1:
        shut[1 + int(mirrors[tokens[-1]]) :] = True
    return shut
