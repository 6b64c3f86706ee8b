"""What hangs and stands in rooms."""

import random
from collections.abc import Sequence

from pipeline.model.plan.land.values import Color, Layer, Panel, Part, Row
from pipeline.model.plan.land.wilds import height_of, row

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
    *WALLS, *FABRICS, (0.96, 0.96, 0.95), (0.30, 0.32, 0.36), (0.12, 0.12, 0.14),
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


def _window_at(rng: random.Random, low=0.16, high=0.24) -> tuple[float, float, float, float]:
    x, wide = (
        rng.choice((rng.uniform(0.14, 0.28), rng.uniform(0.72, 0.86))),
        rng.uniform(0.10, 0.15),
    )
    return x - wide, rng.uniform(low, high), x + wide, rng.uniform(0.48, 0.54)


def room(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), _window_at(rng)
    far = box[0] < 0.5
    parts = skirting(layers) + window(rng, box)
    parts += pictures(rng, 0.5 if far else 0.1, 0.9 if far else 0.5, 0.34, rng.randint(1, 3))
    if rng.random() < 0.6:
        parts += rug(rng, floor)
    if rng.random() < 0.5:
        parts += plant(rng, 0.92 if far else 0.08, floor + 0.05, rng.uniform(0.24, 0.34))
    return parts + sunbeam(box, floor)


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
    floor, box = floor_of(layers), _window_at(rng)
    left = box[0] < 0.5
    parts = skirting(layers) + window(rng, box)
    case = (0.80, 0.26, 0.98, floor + 0.02) if left else (0.02, 0.26, 0.20, floor + 0.02)
    parts += bookcase(rng, case, 4)
    x = 0.60 if left else 0.40
    parts += pictures(rng, x - 0.16, x + 0.14, 0.30, rng.randint(1, 2))
    parts += rug(rng, floor) + sofa(rng, x - 0.04, floor)
    return parts + floor_lamp(rng, x - 0.32 if left else x + 0.30, floor) + sunbeam(box, floor)


def bedroom(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), _window_at(rng)
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
    floor, box = floor_of(layers), _window_at(rng, 0.14, 0.18)
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


def classroom(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), _window_at(rng, 0.12, 0.16)
    left = box[0] < 0.5
    board = (0.34, 0.16, 0.94, 0.47) if left else (0.06, 0.16, 0.66, 0.47)
    wood = rng.choice(WOODS)
    color = rng.choice(((0.18, 0.34, 0.28), (0.16, 0.30, 0.28), (0.24, 0.27, 0.30)))
    parts = skirting(layers) + window(rng, box, curtains=False)
    parts += [
        Panel("shelf", (board[0] - 0.016, board[1] - 0.016, board[2] + 0.016, board[3] + 0.016),
              tint=wood),
        Panel("blackboard", board, tint=color),
        Panel("trim", (board[0] + 0.1, board[3] + 0.004, board[2] - 0.1, board[3] + 0.018),
              tint=wood),
        Panel("line", (board[0] + 0.06, board[3] - 0.004, board[0] + 0.10, board[3] + 0.006)),
        Panel("picture", (board[0] + 0.2, 0.06, board[0] + 0.34, 0.13), tint=rng.choice(FABRICS)),
    ]  # fmt: skip
    for count, y, size in ((4, floor + 0.05, 0.75), (3, floor + 0.17, 1.0)):
        for n in range(count):
            x, half = (n + 0.5) / count, 0.11 * size
            top = y - 0.06 * size
            parts += [
                *(Panel("metal", (x + s * half * 0.85 - 0.005, top, x + s * half * 0.85 + 0.005,
                                  y + 0.05 * size), tint=(0.4, 0.42, 0.45)) for s in (-1, 1)),
                Panel("shelf", (x - half, top - 0.03 * size, x + half, top), "trapeze", wood,
                      lean=0.18),
                Panel("shelf", (x - half, top - 0.002, x + half, top + 0.016 * size),
                      tint=(wood[0] * 0.8, wood[1] * 0.8, wood[2] * 0.8)),
            ]  # fmt: skip
    return parts + sunbeam(box, floor)


