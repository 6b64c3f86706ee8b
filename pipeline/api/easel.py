"""Painting for callers of the named endpoints: checked at once, then a place in the queue."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Any

import gradio as gr

from pipeline.api.visits import address_of, admitted
from pipeline.engines.base import Engine
from pipeline.generate import check
from pipeline.jobs import Job
from pipeline.queueing import JobQueue
from pipeline.request import Request
from pipeline.results import Picture, Progress, Refusal

LOOPBACK = {"127.0.0.1", "localhost", "::1"}

Report = dict[str, Any]
Update = tuple[str | None, Report]  # (the picture's path, the report)


@dataclass(frozen=True)
class Easel:
    """Paints for callers: their requests are checked at once and then wait in the queue."""

    engine: Engine[Any]
    queue: JobQueue

    async def run(self, visitor: gr.Request, fields: dict[str, Any]) -> AsyncIterator[Update]:
        """One picture as updates; whatever ends it without one is a gr.Error. A caller who goes
        away ends it."""
        try:
            job = await asyncio.to_thread(self._submit, visitor, fields)
        except (ValueError, OSError) as error:
            raise error_of(error) from error
        try:
            async for _ in self.queue.updates(job):
                if job.live:
                    yield None, self._progress(job)
            yield _ended(job)
        finally:
            self.queue.forget(job.id, job.owner)

    def _submit(self, visitor: gr.Request, fields: dict[str, Any]) -> Job:
        admitted(visitor)
        request = Request(**fields)
        if refusal := check(request, self.engine):
            raise error_of(refusal.reason)
        return self.queue.submit([request], _owner(visitor))[0]

    def _progress(self, job: Job) -> Report:
        standing = self.queue.standing(job)
        starts = job.state == "queued" and not standing.place
        item = Progress("check") if starts else job.progress
        report: Report = {"stage": item.stage, "step": item.step, "of": item.of}
        report |= {"read_as": item.read_as} if item.read_as else {}
        return report | {"place": standing.place, "seconds_left": standing.left}


def _owner(visitor: gr.Request) -> str:
    """Whose turn it is in the queue. Programs on this machine are each for themselves: a proxy's
    visitors all seem to be one."""
    address = address_of(visitor)
    return f"address {address} {visitor.session_hash if address in LOOPBACK else ''}"


def _ended(job: Job) -> Update:
    """The last update. Raises gr.Error where there is no picture."""
    result = job.result
    if isinstance(result, Picture):
        return str(result.path), _facts(result)
    if isinstance(result, Refusal):
        raise error_of(result.reason)
    if isinstance(result, ValueError | OSError):
        raise error_of(result) from result
    raise error_of("Something broke. Please try again.")


def error_of(error: ValueError | OSError | TypeError | str) -> gr.Error:
    """The caller gets the message; the log does not, as it may quote the caller."""
    return gr.Error(getattr(error, "strerror", None) or str(error), print_exception=False)


def _facts(picture: Picture) -> Report:
    return {name: value for name, value in asdict(picture).items() if name != "path"}
