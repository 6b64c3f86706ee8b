"""Children and grown-ups. Each function paints one kind, 1.0 tall, looking to the right.

Positions and sizes are in units of the person's height: u from its middle, w up from the ground.
"""

import torch

from pipeline.training.world.creatures import BLUSH, DARK
from pipeline.training.world.shapes import INK, Brush

SKIN = (0.99, 0.83, 0.71)
LEATHER = (0.42, 0.24, 0.17)


def _face(b: Brush, x: float, y: float, scale: float = 1.0) -> None:
    """Eyes, blush and a small smile about (x, y)."""
    for side in (-1, 1):
        eye = x + side * 0.062 * scale
        b.flat(b.ellipse(eye, y, 0.021 * scale, 0.034 * scale), DARK)
        b.flat(b.circle(eye + 0.006 * scale, y + 0.013 * scale, 0.009 * scale), (1, 1, 1))
        low = y - 0.045 * scale
        cheek = b.ellipse(x + side * 0.098 * scale, low, 0.030 * scale, 0.020 * scale)
        b.flat(cheek, BLUSH, alpha=0.6, soft=2.0)
    smile = b.circle(x, y - 0.048 * scale, 0.027 * scale)
    smile = torch.maximum(smile, b.w - (y - 0.055 * scale))
    smile = torch.maximum(smile, -b.circle(x, y - 0.036 * scale, 0.027 * scale))
    b.flat(smile, (0.66, 0.24, 0.22))


def _head(b: Brush, long_hair: bool) -> None:
    """A child's round head 0.41 wide with its fringe; the hair behind it is painted beforehand."""
    b.fill(b.ellipse(0.012, 0.762, 0.158, 0.146), SKIN, b.round_light(0, 0.74, 0.3, 0.3) + 0.12)
    _face(b, 0.022, 0.752)
    cap = torch.maximum(b.ellipse(0, 0.795, 0.190, 0.182), -b.ellipse(0.035, 0.690, 0.158, 0.165))
    fringe = torch.minimum(cap, torch.maximum(b.ellipse(0, 0.795, 0.19, 0.18), 0.855 - b.w))
    b.fill(fringe, b.hair, b.round_light(0, 0.80, 0.24, 0.20), ink=0.35)
    if long_hair:
        for side in (-1, 1):
            lock = b.line(side * 0.165, 0.80, side * 0.172, 0.60, 0.030, 0.018)
            b.fill(lock, b.hair, b.round_light(0, 0.7, 0.3, 0.3), ink=0.35)


def _legs(b: Brush, top: float, apart: float, sock) -> None:
    for side in (-1, 1):
        b.fill(b.line(side * apart, 0.05, side * apart * 0.9, top, 0.032), SKIN, 0.62, ink=0.5)
        b.fill(b.line(side * apart, 0.05, side * apart, 0.10, 0.034), sock, 0.75, ink=0.3)
        b.fill(b.ellipse(side * apart + 0.014, 0.030, 0.056, 0.032), LEATHER, 0.7)


def girl(b: Brush) -> None:
    """Girl in a flared dress of the named colour, long hair with a bow."""
    b.fill(b.ellipse(0, 0.760, 0.205, 0.225), b.hair, b.round_light(0, 0.78, 0.22, 0.22) - 0.1)
    _legs(b, 0.28, 0.060, (0.96, 0.95, 0.93))
    for side in (-1, 1):
        b.fill(b.line(side * 0.10, 0.55, side * 0.188, 0.375, 0.028), SKIN, 0.7)
    skirt = b.polygon((-0.075, 0.60), (0.075, 0.60), (0.185, 0.225), (-0.185, 0.225)) - 0.018
    folds = 0.10 * torch.sin(b.u * 62) * ((0.46 - b.w) * 4).clamp(0, 1)
    b.fill(skirt, b.color, b.round_light(0, 0.42, 0.24, 0.34) + folds + 0.08)
    b.fill(b.box(0, 0.435, 0.112, 0.014, 0.01), b.color * 0.70, 0.7, ink=0)
    for side in (-1, 1):
        b.fill(
            b.ellipse(side * 0.102, 0.545, 0.050, 0.045), b.color, b.round_light(0, 0.53, 0.2, 0.1)
        )
    b.fill(b.ellipse(0, 0.612, 0.070, 0.024), (0.98, 0.97, 0.94), 0.85, ink=0.4)
    _head(b, long_hair=True)
    for side in (-1, 1):
        b.fill(b.ellipse(-0.10 + side * 0.042, 0.945, 0.042, 0.032), b.color, 0.8, ink=0.5)