def library(rng: random.Random, layers: Layers) -> Parts:
    floor, parts = floor_of(layers), skirting(layers)
    if rng.random() < 0.6:
        box = (0.42, 0.14, 0.58, 0.50)
        parts += window(rng, box, curtains=rng.random() < 0.5) + sunbeam(box, floor)
        spans = ((-0.04, 0.17), (0.18, 0.37), (0.63, 0.82), (0.83, 1.04))
    else:
        spans = ((-0.04, 0.20), (0.21, 0.49), (0.51, 0.79), (0.80, 1.04))
    top = rng.uniform(0.05, 0.12)
    wood_dice = rng.random()
    for left, right in spans:
        same = random.Random(wood_dice)
        case = bookcase(same, (left, top, right, floor + 0.03), 6)
        case[2] = row(rng, "books", case[2].box, 6)
        parts += case
    return parts + rug(rng, floor) + pendants(rng, rng.choice((0, 2)) or 1, 0.06)


def cafe(rng: random.Random, layers: Layers) -> Parts:
    floor = floor_of(layers)
    box = (0.06, 0.18, 0.46, 0.55) if rng.random() < 0.5 else (0.54, 0.18, 0.94, 0.55)
    left = box[0] < 0.5
    parts = skirting(layers) + window(rng, box, curtains=False, across=3)
    x0, x1 = (0.56, 1.1) if left else (-0.1, 0.44)
    wood, paint = rng.choice(WOODS), rng.choice(FABRICS)
    mid = 0.78 if left else 0.22
    parts += [
        Panel("shelf", (mid - 0.13, 0.14, mid + 0.13, 0.30), tint=wood),
        Panel("blackboard", (mid - 0.118, 0.152, mid + 0.118, 0.288), tint=(0.22, 0.25, 0.25)),
        Panel("line", (mid - 0.09, 0.18, mid + 0.02, 0.187)),
        Panel("line", (mid - 0.09, 0.21, mid + 0.06, 0.217)),
        Panel("line", (mid - 0.09, 0.24, mid - 0.01, 0.247)),
        Panel("shelf", (mid - 0.16, 0.42, mid + 0.16, 0.434), tint=wood),
        *(Panel("enamel", (mid - 0.14 + 0.06 * n, 0.39, mid - 0.105 + 0.06 * n, 0.42), "round",
                rng.choice(FABRICS)) for n in range(5)),
        Panel("counter", (x0, floor - 0.17, x1, floor + 0.05), tint=paint),
        Panel("shelf", (x0 - 0.02, floor - 0.19, x1 + 0.02, floor - 0.16), tint=wood),
    ]  # fmt: skip
    x = 0.27 if left else 0.73
    parts += [
        Panel("metal", (x - 0.008, floor - 0.02, x + 0.008, floor + 0.12), tint=(0.3, 0.3, 0.32)),
        Panel("metal", (x - 0.06, floor + 0.105, x + 0.06, floor + 0.13), "oval", (0.3, 0.3, 0.32)),
        Panel("shelf", (x - 0.15, floor - 0.045, x + 0.15, floor + 0.01), "oval", wood),
        *(Panel("cloth", (x + s * 0.21 - 0.05, floor + 0.03, x + s * 0.21 + 0.05, floor + 0.06),
                "oval", paint) for s in (-1, 1)),
        *(Panel("metal", (x + s * 0.21 - 0.006, floor + 0.055, x + s * 0.21 + 0.006, floor + 0.14),
                tint=(0.3, 0.3, 0.32)) for s in (-1, 1)),
    ]  # fmt: skip
    return parts + pendants(rng, 3, rng.uniform(0.08, 0.14)) + sunbeam(box, floor)


