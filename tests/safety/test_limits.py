import pytest

from safety import limits
from safety.limits import RateLimit, TooManyRequests, admit, visitor_of


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(limits, "_limit", None)
    monkeypatch.delenv("ENOGU_RATE_LIMIT", raising=False)
    monkeypatch.delenv("ENOGU_BEHIND_PROXY", raising=False)


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


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_VISITORS", 3)
    limit = RateLimit(1, 60, Clock())
    for visitor in "abcd":
        limit.admit(visitor)
    assert list(limit._seen) == ["b", "c", "d"]


def test_the_environment_sets_the_limit(monkeypatch):
    monkeypatch.setenv("ENOGU_RATE_LIMIT", "1/60")
    admit("ann")
    with pytest.raises(TooManyRequests):
        admit("ann")


def test_off_means_no_limit(monkeypatch):
    monkeypatch.setenv("ENOGU_RATE_LIMIT", "off")
    for _ in range(1000):
        admit("ann")


@pytest.mark.parametrize("text", ["many", "10", "0/60", "10/0", "-1/60", "1.5/60", "/"])
def test_a_wrong_setting_is_named(monkeypatch, text):
    monkeypatch.setenv("ENOGU_RATE_LIMIT", text)
    with pytest.raises(ValueError, match="30/600"):
        admit("ann")


def test_a_header_counts_only_behind_the_own_proxy(monkeypatch):
    headers = {"x-forwarded-for": "6.6.6.6, 1.2.3.4"}
    assert visitor_of("9.9.9.9", headers) == "9.9.9.9"
    monkeypatch.setenv("ENOGU_BEHIND_PROXY", "1")
    assert visitor_of("9.9.9.9", headers) == "1.2.3.4"
    assert visitor_of("9.9.9.9", {}) == "9.9.9.9"
    assert visitor_of(None, {}) == "unknown"
