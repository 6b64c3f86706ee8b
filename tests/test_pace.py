"""Seconds that pictures take, measured."""

import pytest

from pipeline.pace import Clock, Pace
from pipeline.request import Request
from pipeline.results import Progress

SMALL = Request("a", size=(512, 512), steps=10)
LARGE = Request("a", size=(1024, 1024), steps=10)


class Hands:
    time = 0.0

    def __call__(self):
        return self.time


def run(pace, request, *items, end):
    """A journey: (seconds, item) each, and the seconds at which it ended."""
    now = Hands()
    clock = Clock(pace, request, now)
    for now.time, item in items:
        clock.tick(item)
    now.time = end
    clock.end()


@pytest.fixture
def pace():
    """After a picture with ten seconds of tokens, four of painting and one at the end."""
    pace = Pace()
    items = [
        (0, Progress("tokens", 0, 10)),
        (10, Progress("paint", 1, 10)),
        (14, Progress("finish")),
    ]
    run(pace, SMALL, *items, end=15)
    return pace


def test_nothing_is_known_before_the_first_picture():
    clock = Clock(Pace(), SMALL)
    assert clock.left() is None
    clock.tick(Progress("tokens", 0, 10))
    assert clock.left() is None


def test_what_was_measured_is_expected_again(pace):
    assert pace.whole(SMALL) == 15
    assert pace.whole(Request("other words", size=(512, 512), steps=10, seed=3)) == 15
    assert pace.whole(Request("a", photo=b"-", size=(512, 512), steps=10)) is None


def test_another_size_takes_in_proportion_to_its_pixels_until_it_is_measured(pace):
    assert pace.whole(LARGE) == 10 + 4 * 4 + 1
    run(pace, LARGE, (0, Progress("paint", 1, 10)), (9, Progress("finish")), end=10)
    assert pace.stage(LARGE, "paint") == 9
    assert pace.stage(SMALL, "paint") == 4


def test_a_busier_machine_is_believed_by_half_at_once(pace):
    run(pace, SMALL, (0, Progress("paint", 1, 10)), (8, Progress("finish")), end=9)
    assert pace.stage(SMALL, "paint") == 6


def test_the_time_left_follows_the_journeys_own_pace(pace):
    now = Hands()
    clock = Clock(pace, SMALL, now)
    clock.tick(Progress("tokens", 0, 10))
    assert clock.left() == 15
    now.time = 8.0  # slower than the last one's 5
    clock.tick(Progress("tokens", 5, 10))
    assert clock.left() == pytest.approx(5 + 5)
    now.time = 10.0
    assert clock.left() == pytest.approx(3 + 5)
    now.time = 60.0
    assert clock.left() == 5


def test_the_first_picture_is_told_of_as_soon_as_its_own_pace_is_measured():
    now, pace = Hands(), Pace()
    clock = Clock(pace, SMALL, now)
    clock.tick(Progress("paint", 1, 11))
    now.time = 4.0
    clock.tick(Progress("paint", 3, 11))
    assert clock.left() == pytest.approx(16)
    assert pace.whole(SMALL) == pytest.approx(20)
    now.time = 25.0
    clock.tick(Progress("finish"))
    assert pace.stage(SMALL, "paint") == 25  # what was measured wins over the guess


def test_a_picture_that_moves_takes_as_many_times_longer_as_it_has_frames(pace):
    moving = Request("a", size=(512, 512), steps=10, format="gif", frames=8)
    assert pace.stage(moving, "paint") == pytest.approx(8 * pace.stage(SMALL, "paint"))
    run(pace, moving, (0, Progress("paint", 1, 8)), (8, Progress("finish")), end=9)
    assert (pace.stage(moving, "paint"), pace.stage(SMALL, "paint")) == (8, 4)
