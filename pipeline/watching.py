"""What journeys tell those who run the service: how they go on and how they end, never what of."""

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.request import Request
from pipeline.results import Picture, Progress, Refusal
from safety.record import digest

Items = Generator[Progress | Picture | Refusal, None, None]


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


def watched(items: Items, request: Request, engine: str, watchers: Sequence[Watcher]) -> Items:
    """The items of a journey, of which the watchers are told. engine: its name."""
    if not watchers:
        return (yield from items)
    journey = _journey(request, engine)
    try:
        with closing(items):
            yield from _followed(items, journey, watchers)
    except GeneratorExit:
        journey.outcome = "stopped"
        raise
    except BaseException as error:
        journey.outcome, journey.reason = "failed", type(error).__name__
        raise
    finally:
        journey.outcome = journey.outcome or "stopped"
        for watcher in watchers:
            watcher.ended(journey)


def tell_of_none(
    request: Request, engine: str, why: Refusal | Exception, watchers: Sequence[Watcher]
) -> None:
    """Tells the watchers of a request that ends before its journey: it is refused, or wrong."""
    journey = _journey(request, engine)
    if isinstance(why, Refusal):
        journey.outcome, journey.reason = "refused", why.category
    else:
        journey.outcome, journey.reason = "failed", type(why).__name__
    for watcher in watchers:
        watcher.ended(journey)


def _journey(request: Request, engine: str) -> Watched:
    return Watched(str(request.task), engine, digest(request.prompt.encode(errors="replace")))


def _followed(items: Items, journey: Watched, watchers: Sequence[Watcher]) -> Items:
    """The items, each noted before it is handed on. The time of a stage ends where the next
    begins; what whoever asks does between two items counts too, since it holds the engine."""
    began = time.monotonic()
    try:
        for item in items:
            if isinstance(item, Progress):
                if item.stage != journey.stage:
                    began = _move(journey, item.stage, began, watchers)
            elif isinstance(item, Refusal):
                journey.outcome, journey.reason = "refused", item.category
            else:
                journey.outcome = "picture"
            yield item
    finally:
        _move(journey, "", began, watchers)


def _move(journey: Watched, stage: str, began: float, watchers: Sequence[Watcher]) -> float:
    now, before = time.monotonic(), journey.stage
    if before:
        journey.seconds[before] = journey.seconds.get(before, 0.0) + now - began
    journey.stage = stage
    for watcher in watchers:
        watcher.moved(journey, before)
    return now
