"""How many threads a picture gets on this machine, chosen before torch is imported.

Torch starts a thread for each core that the machine has. In a container with a share of them, or
on a machine with much else to do, those threads wait for each other, and by default they wait by
spinning: a small network then takes many times as long as on one thread alone.
"""

import os
from collections.abc import MutableMapping
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")
MOST = 8  # beyond this the embedded model gains nothing


def choose(environment: MutableMapping[str, str] = os.environ) -> int:
    """Set what OpenMP reads when torch is imported, and return the number of threads. What the
    owner has set stays."""
    environment.setdefault("OMP_NUM_THREADS", str(min(lent(), MOST)))
    # A thread that waits gives its core away: OpenMP's own name, Intel's, and that of GCC.
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    environment.setdefault("KMP_BLOCKTIME", "0")
    environment.setdefault("GOMP_SPINCOUNT", "0")
    return int(environment["OMP_NUM_THREADS"].split(",")[0])


def use(count: int) -> None:
    """Let torch work with so many threads, now that it is imported."""
    import torch

    torch.set_num_threads(count)


def lent(root: Path = CGROUP) -> int:
    """Cores that this process may use: its affinity, and no more than its cgroup's quota."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    quota = _quota(root)
    return cores if quota is None else max(1, min(cores, round(quota)))


def _quota(root: Path) -> float | None:
    """Cores' worth of time that the container gets; None without a limit. Version 2 has one file,
    "MICROSECONDS PERIOD" or "max PERIOD"; version 1 has two."""
    try:
        spent, period = (root / "cpu.max").read_text().split()
    except (OSError, ValueError):
        spent, period = _first_version(root / "cpu")
    if not (spent.isdecimal() and period.isdecimal() and int(period)):
        return None
    return int(spent) / int(period)


def _first_version(folder: Path) -> tuple[str, str]:
    try:
        quota = (folder / "cpu.cfs_quota_us").read_text().strip()  # -1 without a limit
        return quota, (folder / "cpu.cfs_period_us").read_text().strip()
    except OSError:
        return "", ""
