"""Keys of the API: made once, shown once, kept as hashes in the installation's folder."""

import hashlib
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from safety.errors import UserError
from safety.settings import current

FILE = "api_keys.json"
PREFIX = "sk-enogu-"
MAX_NAME = 64  # characters


class WrongKey(UserError):
    """A key that cannot be made or removed."""

    MESSAGES: ClassVar[Mapping[str, str]] = {
        "name": "a key's name has 1 to {most} characters and begins and ends with none that is "
        "blank, not {name!r}",
        "taken": "there is a key named {name!r} already: remove it first, or take another name",
        "missing": "there is no key named {name!r}: there are {names}",
        "rate": "a rate is REQUESTS/SECONDS such as 30/600, not {rate!r}",
        "damaged": "the file of keys is damaged: {path}",
    }


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept.

    digest: SHA-256 of the key, hexadecimal; the key has 256 random bits, so nobody finds it from
    that. hint: its last four characters. created: ISO 8601, UTC. rate: (pictures, seconds), None
    for the installation's own.
    """

    name: str
    digest: str
    hint: str
    created: str
    rate: tuple[int, int] | None = None


class KeyRing:
    """The keys in a file (mode 0600). What another process adds or removes counts at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at: tuple[int, int] | None = None
        self._by_digest: dict[str, Key] = {}
        self._lock = threading.Lock()

    def all(self) -> list[Key]:
        """In the order in which they were made. Raises WrongKey for a damaged file."""
        return list(self._keys().values())

    def find(self, secret: str) -> Key | None:
        """The key that somebody has shown, None for an unknown one."""
        return self._keys().get(_digest(secret))

    def add(self, name: str, rate: tuple[int, int] | None = None) -> str:
        """Make a key and return it; it cannot be read again later. Raises WrongKey for a wrong or
        a taken name."""
        if not 1 <= len(name) <= MAX_NAME or name != name.strip() or not name.isprintable():
            raise WrongKey("name", name=name, most=MAX_NAME)
        keys = self.all()
        if name in {key.name for key in keys}:
            raise WrongKey("taken", name=name)
        secret = PREFIX + secrets.token_urlsafe(32)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._write([*keys, Key(name, _digest(secret), secret[-4:], now, rate)])
        return secret

    def remove(self, name: str) -> None:
        """From now on the key opens nothing. Raises WrongKey where there is none of this name."""
        keys = self.all()
        left = [key for key in keys if key.name != name]
        if len(left) == len(keys):
            names = ", ".join(key.name for key in keys) or "none"
            raise WrongKey("missing", name=name, names=names)
        self._write(left)

    def _keys(self) -> dict[str, Key]:
        with self._lock:
            try:
                state = self.path.stat()
            except FileNotFoundError:
                return {}
            if self._read_at != (state.st_mtime_ns, state.st_ino):
                self._by_digest = {key.digest: key for key in self._read()}
                self._read_at = (state.st_mtime_ns, state.st_ino)
            return self._by_digest

    def _read(self) -> list[Key]:
        try:
            return [_key(fields) for fields in json.loads(self.path.read_text("utf-8"))]
        except (ValueError, TypeError) as error:
            raise WrongKey("damaged", path=self.path) from error

    def _write(self, keys: list[Key]) -> None:
        """Whole or not at all: a temporary file, which nobody else may read, takes its place."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump([asdict(key) for key in keys], file, indent=1)
        os.replace(name, self.path)


def key_ring() -> KeyRing:
    """The keys of this installation, in ENOGU_HOME."""
    path = current().home / FILE
    with _lock:
        return _rings.setdefault(path, KeyRing(path))


def rate_of(text: str) -> tuple[int, int]:
    """ "30/600" -> (30, 600). Raises WrongKey."""
    pictures, _, seconds = text.partition("/")
    if not (pictures.isdecimal() and seconds.isdecimal() and int(pictures) and int(seconds)):
        raise WrongKey("rate", rate=text)
    return int(pictures), int(seconds)


_rings: dict[Path, KeyRing] = {}
_lock = threading.Lock()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(fields: dict[str, Any]) -> Key:
    key = Key(**fields)
    return replace(key, rate=tuple(key.rate)) if key.rate else key  # type: ignore[arg-type]
