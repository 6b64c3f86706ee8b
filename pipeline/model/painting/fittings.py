"""Draws rows of what is fitted to places: fences, pillars, panes, books, curtains, stands."""

import math

import torch

from pipeline.model.painting.growth import dice, spread
from pipeline.model.painting.patches import Grid, Patch
from pipeline.model.painting.shapes import panel_patch
from pipeline.model.plan.land import Color, Panel, Row

PLASTER: tuple[Color, ...] = (
    (0.93, 0.87, 0.76), (0.88, 0.74, 0.58), (0.80, 0.62, 0.52), (0.86, 0.82, 0.80),
    (0.70, 0.76, 0.80), (0.90, 0.80, 0.62), (0.78, 0.80, 0.70),
)  # fmt: skip
CLOTHS: tuple[Color, ...] = (
    (0.80, 0.30, 0.26), (0.25, 0.50, 0.58), (0.90, 0.70, 0.32), (0.40, 0.56, 0.36),
    (0.84, 0.50, 0.34), (0.46, 0.38, 0.60),
)  # fmt: skip
SPINES: tuple[Color, ...] = (
    (0.62, 0.26, 0.24), (0.24, 0.38, 0.46), (0.80, 0.66, 0.42), (0.34, 0.44, 0.32),
    (0.46, 0.30, 0.26), (0.82, 0.78, 0.70), (0.56, 0.42, 0.54), (0.84, 0.52, 0.30),
)  # fmt: skip


def panels(grid: Grid, *parts: Panel) -> list[Patch]:
    return [patch for part in parts if (patch := panel_patch(part, grid)) is not None]


def fence(row: Row, grid: Grid) -> list[Patch]:
    """Pickets and two rails."""
    left, top, right, bottom = row.box
    wide, tall = (right - left) / row.count, bottom - top
    x = (grid.u - left) / wide
    off = (torch.frac(x) - 0.5).abs()
    picket = (0.28 - off) * wide * grid.aspect
    tip = torch.minimum(picket, grid.v - top - off * wide * grid.aspect)
    rails = torch.maximum(*(tall * 0.05 - (grid.v - top - tall * at).abs() for at in (0.35, 0.75)))
    distance = torch.maximum(tip, rails.expand_as(tip))
    cover = grid.inside(torch.minimum(distance, bottom - grid.v))
    cover = cover * ((x > 0) & (x < row.count))
    return [grid.patch("fence", cover, grid.v - top, row.tint)]


def pillars(row: Row, grid: Grid) -> list[Patch]:
    """Stone columns, some broken."""
    rng, (left, top, right, bottom) = dice(row), row.box
    half = (right - left) / row.count * 0.18
    patches: list[Patch] = []
    for x in spread(row, rng, 0.1):
        broken = rng.random() < 0.45
        head = top + (bottom - top) * (rng.uniform(0.2, 0.6) if broken else 0.0)
        part = grid.window((x - half, head, x + half, bottom))
        if part is None:
            continue
        dx = (part.u - x) / half
        edge = head + (0.03 * torch.sin(dx * 3 + x * 40) + 0.03 if broken else 0.0)
        distance = (0.8 - dx.abs()) * half * grid.aspect
        cover = part.inside(torch.minimum(distance, torch.minimum(part.v - edge, bottom - part.v)))
        flutes = 0.35 * torch.sin(dx * 14)
        facing = torch.stack([(dx + flutes).clamp(-1, 1).expand_as(cover), torch.zeros_like(cover)])
        patches.append(part.patch("stone", cover, part.v - head, row.tint, facing))
        ends = [(bottom - half * 0.5, bottom)] + ([] if broken else [(head, head + half * 0.5)])
        patches += panels(grid, *(Panel("stone", (x - half, low, x + half, high), tint=row.tint)
                                  for low, high in ends))  # fmt: skip
    return patches


