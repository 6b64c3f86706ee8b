"""Threads fit what the machine lends."""

import os
import subprocess
import sys

import pytest

from pipeline import threads


def quota(root, text):
    (root / "cpu.max").write_text(text)
    return root


@pytest.mark.parametrize(
    ("text", "cores"),
    [("max 100000", 4), ("200000 100000", 2), ("50000 100000", 1), ("900000 100000", 4), ("-", 4)],
)
def test_a_containers_share_counts(tmp_path, monkeypatch, text, cores):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    assert threads.lent(quota(tmp_path, text)) == cores


@pytest.mark.parametrize(("text", "cores"), [("150000", 2), ("-1", 4)])
def test_cgroups_of_the_first_version_count(tmp_path, monkeypatch, text, cores):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(f"{text}\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert threads.lent(tmp_path) == cores


def test_what_the_owner_has_set_stays():
    environment = {"OMP_NUM_THREADS": "3", "OMP_WAIT_POLICY": "ACTIVE"}
    assert threads.choose(environment) == 3
    assert environment["OMP_WAIT_POLICY"] == "ACTIVE" and environment["KMP_BLOCKTIME"] == "0"


def test_torch_gets_them():
    """In the page's own process, since torch looks when it is imported."""
    asked = "import app, os, torch; print(torch.get_num_threads(), os.environ['OMP_WAIT_POLICY'])"
    environment = {name: value for name, value in os.environ.items() if "OMP" not in name}
    command = [sys.executable, "-c", asked]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(min(threads.lent(), threads.MOST)), "PASSIVE"]