def office(rng: random.Random, layers: Layers) -> Parts:
    """A wall of windows over a city, a desk and a cabinet."""
    floor = floor_of(layers)
    box = (0.06, 0.12, 0.74, 0.52) if rng.random() < 0.5 else (0.26, 0.12, 0.94, 0.52)
    left, top, right, bottom = box
    parts: Parts = [
        Panel("trim", (left - 0.016, top - 0.016, right + 0.016, bottom + 0.016)),
        Panel("window", box),
    ]
    parts.append(Row("towers", (left, top + 0.12, right, bottom), 7, rng.random(),
                     (0.62, 0.72, 0.84)))  # fmt: skip
    sill = (left - 0.03, bottom + 0.008, right + 0.03, bottom + 0.03)
    parts += [row(rng, "panes", box, 4), Panel("trim", sill)]
    case = (0.80, 0.22, 0.97, floor + 0.02) if left < 0.2 else (0.03, 0.22, 0.20, floor + 0.02)
    x, wood = rng.uniform(0.4, 0.6), rng.choice(WOODS)
    desk = floor - 0.05
    parts += skirting(layers) + bookcase(rng, case, 4)
    parts += [
        Panel("shelf", (x - 0.24, desk, x - 0.10, floor + 0.09), tint=wood),
        *(Panel("trim", (x - 0.225, desk + 0.024 + n * 0.042, x - 0.115, desk + 0.056 + n * 0.042),
                tint=(wood[0] * 1.1, wood[1] * 1.1, wood[2] * 1.1)) for n in range(3)),
        Panel("shelf", (x + 0.21, desk, x + 0.23, floor + 0.09), tint=wood),
        Panel("shelf", (x - 0.26, desk - 0.02, x + 0.26, desk + 0.006), tint=wood),
        Panel("metal", (x - 0.012, desk - 0.05, x + 0.012, desk - 0.018)),
        Panel("metal", (x - 0.045, desk - 0.026, x + 0.045, desk - 0.016), "round"),
        Panel("metal", (x - 0.10, desk - 0.17, x + 0.10, desk - 0.045), "round", (0.2, 0.22, 0.25)),
        Panel("pane", (x - 0.09, desk - 0.16, x + 0.09, desk - 0.057), tint=(0.46, 0.64, 0.78)),
    ]  # fmt: skip
    return parts + plant(rng, 0.93 if left > 0.2 else 0.08, floor + 0.07, 0.3) + sunbeam(box, floor)


def shop(rng: random.Random, layers: Layers) -> Parts:
    """Shelves of goods and a counter."""
    floor, parts = floor_of(layers), skirting(layers)
    wood, color = rng.choice(WOODS), rng.choice(FABRICS)
    for left, right in ((0.02, 0.33), (0.35, 0.65), (0.67, 0.98)):
        parts += [
            Panel("shelf", (left, 0.2, right, floor + 0.02), tint=wood),
            Panel("shelf", (left + 0.012, 0.212, right - 0.012, floor),
                  tint=(wood[0] * 0.6, wood[1] * 0.6, wood[2] * 0.6)),
        ]  # fmt: skip
        boards = 4
        tall = (floor - 0.212) / boards
        for n in range(boards):
            y = 0.212 + (n + 1) * tall
            shelf = (left + 0.02, y - tall, right - 0.02, y)
            parts += _goods(rng, shelf)
            parts.append(Panel("shelf", (left, y - 0.008, right, y + 0.006), tint=wood))
    parts += [
        Panel("awning", (0.0, 0.10, 1.0, 0.20), "trapeze", color, lean=0.04),
    ]
    x = rng.choice((0.2, 0.8))
    parts += [
        Panel("counter", (x - 0.17, floor - 0.02, x + 0.17, floor + 0.17), tint=color),
        Panel("shelf", (x - 0.19, floor - 0.045, x + 0.19, floor - 0.01), tint=wood),
        Panel(
            "metal", (x + 0.02, floor - 0.11, x + 0.12, floor - 0.045), "round", (0.3, 0.32, 0.34)
        ),
    ]
    return parts + pendants(rng, 2, 0.05)


def _goods(rng: random.Random, box: tuple[float, float, float, float]) -> Parts:
    """Boxes, tins and bottles on one board."""
    left, top, right, bottom = box
    if rng.random() < 0.3:
        return [row(rng, "books", (left, top + 0.02, right, bottom), 1)]
    parts: Parts = []
    color, shape = rng.choice(FABRICS), rng.choice(("box", "round", "arch", "oval"))
    size, x = rng.uniform(0.026, 0.045), left
    tall = (bottom - top) * rng.uniform(0.45, 0.75)
    while x + size < right:
        parts.append(
            Panel("cloth", (x, bottom - tall, x + size * 0.9, bottom - 0.006), shape, color)
        )
        x += size
        if rng.random() < 0.2:
            color = rng.choice(FABRICS)
    return parts


