import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from safety import limits
from safety.limits import RateLimit, TooManyRequests, admit, visitor_of


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_a_visitor_waits_and_others_do_not():
    clock = Clock()
    limit = RateLimit(2, 60, clock)
    limit.admit("ann")
    clock.now += 30
    limit.admit("ann")
    with pytest.raises(TooManyRequests, match="30 seconds") as refused:
        limit.admit("ann")
    assert refused.value.wait == 30
    limit.admit("bob")
    clock.now += 30
    limit.admit("ann")  # the first has left the window
    with pytest.raises(TooManyRequests):
        limit.admit("ann")


def test_a_refused_request_does_not_lengthen_the_wait():
    clock = Clock()
    limit = RateLimit(1, 600, clock)
    limit.admit("ann")
    for _ in range(5):
        with pytest.raises(TooManyRequests, match="10 minutes"):
            limit.admit("ann")
    clock.now += 600
    limit.admit("ann")


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 5), st.integers(1, 60))
def test_no_window_has_more_than_the_limit(pauses, requests, seconds):
    clock = Clock()
    limit = RateLimit(requests, seconds, clock)
    admitted = []
    for pause in pauses:
        clock.now += pause
        try:
            limit.admit("ann")
            admitted.append(clock.now)
        except TooManyRequests as refused:
            assert 0 < refused.wait <= seconds
    windows = zip(admitted, admitted[requests:], strict=False)
    assert all(later - first >= seconds for first, later in windows)


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MAX_VISITORS", 3)
    limit = RateLimit(1, 60, Clock())
    for visitor in "abcd":
        limit.admit(visitor)
    assert list(limit._seen) == ["b", "c", "d"]


def test_the_settings_set_the_limit(safety_settings):
    safety_settings(rate_limit=(1, 60))
    admit("ann")
    with pytest.raises(TooManyRequests):
        admit("ann")
    safety_settings(rate_limit=(2, 60))
    admit("ann")


def test_without_a_limit_nobody_waits(safety_settings):
    safety_settings(rate_limit=None)
    for _ in range(1000):
        admit("ann")


def test_a_header_counts_only_behind_the_own_proxy(safety_settings):
    headers = {"x-forwarded-for": "6.6.6.6, 1.2.3.4"}
    assert visitor_of("9.9.9.9", headers) == "9.9.9.9"
    safety_settings(behind_proxy=True)
    assert visitor_of("9.9.9.9", headers) == "1.2.3.4"
    assert visitor_of("9.9.9.9", {}) == "9.9.9.9"
    assert visitor_of(None, {}) == "unknown"


def test_a_household_of_ipv6_is_one_visitor():
    ann, ann_again = (visitor_of(f"2001:db8:1:2::{end}", {}) for end in (1, 2))
    assert ann == ann_again != visitor_of("2001:db8:1:3::1", {})
    assert visitor_of("::ffff:9.9.9.9", {}) == visitor_of("9.9.9.9", {})


def test_only_the_nearest_proxys_line_counts(safety_settings):
    safety_settings(behind_proxy=True)
    lines = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"1.2.3.4")]
    assert visitor_of("9.9.9.9", Headers(raw=lines)) == "1.2.3.4"
