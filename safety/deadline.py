"""A time limit for checks: one that takes too long counts as failed."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def in_time(work: Callable[[], T], seconds: float) -> T:
    """The result of `work`, which runs in a thread of its own.

    A thread that hangs is left running as a daemon, which does not keep the process alive.

    Raises:
        TimeoutError: there is no result after so many seconds.
        Exception: whatever `work` raised.
    """
    answer: list[T | BaseException] = []

    def run() -> None:
        try:
            answer.append(work())
        except BaseException as error:
            answer.append(error)

    thread = threading.Thread(target=run, daemon=True, name="safety-check")
    thread.start()
    thread.join(seconds)
    if not answer:
        raise TimeoutError(f"the check took longer than {seconds:g} s")
    if isinstance(answer[0], BaseException):
        raise answer[0]
    return answer[0]
