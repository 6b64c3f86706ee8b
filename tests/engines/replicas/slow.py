"""An engine for replicas, which tests can kill while it paints."""

import os
import time
from pathlib import Path

from pipeline.engines.embedded.engine import EmbeddedEngine


class SlowEngine(EmbeddedEngine):
    """The tiny engine; each step takes `seconds` more. It writes its process's number into a file
    of `folder` as long as it paints."""

    seconds, folder = 0.0, Path("-")

    def decode(self, conditioning, tokens):
        busy = self.folder / str(os.getpid())
        busy.touch()
        try:
            for progress in super().decode(conditioning, tokens):
                time.sleep(self.seconds)
                yield progress
        finally:
            busy.unlink(missing_ok=True)


def slow_engine(folder: Path, seconds: float) -> SlowEngine:
    engine = SlowEngine.tiny()
    engine.folder, engine.seconds = folder, seconds
    return engine
