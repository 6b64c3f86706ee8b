"""The composer: what it writes are placements, with and without its cache the same."""

import numpy as np
import pytest
import torch

from pipeline.model.networks.composer import Composer, edges, mask_of, waves
from pipeline.model.networks.composer_inputs import Brief, batch_of
from pipeline.model.networks.composer_sampling import FREE, GREEDY, Choice, pick, write
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.plan.placement import Placement, decode, encode

CONFIG = ComposerConfig(width=64, heads=2, layers=2)


def brief(units: int, seed: int = 0) -> Brief:
    """Features of nothing in particular, with one relation if there are two groups."""
    dice = torch.Generator().manual_seed(seed)
    many = int(units > 1)
    return Brief(
        torch.randn(CONFIG.picture, generator=dice),
        torch.randn(units, CONFIG.unit, generator=dice),
        torch.nn.functional.one_hot(torch.full((many,), 3), CONFIG.relation).float(),
        torch.tensor([[0, 1, -1]])[:many],
        torch.linspace(0.5, 1.5, units),
        torch.arange(units) % 2 == 0,
    )


@pytest.fixture(scope="module")
def composer() -> Composer:
    torch.manual_seed(3)
    found = Composer(CONFIG)
    for weight in found.parameters():  # those that begin at zero tell nothing of a cache
        if not weight.any():
            torch.nn.init.normal_(weight, std=0.1)
    return found.eval().requires_grad_(False)


@pytest.mark.parametrize("units", [1, 2, 5])
def test_the_likeliest_tokens_are_those_without_a_cache(composer, units):
    asked = brief(units)
    (tokens,) = write(composer, asked, [0], GREEDY)
    pointers, numbers = composer(batch_of([asked], [tokens]))
    rows = torch.tensor(tokens).view(-1, 5)
    gone: list[int] = []
    for number, row in enumerate(rows.tolist()):
        left = pointers[0, number].clone()
        left[gone] = -torch.inf
        assert int(left.argmax()) == row[0]
        gone.append(row[0])
        assert numbers[0, number, 2:].argmax(-1).tolist() == row[2:]
    assert sorted(gone) == list(range(units))


def test_every_sample_places_each_group_once_and_mirrors_none_that_may_not_be(composer):
    asked = brief(4)
    for tokens in write(composer, asked, range(20), FREE):
        placed = decode(tokens, 4)
        assert not any(one.mirrored and not asked.mirrors[one.unit] for one in placed)


def test_a_seed_writes_the_same_again_whatever_is_written_beside_it(composer):
    together = write(composer, brief(3), [5, 6, 7])
    assert together == write(composer, brief(3), [5, 6, 7])
    assert together[1] == write(composer, brief(3), [6])[0] != together[2]


def test_padding_changes_nothing(composer):
    briefs = [brief(4, 1), brief(2, 2)]
    tokens = [encode([Placement(n, False, 0.3, 0.5, 0.8) for n in range(m)]) for m in (4, 2)]
    alone = composer(batch_of(briefs[1:], tokens[1:]))
    padded = composer(batch_of(briefs, tokens))
    torch.testing.assert_close(padded[0][1:, :2, :2], alone[0], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(padded[1][1:, :2], alone[1], atol=1e-4, rtol=1e-4)


def test_a_relation_is_heard_of(composer):
    asked = brief(2)
    tokens = encode([Placement(n, False, 0.3, 0.5, 0.8) for n in range(2)])
    batch = batch_of([asked], [tokens])
    batch.relations[:] = batch.relations.roll(1, -1)
    assert not composer(batch)[1].allclose(composer(batch_of([asked], [tokens]))[1], atol=1e-3)


def test_groups_see_each_other_and_nothing_that_comes_later():
    mask = mask_of(torch.tensor([[True, True, False]]), 8)[0, 0]
    assert mask[0, 1] and not mask[0, 2] and mask[0, 3] and not mask[0, 4] and mask[2, 2]
    assert mask[5, 0] and mask[5, 4] and not mask[5, 2] and not mask[5, 6]


def test_where_the_edges_of_something_placed_are():
    row = encode([Placement(0, False, 0.5, 0.4, 0.9)])
    left, right, top, foot, x, wide = edges(torch.tensor(row), torch.tensor(0.8)).tolist()
    assert (left, right) == pytest.approx((0.2, 0.6), abs=0.01) and x == pytest.approx(
        0.4, abs=0.01
    )
    assert (top, foot, wide) == pytest.approx((0.4, 0.9, 0.4), abs=0.01)


def test_near_numbers_are_alike_and_a_step_can_be_told():
    one, near, far = waves(torch.tensor([0.5, 0.5 + 1 / 128, 1.5]))
    assert one @ near > one @ far
    assert (one - near).abs().max() > 0.3


def test_unlikely_tokens_are_left_out():
    logits = np.log(np.array([0.5, 0.46, 0.04], np.float32))
    dice = np.random.default_rng(0)
    found = {pick(logits, Choice(1.0, 0.1), dice) for _ in range(200)}
    assert found == {0, 1} and pick(logits, GREEDY, dice) == 0
