"""Painted pictures in which every thing is known: what the networks that see things learn from.

Some of the pictures are compositions of the rules, in which people hold, wear and ride things; in
the others every kind is as likely as another, in other colours, sizes and proportions. All are
painted by the painter, none by the decoder: a network that judges the decoder's pictures has never
seen one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.recolor import COLORS
from pipeline.model.painting.brushwork import NoiseAtlas, atlas
from pipeline.model.painting.collage import Piece, pieces
from pipeline.model.plan.boxes import Box
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import PLACES, sample_land
from pipeline.model.plan.scene_graph import STYLES
from pipeline.model.planning.composing import composed
from pipeline.training.canvas.true_pictures import Backdrop
from pipeline.training.data.canvases import sample_light
from pipeline.training.data.graphs import Graphs

SIDE = 176  # pixels of a picture
COMPOSED = 0.35  # of the lands; on each of the others things are scattered so many times:
ON_ONE_LAND = 4
SHARD = 50  # pictures of a file
SEEN = 0.3  # share of a thing that shows, at least
LEAST = 0.05  # of the picture's side: smaller things are not asked for
APART = 0.25  # share of a thing that a scattered one may hide
COLORED = 0.3  # of the scattered things are asked for in a colour
TAKES = 0.25  # share of a drawing that takes a colour, for it to be one of that colour


Setting = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing in a picture. box: of what lies inside the picture, in shares. seen: share of its
    area that shows. color: the one it was asked for in, "" for its own."""

    kind: str
    box: Box
    seen: float
    color: str = ""


@dataclass(frozen=True)
class Sighted:
    """A picture (H, W, 3), what is in it, and its place, hour, weather, season and style."""

    picture: NDArray[np.uint8]
    things: tuple[Sighting, ...]
    setting: Setting


class Sightings:
    """Draws and paints pictures of a dictionary's things."""

    def __init__(self, dictionary: Dictionary, side: int = SIDE) -> None:
        self.dictionary, self.side = dictionary, side
        self.graphs = Graphs(dictionary)
        self.kinds = tuple(dictionary.kinds)
        self.noise: NoiseAtlas = atlas()

    def some(self, rng: random.Random) -> Iterator[Sighted]:
        """Endless pictures. To paint a land takes as long as its things, so the scattered ones
        share one, a few times."""
        while True:
            seed = rng.randrange(2**31)
            if rng.random() < COMPOSED:
                yield self.paint(self._composed(rng, seed), seed)
                continue
            bare = self._bare(rng)
            backdrop = Backdrop.paint(bare, (self.side, self.side), seed, self.noise)
            for _ in range(ON_ONE_LAND):
                scattered = replace(bare, drawings=self._scattered(rng))
                yield self._painted(scattered, backdrop)

    def paint(self, composition: Composition, seed: int) -> Sighted:
        """A composition's picture by the painter."""
        size = self.side, self.side
        return self._painted(composition, Backdrop.paint(composition, size, seed, self.noise))

    def _painted(self, composition: Composition, backdrop: Backdrop) -> Sighted:
        size = self.side, self.side
        found = list(pieces(composition, self.dictionary, *size))
        picture = backdrop.with_things(found, composition)
        return Sighted(picture, sighted(found, self.dictionary, size), setting_of(composition))

    def _composed(self, rng: random.Random, seed: int) -> Composition:
        return composed(self.graphs.sample(rng), self.dictionary, seed, 1.0).composition

    def _bare(self, rng: random.Random) -> Composition:
        """A land without things, at some hour."""
        place = rng.choice(list(PLACES))
        light = sample_light(rng)
        land = sample_land(place, rng, light.time)
        return Composition(land, light.time, light.weather, light.season, STYLES[0])

    def _scattered(self, rng: random.Random) -> tuple[PlacedDrawing, ...]:
        """Things of any kind that lie anywhere and hide little of each other."""
        count = rng.choice((1, 3, 5, 6, 8, 9))
        scale = rng.uniform(0.55, 1.1) / count**0.5
        drawings: list[PlacedDrawing] = []
        for _ in range(4 * count):
            one = self._anywhere(rng, min(0.9, scale * rng.uniform(0.5, 1.3)))
            if len(drawings) < count and all(_apart(one.box, other.box) for other in drawings):
                drawings.append(one)
        return tuple(sorted(drawings, key=lambda one: one.box[3]))

    def _anywhere(self, rng: random.Random, size: float) -> PlacedDrawing:
        kind = self.dictionary.kinds[rng.choice(self.kinds)]
        variant = rng.randrange(len(kind.drawings))
        drawing = kind.drawings[variant]
        wide = drawing.width * rng.uniform(0.85, 1.18), drawing.height
        width, height = (size * side / max(wide) for side in wide)
        x, foot = rng.uniform(0.05, 0.95), rng.uniform(min(0.95, height), 1.05)
        box = x - width / 2, foot - height, x + width / 2, foot
        color = rng.choice(list(COLORS)) if rng.random() < COLORED else None
        turned = rng.uniform(-15, 15) if rng.random() < 0.2 else 0.0
        stands = kind.zone not in ("air", "far") and not turned
        mirrored = kind.mirrors and rng.random() < 0.5
        return PlacedDrawing(kind.name, variant, 0, box, mirrored, turned, color, stands=stands)


