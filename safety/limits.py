"""How many pictures one visitor may ask for: a sliding window, kept in memory only."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

from safety.errors import UserError
from safety.settings import current

MAX_VISITORS = 10_000  # the one whose last request is oldest is forgotten first


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
    """At most `requests` in any `seconds` for each visitor."""

    requests: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, visitor: str) -> None:
        """Count one request of this visitor.

        Raises:
            TooManyRequests: the visitor has used up the window; this one is not counted.
        """
        with self._lock:
            now = self.clock()
            times = self._seen.setdefault(visitor, deque())
            self._seen.move_to_end(visitor)
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.requests:
                raise TooManyRequests(times[0] + self.seconds - now)
            times.append(now)
            if len(self._seen) > MAX_VISITORS:
                self._seen.popitem(last=False)


_lock = threading.Lock()


def admit(visitor: str) -> None:
    """Count a request against the installation's limit, the setting `rate_limit`.

    Raises:
        TooManyRequests: the visitor must wait.
    """
    rate = current().rate_limit
    if rate is None:
        return
    with _lock:
        limit = _limit(*rate)
    limit.admit(visitor)


@lru_cache(maxsize=1)  # another rate begins to count anew
def _limit(requests: int, seconds: int) -> RateLimit:
    return RateLimit(requests, seconds)


def visitor_of(host: str | None, headers: Mapping[str, str]) -> str:
    """Who asks: the connection's address, or the one that the installation's own proxy names.

    Any client can send X-Forwarded-For, so only its last entry counts (the nearest proxy's), and
    only with the setting `behind_proxy`, as on a Space.
    """
    forwarded = headers.get("x-forwarded-for", "")
    if forwarded and current().behind_proxy:
        return forwarded.split(",")[-1].strip()
    return host or "unknown"
