"""What many rooms share: windows and their light, lamps, rugs, shelves."""

import random
from collections.abc import Sequence

from pipeline.model.plan.land.scatter import height_of, row
from pipeline.model.plan.land.values import Color, Layer, Panel, Part

Parts = list[Part]
Layers = tuple[Layer, ...]
WALLS: tuple[Color, ...] = (
    (0.93, 0.88, 0.79), (0.86, 0.88, 0.82), (0.82, 0.87, 0.90), (0.92, 0.82, 0.76),
    (0.78, 0.80, 0.86), (0.90, 0.86, 0.70), (0.72, 0.80, 0.76), (0.88, 0.78, 0.80),
    (0.62, 0.70, 0.74),
)  # fmt: skip
WOODS: tuple[Color, ...] = (
    (0.70, 0.50, 0.33), (0.60, 0.42, 0.28), (0.78, 0.62, 0.44), (0.50, 0.36, 0.27),
)  # fmt: skip
FABRICS: tuple[Color, ...] = (
    (0.74, 0.36, 0.32), (0.34, 0.50, 0.58), (0.84, 0.68, 0.44), (0.48, 0.56, 0.42),
    (0.60, 0.48, 0.60), (0.90, 0.86, 0.78), (0.40, 0.44, 0.56), (0.86, 0.60, 0.50),
)  # fmt: skip
BACKDROPS: tuple[Color, ...] = (
    *WALLS, *FABRICS, (0.96, 0.96, 0.95), (0.86, 0.80, 0.70),
    (0.96, 0.78, 0.36), (0.52, 0.74, 0.86), (0.96, 0.72, 0.76), (0.62, 0.80, 0.62),
)  # fmt: skip
WHITE: Color = (0.95, 0.93, 0.88)


def floor_of(layers: Layers) -> float:
    return height_of(layers[-1])


def skirting(layers: Layers) -> Parts:
    y = floor_of(layers)
    return [Panel("trim", (-0.1, y - 0.026, 1.1, y + 0.002))]


def window(
    rng: random.Random, box: tuple[float, float, float, float], curtains: bool = True, across=2
) -> Parts:
    """A window with its frame, bars and sill, curtains at both sides, its light on the floor."""
    left, top, right, bottom = box
    wide = right - left
    parts: Parts = [
        Panel("trim", (left - 0.016, top - 0.016, right + 0.016, bottom + 0.016)),
        Panel("window", box),
        row(rng, "panes", box, across),
        Panel("trim", (left - 0.03, bottom + 0.008, right + 0.03, bottom + 0.03)),
    ]
    if curtains:
        cloth, drop = rng.choice(FABRICS), bottom + rng.uniform(0.02, 0.10)
        for x in (left - wide * 0.16, right - wide * 0.10):
            low = (x, top - 0.03, x + wide * 0.26, drop)
            parts.append(row(rng, "folds", low, 4, tint=cloth))
        parts.append(
            Panel("shelf", (left - wide * 0.2, top - 0.04, right + wide * 0.2, top - 0.025))
        )
    return parts


def sunbeam(box: tuple[float, float, float, float], floor: float) -> Parts:
    """Where a window's light falls on the floor."""
    left, _, right, _ = box
    away = 0.16 if left + right < 1 else -0.16
    wide = right - left
    low = (left + away, floor + 0.04, right + away, 0.96)
    return [Panel("light", low, "slant", lean=away / wide * 2.0)]


def beams_behind(parts: Sequence[Part]) -> Parts:
    """Light lies on the floor and its rug, behind what stands on them."""

    def is_beam(part: Part) -> bool:
        return isinstance(part, Panel) and part.material == "light"

    rest = [part for part in parts if not is_beam(part)]
    rugs = [n for n, part in enumerate(rest) if getattr(part, "material", "") == "rug"]
    at = min(rugs[-1] + 1, len(rest)) if rugs and rest[rugs[-1]].box[1] > 0.6 else 0
    return [*rest[:at], *(part for part in parts if is_beam(part)), *rest[at:]]


