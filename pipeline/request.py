"""What a user asks for: one frozen, validated object that every entry point builds."""

import math
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from pipeline.errors import RequestError

MAX_PROMPT = 32_000  # characters
MAX_SEED = 2**32 - 1
MAX_CANDIDATES = 8
MAX_THINGS = 4
MAX_NAME = 40  # characters of a thing's name
FORMATS = ("png", "jpeg", "webp")
MOVING = "gif"  # the format of pictures that move
TRANSPARENT = ("png", "webp")  # formats that keep an alpha
FRAMES, FRAME_MS = (2, 16), (20, 1000)  # of a picture that moves: how many, milliseconds of each
TASKS = ("text_to_image", "photo_to_painting", "edit", "inpaint", "variation")
WITH_THINGS = frozenset(TASKS) - {"photo_to_painting"}
DEFAULT_INSTRUCTION = "convert this image into ghibli style"


@dataclass(frozen=True, slots=True)
class Request:
    """One picture to make. A wrong value raises RequestError naming the allowed ones.

    Limits that depend on the engine (sizes, steps, guidance) are held by its `Capabilities`.

    task: one of TASKS; None is inferred: no photo -> text_to_image, a photo -> photo_to_painting,
        a photo and a mask -> inpaint.
    prompt: any Unicode text up to 32,000 characters: the scene, for a photo or an edit the
        instruction, for a mask what should be there. Needed by text_to_image and edit alone.
    photo: the source picture of every other task, a path or the file's bytes.
    mask: a path or a file's bytes, of the photo's ratio: white (and transparent) is repainted,
        black stays to the pixel.
    references: up to 3 further photos, paths or bytes, for engines that look at several.
    original: of an edit, a path or bytes: the photo that `photo` was painted from. An instruction
        that asks for another light, season or weather alone paints it anew.
    things: up to 4 things of the user's own that the prompt can name: (name, picture as a path or
        bytes). A name has 1 to 40 letters, digits and spaces; its case does not matter.
    size: (width, height) in pixels, None for the engine's default. With a photo the picture has
        the photo's ratio: its long side becomes the longer of the two.
    layout: what stands where in the photo, in the engine's own words, when its Content Credentials
        tell; the journey fills it in.
    badge: paint a visible "AI" into the picture's corner.
    keep_credentials: put the photos' own Content Credentials whole into the picture's, with the
        thumbnails, places and names in them; else only whether they were valid.
    format: of FORMATS, or MOVING: an animation of `frames` frames, 2 to 16, each shown `frame_ms`
        milliseconds, 20 to 1000. transparent: the things alone, a PNG or WebP with alpha around
        them. Both are for pictures from words, and edits and variations of these, by engines that
        lay them from parts.
    compression: how fine a JPEG or WebP is, 0..100, 100 the finest; below 50 it is as at 50, which
        the watermark outlives. None for 95. Not for PNG, which loses nothing.
    candidates: 1..8 are written, the best by the engine's own score is painted.
    seed: 0..2**32-1, None for a random one. steps: decoder steps. guidance: classifier-free
        guidance scale. strength, of a painting or a variation: 0 keeps the photo, 1 paints freely.
    """

    prompt: str = ""
    photo: Path | bytes | None = None
    size: tuple[int, int] | None = None
    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    strength: float = 1.0
    format: str = "png"
    compression: int | None = None
    task: str | None = None
    mask: Path | bytes | None = None
    candidates: int = 1
    badge: bool = False
    references: tuple[Path | bytes, ...] = ()
    layout: str | None = None
    original: Path | bytes | None = None
    things: tuple[tuple[str, Path | bytes], ...] = ()
    keep_credentials: bool = False
    transparent: bool = False
    frames: int = 12
    frame_ms: int = 120

    def __post_init__(self) -> None:
        if not isinstance(self.prompt, str):
            raise RequestError("prompt_no_text")
        for name in ("photo", "mask", "original"):
            if isinstance(path := getattr(self, name), str):
                object.__setattr__(self, name, Path(path))
        if self.task is None:
            object.__setattr__(self, "task", self._inferred_task())
        self._check_task()
        if self.task == "photo_to_painting" and not self.prompt.strip():
            object.__setattr__(self, "prompt", DEFAULT_INSTRUCTION)
        self._check_prompt()
        self._check_things()
        self._check_numbers()
        for name in ("badge", "keep_credentials", "transparent"):
            if not isinstance(value := getattr(self, name), bool):
                raise RequestError(name, value=value)
        if self.format not in (*FORMATS, MOVING):
            raise RequestError("format", allowed=", ".join((*FORMATS, MOVING)), value=self.format)
        if self.transparent and self.format not in TRANSPARENT:
            raise RequestError(
                "transparent_format", allowed=" or ".join(TRANSPARENT), value=self.format
            )
        self._check_compression()

    @property
    def layered(self) -> bool:
        """Whether it takes an engine that lays its pictures from parts."""
        return self.transparent or self.format == MOVING

    def _inferred_task(self) -> str:
        if self.mask is not None:
            return "inpaint"
        return "text_to_image" if self.photo is None else "photo_to_painting"

    def _check_task(self) -> None:
        if self.task not in TASKS:
            raise RequestError("task_unknown", allowed=", ".join(TASKS), value=self.task)
        if self.task == "text_to_image" and self.photo is not None:
            raise RequestError("photo_not_taken", allowed=", ".join(TASKS[1:]))
        if self.task != "text_to_image" and self.photo is None:
            raise RequestError("photo_missing", task=self.task)
        if self.task == "inpaint" and self.mask is None:
            raise RequestError("mask_missing")
        if self.task != "inpaint" and self.mask is not None:
            raise RequestError("mask_not_taken", task=self.task)
        if self.references and self.photo is None:
            raise RequestError("references_alone")
        if self.task != "edit" and self.original is not None:
            raise RequestError("original_not_taken", task=self.task)

    def _check_prompt(self) -> None:
        if self.task in ("text_to_image", "edit") and not self.prompt.strip():
            wanted = "what to change" if self.task == "edit" else "the picture"
            raise RequestError("prompt_empty", wanted=wanted, most=MAX_PROMPT)
        if len(self.prompt) > MAX_PROMPT:
            raise RequestError("prompt_long", count=len(self.prompt), most=MAX_PROMPT)
        if any("\ud800" <= character <= "\udfff" for character in self.prompt):
            raise RequestError("prompt_unicode")

    def _check_things(self) -> None:
        if self.things and self.task not in WITH_THINGS:
            raise RequestError("things_not_taken", task=self.task)
        if len(self.things) > MAX_THINGS:
            raise RequestError("things_many", most=MAX_THINGS, count=len(self.things))
        known: set[str] = set()
        for name, file in self.things:
            if not is_thing_name(name):
                raise RequestError("thing_name", name=name, most=MAX_NAME)
            if name.casefold() in known:
                raise RequestError("thing_twice", name=name)
            if not isinstance(file, Path | bytes):
                raise RequestError("thing_file", name=name)
            known.add(name.casefold())

    def _check_compression(self) -> None:
        if self.compression is None:
            return
        if not (_whole(self.compression) and 0 <= self.compression <= 100):
            raise RequestError("compression", value=self.compression)
        if self.format in ("png", MOVING) and self.compression != 100:
            raise RequestError("compression_png", value=self.compression)

    def _check_numbers(self) -> None:
        sides = self.size
        two = isinstance(sides, tuple | list) and len(sides) == 2
        if sides is not None and not (two and all(map(_whole, sides))):
            raise RequestError("size_no_numbers", value=self.size)
        if self.seed is not None and not (_whole(self.seed) and 0 <= self.seed <= MAX_SEED):
            raise RequestError("seed", high=MAX_SEED, value=self.seed)
        if self.steps is not None and not _whole(self.steps):
            raise RequestError("no_number", name="steps", kind="a whole number", value=self.steps)
        if self.guidance is not None and not _finite(self.guidance):
            raise RequestError("no_number", name="guidance", kind="a number", value=self.guidance)
        if not (_finite(self.strength) and 0 <= self.strength <= 1):
            raise RequestError("strength", value=self.strength)
        for name, (low, high) in (("frames", FRAMES), ("frame_ms", FRAME_MS)):
            value = getattr(self, name)
            if not (_whole(value) and low <= value <= high):
                raise RequestError("frames", name=name, low=low, high=high, value=value)
        if not (_whole(self.candidates) and 1 <= self.candidates <= MAX_CANDIDATES):
            raise RequestError("candidates", high=MAX_CANDIDATES, value=self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRequest(Request):
    """A request as an engine gets it (`Capabilities.complete`): nothing of it is left open."""

    task: str
    size: tuple[int, int]
    seed: int
    steps: int
    guidance: float


def is_thing_name(name: object) -> TypeGuard[str]:
    """Whether a thing of a user's can be called so: 1 to 40 letters, digits and single spaces, one
    letter at least."""
    if not isinstance(name, str) or not 1 <= len(name) <= MAX_NAME:
        return False
    spelt = unicodedata.normalize("NFC", name)
    # Signs of Indian vowels, and accents that join no letter, are marks.
    fits = all(
        sign == " " or sign.isalnum() or unicodedata.category(sign)[0] == "M" for sign in spelt
    )
    return fits and any(map(str.isalpha, spelt)) and " ".join(spelt.split()) == spelt


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