def gym(rng: random.Random, layers: Layers) -> Parts:
    """A sports hall: wall bars, a basket, high windows, lines on the floor."""
    floor = floor_of(layers)
    parts: Parts = []
    for n in range(4):
        box = (0.04 + n * 0.24, 0.05, 0.24 + n * 0.24, 0.2)
        parts += [
            Panel("trim", (box[0] - 0.012, box[1] - 0.012, box[2] + 0.012, box[3] + 0.012)),
            Panel("window", box),
            row(rng, "panes", box, 3),
        ]
    wood = rng.choice(WOODS)
    parts += [Panel("panel", (-0.1, 0.44, 1.1, floor + 0.002), tint=wood),
              Panel("trim", (-0.1, 0.43, 1.1, 0.445))]  # fmt: skip
    x = rng.choice((0.16, 0.84))
    for n in range(8):
        y = 0.30 + n * (floor - 0.32) / 8
        parts.append(Panel("shelf", (x - 0.1, y, x + 0.1, y + 0.012), tint=(0.86, 0.70, 0.48)))
    for at in (x - 0.105, x + 0.095):
        parts.append(Panel("shelf", (at, 0.28, at + 0.014, floor + 0.01), tint=(0.74, 0.56, 0.36)))
    parts += [
        Panel("trim", (0.42, 0.22, 0.58, 0.37), tint=(0.96, 0.95, 0.93)),
        Panel("rug", (0.47, 0.29, 0.53, 0.345), tint=(0.84, 0.40, 0.30)),
        Panel("trim", (0.476, 0.297, 0.524, 0.338), tint=(0.96, 0.95, 0.93)),
        Panel("metal", (0.455, 0.365, 0.545, 0.380), "oval", (0.90, 0.46, 0.24)),
        Panel("line", (0.46, 0.376, 0.54, 0.43), "trapeze", (0.90, 0.90, 0.90), lean=-0.4),
        Panel("line", (-0.1, floor + 0.08, 1.1, floor + 0.088)),
        Panel("line", (0.25, floor + 0.10, 0.75, floor + 0.24), "oval", (0.30, 0.46, 0.66)),
        Panel("floorboards", (0.262, floor + 0.106, 0.738, floor + 0.232), "oval",
              layers[-1].tint),
    ]  # fmt: skip
    return parts


def stage(rng: random.Random, layers: Layers) -> Parts:
    """Curtains drawn aside, a valance, footlights."""
    velvets = ((0.66, 0.16, 0.18), (0.26, 0.22, 0.48), (0.14, 0.36, 0.36), (0.62, 0.24, 0.36))
    floor, cloth = floor_of(layers), rng.choice(velvets)
    x = rng.uniform(0.4, 0.6)
    parts: Parts = [
        Panel("light", (x - 0.3, floor + 0.03, x + 0.3, 0.97), "oval"),
        Panel("light", (x - 0.16, -0.05, x + 0.16, floor + 0.1), "trapeze", lean=0.7),
        row(rng, "folds", (-0.02, 0.0, 0.22, floor + 0.04), 6, tint=cloth),
        row(rng, "folds", (0.78, 0.0, 1.02, floor + 0.04), 6, tint=cloth),
    ]
    for n in range(6):
        box = (n / 6 - 0.01, -0.12, (n + 1) / 6 + 0.01, 0.16)
        parts.append(Panel("curtain", box, "oval", cloth))
    parts.append(Panel("trim", (-0.1, -0.1, 1.1, 0.035), tint=(0.82, 0.64, 0.32)))
    parts.append(Panel("shelf", (-0.1, 0.965, 1.1, 1.1), tint=(0.36, 0.24, 0.18)))
    for n in range(7):
        at = (n + 0.5) / 7
        parts.append(Panel("lamp", (at - 0.018, 0.945, at + 0.018, 0.98), "arch"))
    return parts


def plain(rng: random.Random, layers: Layers) -> Parts:
    return []
