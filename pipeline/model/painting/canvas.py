"""The canvas: what the decoder paints over, drawn from the plan, sharp and without light.

Its land is a map of what is where: the material of every pixel, and a flat colour. Both come from a
few numbers (`plan/land`); what hides what is settled here, light, brush and grain are not.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from pipeline.model.painting.buildings import BUILT
from pipeline.model.painting.growth import GROWTH
from pipeline.model.painting.patches import Grid, Patch
from pipeline.model.painting.shapes import (
    cloud_maps,
    cloud_patch,
    layer_patch,
    line_of,
    panel_patch,
    strip_depth,
    strip_patch,
)
from pipeline.model.plan.land import MATERIALS, Land, Panel, Part
from pipeline.model.plan.land.skies import SUN_RADIUS

__all__ = [
    "SUN_RADIUS", "Patch", "cloud_maps", "flat_colors", "flat_map", "land_map", "land_maps",
    "land_patches", "line_of", "strip_depth",
]  # fmt: skip

RELIEF = 0.10  # how much a surface's flat colour tells of where it faces
SHINE = 0.20  # how much lighter they are by the sun
GLOW = 0.16  # how much lighter flat colours are in a beam of light
GRASS = {
    "spring": (0.46, 0.68, 0.34), "summer": (0.34, 0.58, 0.27),
    "autumn": (0.74, 0.56, 0.26), "winter": (0.87, 0.91, 0.97),
}  # fmt: skip
LEAVES = {
    "spring": (0.48, 0.68, 0.34), "summer": (0.26, 0.50, 0.25),
    "autumn": (0.82, 0.48, 0.18), "winter": (0.72, 0.76, 0.82),
}  # fmt: skip
PINES = {
    "spring": (0.22, 0.44, 0.32), "summer": (0.16, 0.38, 0.28),
    "autumn": (0.22, 0.38, 0.26), "winter": (0.52, 0.62, 0.66),
}  # fmt: skip
# Materials that change with the season: their table and how light they are of it.
SEASONAL = {
    "grass": (GRASS, 1.08), "meadow": (GRASS, 1.0), "leaves": (LEAVES, 1.0), "pine": (PINES, 1.0),
    "treeline": (LEAVES, 0.90),
}  # fmt: skip
# Flat colours at noon, in 0..1.
COLORS: dict[str, tuple[float, float, float]] = {
    "sky": (0.36, 0.66, 0.93), "cloud": (0.90, 0.90, 0.92), "sun": (1.00, 0.95, 0.75),
    "far ridge": (0.50, 0.66, 0.86), "rock": (0.55, 0.56, 0.61), "snow": (0.90, 0.93, 0.98),
    "sand": (0.90, 0.79, 0.58), "dune": (0.92, 0.75, 0.48), "water": (0.38, 0.62, 0.78),
    "sea": (0.24, 0.58, 0.74), "foam": (0.95, 0.97, 0.98), "path": (0.80, 0.70, 0.54),
    "road": (0.42, 0.42, 0.46), "pavement": (0.74, 0.71, 0.68), "soil": (0.50, 0.37, 0.26),
    "furrows": (0.56, 0.60, 0.26), "wall": (0.92, 0.86, 0.76), "panel": (0.76, 0.62, 0.46),
    "floorboards": (0.68, 0.48, 0.31), "tiles": (0.84, 0.86, 0.87), "carpet": (0.62, 0.42, 0.40),
    "backdrop": (0.80, 0.80, 0.82), "space": (0.04, 0.05, 0.13), "moon ground": (0.62, 0.62, 0.65),
    "deep water": (0.10, 0.40, 0.60), "cave": (0.26, 0.23, 0.28), "window": (0.66, 0.84, 0.96),
    "house": (0.88, 0.80, 0.68), "roof": (0.62, 0.36, 0.30), "pane": (0.36, 0.46, 0.56),
    "lit pane": (0.92, 0.78, 0.48), "awning": (0.80, 0.36, 0.30), "far town": (0.56, 0.66, 0.80),
    "trunk": (0.40, 0.30, 0.24), "fence": (0.90, 0.88, 0.82), "stone": (0.74, 0.70, 0.63),
    "metal": (0.56, 0.59, 0.64), "line": (0.94, 0.93, 0.88), "gravel": (0.60, 0.57, 0.54),
    "stands": (0.50, 0.50, 0.56), "pitch": (0.36, 0.62, 0.30), "waterfall": (0.80, 0.90, 0.96),
    "lava": (0.98, 0.46, 0.12), "planet": (0.80, 0.60, 0.46), "coral": (0.90, 0.48, 0.46),
    "kelp": (0.24, 0.50, 0.36), "shelf": (0.52, 0.36, 0.24), "books": (0.60, 0.40, 0.34),
    "blackboard": (0.18, 0.32, 0.27), "curtain": (0.70, 0.28, 0.28), "rug": (0.66, 0.36, 0.34),
    "picture": (0.56, 0.66, 0.64), "lamp": (1.00, 0.90, 0.66), "trim": (0.95, 0.93, 0.88),
    "counter": (0.62, 0.68, 0.66), "cloth": (0.60, 0.52, 0.60), "enamel": (0.95, 0.96, 0.97),
    "light": (1.0, 1.0, 1.0), "wall tiles": (0.84, 0.90, 0.90),
}  # fmt: skip


def land_patches(land: Land, height: int, width: int) -> Iterator[Patch]:
    """What lies on the sky, from back to front."""
    grid = Grid(height, width)
    if land.sun:
        x, y = land.sun
        across = SUN_RADIUS / grid.aspect
        box = (x - across, y - SUN_RADIUS, x + across, y + SUN_RADIUS)
        yield from _drawn(Panel("sun", box, "oval"), grid)
    for cloud in land.clouds:
        patch = cloud_patch(cloud, grid)
        if patch is not None:
            yield patch
    for number, layer in enumerate(land.layers):
        for part in land.parts:
            if part.behind == number:
                yield from _drawn(part, grid)
        yield layer_patch(layer, grid)
    for strip in land.strips:
        yield strip_patch(strip, grid)
    for part in land.parts:
        if part.behind >= len(land.layers):
            yield from _drawn(part, grid)


def _drawn(part: Part, grid: Grid) -> list[Patch]:
    if isinstance(part, Panel):
        patch = panel_patch(part, grid)
        return [] if patch is None else [patch]
    window = grid
    if part.kind not in OWN_WINDOWS:
        (left, top, right, bottom), beyond = part.box, 0.0
        if part.kind in LUMPED:
            beyond = 0.4 * (bottom - top)
        aside = 4 * beyond  # crowns are broader than tall
        around = grid.window((left - aside, top - beyond / 2, right + aside, bottom))
        if around is None:
            return []
        window = around
    return (GROWTH.get(part.kind) or BUILT[part.kind])(part, window)


# Rows that draw each of their things in a window of its own, and rows that reach beyond their box.
OWN_WINDOWS = {
    "rocks", "trees", "bushes", "trunks", "palms", "kelp", "blossoms", "houses", "towers", "shops",
    "stalls", "pillars", "masts",
}  # fmt: skip
LUMPED = {"crowns", "pines", "grasses"}


def land_map(land: Land, height: int, width: int) -> Tensor:
    """(height, width) uint8: which of MATERIALS each pixel shows."""
    return land_maps(land, height, width)[0]


def land_maps(land: Land, height: int, width: int) -> tuple[Tensor, Tensor]:
    """(height, width) uint8 and (height, width): which of MATERIALS each pixel shows, and how far
    that pixel lies below the upper edge of what it shows, in shares of the picture's height."""
    labels = torch.zeros(height, width, dtype=torch.uint8)
    down = ((torch.arange(height) + 0.5) / height)[:, None].repeat(1, width)
    for patch in land_patches(land, height, width):
        if patch.material != "light":
            there = patch.cover > 0.5
            labels[patch.rows, patch.columns][there] = MATERIALS.index(patch.material)
            down[patch.rows, patch.columns][there] = patch.down[there]
    return labels, down.clamp(min=0)


