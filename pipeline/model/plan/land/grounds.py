"""What stands on playgrounds, farms, stations, harbours and other grounds."""

import random
from itertools import pairwise

from pipeline.model.plan.land.scatter import (
    foreground,
    grey,
    height_of,
    number_of,
    row,
    side_trees,
    tree_line,
)
from pipeline.model.plan.land.towns import Layers, Parts, lamps, park, skyline
from pipeline.model.plan.land.values import Color, Panel, Row


def playground(rng: random.Random, layers: Layers) -> Parts:
    parts = park(rng, layers)[:3]
    foot = height_of(layers[-1]) + 0.05
    x = rng.uniform(0.14, 0.3)
    red: Color = rng.choice(((0.86, 0.34, 0.28), (0.30, 0.54, 0.76), (0.94, 0.70, 0.28)))
    blue: Color = rng.choice(((0.28, 0.52, 0.72), (0.36, 0.62, 0.46), (0.94, 0.76, 0.34)))
    top = foot - 0.30
    parts += [
        Panel("metal", (x - 0.02, top, x, foot), "slant", red, lean=-2.5),
        Panel("metal", (x + 0.26, top, x + 0.28, foot), "slant", red, lean=2.5),
        Panel("metal", (x - 0.01, top - 0.008, x + 0.27, top + 0.012), tint=red),
        *(Panel("fence", (x + at, top, x + at + 0.004, foot - 0.08), tint=(0.5, 0.5, 0.52))
          for at in (0.05, 0.11, 0.16, 0.22)),
        Panel("shelf", (x + 0.045, foot - 0.085, x + 0.12, foot - 0.07), tint=blue),
        Panel("shelf", (x + 0.155, foot - 0.085, x + 0.23, foot - 0.07), tint=blue),
    ]  # fmt: skip
    x = rng.uniform(0.62, 0.70)
    parts += [
        Panel("fence", (x - 0.012, foot - 0.26, x, foot), tint=blue),
        Panel("fence", (x + 0.07, foot - 0.26, x + 0.082, foot), tint=blue),
        *(Panel("fence", (x, foot - at, x + 0.07, foot - at + 0.010), tint=blue)
          for at in (0.06, 0.12, 0.18, 0.24)),
        Panel("enamel", (x + 0.08, foot - 0.26, x + 0.14, foot + 0.01), "slant", red, lean=2.4),
        Panel("sand", (0.12, foot + 0.06, 0.5, foot + 0.16), "oval"),
        Panel("shelf", (0.12, foot + 0.105, 0.5, foot + 0.175), "arch", (0.62, 0.44, 0.3), 0),
    ]  # fmt: skip
    return parts


def farm(rng: random.Random, layers: Layers) -> Parts:
    parts = tree_line(rng, layers, "grass", "furrows", "meadow")
    foot = height_of(layers[number_of(layers, "soil", "meadow")]) + 0.015
    x = rng.uniform(0.16, 0.30) if rng.random() < 0.5 else rng.uniform(0.62, 0.72)
    red: Color = rng.choice(((0.68, 0.26, 0.22), (0.60, 0.34, 0.24), (0.70, 0.62, 0.5)))
    grey_roof: Color = (0.50, 0.50, 0.54)
    parts += [
        Panel("metal", (x + 0.24, foot - 0.28, x + 0.31, foot), "round", (0.78, 0.80, 0.82)),
        Panel("metal", (x + 0.235, foot - 0.30, x + 0.315, foot - 0.23), "arch", (0.6, 0.4, 0.36)),
        Panel("house", (x, foot - 0.15, x + 0.25, foot), tint=red),
        Panel("roof", (x - 0.015, foot - 0.25, x + 0.265, foot - 0.145), "trapeze", grey_roof,
              lean=0.35),
        Panel("trim", (x + 0.075, foot - 0.11, x + 0.175, foot)),
        Panel("house", (x + 0.082, foot - 0.103, x + 0.168, foot), tint=red),
        Panel("pane", (x + 0.11, foot - 0.20, x + 0.14, foot - 0.16)),
        row(rng, "fence", (-0.02, foot - 0.02, 1.02, foot + 0.05), 26, tint=(0.66, 0.54, 0.42)),
    ]  # fmt: skip
    return parts + side_trees(rng, layers, 0.4) + foreground(rng, 0.5)


