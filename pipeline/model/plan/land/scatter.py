"""Woods, flowers and stones that many places share."""

import random

from pipeline.model.plan.land.values import FRONT, POINTS, Color, Layer, Part, Row, look

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
