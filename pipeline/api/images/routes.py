"""The three ways to a picture: from words, from an image, and from a picture that is varied."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Sequence
from contextlib import aclosing
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from pipeline.api.access import caller_of
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
from pipeline.api.images.errors import BAD, ApiError, ErrorDetails, fault
from pipeline.api.images.fields import Edit, Generation, Streamed, Variation, Wish
from pipeline.api.images.painting import Easel, Item, Kept, Made, Partial
from pipeline.request import Request as Order
from safety.record import record_failure

GONE = 499  # the client has gone away: nobody reads this
STILL_THERE_EVERY = 10.0  # seconds
MULTIPART = Form(media_type="multipart/form-data")
STREAM = {"text/event-stream": {"schema": {"type": "string"}}}
ANSWERS: dict[int | str, dict[str, Any]] = {200: {"model": Images}}
STREAMED: dict[int | str, dict[str, Any]] = {200: {"model": Images, "content": STREAM}}
T = TypeVar("T")


def routes(easel: Easel) -> APIRouter:
    """Those of the tasks that the engine can do."""
    router, tasks = APIRouter(tags=["images"]), easel.engine.capabilities.tasks
    if "text_to_image" in tasks:
        _add_generations(router, easel)
    if tasks & {"edit", "inpaint", "photo_to_painting"}:
        _add_edits(router, easel)
    if "variation" in tasks:
        _add_variations(router, easel)
    return router


def _add_generations(router: APIRouter, easel: Easel) -> None:
    @router.post("/images/generations", responses=STREAMED, operation_id="createImage")
    async def generations(request: Request, wish: Generation) -> Response:
        """Paint pictures from a description in words."""
        orders = wishes.from_words(wish, easel.engine)
        return await _answer(request, easel, wish, orders, "image_generation")


def _add_edits(router: APIRouter, easel: Easel) -> None:
    @router.post("/images/edits", responses=STREAMED, operation_id="createImageEdit")
    async def edits(request: Request, wish: Annotated[Edit, MULTIPART]) -> Response:
        """Change a picture by words, paint a photo, or paint anew the part under a mask."""
        orders = await wishes.from_image(wish, easel.engine)
        return await _answer(request, easel, wish, orders, "image_edit")


def _add_variations(router: APIRouter, easel: Easel) -> None:
    @router.post("/images/variations", responses=ANSWERS, operation_id="createImageVariation")
    async def variations(request: Request, wish: Annotated[Variation, MULTIPART]) -> Response:
        """Paint other pictures like a given one."""
        orders = await wishes.from_picture(wish, easel.engine)
        return await _answer(request, easel, wish, orders, "")


async def _answer(
    request: Request, easel: Easel, wish: Wish, orders: Sequence[Order], kind: str
) -> Response:
    """Pictures in one body, or as a stream. kind: of the stream's events."""
    caller_of(request.scope).admit(len(orders))
    if isinstance(wish, Streamed) and wish.stream:
        items = easel.paint(orders, wish.partial_images or 0)
        first = await while_there(request, anext(items))  # what is refused at once is no stream
        if first is None:
            await items.aclose()
            return Response(status_code=GONE)
        events = _events(wish, first, items, kind)
        headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)
    body = await while_there(request, _whole(easel, wish, orders))
    if body is None:
        return Response(status_code=GONE)
    content = body.model_dump_json(exclude_defaults=True)
    return Response(content, media_type="application/json")


async def _whole(easel: Easel, wish: Wish, orders: Sequence[Order]) -> Images:
    """All pictures of a request. Raises ApiError where there is none."""
    made: list[Made] = []
    kept: list[ErrorDetails] = []
    async with aclosing(easel.paint(orders)) as items:
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
    made, number = 0, 0
    kept: ErrorDetails | None = None
    try:
        async with aclosing(_with_pauses(first, items)) as steps:
            async for item in steps:
                if item is None:
                    yield STILL_THERE
                elif isinstance(item, Partial):
                    yield partial_event(kind, wish, item, number)
                    number += 1
                elif isinstance(item, Made):
                    yield completed_event(kind, wish, item)
                    made, number = made + 1, 0
                elif isinstance(item, Kept):
                    kept = item.details
        if kept and not made:
            yield error_event(ApiError(BAD, kept).body())
    except ApiError as error:
        yield error_event(error.body())
    except Exception as error:
        record_failure("api", error)
        yield error_event(fault().body())
    yield DONE


async def _with_pauses(first: Item, items: AsyncGenerator[Item]) -> AsyncGenerator[Item | None]:
    """The items, with None whenever none came for a while."""
    yield first
    step: asyncio.Future[Item] | None = None
    try:
        while True:
            step = asyncio.ensure_future(anext(items))
            while not (await asyncio.wait({step}, timeout=STILL_THERE_EVERY))[0]:
                yield None
            try:
                item = step.result()
            except StopAsyncIteration:
                return
            yield item
    finally:
        if step:
            await _end(step)
        await items.aclose()


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
