"""Rectified flow (Liu et al., 2022; Lipman et al., 2022): the schedule and the Euler loop.

x_t = (1 - t) * x_0 + t * x_1, with the picture x_0 at t = 0 and the start x_1 at t = 1. The start
is unit noise. Networks predict x_0; the velocity dx/dt = x_1 - x_0 then is (x_t - x_0) / t.
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

Predict = Callable[[Tensor, Tensor], Tensor]  # x_t (B, 3, H, W), t (B,) -> x_0 of x_t's shape


def interpolate(x_0: Tensor, x_1: Tensor, t: Tensor) -> Tensor:
    """x_t for pictures (B, C, H, W) and times t (B,) in [0, 1]."""
    t = t.view(-1, 1, 1, 1)
    return (1 - t) * x_0 + t * x_1


def timesteps(steps: int, shift: float = 1.0) -> Tensor:
    """`steps` + 1 times falling from 1 to 0; shift > 1 spends more steps near the start
    (Esser et al., 2024, eq. 23)."""
    if steps < 1:
        raise ValueError(f"steps must be at least 1, not {steps}")
    t = torch.linspace(1, 0, steps + 1)
    return shift * t / (1 + (shift - 1) * t)


def denoise(predict: Predict, x_1: Tensor, times: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Euler steps from x_1 along `times`. Yields (x_t, the network's x_0) after every step."""
    x_t = x_1
    for t, t_next in zip(times[:-1].tolist(), times[1:].tolist(), strict=True):
        x_0 = predict(x_t, x_t.new_full((x_t.shape[0],), t))
        x_t = x_t + (t_next - t) * (x_t - x_0) / t
        yield x_t, x_0
