"""How long pictures take on this machine: measured from those that it has painted, never assumed.

Nothing here is stored. Before the first picture of a task nobody knows, and None says so.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.request import MOVING, Request
from pipeline.results import Progress

STAGES = ("check", "encode", "tokens", "paint", "finish")
MIXED = 0.5  # of the newest measurement in what is expected: the machine may be busier today
ENOUGH = 0.1  # of a stage must be done before its pace says how long the whole takes

Key = tuple[object, ...]


@dataclass
class Pace:
    """Seconds of each stage, by task and settings; shared by all journeys of a process.

    With settings that were not seen yet, the last ones of the same task count, and the steps of the
    decoder in proportion to pixels and number.
    """

    _seconds: dict[Key, tuple[float, float]] = field(default_factory=dict)  # and their work
    _rough: set[Key] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, request: Request, stage: str, seconds: float, rough: bool = False) -> None:
        """A stage took so long. rough: it is still going on, so this counts only until one ends."""
        work = _work(request, stage)
        with self._lock:
            for key in ((*_settings(request), stage), (request.task, stage)):
                before = self._seconds.get(key)
                measured = before is not None and key not in self._rough
                if rough and measured:
                    continue
                (self._rough.add if rough else self._rough.discard)(key)
                if before is not None and measured and before[1] == work:
                    self._seconds[key] = (MIXED * seconds + (1 - MIXED) * before[0], work)
                else:
                    self._seconds[key] = (seconds, work)

    def stage(self, request: Request, stage: str) -> float | None:
        """Seconds that a stage of this request is expected to take."""
        with self._lock:
            if known := self._seconds.get((*_settings(request), stage)):
                return known[0]
            alike = self._seconds.get((request.task, stage))
        return alike and alike[0] * _work(request, stage) / alike[1]

    def whole(self, request: Request) -> float | None:
        """Seconds of the whole picture."""
        return self.after(request, "")

    def after(self, request: Request, stage: str) -> float | None:
        """Seconds of what comes after a stage; None until a picture of this task was painted. Some
        engines lack a stage, and the short ones matter little: only "paint" must be known."""
        later = STAGES[STAGES.index(stage) + 1 :] if stage in STAGES else STAGES
        seconds = {name: self.stage(request, name) for name in later}
        if "paint" in seconds and seconds["paint"] is None:
            return None
        return sum(known or 0.0 for known in seconds.values())


def _settings(request: Request) -> Key:
    return (
        request.task, request.size, request.steps, request.guidance, request.candidates,
        _frames(request),
    )  # fmt: skip


def _work(request: Request, stage: str) -> float:
    """How much work a stage is, in units that are comparable within a task."""
    if stage == "tokens":
        return request.candidates
    if stage == "paint" and request.size is not None:
        return request.size[0] * request.size[1] * (request.steps or 1) * _frames(request)
    return 1.0


def _frames(request: Request) -> int:
    """How many pictures the decoder paints; each frame of one that moves takes one step."""
    return request.frames if request.format == MOVING else 1


@dataclass
class Clock:
    """Times one journey: `tick` with every Progress of it, `end` once there is a picture.

    A stage's time begins with its first item, whose step is done by then.
    """

    pace: Pace
    request: Request
    now: Callable[[], float] = time.monotonic
    _first: Progress | None = None  # of this stage
    _last: Progress | None = None
    _began: float = 0.0
    _ticked: float = 0.0

    def tick(self, item: Progress) -> None:
        self._ticked = self.now()
        if self._first is None or item.stage != self._first.stage:
            self.end()
            self._first, self._began = item, self._ticked
        self._last = item
        if self._done >= ENOUGH:
            whole = (self._ticked - self._began) / self._done
            self.pace.learn(self.request, item.stage, whole, rough=True)

    def end(self) -> None:
        """The stage is over."""
        if self._first and self._first.stage in STAGES:
            self.pace.learn(self.request, self._first.stage, self.now() - self._began)

    def left(self) -> float | None:
        """Seconds until the picture is there, None while that is unknown."""
        if self._last is None or self._last.stage not in STAGES:
            return self.pace.whole(self.request)
        stage, done = self._last.stage, self._done
        later, whole = self.pace.after(self.request, stage), self.pace.stage(self.request, stage)
        if later is None or (whole is None and stage == "paint"):
            return None
        whole = whole or 0.0
        if done >= ENOUGH:  # the journey's own pace counts for more as the stage advances
            whole = (self._ticked - self._began) + (1 - done) * whole
        return max(0.0, whole - (self.now() - self._began)) + later

    @property
    def _done(self) -> float:
        """The share of the stage's time that is over."""
        if self._first is None or self._last is None or self._last.of <= self._first.step:
            return 0.0
        return (self._last.step - self._first.step) / (self._last.of - self._first.step)