def station(rng: random.Random, layers: Layers) -> Parts:
    """A platform with a roof, rails beside it."""
    number = number_of(layers, "gravel")
    foot = height_of(layers[number]) + 0.01
    green: Color = rng.choice(((0.28, 0.42, 0.38), (0.42, 0.30, 0.28), (0.30, 0.36, 0.48)))
    parts: Parts = [row(rng, "crowns", (-0.1, foot - 0.22, 1.1, foot), 11, number, grey(1.15))]
    for at in (0.25, 0.55):
        y = foot + 0.015 + at * 0.14
        for off in (0.0, 0.02):
            parts.append(Panel("metal", (-0.1, y + off, 1.1, y + off + 0.006)))
    if rng.random() < 0.5:
        parts += carriages(rng, foot + 0.06)
    edge = foot + 0.14
    parts += [
        Panel("stone", (-0.1, edge, 1.1, edge + 0.05), tint=(0.62, 0.59, 0.56)),
        Panel("pavement", (-0.1, edge + 0.03, 1.1, 1.1)),
        Panel("line", (-0.1, edge + 0.052, 1.1, edge + 0.068), tint=(0.95, 0.80, 0.32)),
        Panel("roof", (-0.1, 0.03, 1.1, 0.14), tint=green),
        Panel("trim", (-0.1, 0.14, 1.1, 0.165), tint=(0.90, 0.86, 0.76)),
    ]
    for n in range(4):
        x = 0.06 + 0.29 * n + rng.uniform(-0.02, 0.02)
        parts += [
            Panel("metal", (x - 0.012, 0.15, x + 0.012, 0.84), tint=green),
            Panel("metal", (x - 0.022, 0.81, x + 0.022, 0.845), tint=green),
        ]
    x = rng.uniform(0.35, 0.6)
    parts += [
        Panel("trim", (x - 0.11, 0.20, x + 0.11, 0.29), "round"),
        Panel("blackboard", (x - 0.10, 0.21, x + 0.10, 0.28), "round", (0.26, 0.38, 0.56)),
        Panel("trim", (x + 0.2, 0.18, x + 0.27, 0.18 + 0.07), "oval", (0.24, 0.26, 0.3)),
        Panel("trim", (x + 0.206, 0.186, x + 0.264, 0.244), "oval"),
    ]
    return parts


def carriages(rng: random.Random, foot: float) -> Parts:
    """A train that waits behind the platform."""
    top, wheel = foot - rng.uniform(0.19, 0.23), (0.26, 0.27, 0.3)
    paint: Color = rng.choice(((0.70, 0.30, 0.28), (0.28, 0.46, 0.62), (0.30, 0.50, 0.40)))
    ends = rng.choice(((-0.3, 0.34, 0.98), (0.02, 0.66, 1.3)))
    parts: Parts = []
    for left, right in pairwise(ends):
        left, right = left + 0.008, right - 0.008
        parts += [
            *(Panel("metal", (left + at, foot - 0.025, left + at + 0.05, foot + 0.012), "oval",
                    wheel) for at in (0.06, 0.13, 0.46, 0.53)),
            Panel("metal", (left, top + 0.01, right, foot - 0.012), "round", paint),
            Panel("metal", (left - 0.004, top - 0.004, right + 0.004, top + 0.03), "round",
                  (0.44, 0.45, 0.48)),
            Panel("trim", (left, foot - 0.075, right, foot - 0.06), tint=(0.94, 0.90, 0.80)),
            *(Panel("pane", (left + at, top + 0.05, left + at + 0.075, top + 0.11), "round")
              for at in (0.04, 0.15, 0.26, 0.37, 0.48)),
        ]  # fmt: skip
    return parts


def harbour(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "sea")
    shore = height_of(layers[number]) + 0.005
    parts: Parts = [
        row(rng, "houses", (-0.05, shore - rng.uniform(0.13, 0.2), rng.uniform(0.6, 1.1), shore),
            rng.randint(7, 10), number),
        row(rng, "masts", (0.05, shore - 0.2, 0.95, shore + 0.05), rng.randint(3, 6)),
    ]  # fmt: skip
    quay = 0.80
    parts += [
        Panel("stone", (-0.1, quay, 1.1, quay + 0.06), tint=(0.56, 0.53, 0.50)),
        Panel("floorboards", (-0.1, quay - 0.012, 1.1, 1.1), tint=(0.66, 0.58, 0.50)),
    ]
    for x in (0.1, 0.5, 0.9):
        parts.append(Panel("metal", (x - 0.022, quay - 0.05, x + 0.022, quay + 0.02), "round",
                           (0.28, 0.30, 0.34)))  # fmt: skip
    return parts


