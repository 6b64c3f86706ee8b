"""What journeys tell those who run the service: how they go on and how they end, never what of."""

import functools
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol

from pipeline.request import Request
from pipeline.results import Picture, Progress, Refusal
from safety.record import digest

Items = Generator[Progress | Picture | Refusal, None, None]
P = ParamSpec("P")


@dataclass(slots=True)
class Watched:
    """A journey as its watchers know it.

    prompt: its keyed hash, as in the log of the checks. stage: where it is now, "" once over.
    seconds: by stage. outcome: "picture", "refused", "failed" or "stopped"; "" while it goes on.
    reason: the category of a refusal, the kind of a failure.
    """

    task: str
    engine: str
    prompt: str
    stage: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    outcome: str = ""
    reason: str = ""


class Watcher(Protocol):
    """It must be quick, and never fail: journeys wait for it."""

    def moved(self, journey: Watched, before: str) -> None:
        """It has come from the stage `before` ("" at its start) to `journey.stage`."""
        ...

    def ended(self, journey: Watched) -> None:
        """It is over."""
        ...


WATCHERS: list[Watcher] = []  # of this process; app.py fills it


def watched(generate: Callable[P, Items]) -> Callable[P, Items]:
    """Tells the watchers of every journey of a function, whose first arguments are the request and
    the engine."""

    @functools.wraps(generate)
    def followed(*args: P.args, **kwargs: P.kwargs) -> Items:
        if not WATCHERS:
            return (yield from generate(*args, **kwargs))
        request, engine = _subject(*args, **kwargs)  # type: ignore[arg-type]
        prompt = digest(request.prompt.encode(errors="replace"))
        journey = Watched(str(request.task), engine.name, prompt)
        try:
            with closing(generate(*args, **kwargs)) as items:
                yield from _followed(items, journey)
        except GeneratorExit:
            journey.outcome = "stopped"
            raise
        except BaseException as error:
            journey.outcome, journey.reason = "failed", type(error).__name__
            raise
        finally:
            if not journey.outcome:
                journey.outcome = "stopped"
            for watcher in WATCHERS:
                watcher.ended(journey)

    return followed


def _subject(request: Request, engine: Any, *_: object, **__: object) -> tuple[Request, Any]:
    return request, engine


def _followed(items: Items, journey: Watched) -> Items:
    """The items, each noted before it is handed on. The time of a stage ends where the next
    begins; what whoever asks does between two items counts too, since it holds the engine."""
    began = time.monotonic()
    try:
        for item in items:
            if isinstance(item, Progress):
                if item.stage != journey.stage:
                    began = _move(journey, item.stage, began)
            elif isinstance(item, Refusal):
                journey.outcome, journey.reason = "refused", item.category
            else:
                journey.outcome = "picture"
            yield item
    finally:
        _move(journey, "", began)


def _move(journey: Watched, stage: str, began: float) -> float:
    now, before = time.monotonic(), journey.stage
    if before:
        journey.seconds[before] = journey.seconds.get(before, 0.0) + now - began
    journey.stage = stage
    for watcher in WATCHERS:
        watcher.moved(journey, before)
    return now
