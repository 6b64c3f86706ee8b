"""Batches of speech, each clip with noises and a tempo of its own."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.listening.features import FLOOR, MELS
from pipeline.training.listening.data import Clip, load
from pipeline.training.listening.pronouncing import pronunciations

LONGEST = 1000  # spectra of a clip
POOLED = 12  # batches that are sorted by length together, so that little is padded


class Batch(NamedTuple):
    """mel (B, T, MELS), lengths (B,), targets: the sounds of all clips in a row, counts (B,)."""

    mel: Tensor
    lengths: Tensor
    targets: Tensor
    counts: Tensor


class Speech:
    """The clips of a folder that may still be filling."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.known = folder, set[Path]()
        self.clips: list[tuple[Tensor, tuple[int, ...]]] = []

    def more(self) -> None:
        """Reads the shards that are new."""
        for path in sorted(set(self.folder.glob("*.npz")) - self.known):
            self.known.add(path)
            self.clips += [(clip.mel, sounds) for clip in load(path) if (sounds := said(clip))]

    def batches(self, size: int, rng: random.Random) -> Iterator[Batch]:
        """Without an end; each pass begins with the shards that have come."""
        while True:
            self.more()
            order = rng.sample(self.clips, len(self.clips))
            for start in range(0, len(order), size * POOLED):
                near = sorted(order[start : start + size * POOLED], key=lambda clip: len(clip[0]))
                groups = [near[at : at + size] for at in range(0, len(near), size)]
                rng.shuffle(groups)
                for group in groups:
                    if len(group) > size // 2:
                        yield batch(group, rng)


def said(clip: Clip) -> tuple[int, ...]:
    """The numbers of the sounds; none for a clip that cannot be learnt from."""
    words = [pronunciations(word) for word in clip.text.split()]
    if not all(words) or not 40 < len(clip.mel) <= LONGEST:
        return ()
    sounds = tuple(sound for word in words for sound in word[0])
    return sounds if len(sounds) < len(clip.mel) / 5 else ()


def batch(clips: Sequence[tuple[Tensor, tuple[int, ...]]], rng: random.Random) -> Batch:
    others = [mel for mel, _ in clips]
    mels = [spoiled(stretched(mel.float(), rng), others, rng) for mel, _ in clips]
    lengths = torch.tensor([len(mel) for mel in mels])
    padded = torch.zeros(len(mels), int(lengths.max()), MELS)
    for row, mel in zip(padded, mels, strict=True):
        row[: len(mel)] = mel
        row[len(mel) :] = mel.mean(0)
    targets = torch.tensor([sound for _, sounds in clips for sound in sounds])
    return Batch(padded, lengths, targets, torch.tensor([len(sounds) for _, sounds in clips]))


def stretched(mel: Tensor, rng: random.Random) -> Tensor:
    """(T, MELS) said faster or slower, by somebody with a shorter or longer throat."""
    frames = max(48, round(len(mel) * rng.uniform(0.9, 1.15)))
    bands = torch.linspace(0, MELS - 1, MELS) * rng.uniform(0.94, 1.06)
    low = bands.floor().clamp(0, MELS - 2).long()
    share = (bands - low).clamp(0, 1)
    moved = mel[:, low] * (1 - share) + mel[:, low + 1] * share
    return F.interpolate(moved.T[None], size=frames, mode="linear")[0].T


def spoiled(mel: Tensor, others: Sequence[Tensor], rng: random.Random) -> Tensor:
    """With the noise of a room, a street or other voices, and with bits missing (SpecAugment, Park
    et al., 2019)."""
    power = mel.exp()
    noise = _hiss(len(mel), rng)
    if rng.random() < 0.2:
        noise = noise * 0.1 + _babble(len(mel), others, rng)
    decibels = rng.uniform(3, 20) if rng.random() < 0.5 else rng.uniform(20, 50)
    loud = power.mean() / noise.mean() * 10 ** (-decibels / 10)
    mel = (power + noise * loud).clamp(min=FLOOR).log()
    mean = mel.mean()
    if rng.random() < 0.7:
        width, start = rng.randint(1, 9), rng.randint(0, MELS - 9)
        mel[:, start : start + width] = mean
    for _ in range(rng.randint(0, 2)):
        width, start = rng.randint(2, 12), rng.randint(0, len(mel) - 12)
        mel[start : start + width] = mean
    return mel


def _hiss(frames: int, rng: random.Random) -> Tensor:
    """Steady noise of any colour, which swells and fades."""
    slope = torch.linspace(0, rng.uniform(-6, 2), MELS)
    bumps = F.interpolate(torch.randn(1, 1, 6), MELS, mode="linear")[0, 0] * rng.uniform(0, 1.5)
    swell = F.interpolate(torch.randn(1, 1, 2 + frames // 40), frames, mode="linear")[0, 0]
    level = (slope + bumps)[None] + swell[:, None] * rng.uniform(0, 0.7)
    grain = torch.empty(frames, MELS).exponential_().lerp(torch.ones(1), 0.4)
    return level.exp() * grain


def _babble(frames: int, others: Sequence[Tensor], rng: random.Random) -> Tensor:
    """Three other people at once."""
    total = torch.zeros(frames, MELS)
    for _ in range(3):
        power = rng.choice(others).float().exp()
        power = power.roll(rng.randrange(len(power)), 0).repeat(frames // len(power) + 1, 1)
        total += power[:frames] / power.mean()
    return total / 3
