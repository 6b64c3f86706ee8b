"""Endless training scenes of the canvas decoder: any drawings on any land, in any light."""

import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from pipeline.model.networks.canvas_decoder import CanvasBatch
from pipeline.model.painting.brushwork import NoiseAtlas, atlas
from pipeline.model.painting.canvas import flat_map, land_maps
from pipeline.model.painting.canvas_inputs import brush_maps, light_vector, warmth
from pipeline.model.painting.ground_maps import Air
from pipeline.model.painting.thing_maps import shine_of
from pipeline.model.plan.land import PLACES, sample_land
from pipeline.training.canvas.ground import fall_before, paint_land
from pipeline.training.canvas.stage import Scene, Stage
from pipeline.training.canvas.things import Placed, fitted, lay_all
from pipeline.training.canvas.variety import varied

COUNTS = (0, 1, 1, 2, 2, 3, 4, 5)  # things in a picture
SIZES = (0.12, 0.80)  # of a thing, in shorter sides
WINDOWS = {192: 1, 320: 2, 512: 4}  # shorter side of a scene -> windows that are cut from it
FRESH, KEPT = 5, 20
WITHOUT_INK = 0.15  # of the scenes, which have no lines
ON_THINGS = 0.7  # of the windows, which show some thing


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
    """Batches without end; each worker has dice of its own.

    windows: sides of the scenes in pixels and how often windows of `crop` pixels, a multiple of 32,
    are cut from such a scene. To paint one takes longer than to learn from a window of it, so the
    latest `kept` scenes are, and `fresh` of them are new in each batch. Each kind is as likely as
    another, however many drawings it has.
    """

    def __init__(
        self,
        drawings: Sequence[Drawing],
        batch: int,
        windows: Mapping[int, int] = WINDOWS,
        crop: int = 160,
        seed: int = 0,
        fresh: int = FRESH,
        kept: int = KEPT,
    ) -> None:
        self.batch, self.seed = batch, seed
        self.kinds: dict[str, list[Drawing]] = {}
        for drawing in drawings:
            self.kinds.setdefault(drawing.kind, []).append(drawing)
        self.windows, self.crop, self.fresh, self.kept = windows, crop, fresh, kept

    def __iter__(self) -> Iterator[Pair]:
        worker = get_worker_info()
        torch.set_num_threads(1)
        rng = random.Random(f"{self.seed} {worker.id if worker else 0}")
        noise = atlas()
        scenes: deque[Pair] = deque(maxlen=self.kept)
        while True:
            for _ in range(self.fresh):
                scenes.append(self._scene(rng, noise, rng.choice(list(self.windows))))
            weights = [self.windows[scene.target.shape[-1]] for scene in scenes]
            chosen = rng.choices(scenes, weights, k=self.batch)
            yield joined([self._window(scene, rng) for scene in chosen])

    def _scene(self, rng: random.Random, noise: NoiseAtlas, size: int) -> Pair:
        """One picture, a batch of one."""
        place = rng.choice(list(PLACES))
        light, ink = sample_light(rng), float(rng.random() > WITHOUT_INK)
        land = sample_land(place, rng, light.time)
        stage = Stage(light, size, size, noise)
        brush = rng.random(), rng.random()
        side = land.light_side
        picture = paint_land(land, light, stage, brush).permute(1, 2, 0).numpy()
        ground = PLACES[place].ground
        things = [self._placed(rng, ground, size) for _ in range(rng.choice(COUNTS))]
        materials, down = land_maps(land, size, size)
        laid = lay_all(picture, materials.numpy(), things, stage, side, ink, brush)
        flat = flat_map(land, light.season, size, size)
        seen = fall_before(laid.picture, land, light, stage, brush)
        target = torch.from_numpy(seen).float().permute(2, 0, 1) * 2 - 1
        canvas = torch.from_numpy(laid.maps.drawings).float().permute(2, 0, 1)
        vector = light_vector(light.time, light.weather, light.season, land, size)
        maps = torch.from_numpy(np.stack(laid.maps.flat).astype(np.float32))
        air = Air.of(land, light.time, light.weather)
        brushes = brush_maps(materials, down, warmth(flat, light.season), air, brush)
        parts = canvas, maps, flat * 2 - 1, materials, brushes, vector
        return Pair(target[None], CanvasBatch(*(part[None] for part in parts)))

    def _placed(self, rng: random.Random, ground: float, side: int) -> Placed:
        drawing = rng.choice(self.kinds[rng.choice(list(self.kinds))])
        y = rng.uniform(0.18, 0.5) if drawing.air else rng.uniform(ground, 0.98)
        far = 0.3 if drawing.air else (0.98 - y) / max(0.05, 0.98 - ground)
        near = 1.0 if drawing.air else 1 - 0.45 * far
        size = rng.uniform(*SIZES) * near * side
        rgba = fitted(varied(drawing.rgba, rng), size, rng.random() < 0.5)
        x, shine = rng.uniform(0.05, 0.95) * side, shine_of(drawing.kind)
        return Placed(rgba, x, y * side, drawing.air, 0.7 * far, shine)

    def _window(self, scene: Pair, rng: random.Random) -> Pair:
        """A window of a scene, around a point of some thing where there is any."""
        size, crop = scene.target.shape[-1], self.crop
        top, left = (rng.randint(0, size - crop) for _ in range(2))
        seen = scene.canvas.drawings[0, 3] > 0.5
        if rng.random() < ON_THINGS and seen.any():
            points = seen.nonzero()
            y, x = points[rng.randrange(len(points))].tolist()
            top, left = (min(max(p - rng.randrange(crop), 0), size - crop) for p in (y, x))
        top, left = top // 4 * 4, left // 4 * 4
        part = (..., slice(top, top + crop), slice(left, left + crop))

        def cut(name: str) -> Tensor:
            values = getattr(scene.canvas, name)
            return values if name == "light" else values[part]

        names = [field.name for field in fields(CanvasBatch)]
        return Pair(scene.target[part], CanvasBatch(**{name: cut(name) for name in names}))


def joined(pairs: Sequence[Pair]) -> Pair:
    """One batch of several."""
    canvases = [pair.canvas for pair in pairs]
    parts = {
        field.name: torch.cat([getattr(canvas, field.name) for canvas in canvases])
        for field in fields(CanvasBatch)
    }
    return Pair(torch.cat([pair.target for pair in pairs]), CanvasBatch(**parts))


def sample_light(rng: random.Random) -> Scene:
    """A time, weather and season, as a scene without things."""
    season = rng.choice(("spring", "summer", "summer", "autumn", "winter"))
    fall = "snow" if season == "winter" else "rain"
    weather = rng.choice(("clear", "clear", "clear", "mist", fall))
    time = rng.choice(("noon", "noon", "morning", "sunset", "night"))
    return Scene(time, weather, season)
