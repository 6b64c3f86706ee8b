"""Enogu's own small recogniser, English: a network that was trained on synthetic speech, and a
beam over the words of the picture dictionary and of real prompts."""

from functools import cache
from pathlib import Path

import torch

from pipeline.listening.base import Samples
from pipeline.listening.decoding import decode
from pipeline.listening.features import log_mel
from pipeline.listening.lexicon import Lexicon
from pipeline.listening.network import Listener, ListenerConfig
from pipeline.model.networks import weights
from pipeline.results import Heard

NAME = "listener"  # of its set of weights
WORDS = f"{NAME}-words.json.gz"


@cache
def _folder() -> Path | None:
    try:
        folder = weights.find_weights()
    except weights.WeightsError:
        return None
    return folder if (folder / f"{NAME}.json").exists() else None


def installed() -> bool:
    """Whether there are weights of it."""
    return _folder() is not None


class Embedded:
    """Two million parameters on the CPU. folder: of the weights, None for the installed ones.
    Raises WeightsError."""

    name = "embedded"

    def __init__(self, folder: Path | None = None) -> None:
        where = folder or weights.find_weights()
        state, manifest = weights.load_weights(where, NAME)
        config = ListenerConfig(
            **{**manifest["config"], "levels": tuple(manifest["config"]["levels"])}
        )
        self._network = Listener(config).eval().requires_grad_(False)
        weights.fill(self._network, state, NAME)
        self._lexicon = Lexicon.load(where / WORDS, manifest["words"])

    @torch.inference_mode()
    def transcribe(self, samples: Samples) -> Heard:
        """As Transcriber has it."""
        mel = log_mel(torch.from_numpy(samples))
        guesses = self._network(mel[None], torch.tensor([len(mel)]))[0]
        words, sure = decode(guesses, self._lexicon)
        return Heard(" ".join(words), sure, self.name)
