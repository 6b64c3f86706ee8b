"""Limits on image codes: given ones, and ones near a picture's own."""

import torch

from pipeline.model.networks.choices import free_cells, keep, near
from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.fsq import FSQ
from pipeline.model.networks.sampling import Sampling, sample
from pipeline.model.networks.sequence import Special, picture, words
from pipeline.model.networks.transformer import Transformer

GRID = (3, 4)
CODES = torch.arange(12).view(GRID) * 4


def prefixes(model: Transformer, text: list[int]):
    target = picture(model.vocabulary, Special.IMAGE, torch.zeros(GRID, dtype=torch.long), 0)
    return [words(model.vocabulary, Special.TEXT, part) + target for part in (text, [])]


def draw(model: Transformer, adjust=None, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    codes = sample(model, *prefixes(model, [5, 6]), GRID, Sampling(), generator, adjust)
    return torch.tensor(list(codes)).view(GRID)


def test_cells_under_the_mask_are_free():
    mask = torch.zeros(1, 1, 30, 40)
    mask[..., 10:20, 20:] = 1
    free = free_cells(mask, GRID).view(GRID)
    assert free.tolist() == [[False] * 4, [False, False, True, True], [False] * 4]


def test_the_smallest_mask_frees_a_cell():
    mask = torch.zeros(1, 1, 30, 40)
    mask[..., 29, 39] = 1
    assert free_cells(mask, GRID).nonzero().tolist() == [[11]]


def test_given_tokens_are_kept_and_free_ones_are_drawn(model):
    free = torch.zeros(12, dtype=torch.bool)
    free[5:8] = True
    drawn = [draw(model, keep(CODES, free), seed).flatten() for seed in range(4)]
    assert all(row[~free].equal(CODES.flatten()[~free]) for row in drawn)
    assert len({tuple(row[free].tolist()) for row in drawn}) > 1


def test_a_variation_stays_near_and_no_reach_changes_nothing(model):
    fsq = FSQ(PRESETS["tiny"].tokenizer.levels)

    def distance(codes: torch.Tensor) -> float:
        return float((fsq.values(codes[None]) - fsq.values(CODES[None])).abs().mean())

    assert draw(model, near(fsq, CODES, 0)).equal(CODES)
    close, far, free = (draw(model, near(fsq, CODES, reach)) for reach in (0.3, 1.0, 1e6))
    assert 0 < distance(close) < distance(far)
    assert free.equal(draw(model))
