"""A server of the Images API: one POST, followed while it works, cancelled by closing.

A POST that may have painted is never sent again. What is sent again: a connection that could not be
made, and an answer of 429 or 503 that names a time (`retry-after`), which says that nothing was
begun.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
from PIL import Image

from pipeline.engines.remote.answers import complaint, partial_of, picture_of, streamed, whole
from pipeline.engines.remote.orders import Order
from pipeline.errors import RemoteError

CONNECT = 10.0  # seconds
TELL_EVERY = 0.5  # seconds between two words of progress, and the most that a cancel waits
TRIES = 4
LONGEST_WAIT = 60.0  # seconds of retry-after; a longer one is told to the user
FULL = (429, 503)


@dataclass(frozen=True, slots=True)
class Working:
    """The server has not answered yet. seconds: since it was asked."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Partial:
    """A preview, the `number`-th from 1."""

    number: int
    image: Image.Image


@dataclass(frozen=True, slots=True)
class Painted:
    """The picture, as the server sent it."""

    image: Image.Image


Event = Working | Partial | Painted


@dataclass(frozen=True)
class Server:
    """url: with or without /v1. key: for its authorization header. timeout: seconds for a
    picture, waiting there included. All methods raise RemoteError."""

    url: str
    key: str | None = None
    timeout: float = 600.0

    @property
    def base(self) -> str:
        """The address before /v1."""
        return self.url.rstrip("/").removesuffix("/v1")

    def models(self) -> list[dict[str, Any]]:
        """What the server lists under /v1/models; nothing where it lists none."""
        try:
            with httpx.Client(**self._options() | {"timeout": CONNECT}) as client:
                answer = client.get("/v1/models")
        except httpx.HTTPError as error:
            raise self._away() from error
        if answer.status_code in (401, 403):
            raise RemoteError("remote_key")
        try:
            listed = answer.json()["data"]
            return [model for model in listed if isinstance(model, dict)]
        except (ValueError, LookupError, TypeError):
            return []

    def paint(self, order: Order) -> Generator[Event, None, None]:
        """Working and Partial, at last Painted. Closing it ends the connection, by which a server
        knows that nobody waits."""
        events: queue.SimpleQueue[Event | BaseException] = queue.SimpleQueue()
        loop = asyncio.new_event_loop()
        task = loop.create_task(self._followed(order, events))
        began = time.monotonic()
        threading.Thread(target=_run, args=(loop, task), daemon=True, name="remote").start()
        try:
            while True:
                try:
                    event = events.get(timeout=TELL_EVERY)
                except queue.Empty:
                    yield Working(time.monotonic() - began)
                    continue
                if isinstance(event, BaseException):
                    raise event
                yield event
                if isinstance(event, Painted):
                    return
        finally:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(task.cancel)

    async def _followed(
        self, order: Order, events: "queue.SimpleQueue[Event | BaseException]"
    ) -> None:
        try:
            async with asyncio.timeout(self.timeout):
                await self._asked(order, events)
        except TimeoutError:
            events.put(RemoteError("remote_slow", seconds=round(self.timeout)))
        except Exception as error:  # goes on in the thread that waits for it
            events.put(error)

    async def _asked(
        self, order: Order, events: "queue.SimpleQueue[Event | BaseException]"
    ) -> None:
        async with httpx.AsyncClient(**self._options()) as client:
            for left in reversed(range(TRIES)):
                try:
                    async with client.stream("POST", order.path, **order.content) as answer:
                        if answer.status_code == 200:
                            await _received(answer, events)
                            return
                        problem, wait = await _refused(answer)
                except (httpx.ConnectError, httpx.ConnectTimeout):  # nothing was sent
                    problem, wait = self._away(), float(TRIES - left)
                except httpx.HTTPError as error:  # it may have painted: never again
                    raise RemoteError("remote_lost") from error
                if wait is None or wait > LONGEST_WAIT or not left:
                    raise problem
                await asyncio.sleep(wait)

    def _options(self) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.key}"} if self.key else {}
        timeout = httpx.Timeout(self.timeout, connect=CONNECT)
        return {"base_url": self.base, "headers": headers, "timeout": timeout}

    def _away(self) -> RemoteError:
        return RemoteError("remote_away", url=self.base)


def _run(loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None]") -> None:
    try:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


async def _received(
    answer: httpx.Response, events: "queue.SimpleQueue[Event | BaseException]"
) -> None:
    """Puts what a good answer has into `events`: one JSON object, or a stream of events."""
    if not answer.headers.get("content-type", "").startswith("text/event-stream"):
        events.put(Painted(picture_of(await whole(answer))))
        return
    number = 0
    async for event in streamed(answer):
        if preview := partial_of(event):
            number += 1
            events.put(Partial(number, preview))
        elif str(event.get("type", "")).endswith(".completed"):
            events.put(Painted(picture_of(event)))
            return
    raise RemoteError("remote_lost")


async def _refused(answer: httpx.Response) -> tuple[RemoteError, float | None]:
    """What an answer other than 200 means, and after how many seconds to ask again; None: never."""
    status, wait = answer.status_code, _seconds(answer.headers.get("retry-after"))
    said, code = complaint(await whole(answer))
    if status in (401, 403):
        return RemoteError("remote_key"), None
    if status in FULL:
        return RemoteError("remote_full"), wait
    if code in ("moderation_blocked", "content_policy_violation"):
        return RemoteError("remote_blocked"), None
    if 400 <= status < 500:
        return RemoteError("remote_refused", said=said or f"HTTP {status}"), None
    return RemoteError("remote_failed", status=status), None


def _seconds(text: str | None) -> float | None:
    """Of a retry-after header; a date, or nothing that can be read, is None."""
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None
