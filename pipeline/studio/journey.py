"""Puts pictures into the queue and turns what becomes of them into what the page shows."""

import secrets
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.api.visits import admitted, output_folder
from pipeline.engines.base import Engine
from pipeline.intake import Intake
from pipeline.jobs import Job, painter
from pipeline.queueing import JobQueue
from pipeline.request import DEFAULT_INSTRUCTION, MAX_SEED, Request
from pipeline.results import Description, Picture, Progress, Refusal
from pipeline.studio.language import language_of, paragraph
from pipeline.studio.latest import SAID_EVERY
from pipeline.studio.status import (
    in_line,
    notice,
    plain,
    summary,
    token_grid,
    working,
)
from pipeline.watching import Watcher
from pipeline.wording import Language
from safety.leftovers import process_folder
from safety.record import record_failure


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: settings have no hash
class ResultImage:
    """A finished picture as the page remembers it, or a file of the user's, without settings.

    alt: a description for people who cannot see it; photo: the file that it was painted from.
    """

    path: str
    settings: dict[str, Any] = field(default_factory=dict)
    alt: str = ""
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What to show now.

    grid: the token grid, None outside of its stage. results: the pictures so far. photo: the file
    that is being painted. over: whether this is the last view.
    """

    status: str
    grid: str | None = None
    preview: Path | None = None
    results: tuple[ResultImage, ...] = ()
    photo: str | None = None
    over: bool = False


@dataclass(frozen=True)
class Studio:
    """What the parts of the page share: the engine, and the queue of all pictures to paint.

    most: how many may wait. watchers: of all journeys.
    """

    engine: Engine[Any]
    most: int = 32
    watchers: tuple[Watcher, ...] = ()

    @cached_property
    def queue(self) -> JobQueue:
        paint = painter(self.engine, output_folder, self.watchers)
        return JobQueue(paint, self.most, workers=self.engine.capabilities.at_once)

    @cached_property
    def intake(self) -> Intake:
        return Intake(self.engine, self.queue, self.watchers)

    def can(self, task: str) -> bool:
        return task in self.engine.capabilities.tasks

    def submit(
        self, fields: dict[str, Any], visitor: gr.Request | None, owner: str, count: int = 1
    ) -> tuple[Job, ...] | View:
        """Put `count` pictures of one request (its fields) into the queue, each with the next seed.

        A user's mistake, a refusal or a fault is answered at once, by a View that explains it.
        """
        language = language_of(visitor)
        try:
            requests = self._requests(fields, count)
            admitted(visitor, count)
            jobs = self.intake.submit(requests, owner)
            return refused(jobs, language) if isinstance(jobs, Refusal) else jobs
        except Exception as error:
            if not isinstance(error, ValueError | OSError):
                record_failure("check", error)
            return failed(error, language)

    async def follow(self, jobs: Sequence[Job], language: Language) -> AsyncGenerator[View, None]:
        """What to show of the jobs of one round, one after the other, whenever it changes, and now
        and then as it was: Gradio ends the stream of a page that has gone when it has a value.

        A picture that is not made ends the round; earlier ones of the round stay.
        """
        results: tuple[ResultImage, ...] = ()
        shown: View | None = None
        said = time.monotonic()
        with tempfile.TemporaryDirectory(dir=process_folder()) as folder:
            for number, job in enumerate(jobs, start=1):
                several = language.text("several", n=number, count=len(jobs))
                before = several if len(jobs) > 1 else ""
                async with aclosing(self.queue.updates(job)) as updates:
                    async for _ in updates:
                        view = self.view(job, language, before, Path(folder))
                        view = replace(view, results=results + view.results)
                        ended = view.over and len(view.results) == len(results)
                        view = replace(view, over=ended or (view.over and number == len(jobs)))
                        if view != shown or time.monotonic() - said > SAID_EVERY:
                            shown, said = view, time.monotonic()
                            yield view
                if ended:
                    for other in jobs[number:]:
                        self.queue.cancel(other.id, other.owner)
                    return
                results = view.results

    def _requests(self, fields: dict[str, Any], count: int) -> list[Request]:
        first = Request(**fields)
        if count == 1:
            return [first]
        seed = secrets.randbelow(MAX_SEED + 1) if first.seed is None else first.seed
        return [replace(first, seed=(seed + n) % (MAX_SEED + 1)) for n in range(count)]

    def view(self, job: Job, language: Language, before: str, folder: Path | None = None) -> View:
        """What to show of a job now. before: text that numbers it among several. folder: where its
        preview is written; without one it has none."""
        item, result, standing = job.progress, job.result, self.queue.standing(job)
        if isinstance(result, Picture):
            line = summary(result, language, before, item.plan)
            return View(line, results=(self.result(job, result, language),), over=True)
        if isinstance(result, Refusal):
            return refused(result, language)
        if result is not None:
            return failed(result, language)
        if not job.live:
            return stopped(language)
        if standing.place:
            return View(in_line(standing, language, before))
        item = Progress("check") if job.state == "queued" else item
        size = job.request.size
        grid = token_grid(item, size[0] / size[1] if size else 1.0)
        return View(
            working(item, language, standing.left, before),
            grid if item.stage == "tokens" else None,
            _written(job, folder) if folder and item.stage == "paint" else None,
            photo=_source(job.request),
        )

    def result(self, job: Job, picture: Picture, language: Language) -> ResultImage:
        """A job's finished picture as the page remembers it."""
        alt = self._alt(picture, job.progress.plan or job.described, language)
        return ResultImage(str(picture.path), picture.settings, alt, _source(job.request))

    @staticmethod
    def _alt(picture: Picture, seen: Description | None, language: Language) -> str:
        """What the engine planned or sees in the picture, else the prompt."""
        if seen and seen.place != Description.PHOTO:
            return language.describe(seen)
        if picture.task == "photo_to_painting":
            words = picture.settings["prompt"].removeprefix(DEFAULT_INSTRUCTION).strip(" ,")
            return f"{language.text('painted_photo')} {words}".strip()
        return picture.settings["prompt"] or language.text("more_like_this")


