"""The painting queue: everybody's pictures, one after the other, in a fair order.

Page, HTTP and every other entry point put their requests here, so that one line serves them all. It
knows no page and no engine: what paints is given to it. Requests come in by pipeline/intake.py,
which has checked them, so that a refusal needs no place in the line.
"""

import asyncio
import heapq
import threading
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import ClassVar

from pipeline.jobs import Job, Looks, Paint
from pipeline.pace import Clock, Pace
from pipeline.request import Request
from pipeline.results import Picture, Refusal
from safety.errors import UserError
from safety.record import record_failure

PATIENCE = 120.0  # seconds that a job goes on while nobody looks after it: a page is reloaded
KEPT = 600.0  # seconds that a job that is over can be asked for
EVERYTHING = Looks()


class QueueFull(UserError):
    """No further job is taken now. wait: seconds until those are done that wait already, None while
    that is unknown."""

    MESSAGES: ClassVar = {
        "queue_full": "{count} pictures are waiting already: try again in a minute",
        "own_queue_full": "{most} of your pictures may wait at a time: one must be done first",
    }

    def __init__(self, code: str, wait: float | None = None, **values: object) -> None:
        super().__init__(code, **values)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Standing:
    """place: how many turns until this job's, 0 once it is painted or over. waiting: how many jobs
    wait. left: seconds until it is done, None while that is unknown."""

    place: int
    waiting: int
    left: float | None


