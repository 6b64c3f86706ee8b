"""Work folders that go with their process, however it ends.

A process has one folder in a base folder, and a lock beside it that the operating system lifts
when the process ends, killed or not. Who makes a folder first removes those whose lock is no longer
held.
"""

import atexit
import os
import re
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from types import FrameType

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PREFIX = "enogu-"
LOCK = ".lock"
TERMINATED = 128 + signal.SIGTERM  # the exit code that shells give


def process_folder(base: Path | None = None) -> Path:
    """This process's own folder in `base` (default: the system's for temporary files). It is
    removed when the process ends; those that dead processes left there are removed at the first
    call.

    Raises OSError where it cannot be made.
    """
    folder = _made(base or Path(tempfile.gettempdir()), os.getpid())
    folder.mkdir(mode=0o700, exist_ok=True)  # some systems empty their temporary files by age
    return folder


@cache
def _made(base: Path, owner: int) -> Path:
    """The folder of the process `owner`: a forked child makes one of its own."""
    base.mkdir(parents=True, exist_ok=True)
    remove_dead(base)
    while True:
        lock = base / f"{PREFIX}{secrets.token_hex(8)}{LOCK}"
        held = _hold(lock, os.O_CREAT | os.O_EXCL)
        if held is not None:
            break
    folder = lock.with_suffix("")

    def remove() -> None:
        if os.getpid() == owner:
            _remove(folder, lock, held)

    atexit.register(remove)
    return folder


def remove_dead(base: Path) -> None:
    """Remove the folders in `base` whose processes have ended. What belongs to somebody else, or
    cannot be removed, stays."""
    for lock in base.glob(f"{PREFIX}*{LOCK}"):
        held = _hold(lock)
        if held is not None:
            _remove(lock.with_suffix(""), lock, held)
    for folder in base.glob(f"{PREFIX}*"):
        # A lock is there before its folder: one without was written to while it was removed.
        named = re.fullmatch(rf"{PREFIX}[0-9a-f]{{16}}", folder.name)
        if named and not folder.with_suffix(LOCK).exists():
            shutil.rmtree(folder, ignore_errors=True)


def remove_old(folder: Path, seconds: float) -> None:
    """Remove the files in a folder, and in those inside it, that were last changed so long ago."""
    before = time.time() - seconds
    for path in sorted(folder.rglob("*"), reverse=True):  # what is inside comes first
        try:
            if path.is_dir() and not path.is_symlink():
                if path.stat().st_mtime < before:
                    path.rmdir()  # fails where something is still inside
            elif path.lstat().st_mtime < before:
                path.unlink()
        except OSError:  # somebody else was faster, or still writes there
            continue


def keep_removing_old(folder: Path, seconds: float) -> None:
    """`remove_old` again and again, as long as the process lives."""

    def watch() -> None:
        while True:
            time.sleep(min(600.0, seconds / 4))
            remove_old(folder, seconds)

    threading.Thread(target=watch, daemon=True, name="leftovers").start()


def end_on_sigterm() -> None:
    """SIGTERM ends the process as Ctrl-C does, so that its folders are removed."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(TERMINATED)

    signal.signal(signal.SIGTERM, end)


def _hold(lock: Path, how: int = 0) -> int | None:
    """A descriptor of the locked file; None where another process holds it, or it is gone."""
    try:
        held = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | how, 0o600)
    except OSError:
        return None
    try:
        if sys.platform == "win32":
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(held), os.stat(lock)):
            return held
    except OSError:
        pass
    os.close(held)  # held by another, or removed by another before it was locked
    return None


def _remove(folder: Path, lock: Path, held: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if sys.platform == "win32":  # which removes no open file
        os.close(held)
    lock.unlink(missing_ok=True)
    if sys.platform != "win32":
        os.close(held)
