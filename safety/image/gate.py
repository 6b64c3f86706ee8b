"""The output gate: every picture that a person may see passes here first, previews too."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, Self

from PIL import Image, ImageFilter, ImageOps

from safety.deadline import in_time
from safety.image.nsfw_detector import load_open_nsfw, load_safety_classifier, shrink
from safety.policy import THRESHOLDS, TOO_LATE, Category, Thresholds, Verdict
from safety.record import record, record_failure
from safety.signs.gate import begin_to_read, check_written

_REASONS = {
    Category.SEXUAL: "The picture came out as sexual content. Change the words or the seed.",
    Category.GORE: "The picture came out as graphic violence. Change the words or the seed.",
}
_PHOTO_REASONS = {
    Category.SEXUAL: "The photo looks like sexual content, which is not painted. Try another.",
    Category.GORE: "The photo looks like graphic violence, which is not painted. Try another.",
}
_RETRY = {
    Category.SEXUAL: "The check is not sure that this picture is free of nudity.",
    Category.GORE: "The check is not sure that this picture is free of graphic violence.",
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
    """Two classifiers, both needed; each may refuse by itself when it is sure. Where the first is
    in doubt about violence, the picture passes only if it calls every part of it safe."""

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
        """Judge a picture of any size and mode. Whatever goes wrong refuses, nothing is raised."""
        try:
            return in_time(lambda: self._verdict(shrink(image)), self.thresholds.seconds)
        except Exception as error:  # fail closed: a gate without an answer must refuse
            record_failure("output", error)
            return TOO_LATE if isinstance(error, TimeoutError) else UNAVAILABLE

    def _verdict(self, small: Image.Image) -> Verdict:
        scores = self.safety.scores(small)
        nsfw = self.open_nsfw.scores(small)["nsfw"]
        verdict = self._judge(scores["graphic"], scores["sexual"], nsfw)
        in_doubt = verdict.grey and verdict.category is Category.GORE
        if in_doubt and all(map(_called_safe, (scores, *self._closer(small)))):
            return Verdict(True, score=verdict.score)
        return verdict

    def _closer(self, small: Image.Image) -> Iterator[Mapping[str, float]]:
        """What the safety classifier says of the picture's parts and its mirror image."""
        return map(self.safety.scores, (ImageOps.mirror(small), *parts_of(small)))

    def _judge(self, graphic: float, sexual: float, nsfw: float) -> Verdict:
        limits = self.thresholds
        if not all(0 <= score <= 1.001 for score in (graphic, sexual, nsfw)):  # NaN too
            return UNAVAILABLE
        both = sexual >= limits.both and nsfw >= limits.both
        if sexual >= limits.sexual or nsfw >= limits.open_nsfw or both:
            return Verdict(False, Category.SEXUAL, _REASONS[Category.SEXUAL], max(sexual, nsfw))
        if graphic >= limits.graphic:
            return Verdict(False, Category.GORE, _REASONS[Category.GORE], graphic)
        if sexual >= limits.grey_sexual or nsfw >= limits.grey_open_nsfw:
            return _unsure(Category.SEXUAL, max(sexual, nsfw))
        if graphic >= limits.grey_graphic:
            return _unsure(Category.GORE, graphic)
        return Verdict(True, score=max(graphic, sexual, nsfw))


def _called_safe(scores: Mapping[str, float]) -> bool:
    """Whether "safe" is the classifier's own answer, the likeliest of its classes."""
    return scores["safe"] > scores["graphic"] and scores["safe"] > scores["sexual"]


def parts_of(image: Image.Image) -> list[Image.Image]:
    """Four halves and the middle: what is small in the whole picture fills one of them."""
    width, height = image.size
    across, down = max(1, width // 2), max(1, height // 2)
    boxes = [
        (0, 0, across, height),
        (width - across, 0, width, height),
        (0, 0, width, down),
        (0, height - down, width, height),
        (width // 8, height // 8, width - width // 8, height - height // 8),
    ]
    return [image.crop(box) for box in boxes]


def _unsure(category: Category, score: float) -> Verdict:
    reason = f"{_RETRY[category]} Try another seed or other words."
    return Verdict(False, category, reason, score, grey=True)


def blurred(image: Image.Image) -> Image.Image:
    """What may be shown of a picture in the grey band: its colours, as 12x12 soft patches."""
    patches = image.convert("RGB").resize((12, 12), Image.Resampling.BOX)
    soft = patches.resize(image.size, Image.Resampling.BICUBIC)
    return soft.filter(ImageFilter.GaussianBlur(max(image.size) / 24))


_gate: OutputGate | None = None
_lock = threading.Lock()


def check_output(image: Image.Image) -> Verdict:
    """Judge a picture and what is written in it, by default gates that are loaded on first use
    (about half a second, thread-safe). Both at once: the writing is read on a core of its own."""
    try:
        reading = begin_to_read(image)
        verdict = _default_gate().check(image)
        record("output", image.tobytes(), verdict)
    except Exception as error:  # DetectorUnavailable, or a runtime that cannot start
        record_failure("output", error)
        return UNAVAILABLE
    if not verdict.allowed:
        return verdict
    written = check_written(image, reading)
    return verdict if written.allowed else written


def check_photo(image: Image.Image) -> Verdict:
    """Judge an upload like an output. A photo in the grey band is refused: it stays as it is."""
    verdict = check_output(image)
    if verdict.category in _PHOTO_REASONS:
        verdict = replace(verdict, reason=_PHOTO_REASONS[verdict.category])
    return replace(verdict, grey=False)


def _default_gate() -> OutputGate:
    global _gate
    with _lock:
        if _gate is None:
            _gate = OutputGate.load()
        return _gate
