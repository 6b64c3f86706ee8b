"""The output gate: every picture that a person may see passes here first, previews too."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from PIL import Image

from .nsfw_detector import DetectorUnavailable, load_open_nsfw, load_safety_classifier
from .policy import THRESHOLDS, Category, Thresholds, Verdict

_log = logging.getLogger(__name__)
_REASONS = {
    Category.SEXUAL: "The picture came out as sexual content. Change the words or the seed.",
    Category.GORE: "The picture came out as graphic violence. Change the words or the seed.",
}
UNAVAILABLE = Verdict(
    False,
    Category.UNAVAILABLE,
    "The picture cannot be shown because the safety check failed to run. "
    "Reinstall the requirements and try again.",
    1.0,
)


class Classifier(Protocol):
    def scores(self, image: Image.Image) -> Mapping[str, float]: ...


@dataclass(frozen=True)
class OutputGate:
    """Two classifiers that must both be there; each may refuse alone when it is sure."""

    safety: Classifier  # "graphic", "sexual"
    open_nsfw: Classifier  # "nsfw"
    thresholds: Thresholds = THRESHOLDS

    @classmethod
    def load(cls) -> Self:
        """Load both packaged classifiers.

        Raises:
            DetectorUnavailable: one of them is missing or damaged.
        """
        return cls(load_safety_classifier(), load_open_nsfw())

    def check(self, image: Image.Image) -> Verdict:
        """Judge an RGB picture of any size. Whatever goes wrong refuses, nothing is raised."""
        try:
            rgb = image.convert("RGB")
            scores = {**self.safety.scores(rgb), **self.open_nsfw.scores(rgb)}
            return self._judge(scores["graphic"], scores["sexual"], scores["nsfw"])
        except Exception:  # fail closed: a gate that cannot answer must refuse
            _log.exception("output gate failed")
            return UNAVAILABLE

    def _judge(self, graphic: float, sexual: float, nsfw: float) -> Verdict:
        limits = self.thresholds
        if not all(0 <= score <= 1.001 for score in (graphic, sexual, nsfw)):  # NaN too
            return UNAVAILABLE
        both = sexual >= limits.both and nsfw >= limits.both
        if sexual >= limits.sexual or nsfw >= limits.open_nsfw or both:
            return Verdict(False, Category.SEXUAL, _REASONS[Category.SEXUAL], max(sexual, nsfw))
        if graphic >= limits.graphic:
            return Verdict(False, Category.GORE, _REASONS[Category.GORE], graphic)
        return Verdict(True, score=max(graphic, sexual, nsfw))


_gate: OutputGate | None = None
_lock = threading.Lock()


def check_output(image: Image.Image) -> Verdict:
    """Judge with the default gate, loaded on first use (about half a second, thread-safe)."""
    try:
        return _default_gate().check(image)
    except DetectorUnavailable as error:
        _log.error("output gate cannot load: %s", error)
        return UNAVAILABLE


def _default_gate() -> OutputGate:
    global _gate
    with _lock:
        if _gate is None:
            _gate = OutputGate.load()
        return _gate
