"""One or several journeys as what the page shows: lines of progress, previews, pictures."""

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

    alt: what it shows, for those who cannot see; photo: the file that it was painted from.
    """

    path: str
    settings: dict = field(default_factory=dict)
    alt: str = ""
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What to show now. grid: the token grid, None outside of its stage. made: pictures so far.
    photo: the file that is being painted."""

    status: str
    grid: str | None = None
    preview: Path | None = None
    made: tuple[ResultImage, ...] = ()
    photo: str | None = None
    over: bool = False


@dataclass(frozen=True)
class Studio:
    """What the parts of the page share: the engine, and how long its stages took lately."""

    engine: Engine[Any]
    typical: dict[tuple, float] = field(default_factory=dict)

    def can(self, task: str) -> bool:
        return task in self.engine.capabilities.tasks

    def follow(self, fields: dict, visitor: gr.Request | None, count: int = 1) -> Iterator[View]:
        """Make `count` pictures of one request (its fields), each with the next seed.

        A user's mistake, a refusal or a fault is a View that says so and ends the round; what was
        made before it stays. A fault is raised again after it was shown, so that the log has it.
        """
        say = language_of(visitor)
        yield View(working(Progress("check"), say))
        made: tuple[ResultImage, ...] = ()
        try:
            requests = self._requests(fields, count)
            for number, request in enumerate(requests, start=1):
                admitted(visitor)
                before = say("several", n=number, count=count) if count > 1 else ""
                for view in self._one(request, say, before):
                    view = replace(view, made=made + view.made)
                    failed = view.over and len(view.made) == len(made)
                    yield replace(view, over=failed or (view.over and number == count))
                    if failed:
                        return
                made = view.made
        except (ValueError, OSError) as error:
            yield View(notice(say("failed"), say.error(error)), made=made, over=True)
        except RuntimeError:
            yield View(notice(say("broken"), say("again")), made=made, over=True)
            raise

    def _requests(self, fields: dict, count: int) -> list[Request]:
        first = Request(**fields)
        if count == 1:
            return [first]
        seed = secrets.randbelow(MAX_SEED + 1) if first.seed is None else first.seed
        return [replace(first, seed=(seed + n) % (MAX_SEED + 1)) for n in range(count)]

    def _one(self, request: Request, say: Language, before: str) -> Iterator[View]:
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
                    # Both stand while the picture is painted.
                    plan, read_as = item.plan or plan, item.read_as or read_as
                    item = replace(item, plan=plan, read_as=read_as)
                    line = working(item, say, clock.left(item), before)
                    grid = token_grid(item, ratio) if item.stage == "tokens" else None
                    yield View(line, grid, item.preview, photo=photo)
                elif isinstance(item, Refusal):
                    title = say("unsure" if item.retry else "refused")
                    yield View(notice(title, say.refusal(item)), over=True)
                else:
                    alt = self._alt(item, plan, say)
                    made = ResultImage(str(item.path), item.settings, alt, photo)
                    yield View(summary(item, say, before, plan, read_as), made=(made,), over=True)

    def _alt(self, picture: Picture, plan: Description | None, say: Language) -> str:
        """What the engine planned, else what it sees in the picture, else what was asked for."""
        if plan:
            return say.describe(plan)
        if picture.task == "photo_to_painting":
            words = picture.settings["prompt"].removeprefix(DEFAULT_INSTRUCTION).strip(" ,")
            return f"{say('painted_photo')} {words}".strip()
        if self.can("describe"):
            seen = describe(picture.path, self.engine)
            if isinstance(seen, Description):
                return say.describe(seen)
        return picture.settings["prompt"] or say("more_like_this")


def seed_of(view: View) -> str | dict:
    """What the seed field shows once a round is over, so that it can be kept."""
    return str(view.made[0].settings["seed"]) if view.over and view.made else gr.skip()


def stopped(say: Language) -> View:
    return View(plain(say("stopped")), over=True)


def say_what_lacks(studio: Studio, task: str, key: str) -> None:
    """In the control's place: what this engine cannot do."""
    if not studio.can(task):
        paragraph(key, elem_classes="lacks")
