"""Cat, dog, rabbit, bird and sprig. Each paints one kind, 1.0 tall, looking to the right.

Positions and sizes are in units of the thing's height: u from its middle, w up from the ground.
"""

import torch

from pipeline.training.world.shapes import Brush

DARK = (0.15, 0.10, 0.11)
BLUSH = (0.97, 0.52, 0.48)
INNER_EAR = (0.94, 0.66, 0.64)


def cat(b: Brush) -> None:
    """Sitting cat with a raised tail, pointed ears and bright eyes."""
    coat, x = b.color, 0.10
    b.fill(b.line(-0.22, 0.08, -0.38, 0.25, 0.060, 0.055), coat, 0.6)
    b.fill(b.line(-0.38, 0.25, -0.33, 0.52, 0.055, 0.042), coat, 0.75)
    b.fill(b.ellipse(-0.06, 0.255, 0.265, 0.255), coat, b.round_light(-0.06, 0.28, 0.35, 0.32))
    b.fill(b.line(0.10, 0.07, 0.08, 0.36, 0.070), coat, b.round_light(0.05, 0.2, 0.3, 0.4), ink=0.3)
    for px in (-0.16, 0.03, 0.16):
        b.fill(b.ellipse(px, 0.050, 0.080, 0.052), coat, 0.68)
    for side in (-1, 1):
        ear = b.polygon(
            (x + side * 0.245, 0.70), (x + side * 0.225, 0.985), (x + side * 0.04, 0.80)
        )
        b.fill(ear - 0.006, coat, 0.7)
        inner = b.polygon(
            (x + side * 0.215, 0.74), (x + side * 0.205, 0.915), (x + side * 0.09, 0.81)
        )
        b.flat(inner, INNER_EAR, alpha=0.9)
    b.fill(b.ellipse(x, 0.640, 0.270, 0.215), coat, b.round_light(x, 0.62, 0.36, 0.28) + 0.06)
    for side in (-1, 1):
        eye = x + 0.02 + side * 0.115
        b.flat(b.ellipse(eye, 0.655, 0.056, 0.062), (0.95, 0.86, 0.34))
        b.flat(b.ellipse(eye + 0.005, 0.655, 0.027, 0.054), DARK)
        b.flat(b.circle(eye + 0.018, 0.680, 0.015), (1, 1, 1))
        for lift in (0.0, 0.05):
            whisker = b.line(x + side * 0.17, 0.565, x + side * 0.33, 0.54 + lift, 0.006)
            b.flat(whisker, (0.80, 0.77, 0.74), alpha=0.8)
    b.flat(b.ellipse(x + 0.02, 0.575, 0.030, 0.020), (0.92, 0.50, 0.50))


def dog(b: Brush, pose: str = "") -> None:
    """Dog with floppy ears, a pale muzzle, a leather collar and a wagging tail: standing or
    running."""
    coat = b.color
    b.fill(b.line(-0.36, 0.48, -0.46, 0.74, 0.055, 0.030), coat, 0.75)
    for x, lit in ((-0.22, 0.45), (0.14, 0.45), (-0.32, 0.7), (0.05, 0.7)):
        foot, up = (x, 0.04) if not pose else (x + (0.19 if x > 0 else -0.15), 0.13)
        b.fill(b.line(foot, up + 0.02, x, 0.34, 0.062), coat, lit)
        b.fill(b.ellipse(foot + 0.02, up, 0.080, 0.042), coat, lit)
    body = b.line(-0.27, 0.42, 0.10, 0.44, 0.165)
    b.fill(body, coat, b.round_light(-0.1, 0.42, 0.5, 0.24))
    b.fill(b.line(0.10, 0.46, 0.19, 0.60, 0.115), coat, b.round_light(0.1, 0.5, 0.3, 0.3), ink=0.2)
    b.fill(b.line(0.06, 0.55, 0.27, 0.50, 0.028), (0.55, 0.26, 0.20), 0.8)
    x, y = 0.20, 0.745
    b.fill(b.ellipse(x, y, 0.235, 0.215), coat, b.round_light(x, y, 0.32, 0.28) + 0.06)
    b.fill(b.ellipse(x + 0.07, y - 0.085, 0.130, 0.092), coat * 0.45 + 0.52, 0.8, ink=0.25)
    for side in (-1, 1):
        ear = b.line(x + side * 0.17, y + 0.13, x + side * 0.235, y - 0.07, 0.062, 0.082)
        b.fill(ear, coat * 0.72, b.round_light(x, y, 0.4, 0.3), ink=0.6)
        eye = x + 0.05 + side * 0.095
        b.flat(b.ellipse(eye, y + 0.035, 0.034, 0.042), (0.97, 0.95, 0.90), alpha=0.85)
        b.flat(b.ellipse(eye + 0.004, y + 0.033, 0.028, 0.036), DARK)
        b.flat(b.circle(eye + 0.014, y + 0.050, 0.011), (1, 1, 1))
    b.flat(b.ellipse(x + 0.085, y - 0.045, 0.046, 0.034), DARK)
    b.flat(b.ellipse(x + 0.080, y - 0.145, 0.034, 0.030), (0.90, 0.42, 0.44))


