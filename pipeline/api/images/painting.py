"""Runs journeys for the API: off the event loop, in order of arrival, ended with the client."""

import asyncio
import io
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from pipeline import settings as configuration
from pipeline.api.images.errors import (
    BAD,
    BUSY,
    ApiError,
    ErrorDetails,
    failed,
    of_user,
    refused,
)
from pipeline.engines.base import Engine
from pipeline.generate import generate
from pipeline.request import Request
from pipeline.results import Picture, Progress, Refusal
from safety.errors import UserError
from safety.leftovers import process_folder

LONGEST_WAIT = 60.0  # seconds: a client that is told to wait longer gives up
FIRST_GUESS = 10.0  # seconds that a picture takes, before one was painted
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A finished picture with the bytes of its signed file."""

    picture: Picture
    data: bytes


@dataclass(frozen=True, slots=True)
class Partial:
    """A checked and marked look at the unfinished picture, as a file of the wanted format."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The request is right and nothing of it was refused. working: the engine has taken it up, else
    it waits for its turn."""

    working: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A check has kept back one picture of several."""

    details: ErrorDetails


Item = Begun | Partial | Made | Kept


class Easel:
    """Where the API's pictures are painted.

    most: requests that may wait for their turn. One that waits holds no thread; the turn is of who
    came first.
    """

    def __init__(self, engine: Engine[Any], most: int) -> None:
        self.engine, self.most = engine, most
        self._pool = ThreadPoolExecutor(most + 8, thread_name_prefix="images")
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._seconds = FIRST_GUESS  # of a picture, lately

    async def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """What a function returns that takes long, without holding the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    async def paint(self, requests: Sequence[Request], partials: int = 0) -> AsyncGenerator[Item]:
        """The pictures, one after another, each with at most so many looks at it unfinished.

        Raises ApiError for a wrong request, a refusal of what was sent, or a full queue; a finished
        picture that a check keeps back is `Kept` where there are several. Closing it ends the work
        within one token or step.
        """
        if self._waiting >= self.most:
            wait = min(LONGEST_WAIT, self._waiting * self._seconds)
            message = f"{self._waiting} requests are waiting already. Try again later."
            raise failed(BUSY, "queue_full", message, wait)
        self._waiting, waits = self._waiting + 1, True
        try:
            for request in requests:
                async with aclosing(self._one(request, partials)) as items:
                    async for item in items:
                        if waits and item == Begun(working=True):
                            self._waiting, waits = self._waiting - 1, False
                        if not (isinstance(item, Kept) and len(requests) == 1):
                            yield item
                            continue
                        raise ApiError(BAD, item.details)
        except UserError as error:
            raise of_user(error) from error
        finally:
            self._waiting -= waits

    async def _one(self, request: Request, partials: int) -> AsyncGenerator[Item]:
        journey, began = _Journey(request, self.engine, partials), 0.0
        has_turn, stage = False, "input"
        try:
            while (item := await self.run(journey.step)) is not None:
                if isinstance(item, Refusal):
                    refusal = refused(item, stage)
                    if stage == "input":
                        raise refusal
                    yield Kept(refusal.details)
                elif isinstance(item, Progress):
                    if item.stage == "wait" and not has_turn:
                        yield Begun(working=False)
                        await self._turn.acquire()  # who is first in line alone asks for the engine
                        has_turn = True
                    elif item.stage == "encode" and not began:
                        began = time.monotonic()
                        if has_turn:  # the next in line asks, as an engine may have several places
                            self._turn.release()
                            has_turn = False
                        yield Begun(working=True)
                    stage = "output" if item.stage == "finish" else "input"
                else:
                    if isinstance(item, Made):
                        self._seconds += (time.monotonic() - began - self._seconds) / 4
                    yield item
        finally:
            if has_turn:
                self._turn.release()
            self._pool.submit(journey.close)  # after the step that still runs, if one does


class _Journey:
    """One journey, step by step, each step in any thread. Closing it leaves nothing behind but the
    picture where the owner keeps them."""

    def __init__(self, request: Request, engine: Engine[Any], partials: int) -> None:
        kept = configuration.current().output
        self._own = None if kept else tempfile.TemporaryDirectory(dir=process_folder())
        folder = Path(kept or self._own.name)  # type: ignore[union-attr]
        self._request = request
        self._items = generate(request, engine, folder, previews=partials)
        self._lock = threading.Lock()

    def step(self) -> Progress | Refusal | Made | Partial | None:
        """The next item, None at the end."""
        with self._lock:
            item = next(self._items, None)
            if isinstance(item, Picture):
                return Made(item, item.path.read_bytes())
            if isinstance(item, Progress) and item.preview:
                return _partial(item.preview, self._request.format)
            return item

    def close(self) -> None:
        with self._lock:
            self._items.close()
            if self._own:
                with suppress(OSError):  # what stays goes with the process
                    self._own.cleanup()


def _partial(preview: Path, format: str) -> Partial:
    """A preview in the format of the picture that it becomes."""
    out = io.BytesIO()
    with Image.open(preview) as image:
        if format == "webp":  # as it is already
            return Partial(preview.read_bytes(), *image.size)
        image.save(out, format.upper())
        return Partial(out.getvalue(), *image.size)
