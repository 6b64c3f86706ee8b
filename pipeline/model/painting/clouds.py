"""The outlines of cumulus clouds: heaps of balls over a flat foot, endless ones from a number."""

import math
import random
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional as F

HEIGHT, WIDTH = 96, 192  # of a heap's map
TOP = 0.84  # of the map, in half widths above the foot


@lru_cache(512)
def heap(look: int) -> Tensor:
    """(3, HEIGHT, WIDTH) over x -1..1 and TOP..TOP - 1 above the foot, in half widths: distance to
    the edge (positive inside), horizontal and upward normal. look: which heap, any number."""
    x = torch.linspace(-1, 1, WIDTH)[None].expand(HEIGHT, -1)
    y = TOP - torch.arange(HEIGHT)[:, None].expand(-1, WIDTH) / (HEIGHT - 1)
    field = torch.full_like(x, -9.0)
    top, nx, ny = torch.full_like(x, -9.0), torch.zeros_like(x), torch.zeros_like(x)
    for bx, by, r, depth in _balls(random.Random(look)):
        dx, dy = x - bx, y - by
        distance = torch.hypot(dx, dy)
        field = torch.maximum(field, r - distance)
        height = (r * r - distance**2).clamp(min=0).sqrt() + depth - 4.0 * (distance > r)
        front = height > top
        top = torch.where(front, height, top)
        nx, ny = torch.where(front, dx / r, nx), torch.where(front, dy / r, ny)
    # Brushed, not carved: the creases between balls are blurred.
    normals = torch.stack([nx.clamp(-1, 1), ny.clamp(-1, 1)])[:, None]
    normals = F.avg_pool2d(F.avg_pool2d(normals, 5, 1, 2), 3, 1, 1)[:, 0]
    foot = torch.minimum(field, y + 0.03)  # flat below
    return torch.cat([foot[None], normals])


def _balls(rng: random.Random) -> list[tuple[float, float, float, float]]:
    """(x, y up, radius, depth): billowing towers over a flat foot."""
    balls = []
    towers = [(rng.uniform(-0.30, 0.30), rng.uniform(0.26, 0.46))]
    towers += [(rng.uniform(-0.58, 0.58), rng.uniform(0.12, 0.30)) for _ in range(4)]
    for k in range(7):
        x = -0.80 + 1.60 * k / 6 + rng.uniform(-0.07, 0.07)
        balls.append((x, 0.01, 0.05 + 0.15 * (1 - x * x) * rng.uniform(0.6, 1.3), 0.0))
    for x, height in towers:
        balls.append((x, height * 0.55, height * 0.66, -0.04))
        for _ in range(8):
            angle, size = rng.uniform(0.0, math.pi), rng.uniform(0.0, 1.0) ** 2
            out = height * (0.66 - 0.30 * size)
            bx, by = x + out * math.cos(angle), height * 0.55 + out * math.sin(angle)
            radius = height * (0.15 + 0.34 * size)
            balls.append((bx, by, radius, rng.uniform(-0.04, 0.08)))
    return balls
