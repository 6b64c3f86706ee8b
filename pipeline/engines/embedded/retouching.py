"""A part of a photo painted anew: what stood there goes, and things of the dictionary come there.

No learnt painter fills the gap: it is closed from its edge (Telea, 2004), and the decoder paints
the things that stand in it, or the land where words name a place.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from pipeline.engines.base import DecodeProgress, TokenProgress
from pipeline.engines.embedded import layered
from pipeline.engines.embedded.world import World
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.land import sample_land
from pipeline.model.plan.scene_graph import STYLES, SceneGraph, Setting
from pipeline.model.planning.composing import Composed, under_mask
from pipeline.request import CompleteRequest
from pipeline.results import Description

USUAL = "noon", "clear", "summer"  # the light of what is painted into a photo
BARE = "plain"  # place of what needs none
REACH = 5.0  # pixels around one that is filled, from which it is
SMALL = 512  # longer side in pixels at which a gap is filled
GROWN = 3  # pixels by which the gap is wider than its mask: edges of what goes are soft


@dataclass(frozen=True)
class Retouch:
    """photo: RGB of the final size; marked (H, W): where it is painted anew. composed: what comes
    there, on the land of the place that the words name, on the photo itself where BARE."""

    photo: Image.Image
    marked: NDArray[np.bool_]
    composed: Composed
    world: World
    seed: int

    def written(self) -> Iterator[TokenProgress]:
        """Tokens of what comes into the photo. The rest of it nobody has seen, so there is no
        layout."""
        tokens = self.world.tokens(self.composed, self.composed.graph)
        told = replace(self.world.describe(self.composed), place=Description.PHOTO)
        yield TokenProgress(len(tokens), len(tokens), tokens, told)

    def painted(self, tokens: Tensor, request: CompleteRequest) -> Iterator[DecodeProgress]:
        composition = self.world.read(tokens, self.composed.graph).composition
        if composition.land.place != BARE:
            yield from self.world.paint(composition, request.size, request.steps, self.seed)
            return
        ground = filled(self.photo, self.marked)
        if not composition.drawings:
            yield DecodeProgress(1, 1, ground)
            return
        steps = layered.alone(self.world, composition, request.size, request.steps, self.seed)
        for progress in steps:
            image = progress.image
            if image is not None and image.mode == "RGBA":
                image = Image.alpha_composite(ground.convert("RGBA"), image).convert("RGB")
            yield replace(progress, image=image)


def of(request: CompleteRequest, photo: Image.Image, mask: Image.Image, world: World) -> Retouch:
    """photo: RGB; mask: 8-bit grey of the final size, white where it is painted anew."""
    asked = world.asked(request.prompt)
    marked = np.asarray(mask.convert("L")) > 127
    place = asked.setting.place or BARE
    land = sample_land(place, random.Random(request.seed), USUAL[0])
    graph = SceneGraph(setting=Setting(place, *USUAL))
    empty = Composed(graph, Composition(land, *USUAL, STYLES[0]))
    width, height = request.size
    composed = under_mask(empty, asked, marked, world.dictionary, request.seed, width / height)
    fitted = photo.convert("RGB").resize(request.size, Image.Resampling.LANCZOS)
    return Retouch(fitted, marked, composed, world, request.seed)


def filled(photo: Image.Image, marked: NDArray[np.bool_]) -> Image.Image:
    """The photo whose marked part is closed from its edge."""
    scale = min(1.0, SMALL / max(photo.size))
    width, height = (max(1, round(side * scale)) for side in photo.size)
    small = np.asarray(photo.resize((width, height), Image.Resampling.BOX))
    gap = cv2.resize(marked.astype(np.uint8), (width, height), interpolation=cv2.INTER_AREA)
    gap = cv2.dilate(gap, np.ones((GROWN, GROWN), np.uint8))
    closed = Image.fromarray(cv2.inpaint(small, gap, REACH, cv2.INPAINT_TELEA))
    hole = Image.fromarray((255 * marked).astype(np.uint8))
    return Image.composite(closed.resize(photo.size, Image.Resampling.BICUBIC), photo, hole)
