"""What grows and lies on the lands that nobody built."""

import random

from pipeline.model.plan.land.scatter import (
    PETALS,
    Parts,
    foreground,
    grey,
    height_of,
    number_of,
    row,
    side_trees,
    tree_line,
)
from pipeline.model.plan.land.values import FRONT, Color, Layer, Panel


def meadow(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts = tree_line(rng, layers, "grass", "meadow")
    number = number_of(layers, "meadow")
    if rng.random() < 0.5:
        x, foot = rng.uniform(0.05, 0.95), height_of(layers[number])
        box = (x - 0.15, foot - rng.uniform(0.04, 0.07), x + 0.15, foot + 0.02)
        parts.append(row(rng, "bushes", box, rng.randint(2, 5), number, grey(1.05)))
    return parts + side_trees(rng, layers) + foreground(rng, 0.8)


def forest(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """Ranks of trees, paler with the distance, under near trunks and leaves."""
    ground = number_of(layers, "grass")
    foot = max(layers[ground].line) + 0.03
    parts: Parts = []
    for rank, light in enumerate((1.5, 1.22, 0.95)):
        kind = rng.choice(("pines", "crowns", "pines"))
        top = rng.uniform(0.14, 0.24) + 0.10 * rank
        count = rng.randint(11, 17) if kind == "pines" else rng.randint(6, 10)
        parts.append(row(rng, kind, (-0.1, top, 1.1, foot), count, ground, grey(light)))
    trunks = (-0.05, -0.08, 1.05, foot + 0.015)
    parts.append(row(rng, "trunks", trunks, rng.randint(7, 12), ground, (0.44, 0.40, 0.40)))
    box = (-0.05, foot - 0.07, 1.05, foot + 0.03)
    parts.append(row(rng, "bushes", box, rng.randint(7, 11), ground, grey(0.92)))
    for side in (0, 1):
        if rng.random() < 0.8:
            x, wide = side + (0.5 - side) * rng.uniform(0.0, 0.12), rng.uniform(0.10, 0.2)
            box = (x - wide, -0.05, x + wide, rng.uniform(0.84, 0.96))
            parts.append(row(rng, "trunks", box, 1, tint=(0.30, 0.23, 0.20)))
    parts.append(row(rng, "overhang", (-0.25, -0.1, 1.25, rng.uniform(0.12, 0.24)),
                     rng.randint(8, 12), tint=grey(0.72)))  # fmt: skip
    return parts + foreground(rng, 0.9)


def mountains(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts = Parts()
    for name, tall, light in (("grass", 0.09, 1.25), ("meadow", 0.13, 1.08)):
        number = number_of(layers, name)
        if layers[number].material != name:
            continue
        line, left = layers[number].line, rng.choice((-0.05, rng.uniform(-0.4, 0.5)))
        right = 1.05 if left == -0.05 else left + rng.uniform(0.4, 0.9)  # a wood, or a part of one
        box = (left, min(line) - tall * rng.uniform(0.7, 1.0), right, max(line) + 0.02)
        parts.append(row(rng, "pines", box, round(40 * (right - left)), number, grey(light)))
    for side in (-1, 1):
        if rng.random() < 0.55:
            x, base = 0.5 + side * rng.uniform(0.36, 0.5), rng.uniform(0.72, 0.84)
            box = (x - 0.12, base - rng.uniform(0.3, 0.5), x + 0.12, base)
            parts.append(row(rng, "pines", box, rng.randint(2, 3), tint=grey(0.9)))
    return parts + foreground(rng, 0.6)


def beach(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts: Parts = []
    side = rng.choice((-1, 1))
    if rng.random() < 0.55:
        x = 0.5 + side * rng.uniform(0.3, 0.46)
        foot = height_of(layers[-1], x) + rng.uniform(0.02, 0.10)
        box = (x - 0.14, foot - rng.uniform(0.42, 0.62), x + 0.14, foot)
        parts.append(row(rng, "palms", box, rng.randint(1, 2), tint=grey(1.0)))
    if rng.random() < 0.6:
        x = 0.5 - side * rng.uniform(0.3, 0.5)
        foot = height_of(layers[-1], x) + rng.uniform(0.0, 0.06)
        box = (x - 0.16, foot - rng.uniform(0.05, 0.12), x + 0.16, foot + 0.02)
        parts.append(row(rng, "rocks", box, rng.randint(2, 4), tint=(0.56, 0.52, 0.50)))
    if rng.random() < 0.5:
        middle = rng.choice((0.05, 0.95))
        box = (middle - 0.16, 0.88, middle + 0.16, 1.05)
        parts.append(row(rng, "grasses", box, rng.randint(16, 26), tint=(1.2, 1.05, 0.8)))
    return parts


def island(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """An island with palms in the sea, seen from a boat."""
    x, foot = rng.uniform(0.38, 0.62), 0.635
    wide = rng.uniform(0.24, 0.36)
    box = (x - wide * 0.7, foot - rng.uniform(0.09, 0.15), x + wide * 0.7, foot)
    return [
        row(rng, "bushes", box, 3, tint=grey(0.95)),
        row(rng, "palms", (x - wide * 0.8, foot - rng.uniform(0.3, 0.38), x + wide * 0.8, foot),
            rng.randint(2, 5)),
        Panel("sand", (x - wide, foot - 0.02, x + wide, foot + 0.035), "oval"),
        Panel("foam", (x - wide, foot + 0.024, x + wide, foot + 0.032), "oval"),
        row(rng, "rocks", (x - wide, foot - 0.04, x + wide, foot + 0.02), 3),
    ]  # fmt: skip


def sea(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts: Parts = []
    for side in (-1, 1):
        if rng.random() < 0.35:
            x = 0.5 + side * rng.uniform(0.3, 0.5)
            box = (x - 0.14, rng.uniform(0.44, 0.53), x + 0.14, 0.62)
            parts.append(row(rng, "rocks", box, rng.randint(1, 3), tint=(0.50, 0.52, 0.58)))
    for _ in range(rng.choice((0, 1, 1, 2))):
        x, foot = rng.uniform(0.1, 0.9), height_of(layers[-1]) + rng.uniform(0.006, 0.03)
        parts += far_sail(rng, x, foot)
    return parts


def far_sail(rng: random.Random, x: float, foot: float) -> Parts:
    """A boat far out."""
    tall, lean = rng.uniform(0.045, 0.075), rng.choice((-1, 1))
    sail = rng.choice(((0.97, 0.95, 0.90), (0.90, 0.60, 0.44), (0.96, 0.86, 0.62)))
    half = tall * 0.30
    return [
        Panel("trim", (x - half, foot - tall, x + half, foot - tall * 0.16), "gable", sail),
        Panel("trunk", (x - half * 1.3, foot - tall * 0.17, x + half * 1.3, foot), "trapeze",
              (0.46, 0.32, 0.26), lean=-0.2),
        Panel("trunk", (x + lean * half * 0.05 - 0.0016, foot - tall * 1.04,
                        x + lean * half * 0.05 + 0.0016, foot - tall * 0.1), tint=(0.3, 0.24, 0.2)),
    ]  # fmt: skip


def lake(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts = tree_line(rng, layers, "water")
    x = rng.choice((0.08, 0.92)) + rng.uniform(-0.08, 0.08)
    foot = height_of(layers[-1], x) + 0.03
    parts.append(row(rng, "grasses", (x - 0.2, foot - 0.14, x + 0.2, foot), 26, tint=grey(1.0)))
    x = 1 - x
    foot = height_of(layers[-1], x) + 0.02
    parts.append(row(rng, "rocks", (x - 0.13, foot - 0.07, x + 0.13, foot), rng.randint(2, 4)))
    return parts + side_trees(rng, layers) + foreground(rng, 0.5)


def river(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts = tree_line(rng, layers, "grass", "meadow")
    for side in (-1, 1):
        x = 0.5 + side * rng.uniform(0.34, 0.5)
        foot = rng.uniform(0.72, 0.84)
        kind = rng.choice(("rocks", "bushes", "grasses"))
        count = 26 if kind == "grasses" else rng.randint(2, 4)
        box = (x - 0.13, foot - rng.uniform(0.06, 0.1), x + 0.13, foot)
        parts.append(row(rng, kind, box, count))
    return parts + side_trees(rng, layers) + foreground(rng, 0.4)


def waterfall(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    """Water over a cliff into a pool."""
    number = number_of(layers, "water")
    x, half = rng.uniform(0.36, 0.64), rng.uniform(0.07, 0.13)
    top, foot = height_of(layers[number - 1], x) + 0.02, height_of(layers[number])
    ledge = (top + foot) / 2
    parts: Parts = [
        row(rng, "pines", (-0.05, 0.1, 1.05, top + 0.08), rng.randint(10, 16), number - 1,
            grey(1.1)),
        Panel("waterfall", (x - half * 0.8, top, x + half * 0.8, ledge), behind=number),
        Panel("waterfall", (x - half, ledge - 0.01, x + half, foot + 0.02), "trapeze",
              behind=number, lean=0.2),
        Panel("foam", (x - half * 1.5, foot - 0.02, x + half * 1.5, foot + 0.05), "oval"),
        row(rng, "rocks", (x - half * 2.6, foot - 0.05, x - half * 0.8, foot + 0.04), 2),
        row(rng, "rocks", (x + half * 0.8, foot - 0.05, x + half * 2.6, foot + 0.04), 2),
    ]  # fmt: skip
    for side in (-1, 1):
        box = (0.5 + side * 0.44 - 0.2, foot - 0.12, 0.5 + side * 0.44 + 0.2, foot + 0.06)
        parts.append(row(rng, "bushes", box, rng.randint(2, 4), tint=grey(0.9)))
    if rng.random() < 0.5:
        box = (-0.25, -0.1, 1.25, rng.uniform(0.08, 0.16))
        parts.append(row(rng, "overhang", box, 9, tint=grey(0.7)))
    return parts + foreground(rng, 0.5)


def jungle(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    foot = height_of(layers[-1]) + 0.03
    parts: Parts = []
    for rank, light in enumerate((1.5, 1.15)):
        top = rng.uniform(0.10, 0.2) + 0.14 * rank
        box = (-0.1, top, 1.1, foot)
        parts.append(row(rng, "crowns", box, rng.randint(5, 8), len(layers) - 1, grey(light)))
    parts.append(row(rng, "trunks", (-0.05, 0, 1.05, foot), 6, len(layers) - 1, (0.40, 0.36, 0.32)))
    box = (-0.1, foot - rng.uniform(0.4, 0.5), 1.1, foot + 0.02)
    parts.append(row(rng, "palms", box, rng.randint(3, 5), len(layers) - 1, grey(1.1)))
    parts.append(row(rng, "bushes", (-0.05, foot - 0.13, 1.05, foot + 0.03), 7, FRONT, grey(0.95)))
    for side in (0, 1):
        x = side + (0.5 - side) * 0.1
        box = (x - 0.16, rng.uniform(0.56, 0.66), x + 0.16, 1.15)
        parts.append(row(rng, "palms", box, 2, tint=grey(0.75)))
    parts.append(row(rng, "overhang", (-0.2, -0.1, 1.2, rng.uniform(0.14, 0.26)), 10,
                     tint=grey(0.66)))  # fmt: skip
    box = (0.1, 0.84, 0.9, 1.0)
    parts.append(row(rng, "blossoms", box, rng.randint(3, 6), tint=rng.choice(PETALS)))
    return parts


def desert(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    parts: Parts = []
    number = number_of(layers, "dune")
    if rng.random() < 0.75:  # table mountains
        foot, side = max(layers[number].line) + 0.03, rng.choice((-1, 1))
        for n in range(rng.randint(1, 3)):
            x = 0.5 + side * (0.34 - 0.3 * n) + rng.uniform(-0.06, 0.06)
            half, tall = rng.uniform(0.06, 0.16), rng.uniform(0.08, 0.2) + 0.04
            rust = rng.uniform(0.92, 1.08)
            tint = (0.76 * rust, 0.50 * rust, 0.42 * rust)
            box = (x - half, foot - tall, x + half, foot)
            parts.append(Panel("rock", box, "trapeze", tint, number, rng.uniform(0.08, 0.18)))
    if rng.random() < 0.7:
        x = 0.5 + rng.choice((-1, 1)) * rng.uniform(0.26, 0.44)
        foot = height_of(layers[-1], x) + rng.uniform(0.03, 0.10)
        parts += cactus(rng, x, foot, rng.uniform(0.16, 0.28))
    if rng.random() < 0.7:
        x = rng.choice((0.1, 0.9)) + rng.uniform(-0.1, 0.1)
        foot = height_of(layers[-1], x) + rng.uniform(0.02, 0.1)
        box = (x - 0.14, foot - rng.uniform(0.05, 0.1), x + 0.14, foot)
        parts.append(row(rng, "rocks", box, rng.randint(1, 4), tint=(0.74, 0.52, 0.38)))
    if rng.random() < 0.35:
        x = rng.choice((0.2, 0.8)) + rng.uniform(-0.08, 0.08)
        foot = height_of(layers[-1], x)
        parts.append(row(rng, "palms", (x - 0.12, foot - 0.26, x + 0.12, foot + 0.01), 3))
    return parts


def cactus(rng: random.Random, x: float, foot: float, tall: float) -> Parts:
    """A column with two arms."""
    green: Color = rng.choice(((0.34, 0.54, 0.36), (0.40, 0.56, 0.34)))
    half, parts = tall * 0.085, Parts()
    for side in (-1, 1):
        out, low = x + side * half * 3.1, foot - tall * rng.uniform(0.38, 0.56)
        inner, outer = sorted((x, out + side * half * 0.62))
        parts += [
            Panel("kelp", (inner, low - half, outer, low + half * 0.3), "round", green),
            Panel("kelp", (out - half * 0.66, low - tall * rng.uniform(0.2, 0.3),
                           out + half * 0.66, low + half * 0.2), "round", green),
        ]  # fmt: skip
    return [*parts, Panel("kelp", (x - half, foot - tall, x + half, foot), "round", green)]


def snow(rng: random.Random, layers: tuple[Layer, ...]) -> Parts:
    number = number_of(layers, "snow")
    parts: Parts = []
    line = layers[number].line
    if rng.random() < 0.85:
        box = (-0.05, min(line) - rng.uniform(0.07, 0.13), 1.05, max(line) + 0.03)
        parts.append(row(rng, "pines", box, rng.randint(28, 44), number, (1.1, 1.1, 1.15)))
    for side in (-1, 1):
        if rng.random() < 0.7:
            x, base = 0.5 + side * rng.uniform(0.32, 0.5), rng.uniform(0.70, 0.84)
            box = (x - 0.12, base - rng.uniform(0.24, 0.42), x + 0.12, base)
            parts.append(row(rng, "pines", box, rng.randint(1, 3), tint=(0.95, 1.0, 1.05)))
    return parts
