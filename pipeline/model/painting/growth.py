"""Draws rows of what grows or lies about: trees far and near, bushes, palms, rocks, weeds."""

import math
import random
from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor

from pipeline.model.painting.clouds import HEIGHT, WIDTH, heap, relief
from pipeline.model.painting.patches import Grid, Patch
from pipeline.model.painting.shapes import HEAPS, sprite
from pipeline.model.plan.land import LOOKS, Row

CROWNS = 64  # outlines of a tree's crown, each also mirrored
SKIRT = 1.2  # of a crown, beyond its side, in radii
PALM = (1.7, 1.36, 0.92)  # of the pines' green


def dice(row: Row) -> random.Random:
    return random.Random(int(row.look * LOOKS))


def spread(row: Row, rng: random.Random, jitter: float = 0.7) -> list[float]:
    """The x of each of the row's things, one in each equal step, from left to right."""
    left, _, right, _ = row.box
    step = (right - left) / row.count
    return [left + (n + 0.5 + jitter * (rng.random() - 0.5)) * step for n in range(row.count)]


def profile_patch(row: Row, grid: Grid, material: str, line: Tensor, shade=None) -> list[Patch]:
    """What reaches from a line (1, w) down to the foot of the row's box."""
    bottom = row.box[3]
    down = grid.v - line
    cover = grid.inside(torch.minimum(down, bottom - grid.v))
    return [grid.patch(material, cover, down, row.tint, shade)]


def crowns(row: Row, grid: Grid) -> list[Patch]:
    """The heads of many leafy trees."""
    rng, (left, top, right, bottom) = dice(row), row.box
    broad = (right - left) * grid.aspect / row.count
    balls = []
    for x in spread(row, rng):
        radius = min(broad * rng.uniform(0.45, 0.8), (bottom - top) * 0.6)
        y = top + rng.uniform(0, 0.45) * (bottom - top) + radius
        balls.append((x, y, radius))
        for _ in range(7):
            angle, small = rng.uniform(0, math.pi), radius * rng.uniform(0.22, 0.5)
            out = (radius - small * 0.5) / grid.aspect
            up = (radius - small * 0.5) * math.sin(angle)
            balls.append((x + out * math.cos(angle), y - up, small))
    return profile_patch(row, grid, "treeline", lumps(balls, grid, bottom))


def lumps(balls: list[tuple[float, float, float]], grid: Grid, bottom: float) -> Tensor:
    """(1, w): the upper edge of balls (x, y, radius in heights) over a foot; undergrowth closes the
    gaps between them."""
    x, y, radius = torch.tensor(balls).T[..., None]
    across = (grid.u - x) * grid.aspect
    high = y - (radius**2 - across**2).clamp(min=0).sqrt()
    # Below its middle a ball's side leans out to the foot instead of falling straight down.
    beyond = ((across.abs() / radius - 1) / SKIRT).clamp(0, 1)
    high = torch.where(across.abs() < radius, high, y + (bottom - y) * beyond)
    edge = high.amin(0, keepdim=True)
    within = torch.minimum(grid.u - x.min(), x.max() - grid.u) * grid.aspect + radius.mean()
    bush = (within / radius.mean()).clamp(0, 1).sqrt()
    low = 0.7 * y.mean() + 0.3 * bottom
    return torch.minimum(edge, bottom - (bottom - low) * bush)


def pines(row: Row, grid: Grid) -> list[Patch]:
    """Conifers: tiers of branches, each broadest at its lower edge."""
    rng, (_, top, _, bottom) = dice(row), row.box
    trees = []
    for x in spread(row, rng):
        tall = (bottom - top) * rng.uniform(0.5, 1.0)
        trees.append((x, bottom - tall, tall * rng.uniform(0.16, 0.24), rng.uniform(5, 8)))
    covers, line = torch.full_like(grid.u + grid.v, -1.0), torch.full_like(grid.u, bottom)
    for x, tip, half, tiers in trees:
        out = (grid.u - x).abs() * grid.aspect
        down = (grid.v - tip) / (bottom - tip)
        tier = torch.frac(down.clamp(0, 0.999) * tiers)
        reach = half * (down + (tier - 0.6) * 0.55 / tiers)
        cover = torch.minimum(0.6 * (reach - out), grid.v - tip)
        covers = torch.maximum(covers, cover)
        line = torch.minimum(line, tip + (bottom - tip) * (out / half).clamp(0, 1))
    covers = torch.minimum(covers, bottom - grid.v)
    return [grid.patch("pine", grid.inside(covers), grid.v - line, row.tint)]


