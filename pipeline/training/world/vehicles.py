"""What carries people over land, water and sky, 1.0 tall, heading to the right."""

import torch

from pipeline.training.world.buildings import CREAM, GLASS, window
from pipeline.training.world.props import WOOD
from pipeline.training.world.shapes import INK, Brush

BRASS = (0.93, 0.74, 0.34)
IRON = (0.27, 0.25, 0.29)
TYRE = (0.20, 0.18, 0.20)
STEEL = (0.80, 0.80, 0.82)
BEAM = (1.0, 0.92, 0.62)  # a headlight


def boat(b: Brush) -> None:
    """Sailing boat: two sails of the named colour over a wooden hull."""
    b.flat(b.ellipse(0, 0.012, 0.42, 0.035), (0.90, 0.96, 0.98), alpha=0.7, soft=3.0)
    hull = torch.maximum(
        b.polygon((-0.36, 0.20), (0.42, 0.225), (0.26, 0.0), (-0.24, 0.0)) - 0.012, 0.012 - b.w
    )
    b.fill(hull, (0.60, 0.37, 0.24), 0.45 + 2.0 * b.w)
    b.fill(b.line(-0.37, 0.205, 0.43, 0.228, 0.014), (0.95, 0.90, 0.80), 0.8, ink=0.3)
    b.fill(b.line(0, 0.2, 0, 0.985, 0.012), WOOD, 0.7, ink=0.3)
    lit = 0.74 + 0.6 * b.light.side * (b.u - 0.1) - 0.25 * (b.w - 0.55)
    b.fill(b.polygon((0.03, 0.285), (0.03, 0.95), (0.41, 0.300)) - 0.006, b.color, lit)
    b.fill(b.polygon((-0.03, 0.285), (-0.03, 0.86), (-0.30, 0.300)) - 0.006, b.color, lit - 0.08)


def airship(b: Brush) -> None:
    """Airship: a long ribbed envelope of the named colour, fins and a wooden gondola."""
    for low, high in ((0.58, 1.00), (0.58, 0.20)):
        fin = b.polygon((-0.50, low), (-0.82, high), (-0.84, (low + high) / 2), (-0.70, low))
        b.fill(fin, b.color * 0.78, 0.65)
    for x in (-0.16, 0.16):
        b.fill(b.line(x, 0.32, x, 0.16, 0.016), WOOD, 0.6, ink=0)
    b.fill(b.box(0, 0.105, 0.25, 0.092, 0.05), WOOD, 0.5 + 2.0 * b.w)
    for x in (-0.14, 0.0, 0.14):
        b.fill(b.circle(x, 0.12, 0.036), (1.0, 0.90, 0.58), 0.9, ink=0.4, glow=0.8)
    ribs = 0.10 * torch.sin((b.w - 0.58) / (1.02 - (b.u / 0.86) ** 2).clamp(min=0.12).sqrt() * 19)
    lit = b.round_light(0, 0.56, 0.9, 0.38) + 0.12 + ribs
    b.fill(b.ellipse(0.02, 0.58, 0.80, 0.345), b.color, lit)


def balloon(b: Brush) -> None:
    """Hot-air balloon: gored envelope of the named colour above a wicker basket."""
    for side in (-1, 1):
        b.fill(b.line(side * 0.065, 0.14, side * 0.14, 0.36, 0.009), WOOD, 0.6, ink=0)
    b.fill(b.box(0, 0.085, 0.080, 0.075, 0.02), (0.66, 0.46, 0.27), b.side_light(0.14))
    b.fill(b.box(0, 0.155, 0.090, 0.016, 0.01), (0.42, 0.27, 0.17), 0.7, ink=0)
    bag = torch.minimum(
        b.ellipse(0, 0.665, 0.340, 0.318),
        b.polygon((-0.285, 0.50), (0.285, 0.50), (0.105, 0.305), (-0.105, 0.305)) - 0.008,
    )
    round_ = (1.03 - ((b.w - 0.665) / 0.335) ** 2).clamp(min=0.06).sqrt()
    gores = 0.11 * torch.sin(torch.asin((b.u / 0.345 / round_).clamp(-1, 1)) * 7)
    b.fill(bag, b.color, b.round_light(0, 0.62, 0.40, 0.40) + gores + 0.04)
    stripe = torch.maximum(bag, (b.w - 0.565 - 0.06 * (b.u / 0.34) ** 2).abs() - 0.026)
    b.fill(stripe, (0.98, 0.95, 0.86), b.round_light(0, 0.6, 0.4, 0.4), ink=0)


