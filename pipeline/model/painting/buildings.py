"""Draws rows of what is built: houses, towers, shops, fences, shelves of books, curtains."""

import random
from itertools import pairwise

import torch
from torch import Tensor

from pipeline.model.painting.fittings import (
    CLOTHS,
    PLASTER,
    books,
    fence,
    folds,
    panels,
    panes,
    pillars,
    stands,
)
from pipeline.model.painting.growth import dice, spread
from pipeline.model.painting.patches import Grid, Patch
from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import Color, Panel, Row

SLATE: tuple[Color, ...] = (
    (0.66, 0.34, 0.27), (0.56, 0.30, 0.26), (0.42, 0.44, 0.52), (0.50, 0.40, 0.34),
    (0.34, 0.46, 0.50), (0.74, 0.44, 0.30),
)  # fmt: skip
CONCRETE: tuple[Color, ...] = (
    (0.72, 0.76, 0.82), (0.62, 0.68, 0.78), (0.80, 0.78, 0.76), (0.56, 0.62, 0.70),
    (0.82, 0.74, 0.68),
)  # fmt: skip
LIT = 0.45  # of a building's windows


def _shares(row: Row, rng: random.Random) -> list[tuple[float, float]]:
    """(left, right) of things of uneven widths that fill the row."""
    left, _, right, _ = row.box
    cuts = [0.0]
    for _ in range(row.count):
        cuts.append(cuts[-1] + rng.uniform(0.7, 1.3))
    scale = (right - left) / cuts[-1]
    edges = [left + cut * scale for cut in cuts]
    return list(pairwise(edges))


def window_grid(
    grid: Grid, box: Box, across: int, down: int, rng: random.Random, size=(0.5, 0.55)
) -> list[Patch]:
    """across x down windows in a box, some lit. size: of a window, in shares of its cell."""
    part = grid.window(box)
    if part is None:
        return []
    left, top, right, bottom = box
    wide, tall = (right - left) / across, (bottom - top) / down
    x, y = (part.u - left) / wide, (part.v - top) / tall
    dx, dy = (torch.frac(x) - 0.5).abs(), (torch.frac(y) - 0.5).abs()
    distance = torch.minimum((size[0] / 2 - dx) * wide * grid.aspect, (size[1] / 2 - dy) * tall)
    cover = part.inside(distance) * ((x > 0) & (x < across) & (y > 0) & (y < down))
    lit = torch.tensor([[rng.random() < LIT for _ in range(across)] for _ in range(down)]).float()
    lights = lit[y.long().clamp(0, down - 1), x.long().clamp(0, across - 1)]
    deep = torch.frac(y).expand_as(cover) * tall
    return [
        part.patch("pane", cover * (1 - lights), deep),
        part.patch("lit pane", cover * lights, deep),
    ]


