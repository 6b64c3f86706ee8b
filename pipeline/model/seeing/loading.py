"""Loads what sees things of any kind from a folder of weights."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks import weights
from pipeline.model.networks.recognizer import Recognizer
from pipeline.model.seeing.gallery import Gallery, gallery_of
from pipeline.model.seeing.recognizing import Observer


def load_observer(
    folder: Path, dictionary: Dictionary, device: torch.device | str = "cpu"
) -> Observer | None:
    """What names a dictionary's things; None where a folder has no weights for it. Kinds that the
    dictionary has and the weights have not are looked at now. Raises WeightsError."""
    if not (folder / f"{weights.RECOGNIZER}.json").exists():
        return None
    state, manifest = weights.load_weights(folder, weights.RECOGNIZER)
    network = Recognizer(manifest["setting"])
    weights.fill(network, state, weights.RECOGNIZER)
    network.eval().requires_grad_(False).to(device)
    packed = _gallery(state, manifest)
    new = set(dictionary.kinds) - set(packed.kinds)
    gallery = packed.of(dictionary.kinds) + gallery_of(network, dictionary, sorted(new))
    return Observer(network, gallery)


def _gallery(state: Mapping[str, Tensor], manifest: Mapping[str, Any]) -> Gallery:
    kinds = tuple(kind for kind, count in manifest["kinds"].items() for _ in range(count))
    vectors = state["gallery.vectors"]
    if len(kinds) != len(vectors):
        raise weights.WeightsError("the recognizer's drawings do not match: fetch them again")
    return Gallery(kinds, F.normalize(vectors, dim=1))
