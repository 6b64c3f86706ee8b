"""What the gates may answer, and where they draw the line."""

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
    UPLOAD = "upload"
    LENGTH = "length"
    UNAVAILABLE = "unavailable"  # a gate could not run, so it refuses


@dataclass(frozen=True)
class Verdict:
    """A gate's answer.

    Args:
        allowed: whether the journey goes on.
        category: the reason's kind; None when allowed.
        reason: a sentence for the person, empty when allowed.
        score: the gate's confidence that the content is harmful, 0..1.
    """

    allowed: bool
    category: Category | None = None
    reason: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class Thresholds:
    """Where the classifiers refuse, each in 0..1.

    The prompt classifier's threshold is calibrated in training and lies beside its weights.
    """

    graphic: float = 0.60  # image-safety-classifier's NSFL class alone
    sexual: float = 0.50  # its NSFW class alone
    open_nsfw: float = 0.60  # 0.2 to 0.8 is its authors' grey band
    both: float = 0.25  # both classifiers leaning the same way at once


@dataclass(frozen=True)
class UploadLimits:
    """What a photo may be. Sizes in bytes and pixels."""

    max_bytes: int = 25 * 2**20
    max_pixels: int = 40_000_000
    min_side: int = 64
    max_aspect: float = 4.0
    formats: tuple[str, ...] = ("JPEG", "PNG", "WEBP")


MAX_PROMPT_CHARACTERS = 32_000
THRESHOLDS = Thresholds()
UPLOAD_LIMITS = UploadLimits()
