"""The journey: a prompt or a photo becomes a checked, signed picture.

Every entry point (page, command line, Python) walks this one road; there is no other way to an
engine's picture, so no way around the checks and the signature.
"""

import errno
import os
import secrets
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from threading import Lock

from PIL import Image
from torch import Tensor

from pipeline.engines.base import Conditioning, Engine, TokenProgress
from pipeline.mask import Frame, open_frame
from pipeline.request import MAX_SEED, Request
from safety.image.gate import blurred, check_output, check_photo
from safety.image.upload import SafePhoto, open_photo
from safety.policy import Verdict
from safety.prompt.gate import check_prompt
from safety.provenance.badge import add_badge
from safety.provenance.keys import KeyUnusable
from safety.provenance.metadata import encode
from safety.provenance.signing import sign
from safety.provenance.verify import read_credentials
from safety.watermark import mark

TOKEN_PROGRESS_EVERY = 0.2  # seconds: a busy browser falls behind what comes more often


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the journey is: `step` of `of` within a stage.

    stage: "check", "wait" (the engine serves someone else), "encode", "tokens", "paint", "finish".
    preview: a checked look at the unfinished picture; the file lives until the next item is asked.
    plan: with "tokens", what the picture is going to show, in words, where the engine plans.
    read_as: with the first of them, the prompt in the engine's own words where it has fewer.
    """

    stage: str
    step: int = 0
    of: int = 1
    preview: Path | None = None
    plan: str = ""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished, signed file. `settings` make it again; `tokens` counts those written for it."""

    path: Path
    width: int
    height: int
    seed: int
    settings: dict
    task: str
    engine: str
    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """A check said no; `reason` is for the user. `retry`: it is not sure, try another seed."""

    category: str
    reason: str
    retry: bool = False


class OutputError(OSError):
    """The picture cannot be signed or written: disk full, folder read-only, key damaged."""


def generate(
    request: Request, engine: Engine, folder: Path | None = None
) -> Iterator[Progress | Picture | Refusal]:
    """Make one picture; yields Progress and ends with a Picture or a Refusal.

    Every task of `request.TASKS` walks here. With a mask, previews and picture have the photo's
    own pixels outside of it. The file appears whole in `folder` (default: ENOGU_OUTPUT, else one
    that goes with the process). Closing the generator stops the work within one token or step and
    leaves nothing behind. Raises ValueError for a wrong request or an unusable photo or mask,
    OutputError when the folder cannot be written.
    """
    began = time.monotonic()
    yield Progress("check")
    if refusal := _refusal(check_prompt(request.prompt, photo=request.photo is not None)):
        yield refusal
        return
    photo = None if request.photo is None else open_photo(request.photo)
    references = tuple(map(open_photo, request.references))
    if photo is not None:
        request = replace(request, layout=_layout_of(photo))
    request = engine.capabilities.complete(request, photo.image.size if photo else None)
    if request.seed is None:
        request = replace(request, seed=secrets.randbelow(MAX_SEED + 1))
    frame = None if request.mask is None else open_frame(request.mask, photo.image, request.size)
    photos = (photo, *references) if photo else ()
    for seen in photos:
        if refusal := _refusal(check_photo(seen.image)):
            yield refusal
            return

    folder = _output_folder(folder)
    with tempfile.TemporaryDirectory(prefix="enogu-") as workspace:
        image, written = yield from _draw(request, engine, photos, frame, Path(workspace))
    yield Progress("finish")
    if refusal := _refusal(check_output(image)):
        yield refusal
        return
    settings = _settings(request, engine, written.layout)
    yield Picture(
        path=_sign(image, settings, photos, frame, folder),
        width=image.width,
        height=image.height,
        seed=request.seed,
        settings=settings,
        task=request.task,
        engine=engine.name,
        tokens=written.tokens.numel(),
        seconds=time.monotonic() - began,
    )


def describe(photo: Path | bytes, engine: Engine) -> str | Refusal:
    """A picture in words. It is checked before the engine sees it, and the words before anybody
    reads them. Raises ValueError for an unusable photo, or an engine that has no words."""
    if "describe" not in engine.capabilities.tasks:
        allowed = ", ".join(sorted(engine.capabilities.tasks))
        raise ValueError(f"this engine cannot describe: it does {allowed}")
    image = open_photo(photo).image
    if refusal := _refusal(check_photo(image)):
        return refusal
    with engine.lock:
        words = engine.describe(image)
    return _refusal(check_prompt(words)) or words


