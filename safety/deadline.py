"""A time limit for checks: one that takes too long counts as failed."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Begun(Generic[T]):
    """`work` in a thread of its own, from now on.

    A thread that hangs is left running as a daemon, which does not keep the process alive.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._answer: list[T | BaseException] = []
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True, name="safety-check")
        self._thread.start()

    def _run(self) -> None:
        try:
            self._answer.append(self._work())
        except BaseException as error:
            self._answer.append(error)

    def result(self, seconds: float) -> T:
        """What the work returned.

        Raises:
            TimeoutError: there is no result so many seconds after it began.
            Exception: whatever it raised.
        """
        self._thread.join(max(0.0, self._began + seconds - time.monotonic()))
        if not self._answer:
            raise TimeoutError(f"the check took longer than {seconds:g} s")
        if isinstance(self._answer[0], BaseException):
            raise self._answer[0]
        return self._answer[0]


def in_time(work: Callable[[], T], seconds: float) -> T:
    """The result of `work`, which runs in a thread of its own; raises as `Begun.result` does."""
    return Begun(work).result(seconds)
