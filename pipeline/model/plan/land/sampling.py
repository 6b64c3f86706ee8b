"""Draws a land of a place: lines, clouds, sun and what stands on it, each draw another."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.model.plan.land.skies import under
from pipeline.model.plan.land.values import (
    POINTS,
    Cloud,
    Color,
    Land,
    Layer,
    Panel,
    Part,
    Strip,
    look,
)


@dataclass(frozen=True, slots=True)
class Level:
    """How a place draws one layer: its mean height may lie in `at`, its line rolls by up to `roll`
    in `waves` waves; chance: how often the layer is there at all; tints: its flat colours."""

    material: str
    at: tuple[float, float]
    roll: float = 0.0
    waves: float = 1.5
    sharp: bool = False
    chance: float = 1.0
    tints: tuple[Color, ...] = ()


# Draws what stands on the layers that were drawn.
Furnish = Callable[[random.Random, tuple[Layer, ...]], Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Place:
    """levels: from back to front. strips: how many there may be. ground: y from which things may
    stand. outdoors: it has a sky with a sun. furnish: what stands on its layers. heaps: clouds that
    lie below the eye."""

    levels: tuple[Level, ...]
    furnish: Furnish = lambda rng, layers: ()
    strip: str = ""
    strips: tuple[int, int] = (0, 0)
    ground: float = 0.66
    outdoors: bool = True
    heaps: int = 0


def draw(spec: Place, place: str, rng: random.Random, time: str | None, sky: str) -> Land:
    """A land of a place as `spec` has it, under a sky of SKIES."""
    layers = tuple(_layer(level, rng) for level in spec.levels if rng.random() < level.chance)
    strips = _strips(spec, layers, rng) if spec.strip else ()
    dashes = [dash for strip in strips if strip.material == "road" for dash in _dashes(strip)]
    parts = (*dashes, *spec.furnish(rng, layers))
    if not spec.outdoors:
        return Land(place, layers, strips, parts=parts)
    land = Land(place, layers, strips, _heaps(rng, spec.heaps), (0.5, 0.0), parts)
    return under(land, rng, time, sky)


def _dashes(road: Strip) -> list[Part]:
    """The line along the middle of a road."""
    parts: list[Part] = []
    y = road.top + 0.02
    while y < 1.0:
        t = (y - road.top) / (1 - road.top)
        deep, x = 0.02 + 0.13 * t, road.far[0] + (road.near[0] - road.far[0]) * t
        run = (road.near[0] - road.far[0]) * deep / (1 - road.top)
        half = 0.0015 + 0.011 * t
        box = (x + run / 2 - half, y, x + run / 2 + half, y + deep)
        parts.append(Panel("line", box, "slant", lean=run / (2 * half)))
        y += deep * 2
    return parts


def _layer(level: Level, rng: random.Random) -> Layer:
    middle = rng.uniform(*level.at)
    slope = rng.uniform(-0.5, 0.5) * level.roll
    pieces = max(2, round(level.waves * 2))
    knots = [rng.uniform(-1, 1) * level.roll for _ in range(pieces + 2)]
    line = []
    for point in range(POINTS):
        at = point / (POINTS - 1)
        place, part = divmod(at * pieces, 1)
        low, high = knots[int(place)], knots[int(place) + 1]
        part = part if level.sharp else part * part * (3 - 2 * part)
        line.append(middle + low + (high - low) * part + slope * (at - 0.5))
    tint = rng.choice(level.tints) if level.tints else None
    return Layer(level.material, tuple(line), level.sharp, tint)


def _strips(spec: Place, layers: tuple[Layer, ...], rng: random.Random) -> tuple[Strip, ...]:
    """Strips that run to one far point, side by side."""
    count = rng.randint(*spec.strips)
    top = max(layer.line[POINTS // 2] for layer in layers)
    if count == 0:
        return ()
    far, bend = rng.uniform(0.25, 0.75), rng.uniform(-0.12, 0.12)
    if spec.strip != "furrows":
        low, high = {"path": (0.10, 0.20), "road": (0.30, 0.45), "water": (0.22, 0.34),
                     "metal": (0.03, 0.05), "pavement": (0.3, 0.5)}[spec.strip]  # fmt: skip
        half = rng.uniform(low, high)
        bend = 0.0 if spec.strip in ("road", "pavement") else bend
        near = rng.uniform(0.3, 0.7), half
        return (Strip(spec.strip, top, (far, half * rng.uniform(0.08, 0.16)), near, bend),)
    width = 1.8 / (2 * count)
    return tuple(
        Strip(spec.strip, top, (far + (n - count / 2) * 0.012, 0.004),
              (-0.4 + (2 * n + 1) * width, width / 2))
        for n in range(count)
    )  # fmt: skip


def _heaps(rng: random.Random, heaps: int) -> tuple[Cloud, ...]:
    """Clouds below the eye, the near ones largest."""
    clouds = []
    for n in range(heaps):
        foot, size = 0.66 + 0.36 * n / heaps, rng.uniform(0.14, 0.24) + 0.22 * n / heaps
        clouds.append(Cloud(rng.uniform(-0.05, 1.05), foot, size, look(rng)))
    return tuple(clouds)
