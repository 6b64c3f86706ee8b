"""Buildings, 1.0 tall; the named colour is on the roof, or on the lighthouse's bands."""

import math

import torch

from pipeline.training.world.shapes import Brush

WALL = (0.96, 0.91, 0.81)
WOOD = (0.48, 0.31, 0.20)
GLASS = (0.62, 0.78, 0.86)
LAMPLIGHT = (1.00, 0.84, 0.44)
STONE = (0.87, 0.82, 0.76)
CREAM = (0.97, 0.93, 0.83)


def window(b: Brush, x: float, y: float, a: float, h: float) -> None:
    """A framed window that glows warm at dusk and mirrors the sky by day."""
    b.fill(b.box(x, y, a + 0.018, h + 0.018, 0.01), WOOD, 0.6)
    dusk = b.light.dusk[:, None]
    pane = b.rgb(GLASS) * (1 - dusk) + b.rgb(LAMPLIGHT) * dusk
    b.fill(b.box(x, y, a, h), pane, 0.85, ink=0, glow=0.8)
    b.flat(torch.minimum(b.box(x, y, 0.007, h), b.box(x, y, a, 0.007)), WOOD)


def house(b: Brush) -> None:
    """Cottage: cream walls, a broad tiled roof of the named colour, chimney, door, windows."""
    b.fill(b.box(0.30, 0.86, 0.055, 0.13, 0.01), (0.64, 0.44, 0.36), 0.6)
    wall = b.side_light(0.9) + 0.10 - 0.18 * (0.56 - b.w).abs()
    b.fill(b.box(0, 0.27, 0.46, 0.275), WALL, wall)
    b.fill(b.box(0, 0.025, 0.47, 0.028), (0.58, 0.53, 0.50), 0.6, ink=0.3)
    roof = b.polygon((-0.585, 0.50), (0.585, 0.50), (0.33, 0.94), (-0.33, 0.94)) - 0.015
    row = (b.w * 15).frac()
    tiles = 0.12 * torch.sin(b.u * 46 + 3.14 * (b.w * 15).floor()) - 0.16 * (row - 0.5)
    b.fill(roof, b.color, 0.70 + 0.30 * b.light.side * b.u + 0.5 * (b.w - 0.72) + tiles)
    b.fill(b.box(0, 0.497, 0.60, 0.020, 0.01), b.color * 0.62, 0.7)
    for x in (-0.29, 0.29):
        window(b, x, 0.29, 0.085, 0.095)
    b.fill(b.box(0, 0.18, 0.095, 0.18, 0.04), WOOD, 0.7)
    b.flat(b.circle(0.055, 0.17, 0.014), (0.92, 0.78, 0.40))


def windmill(b: Brush) -> None:
    """Tapered white mill, pointed cap of the named colour, four cloth sails."""
    tower = b.polygon((-0.185, 0), (0.185, 0), (0.120, 0.55), (-0.120, 0.55)) - 0.01
    b.fill(tower, WALL, b.side_light(0.3) + 0.1)
    cap = b.polygon((-0.195, 0.535), (0.195, 0.535), (0.03, 0.865), (-0.03, 0.865)) - 0.012
    b.fill(cap, b.color, b.side_light(0.36) + 0.16)
    b.fill(b.box(0, 0.10, 0.05, 0.10, 0.03), WOOD, 0.7)
    window(b, 0.0, 0.32, 0.036, 0.045)
    hub = 0.555
    for k in range(4):
        angle = 0.62 + k * math.pi / 2
        cos, sin = math.cos(angle), math.sin(angle)
        b.fill(b.line(0, hub, 0.435 * cos, hub + 0.435 * sin, 0.013), WOOD, 0.6, ink=0.3)
        along = b.u * cos + (b.w - hub) * sin
        across = (b.w - hub) * cos - b.u * sin
        sail = torch.maximum((along - 0.265).abs() - 0.160, (across - 0.052).abs() - 0.044)
        b.fill(sail, (0.98, 0.95, 0.87), 0.8 + 0.15 * torch.sin(along * 62))
    b.fill(b.circle(0, hub, 0.032), (0.36, 0.24, 0.18), 0.7)


def lighthouse(b: Brush) -> None:
    """White tower with bands of the named colour and a lit lamp room."""
    tower = b.polygon((-0.165, 0), (0.165, 0), (0.100, 0.74), (-0.100, 0.74))
    lit = b.side_light(0.26) + 0.1
    b.fill(tower, (0.97, 0.96, 0.93), lit)
    for low in (0.10, 0.365, 0.63):
        band = torch.maximum(tower, (b.w - low - 0.065).abs() - 0.066)
        b.fill(band, b.color, lit, ink=0.4)
    b.fill(b.box(0, 0.755, 0.150, 0.018, 0.008), (0.34, 0.32, 0.36), 0.7)
    b.fill(b.box(0, 0.825, 0.078, 0.058), (1.0, 0.90, 0.55), 0.9, ink=0.5, glow=0.8)
    b.flat(b.box(0, 0.825, 0.008, 0.058), (0.34, 0.32, 0.36))
    dome = b.polygon((-0.115, 0.88), (0.115, 0.88), (0.02, 0.975), (-0.02, 0.975)) - 0.006
    b.fill(dome, b.color, b.side_light(0.3) + 0.05)
    b.fill(b.box(0, 0.065, 0.045, 0.065, 0.02), WOOD, 0.7)


