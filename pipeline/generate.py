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
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock

from PIL import Image
from torch import Tensor

from pipeline.engines.base import Conditioning, Engine
from pipeline.request import MAX_SEED, Request
from safety.keys import KeyUnusable
from safety.metadata import encode
from safety.output import check_output
from safety.photo import SafePhoto, open_photo
from safety.policy import Verdict
from safety.prompt import check_prompt
from safety.provenance import sign

TOKEN_PROGRESS_EVERY = 0.05  # seconds: a screen needs no more than 20 updates a second


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the journey is: `step` of `of` within a stage.

    stage: "check", "wait" (the engine serves someone else), "encode", "tokens", "paint", "finish".
    preview: a checked look at the unfinished picture; the file lives until the next item is asked.
    """

    stage: str
    step: int = 0
    of: int = 1
    preview: Path | None = None


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
    """A check said no; `reason` is for the user."""

    category: str
    reason: str


class OutputError(OSError):
    """The picture cannot be signed or written: disk full, folder read-only, key damaged."""


def generate(
    request: Request, engine: Engine, folder: Path | None = None
) -> Iterator[Progress | Picture | Refusal]:
    """Make one picture; yields Progress and ends with a Picture or a Refusal.

    The file appears whole in `folder` (default: ENOGU_OUTPUT, else one that goes with the
    process). Closing the generator stops the work within one token or step and leaves
    nothing behind. Raises ValueError for a wrong request or an unusable photo, OutputError when
    the folder cannot be written.
    """
    began = time.monotonic()
    yield Progress("check")
    if refusal := _refusal(check_prompt(request.prompt)):
        yield refusal
        return
    photo = None if request.photo is None else open_photo(request.photo)
    request = engine.capabilities.complete(request, photo.image.size if photo else None)
    if request.seed is None:
        request = replace(request, seed=secrets.randbelow(MAX_SEED + 1))
    if photo and (refusal := _refusal(check_output(photo.image))):
        yield refusal
        return

    folder = _output_folder(folder)
    with tempfile.TemporaryDirectory(prefix="enogu-") as workspace:
        image, tokens = yield from _draw(request, engine, photo, Path(workspace))
    yield Progress("finish")
    if refusal := _refusal(check_output(image)):
        yield refusal
        return
    settings = _settings(request, engine)
    yield Picture(
        path=_sign(image, settings, photo, folder),
        width=image.width,
        height=image.height,
        seed=request.seed,
        settings=settings,
        task=request.task,
        engine=engine.name,
        tokens=tokens,
        seconds=time.monotonic() - began,
    )


def _draw(
    request: Request, engine: Engine, photo: SafePhoto | None, workspace: Path
) -> Generator[Progress, None, tuple[Image.Image, int]]:
    """Both stages of the engine, one user at a time; returns the picture and its token count."""
    yield from _acquire(engine.lock)
    try:
        yield Progress("encode")
        conditioning = engine.encode(request, photo.image if photo else None)
        tokens = yield from _write_tokens(engine, conditioning)
        image = yield from _paint(engine, conditioning, tokens, workspace)
        return image, tokens.numel()
    finally:
        engine.lock.release()


def _acquire(lock: Lock) -> Iterator[Progress]:
    while not lock.acquire(timeout=0.5):
        yield Progress("wait")


def _write_tokens(engine: Engine, conditioning: Conditioning) -> Generator[Progress, None, Tensor]:
    shown = 0.0
    with closing(engine.sample_tokens(conditioning)) as stage:
        for progress in stage:
            last = progress.tokens is not None
            if last or time.monotonic() - shown >= TOKEN_PROGRESS_EVERY:
                shown = time.monotonic()
                yield Progress("tokens", progress.done, progress.total)
    return progress.tokens


def _paint(
    engine: Engine, conditioning: Conditioning, tokens: Tensor, workspace: Path
) -> Generator[Progress, None, Image.Image]:
    with closing(engine.decode(conditioning, tokens)) as stage:
        for progress in stage:
            # The last image is the picture itself: it is shown only once it is signed.
            unfinished = progress.image if progress.step < progress.of else None
            preview = unfinished and _preview(unfinished, workspace / f"step-{progress.step}.webp")
            yield Progress("paint", progress.step, progress.of, preview)
    return progress.image


def _preview(image: Image.Image, path: Path) -> Path | None:
    """A preview is an output too: one that fails the check is not shown."""
    if not check_output(image).allowed:
        return None
    with _writing(path.parent):
        image.save(path, quality=80)
    return path


def _sign(image: Image.Image, settings: dict, photo: SafePhoto | None, folder: Path) -> Path:
    """`sign` is the last hand on the bytes and writes them whole or not at all."""
    data = encode(image, settings["format"], settings, from_photo=photo is not None)
    path = folder / f"enogu-{settings['seed']}-{secrets.token_hex(4)}.{settings['format']}"
    with _writing(folder):
        sign(data, path, model=settings["model"], settings=settings, ingredient=photo)
    return path


def _settings(request: Request, engine: Engine) -> dict:
    """What makes the picture again. A photo is named by the manifest's ingredient alone."""
    settings = asdict(replace(request, photo=None))
    del settings["photo"]
    settings["size"] = "{}x{}".format(*request.size)
    return settings | {"task": request.task, "engine": engine.name, "model": engine.model}


def _refusal(verdict: Verdict) -> Refusal | None:
    return None if verdict.allowed else Refusal(str(verdict.category), verdict.reason)


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