def asleep(b: Brush, ears, belly=None, tip=None) -> None:
    """A curled up animal, its head on its paws and its tail about it. ears(x, y): paints them for
    a head at (x, y); belly, tip: colours of the chin and of the tail's end."""
    coat, x, y = b.color, 0.22, 0.25
    b.fill(b.ellipse(-0.04, 0.255, 0.43, 0.250), coat, b.round_light(-0.04, 0.28, 0.50, 0.30))
    haunch = b.ellipse(-0.26, 0.175, 0.200, 0.165)
    b.fill(haunch, coat, b.round_light(-0.26, 0.20, 0.26, 0.22), ink=0.45)
    tail = torch.minimum(
        b.line(-0.44, 0.16, -0.26, 0.060, 0.075, 0.062), b.line(-0.26, 0.060, 0.06, 0.062, 0.062)
    )
    b.fill(tail, coat, 0.72)
    b.fill(
        torch.maximum(tail, -0.06 - b.u), coat * 0.6 + 0.38 if tip is None else tip, 0.85, ink=0.4
    )
    b.fill(b.ellipse(0.36, 0.055, 0.120, 0.050), coat, 0.68)
    ears(x, y)
    b.fill(b.ellipse(x, y, 0.240, 0.190), coat, b.round_light(x, y, 0.32, 0.26) + 0.06)
    chin = b.ellipse(x + 0.04, y - 0.085, 0.135, 0.075)
    b.fill(chin, coat * 0.45 + 0.52 if belly is None else belly, 0.85, ink=0.1)
    for side in (-1, 1):
        eye = x + 0.03 + side * 0.105
        lid = torch.maximum(b.circle(eye, y + 0.025, 0.042).abs() - 0.011, b.w - (y + 0.022))
        b.flat(lid, DARK)
        b.flat(b.ellipse(eye + side * 0.035, y - 0.045, 0.038, 0.024), BLUSH, alpha=0.5, soft=2.0)
    b.flat(b.ellipse(x + 0.04, y - 0.050, 0.034, 0.024), DARK)


def sleeping_cat(b: Brush) -> None:
    """Cat curled up asleep."""

    def ears(x: float, y: float) -> None:
        for side in (-1, 1):
            ear = (
                (x + side * 0.225, y + 0.06),
                (x + side * 0.205, y + 0.31),
                (x + side * 0.04, y + 0.15),
            )
            b.fill(b.polygon(*ear) - 0.006, b.color, 0.7)
            inner = (
                (x + side * 0.195, y + 0.10),
                (x + side * 0.188, y + 0.25),
                (x + side * 0.085, y + 0.16),
            )
            b.flat(b.polygon(*inner), INNER_EAR, alpha=0.9)

    asleep(b, ears)


def sleeping_dog(b: Brush) -> None:
    """Dog curled up asleep, its ears hanging."""

    def ears(x: float, y: float) -> None:
        for side in (-1, 1):
            ear = b.line(x + side * 0.17, y + 0.13, x + side * 0.275, y - 0.05, 0.062, 0.082)
            b.fill(ear, b.color * 0.72, b.round_light(x, y, 0.4, 0.3), ink=0.6)

    asleep(b, ears)


def rabbit(b: Brush) -> None:
    """Sitting rabbit with two long ears and a round tail."""
    coat, x = b.color, 0.07
    b.fill(b.circle(-0.26, 0.17, 0.082), coat * 0.4 + 0.58, 0.85, ink=0.35)
    b.fill(b.ellipse(-0.03, 0.225, 0.235, 0.225), coat, b.round_light(-0.03, 0.25, 0.3, 0.3))
    b.fill(
        b.ellipse(-0.10, 0.130, 0.150, 0.125), coat, b.round_light(-0.1, 0.16, 0.2, 0.18), ink=0.4
    )
    for px in (-0.10, 0.08, 0.20):
        b.fill(b.ellipse(px, 0.042, 0.085, 0.044), coat, 0.72)
    for side, tilt in ((-1, -0.045), (1, 0.075)):
        ax, tip = x + side * 0.085, x + side * 0.095 + tilt
        b.fill(b.line(ax, 0.58, tip, 0.925, 0.058, 0.056), coat, 0.74)
        b.flat(b.line(ax, 0.64, tip, 0.915, 0.026, 0.028), INNER_EAR, alpha=0.9)
    b.fill(b.ellipse(x, 0.500, 0.205, 0.172), coat, b.round_light(x, 0.5, 0.28, 0.24) + 0.08)
    b.flat(b.ellipse(x + 0.03, 0.445, 0.080, 0.055), (0.97, 0.94, 0.90), alpha=0.55, soft=2.0)
    for side in (-1, 1):
        eye = x + 0.025 + side * 0.100
        b.flat(b.ellipse(eye, 0.520, 0.036, 0.046), (0.97, 0.95, 0.92), alpha=0.75)
        b.flat(b.ellipse(eye, 0.518, 0.030, 0.040), DARK)
        b.flat(b.circle(eye + 0.010, 0.535, 0.012), (1, 1, 1))
        b.flat(b.ellipse(eye + side * 0.040, 0.455, 0.035, 0.022), BLUSH, alpha=0.5, soft=2.0)
    b.flat(b.ellipse(x + 0.025, 0.470, 0.024, 0.017), (0.88, 0.45, 0.48))


