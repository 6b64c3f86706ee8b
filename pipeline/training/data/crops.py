"""What the thing encoder learns from: pairs of cut-outs that show the same kind.

One of a pair is cut from a painted picture, or is a drawing pasted onto a piece of one, which is
far cheaper; the other is a drawing alone, of another family where the kind has one. Pieces of land
on which nothing is are shown too, as nothing.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from torch import Tensor

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.recolor import COLORS as LAB
from pipeline.model.dictionary.recolor import color_mask, recolor
from pipeline.model.networks.recognizer import COLORS, CROP
from pipeline.model.plan.boxes import Box
from pipeline.model.seeing.cutouts import cut_at
from pipeline.training.canvas.variety import recoloured
from pipeline.training.data.sightings import TAKES, Sighted, Sighting

PAINTED = 0.5  # of the first ones are cut from painted pictures, where the kind has been painted
NOTHING = 0.12  # as many cut-outs as this share of a batch show nothing
KEPT_SIDE = 60  # pixels of a drawing while it is varied
MOST_DRAWINGS = 6  # of one kind: people have dozens
COLORED = 0.35
NO_COLOR = -100  # what cross-entropy leaves out

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Sketch:
    """A small drawing. family: who drew it; takes: whether a colour can be given to it."""

    rgba: Pixels
    family: str
    takes: bool
    mirrors: bool


@dataclass(frozen=True)
class Pairs:
    """first, second (B, 3, 48, 48) in 0..1; kinds (B,) numbers; colors (B,) of the first ones,
    NO_COLOR where none is known; nothing (N, 3, 48, 48)."""

    first: Tensor
    second: Tensor
    kinds: Tensor
    colors: Tensor
    nothing: Tensor


def sketches(dictionary: Dictionary, kinds: Sequence[str]) -> dict[str, list[Sketch]]:
    """The drawings of kinds, small."""
    found: dict[str, list[Sketch]] = {}
    for name in kinds:
        kind = dictionary.kinds[name]
        step = max(1, len(kind.drawings) // MOST_DRAWINGS)
        some = range(0, len(kind.drawings), step)[:MOST_DRAWINGS]
        found[name] = [
            Sketch(
                _small(dictionary.drawing(name, number)),
                kind.drawings[number].family,
                kind.drawings[number].recolorable >= TAKES,
                kind.mirrors,
            )
            for number in some
        ]
    return found


def _small(rgba: Pixels) -> Pixels:
    image = Image.fromarray(rgba)
    image = image.crop(image.getchannel("A").getbbox() or (0, 0, *image.size))
    image.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.BOX)
    return np.asarray(image)


class CropPairs:
    """Batches without end. kinds: those to learn, the number of each being its place."""

    def __init__(
        self,
        drawings: dict[str, list[Sketch]],
        pictures: Sequence[Sighted],
        batch: int,
        seed: int = 0,
    ) -> None:
        self.kinds = tuple(drawings)
        self.drawings, self.batch, self.rng = drawings, batch, random.Random(seed)
        self.images = [Image.fromarray(one.picture) for one in pictures]
        self.things = [one.things for one in pictures]
        self.painted: dict[str, list[tuple[int, Sighting]]] = defaultdict(list)
        for number, things in enumerate(self.things):
            for thing in things:
                self.painted[thing.kind].append((number, thing))

    def __iter__(self) -> Iterator[Pairs]:
        while True:
            yield self.sample()

    def sample(self) -> Pairs:
        rng = self.rng
        numbers = rng.sample(range(len(self.kinds)), min(self.batch, len(self.kinds)))
        first, second, colors = [], [], []
        for number in numbers:
            kind = self.kinds[number]
            painted = self.painted.get(kind)
            family = ""
            if painted and rng.random() < PAINTED:
                crop, color = self._painted(*rng.choice(painted))
            else:
                sketch = rng.choice(self.drawings[kind])
                family = sketch.family
                crop, color = self._pasted(sketch)
            first.append(self._worn(crop))
            colors.append(color)
            second.append(self._alone(self._other(kind, family)))
        nothing = [self._worn(self._nothing()) for _ in range(max(1, round(NOTHING * self.batch)))]
        return Pairs(
            _stacked(first),
            _stacked(second),
            torch.tensor(numbers),
            torch.tensor(colors),
            _stacked(nothing),
        )

    def _painted(self, number: int, thing: Sighting) -> tuple[Pixels, int]:
        crop = cut_at(self.images[number], jittered(thing.box, self.rng))
        color = COLORS.index(thing.color) if thing.color else NO_COLOR
        return (crop[:, ::-1] if self.rng.random() < 0.5 else crop), color

    def _pasted(self, sketch: Sketch) -> tuple[Pixels, int]:
        rng, rgba, color = self.rng, sketch.rgba, NO_COLOR
        if sketch.takes and rng.random() < COLORED:
            name = rng.choice(COLORS)
            rgba, color = recolor(rgba, LAB[name], color_mask(rgba)), COLORS.index(name)
        elif rng.random() < 0.3:
            rgba = recoloured(rgba, rng)
        return self._laid(rgba, sketch.mirrors, Image.fromarray(self._piece())), color

    def _alone(self, sketch: Sketch) -> Pixels:
        paper = Image.new("RGB", (CROP, CROP), tuple(self.rng.randint(120, 255) for _ in range(3)))
        return self._laid(sketch.rgba, sketch.mirrors, paper)

    def _other(self, kind: str, family: str) -> Sketch:
        others = [one for one in self.drawings[kind] if one.family != family]
        return self.rng.choice(others or self.drawings[kind])

    def _laid(self, rgba: Pixels, mirrors: bool, below: Image.Image) -> Pixels:
        """A drawing in about the middle of a square, lit from some side."""
        rng = self.rng
        image = Image.fromarray(rgba)
        wide = image.width * rng.uniform(0.85, 1.18), image.height
        scale = CROP * rng.uniform(0.70, 0.92) / max(wide)
        image = image.resize([max(2, round(side * scale)) for side in wide])
        if mirrors and rng.random() < 0.5:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if rng.random() < 0.25:
            image = image.rotate(rng.uniform(-15, 15), Image.Resampling.BILINEAR)
        at = [(CROP - side) // 2 + rng.randint(-3, 3) for side in image.size]
        below = below.copy()
        below.paste(image, (at[0], at[1]), image)
        return np.asarray(below)

    def _piece(self) -> Pixels:
        """Any piece of a picture."""
        rng, side = self.rng, self.rng.uniform(0.15, 0.7)
        left, top = rng.uniform(0, 1 - side), rng.uniform(0, 1 - side)
        return cut_at(rng.choice(self.images), (left, top, left + side, top + side))

    def _nothing(self) -> Pixels:
        """A piece of a picture on which nothing is, or a part of a thing at most."""
        rng = self.rng
        for _ in range(20):
            number, side = rng.randrange(len(self.images)), rng.uniform(0.08, 0.5)
            left, top = rng.uniform(0, 1 - side), rng.uniform(0, 1 - side)
            box = left, top, left + side, top + side
            if all(_share(box, thing.box) < 0.12 for thing in self.things[number]):
                return cut_at(self.images[number], box)
        return np.full((CROP, CROP, 3), 128, np.uint8)

    def _worn(self, crop: Pixels) -> Pixels:
        """Blurred, darker or lighter, tinted: as decoders, hours and weathers do it."""
        rng = self.rng
        image = Image.fromarray(np.ascontiguousarray(crop))
        if rng.random() < 0.5:
            side = rng.randint(18, 44)
            image = image.resize((side, side), Image.Resampling.BOX).resize((CROP, CROP))
        if rng.random() < 0.15:
            image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.2)))
        values = np.asarray(image, np.float32) / 255
        if rng.random() < 0.6:
            gamma = rng.uniform(0.75, 1.35)
            tint = np.array([rng.uniform(0.88, 1.08) for _ in range(3)], np.float32)
            values = values**gamma * tint
        if rng.random() < 0.3:
            dice = np.random.default_rng(rng.randrange(2**31))
            noise = dice.standard_normal(values.shape, np.float32)
            values = values + noise * np.float32(rng.uniform(0.01, 0.05))
        return (values.clip(0, 1) * 255).astype(np.uint8)


def jittered(box: Box, rng: random.Random, by: float = 0.08) -> Box:
    """A box as a finder would give it: not quite right."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    dx, dy = rng.uniform(-by, by) * wide, rng.uniform(-by, by) * high
    grow = rng.uniform(-by, by)
    return (
        left + dx - grow * wide,
        top + dy - grow * high,
        right + dx + grow * wide,
        bottom + dy + grow * high,
    )


def _share(one: Box, other: Box) -> float:
    """Of the first box, the share that lies in the other; of the other's in the first if more."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))


def _stacked(crops: Sequence[Pixels]) -> Tensor:
    stacked = torch.from_numpy(np.stack([np.ascontiguousarray(crop) for crop in crops]))
    return stacked.permute(0, 3, 1, 2).float() / 255
