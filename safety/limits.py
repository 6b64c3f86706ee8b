"""How many pictures one visitor may ask for: a sliding window, kept in memory only."""

import ipaddress
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
    _seen: OrderedDict[str, deque[tuple[float, int]]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, visitor: str, amount: int = 1) -> None:
        """Count one request of this visitor, or as many as `amount` (of bytes, say).

        Raises:
            TooManyRequests: the visitor has used up the window; this one is not counted.
        """
        with self._lock:
            now = self.clock()
            times = self._seen.setdefault(visitor, deque())
            self._seen.move_to_end(visitor)
            while times and times[0][0] <= now - self.seconds:
                times.popleft()
            if times and sum(count for _, count in times) + amount > self.requests:
                raise TooManyRequests(times[0][0] + self.seconds - now)
            times.append((now, amount))
            if len(self._seen) > MAX_VISITORS:
                self._seen.popitem(last=False)


_lock = threading.Lock()


def admit(visitor: str, amount: int = 1) -> None:
    """Count requests against the installation's limit, the setting `rate_limit`.

    Raises:
        TooManyRequests: the visitor must wait.
    """
    rate = current().rate_limit
    if rate is None:
        return
    with _lock:
        limit = _limit(*rate)
    limit.admit(visitor, amount)


@lru_cache(maxsize=1)  # another rate begins to count anew
def _limit(requests: int, seconds: int) -> RateLimit:
    return RateLimit(requests, seconds)


UPLOADS = RateLimit(120, 600)
CHECKS = RateLimit(60, 600)  # of the Verify tab, which takes half a second each
LOGINS = RateLimit(20, 600)
VOTES = RateLimit(120, 600)  # on pictures
HEARINGS = RateLimit(60, 600)  # of recordings, each some work
BYTES = RateLimit(2**30, 3600)


def admit_to(limit: RateLimit, visitor: str) -> None:
    """Count a request against another limit; none counts where the owner has set `rate_limit` off.
    Raises TooManyRequests."""
    if current().rate_limit is not None:
        limit.admit(visitor)


def admit_bytes(visitor: str, count: int) -> None:
    """Count uploaded bytes against the quota, likewise. Raises TooManyRequests."""
    if current().rate_limit is not None:
        BYTES.admit(visitor, count)


def visitor_of(host: str | None, headers: Mapping[str, str]) -> str:
    """Who asks: the connection's address, or the one that the installation's own proxy names.

    Any client can send X-Forwarded-For, so only its last entry counts (the nearest proxy's), and
    only with the setting `behind_proxy`, as on a Space. Of an IPv6 address the first 64 bits count:
    a household has all of those that begin with them.
    """
    forwarded = ",".join(_all_of("x-forwarded-for", headers))
    if forwarded and current().behind_proxy:
        host = forwarded.split(",")[-1].strip()
    return _household(host) if host else "unknown"


def _all_of(name: str, headers: Mapping[str, str]) -> list[str]:
    """Every line of a header: a client may have sent one before the proxy's."""
    lines = getattr(headers, "getlist", None)
    return lines(name) if lines else [headers.get(name, "")]


def _household(host: str) -> str:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
