"""One or several journeys as what the page shows: lines of progress, previews, pictures."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import gradio as gr
from gradio.utils import get_upload_folder

from pipeline.engines.base import Engine
from pipeline.generate import Picture, Progress, Refusal, describe, generate
from pipeline.request import DEFAULT_INSTRUCTION, MAX_SEED, Request
from pipeline.studio.language import Say, paragraph, speaker
from pipeline.studio.plan_words import plan_told
from pipeline.studio.reasons import error_reason, refusal_reason
from pipeline.studio.status import (
    Clock,
    notice,
    plain,
    summary,
    token_grid,
    working,
)
from safety.limits import admit, visitor_of


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: settings have no hash
class Made:
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
    made: tuple[Made, ...] = ()
    photo: str | None = None
    over: bool = False


@dataclass(frozen=True)
class Studio:
    """What the parts of the page share: the engine, and how long its stages took lately."""

    engine: Engine
    typical: dict[tuple, float] = field(default_factory=dict)

    def can(self, task: str) -> bool:
        return task in self.engine.capabilities.tasks

    def follow(self, wish: dict, visitor: gr.Request | None, count: int = 1) -> Iterator[View]:
        """Make `count` pictures of one wish (Request's fields), each with the next seed.

        A user's mistake, a refusal or a fault is a View that says so and ends the round; what was
        made before it stays. A fault is raised again after it was shown, so that the log has it.
        """
        say = speaker(visitor)
        yield View(working(Progress("check"), say))
        made: tuple[Made, ...] = ()
        try:
            requests = self._requests(wish, count)
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
            yield View(notice(say("failed"), error_reason(error, say)), made=made, over=True)
        except RuntimeError:
            yield View(notice(say("broken"), say("again")), made=made, over=True)
            raise

    def _requests(self, wish: dict, count: int) -> list[Request]:
        first = Request(**wish)
        if count == 1:
            return [first]
        seed = secrets.randbelow(MAX_SEED + 1) if first.seed is None else first.seed
        return [replace(first, seed=(seed + n) % (MAX_SEED + 1)) for n in range(count)]

    def _one(self, request: Request, say: Say, before: str) -> Iterator[View]:
        ratio = 1.0 if request.size is None else request.size[0] / request.size[1]
        key = (request.task, request.size, request.steps, request.guidance)
        clock, plan, read_as = Clock(self.typical, key), "", ""
        photo = request.photo and str(request.photo)
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
                    yield View(notice(title, refusal_reason(item, say)), over=True)
                else:
                    alt = self._alt(item, plan, say)
                    made = Made(str(item.path), item.settings, alt, photo)
                    yield View(summary(item, say, before, plan, read_as), made=(made,), over=True)

    def _alt(self, picture: Picture, plan: str, say: Say) -> str:
        """What the engine planned, else what it sees in the picture, else what was asked for."""
        if told := plan_told(plan, say):
            return told
        if picture.task == "photo_to_painting":
            words = picture.settings["prompt"].removeprefix(DEFAULT_INSTRUCTION).strip(" ,")
            return f"{say('painted_photo')} {words}".strip()
        if self.can("describe"):
            words = describe(picture.path, self.engine)
            if isinstance(words, str) and re.search(r"\w{3}", words):
                return plan_told("".join(filter(str.isprintable, words)), say)
        return picture.settings["prompt"] or say("more_like_this")


def admitted(visitor: gr.Request | None) -> None:
    """Count a picture of this visitor; ValueError says how long to wait after too many."""
    if visitor is not None:
        admit(visitor_of(visitor.client.host if visitor.client else None, visitor.headers))


def output_folder() -> Path:
    """The owner's folder, else one of its own in the cache, which is emptied as it ages.

    Whoever knows a file's address can fetch it, so the folder's name cannot be guessed.
    """
    if kept := os.environ.get("ENOGU_OUTPUT"):
        return Path(kept)
    return Path(get_upload_folder()) / secrets.token_urlsafe(18)


def served_folders() -> list[Path]:
    """Where pictures are that whoever knows their names can fetch."""
    kept = os.environ.get("ENOGU_OUTPUT")
    return [Path(get_upload_folder()), *([Path(kept)] if kept else [])]


def seed_of(view: View) -> str | dict:
    """What the seed field shows once a round is over, so that it can be kept."""
    return str(view.made[0].settings["seed"]) if view.over and view.made else gr.skip()


def stopped(say: Say) -> View:
    return View(plain(say("stopped")), over=True)


def photo_upload(**options) -> gr.Image:
    """An upload that hands on the file as it was sent: only the sanitiser opens it."""
    sources = ["upload", "webcam", "clipboard"]
    upload = gr.Image(type="filepath", sources=sources, elem_classes="upload", **options)
    upload.preprocess = lambda payload: payload and payload.path
    return upload


def say_what_lacks(studio: Studio, task: str, key: str) -> None:
    """In the control's place: what this engine cannot do."""
    if not studio.can(task):
        paragraph(key, elem_classes="lacks")
