"""The answers of the gates, and the thresholds and limits that decide them."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """Why something was refused. The values appear in logs, JSON and on the page."""

    SEXUAL = "sexual"
    MINORS = "minors"
    VIOLENCE = "violence"
    GORE = "gore"
    HATE = "hate"
    SELF_HARM = "self_harm"
    ILLEGAL = "illegal"
    UNETHICAL = "unethical"
    PRIVACY = "privacy"
    COPYRIGHT = "copyright"
    ARTIST = "artist"
    REAL_PERSON = "real_person"
    PROFANITY = "profanity"  # of what is written in a picture
    UPLOAD = "upload"
    LENGTH = "length"
    UNAVAILABLE = "unavailable"  # a gate could not run, so it refuses


@dataclass(frozen=True)
class Verdict:
    """The answer of a gate.

    Args:
        allowed: whether the request goes on.
        category: the reason's kind; None when allowed.
        reason: a sentence for the user, empty when allowed.
        score: the gate's confidence that the content is harmful, 0..1.
        grey: refused by a narrow margin, where the gate is not sure: another try may pass.
    """

    allowed: bool
    category: Category | None = None
    reason: str = ""
    score: float = 0.0
    grey: bool = False


@dataclass(frozen=True)
class Thresholds:
    """Where the image classifiers refuse, each in 0..1.

    From `grey_*` up to the threshold a picture is shown blurred and another try is asked for.
    The prompt classifier's thresholds are calibrated in training and lie beside its weights.
    """

    graphic: float = 0.60  # image-safety-classifier's NSFL class by itself
    sexual: float = 0.50  # its NSFW class by itself
    open_nsfw: float = 0.80  # 0.2 to 0.8 is its authors' grey band
    both: float = 0.25  # refused when both classifiers reach this
    grey_graphic: float = 0.40
    grey_sexual: float = 0.35
    grey_open_nsfw: float = 0.60
    # A check that takes longer refuses. It takes 0.1 s, and a machine that swaps 300 times that.
    seconds: float = 30.0


@dataclass(frozen=True)
class UploadLimits:
    """What a photo may be. Sizes in bytes and pixels."""

    max_bytes: int = 25 * 2**20
    max_pixels: int = 40_000_000
    max_jpeg_pixels: int = 70_000_000  # above max_pixels it is decoded at half its size
    min_side: int = 64
    max_aspect: float = 4.0
    formats: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class SoundLimits:
    """What a recording may be. Sizes in bytes, lengths in seconds."""

    max_bytes: int = 10 * 2**20
    min_seconds: float = 0.3
    max_seconds: float = 30.0
    formats: tuple[str, ...] = ("WAV", "MP3", "OGG", "WebM", "M4A")


# Real people by name (data/people.toml): "refuse" every prompt with a name, allow names in
# "harmless" scenes only, or "allow" what the other rules allow. Photos have rules of their own.
PEOPLE = "harmless"
PHOTO_STRICTNESS = 0.8  # factor on the prompt classifier's thresholds where a photo is given
MAX_PROMPT_CHARACTERS = 32_000
THRESHOLDS = Thresholds()
TOO_LATE = Verdict(
    False,
    Category.UNAVAILABLE,
    f"A safety check did not end within {THRESHOLDS.seconds:g} seconds, so nothing is made or "
    "shown. The machine has too much to do: try again in a while.",
    1.0,
)
UPLOAD_LIMITS = UploadLimits()
SOUND_LIMITS = SoundLimits()
