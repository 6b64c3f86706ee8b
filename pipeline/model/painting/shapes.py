"""Draws layers, strips, clouds and panels: the parts of a land that stand alone."""

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.painting.clouds import HEIGHT, TOP, heap
from pipeline.model.painting.patches import Grid, Patch
from pipeline.model.plan.land import POINTS, Cloud, Layer, Panel, Strip

HEAPS = 128  # outlines of clouds, each also mirrored
STRIPE = 0.045  # of an awning: two stripes, in shares of the picture's height
WHITE = (0.95, 0.92, 0.86)


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
    grid = Grid(height, width)
    t = ((grid.v - strip.top) / max(1e-3, 1 - strip.top)).clamp(0, 1)
    middle = strip.far[0] + (strip.near[0] - strip.far[0]) * t
    middle = middle + strip.bend * torch.sin(t * 3.1416 * 1.5) * (1 - 0.5 * t)
    half = strip.far[1] + (strip.near[1] - strip.far[1]) * t
    depth = half - (grid.u - middle).abs()
    return torch.where(grid.v < strip.top, torch.full_like(depth, -1.0), depth)


def layer_patch(layer: Layer, grid: Grid) -> Patch:
    line = line_of(layer, grid.width)[None]
    part = grid.window((0, float(line.min()), 1, 1)) or grid
    down = part.v - line
    return part.patch(layer.material, part.inside(down), down, layer.tint)


def strip_patch(strip: Strip, grid: Grid) -> Patch:
    depth = strip_depth(strip, grid.height, grid.width)
    part = grid.window((0, strip.top, 1, 1)) or grid
    cover = part.inside(depth[part.rows] * grid.aspect)
    return part.patch(strip.material, cover, part.v - strip.top)


def cloud_maps(cloud: Cloud, height: int, width: int) -> Tensor:
    """(3, height, width): distance to a cloud's edge in half widths (positive inside) and its two
    normals."""
    grid = Grid(height, width)
    return sprite(heap, HEAPS, cloud.look, (cloud.x, cloud.y, cloud.size), grid)


def cloud_patch(cloud: Cloud, grid: Grid) -> Patch | None:
    tall = cloud.size * grid.aspect
    box = (cloud.x - cloud.size, cloud.y - tall * 0.85, cloud.x + cloud.size, cloud.y + 0.01)
    part = grid.window(box)
    if part is None:
        return None
    maps = sprite(heap, HEAPS, cloud.look, (cloud.x, cloud.y, cloud.size), part)
    return part.patch("cloud", part.inside(maps[0] * tall), part.v - box[1], None, maps[1:])


def sprite(draw, forms: int, look: float, place: tuple[float, float, float], grid: Grid) -> Tensor:
    """(3, h, w): one of `forms` reliefs that `draw` gives, or its mirror image, over the foot (x,
    y) of half a width `size`: distance to the edge in half widths, and two normals."""
    x0, y0, size = place
    form, part = divmod(look * forms, 1)
    flip = 1.0 if part < 0.5 else -1.0
    x = (grid.u - x0) / size * flip
    y = (y0 - grid.v) / (size * grid.aspect)
    grid_y = (TOP - y) * (HEIGHT - 1) / (HEIGHT / 2) - 1 + 1 / HEIGHT
    points = torch.stack(torch.broadcast_tensors(x, grid_y), -1)
    source = draw(int(form))[None]
    maps = F.grid_sample(source, points[None], padding_mode="border", align_corners=False)[0]
    outside = (x.abs() > 1) | (y > TOP) | (y < -0.1)
    return torch.stack([maps[0] - 9.0 * outside, maps[1] * flip, maps[2]])


def panel_patch(panel: Panel, grid: Grid) -> Patch | None:
    left, top, right, bottom = panel.box
    aside = abs(panel.lean) * (right - left) if panel.shape == "slant" else 0.0
    part = grid.window((left - aside, top, right + aside, bottom))
    if part is None:
        return None
    x, y = _inside(panel, part)
    cover, relief = part.inside(torch.minimum(x, y)), None
    half, tall = (right - left) / 2 * grid.aspect, bottom - top
    across = (part.u - (left + right) / 2) * grid.aspect
    if panel.shape in ("round", "arch"):
        cover = part.inside(_rounded(across, part.v, panel, half, tall))
    if panel.shape == "oval":
        dx, dy = across / half, ((top + bottom) / 2 - part.v) / (tall / 2)
        distance = (1 - torch.hypot(dx, dy)) * min(half, tall / 2)
        cover, relief = part.inside(distance), torch.stack(torch.broadcast_tensors(dx, dy))
    tint = _striped(panel, part) if panel.material == "awning" else panel.tint
    return part.patch(panel.material, cover, part.v - top, tint, relief)


def _striped(panel: Panel, grid: Grid) -> Tensor:
    """(3, h, w): a cloth of its colour and white."""
    cloth = torch.tensor(panel.tint or (0.80, 0.36, 0.30))[:, None, None]
    wave = torch.sin((grid.u - panel.box[0]) * grid.aspect * 2 * torch.pi / STRIPE)
    stripes = (wave * grid.height * STRIPE / 6 + 0.5).clamp(0, 1).expand(len(grid.v), -1)
    return torch.lerp(cloth, torch.tensor(WHITE)[:, None, None], stripes)


def _inside(panel: Panel, grid: Grid) -> tuple[Tensor, Tensor]:
    """Distances to the nearer side and to the nearer of top and foot, in shares of the height."""
    left, top, right, bottom = panel.box
    t = ((grid.v - top) / max(1e-4, bottom - top)).clamp(0, 1)
    half = torch.tensor((right - left) / 2)
    middle = torch.tensor((left + right) / 2)
    if panel.shape == "slant":
        middle = middle + panel.lean * 2 * half * (t - 0.5)
    if panel.shape == "trapeze":
        half = half * (1 - panel.lean * (1 - t))
    if panel.shape == "gable":
        half = half * t
    x = (half - (grid.u - middle).abs()) * grid.aspect
    return x, torch.minimum(grid.v - top, bottom - grid.v)


def _rounded(across: Tensor, v: Tensor, panel: Panel, half: float, tall: float) -> Tensor:
    """Distance inside a box with round corners, or with a round head."""
    top, bottom = panel.box[1], panel.box[3]
    if panel.shape == "arch":
        radius = min(half, tall)
        head = radius - torch.hypot(across, (top + radius - v).clamp(min=0))
        return torch.minimum(head, bottom - v)
    radius = 0.3 * min(half, tall / 2)
    x = (across.abs() - half + radius).clamp(min=0)
    y = ((v - (top + bottom) / 2).abs() - tall / 2 + radius).clamp(min=0)
    return radius - torch.hypot(x, y)