def flat_colors(season: str) -> Tensor:
    """(materials, 3): each material's own colour, in 0..1, by noon's light."""
    rows = []
    for name in MATERIALS:
        table, light = SEASONAL.get(name, ({}, 1.0))
        row = tuple(c * light for c in table[season]) if table else COLORS[name]
        rows.append(row)
    return torch.tensor(rows).clamp(max=1)


def flat_of(patch: Patch, colors: Tensor) -> Tensor:
    """(3, 1, 1) or (3, h, w): a patch's flat colour. What changes with the season multiplies its
    tint with it. colors: of `flat_colors`."""
    own = colors[MATERIALS.index(patch.material)][:, None, None]
    if patch.tint is None:
        return own
    tint = patch.tint if patch.tint.dim() == 3 else patch.tint[:, None, None]
    return (own * tint).clamp(max=1) if patch.material in SEASONAL else tint


def flat_map(land: Land, season: str, height: int, width: int) -> Tensor:
    """(3, height, width) in 0..1: the land's flat colours, smooth at the edges. Red and green tell
    a little of where round surfaces face, right and upward; sky and water are lighter near the sun,
    so that a part of the picture without it can be painted too."""
    colors = flat_colors(season)
    flat = colors[0][:, None, None] + SHINE * _shine(land, height, width)
    for patch in land_patches(land, height, width):
        place = flat[:, patch.rows, patch.columns]
        if patch.material == "light":
            place.mul_(1 + GLOW * patch.cover)
            continue
        color = flat_of(patch, colors)
        if patch.relief is not None:
            color = color.expand(3, *patch.cover.shape).clone()
            color[:2] += RELIEF * patch.relief
        elif patch.material in ("water", "sea") and land.sun:
            middle = ((torch.arange(width) + 0.5) / width - land.sun[0])[patch.columns]
            color = color + SHINE * torch.exp(-((middle / 0.09) ** 2))
        place.lerp_(color.expand_as(place), patch.cover.expand_as(place))
    return flat.clamp(0, 1)


def _shine(land: Land, height: int, width: int) -> Tensor:
    """(1, height, width) in 0..1: how near the sun or moon the sky is."""
    if land.sun is None:
        return torch.zeros(1, height, width)
    grid = Grid(height, width)
    distance = torch.hypot((grid.u - land.sun[0]) * grid.aspect, grid.v - land.sun[1])
    return torch.exp(-distance * 4.2)[None]
