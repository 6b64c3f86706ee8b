"""Votes are stored whole or not at all, by many writers, and leave nothing once deleted."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import OutputError, RequestError
from pipeline.feedback import CHOICES, REASONS, Side, Store, Vote, side_of

ROOT = Path(__file__).parents[2]
SIDES = (Side(1, "512x512", (0, 1, 140, 20, 7)), Side(2, "512x512", (0, 0, 150, 90, 9)))
VOTE = Vote("a-visitor-1", "a cat in a boat", SIDES, "first", engine="embedded", model="tiny")
WRITER = """
import sys
from pathlib import Path
from pipeline.feedback import Side, Store, Vote
store, who, many = Store(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(many):
    store.add(Vote(who, f"prompt {number}", (Side(number, "512x512"),), "worse"))
    print(number, flush=True)
"""


def write(folder: Path, who: str, many: int, **options) -> subprocess.Popen:
    """A process that stores votes and prints each one's number once it is stored."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WRITER, str(folder), who, str(many)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        **options,
    )  # fmt: skip


def test_a_vote_comes_back_without_who_and_what_was_not_given(tmp_path):
    store = Store(tmp_path)
    store.add(VOTE)
    store.add(replace(VOTE, words=True, reason="ugly"))
    first, second = store.votes()
    assert first.sides == second.sides == SIDES and first.choice == "first"
    assert first.prompt is None and second.prompt == VOTE.prompt and second.reason == "ugly"
    assert first.prompt_hash == second.prompt_hash == store.hash_of(VOTE.prompt)
    assert first.visitor == second.visitor and first.time % 3600 == 0
    assert VOTE.visitor.encode() not in b"".join(one.read_bytes() for one in tmp_path.iterdir())


def test_two_installations_have_different_hashes(tmp_path):
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    assert one.hash_of("a cat") != other.hash_of("a cat") and one.hash_of("a") != one.hash_of("b")


def test_only_the_owner_may_read_the_file(tmp_path):
    Store(tmp_path).add(VOTE)
    assert Store(tmp_path).path.stat().st_mode & 0o777 == 0o600


def test_an_empty_store_makes_no_file(tmp_path):
    store = Store(tmp_path)
    assert store.votes() == [] and store.count("nobody-yet") == store.forget("nobody-yet") == 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_deleted_is_gone_from_the_file(tmp_path):
    store = Store(tmp_path)
    store.add(replace(VOTE, visitor="another-one", prompt="a dog", words=True))
    store.add(replace(VOTE, prompt="zanzibarian teapots", words=True))
    assert store.count(VOTE.visitor) == 1
    assert store.forget(VOTE.visitor) == 1 and store.forget(VOTE.visitor) == 0
    assert store.count(VOTE.visitor) == 0 and store.count("another-one") == 1
    assert b"zanzibarian" not in b"".join(one.read_bytes() for one in tmp_path.iterdir())


def test_threads_and_processes_write_at_once(tmp_path):
    writers = [write(tmp_path, f"process-{number}", 25) for number in range(2)]
    store = Store(tmp_path)
    with ThreadPoolExecutor(4) as threads:
        votes = (replace(VOTE, visitor=f"thread-{number % 4}") for number in range(40))
        list(threads.map(store.add, votes))
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    assert len(store.votes()) == 90
    assert [store.count(f"process-{number}") for number in range(2)] == [25, 25]
    assert [store.count(f"thread-{number}") for number in range(4)] == [10] * 4


def test_a_kill_loses_no_vote_that_was_stored(tmp_path):
    writer = write(tmp_path, "the-killed-one", 100_000)
    assert writer.stdout
    stored = [writer.stdout.readline() for _ in range(30)]
    writer.send_signal(signal.SIGKILL)
    stored += writer.stdout.readlines()
    writer.wait()
    store = Store(tmp_path)
    seeds = [vote.sides[0].seed for vote in store.votes()]
    assert seeds == list(range(len(seeds))) and len(seeds) >= int(stored[-1]) + 1 >= 30
    with sqlite3.connect(store.path) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    store.add(VOTE)


def test_a_disk_that_is_full_loses_nothing_of_before(tmp_path):
    Store(tmp_path).add(VOTE)
    limit = 200_000  # bytes that a file of the process may have

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    writer = write(tmp_path, "the-flooding-one", 100_000, preexec_fn=small)
    printed, errors = writer.communicate(timeout=120)
    assert writer.returncode == 1 and "OutputError" in errors and "cannot write" in errors
    store = Store(tmp_path)
    stored = len(printed.split())
    assert store.count("the-flooding-one") == stored > 10 and store.count(VOTE.visitor) == 1
    assert store.forget("the-flooding-one") == stored
    store.add(VOTE)


def test_a_flood_of_votes_does_not_fill_the_disk(tmp_path):
    store = Store(tmp_path, most_bytes=100_000)
    with pytest.raises(OutputError, match="full"):
        for number in range(10_000):
            store.add(replace(VOTE, prompt=f"{number}"))
    assert 50 < store.count(VOTE.visitor) < 1000
    assert store.path.stat().st_size <= 100_000


def test_a_damaged_file_and_a_file_as_folder_are_told(tmp_path):
    store = Store(tmp_path)
    store.path.write_bytes(b"this is no database" * 100)
    with pytest.raises(OutputError, match=r"cannot write .*feedback.sqlite"):
        store.add(VOTE)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"):
        Store(tmp_path / "file").add(VOTE)


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        ({"choice": "better"}, "first, second"),
        ({"sides": SIDES[:1]}, "better, worse"),
        ({"sides": ()}, "one picture or two"),
        ({"sides": (*SIDES, SIDES[0])}, "one picture or two"),
        ({"sides": SIDES[:1] * 2}, "twice"),
        ({"reason": "blue"}, "not_asked"),
        ({"visitor": "short"}, "8 to 100"),
    ],
)
def test_a_wrong_vote_is_told_what_is_allowed(change, allowed):
    with pytest.raises(RequestError, match=allowed):
        replace(VOTE, **change)


def test_a_side_is_what_a_pictures_settings_tell():
    layout = '{"graph": {}, "placed": [0, 1, 140, 20, 7]}'
    settings = {"seed": 5, "size": "512x512", "layout": layout, "prompt": "a cat"}
    assert side_of(settings) == Side(5, "512x512", (0, 1, 140, 20, 7))
    for no_tokens in (None, "{}", "[1]", "no json", '{"placed": ["x"]}', '{"placed": [256]}'):
        assert side_of(settings | {"layout": no_tokens}) == Side(5, "512x512")
    with pytest.raises(RequestError, match="settings"):
        side_of({"prompt": "a cat"})


def test_every_choice_and_reason_can_be_stored(tmp_path):
    store = Store(tmp_path)
    for choice in CHOICES:
        sides = SIDES if choice in ("first", "second") else SIDES[:1]
        for reason in REASONS:
            store.add(replace(VOTE, sides=sides, choice=choice, reason=reason))
    assert len(store.votes()) == len(CHOICES) * len(REASONS)