def rocks(row: Row, grid: Grid) -> list[Patch]:
    """Round boulders with a lit and a dark side."""
    rng, (left, top, right, bottom) = dice(row), row.box
    patches = []
    broad = (right - left) / row.count
    for x in spread(row, rng):
        tall, half = (bottom - top) * rng.uniform(0.4, 0.85), broad * rng.uniform(0.42, 0.66)
        foot = bottom - rng.uniform(0, 0.2) * (bottom - top)
        part = grid.window((x - half, foot - tall * 1.2, x + half, foot))
        if part is None:
            continue
        outline = boulder(rng)
        at = ((part.u - x) / half).clamp(-1, 1)
        slope = (outline(at + 0.05) - outline(at - 0.05)) / 0.1
        down = part.v - (foot - tall * outline(at))
        cover = part.inside(torch.minimum(down, foot - part.v))
        up = (0.9 - down / tall * 1.4).expand_as(cover)
        facing = torch.stack([(-slope * 0.8).clamp(-1, 1).expand_as(cover), up])
        patches.append(part.patch("rock", cover, down, row.tint, facing))
    return patches


def boulder(rng: random.Random) -> Callable[[Tensor], Tensor]:
    """The height, 0..1.2, of a boulder's edge at -1..1 across it."""
    power, lean, turn = rng.uniform(2.0, 3.5), rng.uniform(-0.3, 0.3), rng.uniform(0, 2 * math.pi)

    def outline(x: Tensor) -> Tensor:
        round_edge = (1 - x.abs().clamp(max=1) ** power).clamp(min=0) ** 0.6
        return round_edge * (1 + 0.12 * torch.sin(4 * x + turn)) * (1 + lean * x)

    return outline


@lru_cache(128)
def crown(look: int) -> Tensor:
    """(3, HEIGHT, WIDTH): the relief of a tree's crown, half a width wide."""
    rng = random.Random(look)
    balls = [(0.0, 0.36, 0.26, 0.0)]
    for k in range(14):
        angle, radius = k / 14 * 2 * math.pi + rng.uniform(-0.2, 0.2), rng.uniform(0.09, 0.17)
        out = rng.uniform(0.20, 0.40 - radius * 0.4)
        x, y = out * math.cos(angle) * 1.1, 0.38 + out * math.sin(angle) * 0.8
        balls.append((x, y, radius, 0.06 + rng.uniform(-0.05, 0.1)))
    for _ in range(26):
        angle, out = rng.uniform(0, 2 * math.pi), rng.uniform(0.1, 0.38)
        x, y = out * math.cos(angle), 0.38 + 0.8 * out * math.sin(angle)
        balls.append((x, y, rng.uniform(0.025, 0.075), 0.2 * (0.5 - out)))
    return relief(balls, HEIGHT, WIDTH)


def trees(row: Row, grid: Grid) -> list[Patch]:
    """Leafy trees that stand near: a trunk and a crown with a form of its own."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches: list[Patch] = []
    for x in spread(row, rng):
        tall = (bottom - top) * rng.uniform(0.8, 1.0)
        size = tall * 0.86 / grid.aspect  # of the sprite's half width
        trunk = Row("trunks", (x - tall * 0.07, bottom - tall * 0.5, x + tall * 0.07, bottom), 1,
                    rng.random())  # fmt: skip
        patches += trunks(trunk, grid)
        foot, look = bottom - tall * 0.30, rng.random()
        part = grid.window((x - size * 0.55, foot - tall * 0.75, x + size * 0.55, foot + 0.02))
        if part is not None:
            maps = sprite(crown, CROWNS, look, (x, foot, size), part)
            cover = part.inside(maps[0] * tall * 0.86)
            patches.append(part.patch("leaves", cover, part.v - foot + tall * 0.7, row.tint,
                                      maps[1:]))  # fmt: skip
    return patches


def bushes(row: Row, grid: Grid) -> list[Patch]:
    """Round bushes on the ground."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches = []
    for x in spread(row, rng):
        tall = (bottom - top) * rng.uniform(0.7, 1.0)
        size, look = tall / 0.72 / grid.aspect, rng.random()
        foot = bottom - (bottom - top) * rng.uniform(0, 0.1)
        part = grid.window((x - size, foot - tall * 1.2, x + size, foot + 0.02))
        if part is not None:
            maps = sprite(heap, HEAPS, look, (x, foot, size), part)
            cover = part.inside(maps[0] * tall / 0.72)
            patches.append(part.patch("leaves", cover, part.v - foot + tall, row.tint, maps[1:]))
    return patches


