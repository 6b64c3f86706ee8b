"""The canvas: what the decoder paints over, drawn from the plan, sharp and without light.

Its land is a map of what is where: the material of every pixel, and a flat colour. Both come from a
few numbers (`plan/land.py`); what hides what is settled here, light, brush and grain are not.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.painting.clouds import HEIGHT, TOP, heap
from pipeline.model.plan.land import MATERIALS, POINTS, Cloud, Land, Layer, Strip

LOOKS = 4096  # different clouds
SUN_RADIUS = 0.042  # of the picture's height
GRASS = {
    "spring": (0.46, 0.68, 0.34), "summer": (0.34, 0.58, 0.27),
    "autumn": (0.74, 0.52, 0.24), "winter": (0.87, 0.91, 0.97),
}  # fmt: skip
# Flat colours at noon, in 0..1; what has a season is in SEASONAL.
COLORS: dict[str, tuple[float, float, float]] = {
    "sky": (0.36, 0.66, 0.93), "cloud": (0.96, 0.97, 0.99), "sun": (1.00, 0.95, 0.75),
    "far ridge": (0.50, 0.66, 0.86), "rock": (0.55, 0.56, 0.61), "snow": (0.90, 0.93, 0.98),
    "treeline": (0.22, 0.45, 0.30), "sand": (0.88, 0.78, 0.58), "dune": (0.90, 0.74, 0.48),
    "water": (0.38, 0.62, 0.78), "sea": (0.24, 0.58, 0.74), "foam": (0.95, 0.97, 0.98),
    "path": (0.78, 0.68, 0.52), "road": (0.42, 0.42, 0.45), "pavement": (0.70, 0.67, 0.64),
    "soil": (0.50, 0.38, 0.27), "furrows": (0.58, 0.56, 0.26), "wall": (0.92, 0.86, 0.76),
    "panel": (0.76, 0.62, 0.46), "floorboards": (0.66, 0.47, 0.31), "tiles": (0.82, 0.84, 0.85),
    "carpet": (0.66, 0.34, 0.34), "backdrop": (0.80, 0.80, 0.82), "space": (0.04, 0.05, 0.13),
    "moon ground": (0.62, 0.62, 0.65), "deep water": (0.10, 0.40, 0.60), "cave": (0.20, 0.18, 0.22),
    "window": (0.66, 0.84, 0.96), "grass": GRASS["summer"], "meadow": GRASS["summer"],
}  # fmt: skip
SEASONAL = {"grass": 1.08, "meadow": 1.0}  # how light of the season's grass


def line_of(layer: Layer, width: int) -> Tensor:
    """(width,): the y of a layer's upper edge in every column, in shares of the height."""
    points = torch.tensor(layer.line)
    at = (torch.arange(width) + 0.5) / width * (POINTS - 1)
    left = at.floor().long().clamp(max=POINTS - 2)
    part = at - left
    if layer.sharp:
        return torch.lerp(points[left], points[left + 1], part)
    # Catmull-Rom: through every point, without corners.
    p0, p1, p2, p3 = (points[(left + k).clamp(0, POINTS - 1)] for k in (-1, 0, 1, 2))
    a, b = 2 * p1, p2 - p0
    c, d = 2 * p0 - 5 * p1 + 4 * p2 - p3, 3 * (p1 - p2) + p3 - p0
    return 0.5 * (a + b * part + c * part**2 + d * part**3)


def strip_depth(strip: Strip, height: int, width: int) -> Tensor:
    """(height, width): how far inside a strip each pixel lies, in shares of the width; negative
    outside."""
    u = (torch.arange(width) + 0.5)[None] / width
    v = (torch.arange(height) + 0.5)[:, None] / height
    t = ((v - strip.top) / max(1e-3, 1 - strip.top)).clamp(0, 1)
    middle = strip.far[0] + (strip.near[0] - strip.far[0]) * t
    middle = middle + strip.bend * torch.sin(t * 3.1416 * 1.5) * (1 - 0.5 * t)
    half = strip.far[1] + (strip.near[1] - strip.far[1]) * t
    depth = half - (u - middle).abs()
    return torch.where(v < strip.top, torch.full_like(depth, -1.0), depth)


def cloud_maps(cloud: Cloud, height: int, width: int) -> Tensor:
    """(3, height, width): distance to a cloud's edge in half widths (positive inside) and its two
    normals."""
    x = ((torch.arange(width) + 0.5) / width - cloud.x) / cloud.size
    y = (cloud.y - (torch.arange(height) + 0.5) / height) * (height / width) / cloud.size
    grid_y = (TOP - y) * (HEIGHT - 1) / (HEIGHT / 2) - 1 + 1 / HEIGHT
    grid = torch.stack(torch.broadcast_tensors(x[None], grid_y[:, None]), -1)
    source = heap(int(cloud.look * LOOKS))[None]
    maps = F.grid_sample(source, grid[None], padding_mode="border", align_corners=False)[0]
    outside = (x.abs() > 1)[None] | (y > TOP)[:, None] | (y < -0.1)[:, None]
    return torch.cat([maps[:1] - 9.0 * outside, maps[1:]])


def land_map(land: Land, height: int, width: int) -> Tensor:
    """(height, width) uint8: which of MATERIALS each pixel shows."""
    v = (torch.arange(height) + 0.5)[:, None] / height
    u = (torch.arange(width) + 0.5)[None] / width
    labels = torch.zeros(height, width, dtype=torch.uint8)
    if land.sun:
        distance = torch.hypot((u - land.sun[0]) * width / height, v - land.sun[1])
        labels[distance < SUN_RADIUS] = MATERIALS.index("sun")
    for cloud in land.clouds:
        labels[cloud_maps(cloud, height, width)[0] > 0] = MATERIALS.index("cloud")
    for layer in land.layers:
        labels[(v >= line_of(layer, width)[None])] = MATERIALS.index(layer.material)
    for strip in land.strips:
        labels[strip_depth(strip, height, width) > 0] = MATERIALS.index(strip.material)
    return labels


def flat_colors(season: str) -> Tensor:
    """(materials, 3): each material's own colour, in 0..1, by noon's light."""
    rows = []
    for name in MATERIALS:
        light = SEASONAL.get(name)
        row = COLORS[name] if light is None else tuple(c * light for c in GRASS[season])
        rows.append(row)
    return torch.tensor(rows).clamp(max=1)
