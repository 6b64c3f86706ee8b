"""What hangs and stands in rooms."""

import random

from pipeline.model.plan.land.furniture import (
    FABRICS,
    WHITE,
    WOODS,
    Layers,
    Parts,
    bookcase,
    floor_of,
    pendants,
    pictures,
    plant,
    rug,
    skirting,
    sunbeam,
    window,
    window_at,
)
from pipeline.model.plan.land.scatter import row
from pipeline.model.plan.land.values import Color, Panel


def room(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), window_at(rng)
    far = box[0] < 0.5
    parts = skirting(layers) + window(rng, box)
    parts += pictures(rng, 0.5 if far else 0.1, 0.9 if far else 0.5, 0.34, rng.randint(1, 3))
    if rng.random() < 0.75:
        parts += rug(rng, floor)
    corner = 0.92 if far else 0.08
    if rng.random() < 0.5:
        parts += plant(rng, corner, floor + 0.05, rng.uniform(0.24, 0.34))
    else:
        parts += sideboard(rng, corner + (-0.08 if far else 0.08), floor)
    return parts + sunbeam(box, floor)


def sideboard(rng: random.Random, x: float, floor: float) -> Parts:
    """A low cupboard on legs, a lamp and books or a plant on it."""
    wood, wide, top = rng.choice(WOODS), 0.15, floor - 0.13
    pale: Color = tuple(min(1.0, c * 1.12) for c in wood)  # type: ignore[assignment]
    parts: Parts = [
        *(Panel("metal", (x + s * wide * 0.85 - 0.006, floor - 0.01, x + s * wide * 0.85 + 0.006,
                          floor + 0.035), tint=(0.34, 0.26, 0.22)) for s in (-1, 1)),
        Panel("shelf", (x - wide, top, x + wide, floor), "round", wood),
        *(Panel("shelf", (x + n * 0.146 - 0.143, top + 0.018, x + n * 0.146 - 0.005, floor - 0.014),
                tint=pale) for n in (0, 1)),
        *(Panel("metal", (x + s * 0.012 - 0.003, top + 0.05, x + s * 0.012 + 0.003, top + 0.07),
                tint=(0.4, 0.34, 0.3)) for s in (-1, 1)),
    ]  # fmt: skip
    lamp, other = rng.sample((x - 0.09, x + 0.09), 2)
    parts += [
        Panel("metal", (lamp - 0.005, top - 0.06, lamp + 0.005, top), tint=(0.4, 0.34, 0.3)),
        Panel("lamp", (lamp - 0.038, top - 0.13, lamp + 0.038, top - 0.055), "trapeze", lean=0.4),
    ]
    if rng.random() < 0.5:
        return parts + plant(rng, other, top + 0.004, rng.uniform(0.11, 0.15))
    stack = (other - 0.045, top - 0.05, other + 0.045, top)
    return [*parts, row(rng, "books", stack, 1)]


def sofa(rng: random.Random, x: float, floor: float) -> Parts:
    color, foot = rng.choice(FABRICS), floor + 0.055
    light: Color = tuple(min(1.0, c * 1.10) for c in color)  # type: ignore[assignment]
    wide = 0.19
    parts: Parts = [
        Panel("cloth", (x - wide, foot - 0.20, x + wide, foot - 0.04), "round", color),
        Panel("cloth", (x - wide, foot - 0.10, x, foot - 0.02), "round", light),
        Panel("cloth", (x, foot - 0.10, x + wide, foot - 0.02), "round", light),
        Panel("cloth", (x - wide - 0.05, foot - 0.14, x - wide + 0.02, foot), "round", color),
        Panel("cloth", (x + wide - 0.02, foot - 0.14, x + wide + 0.05, foot), "round", color),
        Panel("cloth", (x - wide, foot - 0.04, x + wide, foot - 0.004), tint=color),
    ]
    for at in (x - wide * 0.7, x + wide * 0.5):
        pillow = (at - 0.045, foot - 0.165, at + 0.045, foot - 0.085)
        parts.append(Panel("cloth", pillow, "round", rng.choice(FABRICS)))
    return parts


