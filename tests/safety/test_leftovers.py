"""Nothing stays behind, however a process ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from safety.leftovers import TERMINATED, process_folder, remove_dead, remove_old

WORKER = """
import sys, time
from pathlib import Path
from safety.leftovers import end_on_sigterm, process_folder
end_on_sigterm()
folder = process_folder(Path(sys.argv[1]))
(folder / "photo.jpg").write_bytes(b"private")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def worker(tmp_path):
    """Starts a process that has written into its folder in tmp_path."""
    started = []

    def start() -> subprocess.Popen:
        command = [sys.executable, "-c", WORKER, str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout.readline() == b"ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def photos(folder: Path) -> list[Path]:
    return list(folder.rglob("photo.jpg"))


def test_a_process_that_is_told_to_end_leaves_nothing(worker, tmp_path):
    process = worker()
    assert len(photos(tmp_path)) == 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == TERMINATED
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_at_the_next_start_and_no_more(worker, tmp_path):
    killed, living = worker(), worker()
    killed.send_signal(signal.SIGKILL)
    killed.wait(30)
    assert len(photos(tmp_path)) == 2
    worker()
    assert len(photos(tmp_path)) == 2  # of the two that live
    living.send_signal(signal.SIGTERM)
    living.wait(30)
    assert len(photos(tmp_path)) == 1


def test_only_our_own_folders_are_removed(tmp_path):
    others = [tmp_path / name for name in ("enogu-notes", "other", "enogu-0123456789abcdef.zip")]
    for folder in others:
        folder.mkdir()
    lost = tmp_path / "enogu-0123456789abcdef"
    lost.mkdir()
    remove_dead(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_process_has_one_folder_that_others_cannot_look_into(tmp_path):
    folder = process_folder(tmp_path)
    assert process_folder(tmp_path) == folder
    assert folder.stat().st_mode & 0o077 == 0
    remove_dead(tmp_path)
    assert folder.is_dir()


def test_old_files_go_and_young_ones_stay(tmp_path):
    old, young = tmp_path / "a" / "b" / "old.png", tmp_path / "a" / "young.png"
    old.parent.mkdir(parents=True)
    for path in (old, young):
        path.write_bytes(b"-")
    past = time.time() - 7200
    for path in (old, old.parent):
        os.utime(path, (past, past))
    remove_old(tmp_path, 3600)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [young]
