"""THE journey: a prompt or a photo becomes a checked, signed picture.

Every entry point (page, command line, HTTP, Python) goes through here; there is no other way to an
engine's picture, so no way around the checks and the signature.
"""

import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from pipeline.engines.base import Engine
from pipeline.errors import RequestError
from pipeline.history import with_history
from pipeline.mask import open_frame
from pipeline.request import Request
from pipeline.results import Description, Outline, Picture, Progress, Reading, Refusal
from pipeline.signing import output_folder, own_settings, settings_for, sign_picture
from pipeline.stages import draw
from pipeline.wording import ENGLISH
from safety.image.gate import check_output, check_photo
from safety.image.upload import SafePhoto, open_photo
from safety.policy import Verdict
from safety.prompt.gate import check_prompt


def generate(
    request: Request, engine: Engine[Any], folder: Path | None = None
) -> Generator[Progress | Picture | Refusal, None, None]:
    """Make one picture; yields Progress and ends with a Picture or a Refusal.

    Every task of `request.TASKS` comes here. With a mask, previews and picture have the photo's
    own pixels outside of it. The file appears whole in `folder` (default: the owner's, else one
    that goes with the process). Closing the generator stops the work within one token or step and
    leaves nothing behind. Raises UserError for a wrong request or an unusable photo or mask,
    OutputError when the folder cannot be written.
    """
    began, task = time.monotonic(), request.task
    yield Progress("check")
    if refusal := _refusal(check_prompt(request.prompt, photo=request.photo is not None)):
        yield refusal
        return
    photos = _opened(request)
    if photos:
        request = with_history(request, engine, own_settings(photos[0]))
        if request.task != task:  # a photo is painted again, in words of the engine's own
            photos = _opened(request)
            if refusal := _refusal(check_prompt(request.prompt, photo=True)):
                yield refusal
                return
    complete = engine.capabilities.complete(request, photos[0].image.size if photos else None)
    images = tuple(photo.image for photo in photos)
    frame = None
    if complete.mask is not None:
        frame = open_frame(complete.mask, images[0], complete.size)
    if refusal := next(filter(None, (_refusal(check_photo(image)) for image in images)), None):
        yield refusal
        return

    folder = output_folder(folder)
    with tempfile.TemporaryDirectory(prefix="enogu-") as workspace:
        image, written = yield from draw(complete, engine, images, frame, Path(workspace))
    yield Progress("finish")
    if refusal := _refusal(check_output(image)):
        yield refusal
        return
    settings = settings_for(complete, engine, written.layout)
    yield Picture(
        path=sign_picture(image, settings, photos, frame, folder),
        width=image.width,
        height=image.height,
        seed=complete.seed,
        settings=settings,
        task=complete.task,
        engine=engine.name,
        tokens=0 if written.tokens is None else written.tokens.numel(),
        seconds=time.monotonic() - began,
    )


def describe(photo: Path | bytes, engine: Engine[Any]) -> Description | Refusal:
    """What a picture shows, by its own signed settings where it was made here. It is checked before
    the engine sees it, and the words for it before anybody reads them. Raises UserError for an
    unusable photo, or an engine that has no words."""
    if "describe" not in engine.capabilities.tasks:
        allowed = ", ".join(sorted(engine.capabilities.tasks))
        raise RequestError("not_described", allowed=allowed)
    opened = open_photo(photo)
    if refusal := _refusal(check_photo(opened.image)):
        return refusal
    layout = own_settings(opened).get("layout")
    with engine.lock:
        description = engine.describe(opened.image, layout if isinstance(layout, str) else None)
    return _refusal(check_prompt(ENGLISH.describe(description))) or description


def read(prompt: str, engine: Engine[Any], task: str = "text_to_image") -> Reading | None:
    """How the engine reads a prompt; None where it reads any words as they are."""
    return engine.reads(prompt, task)


def outline(request: Request, engine: Engine[Any]) -> Outline | Refusal:
    """What a prompt would become, without painting it. Raises UserError for a wrong request or an
    engine that does not plan."""
    if refusal := _refusal(check_prompt(request.prompt)):
        return refusal
    complete = engine.capabilities.complete(request)
    with engine.lock:
        found = engine.outline(complete)
    if found is None:
        raise RequestError("not_outlined")
    return found


def _opened(request: Request) -> tuple[SafePhoto, ...]:
    """The photo, then its references."""
    if request.photo is None:
        return ()
    return tuple(map(open_photo, (request.photo, *request.references)))


def _refusal(verdict: Verdict) -> Refusal | None:
    return None if verdict.allowed else Refusal(str(verdict.category), verdict.reason, verdict.grey)
