"""The three ways to a picture: from words, from an image, and from a picture that is varied."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Sequence
from contextlib import aclosing
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from pipeline.api.access import caller_of, owner_of
from pipeline.api.images import wishes
from pipeline.api.images.answers import (
    DONE,
    STILL_THERE,
    Images,
    completed_event,
    error_event,
    images,
    partial_event,
)
from pipeline.api.images.errors import BAD, ApiError, ErrorDetails, fault, invalid
from pipeline.api.images.fields import MULTIPART, Edit, Generation, Streamed, Variation, Wish
from pipeline.api.images.painting import Item, Kept, Made, Partial, painted
from pipeline.intake import Intake
from pipeline.request import Request as Order
from safety.record import record_failure

GONE = 499  # the client has gone away: nobody reads this
STILL_THERE_EVERY = 10.0  # seconds
STREAM = {"text/event-stream": {"schema": {"type": "string"}}}
ANSWERS: dict[int | str, dict[str, Any]] = {200: {"model": Images}}
STREAMED: dict[int | str, dict[str, Any]] = {200: {"model": Images, "content": STREAM}}
T = TypeVar("T")


def routes(intake: Intake) -> APIRouter:
    """Those of the tasks that the engine can do."""
    router, tasks = APIRouter(tags=["images"]), intake.engine.capabilities.tasks
    if "text_to_image" in tasks:
        _add_generations(router, intake)
    if tasks & {"edit", "inpaint", "photo_to_painting"}:
        _add_edits(router, intake)
    if "variation" in tasks:
        _add_variations(router, intake)
    return router


def _add_generations(router: APIRouter, intake: Intake) -> None:
    @router.post("/images/generations", responses=STREAMED, operation_id="createImage")
    async def generations(request: Request, wish: Generation) -> Response:
        """Paint pictures from a description in words."""
        orders = wishes.from_words(wish, intake.engine)
        return await _answer(request, intake, wish, orders, "image_generation")


def _add_edits(router: APIRouter, intake: Intake) -> None:
    @router.post("/images/edits", responses=STREAMED, operation_id="createImageEdit")
    async def edits(request: Request, wish: Annotated[Edit, MULTIPART]) -> Response:
        """Change a picture by words, paint a photo, or paint anew the part under a mask."""
        orders = await wishes.from_image(wish, intake.engine)
        return await _answer(request, intake, wish, orders, "image_edit")


def _add_variations(router: APIRouter, intake: Intake) -> None:
    @router.post("/images/variations", responses=ANSWERS, operation_id="createImageVariation")
    async def variations(request: Request, wish: Annotated[Variation, MULTIPART]) -> Response:
        """Paint other pictures like a given one."""
        orders = await wishes.from_picture(wish, intake.engine)
        return await _answer(request, intake, wish, orders, "")


async def _answer(
    request: Request, intake: Intake, wish: Wish, orders: Sequence[Order], kind: str
) -> Response:
    """Pictures in one body, or as a stream. kind: of the stream's events."""
    caller, most = caller_of(request.scope), intake.queue.most_at_once
    if len(orders) > most:
        raise invalid(f"n must be 1 to {most} here: no more pictures may wait at a time.", "n")
    caller.admit(len(orders))
    owner = owner_of(caller.visitor, request.scope["enogu.request_id"])
    if isinstance(wish, Streamed) and wish.stream:
        items = painted(intake, orders, owner, wish.partial_images or 0)
        first = await while_there(request, anext(items))  # what is refused at once is no stream
        if first is None:
            await items.aclose()
            return Response(status_code=GONE)
        headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
        events = _events(wish, first, items, kind)
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)
    body = await while_there(request, _whole(wish, painted(intake, orders, owner)))
    if body is None:
        return Response(status_code=GONE)
    content = body.model_dump_json(exclude_defaults=True)
    return Response(content, media_type="application/json")


async def _whole(wish: Wish, items: AsyncGenerator[Item]) -> Images:
    """All pictures of a request. Raises ApiError where there is none."""
    made: list[Made] = []
    kept: list[ErrorDetails] = []
    async with aclosing(items):
        async for item in items:
            if isinstance(item, Made):
                made.append(item)
            elif isinstance(item, Kept):
                kept.append(item.details)
    if not made:
        raise ApiError(BAD, kept[0])
    return images(wish, made, kept)


async def _events(
    wish: Streamed, first: Item, items: AsyncGenerator[Item], kind: str
) -> AsyncIterator[str]:
    """Server-sent events. Closing them, as when the client goes away, ends the work."""
    made, number, sent = 0, 0, time.monotonic()
    kept: ErrorDetails | None = None
    try:
        async with aclosing(_all(first, items)) as steps:
            async for item in steps:
                event = ""
                if isinstance(item, Partial):
                    event, number = partial_event(kind, wish, item, number), number + 1
                elif isinstance(item, Made):
                    event, made, number = completed_event(kind, wish, item), made + 1, 0
                elif isinstance(item, Kept):
                    kept = item.details
                elif time.monotonic() - sent >= STILL_THERE_EVERY:
                    event = STILL_THERE
                if event:
                    yield event
                    sent = time.monotonic()
        if kept and not made:
            yield error_event(ApiError(BAD, kept).body())
    except ApiError as error:
        yield error_event(error.body())
    except Exception as error:
        record_failure("api", error)
        yield error_event(fault().body())
    yield DONE


async def _all(first: Item, items: AsyncGenerator[Item]) -> AsyncGenerator[Item]:
    async with aclosing(items):
        yield first
        async for item in items:
            yield item


async def while_there(request: Request, work: Awaitable[T]) -> T | None:
    """What the work returns; None, and the work is ended, when the client goes away before."""
    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        await _end(task)
        await _end(gone)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _end(task: asyncio.Future[Any]) -> None:
    """Cancel a task, and wait until it has put everything away."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()  # taken up here, so that nobody logs it
