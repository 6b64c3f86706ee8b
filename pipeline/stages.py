"""The stages of a journey that an engine works in: one user at a time, every preview checked."""

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from threading import Lock, Semaphore
from typing import TypeVar

from PIL import Image
from torch import Tensor

from pipeline.engines.base import Engine, Things, TokenProgress
from pipeline.mask import Frame
from pipeline.request import CompleteRequest
from pipeline.results import Progress
from pipeline.signing import writing
from safety.image.gate import blurred, check_output
from safety.watermark import mark

TOKEN_PROGRESS_EVERY = 0.2  # seconds: a busy browser falls behind what comes more often
C = TypeVar("C")


def draw(
    request: CompleteRequest,
    engine: Engine[C],
    images: tuple[Image.Image, ...],
    things: Things,
    frame: Frame | None,
    workspace: Path,
    previews: int | None = None,
) -> Generator[Progress, None, tuple[tuple[Image.Image, ...], TokenProgress]]:
    """Both stages of the engine; returns the picture's frames (one, of a still) and what was
    written for it.

    images: the photo, then its references; none for text to image. things: of the user's own, cut
    out. frame: what stays around an inpainting. workspace: an empty folder for previews.
    previews: at most so many of them, None for one at each step.
    """
    yield from _acquire(engine.lock)
    try:
        yield Progress("encode")
        photo, references = (images[0], images[1:]) if images else (None, ())
        mask = frame.mask if frame else None
        conditioning = engine.encode(request, photo, mask, references, things)
        written = yield from _write_tokens(engine, conditioning)
        frames = yield from _paint(engine, conditioning, written, frame, workspace, previews)
        return frames, written
    finally:
        engine.lock.release()


def _acquire(lock: "Lock | Semaphore") -> Iterator[Progress]:
    while not lock.acquire(timeout=0.5):
        yield Progress("wait")


def _write_tokens(engine: Engine[C], conditioning: C) -> Generator[Progress, None, TokenProgress]:
    shown = 0.0
    with closing(engine.sample_tokens(conditioning)) as stage:
        for progress in stage:
            last = progress.tokens is not None
            due = last or time.monotonic() - shown >= TOKEN_PROGRESS_EVERY
            if progress.plan and not progress.total:  # nothing to write, but something to tell
                yield Progress("encode", plan=progress.plan)
            if due and progress.total:  # an engine without this stage writes none of none
                shown = time.monotonic()
                yield Progress("tokens", progress.done, progress.total, plan=progress.plan)
    return progress


def _paint(
    engine: Engine[C],
    conditioning: C,
    written: TokenProgress,
    frame: Frame | None,
    workspace: Path,
    previews: int | None,
) -> Generator[Progress, None, tuple[Image.Image, ...]]:
    with closing(engine.decode(conditioning, _tokens(written))) as stage:
        for progress in stage:
            if progress.seconds is not None:
                yield Progress("paint", progress.step, progress.of, seconds=progress.seconds)
                continue
            image = progress.image
            if frame and image:
                image = frame.fill(image)
            # The last image is the picture itself: it is shown only once it is signed.
            shown = image if progress.step in _shown(progress.of, previews) else None
            path = workspace / f"step-{progress.step}.webp"
            preview = _preview(shown, engine.name, frame, path) if shown else None
            yield Progress("paint", progress.step, progress.of, preview)
    if image is None:
        raise RuntimeError("the engine ended without a picture")
    return progress.frames or (image,)


def on_white(image: Image.Image) -> Image.Image:
    """RGB, as a picture is seen where nothing lies behind it."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _shown(steps: int, previews: int | None) -> set[int]:
    """The steps after which there is a preview, `previews` of them evenly spaced; None for all but
    the last."""
    before = range(1, steps)
    if previews is None or previews >= len(before):
        return set(before)
    return {round(number * steps / (previews + 1)) for number in range(1, previews + 1)}


def _tokens(written: TokenProgress) -> Tensor:
    if written.tokens is None:
        raise RuntimeError("the engine ended without its tokens")
    return written.tokens


def _preview(image: Image.Image, engine: str, frame: Frame | None, path: Path) -> Path | None:
    """A preview is an output too: refused it is not shown, in the grey band it is blurred, and its
    pixels are marked."""
    image = on_white(image)
    verdict = check_output(image)
    if verdict.grey:
        image = blurred(image)
    elif not verdict.allowed:
        return None
    with writing(path.parent):
        marked, _ = mark(image, engine, frame.mask if frame else None)
        marked.save(path, quality=80)
    return path
