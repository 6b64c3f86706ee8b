"""Small changes of trained weights (LoRA, Hu et al., 2021): W + up @ down, of a low rank.

They are trained, stored and named apart from the weights, laid on them when a network is loaded,
and can be left off.
"""

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

DOWN, UP = ".down", ".up"


class LowRank(nn.Module):
    """Adds up @ down to a matrix; nothing as long as it is not trained."""

    def __init__(self, rows: int, columns: int, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(rank, columns) / columns**0.5)
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, weight: Tensor) -> Tensor:
        """weight (rows, columns) -> (rows, columns)."""
        return weight + self.up @ self.down


def matrices(network: nn.Module) -> Iterator[tuple[str, nn.Linear]]:
    """The linear layers of a network's `blocks`, by name: what is changed."""
    for name, layer in network.named_modules():
        if isinstance(layer, nn.Linear) and name.startswith("blocks."):
            yield name, layer


def begin(network: nn.Module, rank: int) -> list[nn.Parameter]:
    """Puts a change of this rank onto each matrix; returns what is to be trained. All other weights
    are frozen."""
    network.requires_grad_(False)
    trained: list[nn.Parameter] = []
    for _, layer in list(matrices(network)):
        rows, columns = layer.weight.shape
        change = LowRank(rows, columns, rank)
        parametrize.register_parametrization(layer, "weight", change)
        trained += [change.down, change.up]
    return trained


def changes(network: nn.Module) -> dict[str, Tensor]:
    """The state of what `begin` has put there: two tensors for each matrix."""
    found: dict[str, Tensor] = {}
    for name, layer in matrices(network):
        if parametrize.is_parametrized(layer, "weight"):
            change = layer.get_submodule("parametrizations.weight.0")
            assert isinstance(change, LowRank)
            found[name + DOWN] = change.down.detach().clone()
            found[name + UP] = change.up.detach().clone()
    return found


@torch.no_grad()
def lay_on(network: nn.Module, state: Mapping[str, Tensor]) -> None:
    """Adds changes to the weights of a network for good. Raises KeyError or RuntimeError for
    changes of another network, before anything is changed."""
    layers = dict(matrices(network))
    names = {name.removesuffix(DOWN).removesuffix(UP) for name in state}
    added = {name: state[name + UP] @ state[name + DOWN] for name in names}
    for name, change in added.items():
        if change.shape != layers[name].weight.shape:
            raise RuntimeError(f"the change of {name} has the shape {tuple(change.shape)}")
    for name, change in added.items():
        layers[name].weight += change.to(layers[name].weight)
