"""The painting queue: its order, its estimates, and jobs that end early or badly."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.jobs import painter
from pipeline.queueing import KEPT, PATIENCE, JobQueue, QueueFull
from pipeline.request import Request
from pipeline.results import Picture
from safety.provenance.verify import verify
from tests.easel import becomes


class Hands:
    """A clock whose hands are moved."""

    time = 0.0

    def __call__(self):
        return self.time


@pytest.fixture
def queue(easel):
    return JobQueue(easel)


def put(queue, owner, *prompts):
    jobs = queue.submit([Request(prompt) for prompt in prompts], owner)
    return jobs[0] if len(jobs) == 1 else jobs


def test_jobs_are_painted_in_turn_and_end_with_their_picture(queue, easel):
    first, second = put(queue, "ann", "a"), put(queue, "bob", "b")
    becomes(first, "painting")
    assert (first.live, second.state, queue.position(first), queue.position(second)) == (
        True, "queued", 0, 1)  # fmt: skip
    easel.step(2)
    becomes(first, "done")
    assert isinstance(first.result, Picture)
    easel.step(2)
    becomes(second, "done")
    assert easel.painted == ["a", "b"]


def test_ten_jobs_of_one_visitor_starve_nobody(queue, easel):
    many = put(queue, "ann", *(f"a{number}" for number in range(10)))
    becomes(many[0], "painting")
    others = [put(queue, "bob", "b0"), put(queue, "cat", "c0"), put(queue, "bob", "b1")]
    assert [queue.position(job) for job in others] == [1, 2, 4]
    assert [queue.position(job) for job in many[1:3]] == [3, 5]
    easel.step(2 * 13)
    becomes(many[-1], "done")
    assert easel.painted[:7] == ["a0", "b0", "c0", "a1", "b1", "a2", "a3"]


def test_a_job_is_cancelled_in_the_queue_and_while_it_is_painted(queue, easel):
    first, second, third = (put(queue, owner, owner) for owner in ("ann", "bob", "cat"))
    becomes(first, "painting")
    assert not queue.cancel(second.id, "ann")  # somebody else's
    assert queue.cancel(second.id, "bob") and second.state == "cancelled"
    assert queue.position(third) == 1
    assert queue.cancel(first.id, "ann") and not queue.cancel(first.id, "ann")
    easel.step()
    becomes(third, "painting")
    assert easel.closed == ["ann"] and easel.painted == ["ann", "cat"]
    assert first.state == "cancelled" and first.result is None


def test_a_crash_is_that_jobs_alone_and_the_log_does_not_quote_it(queue, easel, caplog):
    broken, refused, whole = put(queue, "ann", "crash", "refuse", "a house")
    easel.step(4)
    becomes(whole, "done")
    assert (broken.state, refused.state) == ("failed", "refused")
    assert isinstance(broken.result, MemoryError) and refused.result.category == "gore"
    assert "MemoryError" in caplog.text and "no room" not in caplog.text
    assert easel.closed == ["crash", "refuse", "a house"]


def test_a_worker_that_has_gone_is_replaced(queue, easel):
    for prompt in ("a", "b"):
        job = put(queue, "ann", prompt)
        easel.step(2)
        becomes(job, "done")


def test_two_workers_paint_two_jobs_at_once(easel):
    queue = JobQueue(easel, workers=2)
    jobs = [put(queue, "ann", "a"), put(queue, "bob", "b"), put(queue, "cat", "c")]
    becomes(jobs[0], "painting"), becomes(jobs[1], "painting")
    assert [queue.position(job) for job in jobs] == [0, 0, 1]


def test_nobody_finds_or_forgets_the_jobs_of_others(queue):
    job = put(queue, "ann", "a")
    queue.forget(job.id, "bob")
    assert queue.find(job.id, "bob") is None and queue.of("bob") == []
    assert queue.of("ann") == [job]
    queue.forget(job.id, "ann")
    assert queue.of("ann") == [] and job.state == "cancelled"


def test_a_full_queue_says_so_and_takes_none_of_several(easel):
    queue = JobQueue(easel, most=2, most_own=3)
    with pytest.raises(QueueFull, match="3 of your pictures"):
        put(queue, "ann", "a", "b", "c", "d")
    becomes(put(queue, "ann", "a"), "painting")
    put(queue, "bob", "b", "c")
    with pytest.raises(QueueFull, match="2 pictures are waiting"):
        put(queue, "cat", "d")
    assert len(queue.of("cat")) == 0


def test_who_is_away_for_long_leaves_the_line_and_who_comes_back_finds_the_result(easel):
    now = Hands()
    queue = JobQueue(easel, now=now)
    here, away = put(queue, "ann", "a"), put(queue, "bob", "b")
    becomes(here, "painting")
    now.time = PATIENCE - 1
    queue.of("ann")
    now.time = PATIENCE + 1
    assert queue.of("ann") == [here]
    assert (here.state, away.state) == ("painting", "cancelled")
    easel.step(2)
    becomes(here, "done")
    now.time += KEPT - 1
    assert queue.of("ann") == [here]
    now.time += 2
    assert queue.of("ann") == []


def test_the_time_left_is_unknown_until_a_picture_was_painted_and_then_measured(queue, easel):
    first = becomes(put(queue, "ann", "a"), "painting")
    second = put(queue, "bob", "b")
    assert queue.estimate(first) is None and queue.estimate(second) is None
    easel.step()
    time.sleep(0.2)
    easel.step()
    becomes(first, "done")
    becomes(second, "painting")
    third = put(queue, "cat", "c")
    whole = queue.pace.whole(third.request)
    assert 0.2 <= whole < 5
    assert whole < queue.estimate(third) <= 2 * whole
    assert queue.estimate(second) < queue.estimate(third)
    assert queue.estimate(first) == 0


def test_who_follows_a_job_hears_of_every_change(queue, easel):
    async def follow():
        seen = []
        async for job in queue.updates(put(queue, "ann", "a"), every=20):
            now = job.state, job.progress.stage, job.progress.step
            if now not in seen and job.progress.stage != "wait":
                easel.step()
            seen.append(now)
        return seen

    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(asyncio.run, follow()).result()
    assert seen[-1] == ("done", "paint", 2) and ("painting", "paint", 1) in seen


def test_through_the_journey_a_job_becomes_a_signed_picture(engine, tmp_path):
    queue = JobQueue(painter(engine, lambda: tmp_path))
    request = Request("a red lantern beside a blue house", size=(256, 256), steps=2, seed=7)
    (job,) = queue.submit([request], "ann")
    becomes(job, "done")
    assert verify(job.result.path).state == "Trusted"
    assert job.progress.plan is not None and job.preview is None
    edit = Request("make it night", task="edit", photo=job.result.path, steps=2, seed=7)
    (edited,) = queue.submit([edit], "ann")
    becomes(edited, "done")
    assert edited.described or edited.progress.plan
