"""The flow's schedule and Euler loop, held against diffusers' and a known answer."""

import pytest
import torch

from pipeline.model.networks.flow import denoise, interpolate, timesteps


def test_interpolation_meets_both_ends():
    x_0, x_1 = torch.zeros(2, 3, 4, 4), torch.ones(2, 3, 4, 4)
    mixed = interpolate(x_0, x_1, torch.tensor([0.0, 1.0]))
    assert mixed[0].max() == 0 and mixed[1].min() == 1


def test_timesteps_fall_from_one_to_zero():
    times = timesteps(4, shift=2.0)
    assert times[0] == 1 and times[-1] == 0 and (times.diff() < 0).all()
    with pytest.raises(ValueError, match="at least 1"):
        timesteps(0)


def test_a_perfect_network_lands_on_the_picture_in_any_number_of_steps():
    x_0 = torch.rand(1, 3, 8, 8)
    for steps in (1, 4, 9):
        x_1 = torch.randn(1, 3, 8, 8)
        *_, (x_t, _) = denoise(lambda x, t: x_0, x_1, timesteps(steps))
        torch.testing.assert_close(x_t, x_0, atol=1e-5, rtol=1e-5)


def test_agrees_with_diffusers_flow_match_euler():
    from diffusers import FlowMatchEulerDiscreteScheduler

    def predict(x_t, t):
        return torch.tanh(x_t) * (1 - t.view(-1, 1, 1, 1))

    x_1 = torch.randn(1, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    times = timesteps(6)
    *_, (ours, _) = denoise(predict, x_1, times)
    scheduler = FlowMatchEulerDiscreteScheduler()
    scheduler.set_timesteps(sigmas=times[:-1].tolist())
    x_t = x_1
    for t, sigma in zip(scheduler.timesteps, times[:-1], strict=True):
        velocity = (x_t - predict(x_t, sigma.view(1))) / sigma
        x_t = scheduler.step(velocity, t, x_t).prev_sample
    torch.testing.assert_close(ours, x_t, atol=1e-4, rtol=1e-4)
