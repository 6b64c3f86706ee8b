"""The photo task: a photo's people are read and drawn again before a painted place.

No learnt painter is used here: nets find faces and people, rules draw them, and the upscaler
redraws the place's edges (`model.painting.makeover`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image

from pipeline.engines.base import DecodeProgress, TokenProgress
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.painting.makeover.makeover import make_over
from pipeline.model.painting.plate.moods import mood_for
from pipeline.model.plan.mood import Mood
from pipeline.model.reading.photo_wishes import PhotoWishes, photo_wishes
from pipeline.model.seeing.faces import read_people
from pipeline.request import CompleteRequest
from pipeline.results import Description

LEAST = 0.3  # strength of the weakest makeover: below it the photo is mixed in
SUMMER_NOON = Mood()
STEPS = 3  # people are read, everything is drawn, the picture is there


@dataclass(frozen=True, slots=True)
class PhotoMakeover:
    """A photo at its final size, and what is asked for."""

    photo: Image.Image
    wishes: PhotoWishes
    strength: float
    seed: int

    @classmethod
    def of(cls, request: CompleteRequest, photo: Image.Image) -> "PhotoMakeover":
        wishes = photo_wishes(request.prompt)
        strength = 1.0 if wishes.drawing and request.strength > 0 else request.strength
        fitted = photo.convert("RGB").resize(request.size, Image.Resampling.LANCZOS)
        return cls(fitted, wishes, strength, request.seed)

    def written(self, read_as: str = "") -> TokenProgress:
        """No tokens; what the instruction asks for and is not done. read_as: it in known words."""
        mood, missing = self.wishes.mood, self.wishes.not_done
        place = Description.PHOTO
        plan = Description(place, mood.time, mood.weather, mood.season, not_painted=missing)
        return TokenProgress(0, 0, torch.zeros(0, dtype=torch.long), plan, read_as=read_as)

    def painted(self, upscaler: Upscaler) -> Iterator[DecodeProgress]:
        pixels = np.asarray(self.photo, np.float32) / 255
        people = read_people(pixels)
        yield DecodeProgress(1, STEPS)
        mood = self.wishes.mood
        style = mood_for(mood.time, mood.weather, mood.season)
        drawn = make_over(pixels, people, upscaler, max(self.strength, LEAST), style, self.seed)
        yield DecodeProgress(2, STEPS)
        share = min(1.0, self.strength / LEAST)
        mixed = pixels + (drawn - pixels) * share
        yield DecodeProgress(STEPS, STEPS, Image.fromarray((mixed * 255 + 0.5).astype(np.uint8)))


def makeover(
    photo: Image.Image,
    upscaler: Upscaler,
    strength: float = 1.0,
    mood: Mood = SUMMER_NOON,
    seed: int = 0,
) -> Image.Image:
    """A photo as a drawing of its own size."""
    wishes = PhotoWishes(mood, False, ())
    *_, last = PhotoMakeover(photo.convert("RGB"), wishes, strength, seed).painted(upscaler)
    assert last.image is not None  # the last step has the picture
    return last.image
