"""Muon (Jordan et al., 2024) for convolutions: torch's own takes plain matrices only."""

from collections.abc import Callable, Iterable
from typing import Any, overload

import torch
from torch import Tensor, nn

# Quintic Newton-Schulz iteration toward the nearest orthogonal matrix.
A, B, C = 3.4445, -4.7750, 2.0315
ITERATIONS = 5


def orthogonal(matrix: Tensor) -> Tensor:
    """matrix (M, N) -> about its polar factor U V^T, singular values near 1."""
    x = matrix.bfloat16() if matrix.device.type == "cuda" else matrix.float()
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(ITERATIONS):
        square = x @ x.T
        x = A * x + (B * square + C * square @ square) @ x
    return (x.T if tall else x).to(matrix.dtype)


def hidden_convolutions(model: nn.Module, outer: tuple[str, ...]) -> list[nn.Parameter]:
    """The weights of a network's 3x3 convolutions, without those whose names begin with `outer`."""
    return [
        weight
        for name, weight in model.named_parameters()
        if weight.ndim == 4 and weight.shape[-1] == 3 and not name.startswith(outer)
    ]


class ConvMuon(torch.optim.Optimizer):
    """SGD with Nesterov momentum whose update is made orthogonal.

    params: weights of two or more dimensions; all but the first are flattened.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 0.01,
        momentum: float = 0.95,
        decay: float = 0.01,
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})

    @overload
    def step(self, closure: None = None) -> None: ...

    @overload
    def step(self, closure: Callable[[], float]) -> float: ...

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:
        """One update; the loss that `closure` computes, if one is given."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            self._update(group)
        return loss

    def _update(self, group: dict[str, Any]) -> None:
        """Updates the weights of one group of parameters."""
        for weight in group["params"]:
            if weight.grad is None:
                continue
            state = self.state[weight]
            if not state:
                state["momentum"] = torch.zeros_like(weight.grad)
            kept = state["momentum"].lerp_(weight.grad, 1 - group["momentum"])
            ahead = weight.grad.lerp(kept, group["momentum"])
            update = orthogonal(ahead.flatten(1)).view_as(weight)
            rows, columns = weight.shape[0], weight[0].numel()
            weight.mul_(1 - group["lr"] * group["decay"])
            weight.add_(update, alpha=-group["lr"] * max(1.0, rows / columns) ** 0.5)