def bird(b: Brush) -> None:
    """Small flying bird, both wings raised, with an orange beak and a pale breast."""
    coat = b.color
    b.fill(b.polygon((-0.30, 0.40), (-0.63, 0.42), (-0.58, 0.24), (-0.28, 0.28)), coat * 0.8, 0.6)
    far = torch.maximum(b.circle(0.50, 0.55, 0.42), b.circle(-0.04, 0.83, 0.42))
    b.fill(far, coat * 0.78, 0.55)
    b.fill(b.ellipse(-0.02, 0.34, 0.36, 0.215), coat, b.round_light(0, 0.36, 0.5, 0.3))
    b.fill(b.ellipse(0.06, 0.25, 0.24, 0.115), coat * 0.35 + 0.62, 0.75, ink=0.2)
    b.fill(b.polygon((0.48, 0.52), (0.64, 0.45), (0.48, 0.40)), (0.96, 0.62, 0.20), 0.8)
    b.fill(b.circle(0.34, 0.47, 0.185), coat, b.round_light(0.34, 0.47, 0.26, 0.26))
    wing = torch.maximum(b.circle(0.17, 0.72, 0.46), b.circle(-0.46, 0.63, 0.46))
    b.fill(wing, coat, 0.80 + 0.16 * torch.sin((b.u * 1.2 + b.w * 0.5) * 34), ink=0.7)
    b.flat(b.circle(0.40, 0.51, 0.048), (0.98, 0.97, 0.94))
    b.flat(b.circle(0.41, 0.51, 0.036), DARK)


def sprig(b: Brush) -> None:
    """A seed-shaped being of the woods: one big leaf on its head, a small light in its chest."""
    body = b.color
    for side in (-1, 1):
        b.fill(b.line(side * 0.10, 0.045, side * 0.10, 0.14, 0.048), body * 0.72, 0.6)
        b.fill(b.line(side * 0.20, 0.36, side * 0.285, 0.27, 0.036, 0.030), body * 0.85, 0.65)
    b.fill(b.line(0.0, 0.62, 0.02, 0.78, 0.018), (0.38, 0.48, 0.22), 0.7, ink=0.4)
    leaf = torch.maximum(b.circle(0.07, 0.72, 0.22), b.circle(0.24, 0.93, 0.22))
    leaf = torch.minimum(
        leaf, torch.maximum(b.circle(-0.07, 0.74, 0.17), b.circle(-0.16, 0.91, 0.16))
    )
    b.fill(leaf, (0.48, 0.74, 0.28), b.round_light(0.1, 0.84, 0.2, 0.16) + 0.1)
    b.flat(b.line(0.03, 0.77, 0.22, 0.90, 0.008), (0.30, 0.52, 0.20), alpha=0.8)
    drop = torch.minimum(
        b.ellipse(0, 0.315, 0.235, 0.225),
        b.polygon((-0.205, 0.42), (0.205, 0.42), (0.03, 0.655), (-0.03, 0.655)) - 0.006,
    )
    b.fill(drop, body, b.round_light(0, 0.34, 0.3, 0.34) + 0.06)
    b.fill(b.ellipse(0, 0.20, 0.115, 0.085), body * 0.35 + 0.60, 0.8, ink=0)
    for side in (-1, 1):
        b.flat(b.circle(0.02 + side * 0.080, 0.405, 0.036), (0.99, 0.97, 0.92), alpha=0.9)
        b.flat(b.circle(0.022 + side * 0.080, 0.405, 0.027), DARK)
        b.flat(b.ellipse(0.02 + side * 0.135, 0.345, 0.036, 0.022), BLUSH, alpha=0.6, soft=2.0)
    b.flat(b.ellipse(0.02, 0.345, 0.022, 0.010), DARK)
    b.fill(b.circle(0, 0.205, 0.070), (1.0, 0.86, 0.42), 1.0, ink=0, glow=1.0, soft=3.0)
    b.fill(b.circle(0, 0.205, 0.030), (1.0, 0.98, 0.82), 1.0, ink=0, glow=1.0, soft=2.0)