def panes(row: Row, grid: Grid) -> list[Patch]:
    """The bars of a window: `count` panes side by side, two or three above each other."""
    left, top, right, bottom = row.box
    down = 3 if (bottom - top) > 1.6 * (right - left) * grid.aspect / row.count * 1.5 else 2
    x, y = (grid.u - left) / (right - left) * row.count, (grid.v - top) / (bottom - top) * down
    bar = 0.006
    upright = bar - (x - x.round()).abs() * (right - left) / row.count * grid.aspect
    lying = bar - (y - y.round()).abs() * (bottom - top) / down
    cover = grid.inside(torch.maximum(*torch.broadcast_tensors(upright, lying)))
    cover = cover * ((x > -0.2) & (x < row.count + 0.2) & (y > -0.2) & (y < down + 0.2))
    return [grid.patch("trim", cover, grid.v - top, row.tint)]


def books(row: Row, grid: Grid) -> list[Patch]:
    """`count` boards of a shelf above each other, full of spines."""
    rng, (left, top, right, bottom) = dice(row), row.box
    tall, pitch = (bottom - top) / row.count, 0.016 / grid.aspect
    number = max(2, round((right - left) / pitch))
    x = ((grid.u - left) / (right - left) * number).clamp(0, number - 0.01)
    y = ((grid.v - top) / tall).clamp(0, row.count - 0.01)
    shape = row.count, number
    draws = torch.tensor([rng.random() for _ in range(row.count * number)]).view(shape)
    which = y.long(), x.long()
    own = draws[which]
    color = torch.tensor(SPINES)[(own * 997).long() % len(SPINES)].permute(2, 0, 1)
    standing = 0.92 - 0.22 * torch.frac(own * 31)
    up = 1 - torch.frac(y)
    edge = (0.46 - (torch.frac(x) - 0.5).abs()) * (right - left) / number * grid.aspect
    cover = grid.inside(torch.minimum(edge + 0.001, (standing - up) * tall))
    cover = cover * (torch.frac(own * 57) > 0.08) * grid.inside((up - 0.04) * tall)
    return [grid.patch("books", cover, torch.frac(y) * tall, color)]


def folds(row: Row, grid: Grid) -> list[Patch]:
    """A curtain that hangs in `count` folds."""
    left, top, right, bottom = row.box
    x = (grid.u - left) / (right - left)
    phase = x * row.count * 2 * math.pi + 1.2 * torch.sin(x * row.count * 1.7 + row.look * 6)
    wave = bottom - 0.008 * (1 + torch.sin(phase))
    cover = grid.between(grid.u * grid.aspect, left * grid.aspect, right * grid.aspect)
    cover = cover * grid.inside(torch.minimum(grid.v - top, wave - grid.v))
    facing = torch.stack(torch.broadcast_tensors(torch.cos(phase), 0.3 + 0 * grid.v))
    return [grid.patch("curtain", cover, grid.v - top, row.tint, facing)]


def stands(row: Row, grid: Grid) -> list[Patch]:
    """`count` tiers of seats, full of people."""
    rng, (left, top, right, bottom) = dice(row), row.box
    tall, number = (bottom - top) / row.count, max(4, round((right - left) * grid.aspect * 60))
    x, y = (grid.u - left) / (right - left) * number, (grid.v - top) / tall
    y = y.clamp(0, row.count - 0.01)
    x = (x + 0.5 * (y.long() % 2)).clamp(0, number - 0.01)
    people = torch.tensor([[rng.random() for _ in range(number)] for _ in range(row.count)])
    own = people[y.long(), x.long()]
    shirt = torch.tensor((*CLOTHS, *PLASTER))
    color = shirt[(own * 991).long() % len(shirt)].permute(2, 0, 1)
    dx, dy = torch.frac(x) - 0.5, (torch.frac(y) - 0.62)
    near = torch.hypot(dx / 0.42, dy / 0.42) < 1
    color = torch.where(near[None], color, torch.tensor((0.42, 0.44, 0.52))[:, None, None])
    cover = grid.inside(torch.minimum(grid.v - top, bottom - grid.v)).expand(own.shape)
    return [grid.patch("stands", cover, torch.frac(y) * tall, color)]
