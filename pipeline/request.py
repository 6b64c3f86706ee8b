"""What a user asks for: one frozen, validated object that every entry point builds."""

import math
from dataclasses import dataclass
from pathlib import Path

MAX_PROMPT = 32_000  # characters
MAX_SEED = 2**32 - 1
FORMATS = ("png", "jpeg", "webp")
DEFAULT_INSTRUCTION = "convert this image into ghibli style"


@dataclass(frozen=True, slots=True)
class Request:
    """One picture to make. A wrong value raises ValueError naming the allowed ones.

    Limits that depend on the engine (sizes, steps, guidance) are held by its `Capabilities`.

    prompt: any Unicode text up to 32,000 characters; for a photo it is the instruction and may
        be empty. photo: the file to paint (path or the file's bytes), or None for text to image.
    size: (width, height) in pixels, None for the engine's default. A painted photo keeps its own
        ratio: its long side becomes the longer of the two.
    seed: 0..2**32-1, None for a random one. steps: decoder steps. guidance: classifier-free
        guidance scale. strength: 0 keeps the photo's detail, 1 paints freely.
    """

    prompt: str = ""
    photo: Path | bytes | None = None
    size: tuple[int, int] | None = None
    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    strength: float = 1.0
    format: str = "png"

    def __post_init__(self) -> None:
        if not isinstance(self.prompt, str):
            raise ValueError("prompt must be text")
        if self.photo is not None and not self.prompt.strip():
            object.__setattr__(self, "prompt", DEFAULT_INSTRUCTION)
        if isinstance(self.photo, str):
            object.__setattr__(self, "photo", Path(self.photo))
        self._check_prompt()
        self._check_numbers()
        if self.format not in FORMATS:
            raise ValueError(f"format must be one of {', '.join(FORMATS)}, not {self.format!r}")

    @property
    def task(self) -> str:
        return "text_to_image" if self.photo is None else "photo_to_painting"

    def _check_prompt(self) -> None:
        if not self.prompt.strip():
            raise ValueError("the prompt is empty: describe the picture in 1 to 32,000 characters")
        if len(self.prompt) > MAX_PROMPT:
            raise ValueError(
                f"the prompt has {len(self.prompt):,} characters: allowed are 1 to {MAX_PROMPT:,}"
            )
        if any("\ud800" <= character <= "\udfff" for character in self.prompt):
            raise ValueError("the prompt has half of a surrogate pair: it must be valid Unicode")

    def _check_numbers(self) -> None:
        if self.size is not None and not (len(self.size) == 2 and all(map(_whole, self.size))):
            raise ValueError(f"size must be two whole numbers, width and height, not {self.size!r}")
        if self.seed is not None and not (_whole(self.seed) and 0 <= self.seed <= MAX_SEED):
            raise ValueError(f"seed must be a whole number 0 to {MAX_SEED}, not {self.seed!r}")
        if self.steps is not None and not _whole(self.steps):
            raise ValueError(f"steps must be a whole number, not {self.steps!r}")
        if self.guidance is not None and not _finite(self.guidance):
            raise ValueError(f"guidance must be a number, not {self.guidance!r}")
        if not (_finite(self.strength) and 0 <= self.strength <= 1):
            raise ValueError(f"strength must be between 0 and 1, not {self.strength!r}")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
