"""The losses are TRL's: its numbers for a toy, by its version 1.16, and the formulas' ends."""

import pytest
import torch

from pipeline.training.feedback.losses import dpo, kto

CHOSEN, REJECTED = [-12.5, -30.25, -7.0, -20.0], [-14.0, -28.0, -7.0, -55.5]
REFERENCE_CHOSEN, REFERENCE_REJECTED = [-13.0, -29.0, -9.0, -21.0], [-13.5, -29.5, -6.0, -40.0]
TOY = [torch.tensor(one) for one in (CHOSEN, REJECTED, REFERENCE_CHOSEN, REFERENCE_REJECTED)]
# DPOTrainer's loss "sigmoid" and KTOTrainer's with a KL divergence of 1.5 nats, beta .1.
OF_DPO = [0.644397, 0.840071, 0.554355, 0.175674]
OF_KTO = [0.524979, 0.56832, 0.487503, 0.512497, 0.450166, 0.5, 0.437823, 0.154465]


def test_dpo_is_trls():
    assert dpo(*TOY, beta=0.1).tolist() == pytest.approx(OF_DPO, abs=1e-6)


def test_smoothing_mixes_in_the_loss_of_the_other_choice():
    chosen, rejected, *reference = TOY
    other = dpo(rejected, chosen, *reversed(reference), beta=0.1)
    mixed = 0.9 * torch.tensor(OF_DPO) + 0.1 * other
    assert torch.allclose(dpo(*TOY, beta=0.1, smoothing=0.1), mixed, atol=1e-6)


def test_kto_is_trls():
    chosen, rejected, reference_chosen, reference_rejected = TOY
    drift, liked = torch.tensor(1.5), torch.tensor([True] * 4)
    found = kto(chosen, reference_chosen, liked, drift, 0.1).tolist()
    found += kto(rejected, reference_rejected, ~liked, drift, 0.1).tolist()
    assert found == pytest.approx(OF_KTO, abs=1e-6)


def test_no_gradient_goes_through_the_drift_and_none_is_below_zero():
    policy = torch.tensor([-3.0, -4.0], requires_grad=True)
    liked = torch.tensor([True, False])
    kto(policy, torch.tensor([-3.5, -3.0]), liked, policy.mean(), 0.5).sum().backward()
    held = torch.tensor([-3.0, -4.0], requires_grad=True)
    kto(held, torch.tensor([-3.5, -3.0]), liked, torch.tensor(-9.0), 0.5).sum().backward()
    assert torch.equal(policy.grad, held.grad)
    assert policy.grad[0] < 0 < policy.grad[1]  # what is liked becomes likelier


def test_a_policy_that_is_its_reference_has_no_opinion():
    same = [TOY[0], TOY[1], TOY[0], TOY[1]]
    assert dpo(*same, beta=0.3).tolist() == pytest.approx([0.693147] * 4, abs=1e-6)
