"""Loads what sees things from a folder of weights."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks import weights
from pipeline.model.networks.recognizer import Finder, ThingEncoder
from pipeline.model.seeing.gallery import Gallery, gallery_of
from pipeline.model.seeing.recognizing import Recognizer


def load_recognizer(
    folder: Path, dictionary: Dictionary, device: torch.device | str = "cpu"
) -> Recognizer | None:
    """What names a dictionary's things; None where a folder has no weights for it. Raises
    WeightsError."""
    if not (folder / f"{weights.RECOGNIZER}.json").exists():
        return None
    state, manifest = weights.load_weights(folder, weights.RECOGNIZER)
    finder, encoder = Finder(), ThingEncoder()
    for name, network in (("finder", finder), ("encoder", encoder)):
        _fill(network, state, name)
        network.eval().requires_grad_(False).to(device)
    packed = _gallery(state, manifest)
    new = [kind for kind in dictionary.kinds if kind not in packed.kinds]
    gallery = packed.of(dictionary.kinds) + gallery_of(encoder, dictionary, new)
    return Recognizer(finder, encoder, gallery)


def _fill(network: nn.Module, state: Mapping[str, Tensor], name: str) -> None:
    """Weights are complete but for what batch normalization counts."""
    counts = {
        f"{name}.{key}": value for key, value in network.state_dict().items() if "num_bat" in key
    }
    weights.fill(network, {**state, **counts}, name)


def _gallery(state: Mapping[str, Tensor], manifest: Mapping[str, Any]) -> Gallery:
    kinds = tuple(kind for kind, count in manifest["kinds"].items() for _ in range(count))
    vectors = state["gallery.vectors"]
    if len(kinds) != len(vectors):
        raise weights.WeightsError("the recognizer's drawings do not match: fetch them again")
    return Gallery(kinds, torch.nn.functional.normalize(vectors, dim=1))
