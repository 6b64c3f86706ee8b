"""What stands in streets, gardens, harbours and other places under the sky that people made."""

import random

from pipeline.model.plan.land.scatter import (
    PETALS,
    foreground,
    grey,
    height_of,
    number_of,
    row,
    side_trees,
    tree_line,
)
from pipeline.model.plan.land.values import Color, Layer, Panel, Part

Parts = list[Part]
Layers = tuple[Layer, ...]
HAZE: tuple[Color, ...] = ((0.60, 0.70, 0.84), (0.50, 0.61, 0.77))


def skyline(rng: random.Random, behind: int, foot: float, tall: float) -> Parts:
    """Two ranks of far towers in the haze."""
    return [
        row(rng, "towers", (-0.1, foot - tall * scale, 1.1, foot), rng.randint(9, 15), behind, tint)
        for tint, scale in zip(HAZE, (1.0, 0.75), strict=True)
    ]


def lamps(rng: random.Random, foot: float, count: int = 2) -> Parts:
    """Street lamps at both sides of the way."""
    parts: Parts = []
    for n in range(count):
        x = 0.5 + (-1) ** n * rng.uniform(0.30, 0.42)
        head = foot - rng.uniform(0.26, 0.32)
        parts += [
            Panel("metal", (x - 0.004, head, x + 0.004, foot), tint=(0.24, 0.28, 0.32)),
            Panel("lamp", (x - 0.014, head - 0.035, x + 0.014, head), "round"),
            Panel("metal", (x - 0.018, head - 0.045, x + 0.018, head - 0.030), "gable",
                  (0.24, 0.28, 0.32)),
        ]  # fmt: skip
    return parts


def city(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "pavement")
    foot = height_of(layers[number]) + 0.02
    parts = skyline(rng, number, foot, rng.uniform(0.36, 0.5))
    for low, high in ((-0.08, rng.uniform(0.22, 0.36)), (rng.uniform(0.64, 0.78), 1.08)):
        top = rng.uniform(0.02, 0.2)
        parts.append(row(rng, "towers", (low, top, high, foot + 0.02), rng.randint(2, 3), number))
    return parts + lamps(rng, foot + 0.06)


def street(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "pavement")
    foot = height_of(layers[number]) + 0.02
    parts: Parts = []
    if rng.random() < 0.5:
        parts += skyline(rng, number, foot - 0.02, rng.uniform(0.3, 0.45))
    top = rng.uniform(0.08, 0.22)
    gap = rng.uniform(0.38, 0.62)
    for box in ((-0.06, top, gap - 0.10, foot), (gap + 0.10, top + 0.03, 1.06, foot)):
        wide = box[2] - box[0]
        parts.append(row(rng, "shops", box, max(1, round(wide * 4.2)), number))
    box = (gap - 0.13, foot - rng.uniform(0.14, 0.2), gap + 0.13, foot)
    parts.append(row(rng, "trees", box, rng.randint(1, 2), number, grey(1.1)))
    return parts + lamps(rng, foot + 0.07)


def village(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "meadow")
    parts = tree_line(rng, layers, "grass", "meadow")
    foot = height_of(layers[number]) + 0.02
    top = foot - rng.uniform(0.22, 0.30)
    parts.append(row(rng, "houses", (-0.05, foot - 0.15, 1.05, foot - 0.02), rng.randint(8, 11),
                     number, (0.86, 0.84, 0.82)))  # fmt: skip
    gap = rng.uniform(0.35, 0.65)
    for left, right in ((-0.04, gap - 0.1), (gap + 0.1, 1.04)):
        count = max(1, round((right - left) * 5.4))
        parts.append(row(rng, "houses", (left, top, right, foot + 0.02), count))
    parts.append(row(rng, "bushes", (-0.05, foot - 0.03, 0.3, foot + 0.05), 4, tint=grey(0.95)))
    if rng.random() < 0.6:
        x = rng.choice((0.0, 0.62))
        box = (x, foot + 0.02, x + 0.38, foot + 0.1)
        parts.append(row(rng, "fence", box, 14))
    return parts + side_trees(rng, layers, 0.4) + foreground(rng, 0.7)


