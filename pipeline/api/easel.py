"""Painting for callers of the named endpoints: checked at once, then a place in the queue."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import asdict, dataclass
from typing import Any

import gradio as gr

from pipeline.api.access import owner_of
from pipeline.api.visits import address_of, admitted
from pipeline.intake import Intake
from pipeline.jobs import Job
from pipeline.request import Request
from pipeline.results import Picture, Progress, Refusal

Report = dict[str, Any]
Update = tuple[str | None, Report]  # (the picture's path, the report)


@dataclass(frozen=True)
class Easel:
    """Paints for callers of one server."""

    intake: Intake

    async def run(self, visitor: gr.Request, fields: dict[str, Any]) -> AsyncIterator[Update]:
        """One picture as updates; whatever ends it without one is a gr.Error. A caller who goes
        away ends it."""
        try:
            admitted(visitor)
            request, owner = Request(**fields), owner_of(address_of(visitor), visitor.session_hash)
            async with self.intake.ordered([request], owner) as jobs:
                if isinstance(jobs, Refusal):
                    raise error_of(jobs.reason)
                (job,) = jobs
                async with aclosing(self.intake.queue.updates(job)) as updates:
                    async for _ in updates:
                        if job.live:
                            yield None, self._progress(job)
                yield _ended(job)
        except (ValueError, OSError) as error:
            raise error_of(error) from error

    def _progress(self, job: Job) -> Report:
        standing = self.intake.queue.standing(job)
        starts = job.state == "queued" and not standing.place
        item = Progress("check") if starts else job.progress
        place, left = standing.place, standing.left
        told = {"stage": item.stage, "step": item.step, "of": item.of}
        return told | {"place": place, "seconds_left": left}


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
