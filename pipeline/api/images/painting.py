"""The API's orders as jobs of the queue, and what becomes of them as items of an answer."""

import asyncio
import io
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass

from PIL import Image

from pipeline import settings as configuration
from pipeline.api.images.errors import ErrorDetails, fault, of_remote, of_user, refused
from pipeline.errors import RemoteError
from pipeline.intake import Intake
from pipeline.jobs import Job, Looks
from pipeline.request import Request
from pipeline.results import Picture, Refusal
from safety.errors import UserError
from safety.record import record_failure


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
class Waits:
    """The order goes on, and there is nothing new to show of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A check has kept a finished picture back."""

    details: ErrorDetails


Item = Waits | Partial | Made | Kept


async def painted(
    intake: Intake, orders: Sequence[Request], owner: str, partials: int = 0
) -> AsyncGenerator[Item]:
    """The pictures, one after another, each with at most so many looks at it unfinished; an item
    every second at least.

    Raises ApiError for a wrong order, a refusal of what was sent, or a full queue. Closing it ends
    the work within one token or step.
    """
    try:
        async with intake.ordered(orders, owner, Looks(partials, words=False)) as jobs:
            if isinstance(jobs, Refusal):
                raise refused(jobs, "input")
            try:
                for job in jobs:
                    async with aclosing(_items(intake, job)) as items:
                        async for item in items:
                            yield item
            finally:
                await asyncio.to_thread(_discard, jobs)
    except UserError as error:
        raise of_user(error) from error


async def _items(intake: Intake, job: Job) -> AsyncGenerator[Item]:
    """What becomes of one job."""
    shown = 0
    async with aclosing(intake.queue.updates(job)) as updates:
        async for _ in updates:
            new = job.previews[shown:]
            for preview in new:
                yield await asyncio.to_thread(_partial, preview, job.request.format)
            shown += len(new)
            if job.live and not new:
                yield Waits()
    yield await asyncio.to_thread(_ended, job)


def _ended(job: Job) -> Made | Kept:
    """A job's picture, or that a check keeps it back. Raises ApiError or UserError for whatever
    else has ended it."""
    result = job.result
    if isinstance(result, Picture):
        return Made(result, result.path.read_bytes())
    if isinstance(result, Refusal):
        finished = job.progress.stage == "finish"
        refusal = refused(result, "output" if finished else "input")
        if not finished:
            raise refusal
        return Kept(refusal.details)
    if isinstance(result, UserError):
        raise result
    if isinstance(result, RemoteError):
        raise of_remote(result)
    if isinstance(result, ValueError | OSError):  # the queue has recorded all others
        record_failure("api", result)
    raise fault()


def _discard(jobs: Sequence[Job]) -> None:
    """Remove the files of pictures that were sent, unless the owner keeps all."""
    if configuration.current().output:
        return
    for job in jobs:
        if isinstance(job.result, Picture):
            with suppress(OSError):  # what stays goes with the process
                job.result.path.unlink()
                job.result.path.parent.rmdir()


def _partial(preview: bytes, format: str) -> Partial:
    """A preview in the format of the picture that it becomes."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(preview)) as image:
        if format == "webp":  # as it is already
            return Partial(preview, *image.size)
        image.save(out, format.upper())
        return Partial(out.getvalue(), *image.size)
