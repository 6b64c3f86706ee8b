"""A check's result, its error, or the end of its time."""

import threading

import pytest

from safety.deadline import in_time


def test_a_result_in_time_is_returned():
    assert in_time(lambda: 7, 5) == 7


def test_no_result_is_a_result_too():
    assert in_time(lambda: None, 5) is None


@pytest.mark.parametrize("error", [ValueError("broken"), SystemExit(3)])
def test_what_the_check_raises_is_raised(error):
    def fail():
        raise error

    with pytest.raises(type(error)) as raised:
        in_time(fail, 5)
    assert raised.value is error


def test_a_check_that_hangs_ends_in_time_and_keeps_no_process_alive():
    release = threading.Event()
    with pytest.raises(TimeoutError, match=r"longer than 0\.05 s"):
        in_time(release.wait, 0.05)
    left = [thread for thread in threading.enumerate() if thread.name == "safety-check"]
    assert all(thread.daemon for thread in left)
    release.set()