def boy(b: Brush) -> None:
    """Boy in a shirt of the named colour, dark shorts and short tousled hair."""
    _legs(b, 0.26, 0.058, (0.93, 0.92, 0.90))
    b.fill(b.box(0, 0.285, 0.118, 0.075, 0.02), (0.36, 0.34, 0.42), b.side_light(0.25))
    b.flat(b.box(0, 0.225, 0.008, 0.03), DARK, alpha=0.6)
    for side in (-1, 1):
        b.fill(b.line(side * 0.115, 0.55, side * 0.180, 0.365, 0.028), SKIN, 0.7)
    shirt = b.polygon((-0.090, 0.60), (0.090, 0.60), (0.120, 0.330), (-0.120, 0.330)) - 0.020
    b.fill(shirt, b.color, b.round_light(0, 0.46, 0.2, 0.25) + 0.10)
    for side in (-1, 1):
        sleeve = b.line(side * 0.105, 0.565, side * 0.150, 0.475, 0.044)
        b.fill(sleeve, b.color, b.round_light(0, 0.53, 0.25, 0.12))
    b.fill(b.polygon((-0.05, 0.625), (0.05, 0.625), (0, 0.57)), SKIN, 0.6, ink=0.3)
    b.fill(b.ellipse(0, 0.815, 0.188, 0.168), b.hair, b.round_light(0, 0.80, 0.22, 0.2) - 0.1)
    _head(b, long_hair=False)
    for x, y in ((-0.10, 0.965), (0.0, 0.985), (0.09, 0.965)):
        tuft = b.line(x * 0.8, 0.90, x, y, 0.055, 0.008)
        b.fill(tuft, b.hair, b.round_light(0, 0.85, 0.24, 0.2), ink=0.2)
    b.fill(b.ellipse(0, 0.90, 0.145, 0.062), b.hair, b.round_light(0, 0.86, 0.2, 0.12), ink=0)


def woman(b: Brush) -> None:
    """Woman in a long dress of the named colour with an apron; her hair in a bun."""
    b.fill(b.ellipse(0.0, 0.950, 0.062, 0.050), b.hair, b.round_light(0, 0.95, 0.08, 0.07))
    b.fill(b.ellipse(0, 0.845, 0.112, 0.108), b.hair, b.round_light(0, 0.86, 0.14, 0.14) - 0.1)
    b.fill(b.line(0, 0.70, 0.004, 0.76, 0.032), SKIN, 0.5, ink=0.4)
    for side in (-1, 1):
        b.fill(b.ellipse(side * 0.060 + 0.012, 0.022, 0.046, 0.024), LEATHER, 0.7)
    lit = b.round_light(0, 0.40, 0.26, 0.50) + 0.06
    folds = 0.11 * torch.sin(b.u / (1.12 - b.w) * 44) * ((0.42 - b.w) * 5).clamp(0, 1)
    skirt = b.polygon((-0.060, 0.53), (0.060, 0.53), (0.192, 0.055), (-0.192, 0.055)) - 0.020
    skirt = torch.maximum(skirt, 0.026 + 0.8 * b.u * b.u - b.w)
    b.fill(skirt, b.color, lit + folds)
    bodice = b.polygon((-0.090, 0.690), (0.090, 0.690), (0.060, 0.50), (-0.060, 0.50)) - 0.022
    b.fill(bodice, b.color, lit, ink=0.45)
    pale = ((b.color.mean(1, keepdim=True) - 0.80) * 20).clamp(0, 1)
    apron = torch.lerp(b.rgb((0.98, 0.95, 0.88)), b.rgb((0.60, 0.72, 0.80)), pale)
    panel = b.polygon((-0.050, 0.50), (0.050, 0.50), (0.100, 0.100), (-0.100, 0.100)) - 0.018
    panel = torch.maximum(panel, b.ellipse(0, 0.420, 0.125, 0.300))
    b.fill(panel, apron, b.round_light(0, 0.35, 0.24, 0.40) + 0.15, ink=0.4)
    b.fill(b.box(0, 0.512, 0.078, 0.017, 0.01), apron * 0.86, 0.7, ink=0.4)
    for side in (-1, 1):
        b.fill(b.circle(side * 0.186, 0.425, 0.027), SKIN, 0.75)
        b.fill(b.line(side * 0.108, 0.670, side * 0.172, 0.470, 0.046, 0.030), b.color, lit)
    b.fill(b.ellipse(0, 0.712, 0.058, 0.020), (0.98, 0.97, 0.94), 0.85, ink=0.4)
    b.fill(b.ellipse(0.008, 0.828, 0.092, 0.090), SKIN, b.round_light(0, 0.81, 0.2, 0.2) + 0.12)
    _face(b, 0.016, 0.822, 0.66)
    part = b.ellipse(0, 0.852, 0.112, 0.106)
    for side in (-1, 1):
        part = torch.maximum(part, -b.ellipse(0.012 + side * 0.050, 0.800, 0.064, 0.092))
    part = torch.maximum(part, 0.800 - b.w)
    b.fill(part, b.hair, b.round_light(0, 0.87, 0.14, 0.12), ink=0.35)