class JobQueue:
    """Thread-safe. paint: makes a picture; its last Picture or Refusal is the job's result.

    most: jobs that may wait; most_own: those of one owner, half as many where that is None.
    workers: how many are painted at once. now: the clock, in seconds. Each owner gets a picture in
    turn: the n-th that one of them has waiting comes after the first n - 1 of everybody else.
    """

    def __init__(
        self,
        paint: Paint,
        most: int = 32,
        most_own: int | None = None,
        workers: int = 1,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pace = Pace()
        self._paint, self._most = paint, most
        self._most_own = max(1, most // 2) if most_own is None else most_own
        self._workers, self._now = workers, now
        self._jobs: dict[str, Job] = {}
        self._seen: dict[str, float] = {}
        self._turn = self._number = self._working = 0
        self._lock = threading.RLock()

    @property
    def most_at_once(self) -> int:
        """How many requests one `submit` can ever take."""
        return min(self._most_own, self._most + self._workers)

    def submit(
        self, requests: Sequence[Request], owner: str, looks: Looks = EVERYTHING
    ) -> tuple[Job, ...]:
        """Put requests into the queue, all or none. Raises QueueFull."""
        with self._lock:
            self._tidy()
            waiting = self._waiting()
            if len(self._live(owner)) + len(requests) > self._most_own:
                raise QueueFull("own_queue_full", self._until(waiting), most=self._most_own)
            if len(self._live()) + len(requests) > self._most + self._workers:
                raise QueueFull("queue_full", self._until(waiting), count=len(waiting))
            self._seen[owner] = self._now()
            jobs = tuple(self._add(request, owner, looks) for request in requests)
            while self._working < min(self._workers, len(self._live())):
                self._working += 1
                threading.Thread(target=self._work, name="painting", daemon=True).start()
        return jobs

    def cancel(self, job_id: str, owner: str) -> bool:
        """End a job of this owner's; whether there was one that was not over. One that is painted
        ends within a token or a step."""
        with self._lock:
            job = self.find(job_id, owner)
            if job is None or not job.live:
                return False
            job.end("cancelled", None, self._now())
            return True

    def find(self, job_id: str, owner: str) -> Job | None:
        """A job of this owner's, also for some minutes after it is over."""
        with self._lock:
            job = self._jobs.get(job_id)
            return job if job and job.owner == owner else None

    def of(self, owner: str) -> list[Job]:
        """An owner's jobs, oldest first. It counts as a look after them."""
        with self._lock:
            self._tidy()
            self._seen[owner] = self._now()
            return [job for job in self._jobs.values() if job.owner == owner]

    def forget(self, job_id: str, owner: str) -> None:
        """Nobody will ask for this job any more."""
        self.cancel(job_id, owner)
        with self._lock:
            if self.find(job_id, owner):
                del self._jobs[job_id]

    def position(self, job: Job) -> int:
        """How many turns until this job's: 1 is the next; 0 while it is painted and once over."""
        return self.standing(job).place

    def estimate(self, job: Job) -> float | None:
        """Seconds until the job is done, by what was measured here; None while that is unknown."""
        return self.standing(job).left

    def standing(self, job: Job) -> Standing:
        """A job's place among those that wait, and the time until it is done."""
        with self._lock:
            waiting = self._waiting()
            if job.state == "painting":
                return Standing(0, len(waiting), job.clock.left())
            if job not in waiting:
                return Standing(0, len(waiting), 0.0)
            place = waiting.index(job) + 1
            painting = len(self._live()) - len(waiting)
            starts = place <= self._workers - painting
            return Standing(0 if starts else place, len(waiting), self._until(waiting[:place]))

    def waiting(self) -> int:
        """How many jobs wait."""
        with self._lock:
            return len(self._waiting())

    async def updates(self, job: Job, every: float = 1.0) -> AsyncGenerator[Job, None]:
        """The job whenever it may have changed, until it is over; at least `every` seconds, since
        its place may have. It looks after the job: who stops asking has left it."""
        bell, loop = asyncio.Event(), asyncio.get_running_loop()

        def ring() -> None:
            with suppress(RuntimeError):  # the loop has ended, and who listened with it
                loop.call_soon_threadsafe(bell.set)

        job.bells.add(ring)
        try:
            while True:
                bell.clear()
                with self._lock:
                    self._seen[job.owner] = self._now()
                live = job.live
                yield job
                if not live:
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), every)
        finally:
            job.bells.discard(ring)

    def _add(self, request: Request, owner: str, looks: Looks) -> Job:
        own = [job.turn for job in self._live(owner)]
        self._number += 1
        turn = max(self._turn, max(own, default=0) + 1)
        job = Job(request, owner, turn, self._number, Clock(self.pace, request), looks)
        self._jobs[job.id] = job
        return job

    def _live(self, owner: str | None = None) -> list[Job]:
        live = [job for job in self._jobs.values() if job.live]
        return [job for job in live if owner in (None, job.owner)]

    def _waiting(self) -> list[Job]:
        """In the order in which they are painted."""
        queued = [job for job in self._jobs.values() if job.state == "queued"]
        return sorted(queued, key=lambda job: (job.turn, job.number))

    def _until(self, jobs: Sequence[Job]) -> float | None:
        """Seconds until the last of these jobs, which are next, is done; without any, until a
        worker is free."""
        painting = [job for job in self._jobs.values() if job.state == "painting"]
        left = [job.clock.left() for job in painting]
        own = [self.pace.whole(job.request) for job in jobs]
        if None in left or None in own:
            return None
        free = [seconds or 0.0 for seconds in left]
        free += [0.0] * max(0, self._workers - len(free))
        heapq.heapify(free)
        done = free[0]
        for seconds in own:
            done = heapq.heappop(free) + (seconds or 0.0)
            heapq.heappush(free, done)
        return done

    def _tidy(self) -> None:
        """Without the jobs that nobody looks after, and without those that are long over."""
        now = self._now()
        for job in list(self._jobs.values()):
            if job.live and now - self._seen.get(job.owner, now) > PATIENCE:
                job.end("cancelled", None, self._now())
            elif not job.live and now - job.ended > KEPT:
                del self._jobs[job.id]
        owners = {job.owner for job in self._jobs.values()}
        self._seen = {owner: at for owner, at in self._seen.items() if owner in owners}

    def _work(self) -> None:
        """One worker: it goes when nothing waits."""
        while job := self._next():
            job.context.run(self._run, job)

    def _next(self) -> Job | None:
        with self._lock:
            self._tidy()
            waiting = self._waiting()
            if not waiting:
                self._working -= 1
                return None
            job = waiting[0]
            job.state, self._turn = "painting", job.turn
            job.ring()
            return job

    def _run(self, job: Job) -> None:
        """Paint a job. Whatever goes wrong is the job's result, and the queue goes on."""
        result: Picture | Refusal | BaseException | None = None
        try:
            with closing(self._paint(job.request, job.looks)) as journey:
                for item in journey:
                    if isinstance(item, Picture | Refusal):
                        result = item
                    else:
                        job.note(item)
                    if not self._goes_on(job):
                        return
            if result is None:
                raise RuntimeError("the journey ended without a picture")
        except BaseException as error:
            result = error
            if not isinstance(error, ValueError | OSError):
                record_failure("painting", error)
        finally:
            self._finish(job, result)

    def _finish(self, job: Job, result: Picture | Refusal | BaseException | None) -> None:
        with self._lock:
            if isinstance(result, Picture):
                job.clock.end()
            if job.live:
                states = {Picture: "done", Refusal: "refused"}
                job.end(states.get(type(result), "failed"), result, self._now())
            elif isinstance(result, Picture):  # cancelled as it was done: nobody will ask for it
                with suppress(OSError):
                    result.path.unlink()

    def _goes_on(self, job: Job) -> bool:
        with self._lock:
            self._tidy()
            return job.live