def floor_lamp(rng: random.Random, x: float, floor: float) -> Parts:
    head, foot = floor - rng.uniform(0.30, 0.36), floor + 0.04
    return [
        Panel("metal", (x - 0.004, head, x + 0.004, foot), tint=(0.4, 0.34, 0.3)),
        Panel("metal", (x - 0.04, foot - 0.01, x + 0.04, foot + 0.012), "oval", (0.4, 0.34, 0.3)),
        Panel("lamp", (x - 0.055, head - 0.05, x + 0.055, head + 0.05), "trapeze", lean=0.4),
    ]


def living_room(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), window_at(rng)
    left = box[0] < 0.5
    parts = skirting(layers) + window(rng, box)
    case = (0.80, 0.26, 0.98, floor + 0.02) if left else (0.02, 0.26, 0.20, floor + 0.02)
    parts += bookcase(rng, case, 4)
    x = 0.60 if left else 0.40
    parts += pictures(rng, x - 0.16, x + 0.14, 0.30, rng.randint(1, 2))
    parts += rug(rng, floor) + sofa(rng, x - 0.04, floor)
    return parts + floor_lamp(rng, x - 0.32 if left else x + 0.30, floor) + sunbeam(box, floor)


def bedroom(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), window_at(rng)
    left = box[0] < 0.5
    parts = skirting(layers) + window(rng, box)
    x, wood, cloth = (0.64 if left else 0.36), rng.choice(WOODS), rng.choice(FABRICS)
    foot, wide = floor + 0.15, 0.2
    pale: Color = tuple(min(1.0, c * 1.15) for c in cloth)  # type: ignore[assignment]
    parts += pictures(rng, x - 0.16, x + 0.16, 0.26, rng.randint(1, 2))
    parts += rug(rng, floor)[:2]
    parts += [
        Panel("shelf", (x - wide - 0.015, floor - 0.20, x + wide + 0.015, foot), "round", wood),
        Panel("cloth", (x - wide, floor - 0.07, x + wide, foot + 0.01), "round", WHITE),
        Panel("cloth", (x - wide + 0.015, floor - 0.11, x - 0.01, floor - 0.015), "round", WHITE),
        Panel("cloth", (x + 0.01, floor - 0.11, x + wide - 0.015, floor - 0.015), "round", WHITE),
        Panel("cloth", (x - wide - 0.02, floor, x + wide + 0.02, foot + 0.05), "round", cloth),
        Panel("cloth", (x - wide - 0.02, floor, x + wide + 0.02, floor + 0.035), "round", pale),
    ]
    side = x - 0.30 if left else x + 0.30
    parts += [
        Panel("shelf", (side - 0.06, floor - 0.05, side + 0.06, floor + 0.06), tint=wood),
        Panel("metal", (side - 0.005, floor - 0.10, side + 0.005, floor - 0.05)),
        Panel(
            "lamp", (side - 0.035, floor - 0.15, side + 0.035, floor - 0.09), "trapeze", lean=0.4
        ),
    ]
    return parts + sunbeam(box, floor)


