"""A check that takes too long is a check that failed."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def in_time(work: Callable[[], T], seconds: float) -> T:
    """The work's answer; TimeoutError when it takes longer, or whatever the work raised.

    A thread that hangs is left behind as a daemon: it cannot hold up the end of the process.
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