def _tower(b: Brush, x: float, a: float, top: float, peak: float) -> None:
    """A round stone tower of half width a under a pointed roof of the named colour."""
    side = b.light.side * (b.u - x) / a
    b.fill(b.box(x, top / 2, a, top / 2), STONE, 0.68 + 0.34 * side)
    b.fill(b.box(x, top - 0.02, a + 0.018, 0.030, 0.01), STONE, 0.62 + 0.3 * side, ink=0.4)
    eave = a + 0.040
    roof = b.polygon((x - eave, top), (x + eave, top), (x, peak))
    b.fill(roof, b.color, 0.70 + 0.32 * side + 0.3 * (b.w - (top + peak) / 2))


def castle(b: Brush) -> None:
    """Castle: towers of unlike height, roofs of the named colour, battlements and a gate."""
    _tower(b, -0.215, 0.085, 0.56, 0.88)
    _tower(b, 0.215, 0.080, 0.47, 0.77)
    b.fill(b.line(0.02, 0.90, 0.02, 0.99, 0.007), WOOD, 0.5, ink=0)
    b.fill(b.polygon((0.02, 0.995), (0.02, 0.935), (0.125, 0.965)), b.color, 0.85, ink=0.4)
    _tower(b, 0.02, 0.135, 0.58, 0.955)
    window(b, 0.02, 0.485, 0.034, 0.048)
    window(b, -0.215, 0.475, 0.024, 0.036)
    wall = b.box(0, 0.165, 0.40, 0.165)
    teeth = torch.maximum(b.box(0, 0.350, 0.40, 0.055), 0.030 * torch.sin(b.u * 57))
    b.fill(
        torch.minimum(wall, teeth),
        (0.80, 0.73, 0.66),
        0.72 + 0.10 * b.light.side * b.u + 0.3 * (b.w - 0.2),
    )
    for x, a, top, peak in ((-0.385, 0.100, 0.40, 0.73), (0.395, 0.090, 0.32, 0.62)):
        _tower(b, x, a, top, peak)
        window(b, x, top - 0.135, 0.030, 0.044)
    gate = torch.minimum(b.box(0, 0.105, 0.105, 0.105), b.circle(0, 0.19, 0.105))
    b.fill(b.box(0, 0.022, 0.505, 0.024, 0.01), (0.58, 0.53, 0.50), 0.6, ink=0.4)
    b.fill(torch.maximum(gate - 0.025, -b.w), (0.62, 0.56, 0.52), 0.6)
    b.fill(gate, WOOD, 0.55 + 0.2 * torch.sin(b.u * 110), ink=0.6)


def tent(b: Brush) -> None:
    """Ridge tent: cloth of the named colour, an open door that glows warm at dusk."""
    for ax, ay, bx in ((-0.38, 0.78, -0.618), (0.18, 0.93, 0.618)):
        b.fill(b.line(ax, ay, bx, 0.02, 0.008), (0.80, 0.70, 0.52), 0.7, ink=0.2)
    side = b.polygon((-0.570, 0.0), (-0.37, 0.84), (0.16, 0.93), (-0.16, 0.0)) - 0.01
    fold = 0.07 * torch.sin((b.u + 0.22 * b.w) * 40)
    b.fill(side, b.color * 0.86, 0.62 + 0.3 * (b.w - 0.4) + fold)
    front = b.polygon((-0.19, 0.0), (0.17, 0.93), (0.57, 0.0)) - 0.012
    b.fill(b.line(0.17, 0.90, 0.17, 0.985, 0.018), WOOD, 0.7)
    b.fill(front, b.color, 0.84 + 0.2 * b.light.side * (b.u - 0.18))
    dusk = b.light.dusk[:, None]
    inside = b.rgb((0.30, 0.20, 0.18)) * (1 - dusk) + b.rgb(LAMPLIGHT) * dusk
    door = b.polygon((0.03, 0.0), (0.18, 0.66), (0.35, 0.0))
    b.fill(torch.maximum(door, -b.w), inside, 0.8, ink=0.6, glow=0.8)
    for s in (-1, 1):
        x = 0.18 + s * 0.17
        flap = b.polygon((0.18, 0.67), (x, 0.0), (x - s * 0.10, 0.10), (0.18 + s * 0.05, 0.30))
        b.fill(flap, CREAM, 0.8, ink=0.5)
