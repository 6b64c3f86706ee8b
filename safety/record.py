"""What the log may know of a check: a keyed hash of what was judged, and the verdict."""

import hashlib
import logging
import secrets

from safety.policy import Verdict

_log = logging.getLogger("enogu")
# Without the key, which goes with the process, nobody can try words against the log.
_KEY = secrets.token_bytes(32)


def record(gate: str, judged: bytes, verdict: Verdict) -> None:
    """One line: which gate, which hash (the same for the same bytes in one process), the answer."""
    digest = hashlib.blake2b(judged, key=_KEY, digest_size=6).hexdigest()
    answer = "allowed" if verdict.allowed else f"refused {verdict.category}"
    _log.info("%s %s %s %.2f", gate, digest, answer, verdict.score)


def failed(gate: str, error: BaseException) -> None:
    """A gate could not answer. The error's kind alone: its message may hold a user's words."""
    _log.error("%s gate failed: %s", gate, type(error).__name__)