def houses(row: Row, grid: Grid) -> list[Patch]:
    """Houses under pitched roofs, with windows and doors."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches: list[Patch] = []
    for left, right in _shares(row, rng):
        patches += _house(grid, (left, top, right, bottom), rng, row.tint)
    return patches


def _house(grid: Grid, box: Box, rng: random.Random, tint: Color | None) -> list[Patch]:
    left, top, right, bottom = box
    tall = (bottom - top) * rng.uniform(0.62, 1.0)
    eaves = bottom - tall * rng.uniform(0.52, 0.66)
    peak, gap = bottom - tall, (right - left) * rng.uniform(0.0, 0.08)
    left, right = left + gap, right - gap
    wide = right - left
    wall, tile = rng.choice(PLASTER), rng.choice(SLATE)
    if tint:
        wall = tint
    chimney = left + wide * rng.uniform(0.15, 0.75)
    parts = [
        Panel("stone", (chimney, peak - tall * 0.04, chimney + wide * 0.10, eaves), tint=tile),
        Panel("house", (left, eaves - 0.002, right, bottom), tint=wall),
    ]
    over = wide * 0.07
    if rng.random() < 0.5:
        parts += [
            Panel("roof", (left - over, peak, right + over, eaves), "gable", tile),
            Panel("house", (left + over, peak + (eaves - peak) * 0.22, right - over, eaves + 0.002),
                  "gable", wall),
        ]  # fmt: skip
    else:
        parts.append(Panel("roof", (left - over, peak, right + over, eaves), "trapeze", tile,
                           lean=rng.uniform(0.15, 0.4)))  # fmt: skip
    floors = 2 if tall * grid.aspect > wide * grid.aspect * 1.5 else 1
    columns = rng.choice((2, 3)) if wide * grid.aspect > tall * 0.45 else 2
    room = (left + wide * 0.06, eaves + 0.01 * tall, right - wide * 0.06, bottom - tall * 0.04)
    patches = panels(grid, *parts) + window_grid(grid, room, columns, floors, rng, (0.42, 0.5))
    door = left + wide * rng.uniform(0.3, 0.55)
    color = rng.choice(CLOTHS)
    size = min(wide * 0.18, tall * 0.2)
    door_box = (door, bottom - size * 1.9 * grid.aspect, door + size, bottom)
    return patches + panels(grid, Panel("panel", door_box, "arch", color))


def towers(row: Row, grid: Grid) -> list[Patch]:
    """High houses of a city, with many windows. A tinted row is far and all of one colour."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches: list[Patch] = []
    for left, right in _shares(row, rng):
        tall = (bottom - top) * rng.uniform(0.35, 1.0) ** 0.8
        roof, wide = bottom - tall, right - left
        color = row.tint or rng.choice(CONCRETE)
        material = "far town" if row.tint else "house"
        parts = [Panel(material, (left, roof, right, bottom), tint=color)]
        style = rng.random()
        if style < 0.35:
            crown = left + wide * 0.25, roof - tall * 0.08, right - wide * 0.25, roof + 0.003
            parts.append(Panel(material, crown, tint=color))
        elif style < 0.5:
            mast = (left + wide * 0.48, roof - tall * 0.16, left + wide * 0.52, roof)
            parts.append(Panel(material, mast, tint=color))
        elif style < 0.62:
            parts.append(Panel(material, (left, roof - wide * 0.6, right, roof + 0.003), "gable",
                               color))  # fmt: skip
        patches += panels(grid, *parts)
        columns = max(2, round(wide * grid.aspect / (0.022 if row.tint else 0.034)))
        floors = max(3, round(tall / (0.026 if row.tint else 0.042)))
        room = (left + wide * 0.06, roof + tall * 0.02, right - wide * 0.06, bottom)
        patches += window_grid(grid, room, columns, floors, rng, (0.5, 0.5))
    return patches


