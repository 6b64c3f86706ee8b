"""A picture that somebody waits for, as the painting queue (pipeline/queueing.py) keeps it."""

import contextvars
import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.engines.base import Engine
from pipeline.generate import describe, generate
from pipeline.pace import Clock
from pipeline.request import Request
from pipeline.results import Description, Picture, Progress, Refusal
from pipeline.watching import Watcher, watched

LIVE, OVER = ("queued", "painting"), ("done", "refused", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Looks:
    """What those who wait want to see beside the picture.

    previews: at most so many, evenly spaced, None for one at each step. words: what the picture
    shows, where the engine has not planned it.
    """

    previews: int | None = None
    words: bool = True


Journey = Generator[Progress | Description | Picture | Refusal, None, None]
Paint = Callable[[Request, Looks], Journey]


@dataclass(eq=False)
class Job:
    """A picture that somebody waits for.

    owner: a text that only they know. state: of LIVE or OVER. progress: the last, with the plan and
    the reading of earlier ones, but without a preview's file. previews: their bytes, all where a
    number of them is wanted, else the newest alone while it is painted. result: the Picture, the
    Refusal, or what went wrong; None while it is live, and where it was cancelled. described: what
    an edited picture shows, in words.
    """

    request: Request
    owner: str
    turn: int
    number: int
    clock: Clock
    looks: Looks = Looks()
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    state: str = "queued"
    progress: Progress = field(default_factory=lambda: Progress("wait"))
    previews: tuple[bytes, ...] = ()
    described: Description | None = None
    result: Picture | Refusal | BaseException | None = None
    ended: float = 0.0
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    bells: set[Callable[[], None]] = field(default_factory=set)

    @property
    def live(self) -> bool:
        return self.state in LIVE

    @property
    def preview(self) -> bytes | None:
        """The newest, while it is painted."""
        return self.previews[-1] if self.live and self.previews else None

    def note(self, item: Progress | Description) -> None:
        """Take up what the journey tells; a preview's file is still there now."""
        if isinstance(item, Description):
            self.described = item
            return
        self.clock.tick(item)
        if item.preview:
            earlier = () if self.looks.previews is None else self.previews
            self.previews = (*earlier, item.preview.read_bytes())
        self.progress = replace(item, preview=None, plan=item.plan or self.progress.plan)
        self.ring()

    def end(self, state: str, result: Picture | Refusal | BaseException | None, now: float) -> None:
        self.state, self.result, self.ended = state, result, now
        if self.looks.previews is None:
            self.previews = ()
        self.ring()

    def ring(self) -> None:
        """Tell those who follow it that it has changed."""
        for bell in tuple(self.bells):
            bell()


def painter(
    engine: Engine[Any], folder: Callable[[], Path], watchers: Sequence[Watcher] = ()
) -> Paint:
    """Painting through the one journey, of which the watchers are told. A picture that the engine
    has not planned it describes, while the engine is still its own. folder: where the picture
    goes."""
    can_describe = "describe" in engine.capabilities.tasks

    def paint(request: Request, looks: Looks) -> Journey:
        describes = looks.words and can_describe and request.task != "photo_to_painting"
        items = generate(request, engine, folder(), looks.previews)
        with closing(watched(items, request, engine.name, watchers)) as journey:
            for item in journey:
                describes &= not (isinstance(item, Progress) and item.plan)
                if describes and isinstance(item, Picture):
                    seen = describe(item.path, engine)
                    if isinstance(seen, Description):
                        yield seen
                yield item

    return paint
