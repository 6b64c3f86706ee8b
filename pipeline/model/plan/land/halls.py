"""What stands in rooms for many people."""

import random

from pipeline.model.plan.land.furniture import (
    FABRICS,
    WOODS,
    Layers,
    Parts,
    bookcase,
    floor_of,
    pendants,
    plant,
    rug,
    skirting,
    sunbeam,
    window,
    window_at,
)
from pipeline.model.plan.land.scatter import row
from pipeline.model.plan.land.values import Panel, Row


def classroom(rng: random.Random, layers: Layers) -> Parts:
    floor, box = floor_of(layers), window_at(rng, 0.12, 0.16)
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