def setting_of(composition: Composition) -> Setting:
    """A composition's place, hour, weather, season and style."""
    hour = composition.time, composition.weather, composition.season
    return (composition.land.place, *hour, composition.style)


def _apart(one: Box, other: Box) -> bool:
    """Whether neither box hides much of the other."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width <= 0 or height <= 0 or width * height < APART * min(areas)


def sighted(
    found: list[Piece], dictionary: Dictionary, size: tuple[int, int]
) -> tuple[Sighting, ...]:
    """The things of which enough shows in a picture of `size` (width, height)."""
    width, height = size
    front = np.full((height, width), -1)
    boxes: dict[int, tuple[int, int, int, int]] = {}
    for number, piece in enumerate(found):
        solid = piece.patch[..., 3] > 0.5
        rows, columns = np.nonzero(solid)
        rows, columns = rows + piece.top, columns + piece.left
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        rows, columns = rows[inside], columns[inside]
        if len(rows):
            front[rows, columns] = number
            boxes[number] = (
                int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1,
            )  # fmt: skip
    things = []
    for number, (left, top, right, bottom) in boxes.items():
        piece = found[number]
        seen = float((front == number).sum() / max((piece.patch[..., 3] > 0.5).sum(), 1))
        if seen < SEEN or max((right - left) / width, (bottom - top) / height) < LEAST:
            continue
        box = left / width, top / height, right / width, bottom / height
        things.append(Sighting(piece.placed.kind, box, seen, _color(piece.placed, dictionary)))
    return tuple(things)


def _color(placed: PlacedDrawing, dictionary: Dictionary) -> str:
    drawings = dictionary.kinds[placed.kind].drawings
    takes = drawings[placed.variant % len(drawings)].recolorable >= TAKES
    return placed.color if placed.color and takes and not placed.material else ""


def save(path: Path, pictures: list[Sighted]) -> None:
    """Writes a shard."""
    things = [
        [(thing.kind, thing.box, thing.seen, thing.color) for thing in one.things]
        for one in pictures
    ]
    stacked = torch.from_numpy(np.stack([one.picture for one in pictures]))
    settings = [one.setting for one in pictures]
    torch.save({"pictures": stacked, "things": things, "settings": settings}, path)


def load(path: Path) -> list[Sighted]:
    """Inverse of `save`."""
    held = torch.load(path, weights_only=True)
    parts = held["pictures"].numpy(), held["things"], held["settings"]
    return [
        Sighted(picture, tuple(Sighting(*thing) for thing in things), setting)
        for picture, things, setting in zip(*parts, strict=True)
    ]


def main(arguments: list[str] | None = None) -> None:
    import argparse

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, required=True, help="folder of the shards")
    options.add_argument("--dictionary", type=Path, required=True)
    options.add_argument("--shards", type=int, default=60, help=f"of {SHARD} pictures")
    options.add_argument("--first", type=int, default=0, help="number of the first shard")
    args = options.parse_args(arguments)
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    pictures = Sightings(Dictionary.load(args.dictionary))
    for number in range(args.first, args.first + args.shards):
        some = islice(pictures.some(random.Random(f"sightings {number}")), SHARD)
        save(args.out / f"shard-{number:04d}.pt", list(some))
        print(f"shard {number} of {SHARD} pictures", flush=True)


if __name__ == "__main__":
    main()