def trunks(row: Row, grid: Grid) -> list[Patch]:
    """Upright trunks, broader at the foot."""
    rng, (left, top, right, bottom) = dice(row), row.box
    patches = []
    for x in spread(row, rng):
        half = (right - left) / row.count * 0.28
        thin = rng.uniform(0.45, 1.0)
        sway, turn = rng.uniform(-0.6, 0.6) * half, rng.uniform(0, 6)
        part = grid.window((x - 3 * half, top, x + 3 * half, bottom))
        if part is None:
            continue
        t = ((part.v - top) / (bottom - top)).clamp(0, 1)
        reach = half * thin * (0.72 + 0.24 * t + 0.9 * torch.exp((t - 1) * 9))
        dx = (part.u - x - sway * torch.sin(t * 3 + turn)) / reach
        distance = (1 - dx.abs()) * reach * grid.aspect
        cover = part.inside(torch.minimum(distance, torch.minimum(part.v - top, bottom - part.v)))
        facing = torch.stack([dx.clamp(-1, 1), torch.zeros_like(dx)])
        patches.append(part.patch("trunk", cover, part.v - top, row.tint, facing))
    return patches


def overhang(row: Row, grid: Grid) -> list[Patch]:
    """Leaves that hang into the picture from above."""
    rng, (left, top, right, bottom) = dice(row), row.box
    step, balls = (right - left) / row.count, []
    for x in spread(row, rng, 1.0):
        radius = step * grid.aspect * rng.uniform(0.5, 1.0)
        edge = min(1.0, min(x - left, right - x) / (right - left) * 4)
        y = -(top + (bottom - top) * edge * rng.uniform(0.45, 1.0) - radius)
        balls.append((x, y, radius))
        for _ in range(6):
            angle, small = rng.uniform(0, math.pi), radius * rng.uniform(0.15, 0.4)
            out = radius * math.cos(angle) / grid.aspect
            balls.append((x + out, y - radius * math.sin(angle) * 0.9, small))
    down = -grid.v - lumps(balls, grid, -top)  # as a heap seen upside down
    cover = grid.inside(down)
    return [grid.patch("leaves", cover, down, row.tint)]


def palms(row: Row, grid: Grid) -> list[Patch]:
    """Palm trees: a leaning trunk and long fronds."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches: list[Patch] = []
    for x in spread(row, rng):
        tall = (bottom - top) * rng.uniform(0.75, 1.0)
        head, lean = bottom - tall * 0.80, rng.uniform(-0.25, 0.25) * tall / grid.aspect
        part = grid.window((x - tall, head, x + tall, bottom))
        if part is not None:
            t = ((part.v - head) / (bottom - head)).clamp(0, 1)
            dx = (part.u - x - lean * (1 - t) ** 2) * grid.aspect / (tall * (0.018 + 0.022 * t))
            cover = part.inside((1 - dx.abs()) * tall * 0.03) * part.inside(part.v - head)
            cover = cover * part.inside(bottom - part.v)
            facing = torch.stack([dx.clamp(-1, 1), torch.zeros_like(dx)])
            patches.append(part.patch("trunk", cover, part.v - head, (0.52, 0.40, 0.28), facing))
        for k in range(9):
            angle = (k / 8 - 0.5) * 2.6 + rng.uniform(-0.12, 0.12)
            patches += _frond(row, grid, (x + lean, head), angle, tall * rng.uniform(0.36, 0.5))
    return patches


def _frond(row: Row, grid: Grid, foot, angle: float, long: float) -> list[Patch]:
    """One leaf of a palm: it rises at `angle` from upright and bows to its tip."""
    x, y = foot
    part = grid.window((x - long, y - long, x + long, y + long))
    if part is None:
        return []
    side = 1.0 if angle > 0 else -1.0
    run = max(0.35, abs(math.sin(angle))) * long
    out = (part.u - x) * grid.aspect * side / run
    rise = math.cos(angle) * long * 1.3
    middle = y - rise * out + (rise * 0.7 + long * 0.55) * out.clamp(min=0) ** 2
    thick = long * 0.16 * torch.sin(out.clamp(0, 1) * math.pi).clamp(min=0).sqrt()
    thick = thick * (0.45 + 0.55 * torch.frac(out * 9))
    off = part.v - middle
    cover = part.inside(torch.minimum(off + thick * 0.35, thick - off)) * ((out > 0) & (out < 1))
    facing = torch.stack([torch.full_like(off, side * 0.5), (-off / long * 8).clamp(-1, 1)])
    tint = torch.tensor(row.tint or (1.0, 1.0, 1.0)) * torch.tensor(PALM)
    return [part.patch("pine", cover, off + 0.1, tint, facing)]


def kelp(row: Row, grid: Grid) -> list[Patch]:
    """Swaying ribbons."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches = []
    for x in spread(row, rng):
        tall = (bottom - top) * rng.uniform(0.5, 1.0)
        half, turn = tall * 0.045 / grid.aspect, rng.uniform(0, 6)
        part = grid.window((x - 5 * half, bottom - tall, x + 5 * half, bottom))
        if part is None:
            continue
        t = ((bottom - part.v) / tall).clamp(0, 1)
        sway = half * 2.2 * torch.sin(t * 7 + turn) * t
        dx = (part.u - x - sway) / (half * (1 - t).clamp(min=0).sqrt() + 1e-4)
        cover = part.inside((1 - dx.abs()) * half * grid.aspect * (1 - t).sqrt())
        facing = torch.stack([dx.clamp(-1, 1), (t * 1.0).expand_as(dx)])
        cover = cover * part.inside(bottom - part.v)
        patches.append(part.patch("kelp", cover, part.v - bottom + tall, row.tint, facing))
    return patches


