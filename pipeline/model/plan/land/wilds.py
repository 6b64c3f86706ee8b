"""What grows and lies on the lands that nobody built."""

import random
from collections.abc import Callable

from pipeline.model.plan.land.sampling import look
from pipeline.model.plan.land.values import FRONT, POINTS, Color, Layer, Panel, Part, Row

Parts = list[Part]
FAR, NEAR = 1.25, 0.85  # tints of what changes with the season
PETALS: tuple[Color, ...] = (
    (0.96, 0.94, 0.90), (0.96, 0.72, 0.78), (0.90, 0.36, 0.34), (0.98, 0.82, 0.34),
    (0.66, 0.56, 0.86), (0.42, 0.56, 0.90), (0.98, 0.62, 0.30),
)  # fmt: skip


def grey(light: float) -> Color:
    return light, light, light


def row(
    rng: random.Random, kind: str, box, count: int, behind: int = FRONT, tint: Color | None = None
) -> Row:
    return Row(kind, box, count, look(rng), tint, behind)


def height_of(layer: Layer, x: float = 0.5) -> float:
    """Its line's height at x."""
    return layer.line[round(min(1.0, max(0.0, x)) * (POINTS - 1))]


def number_of(layers: tuple[Layer, ...], *materials: str) -> int:
    """The first layer of one of the materials; the last layer when there is none."""
    names = [layer.material for layer in layers]
    return next((n for n, name in enumerate(names) if name in materials), len(names) - 1)


def tree_line(rng: random.Random, layers: tuple[Layer, ...], *materials: str) -> Parts:
    """Far woods behind the first layer of the materials: leafy, of pines, or both."""
    number = number_of(layers, *materials)
    line = layers[number].line
    top, foot = min(line) - rng.uniform(0.05, 0.09), max(line) + 0.03
    parts: Parts = []
    for kind, share, tall in (("pines", 0.5, 0.06), ("crowns", 0.7, 0.02)):
        if rng.random() < share:
            left = rng.uniform(-0.3, 0.3) if rng.random() < 0.5 else -0.05
            right = left + rng.uniform(0.5, 1.2)
            box = (left, top - tall * rng.random(), right, foot)
            count = round((right - left) * (34 if kind == "pines" else 18))
            parts.append(row(rng, kind, box, count, number, grey(1.08)))
    return parts


def foreground(rng: random.Random, share: float = 0.6) -> Parts:
    """Blades, flowers and a bush or stone at the foot of the picture."""
    parts: Parts = []
    side = rng.choice((-1, 1))
    if rng.random() < share:
        middle = 0.5 + side * rng.uniform(0.3, 0.5)
        box = (middle - 0.2, rng.uniform(0.86, 0.93), middle + 0.2, 1.05)
        parts.append(row(rng, "grasses", box, rng.randint(24, 44), tint=grey(NEAR)))
        if rng.random() < 0.7:
            box = (middle - 0.18, box[1] - 0.01, middle + 0.18, 1.0)
            parts.append(row(rng, "blossoms", box, rng.randint(3, 8), tint=rng.choice(PETALS)))
    if rng.random() < share * 0.5:
        x = 0.5 - side * rng.uniform(0.34, 0.52)
        parts.append(row(rng, "rocks", (x - 0.10, 0.86, x + 0.10, 0.95), rng.randint(1, 3)))
    return parts


def side_trees(rng: random.Random, layers: tuple[Layer, ...], chance: float = 0.7) -> Parts:
    """A tree or two at the sides, on the last layer but before what is in front."""
    parts: Parts = []
    for side in (-1, 1):
        if rng.random() < chance * 0.6:
            x = 0.5 + side * rng.uniform(0.32, 0.52)
            foot = height_of(layers[-1], x) + rng.uniform(0.01, 0.06)
            tall = rng.uniform(0.26, 0.5)
            box = (x - 0.08, foot - tall, x + 0.08, foot)
            parts.append(row(rng, "trees", box, 1, tint=grey(rng.uniform(0.85, 1.1))))
    return parts


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
    number, foot = number_of(layers, "meadow"), max(layers[-1].line) + 0.02
    top = min(layers[-1].line) - rng.uniform(0.08, 0.13)
    parts: Parts = [row(rng, "pines", (-0.05, top - 0.02, 1.05, foot), rng.randint(34, 48), number,
                        grey(1.12))]  # fmt: skip
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
    return parts


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


Furnisher = Callable[[random.Random, tuple[Layer, ...]], Parts]
