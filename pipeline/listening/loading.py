"""Which of those that hear is asked, and loads it once."""

import threading
from collections.abc import Callable

from pipeline import settings
from pipeline.errors import RequestError
from pipeline.listening import embedded, whisper
from pipeline.listening.base import Transcriber
from safety.sound.upload import readable

# The better one by measure (pipeline.benchmarks.voice) comes first.
_MADE: dict[str, tuple[Callable[[], bool], Callable[[], Transcriber]]] = {
    "whisper": (whisper.installed, whisper.Whisper),
    "embedded": (embedded.installed, embedded.Embedded),
}
_loaded: dict[str, Transcriber] = {}
_lock = threading.Lock()


def available() -> tuple[str, ...]:
    """Names of what can hear here, the default first; none where the owner wants none."""
    wanted = settings.current().voice
    if wanted == "off" or not readable():
        return ()
    names = [name for name, (there, _) in _MADE.items() if there()]
    return tuple(name for name in names if wanted in (None, name))


def transcriber(name: str | None = None) -> Transcriber:
    """The one of that name, None for the default. Raises RequestError where nothing hears."""
    names = available()
    chosen = name or next(iter(names), "")
    if chosen not in names:
        raise RequestError("nothing_hears")
    with _lock:
        if chosen not in _loaded:
            _loaded[chosen] = _MADE[chosen][1]()
        return _loaded[chosen]
