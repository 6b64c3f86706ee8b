"""Things of a user's own: their pictures opened, checked and cut out, for the journey."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.errors import RequestError
from pipeline.model.seeing.cutout import NothingFound, cut
from pipeline.results import CutOut
from safety.image.gate import check_photo
from safety.image.upload import SafePhoto, UploadRefused, open_photo
from safety.policy import Verdict
from safety.prompt.gate import check_prompt


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing's name and the picture that shows it."""

    name: str
    photo: SafePhoto


def open_things(given: Iterable[tuple[str, Path | bytes]]) -> tuple[Thing, ...]:
    """The pictures through the upload sanitiser. Raises UploadRefused that names the thing."""
    return tuple(Thing(name, _opened(name, file)) for name, file in given)


def _opened(name: str, file: Path | bytes) -> SafePhoto:
    try:
        return open_photo(file)
    except UploadRefused as refused:
        raise refused.of(name) from refused


def check_thing(thing: Thing) -> Verdict:
    """The name as the words for a photo, which may show anybody, and the picture as any photo."""
    verdict = check_prompt(thing.name, photo=True)
    return check_photo(thing.photo.image) if verdict.allowed else verdict


def cut_things(things: Iterable[Thing]) -> dict[str, NDArray[np.uint8]]:
    """Name -> the thing alone, (H, W, 4) uint8. Raises RequestError where nothing stands out."""
    found = {}
    for thing in things:
        try:
            found[thing.name] = cut(thing.photo.image, thing.photo.alpha).thing()
        except NothingFound as error:
            raise RequestError("thing_unseen", name=thing.name) from error
    return found


def cut_by_hand(thing: Thing, keep: bytes | None, erase: bytes | None) -> CutOut:
    """The thing with what was marked as its own and as not. Raises UploadRefused for marks that are
    no pictures."""
    marks = (None if mark is None else open_photo(mark).image for mark in (keep, erase))
    found = cut(thing.photo.image, thing.photo.alpha).corrected(*marks)
    faded = Image.fromarray(found.faded())
    try:
        return CutOut(faded, Image.fromarray(found.thing()))
    except NothingFound:
        return CutOut(faded)
