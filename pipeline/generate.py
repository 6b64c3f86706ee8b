"""THE journey: a prompt or a photo becomes a checked, signed picture.

Every entry point (page, command line, HTTP, Python) goes through here; there is no other way to an
engine's picture, so no way around the checks and the signature.
"""

import tempfile
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.characters import names_characters, with_own_characters
from pipeline.engines.base import Engine, Things
from pipeline.errors import RequestError
from pipeline.history import earlier_prompts, with_history
from pipeline.listening.loading import transcriber
from pipeline.mask import Frame, open_frame
from pipeline.model.reading.pasted import plain_prompt
from pipeline.request import CompleteRequest, Request
from pipeline.results import (
    CutOut,
    Description,
    Heard,
    Outline,
    Picture,
    Progress,
    Reading,
    Refusal,
)
from pipeline.signing import notes_on, output_folder, own_settings, settings_for, sign_picture
from pipeline.stages import draw, on_white
from pipeline.things import Thing, check_thing, cut_by_hand, cut_things, open_things
from pipeline.wording import ENGLISH
from pipeline.written import asked_to_write, planned_to_write
from safety.image.gate import check_output, check_photo
from safety.image.upload import SafePhoto, open_photo
from safety.leftovers import process_folder
from safety.policy import Verdict
from safety.prompt.gate import check_prompt
from safety.signs.gate import check_signs
from safety.sound.upload import open_sound

CLEAR = 0.35  # how sure of a spoken prompt one must be, 0..1


def generate(
    request: Request,
    engine: Engine[Any],
    folder: Path | None = None,
    previews: int | None = None,
) -> Generator[Progress | Picture | Refusal, None, None]:
    """Make one picture; yields Progress and ends with a Picture or a Refusal.

    Every task of `request.TASKS` comes here. With a mask, previews and picture have the photo's
    own pixels outside of it. The file appears whole in `folder` (default: the owner's, else one
    that goes with the process). Closing the generator stops the work within one token or step and
    leaves nothing behind. previews: at most so many, evenly spaced, None for one at each step; each
    is checked and marked, which takes time. Raises UserError for a wrong request or an unusable
    photo or mask, OutputError when the folder cannot be written.
    """
    began, renamed = time.monotonic(), names_characters(request.prompt)
    yield Progress("check")
    ready = _ready(request, engine)
    if isinstance(ready, Refusal):
        yield ready
        return
    complete, photos, frame = ready.request, ready.photos, ready.frame
    images = tuple(photo.image for photo in photos)

    folder = output_folder(folder)
    with tempfile.TemporaryDirectory(dir=process_folder()) as workspace:
        frames, written = yield from draw(
            complete, engine, images, ready.cut, frame, Path(workspace), previews
        )
    yield Progress("finish")
    writing = planned_to_write(written.layout)
    verdicts = (check_output(on_white(one)) for one in frames)
    if refusal := _first_refusal([check_signs(writing, complete.prompt)], verdicts):
        yield refusal
        return
    settings = settings_for(complete, engine, written.layout, ready.earlier)
    keep = complete.keep_credentials
    path = sign_picture(frames, settings, photos, ready.things, frame, folder, keep)
    width, height = frames[0].size
    tokens = 0 if written.tokens is None else written.tokens.numel()
    facts = settings, complete.task, engine.name, tokens, time.monotonic() - began
    yield Picture(path, width, height, complete.seed, *facts, notes_on(photos, renamed))


