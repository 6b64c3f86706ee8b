"""The drawings of a dictionary as the recognizer sees them: what a cut-out is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.recognizer import FEATURES, Recognizer
from pipeline.model.seeing.cutouts import Pixels, cut_drawing

NOTHING = ""  # the kind of what is no thing
MOST_DRAWINGS = 3  # of one kind
AT_ONCE = 64  # cut-outs in one call of the network


@dataclass(frozen=True)
class Gallery:
    """kinds: of each vector, NOTHING for what is no thing; vectors (N, F) of length 1."""

    kinds: tuple[str, ...]
    vectors: Tensor

    def cosines(self, looks: Tensor) -> tuple[tuple[str, ...], Tensor]:
        """The kinds, each once, and how near looks (B, F) are to the nearest drawing of each:
        (B, kinds), -1..1."""
        names = tuple(dict.fromkeys(self.kinds))
        number = {name: place for place, name in enumerate(names)}
        owner = torch.tensor([number[kind] for kind in self.kinds])
        near = looks.float() @ self.vectors.T
        best = torch.full((len(looks), len(names)), -1.0)
        return names, best.scatter_reduce(1, owner.expand_as(near), near, "amax")

    def of(self, kinds: Iterable[str]) -> "Gallery":
        """Of these kinds alone, and of nothing."""
        kept = {*kinds, NOTHING}
        places = [place for place, kind in enumerate(self.kinds) if kind in kept]
        return Gallery(tuple(self.kinds[place] for place in places), self.vectors[places])

    def __add__(self, other: "Gallery") -> "Gallery":
        return Gallery(self.kinds + other.kinds, torch.cat([self.vectors, other.vectors]))


EMPTY = Gallery((), torch.zeros(0, FEATURES))


def gallery_of(
    network: Recognizer, dictionary: Dictionary, kinds: Iterable[str], most: int = MOST_DRAWINGS
) -> Gallery:
    """The drawings of kinds, `most` of each, evenly over those that there are."""
    names: list[str] = []
    crops: list[Pixels] = []
    for name in kinds:
        count = len(dictionary.kinds[name].drawings)
        for variant in np.linspace(0, count - 1, min(count, most)).round().astype(int):
            names.append(name)
            crops.append(cut_drawing(dictionary.drawing(name, int(variant))))
    return Gallery(tuple(names), looks_of(network, crops)[0]) if names else EMPTY


@torch.inference_mode()
def looks_of(network: Recognizer, crops: Sequence[Pixels]) -> tuple[Tensor, Tensor]:
    """Cut-outs (48, 48, 3) -> vectors of length 1 (B, F) and logits of colours (B, COLORS), each
    the mean of a cut-out's and of its mirror image's."""
    device = next(network.parameters()).device
    looks, colors = [], []
    for start in range(0, len(crops), AT_ONCE):
        stacked = np.stack(crops[start : start + AT_ONCE])
        some = torch.from_numpy(stacked).to(device).permute(0, 3, 1, 2).float() / 255
        both = [network(each) for each in (some, some.flip(3))]
        looks.append(F.normalize(both[0][0] + both[1][0], dim=1).cpu())
        colors.append((both[0][1] + both[1][1]).float().cpu() / 2)
    return torch.cat(looks), torch.cat(colors)
