"""Where a server's requests come in: checked at once, then a place in the queue that all share."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pipeline.engines.base import Engine
from pipeline.generate import check
from pipeline.jobs import Job, Looks
from pipeline.queueing import EVERYTHING, JobQueue
from pipeline.request import Request
from pipeline.results import Refusal
from pipeline.watching import Watcher, tell_of_none

# Programs read no words about a picture, and ask for the previews that they want.
ALONE = Looks(previews=0, words=False)


@dataclass(frozen=True)
class Intake:
    """One engine, the queue before it, and those who watch; page, HTTP and MCP share it."""

    engine: Engine[Any]
    queue: JobQueue
    watchers: Sequence[Watcher] = ()

    def check(self, request: Request) -> Refusal | None:
        """What can be said before the engine works; see `generate.check`. Raises UserError."""
        try:
            refusal = check(request, self.engine)
        except Exception as error:
            tell_of_none(request, self.engine.name, error, self.watchers)
            raise
        if refusal:
            tell_of_none(request, self.engine.name, refusal, self.watchers)
        return refusal

    def submit(
        self, requests: Sequence[Request], owner: str, looks: Looks = EVERYTHING
    ) -> tuple[Job, ...] | Refusal:
        """Put the pictures of one order, which differ by their seeds alone, into the queue: all or
        none. Raises UserError for a wrong request, QueueFull."""
        return self.check(requests[0]) or self.queue.submit(requests, owner, looks)

    @asynccontextmanager
    async def ordered(
        self, requests: Sequence[Request], owner: str, looks: Looks = ALONE
    ) -> AsyncIterator[tuple[Job, ...] | Refusal]:
        """`submit` for those who wait for the end: with it their jobs end, and are forgotten."""
        refusal = await asyncio.to_thread(self.check, requests[0])
        if refusal:
            yield refusal
            return
        jobs = self.queue.submit(requests, owner, looks)  # here, so that none is left unfollowed
        try:
            yield jobs
        finally:
            for job in jobs:
                self.queue.forget(job.id, job.owner)