def man(b: Brush) -> None:
    """Man in a long coat of the named colour, trousers, boots and a brimmed hat."""
    for side in (-1, 1):
        b.fill(b.line(side * 0.058, 0.10, side * 0.060, 0.32, 0.046), (0.40, 0.37, 0.44), 0.6)
        b.fill(b.line(side * 0.060, 0.050, side * 0.058, 0.14, 0.048), (0.30, 0.19, 0.15), 0.7)
        b.fill(b.ellipse(side * 0.060 + 0.018, 0.028, 0.064, 0.030), (0.30, 0.19, 0.15), 0.7)
    b.fill(b.ellipse(0, 0.835, 0.108, 0.095), b.hair, b.round_light(0, 0.83, 0.14, 0.14) - 0.05)
    b.fill(b.line(0, 0.70, 0.004, 0.76, 0.038), SKIN, 0.5, ink=0.4)
    lit = b.round_light(0, 0.48, 0.24, 0.34) + 0.08
    coat = b.polygon((-0.105, 0.690), (0.105, 0.690), (0.085, 0.50), (-0.085, 0.50))
    tails = b.polygon((-0.086, 0.52), (0.086, 0.52), (0.140, 0.250), (-0.140, 0.250))
    b.fill(torch.minimum(coat, tails) - 0.026, b.color, lit)
    b.fill(b.polygon((-0.048, 0.722), (0.052, 0.722), (0.004, 0.60)), (0.97, 0.95, 0.90), 0.8, 0.4)
    b.flat(b.line(0.004, 0.60, 0.004, 0.225, 0.005), INK, alpha=0.7)
    for y in (0.56, 0.485, 0.41):
        b.flat(b.circle(0.032, y, 0.012), (0.96, 0.82, 0.44))
    for side in (-1, 1):
        b.fill(b.circle(side * 0.188, 0.400, 0.031), SKIN, 0.75)
        b.fill(b.line(side * 0.122, 0.668, side * 0.176, 0.445, 0.050, 0.038), b.color, lit)
    b.fill(b.ellipse(0.008, 0.826, 0.092, 0.094), SKIN, b.round_light(0, 0.81, 0.2, 0.2) + 0.12)
    beard = torch.maximum(b.ellipse(0.008, 0.796, 0.096, 0.078), b.w - 0.788)
    beard = torch.maximum(beard, -b.ellipse(0.016, 0.772, 0.030, 0.012))
    for side in (-1, 1):
        beard = torch.minimum(beard, b.line(side * 0.094, 0.88, side * 0.090, 0.79, 0.018))
        beard = torch.minimum(beard, b.ellipse(0.016 + side * 0.024, 0.796, 0.032, 0.012))
    _face(b, 0.016, 0.842, 0.66)
    b.fill(beard, b.hair, b.round_light(0, 0.80, 0.14, 0.12), ink=0.35)
    b.flat(b.ellipse(0.016, 0.772, 0.026, 0.009), (0.70, 0.28, 0.25))
    felt = (0.66, 0.57, 0.46)
    b.fill(b.polygon((-0.088, 0.905), (0.088, 0.905), (0.064, 0.982), (-0.064, 0.982)) - 0.016,
           felt, b.round_light(0, 0.93, 0.14, 0.12))  # fmt: skip
    b.fill(b.box(0, 0.924, 0.097, 0.015), b.color * 0.75, 0.7, ink=0.3)
    b.fill(b.ellipse(0.004, 0.900, 0.172, 0.023), felt, 0.8)