def check(request: Request, engine: Engine[Any]) -> Refusal | None:
    """All that can be said of a request before the engine works: why it is refused, None where it
    is not. It takes a fraction of a second and waits for nobody, so that such an answer need not
    stand in a queue; `generate` checks again. Raises UserError for a wrong request or an
    unusable photo, mask or thing."""
    ready = _ready(request, engine)
    return ready if isinstance(ready, Refusal) else None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A request that has passed the checks, and what was opened for it. cut: the things, cut out;
    earlier: the prompts that the photo came of."""

    request: CompleteRequest
    photos: tuple[SafePhoto, ...]
    things: tuple[Thing, ...]
    cut: Things
    frame: Frame | None
    earlier: tuple[str, ...]


def _ready(request: Request, engine: Engine[Any]) -> _Ready | Refusal:
    request = _in_plain_words(request)
    task = request.task
    earlier: tuple[str, ...] = ()
    if refusal := _first_refusal(_words_of(request)):
        return refusal
    if photos := _opened(request):
        made_with = own_settings(photos[0])
        earlier = earlier_prompts(made_with)
        request = with_history(request, engine, made_with)
        if request.task != task:  # a photo is painted again, in words of the engine's own
            photos = _opened(request)
        if refusal := _first_refusal(_words_of(request, earlier)):
            return refusal
    complete = engine.capabilities.complete(request, photos[0].image.size if photos else None)
    images = tuple(photo.image for photo in photos)
    mask, things = complete.mask, open_things(request.things)
    frame = None if mask is None else open_frame(mask, images[0], complete.size)
    if refusal := _first_refusal(map(check_photo, images), map(check_thing, things)):
        return refusal
    return _Ready(complete, photos, things, cut_things(things), frame, earlier)


def judge(prompt: str) -> Verdict:
    """What the checks say of a prompt for which nothing is made: the first refusal, else the
    admission that was least sure."""
    verdicts = list(_words_of(_in_plain_words(Request(prompt))))
    refusals = [verdict for verdict in verdicts if not verdict.allowed]
    return refusals[0] if refusals else max(verdicts, key=lambda verdict: verdict.score)


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
    words = Request(ENGLISH.describe(description))
    return _first_refusal(_words_of(words)) or description


def read(
    prompt: str, engine: Engine[Any], task: str = "text_to_image", names: Sequence[str] = ()
) -> Reading | None:
    """How the engine reads a prompt; None where it reads any words as they are. names: those of
    things of the user's own."""
    return engine.reads(_plain(prompt), task, names)


def hear(recording: Path | bytes, by: str | None = None) -> Heard | Refusal:
    """The words of a spoken prompt, which pass the same check as typed ones; nothing of the sound
    is kept. by: the name of what listens, None for the default. Raises UserError for a recording
    that cannot be used, or that is not clear enough."""
    sound = open_sound(recording)
    heard = transcriber(by).transcribe(sound.samples)
    if not heard.text or heard.sure < CLEAR:
        raise RequestError("not_heard")
    return words_refused(heard.text) or heard


def cut_out(
    name: str, file: Path | bytes, keep: bytes | None = None, erase: bytes | None = None
) -> CutOut | Refusal:
    """A thing of the user's own as pictures will have it. Name and picture are checked as those of
    a request. Raises UserError for a wrong name or an unusable picture.

    keep, erase: what a hand has marked, as pictures of the file's ratio, white where they mark.
    """
    Request(name, things=((name, file),))
    (thing,) = open_things(((name, file),))
    return _refusal(check_thing(thing)) or cut_by_hand(thing, keep, erase)


def words_refused(prompt: str) -> Refusal | None:
    """The verdict on words alone, for what is kept of them and not painted."""
    return _refusal(check_prompt(_plain(prompt))) if prompt.strip() else None


def outline(request: Request, engine: Engine[Any]) -> Outline | Refusal:
    """What a prompt would become, without painting it. Raises UserError for a wrong request or an
    engine that does not plan."""
    request = _in_plain_words(request)
    if refusal := _first_refusal(_words_of(request)):
        return refusal
    complete, things = engine.capabilities.complete(request), open_things(request.things)
    if refusal := _first_refusal(map(check_thing, things)):
        return refusal
    cut = cut_things(things)
    with engine.lock:
        found = engine.outline(complete, cut)
    if found is None:
        raise RequestError("not_outlined")
    return found


def _words_of(request: Request, earlier: tuple[str, ...] = ()) -> Iterator[Verdict]:
    """The verdicts on a prompt, on what it would write, and on it after the `earlier` prompts of
    the same picture: "and the rest" says nothing alone."""
    yield check_prompt(request.prompt, photo=_has_pictures(request))
    yield check_signs(asked_to_write(request.prompt), request.prompt)
    if earlier:
        yield check_prompt(". ".join((*earlier, request.prompt)), photo=True)


def _in_plain_words(request: Request) -> Request:
    """Without what is pasted from other programs, and with characters of our own."""
    return replace(request, prompt=_plain(request.prompt))


def _plain(prompt: str) -> str:
    return with_own_characters(plain_prompt(prompt))


def _opened(request: Request) -> tuple[SafePhoto, ...]:
    """The photo, then its references."""
    if request.photo is None:
        return ()
    return tuple(map(open_photo, (request.photo, *request.references)))


def _has_pictures(request: Request) -> bool:
    """Whether a photo or a thing is given, which may show anybody."""
    return request.photo is not None or bool(request.things)


def _first_refusal(*verdicts: Iterable[Verdict]) -> Refusal | None:
    return next(filter(None, map(_refusal, chain(*verdicts))), None)


def _refusal(verdict: Verdict) -> Refusal | None:
    return None if verdict.allowed else Refusal(str(verdict.category), verdict.reason, verdict.grey)
