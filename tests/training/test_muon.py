"""Muon for convolutions, and what the decoder's training takes away from it."""

import random

import pytest
import torch

from pipeline.training.muon import ConvMuon, orthogonal
from pipeline.training.train_decoder import hide_tokens


@pytest.mark.parametrize("shape", [(8, 40), (40, 8), (16, 16)])
def test_updates_become_about_orthogonal(shape):
    torch.manual_seed(0)
    singular = torch.linalg.svdvals(orthogonal(torch.randn(shape) * 100))
    assert singular.min() > 0.3 and singular.max() < 1.3


def test_it_fits_a_convolution_and_resumes():
    torch.manual_seed(0)
    wanted, learner = (torch.nn.Conv2d(4, 6, 3, bias=False) for _ in range(2))
    x = torch.randn(8, 4, 10, 10)

    def step(optimizer) -> float:
        loss = (learner(x) - wanted(x).detach()).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    optimizer = ConvMuon(learner.parameters(), lr=0.02)
    first = [step(optimizer) for _ in range(30)]
    again = ConvMuon(learner.parameters(), lr=0.02)
    again.load_state_dict(optimizer.state_dict())
    last = [step(again) for _ in range(30)]
    assert last[-1] < first[-1] < first[0] / 2


def test_tokens_are_hidden_one_by_one_or_from_some_place_on():
    values = torch.ones(400, 2, 3, 4)
    hidden = hide_tokens(values, random.Random(0))[:, 0].flatten(1) == 0
    whole = hidden.any(1).logical_not().float().mean()
    assert 0.35 < whole < 0.65  # half keep all of theirs, and some lose none by chance
    lost = hidden[hidden.any(1)]
    at_the_end = (lost[:, 1:] >= lost[:, :-1]).all(1)
    assert 0.3 < at_the_end.float().mean() < 0.8
    assert not hide_tokens(values, random.Random(0))[0].isnan().any()
