"""An easel that tests paint at step by step, for the queue before it."""

import threading
import time
from pathlib import Path

import pytest

from pipeline.results import Picture, Progress, Refusal


class Easel:
    """Paints one step of a picture each time that `step` is called; `painted` has the prompts in
    the order of painting. A prompt of "crash" or "refuse" ends so at its first step."""

    def __init__(self):
        self.painted, self.closed = [], []
        self._steps = threading.Semaphore(0)

    def step(self, count=1):
        for _ in range(count):
            self._steps.release()

    def __call__(self, request, looks):
        self.painted.append(request.prompt)
        try:
            yield Progress("check")
            for step in (1, 2):
                self._steps.acquire(timeout=20)
                if request.prompt == "crash":
                    raise MemoryError("no room")
                if request.prompt == "refuse":
                    yield Refusal("gore", "No.")
                    return
                yield Progress("paint", step, 2)
            yield Picture(Path("a.png"), 8, 8, 1, {}, request.task, "easel", 0, 0.1)
        finally:
            self.closed.append(request.prompt)


@pytest.fixture
def easel():
    easel = Easel()
    yield easel
    easel.step(1000)


def wait_until(true, seconds=20):
    """Polls a condition, until it holds or the time is over; whether it holds."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    return true()


def becomes(job, state):
    """Waits until a job is in a state; the job."""
    assert wait_until(lambda: job.state == state, 120)
    return job