def kitchen(rng: random.Random, layers: Layers) -> Parts:
    floor = floor_of(layers)
    x, paint = rng.uniform(0.34, 0.66), rng.choice(FABRICS[1:])
    top = floor - 0.17
    box = (x - 0.12, 0.18, x + 0.12, 0.44)
    parts = window(rng, box, curtains=rng.random() < 0.5)
    parts.insert(0, Panel("wall tiles", (-0.1, top - 0.10, 1.1, top)))
    for left, right in ((-0.04, x - 0.20), (x + 0.20, 1.04)):
        parts += _cupboards(left, right, 0.12, 0.36, paint)
    parts.append(Panel("counter", (-0.1, top, 1.1, floor + 0.03), tint=paint))
    parts += _cupboards(-0.02, 1.02, top + 0.04, floor + 0.01, paint)
    parts.append(Panel("stone", (-0.1, top - 0.018, 1.1, top + 0.016), tint=(0.82, 0.78, 0.72)))
    stove = 0.16 if x > 0.5 else 0.84
    parts += [
        Panel("enamel", (stove - 0.09, top - 0.008, stove + 0.09, floor + 0.03)),
        Panel("pane", (stove - 0.06, top + 0.065, stove + 0.06, floor - 0.01), "round"),
        Panel("metal", (stove - 0.06, top + 0.035, stove + 0.06, top + 0.045)),
        Panel(
            "metal", (stove - 0.07, top - 0.02, stove + 0.07, top - 0.006), tint=(0.2, 0.2, 0.22)
        ),
        Panel("metal", (x - 0.006, top - 0.08, x + 0.006, top - 0.015)),
        Panel("metal", (x - 0.006, top - 0.085, x + 0.045, top - 0.070), "round"),
    ]
    return parts + pendants(rng, 2, 0.1) + sunbeam(box, floor)


def _cupboards(left: float, right: float, top: float, bottom: float, color: Color) -> Parts:
    count = max(1, round((right - left) / 0.15))
    wide = (right - left) / count
    parts: Parts = []
    pale: Color = tuple(min(1.0, c * 1.10) for c in color)  # type: ignore[assignment]
    for n in range(count):
        x = left + n * wide
        parts += [
            Panel("counter", (x + 0.004, top, x + wide - 0.004, bottom), tint=color),
            Panel("counter", (x + 0.022, top + 0.02, x + wide - 0.022, bottom - 0.02), tint=pale),
            Panel("metal", (x + wide * 0.42, top + 0.008, x + wide * 0.58, top + 0.016)),
        ]
    return parts


def bathroom(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), window_at(rng, 0.14, 0.18)
    box = (box[0], box[1], box[2], 0.38)
    left = box[0] < 0.5
    tile = rng.choice(((0.80, 0.90, 0.92), (0.90, 0.92, 0.90), (0.78, 0.88, 0.82)))
    x = 0.70 if left else 0.30
    wood = rng.choice(WOODS)
    parts: Parts = [Panel("wall tiles", (-0.1, 0.42, 1.1, floor + 0.002), tint=tile),
                    Panel("trim", (-0.1, 0.41, 1.1, 0.425), tint=(0.5, 0.68, 0.72))]  # fmt: skip
    parts += window(rng, box, curtains=False)
    parts += [
        Panel("shelf", (x - 0.09, 0.12, x + 0.09, 0.39), "arch", wood),
        Panel("picture", (x - 0.078, 0.133, x + 0.078, 0.378), "arch", (0.76, 0.87, 0.92)),
        Panel("enamel", (x - 0.03, 0.52, x + 0.03, floor + 0.04)),
        Panel("enamel", (x - 0.11, 0.45, x + 0.11, 0.545), "round"),
        Panel("metal", (x - 0.008, 0.41, x + 0.008, 0.46)),
        Panel("metal", (x - 0.008, 0.405, x + 0.03, 0.42), "round"),
    ]
    at = 0.27 if left else 0.73
    tub = (at - 0.24, floor - 0.13, at + 0.24, floor + 0.09)
    parts += [
        Panel("metal", (at - 0.20, floor + 0.06, at - 0.17, floor + 0.115), "round"),
        Panel("metal", (at + 0.17, floor + 0.06, at + 0.20, floor + 0.115), "round"),
        Panel("enamel", tub, "round"),
        Panel("enamel", (tub[0] - 0.015, tub[1] - 0.012, tub[2] + 0.015, tub[1] + 0.02), "round"),
        Panel("rug", (x - 0.16, floor + 0.10, x + 0.16, floor + 0.20), "trapeze",
              rng.choice(FABRICS), lean=0.2),
    ]  # fmt: skip
    return parts + sunbeam(box, floor)[:1]