def _wheel(b: Brush, x: float, r: float, rim, hub) -> None:
    """A wheel that stands on the ground at x: dark tyre, wide rim, hub."""
    b.fill(b.circle(x, r, r), TYRE, b.round_light(x, r, r, r), ink=0.7)
    b.fill(b.circle(x, r, r * 0.62), rim, b.round_light(x, r, r, r) + 0.1, ink=0.3)
    b.fill(b.circle(x, r, r * 0.24), hub, 0.7, ink=0.4)


def _headlight(b: Brush, x: float, y: float, r: float) -> None:
    b.fill(b.circle(x, y, r), BRASS, 0.8, ink=0.6)
    b.fill(b.circle(x + 0.1 * r, y, r * 0.66), BEAM, 0.95, ink=0, glow=0.85)


def car(b: Brush) -> None:
    """Little old motor car of the named colour: tall cabin, long bonnet, fenders, headlight."""
    b.fill(b.box(0, 0.20, 0.60, 0.075, 0.03), IRON, 0.4)
    b.fill(b.box(-0.18, 0.68, 0.435, 0.305, 0.17), b.color, b.round_light(-0.18, 0.68, 0.7, 0.4))
    panes = torch.maximum(b.box(-0.18, 0.70, 0.350, 0.190, 0.10), 0.030 - (b.u + 0.12).abs())
    b.fill(panes, GLASS, 0.75 + 0.5 * (b.u + b.w - 0.6), ink=0.5)
    shine = torch.maximum(panes, (b.u - 0.5 * b.w + 0.20).abs() - 0.025)
    b.flat(shine, (1, 1, 1), alpha=0.55)
    b.fill(b.box(0.40, 0.46, 0.310, 0.165, 0.10), b.color, b.round_light(0.3, 0.46, 0.8, 0.22))
    body = b.box(-0.25, 0.38, 0.475, 0.165, 0.08)
    b.fill(body, b.color, b.round_light(-0.2, 0.40, 1.2, 0.26) + 0.10)
    b.fill(b.line(-0.12, 0.30, -0.12, 0.50, 0.008), b.color * 0.5, 0.5, ink=0)
    b.fill(b.line(-0.05, 0.455, 0.05, 0.455, 0.018), CREAM, 0.8, ink=0.4)
    for x in (0.33, 0.42, 0.51):
        b.flat(b.line(x, 0.45, x, 0.53, 0.012), INK, alpha=0.5)
    for x in (-0.47, 0.47):
        fender = torch.maximum(b.circle(x, 0.205, 0.280), 0.21 - b.w)
        b.fill(fender, b.color * 0.84, b.round_light(x, 0.26, 0.4, 0.3) + 0.1, ink=0.7)
        _wheel(b, x, 0.205, CREAM, b.color)
    for x in (-0.740, 0.740):
        b.fill(b.box(x, 0.215, 0.055, 0.042, 0.035), STEEL, 0.45 + 2.0 * (b.w - 0.18))
    b.fill(b.ellipse(-0.715, 0.40, 0.032, 0.050), (0.90, 0.26, 0.20), 0.8, ink=0.4, glow=0.5)
    _headlight(b, 0.700, 0.475, 0.090)


