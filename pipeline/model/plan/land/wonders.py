"""What stands in strange places: caves, the sea floor, space, volcanoes, ruins."""

import random

from pipeline.model.plan.land.scatter import (
    Parts,
    foreground,
    height_of,
    number_of,
    row,
    side_trees,
    tree_line,
)
from pipeline.model.plan.land.values import Color, Layer, Panel


def cave(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """A mouth of light far in, stone all around, crystals now and then."""
    x, wide = rng.uniform(0.3, 0.7), rng.uniform(0.12, 0.2)
    foot = height_of(layers[number_of(layers, "soil")]) + 0.03
    number = number_of(layers, "rock")
    parts: Parts = [
        Panel("rock", (x - wide * 1.9, foot - 0.56, x + wide * 1.9, foot + 0.1), "arch",
              (0.36, 0.32, 0.38), number),
        Panel("window", (x - wide, foot - rng.uniform(0.34, 0.44), x + wide, foot + 0.1), "arch",
              behind=number),
        row(rng, "icicles", (-0.05, -0.02, 1.05, rng.uniform(0.2, 0.34)), rng.randint(9, 15),
            tint=(0.30, 0.27, 0.33)),
        Panel("light", (x - wide * 1.1, foot, x + wide * 1.1, 1.0), "trapeze", lean=0.3),
    ]  # fmt: skip
    for side in (-1, 1):
        base, at = rng.uniform(0.8, 0.92), 0.5 + side * rng.uniform(0.3, 0.48)
        box = (at - 0.16, base - rng.uniform(0.12, 0.26), at + 0.16, base)
        parts.append(row(rng, "rocks", box, rng.randint(2, 3), tint=(0.40, 0.36, 0.40)))
    return parts


def underwater(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts: Parts = []
    number = len(layers) - 1
    box = (-0.05, rng.uniform(0.5, 0.6), 1.05, max(layers[-1].line) + 0.04)
    parts.append(row(rng, "rocks", box, rng.randint(3, 6), number, (0.20, 0.44, 0.58)))
    for side in (-1, 1):
        x, foot = 0.5 + side * rng.uniform(0.28, 0.46), rng.uniform(0.86, 0.98)
        parts.append(row(rng, "kelp", (x - 0.13, rng.uniform(0.3, 0.5), x + 0.13, foot),
                         rng.randint(4, 8)))  # fmt: skip
        box = (x - 0.18, foot - rng.uniform(0.08, 0.14), x + 0.18, foot + 0.03)
        parts.append(row(rng, "rocks", box, rng.randint(2, 4), tint=(0.34, 0.46, 0.54)))
        for _ in range(rng.randint(2, 4)):
            at, size = x + rng.uniform(-0.2, 0.2), rng.uniform(0.03, 0.07)
            color = rng.choice(((0.90, 0.48, 0.46), (0.94, 0.66, 0.36), (0.72, 0.46, 0.76)))
            box = (at - size, foot - size * 1.2, at + size, foot + size)
            parts.append(Panel("coral", box, "oval", color))
    for _ in range(rng.randint(2, 4)):  # the sun's light from above
        x, wide = rng.uniform(0.05, 0.95), rng.uniform(0.05, 0.12)
        box = (x - wide, -0.05, x + wide, rng.uniform(0.6, 0.85))
        parts.insert(0, Panel("light", box, "slant", None, number, rng.uniform(0.6, 1.6)))
    for _ in range(rng.randint(2, 4)):
        parts += _bubbles(rng, rng.uniform(0.06, 0.94), rng.uniform(0.3, 0.75))
    return parts


def _bubbles(rng: random.Random, x: float, y: float) -> Parts:
    """A few that rise, larger to the top."""
    parts = Parts()
    for n in range(rng.randint(3, 5)):
        size, at = 0.006 + 0.003 * n, x + rng.uniform(-0.012, 0.012)
        foot = y - 0.045 * n
        box = (at - size, foot - size, at + size, foot + size)
        parts.append(Panel("foam", box, "oval", (0.62, 0.84, 0.94)))
    return parts


def space(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """A large planet and small ones, at times with a ring."""
    number = 1
    parts: Parts = []
    colors: tuple[Color, ...] = (
        (0.82, 0.56, 0.42), (0.42, 0.58, 0.80), (0.74, 0.70, 0.56), (0.62, 0.46, 0.72),
        (0.46, 0.70, 0.62), (0.86, 0.74, 0.50),
    )  # fmt: skip
    for size in (rng.uniform(0.10, 0.28), rng.uniform(0.03, 0.07), rng.uniform(0.015, 0.04)):
        x, y = rng.uniform(0.08, 0.92), rng.uniform(0.1, 0.6)
        color = rng.choice(colors)
        ring = rng.random() < 0.4 and size > 0.06
        if ring:
            box = (x - size * 1.9, y - size * 0.32, x + size * 1.9, y + size * 0.32)
            parts.append(Panel("planet", box, "oval", (0.80, 0.74, 0.64), number))
            box = (x - size * 1.6, y - size * 0.22, x + size * 1.6, y + size * 0.22)
            parts.append(Panel("space", box, "oval", None, number))
        box = (x - size, y - size, x + size, y + size)
        parts.append(Panel("planet", box, "oval", color, number))
        if ring:
            box = (x - size * 1.9, y + size * 0.02, x + size * 1.9, y + size * 0.10)
            parts.append(Panel("planet", box, "oval", (0.80, 0.74, 0.64), number))
    return parts


def moon(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """Craters, and the earth in the sky."""
    x, y, size = rng.uniform(0.15, 0.85), rng.uniform(0.14, 0.32), rng.uniform(0.06, 0.11)
    parts: Parts = [Panel("planet", (x - size, y - size, x + size, y + size), "oval",
                          (0.36, 0.58, 0.84), 1)]  # fmt: skip
    for _ in range(rng.randint(5, 9)):
        at = rng.uniform(0.70, 1.0)
        wide, x = (at - 0.55) * rng.uniform(0.15, 0.5), rng.uniform(0, 1)
        deep = wide * 0.28
        for grow, light in ((1.14, 0.74), (1.0, 0.44), (0.8, 0.54)):
            box = (x - wide * grow, at - deep * grow, x + wide * grow, at + deep * grow)
            parts.append(Panel("moon ground", box, "oval", (light, light, light * 1.03)))
    box = (0.0, 0.86, 1.0, 0.98)
    parts.append(row(rng, "rocks", box, rng.randint(2, 4), tint=(0.58, 0.58, 0.61)))
    return parts


def swamp(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """Bare and leafy trees in dark water, reeds, lily pads."""
    number = number_of(layers, "water")
    foot = height_of(layers[number]) + 0.02
    parts: Parts = [
        row(rng, "crowns", (-0.1, 0.22, 1.1, foot), rng.randint(6, 9), number, (1.1, 1.15, 1.2)),
        row(rng, "trunks", (-0.05, 0.12, 1.05, foot + 0.06), rng.randint(6, 9),
            tint=(0.36, 0.34, 0.32)),
    ]  # fmt: skip
    for _ in range(rng.randint(7, 12)):
        y, x = rng.uniform(0.7, 0.96), rng.uniform(0, 1)
        size = (y - 0.5) * 0.14
        box = (x - size, y - size * 0.25, x + size, y + size * 0.25)
        parts.append(Panel("leaves", box, "oval", (1.0, 1.1, 0.95)))
    for side in (0, 1):
        x = side + rng.uniform(-0.06, 0.06)
        box = (x - 0.22, rng.uniform(0.66, 0.76), x + 0.22, 1.05)
        parts.append(row(rng, "grasses", box, 26, tint=(0.9, 0.85, 0.7)))
    parts.append(row(rng, "overhang", (-0.2, -0.1, 1.2, 0.16), 9, tint=(0.7, 0.75, 0.7)))
    return parts


def volcano(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """A cone that spits, streams of lava, black ground."""
    number, x = number_of(layers, "soil"), rng.uniform(0.35, 0.65)
    foot, top = height_of(layers[number]) + 0.04, rng.uniform(0.2, 0.28)
    dark, middle = (0.34, 0.28, 0.31), (top + foot) / 2 - 0.02
    parts: Parts = [
        Panel("cloth", (x - 0.04, top - 0.22, x + 0.05, top + 0.02), "oval", (0.46, 0.42, 0.45),
              number),
        Panel("cloth", (x - 0.02, top - 0.30, x + 0.16, top - 0.08), "oval", (0.42, 0.38, 0.42),
              number),
        Panel("rock", (x - 0.20, top, x + 0.20, middle + 0.004), "trapeze", dark, number, 0.66),
        Panel("rock", (x - 0.56, middle, x + 0.56, foot), "trapeze", dark, number, 0.643),
        Panel("lava", (x - 0.068, top - 0.012, x + 0.068, top + 0.018), "oval", None, number),
        Panel("lava", (x - 0.05, top, x + 0.02, middle), "trapeze", None, number, 0.5),
        Panel("lava", (x - 0.085, middle - 0.004, x + 0.055, foot), "trapeze", None, number, 0.5),
        Panel("lava", (x + 0.035, top + 0.02, x + 0.05, foot - 0.1), "slant", None, number, 4.0),
        row(rng, "rocks", (-0.05, 0.78, 1.05, 0.92), rng.randint(3, 5), tint=dark),
    ]  # fmt: skip
    return parts


def ruins(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """Columns and arches of old stone in the grass."""
    parts = tree_line(rng, layers, "grass", "meadow")
    foot = height_of(layers[-1]) + 0.03
    left = rng.uniform(0.04, 0.25)
    right = left + rng.uniform(0.5, 0.68)
    top = foot - rng.uniform(0.28, 0.4)
    beam = left + (right - left) * rng.uniform(0.3, 0.6)
    stone: Color = rng.choice(((0.76, 0.71, 0.62), (0.68, 0.68, 0.66), (0.80, 0.72, 0.60)))
    count = rng.randint(4, 6)
    parts += [
        Panel("stone", (left - 0.03, foot - 0.02, right + 0.03, foot + 0.025), tint=stone),
        row(rng, "pillars", (left, top, right, foot), count, tint=stone),
        Panel("stone", (left, top - 0.035, beam, top + 0.004), tint=stone),
        row(rng, "rocks", (right - 0.2, foot - 0.03, right + 0.14, foot + 0.06), 3, tint=stone),
        row(rng, "bushes", (left - 0.12, foot - 0.06, left + 0.1, foot + 0.04), 2),
    ]  # fmt: skip
    return parts + side_trees(rng, layers, 0.5) + foreground(rng, 0.7)
