"""Endless training scenes of the canvas decoder: any drawings on any land, in any light."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from pipeline.model.networks.canvas_decoder import CanvasBatch
from pipeline.model.painting.canvas import flat_colors, land_map
from pipeline.model.plan.land import PLACES, sample_land
from pipeline.training.canvas.ground import OFFSET, paint_land
from pipeline.training.canvas.things import Placed, fitted, lay_all
from pipeline.training.world.noise import NoiseAtlas
from pipeline.training.world.scene import SEASONS, TIMES, WEATHERS, Scene
from pipeline.training.world.stage import Stage

BRUSH_SCALES = (1.0, 2.0)  # repeats of each texture to the shorter side
COUNTS = (0, 1, 1, 2, 2, 3, 4, 5)  # things in a picture
SIZES = (0.14, 0.62)  # of a thing, in shorter sides
LIGHTS = len(TIMES) + len(WEATHERS) + len(SEASONS) + 1


@dataclass(frozen=True)
class Drawing:
    """rgba (H, W, 4) of 8 bits; air: it touches no ground; kind: what it is a drawing of."""

    rgba: np.ndarray
    kind: str
    air: bool = False


@dataclass(frozen=True)
class Pair:
    """target (B, 3, H, W) in -1..1 and the canvas that tells it."""

    target: Tensor
    canvas: CanvasBatch


class Canvases(IterableDataset):
    """Batches without end; each worker has dice of its own. side, crop: pixels of the picture and
    of the window that is cut from it, a multiple of 16."""

    def __init__(
        self,
        drawings: Sequence[Drawing],
        batch: int,
        side: int = 160,
        crop: int = 112,
        seed: int = 0,
    ) -> None:
        self.drawings, self.batch, self.seed = drawings, batch, seed
        self.side, self.crop = side, crop

    def __iter__(self) -> Iterator[Pair]:
        worker = get_worker_info()
        torch.set_num_threads(1)
        rng = random.Random(f"{self.seed} {worker.id if worker else 0}")
        noise = NoiseAtlas()
        brushes = brush_maps(noise, self.side, self.side)
        while True:
            scenes = [self._scene(rng, noise) for _ in range(self.batch)]
            yield self._collated(scenes, brushes, rng)

    def _scene(self, rng: random.Random, noise: NoiseAtlas) -> tuple[Tensor, ...]:
        """(target, drawings, flat, materials, light) of one picture."""
        place = rng.choice(list(PLACES))
        land, light = sample_land(place, rng), sample_light(rng)
        stage = Stage([light], self.side, self.side, noise)
        side = land.light_side
        picture = paint_land(land, light, stage).permute(1, 2, 0).numpy()
        things = [self._placed(rng, PLACES[place].ground) for _ in range(rng.choice(COUNTS))]
        picture, drawn = lay_all(picture, things, light.time, light.weather == "clear", side)
        materials = land_map(land, self.side, self.side)
        flat = flat_colors(light.season)[materials.long()].permute(2, 0, 1)
        target = torch.from_numpy(picture).permute(2, 0, 1).clamp(0, 1)
        canvas = torch.from_numpy(drawn).permute(2, 0, 1)
        return target * 2 - 1, canvas, flat * 2 - 1, materials, light_vector(light, side)

    def _placed(self, rng: random.Random, ground: float) -> Placed:
        drawing = rng.choice(self.drawings)
        y = rng.uniform(0.18, 0.5) if drawing.air else rng.uniform(ground, 0.98)
        near = 1.0 if drawing.air else 0.55 + 0.45 * (y - ground) / max(0.05, 0.98 - ground)
        size = rng.uniform(*SIZES) * near * self.side
        rgba = fitted(drawing.rgba, size, rng.random() < 0.5)
        return Placed(rgba, rng.uniform(0.05, 0.95) * self.side, y * self.side, drawing.air)

    def _collated(
        self, scenes: list[tuple[Tensor, ...]], brushes: Tensor, rng: random.Random
    ) -> Pair:
        top, left = (rng.randrange(0, self.side - self.crop + 1, 4) for _ in range(2))
        window = (..., slice(top, top + self.crop), slice(left, left + self.crop))
        target, drawings, flat, materials, light = map(torch.stack, zip(*scenes, strict=True))
        brush = brushes[window].expand(len(scenes), -1, -1, -1)
        canvas = CanvasBatch(drawings[window], flat[window], materials[window], brush, light)
        return Pair(target[window], canvas)


def sample_light(rng: random.Random) -> Scene:
    """A time, weather and season, as a scene without things."""
    season = rng.choice(("spring", "summer", "summer", "autumn", "winter"))
    weather = rng.choice(("clear", "clear", "clear", "mist", "rain"))
    time = rng.choice(("noon", "noon", "morning", "sunset", "night"))
    return Scene("meadow", time, weather, season, 1.0, (), 0)


def light_vector(light: Scene, side: float) -> Tensor:
    """(LIGHTS,): time, weather and season, each one of many, and the side that light comes from."""
    values = torch.zeros(LIGHTS)
    values[TIMES.index(light.time)] = 1
    values[len(TIMES) + WEATHERS.index(light.weather)] = 1
    values[len(TIMES) + len(WEATHERS) + SEASONS.index(light.season)] = 1
    values[-1] = side
    return values


def brush_maps(noise: NoiseAtlas, height: int, width: int) -> Tensor:
    """(K, height, width): brushwork of every kind at two scales, and where each pixel is, the same
    in every picture."""
    shorter = min(height, width)
    y = ((torch.arange(height) + 0.5) / shorter).view(1, -1, 1)
    x = ((torch.arange(width) + 0.5) / shorter).view(1, 1, -1)
    offset = torch.full((1, 1, 1), OFFSET)
    maps = [
        noise(channel, x * scale, y * scale, offset)
        for scale in BRUSH_SCALES
        for channel in ("soft", "fine", "blades", "dabs", "strokes")
    ]
    maps += [(y * 2 - 1).expand_as(maps[0]), (x * 2 - 1).expand_as(maps[0])]
    return torch.cat(maps)
