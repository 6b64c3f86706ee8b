"""Votes in one SQLite file, which several processes may write at once.

What makes a picture again is kept, never the picture. Visitors and prompts are kept as hashes
with a key of the file's own, so that no table of known hashes tells them.
"""

import errno
import hashlib
import json
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.feedback.vote import Side, Vote, known_reason

NAME = "feedback.sqlite"
MOST_BYTES = 256 * 2**20  # of the file: a flood of votes does not fill the disk
PATIENCE = 10.0  # seconds that a writer waits for the others
PAGE = 4096
SCHEMA = """
create table if not exists key (value blob not null);
create table if not exists votes (
  id integer primary key, visitor text not null, prompt_hash text not null, prompt text,
  sides text not null, choice text not null, reason text not null, engine text not null,
  model text not null, tuning text not null, task text not null, time integer not null);
create index if not exists by_visitor on votes (visitor);
"""
COLUMNS = ("visitor", "prompt_hash", "prompt", "sides", "choice", "reason", "engine", "model",
           "tuning", "task", "time")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A vote as it is stored. visitor, prompt_hash: hashes. prompt: None where its words were not
    given. time: seconds since 1970, to the hour, so that it tells little."""

    visitor: str
    prompt_hash: str
    prompt: str | None
    sides: tuple[Side, ...]
    choice: str
    reason: str
    engine: str
    model: str
    tuning: str
    task: str
    time: int


class Store:
    """The votes of one installation, for any number of threads and processes. Calls raise
    OutputError where the file cannot be read or written (disk full, folder read-only, file
    damaged); what was stored before stays."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.path, self.most_bytes = folder / NAME, most_bytes
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None  # opened at the first vote

    def add(self, vote: Vote) -> int:
        """Stores one vote, whole or not at all; returns its number."""
        with self._writing() as database:
            row = _row(vote, _key(database))
            marks = ", ".join("?" * len(COLUMNS))
            names = ", ".join(COLUMNS)
            added = database.execute(f"insert into votes ({names}) values ({marks})", row)
            return int(added.lastrowid or 0)

    def explain(self, number: int, visitor: str, reason: str) -> None:
        """Adds a reason to a visitor's own vote; nothing happens to any other. Raises RequestError
        for a reason that is none."""
        with self._writing() as database:
            database.execute(
                "update votes set reason = ? where id = ? and visitor = ?",
                [known_reason(reason), number, _hash(visitor, _key(database))],
            )

    def count(self, visitor: str) -> int:
        """How many votes of a visitor are stored."""
        if not self.path.exists():
            return 0
        with self._using() as database:
            found = database.execute(
                "select count(*) from votes where visitor = ?", [_hash(visitor, _key(database))]
            )
            return int(found.fetchone()[0])

    def forget(self, visitor: str) -> int:
        """Deletes all votes of a visitor, from unused pages too; how many there were."""
        if not self.path.exists():
            return 0
        with self._writing() as database:
            gone = database.execute(
                "delete from votes where visitor = ?", [_hash(visitor, _key(database))]
            ).rowcount
        with self._using() as database:
            database.execute("pragma wal_checkpoint(truncate)")
        return gone

    def votes(self) -> list[Kept]:
        """All votes, oldest first."""
        if not self.path.exists():
            return []
        with self._using() as database:
            rows = database.execute(f"select {', '.join(COLUMNS)} from votes order by id")
            return [_kept(row) for row in rows]

    def hash_of(self, prompt: str) -> str:
        """The hash under which votes on a prompt are stored, so that whoever has this file and a
        table of prompts finds those that they are about."""
        with self._using() as database:
            return _hash(prompt, _key(database))

    def close(self) -> None:
        """Closes the file; the next call opens it again."""
        with self._lock:
            self._close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is written whole, or not at all."""
        with self._using() as database:
            database.execute("begin immediate")
            yield database
            database.execute("commit")

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._database is None:
                    self._database = _open(self.path, self.most_bytes)
                yield self._database
            except (sqlite3.Error, OSError) as error:
                self._close()
                code = getattr(error, "errno", None) or errno.EIO
                raise OutputError(code, f"cannot write {self.path}: {error}") from error
            except BaseException:
                self._close()
                raise

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()  # what was not committed is undone
            self._database = None


def _open(path: Path, most_bytes: int) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = sqlite3.connect(path, PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        database.execute(f"pragma max_page_count = {most_bytes // PAGE}")
        database.execute("pragma secure_delete = on")  # what is deleted is overwritten
        # With WAL a commit is whole after a kill; only a loss of power may take the last ones.
        database.execute("pragma synchronous = normal")
        if not database.execute("pragma user_version").fetchone()[0]:
            _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection) -> None:
    """An empty file becomes a store; of several processes that try, the first one does it."""
    database.execute("pragma journal_mode = wal")
    database.execute("begin immediate")
    for statement in filter(str.strip, SCHEMA.split(";")):
        database.execute(statement)
    if not database.execute("select count(*) from key").fetchone()[0]:
        database.execute("insert into key values (?)", [secrets.token_bytes(32)])
    database.execute("pragma user_version = 1")
    database.execute("commit")


def _key(database: sqlite3.Connection) -> bytes:
    return bytes(database.execute("select value from key").fetchone()[0])


def _hash(text: str, key: bytes) -> str:
    return hashlib.blake2b(text.encode(), key=key, digest_size=16).hexdigest()


def _row(vote: Vote, key: bytes) -> tuple[object, ...]:
    return (
        _hash(vote.visitor, key), _hash(vote.prompt, key), vote.prompt if vote.words else None,
        json.dumps([asdict(side) for side in vote.sides]), vote.choice, vote.reason, vote.engine,
        vote.model, vote.tuning, vote.task, int(time.time()) // 3600 * 3600,
    )  # fmt: skip


def _kept(row: tuple) -> Kept:
    values = dict(zip(COLUMNS, row, strict=True))
    sides = tuple(
        Side(one["seed"], one["size"], tuple(one["tokens"]), one["dice"])
        for one in json.loads(values["sides"])
    )
    return Kept(**{**values, "sides": sides})