def grasses(row: Row, grid: Grid) -> list[Patch]:
    """Tall blades of grass or reed."""
    rng, (_, top, _, bottom) = dice(row), row.box
    blades = []
    for x in spread(row, rng, 1.0):
        tall = (bottom - top) * rng.uniform(0.25, 1.0)
        lean = rng.uniform(-0.5, 0.5)
        blades.append((x, bottom - tall, tall * rng.uniform(0.05, 0.09), lean))
    x, tip, half, lean = torch.tensor(blades).T[..., None]
    across = (grid.u - x) * grid.aspect / half
    out = torch.where(across * lean > 0, across.abs() * (1 + lean.abs()), across.abs())
    line = tip + (bottom - tip) * (out**1.4).clamp(0, 1)
    return profile_patch(row, grid, "meadow", line.amin(0, keepdim=True))


def blossoms(row: Row, grid: Grid) -> list[Patch]:
    """Single flowers in front."""
    rng, (_, top, _, bottom) = dice(row), row.box
    patches = []
    size = (bottom - top) * 0.16
    for x in spread(row, rng, 1.0):
        y, petals = rng.uniform(top, bottom), rng.choice((5, 5, 6, 8))
        radius = size * rng.uniform(0.6, 1.0) * (0.7 + 0.5 * (y - top) / (bottom - top))
        across = radius / grid.aspect
        part = grid.window((x - across, y - radius, x + across, y + radius))
        if part is None:
            continue
        dx, dy = (part.u - x) * grid.aspect / radius, (y - part.v) / radius / 0.8
        far = torch.hypot(dx, dy)
        edge = 0.78 + 0.22 * torch.cos(torch.atan2(dy, dx) * petals)
        facing = torch.stack(torch.broadcast_tensors(dx, dy)).clamp(-1, 1)
        patches.append(part.patch("cloth", part.inside((edge - far) * radius), part.v - y + radius,
                                  row.tint, facing))  # fmt: skip
        heart = part.inside((0.28 - far) * radius)
        patches.append(part.patch("cloth", heart, part.v - y + radius, (0.96, 0.80, 0.30)))
    return patches


def icicles(row: Row, grid: Grid) -> list[Patch]:
    """What hangs from a cave's roof."""
    rng, (left, top, right, bottom) = dice(row), row.box
    teeth = []
    for x in spread(row, rng):
        long = (bottom - top) * rng.uniform(0.25, 1.0)
        teeth.append((x, top + long, (right - left) / row.count * rng.uniform(0.5, 1.1)))
    x, tip, half = torch.tensor(teeth).T[..., None]
    out = ((grid.u - x).abs() / half).clamp(0, 1)
    edge = (tip - (tip - top) * out**0.6).amax(0, keepdim=True)
    down = edge - grid.v
    return [grid.patch("rock", grid.inside(down), down, row.tint)]


GROWTH = {
    "crowns": crowns, "pines": pines, "trees": trees, "bushes": bushes, "palms": palms,
    "rocks": rocks, "trunks": trunks, "overhang": overhang, "kelp": kelp, "grasses": grasses,
    "blossoms": blossoms, "icicles": icicles,
}  # fmt: skip