def shops(row: Row, grid: Grid) -> list[Patch]:
    """Shop fronts along a street: an upper floor, an awning, a lit window, a door."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches: list[Patch] = []
    for left, right in _shares(row, rng):
        wide, roof = right - left, top + (bottom - top) * rng.uniform(0.0, 0.22)
        tall, wall, cloth = bottom - roof, rng.choice(PLASTER), rng.choice(CLOTHS)
        front = bottom - tall * 0.40
        patches += panels(
            grid,
            Panel("house", (left, roof, right, bottom), tint=wall),
            Panel("roof", (left - 0.004, roof - 0.012, right + 0.004, roof + 0.012),
                  tint=rng.choice(SLATE)),
        )  # fmt: skip
        upper = (left + wide * 0.08, roof + tall * 0.08, right - wide * 0.08, front - tall * 0.08)
        patches += window_grid(
            grid, upper, rng.choice((2, 3)), rng.choice((1, 2)), rng, (0.46, 0.62)
        )
        door = left + wide * rng.choice((0.08, 0.70))
        glass = (left + wide * 0.36, right - wide * 0.08)
        if door > left + wide * 0.5:
            glass = left + wide * 0.08, right - wide * 0.36
        patches += panels(
            grid,
            Panel("panel", (left, front, right, bottom), tint=cloth),
            Panel("trim", (left, front - tall * 0.035, right, front + tall * 0.05)),
            Panel("lit pane", (glass[0], front + tall * 0.1, glass[1], bottom - tall * 0.07)),
            Panel("lit pane", (door + wide * 0.03, front + tall * 0.1, door + wide * 0.19,
                               bottom - tall * 0.03)),
            Panel("awning", (left + wide * 0.02, front + tall * 0.03, right - wide * 0.02,
                             front + tall * 0.14), "trapeze", cloth, lean=0.08),
        )  # fmt: skip
    return patches


def stalls(row: Row, grid: Grid) -> list[Patch]:
    """Market stalls under striped cloths."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches: list[Patch] = []
    tall = bottom - top
    for left, right in _shares(row, rng):
        gap = (right - left) * 0.07
        left, right = left + gap, right - gap
        table, cloth = bottom - tall * 0.34, rng.choice(CLOTHS)
        patches += panels(
            grid,
            Panel("lit pane", (left, top + tall * 0.2, right, table), tint=(0.52, 0.42, 0.36)),
            Panel("shelf", (left, top + tall * 0.2, left + gap * 0.4, bottom)),
            Panel("shelf", (right - gap * 0.4, top + tall * 0.2, right, bottom)),
            Panel("shelf", (left, table, right, bottom), tint=(0.62, 0.45, 0.30)),
        )
        goods = Row("books", (left + gap * 0.5, table - tall * 0.10, right - gap * 0.5, table), 1,
                    rng.random())  # fmt: skip
        patches += heap_of_goods(goods, grid)
        roof = (left - gap, top, right + gap, top + tall * 0.3)
        patches += panels(grid, Panel("awning", roof, "trapeze", cloth, lean=0.25))
    return patches


def heap_of_goods(row: Row, grid: Grid) -> list[Patch]:
    """Round wares side by side."""
    rng, (left, top, right, bottom) = dice(row), row.box
    size = (bottom - top) / grid.aspect
    parts, x, color = [], left, rng.choice(CLOTHS)
    while x + size <= right:
        if rng.random() < 0.2:
            color = rng.choice(CLOTHS)
        parts.append(Panel("cloth", (x, top, x + size, bottom), "oval", color))
        x += size * 0.8
    return panels(grid, *parts)


def masts(row: Row, grid: Grid) -> list[Patch]:
    """Masts with furled sails, or street lamps: thin upright poles of a harbour."""
    rng, (_, top, _, bottom) = dice(row), row.box
    parts = []
    for x in spread(row, rng):
        head, thin = bottom - (bottom - top) * rng.uniform(0.6, 1.0), 0.004 / grid.aspect
        deep = (bottom - top) * 0.12
        parts.append(Panel("shelf", (x - thin, head, x + thin, bottom)))
        sail = (x, head + deep * 0.6, x + deep * 2.4 / grid.aspect, bottom - deep * 1.1)
        parts.append(Panel("cloth", (2 * x - sail[2], *sail[1:]), "gable", (0.94, 0.91, 0.84)))
        hull = (x - deep * 2.6 / grid.aspect, bottom - deep, x + deep * 2.6 / grid.aspect, bottom)
        color = rng.choice(CLOTHS)
        parts.append(Panel("panel", (hull[0], hull[1], hull[2], hull[3] + deep), "oval", color))
    return [_above(patch, grid, bottom) for patch in panels(grid, *parts)]


def _above(patch: Patch, grid: Grid, bottom: float) -> Patch:
    """What lies above the water line alone."""
    cover: Tensor = patch.cover * grid.inside(bottom - grid.v)[patch.rows]
    return Patch(patch.material, patch.rows, patch.columns, cover, patch.down, patch.tint,
                 patch.relief)  # fmt: skip


BUILT = {
    "houses": houses, "towers": towers, "shops": shops, "stalls": stalls, "fence": fence,
    "pillars": pillars, "panes": panes, "books": books, "folds": folds, "stands": stands,
    "masts": masts,
}  # fmt: skip