def _draw(
    request: Request,
    engine: Engine,
    photos: tuple[SafePhoto, ...],
    frame: Frame | None,
    workspace: Path,
) -> Generator[Progress, None, tuple[Image.Image, TokenProgress]]:
    """Both stages of the engine, one user at a time; returns the picture and what was written."""
    yield from _acquire(engine.lock)
    try:
        yield Progress("encode")
        photo, *references = [each.image for each in photos] or [None]
        mask = frame.mask if frame else None
        conditioning = engine.encode(request, photo, mask, tuple(references))
        written = yield from _write_tokens(engine, conditioning)
        image = yield from _paint(engine, conditioning, written.tokens, frame, workspace)
        return image, written
    finally:
        engine.lock.release()


def _acquire(lock: Lock) -> Iterator[Progress]:
    while not lock.acquire(timeout=0.5):
        yield Progress("wait")


def _write_tokens(
    engine: Engine, conditioning: Conditioning
) -> Generator[Progress, None, TokenProgress]:
    shown = 0.0
    with closing(engine.sample_tokens(conditioning)) as stage:
        for progress in stage:
            last = progress.tokens is not None
            due = last or time.monotonic() - shown >= TOKEN_PROGRESS_EVERY
            if due and progress.total:  # an engine without this stage writes none of none
                shown = time.monotonic()
                yield Progress(
                    "tokens",
                    progress.done,
                    progress.total,
                    plan=progress.plan,
                    read_as=progress.read_as,
                )
    return progress


def _paint(
    engine: Engine,
    conditioning: Conditioning,
    tokens: Tensor,
    frame: Frame | None,
    workspace: Path,
) -> Generator[Progress, None, Image.Image]:
    with closing(engine.decode(conditioning, tokens)) as stage:
        for progress in stage:
            image = progress.image
            if frame and image:
                image = frame.fill(image)
            # The last image is the picture itself: it is shown only once it is signed.
            unfinished = image if progress.step < progress.of else None
            preview = unfinished and _preview(unfinished, workspace / f"step-{progress.step}.webp")
            yield Progress("paint", progress.step, progress.of, preview)
    return image


def _preview(image: Image.Image, path: Path) -> Path | None:
    """A preview is an output too: refused it is not shown, in the grey band it is blurred."""
    verdict = check_output(image)
    if verdict.grey:
        image = blurred(image)
    elif not verdict.allowed:
        return None
    with _writing(path.parent):
        image.save(path, quality=80)
    return path


def _sign(
    image: Image.Image,
    settings: dict,
    photos: tuple[SafePhoto, ...],
    frame: Frame | None,
    folder: Path,
) -> Path:
    """Mark the pixels, then sign: the last hand on the bytes, which writes all of them or none.

    Outside of a mask the pixels stay the photo's own, so only what was repainted is marked.
    """
    # A variation is a picture of its own; whatever else is made of a photo is that photo, changed.
    changed = bool(photos) and settings["task"] != "variation"
    path = folder / f"enogu-{settings['seed']}-{secrets.token_hex(4)}.{settings['format']}"
    with _writing(folder):
        if settings["badge"]:
            image = add_badge(image)
        image, payload = mark(image, settings["engine"], frame.mask if frame else None)
        data = encode(image, settings["format"], settings, from_photo=changed)
        sign(
            data,
            path,
            model=settings["model"],
            settings=settings,
            ingredient=photos[0] if photos else None,
            relationship="parentOf" if changed else "inputTo",
            references=photos[1:],
            watermark=payload.hex(),
            badge=settings["badge"],
        )
    return path


def _layout_of(photo: SafePhoto) -> str | None:
    """What stands where in a picture that was made and signed here. Others' word is not taken:
    the letters on a sign would pass by the prompt's gate."""
    report = read_credentials(photo.original)
    layout = (report.settings or {}).get("layout") if report.state == "Trusted" else None
    return layout if isinstance(layout, str) else None


def _settings(request: Request, engine: Engine, layout: str | None) -> dict:
    """What makes the picture again, and what stands where in it. A photo is named by the
    manifest's ingredient alone; a mask and references are the user's own."""
    users = ("photo", "mask", "references", "layout")
    kept = (field.name for field in fields(request) if field.name not in users)
    settings = {name: getattr(request, name) for name in kept}
    settings["size"] = "{}x{}".format(*request.size)
    settings |= {"layout": layout} if layout else {}
    return settings | {"engine": engine.name, "model": engine.model}


def _refusal(verdict: Verdict) -> Refusal | None:
    return None if verdict.allowed else Refusal(str(verdict.category), verdict.reason, verdict.grey)


def _output_folder(folder: Path | None) -> Path:
    """Found unwritable before the work, not after it."""
    folder = Path(folder or os.environ.get("ENOGU_OUTPUT") or _process_folder().name)
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    return folder


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, KeyUnusable) as error:
        code, reason = getattr(error, "errno", errno.EIO), getattr(error, "strerror", error)
        raise OutputError(code, f"cannot write a picture to {folder}: {reason}") from error


@cache
def _process_folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="enogu-")