def pictures(rng: random.Random, left: float, right: float, y: float, count: int) -> Parts:
    parts: Parts = []
    step = (right - left) / max(1, count)
    for n in range(count):
        x, half = left + (n + 0.5) * step, min(step * 0.36, rng.uniform(0.04, 0.07))
        tall = half * rng.uniform(0.7, 1.3)
        wood = rng.choice(WOODS)
        at = y + rng.uniform(-0.02, 0.02)
        parts += [
            Panel("shelf", (x - half, at - tall, x + half, at + tall), tint=wood),
            Panel("trim", (x - half + 0.008, at - tall + 0.008, x + half - 0.008,
                           at + tall - 0.008)),
            Panel("picture", (x - half + 0.018, at - tall + 0.018, x + half - 0.018,
                              at + tall - 0.018), tint=rng.choice(FABRICS)),
        ]  # fmt: skip
    return parts


def pendants(rng: random.Random, count: int, drop: float) -> Parts:
    parts: Parts = []
    color = rng.choice(FABRICS)
    for n in range(count):
        x = (n + 0.5) / count + rng.uniform(-0.02, 0.02)
        parts += [
            Panel("metal", (x - 0.0025, -0.01, x + 0.0025, drop), tint=(0.3, 0.3, 0.32)),
            Panel("lamp", (x - 0.028, drop + 0.02, x + 0.028, drop + 0.055), "oval"),
            Panel("cloth", (x - 0.045, drop - 0.02, x + 0.045, drop + 0.036), "trapeze", color,
                  lean=0.7),
        ]  # fmt: skip
    return parts


def rug(rng: random.Random, floor: float) -> Parts:
    x, wide = rng.uniform(0.42, 0.58), rng.uniform(0.26, 0.36)
    top, foot, color = floor + 0.07, rng.uniform(0.92, 0.97), rng.choice(FABRICS)
    inner: Color = tuple(min(1.0, c * 1.18) for c in color)  # type: ignore[assignment]
    shape = rng.choice(("trapeze", "oval"))
    return [
        Panel("rug", (x - wide, top, x + wide, foot), shape, color, lean=0.22),
        Panel("rug", (x - wide * 0.9, top + 0.012, x + wide * 0.9, foot - 0.018), shape, inner,
              lean=0.22),
        Panel("rug", (x - wide * 0.8, top + 0.022, x + wide * 0.8, foot - 0.034), shape, color,
              lean=0.22),
    ]  # fmt: skip


def bookcase(rng: random.Random, box: tuple[float, float, float, float], boards: int) -> Parts:
    left, top, right, bottom = box
    wood = rng.choice(WOODS)
    dark: Color = (wood[0] * 0.55, wood[1] * 0.55, wood[2] * 0.55)
    inner = (left + 0.014, top + 0.014, right - 0.014, bottom - 0.012)
    tall = (inner[3] - inner[1]) / boards
    parts: Parts = [
        Panel("shelf", box, tint=wood),
        Panel("shelf", inner, tint=dark),
        row(rng, "books", inner, boards),
    ]
    for n in range(1, boards + 1):
        y = inner[1] + n * tall
        parts.append(Panel("shelf", (left, y - 0.008, right, y + 0.004), tint=wood))
    return parts


def plant(rng: random.Random, x: float, foot: float, tall: float) -> Parts:
    """A plant in a pot."""
    pot = tall * 0.3
    return [
        row(rng, "palms", (x - tall * 0.3, foot - tall, x + tall * 0.3, foot - pot * 0.6), 1),
        Panel("cloth", (x - pot * 0.5, foot - pot, x + pot * 0.5, foot), "trapeze",
              rng.choice(((0.78, 0.48, 0.36), (0.90, 0.88, 0.84), (0.44, 0.54, 0.58))), lean=-0.35),
    ]  # fmt: skip


def window_at(rng: random.Random, low=0.16, high=0.24) -> tuple[float, float, float, float]:
    x, wide = (
        rng.choice((rng.uniform(0.14, 0.28), rng.uniform(0.72, 0.86))),
        rng.uniform(0.10, 0.15),
    )
    return x - wide, rng.uniform(low, high), x + wide, rng.uniform(0.48, 0.54)