def airport(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "road")
    foot = height_of(layers[number]) + 0.01
    x = rng.choice((0.16, 0.80))
    left = 0.02 if x > 0.5 else 0.3
    white: Color = (0.86, 0.88, 0.90)
    parts: Parts = [
        Panel("house", (left, foot - 0.11, left + 0.68, foot), tint=white),
        Panel("roof", (left - 0.02, foot - 0.15, left + 0.70, foot - 0.10), "trapeze",
              (0.62, 0.68, 0.74), lean=0.12),
        Row("panes", (left + 0.02, foot - 0.09, left + 0.66, foot - 0.02), 22, 0.0),
        Panel("lit pane", (left + 0.02, foot - 0.09, left + 0.66, foot - 0.02)),
        Panel("house", (x - 0.018, foot - 0.28, x + 0.018, foot), tint=white),
        Panel("pane", (x - 0.05, foot - 0.34, x + 0.05, foot - 0.275), "trapeze", lean=-0.3),
        Panel("roof", (x - 0.05, foot - 0.36, x + 0.05, foot - 0.335), tint=(0.8, 0.34, 0.3)),
    ]  # fmt: skip
    parts[2], parts[3] = parts[3], parts[2]
    return parts + runway(rng, foot)


def runway(rng: random.Random, top: float) -> Parts:
    far = rng.uniform(0.4, 0.6)
    parts: Parts = []
    y = top + 0.05
    while y < 1.0:
        deep = (y - top) * 0.34
        half = (y - top) * 0.028
        x = far + (0.5 - far) * (y - top) / (1 - top)
        parts.append(Panel("line", (x - half, y, x + half, y + deep), "trapeze", lean=0.2))
        y += deep * 2.2
    edge: Parts = []
    for side in (-1, 1):
        box = (0.5 + side * 0.50 - 0.02, top + 0.02, 0.5 + side * 0.50 + 0.02, 1.02)
        edge.append(Panel("line", box, "slant", lean=side * 9.0))
    return [*parts, *edge]


def parking(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "road")
    foot = height_of(layers[number]) + 0.01
    parts: Parts = []
    if rng.random() < 0.6:
        parts += skyline(rng, number, foot, rng.uniform(0.24, 0.36))
    box = (-0.1, foot - rng.uniform(0.1, 0.16), 1.1, foot)
    parts.append(row(rng, "crowns", box, 12, number, grey(1.05)))
    parts.append(Panel("pavement", (-0.1, foot - 0.008, 1.1, foot + 0.02)))
    for top, deep, count in ((foot + 0.05, 0.10, 8), (foot + 0.24, 0.16, 6)):
        parts.append(Panel("line", (-0.1, top - 0.006, 1.1, top)))
        for n in range(count + 1):
            x = -0.02 + n * 1.04 / count
            lean = (x - 0.5) * deep / 0.6 / 0.012
            parts.append(Panel("line", (x - 0.006, top, x + 0.006, top + deep), "slant", lean=lean))
    return parts + lamps(rng, foot + 0.06, 1)


def stadium(rng: random.Random, layers: Layers) -> Parts:
    number = number_of(layers, "pitch")
    foot = height_of(layers[number])
    top = foot - rng.uniform(0.30, 0.36)
    wall: Color = rng.choice(((0.30, 0.44, 0.62), (0.62, 0.30, 0.30), (0.34, 0.46, 0.40)))
    parts: Parts = [
        row(rng, "stands", (-0.1, top, 1.1, foot - 0.03), rng.randint(8, 11), number),
        Panel("roof", (-0.1, top - 0.07, 1.1, top + 0.01), tint=(0.80, 0.82, 0.86), behind=number),
        Panel("panel", (-0.1, foot - 0.04, 1.1, foot + 0.01), tint=wall, behind=number),
    ]
    for x in (0.12, 0.88):
        parts += [
            Panel("metal", (x - 0.006, top - 0.22, x + 0.006, top), behind=number),
            Panel("lamp", (x - 0.05, top - 0.26, x + 0.05, top - 0.19), "round", behind=number),
        ]
    line = foot + 0.07
    parts += [
        Panel("line", (-0.1, line, 1.1, line + 0.007)),
        Panel("line", (0.28, foot + 0.20, 0.72, foot + 0.36), "oval"),
        Panel("pitch", (0.29, foot + 0.207, 0.71, foot + 0.352), "oval"),
        Panel("line", (-0.1, foot + 0.275, 1.1, foot + 0.285)),
    ]
    return parts
