"""Speech to train on: `python -m pipeline.training.listening.data --out SPEECH --minutes 30`.

Writes shards of spectrograms with their sentences; more runs, with other seeds, add to a folder.
Noise comes later, afresh in each step.
"""

import argparse
import csv
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from pipeline.listening.features import log_mel
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.training.dictionary.nouns import ENGLISH_WORDS
from pipeline.training.listening.rooms import heard
from pipeline.training.listening.sentences import Sentences
from pipeline.training.listening.voices import TRAINED, Voice

SHARES = {"espeak-ng": 0.45, "flite": 0.27, "piper": 0.28}
SHARD = 250  # clips
SALAD = 6000  # of the commonest English words, from which words in a row are drawn
TESTS = Path(__file__).parents[3] / "tests/model/reading/data/public_prompts.csv"


@dataclass(frozen=True, slots=True)
class Clip:
    """mel: (T, MELS) of float16, natural logarithms of power. text: what was said."""

    mel: Tensor
    text: str
    voice: str


def sentences(dictionary: Dictionary, prompts: Path | None) -> Sentences:
    """prompts: a CSV file with a column `prompt`, without those of the repository's tests."""
    held = {row["prompt"] for row in _rows(TESTS)}
    real = [] if prompts is None else [row["prompt"] for row in _rows(prompts)]
    words = ENGLISH_WORDS.read_text(encoding="utf-8").split()[:SALAD]
    return Sentences(dictionary, [one for one in real if one not in held], words)


def _rows(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_clip(voice: Voice, text: str, rng: random.Random) -> Clip:
    samples = heard(*voice.say(text, rng), rng)
    return Clip(log_mel(torch.from_numpy(samples)).half(), text, voice.name)


def save(path: Path, clips: Sequence[Clip]) -> None:
    """One file; it appears whole."""
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            mel=np.concatenate([clip.mel.numpy() for clip in clips]),
            length=[len(clip.mel) for clip in clips],
            text=[clip.text for clip in clips],
            voice=[clip.voice for clip in clips],
        )
    partial.replace(path)


def load(path: Path) -> list[Clip]:
    with np.load(path) as shard:
        mels = torch.from_numpy(shard["mel"]).split(shard["length"].tolist())
        texts, voices = shard["text"].tolist(), shard["voice"].tolist()
    return [Clip(*one) for one in zip(mels, texts, voices, strict=True)]


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, required=True, help="folder of the shards")
    options.add_argument("--dictionary", type=Path, default=WEIGHTS)
    options.add_argument(
        "--prompts", type=Path, help="CSV of real prompts, a share of what is said"
    )
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--seed", type=int, default=0)
    args = options.parse_args(arguments)
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(args.seed)
    spoken = sentences(Dictionary.load(args.dictionary), args.prompts)
    voices = {voice.name: voice for voice in (one() for one in TRAINED)}
    ends, number = time.monotonic() + 60 * args.minutes, 0
    while time.monotonic() < ends:
        names = rng.choices(list(SHARES), list(SHARES.values()), k=SHARD)
        clips = [make_clip(voices[name], spoken.sample(rng), rng) for name in names]
        save(args.out / f"shard-{args.seed}-{number:04}.npz", clips)
        number += 1
        print(f"{number * SHARD} clips", flush=True)


if __name__ == "__main__":
    main()
