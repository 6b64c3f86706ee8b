"""The photo task: a photo's people are read and drawn again before a painted place.

No learnt painter draws the people: nets find them, rules draw them, and the upscaler redraws the
place's edges (`model.painting.makeover`). Another place behind them is painted by the decoder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from pipeline.engines.base import DecodeProgress, TokenProgress
from pipeline.engines.embedded.world import World
from pipeline.model.painting.makeover.dressing import dressed
from pipeline.model.painting.makeover.makeover import make_over
from pipeline.model.painting.makeover.sitter import People
from pipeline.model.painting.makeover.style import in_style
from pipeline.model.painting.plate.colour import mix
from pipeline.model.painting.plate.filters import Array
from pipeline.model.painting.plate.moods import mood_for
from pipeline.model.plan.mood import Mood
from pipeline.model.plan.scene_graph import STYLES, SceneGraph
from pipeline.model.planning.composing import composed
from pipeline.model.reading.photo_things import PhotoThings
from pipeline.model.reading.photo_wishes import PhotoWishes, photo_wishes, without_plain
from pipeline.model.seeing.faces import read_people
from pipeline.model.seeing.subject import find_animal
from pipeline.request import CompleteRequest
from pipeline.results import Description

LEAST = 0.3  # strength of the weakest makeover: below it the photo is mixed in
NOTHING = PhotoThings()
STEPS = 3  # people are read, everything is drawn, the picture is there


@dataclass(frozen=True, slots=True)
class PhotoMakeover:
    """A photo at its final size, and what is asked for."""

    photo: Image.Image
    wishes: PhotoWishes
    strength: float
    seed: int
    world: World

    @classmethod
    def of(cls, request: CompleteRequest, photo: Image.Image, world: World) -> "PhotoMakeover":
        """world: whose things and places can be added to a photo of people."""
        wishes = photo_wishes(request.prompt, world.dictionary)
        strength = 1.0 if wishes.drawing and request.strength > 0 else request.strength
        fitted = photo.convert("RGB").resize(request.size, Image.Resampling.LANCZOS)
        things = wishes.things
        if things.any and not _done(things, fitted, strength):
            missing = without_plain(wishes.not_done + things.words)
            wishes = replace(wishes, things=NOTHING, not_done=missing)
        return cls(fitted, wishes, strength, request.seed, world)

    @property
    def changes(self) -> bool:
        """Whether it asks for more than to be drawn."""
        return self.wishes.drawing or self.wishes.things.any or self.wishes.mood != Mood()

    def written(self) -> Iterator[TokenProgress]:
        """No tokens; what the instruction asks for and is not done."""
        mood, missing = self.wishes.mood, self.wishes.not_done
        place = Description.PHOTO
        plan = Description(place, mood.time, mood.weather, mood.season, not_painted=missing)
        yield TokenProgress(0, 0, torch.zeros(0, dtype=torch.long), plan)

    def painted(self, tokens: Tensor, request: CompleteRequest) -> Iterator[DecodeProgress]:
        photo = _pixels(self.photo)
        people = read_people(photo)
        animal = None if people.sitters else find_animal(photo)
        pixels, dress = self._elsewhere(photo, people), self._dress(people)
        yield DecodeProgress(1, STEPS)
        mood = self.wishes.mood
        style = mood_for(mood.time, mood.weather, mood.season)
        strength, upscaler = max(self.strength, LEAST), self.world.upscaler
        drawn = make_over(pixels, people, upscaler, strength, style, self.seed, dress, animal)
        if self.wishes.things.style != STYLES[0]:
            person = np.maximum(people.person, 0 if dress is None else dress[..., 3])
            drawn = in_style(drawn, person, self.wishes.things.style, mood.time, self.seed)
        yield DecodeProgress(2, STEPS)
        share = min(1.0, self.strength / LEAST)
        mixed = photo + (drawn - photo) * share
        yield DecodeProgress(STEPS, STEPS, Image.fromarray((mixed * 255 + 0.5).astype(np.uint8)))

    def _elsewhere(self, photo: Array, people: People) -> Array:
        """The photo (H, W, 3), its people before another place if one is asked for."""
        if self.wishes.things.behind is None:
            return photo
        width, height = self.photo.size
        graph = beside(self.wishes.things.behind, people)
        place = composed(graph, self.world.dictionary, self.seed, width / height).composition
        *_, last = self.world.paint(place, self.photo.size, 1, self.seed)
        assert last.image is not None  # the last step has the picture
        return mix(_pixels(last.image), photo, people.person)

    def _dress(self, people: People) -> Array | None:
        things = self.wishes.things
        if not (things.worn or things.perched):
            return None
        return dressed(people, self.world.dictionary, things.worn, things.perched)


def _done(things: PhotoThings, photo: Image.Image, strength: float) -> bool:
    """Whether what is asked for can come into a photo: most of it needs people."""
    return strength >= LEAST and (not things.of_people or bool(read_people(_pixels(photo)).sitters))


def beside(graph: SceneGraph, people: People) -> SceneGraph:
    """The graph, its single things on the side that people leave free, so that they are seen."""
    columns = people.person.mean(0)
    middle = float((columns * np.arange(len(columns))).sum() / max(columns.sum(), 1e-6))
    side = "left" if middle > 0.5 * len(columns) else "right"
    elements = (
        replace(element, side=side) if element.count == 1 and not element.side else element
        for element in graph.elements
    )
    return replace(graph, elements=tuple(elements))


def _pixels(image: Image.Image) -> Array:
    """(H, W, 3) in 0..1."""
    return np.asarray(image.convert("RGB"), np.float32) / np.float32(255)
