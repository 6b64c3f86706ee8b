"""The final step of a journey: settings into the file, mark into the pixels, signature over all."""

import errno
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from PIL import Image

from pipeline import settings as configuration
from pipeline.engines.base import Engine
from pipeline.errors import OutputError
from pipeline.mask import Frame
from pipeline.request import MOVING, CompleteRequest
from pipeline.results import NOTES
from pipeline.things import Thing
from safety.image.upload import SafePhoto
from safety.leftovers import process_folder
from safety.provenance.badge import add_badge
from safety.provenance.keys import KeyUnusable
from safety.provenance.metadata import encode, encode_moving
from safety.provenance.signing import sign
from safety.provenance.verify import read_credentials
from safety.watermark import Payload, mark

# A photo is named by the manifest's ingredient alone; these are the user's own.
NOT_KEPT = (
    "photo",
    "mask",
    "references",
    "original",
    "layout",
    "things",
    "keep_credentials",
    "compression",
    "transparent",
    "frames",
    "frame_ms",
)


def sign_picture(
    frames: Sequence[Image.Image],
    settings: dict,
    photos: tuple[SafePhoto, ...],
    things: tuple[Thing, ...],
    frame: Frame | None,
    folder: Path,
    keep_credentials: bool = False,
) -> Path:
    """Mark the pixels, encode and sign; writes a whole file in `folder` or none.

    frames: one, of a still; RGBA of a transparent one, of which the things alone are marked.
    photos: the one it was made from, then its references. things: pictures of the user's things.
    keep_credentials: put the photos' whole credentials into the file, not only whether they were
    valid.

    Outside of a mask the pixels stay the photo's own, so only what was repainted is marked. Raises
    OutputError.
    """
    # A variation is a picture of its own; whatever else is made of a photo is that photo, changed.
    changed = bool(photos) and settings["task"] != "variation"
    path = folder / f"enogu-{settings['seed']}-{secrets.token_hex(4)}.{settings['format']}"
    with writing(folder):
        if settings["badge"]:
            frames = [add_badge(image) for image in frames]
        marked = [_marked(image, settings["engine"], frame) for image in frames]
        payload = marked[0][1]
        fine = settings.get("compression", 95)
        if settings["format"] == MOVING:
            images = [image for image, _ in marked]
            data = encode_moving(images, settings["frame_ms"], settings, changed)
        else:
            data = encode(marked[0][0], settings["format"], settings, changed, fine)
        sign(
            data,
            path,
            model=settings["model"],
            settings=settings,
            ingredient=photos[0] if photos else None,
            relationship="parentOf" if changed else "inputTo",
            references=(*photos[1:], *(thing.photo for thing in things)),
            keep_credentials=keep_credentials,
            watermark=payload.hex(),
            badge=settings["badge"],
        )
    return path


def _marked(image: Image.Image, engine: str, frame: Frame | None) -> tuple[Image.Image, Payload]:
    """The picture with the mark in its pixels, where there are any of ours to be seen."""
    if image.mode != "RGBA":
        return mark(image, engine, frame.mask if frame else None)
    alpha = image.getchannel("A")
    marked, payload = mark(image.convert("RGB"), engine, alpha)
    marked.putalpha(alpha)
    return marked, payload


def settings_for(
    request: CompleteRequest, engine: Engine, layout: str | None, earlier: tuple[str, ...] = ()
) -> dict:
    """What makes the picture again, and what stands where in it. earlier: prompts of the pictures
    that it was made from."""
    kept = (field.name for field in fields(request) if field.name not in NOT_KEPT)
    settings = {name: getattr(request, name) for name in kept}
    settings["size"] = "{}x{}".format(*request.size)
    compression = request.compression
    settings |= {"compression": compression} if compression is not None else {}
    settings |= {"transparent": True} if request.transparent else {}
    if request.format == MOVING:
        settings |= {"frames": request.frames, "frame_ms": request.frame_ms}
    settings |= {"layout": layout} if layout else {}
    settings |= {"earlier": list(earlier)} if earlier else {}
    settings |= {"things": [name for name, _ in request.things]} if request.things else {}
    return settings | {"engine": engine.name, "model": engine.model}


def notes_on(photos: tuple[SafePhoto, ...], renamed: bool = False) -> tuple[str, ...]:
    """The codes, of NOTES, of what a user should know about what was given: the photos, and whether
    characters of others were replaced."""
    told = {
        "own_characters": renamed,
        "first_frame": any(photo.animated for photo in photos),
        "credentials_unreadable": any(
            read_credentials(photo.original).state == "Invalid" for photo in photos
        ),
    }
    return tuple(note for note in NOTES if told[note])


def own_settings(photo: SafePhoto) -> dict:
    """The settings of a picture that was made and signed here, else none. Others' word is not
    taken: the letters on a sign would pass by the prompt's gate."""
    report = read_credentials(photo.original)
    return (report.settings or {}) if report.state == "Trusted" else {}


def output_folder(folder: Path | None) -> Path:
    """Where the picture goes: `folder`, else the owner's, else one that goes with the process.
    Found unwritable before the work, not after it: raises OutputError."""
    folder = Path(folder or configuration.current().output or process_folder())
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    return folder


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns whatever keeps a file from being written into OutputError."""
    try:
        yield
    except (OSError, KeyUnusable) as error:
        code, reason = getattr(error, "errno", errno.EIO), getattr(error, "strerror", error)
        raise OutputError(code, f"cannot write a picture to {folder}: {reason}") from error
