"""The outlines of cumulus clouds: heaps of balls over a flat foot, endless ones from a number."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional as F

HEIGHT, WIDTH = 96, 192  # of a heap's map
TOP = 0.84  # of the map, in half widths above the foot

Ball = tuple[float, float, float, float]  # x, y up, radius, depth


@dataclass(frozen=True)
class Towers:
    """How far aside the tower and its four neighbours stand at most, and how low they may be."""

    main: tuple[float, float]
    side: tuple[float, float]


@lru_cache(512)
def heap(look: int) -> Tensor:
    """(3, HEIGHT, WIDTH): the relief of a heap whose foot is nearly flat. look: which, any
    number."""
    rng = random.Random(look)
    balls = cumulus(rng, Towers(main=(0.30, 0.26), side=(0.58, 0.12)))
    field, *normals = relief(balls, HEIGHT, WIDTH)
    y = TOP - torch.arange(HEIGHT)[:, None].expand(-1, WIDTH) / (HEIGHT - 1)
    x = torch.linspace(-1, 1, WIDTH)[None]
    waves = sum(
        0.018 * torch.sin(rng.uniform(4, 12) * x + rng.uniform(0, 2 * math.pi)) for _ in range(3)
    )
    foot = y + 0.06 - 0.05 * x.square() + waves
    return torch.stack([soft_least(field, foot, 0.08), *normals])


def soft_least(one: Tensor, other: Tensor, width: float) -> Tensor:
    """The smaller of two distances, rounded where they are nearly the same (Quilez, 2013)."""
    near = (width - (one - other).abs()).clamp(min=0) / width
    return torch.minimum(one, other) - near.square() * width / 4


def cumulus(rng: random.Random, towers: Towers) -> list[Ball]:
    """The balls of billowing towers over a flat foot."""
    balls: list[Ball] = []
    (aside, low), (far, lowest) = towers.main, towers.side
    heaps = [(rng.uniform(-aside, aside), rng.uniform(low, 0.46))]
    heaps += [(rng.uniform(-far, far), rng.uniform(lowest, 0.30)) for _ in range(4)]
    for k in range(13):  # the foot, without gaps
        x = -0.80 + 1.60 * k / 12 + rng.uniform(-0.04, 0.04)
        balls.append((x, 0.01, 0.08 + 0.12 * (1 - x * x) * rng.uniform(0.6, 1.3), 0.0))
    for x, height in heaps:
        balls.append((x, height * 0.55, height * 0.66, -0.04))
        for _ in range(8):
            angle, size = rng.uniform(0.0, math.pi), rng.uniform(0.0, 1.0) ** 2
            out = height * (0.66 - 0.30 * size)
            bx, by = x + out * math.cos(angle), height * 0.55 + out * math.sin(angle)
            radius = height * (0.15 + 0.34 * size)
            balls.append((bx, by, radius, rng.uniform(-0.04, 0.08)))
    return balls


def relief(balls: Iterable[Ball], height: int, width: int) -> Tensor:
    """(3, height, width) over x -1..1 and TOP..TOP - 1 above the foot, in half widths: distance to
    the edge (positive inside), horizontal and upward normal."""
    x = torch.linspace(-1, 1, width)[None].expand(height, -1)
    y = TOP - torch.arange(height)[:, None].expand(-1, width) / (height - 1)
    field = torch.full_like(x, -9.0)
    top, nx, ny = torch.full_like(x, -9.0), torch.zeros_like(x), torch.zeros_like(x)
    for bx, by, r, depth in balls:
        dx, dy = x - bx, y - by
        distance = torch.hypot(dx, dy)
        field = torch.maximum(field, r - distance)
        swell = (r * r - distance**2).clamp(min=0).sqrt() + depth - 4.0 * (distance > r)
        front = swell > top
        top = torch.where(front, swell, top)
        nx, ny = torch.where(front, dx / r, nx), torch.where(front, dy / r, ny)
    # Brushed, not carved: the creases between balls are blurred.
    normals = torch.stack([nx.clamp(-1, 1), ny.clamp(-1, 1)])[:, None]
    normals = F.avg_pool2d(F.avg_pool2d(normals, 5, 1, 2), 3, 1, 1)[:, 0]
    return torch.cat([field[None], normals])
