"""What hears: one protocol, whoever is behind it."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.results import Heard

Samples = NDArray[np.float32]
NAMES = ("embedded", "whisper")


class Transcriber(Protocol):
    """Speech to text. name: one of NAMES."""

    name: str

    def transcribe(self, samples: Samples) -> Heard:
        """What a recording says. samples: (T,) in -1..1, one channel at 16 kHz, 0.3 to 30 s. It
        may be called by several threads at once."""
        ...
