"""How many pictures one visitor may ask for: a sliding window, kept in memory only."""

import os
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from safety.errors import UserError

DEFAULT_RATE = "30/600"  # requests per seconds
MOST_VISITORS = 10_000  # the longest absent is forgotten first


class TooManyRequests(UserError):
    """The visitor must wait.

    wait: seconds, exactly. Its values are whole: "seconds", and "minutes" from 90 seconds on.
    """

    MESSAGES: ClassVar = {
        "wait_seconds": "Too many pictures in a short time. Try again in {seconds} seconds.",
        "wait_minutes": "Too many pictures in a short time. Try again in {minutes} minutes.",
    }

    def __init__(self, wait: float) -> None:
        seconds = max(1, round(wait))
        if wait < 90:
            super().__init__("wait_seconds", seconds=seconds)
        else:
            super().__init__("wait_minutes", seconds=seconds, minutes=round(wait / 60))
        self.wait = wait

    def __reduce__(self) -> tuple:
        return type(self), (self.wait,)


@dataclass
class RateLimit:
    """At most `requests` in any `seconds` for each visitor; 0 requests means no limit."""

    requests: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def from_environment(cls) -> Self:
        """ENOGU_RATE_LIMIT is REQUESTS/SECONDS, such as 30/600, or off.

        Raises:
            ValueError: it is neither.
        """
        text = os.environ.get("ENOGU_RATE_LIMIT", "").strip() or DEFAULT_RATE
        if text == "off":
            return cls(0, 1)
        requests, _, seconds = text.partition("/")
        if not (requests.isdecimal() and seconds.isdecimal() and int(requests) and int(seconds)):
            raise ValueError(f"ENOGU_RATE_LIMIT must be such as 30/600, or off, not {text!r}")
        return cls(int(requests), int(seconds))

    def admit(self, visitor: str) -> None:
        """Count one request of this visitor.

        Raises:
            TooManyRequests: the visitor has used up the window; this one is not counted.
        """
        if not self.requests:
            return
        with self._lock:
            now = self.clock()
            times = self._seen.setdefault(visitor, deque())
            self._seen.move_to_end(visitor)
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.requests:
                raise TooManyRequests(times[0] + self.seconds - now)
            times.append(now)
            if len(self._seen) > MOST_VISITORS:
                self._seen.popitem(last=False)


_limit: RateLimit | None = None
_lock = threading.Lock()


def admit(visitor: str) -> None:
    """Count a request against the installation's limit, ENOGU_RATE_LIMIT.

    Raises:
        TooManyRequests: with a sentence for the visitor.
    """
    global _limit
    with _lock:
        if _limit is None:
            _limit = RateLimit.from_environment()
    _limit.admit(visitor)


def visitor_of(host: str | None, headers: Mapping[str, str]) -> str:
    """Who asks: the connection's address, or what the installation's own proxy says.

    X-Forwarded-For is written by anybody, so only its last entry counts (the nearest proxy's), and
    only when ENOGU_BEHIND_PROXY is 1, as on a Space.
    """
    forwarded = headers.get("x-forwarded-for", "")
    if os.environ.get("ENOGU_BEHIND_PROXY") == "1" and forwarded:
        return forwarded.split(",")[-1].strip()
    return host or "unknown"
