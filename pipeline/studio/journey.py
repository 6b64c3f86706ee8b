"""Runs one or several journeys and turns their items into what the page shows."""

import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.api.visits import admitted, output_folder
from pipeline.engines.base import Engine
from pipeline.generate import describe, generate
from pipeline.request import DEFAULT_INSTRUCTION, MAX_SEED, Request
from pipeline.results import Description, Picture, Progress, Refusal
from pipeline.studio.language import language_of, paragraph
from pipeline.studio.status import (
    Clock,
    notice,
    plain,
    summary,
    token_grid,
    working,
)
from pipeline.wording import Language


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
    """What the parts of the page share: the engine, and how long its stages took recently."""

    engine: Engine[Any]
    typical: dict[tuple[object, ...], float] = field(default_factory=dict)

    def can(self, task: str) -> bool:
        return task in self.engine.capabilities.tasks

    def follow(
        self, fields: dict[str, Any], visitor: gr.Request | None, count: int = 1
    ) -> Iterator[View]:
        """Make `count` pictures of one request (its fields), each with the next seed.

        A user's mistake, a refusal or a fault ends the round with a View that explains it; earlier
        pictures of the round stay. A fault is raised again after it is shown, so that it is logged.
        """
        language = language_of(visitor)
        yield View(working(Progress("check"), language))
        results: tuple[ResultImage, ...] = ()
        try:
            requests = self._requests(fields, count)
            for number, request in enumerate(requests, start=1):
                admitted(visitor)
                before = language.text("several", n=number, count=count) if count > 1 else ""
                for view in self._one(request, language, before):
                    view = replace(view, results=results + view.results)
                    failed = view.over and len(view.results) == len(results)
                    yield replace(view, over=failed or (view.over and number == count))
                    if failed:
                        return
                results = view.results
        except (ValueError, OSError) as error:
            line = notice(language.text("failed"), language.error(error))
            yield View(line, results=results, over=True)
        except RuntimeError:
            line = notice(language.text("broken"), language.text("again"))
            yield View(line, results=results, over=True)
            raise

    def _requests(self, fields: dict[str, Any], count: int) -> list[Request]:
        first = Request(**fields)
        if count == 1:
            return [first]
        seed = secrets.randbelow(MAX_SEED + 1) if first.seed is None else first.seed
        return [replace(first, seed=(seed + n) % (MAX_SEED + 1)) for n in range(count)]

    def _one(self, request: Request, language: Language, before: str) -> Iterator[View]:
        ratio = 1.0 if request.size is None else request.size[0] / request.size[1]
        key = (request.task, request.size, request.steps, request.guidance)
        clock = Clock(self.typical, key)
        plan: Description | None = None
        read_as = ""
        original = request.original or request.photo
        photo = str(original) if isinstance(original, Path) else None
        with closing(generate(request, self.engine, output_folder())) as journey:
            for item in journey:
                if isinstance(item, Progress):
                    # Both stay on the page while the picture is painted.
                    plan, read_as = item.plan or plan, item.read_as or read_as
                    item = replace(item, plan=plan, read_as=read_as)
                    line = working(item, language, clock.left(item), before)
                    grid = token_grid(item, ratio) if item.stage == "tokens" else None
                    yield View(line, grid, item.preview, photo=photo)
                elif isinstance(item, Refusal):
                    title = language.text("unsure" if item.retry else "refused")
                    yield View(notice(title, language.refusal(item)), over=True)
                else:
                    alt = self._alt(item, plan, language)
                    line = summary(item, language, before, plan, read_as)
                    result = ResultImage(str(item.path), item.settings, alt, photo)
                    yield View(line, results=(result,), over=True)

    def _alt(self, picture: Picture, plan: Description | None, language: Language) -> str:
        """What the engine planned, else what it sees in the picture, else the prompt."""
        if plan and plan.place != Description.PHOTO:
            return language.describe(plan)
        if picture.task == "photo_to_painting":
            words = picture.settings["prompt"].removeprefix(DEFAULT_INSTRUCTION).strip(" ,")
            return f"{language.text('painted_photo')} {words}".strip()
        if self.can("describe"):
            seen = describe(picture.path, self.engine)
            if isinstance(seen, Description):
                return language.describe(seen)
        return picture.settings["prompt"] or language.text("more_like_this")


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
