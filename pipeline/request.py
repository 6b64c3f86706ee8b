"""What a user asks for: one frozen, validated object that every entry point builds."""

import math
from dataclasses import dataclass
from pathlib import Path

MAX_PROMPT = 32_000  # characters
MAX_SEED = 2**32 - 1
MAX_CANDIDATES = 8
FORMATS = ("png", "jpeg", "webp")
TASKS = ("text_to_image", "photo_to_painting", "edit", "inpaint", "variation")
DEFAULT_INSTRUCTION = "convert this image into ghibli style"


@dataclass(frozen=True, slots=True)
class Request:
    """One picture to make. A wrong value raises ValueError naming the allowed ones.

    Limits that depend on the engine (sizes, steps, guidance) are held by its `Capabilities`.

    task: one of TASKS; None is inferred: no photo -> text_to_image, a photo -> photo_to_painting,
        a photo and a mask -> inpaint.
    prompt: any Unicode text up to 32,000 characters: the scene, for a photo or an edit the
        instruction, for a mask what should be there. Needed by text_to_image and edit alone.
    photo: the source picture of every other task, a path or the file's bytes.
    mask: a path or a file's bytes, of the photo's ratio: white (and transparent) is repainted,
        black stays to the pixel.
    references: up to 3 further photos, paths or bytes, for engines that look at several.
    size: (width, height) in pixels, None for the engine's default. With a photo the picture has
        the photo's ratio: its long side becomes the longer of the two.
    layout: what stands where in the photo, in the engine's own words, when its Content Credentials
        tell; the journey fills it in.
    badge: paint a visible "AI" into the picture's corner.
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
    task: str | None = None
    mask: Path | bytes | None = None
    candidates: int = 1
    badge: bool = False
    references: tuple[Path | bytes, ...] = ()
    layout: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.prompt, str):
            raise ValueError("prompt must be text")
        for name in ("photo", "mask"):
            if isinstance(path := getattr(self, name), str):
                object.__setattr__(self, name, Path(path))
        if self.task is None:
            object.__setattr__(self, "task", self._inferred_task())
        self._check_task()
        if self.task == "photo_to_painting" and not self.prompt.strip():
            object.__setattr__(self, "prompt", DEFAULT_INSTRUCTION)
        self._check_prompt()
        self._check_numbers()
        if not isinstance(self.badge, bool):
            raise ValueError(f"badge must be True or False, not {self.badge!r}")
        if self.format not in FORMATS:
            raise ValueError(f"format must be one of {', '.join(FORMATS)}, not {self.format!r}")

    def _inferred_task(self) -> str:
        if self.mask is not None:
            return "inpaint"
        return "text_to_image" if self.photo is None else "photo_to_painting"

    def _check_task(self) -> None:
        if self.task not in TASKS:
            raise ValueError(f"task must be one of {', '.join(TASKS)}, not {self.task!r}")
        if self.task == "text_to_image" and self.photo is not None:
            raise ValueError(f"text_to_image takes no photo: a photo is for {', '.join(TASKS[1:])}")
        if self.task != "text_to_image" and self.photo is None:
            raise ValueError(f"{self.task} needs a photo (JPEG, PNG or WebP)")
        if self.task == "inpaint" and self.mask is None:
            raise ValueError("inpaint needs a mask: a picture that is white where to repaint")
        if self.task != "inpaint" and self.mask is not None:
            raise ValueError(f"a mask is for inpaint alone, not for {self.task}")
        if self.references and self.photo is None:
            raise ValueError("references go with a photo: give the photo to change first")

    def _check_prompt(self) -> None:
        if self.task in ("text_to_image", "edit") and not self.prompt.strip():
            wanted = "what to change" if self.task == "edit" else "the picture"
            raise ValueError(f"the prompt is empty: say {wanted} in 1 to 32,000 characters")
        if len(self.prompt) > MAX_PROMPT:
            raise ValueError(
                f"the prompt has {len(self.prompt):,} characters: allowed are 1 to {MAX_PROMPT:,}"
            )
        if any("\ud800" <= character <= "\udfff" for character in self.prompt):
            raise ValueError("the prompt has half of a surrogate pair: it must be valid Unicode")

    def _check_numbers(self) -> None:
        sides = self.size
        two = isinstance(sides, tuple | list) and len(sides) == 2
        if sides is not None and not (two and all(map(_whole, sides))):
            raise ValueError(f"size must be two whole numbers, width and height, not {self.size!r}")
        if self.seed is not None and not (_whole(self.seed) and 0 <= self.seed <= MAX_SEED):
            raise ValueError(f"seed must be a whole number 0 to {MAX_SEED}, not {self.seed!r}")
        if self.steps is not None and not _whole(self.steps):
            raise ValueError(f"steps must be a whole number, not {self.steps!r}")
        if self.guidance is not None and not _finite(self.guidance):
            raise ValueError(f"guidance must be a number, not {self.guidance!r}")
        if not (_finite(self.strength) and 0 <= self.strength <= 1):
            raise ValueError(f"strength must be between 0 and 1, not {self.strength!r}")
        if not (_whole(self.candidates) and 1 <= self.candidates <= MAX_CANDIDATES):
            raise ValueError(f"candidates must be 1 to {MAX_CANDIDATES}, not {self.candidates!r}")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