def _wagon(b: Brush) -> None:
    """A passenger wagon with three windows under an arched roof, coupled to the engine."""
    b.fill(b.box(-0.05, 0.215, 0.16, 0.022), IRON, 0.5, ink=0.3)
    roof = torch.maximum(b.ellipse(-0.565, 0.66, 0.435, 0.150), 0.675 - b.w)
    b.fill(roof, CREAM, 0.4 + 3.0 * (b.w - 0.64))
    wall = 0.74 + 0.2 * b.light.side * (b.u + 0.56) + 0.3 * (b.w - 0.45)
    b.fill(b.box(-0.565, 0.45, 0.405, 0.245, 0.03), b.color, wall)
    b.fill(b.box(-0.565, 0.325, 0.405, 0.018), BRASS, 0.8, ink=0)
    for x in (-0.825, -0.565, -0.305):
        window(b, x, 0.515, 0.075, 0.095)
    b.fill(b.box(-0.565, 0.205, 0.385, 0.035, 0.01), IRON, 0.5, ink=0.3)
    for x in (-0.80, -0.33):
        _wheel(b, x, 0.125, STEEL, b.color)


def _engine(b: Brush) -> None:
    """A small steam engine: cab, boiler with brass bands, dome, flared funnel, cowcatcher."""
    steam = b.line(0.28, 0.905, 0.62, 0.905, 0.035)
    for x, y, r in ((0.27, 0.925, 0.055), (0.38, 0.935, 0.070), (0.50, 0.925, 0.064)):
        steam = torch.minimum(steam, b.circle(x, y, r))
    b.fill(steam, (0.97, 0.96, 0.95), 0.72 + 3.0 * (b.w - 0.90), ink=0.35)
    b.fill(b.polygon((0.76, 0.25), (0.99, 0.035), (0.76, 0.035)) - 0.006, IRON, 0.6)
    funnel = b.polygon((0.655, 0.90), (0.845, 0.90), (0.785, 0.56), (0.715, 0.56))
    b.fill(funnel, IRON, 0.62 + 2.0 * b.light.side * (b.u - 0.75))
    b.fill(b.box(0.75, 0.925, 0.125, 0.045, 0.02), b.color, 0.8)
    b.fill(b.ellipse(0.515, 0.645, 0.085, 0.095), BRASS, b.round_light(0.515, 0.66, 0.1, 0.1))
    boiler = b.box(0.58, 0.455, 0.345, 0.205, 0.07)
    round_ = 0.58 + 0.42 * torch.sin((b.w - 0.29) * 7.5)
    b.fill(boiler, b.color, round_)
    for x in (0.44, 0.66):
        b.fill(torch.maximum(boiler, (b.u - x).abs() - 0.017), BRASS, round_ + 0.1, ink=0)
    b.fill(b.box(0.895, 0.455, 0.045, 0.185, 0.02), IRON, 0.65)
    _headlight(b, 0.925, 0.52, 0.072)
    b.fill(b.box(0.195, 0.495, 0.160, 0.295, 0.02), b.color, b.side_light(2.0) + 0.08)
    window(b, 0.195, 0.60, 0.080, 0.100)
    b.fill(b.box(0.195, 0.800, 0.215, 0.034, 0.03), CREAM, 0.75)
    b.fill(b.box(0.46, 0.225, 0.44, 0.045, 0.01), IRON, 0.55, ink=0.4)
    for x, r in ((0.215, 0.175), (0.545, 0.125), (0.785, 0.125)):
        _wheel(b, x, r, STEEL, b.color)
    b.fill(b.line(0.215, 0.16, 0.70, 0.135, 0.022), STEEL, 0.7, ink=0.5)


def train(b: Brush) -> None:
    """Small steam engine with one wagon, both of the named colour, on a piece of track."""
    b.fill(b.box(0, 0.012, 0.985, 0.014), (0.42, 0.36, 0.34), 0.6, ink=0.3)
    _wagon(b)
    _engine(b)
