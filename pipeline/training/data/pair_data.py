"""Pairs of a photo and its painting, as random views for training."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

PEOPLE_SHARE = 0.3  # of the views: a blurred face spoils a picture more than a blurred meadow
OTHER_MOODS_SHARE = 0.3  # of the other views have another mood than noon, which most pairs have
# In shares of the largest crop that fits. A smaller crop would have to be enlarged, so its target
# would be blurred.
SMALLEST_VIEW = 0.8
SIDES = ("source", "target")
Pair = tuple[Tensor, Tensor, str]  # source and target (3, H, W) uint8, and the mood


@dataclass(frozen=True)
class Views:
    """sources, targets (B, 3, H, W) uint8 and the mood of each."""

    sources: Tensor
    targets: Tensor
    moods: list[str]


class PairData:
    """The pairs of one split, held in memory; `refresh` adds new ones.

    folder/index.jsonl has one line for each pair: source, target (file names), split, mood, topic.
    """

    def __init__(self, folder: Path, split: str) -> None:
        self.folder, self.split = folder, split
        self.pairs: list[Pair] = []
        self.people: list[Pair] = []
        self.other_moods: list[Pair] = []
        self.lines_read = 0
        self.refresh()

    def refresh(self) -> None:
        """Reads the pairs that the index has gained."""
        lines = (self.folder / "index.jsonl").read_text().splitlines()
        for line in lines[self.lines_read :]:
            pair = json.loads(line)
            if pair["split"] == self.split:
                source, target = (_pixels(self.folder / pair[side]) for side in SIDES)
                self.pairs.append((source, target, pair["mood"]))
                if pair.get("topic") == "person":
                    self.people.append(self.pairs[-1])
                elif pair["mood"] != "noon":
                    self.other_moods.append(self.pairs[-1])
        self.lines_read = len(lines)

    def views(self, count: int, size: tuple[int, int], rng: random.Random) -> Views:
        """Random crops of the ratio of `size` (height, width), resized to it, half mirrored."""
        sources: list[Tensor] = []
        targets: list[Tensor] = []
        moods: list[str] = []
        for _ in range(count):
            source, target, mood = rng.choice(self._pool(rng))
            top, left, height, width = _crop(source.shape[-2:], size, rng)
            flip = rng.random() < 0.5
            for picture, into in ((source, sources), (target, targets)):
                view = picture[:, top : top + height, left : left + width]
                into.append(_resize(view.flip(-1) if flip else view, size))
            moods.append(mood)
        return Views(torch.stack(sources), torch.stack(targets), moods)

    def _pool(self, rng: random.Random) -> list[Pair]:
        """The pairs of which the next view is taken: those of people, of other moods, or all."""
        if self.people and rng.random() < PEOPLE_SHARE:
            return self.people
        if self.other_moods and rng.random() < OTHER_MOODS_SHARE:
            return self.other_moods
        return self.pairs


def _crop(
    shape: Sequence[int], size: tuple[int, int], rng: random.Random
) -> tuple[int, int, int, int]:
    """top, left, height, width of a random crop of the ratio of `size`."""
    fit = min(shape[0] / size[0], shape[1] / size[1]) * rng.uniform(SMALLEST_VIEW, 1)
    height, width = max(1, int(size[0] * fit)), max(1, int(size[1] * fit))
    return rng.randint(0, shape[0] - height), rng.randint(0, shape[1] - width), height, width


def _resize(picture: Tensor, size: tuple[int, int]) -> Tensor:
    resized = F.interpolate(picture[None].float(), size, mode="bilinear", antialias=True)
    return resized[0].round().clamp(0, 255).byte()


def _pixels(path: Path) -> Tensor:
    """(3, H, W) uint8."""
    with Image.open(path) as picture:
        return torch.from_numpy(np.array(picture.convert("RGB"))).permute(2, 0, 1).contiguous()
