"""One replica: an engine in a process of its own. It sees neither files nor users."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from pipeline.engines.base import (
    Capabilities,
    DecodeProgress,
    Engine,
    Things,
    TokenProgress,
)
from pipeline.request import CompleteRequest
from safety.errors import UserError

Item = TokenProgress | DecodeProgress | UserError


@dataclass(frozen=True)
class Work:
    """What an engine's `encode` is given; photos are in memory alone."""

    request: CompleteRequest
    photo: Image.Image | None = None
    mask: Image.Image | None = None
    references: tuple[Image.Image, ...] = ()
    things: Things = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What an engine says of itself."""

    name: str
    model: str
    capabilities: Capabilities
    about: dict[str, str]


class Painter:
    """A deployment of Ray Serve. load: makes the engine, in the replica's own process."""

    def __init__(self, load: Callable[[], Engine[Any]]) -> None:
        self.engine = load()
        # All work in one thread: the engine paints one picture at a time.
        self.thread = ThreadPoolExecutor(1, "engine")

    def facts(self) -> Facts:
        """Name, model, capabilities and the footer's facts."""
        engine = self.engine
        return Facts(engine.name, engine.model, engine.capabilities, engine.about())

    async def paint(self, work: Work) -> AsyncGenerator[Item, None]:
        """Both stages, item by item; a user's mistake is the last item.

        Between two steps it awaits: there Ray ends it when nobody waits for the picture any more.
        The step that is running then goes on in its thread, and the stage is closed behind it.
        """
        steps, loop = both_stages(self.engine, work), asyncio.get_running_loop()
        try:
            while item := await loop.run_in_executor(self.thread, next, steps, None):
                yield item
        except UserError as mistake:
            yield mistake
        finally:
            self.thread.submit(steps.close)


def both_stages(
    engine: Engine[Any], work: Work
) -> Generator[TokenProgress | DecodeProgress, None, None]:
    """The items of `sample_tokens`, then those of `decode`."""
    conditioning = engine.encode(
        work.request, work.photo, work.mask, work.references, dict(work.things)
    )
    tokens = None
    with closing(engine.sample_tokens(conditioning)) as stage:
        for written in stage:
            tokens = written.tokens
            yield written
    if tokens is None:
        raise RuntimeError("the engine ended without its tokens")
    with closing(engine.decode(conditioning, tokens)) as stage:
        yield from stage