def park(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "meadow")
    foot = height_of(layers[number]) + 0.02
    parts: Parts = []
    if rng.random() < 0.5:
        parts += skyline(rng, number, foot, rng.uniform(0.24, 0.36))
    box = (-0.1, foot - rng.uniform(0.16, 0.24), 1.1, foot)
    parts.append(row(rng, "crowns", box, rng.randint(8, 12), number, grey(1.15)))
    parts.append(row(rng, "bushes", (-0.05, foot - 0.06, 1.05, foot + 0.02), 10, number))
    for side in (-1, 1):
        x, base = 0.5 + side * rng.uniform(0.26, 0.46), foot + rng.uniform(0.02, 0.1)
        box = (x - 0.1, base - rng.uniform(0.36, 0.5), x + 0.1, base)
        parts.append(row(rng, "trees", box, 1, tint=grey(rng.uniform(0.9, 1.1))))
    x, seat = rng.uniform(0.25, 0.75), foot + 0.07
    wood: Color = (0.58, 0.40, 0.27)
    parts += [
        Panel("shelf", (x - 0.08, seat - 0.05, x + 0.08, seat - 0.03), tint=wood),
        Panel("shelf", (x - 0.08, seat - 0.025, x + 0.08, seat - 0.005), tint=wood),
        Panel("metal", (x - 0.07, seat - 0.05, x - 0.06, seat + 0.03), tint=(0.26, 0.28, 0.3)),
        Panel("metal", (x + 0.06, seat - 0.05, x + 0.07, seat + 0.03), tint=(0.26, 0.28, 0.3)),
    ]
    return parts + lamps(rng, foot + 0.06, 1) + foreground(rng, 0.6)


def garden(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "meadow")
    foot = height_of(layers[number]) + 0.03
    box = (-0.1, foot - rng.uniform(0.24, 0.32), 1.1, foot)
    parts: Parts = [row(rng, "crowns", box, rng.randint(7, 10), number, grey(1.12))]
    if rng.random() < 0.5:
        parts.append(row(rng, "fence", (-0.02, foot - 0.12, 1.02, foot + 0.01), 34, number))
    else:
        parts.append(Panel("treeline", (-0.1, foot - 0.13, 1.1, foot + 0.01), "round", grey(0.95),
                           number))  # fmt: skip
    for side in (-1, 1):
        x, base = 0.5 + side * rng.uniform(0.3, 0.42), foot + rng.uniform(0.05, 0.10)
        box = (x - 0.2, base - 0.08, x + 0.2, base)
        parts.append(row(rng, "bushes", box, rng.randint(3, 5), tint=grey(1.0)))
        box = (x - 0.2, base - 0.08, x + 0.2, base)
        tint = rng.choice(PETALS)
        parts.append(row(rng, "blossoms", box, rng.randint(8, 14), tint=tint))
        box = (x - 0.22, base + 0.04, x + 0.22, base + 0.11)
        parts.append(row(rng, "blossoms", box, rng.randint(8, 14), tint=rng.choice(PETALS)))
    return parts + side_trees(rng, layers, 0.7) + foreground(rng, 1.0)


def market(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "pavement")
    foot = height_of(layers[number]) + 0.02
    parts: Parts = [row(rng, "houses", (-0.06, foot - rng.uniform(0.36, 0.44), 1.06, foot),
                        rng.randint(4, 6), number)]  # fmt: skip
    gap = rng.uniform(0.4, 0.6)
    for left, right in ((-0.04, gap - 0.08), (gap + 0.08, 1.04)):
        box = (left, foot - 0.15, right, foot + 0.08)
        parts.append(row(rng, "stalls", box, max(1, round((right - left) * 4.5))))
    return parts
