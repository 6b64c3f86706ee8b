"""What is logged of a check: a keyed hash of what was judged, and the verdict."""

import hashlib
import logging
import secrets

from safety.policy import Verdict

_log = logging.getLogger("enogu")
# The key ends with the process; without it nobody can test which words made a hash in the log.
_KEY = secrets.token_bytes(32)


def digest(judged: bytes) -> str:
    """A keyed hash: the same for the same bytes in a process, and nothing to anybody outside it."""
    return hashlib.blake2b(judged, key=_KEY, digest_size=6).hexdigest()


def record(gate: str, judged: bytes, verdict: Verdict) -> None:
    """Log one line: the gate, the hash (the same for the same bytes in a process), the answer."""
    answer = "allowed" if verdict.allowed else f"refused {verdict.category}"
    _log.info("%s %s %s %.2f", gate, digest(judged), answer, verdict.score)


def record_failure(gate: str, error: BaseException) -> None:
    """Log that a gate could not answer: the error's type only, as its message may hold a prompt."""
    _log.error("%s gate failed: %s", gate, type(error).__name__)