def _written(job: Job, folder: Path) -> Path | None:
    """A file of the job's preview, None while it has none."""
    preview, path = job.preview, folder / f"{job.id}-{job.progress.step}.webp"
    if preview and not path.exists():
        path.write_bytes(preview)
    return path if preview else None


def _source(request: Request) -> str | None:
    """The file that a picture is painted from, where it is one."""
    original = request.original or request.photo
    return str(original) if isinstance(original, Path) else None


def refused(refusal: Refusal, language: Language) -> View:
    """The view after a check said no."""
    title = language.text("unsure" if refusal.retry else "refused")
    return View(notice(title, reason(refusal, language)), over=True)


def failed(error: BaseException, language: Language) -> View:
    """The view after a user's mistake or a fault."""
    mistake = isinstance(error, ValueError | OSError)
    title = language.text("failed" if mistake else "broken")
    return View(notice(title, reason(error, language)), over=True)


def reason(result: object, language: Language) -> str:
    """Why there is no picture. A user's mistake is told; a fault is not."""
    if isinstance(result, Refusal):
        return language.refusal(result)
    if isinstance(result, ValueError | OSError):
        return language.error(result)
    return language.text("again")


def seed_of(view: View) -> str | dict[str, Any]:
    """What the seed field shows once a round is over, so that it can be kept."""
    return str(view.results[0].settings["seed"]) if view.over and view.results else gr.skip()


def stopped(language: Language) -> View:
    """The view after the visitor pressed Stop."""
    return View(plain(language.text("stopped")), over=True)


def note_missing_task(studio: Studio, task: str, key: str) -> None:
    """A note in place of a task's controls where the engine cannot do the task."""
    if not studio.can(task):
        paragraph(key, elem_classes="lacks")
