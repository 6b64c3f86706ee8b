"""Muon for convolutions: orthogonal updates, training, resuming."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.training.muon import ConvMuon, orthogonal

SIDES = st.integers(1, 24)


@settings(deadline=None)
@given(st.tuples(SIDES, SIDES), st.integers(0, 2**32), st.floats(1e-3, 1e3))
def test_updates_become_about_orthogonal(shape, seed, scale):
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * scale
    before, after = (torch.linalg.svdvals(m) for m in (matrix, orthogonal(matrix)))
    assert after.max() < 1.3
    if before.min() > 0.05 * before.norm():  # tiny singular values need more iterations
        assert after.min() > 0.3


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


def test_a_closure_computes_the_loss():
    weight = torch.nn.Parameter(torch.ones(2, 3))
    optimizer = ConvMuon([weight])

    def closure() -> float:
        optimizer.zero_grad()
        loss = weight.square().sum()
        loss.backward()
        return loss.item()

    assert optimizer.step(closure) == 6
    assert weight.square().sum() < 6
    assert optimizer.step() is None
