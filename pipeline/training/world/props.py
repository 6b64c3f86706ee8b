"""Trees, craft and small things, 1.0 tall; the named colour is their largest part."""

import torch

from pipeline.training.world.shapes import Brush

WOOD = (0.46, 0.31, 0.21)
BARK = (0.40, 0.28, 0.21)
BOARD = (0.95, 0.86, 0.68)
CROWN = (  # x, y, radius of the foliage's clumps, back to front
    (0.0, 0.80, 0.185), (-0.20, 0.72, 0.175), (0.20, 0.73, 0.175), (-0.26, 0.55, 0.155),
    (0.26, 0.55, 0.155), (0.02, 0.62, 0.220), (-0.12, 0.49, 0.150), (0.13, 0.50, 0.150),
)  # fmt: skip


def tree(b: Brush) -> None:
    """Broad tree: forked trunk, leafy clumps of the named colour painted in dabs."""
    trunk = b.polygon((-0.075, 0), (0.075, 0), (0.040, 0.46), (-0.040, 0.46))
    b.fill(trunk, BARK, b.side_light(0.12))
    for side in (-1, 1):
        b.fill(b.line(0, 0.28, side * 0.17, 0.50, 0.030, 0.018), BARK, 0.55)
    field = torch.full_like(b.picture[:, 0], -9.0)
    lit = torch.zeros_like(field)
    for x, y, r in CROWN:
        inside = r - torch.hypot(b.u - x, b.w - y)
        light = b.round_light(x, y, r * 1.25, r * 1.25) + 0.35 * (y - 0.62)
        lit = torch.lerp(lit, light, torch.sigmoid((inside - field) * 90))
        field = torch.maximum(field, inside)
    dabs = b.texture("dabs", 1.1)
    b.fill(-(field + 0.018 * dabs), b.color, lit + 0.13 * dabs, ink=0.35)


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


def lantern(b: Brush) -> None:
    """Lantern of the named colour on a post, always lit."""
    dark = (0.28, 0.20, 0.18)
    b.fill(b.line(0, 0, 0, 0.36, 0.032), WOOD, b.side_light(0.06))
    b.fill(b.ellipse(0, 0.02, 0.095, 0.028), WOOD, 0.5)
    near = torch.exp(-((b.u / 0.22) ** 2) - ((b.w - 0.60) / 0.26) ** 2)
    b.fill(b.ellipse(0, 0.62, 0.250, 0.270), b.color, 0.35 + 0.6 * near, glow=0.75)
    for x in (-0.55, 0.0, 0.55):
        rib = (b.u - x * 0.25 * (1 - ((b.w - 0.62) / 0.28) ** 2).clamp(min=0).sqrt()).abs() - 0.006
        b.flat(torch.maximum(rib, b.ellipse(0, 0.62, 0.24, 0.262)), dark, alpha=0.35)
    core = b.color * 0.35 + b.rgb((1.0, 0.95, 0.72)) * 0.65
    b.fill(b.ellipse(0, 0.59, 0.085, 0.110), core, 1.0, ink=0, glow=1.0, soft=4.0)
    for y, a in ((0.375, 0.125), (0.865, 0.135)):
        b.fill(b.box(0, y, a, 0.030, 0.02), dark, 0.7)
    loop = torch.maximum(b.circle(0, 0.925, 0.060).abs() - 0.014, 0.885 - b.w)
    b.fill(loop, dark, 0.6, ink=0)


def mushroom(b: Brush) -> None:
    """Toadstool: domed cap of the named colour with pale spots on a thick stem."""
    stem = b.polygon((-0.135, 0), (0.135, 0), (0.105, 0.50), (-0.105, 0.50)) - 0.02
    b.fill(stem, (0.96, 0.92, 0.83), b.side_light(0.2))
    b.fill(b.ellipse(0, 0.435, 0.400, 0.085), (0.88, 0.78, 0.66), 0.45)
    cap = torch.maximum(b.ellipse(0, 0.45, 0.455, 0.525), 0.44 - 0.10 * (b.u / 0.45) ** 2 - b.w)
    b.fill(cap, b.color, b.round_light(0, 0.66, 0.56, 0.38))
    pale = b.color * 0.15 + b.rgb((0.99, 0.96, 0.89)) * 0.85
    for x, y, r in (
        (-0.22, 0.66, 0.075),
        (0.06, 0.80, 0.085),
        (0.25, 0.60, 0.070),
        (-0.03, 0.56, 0.055),
    ):
        b.fill(torch.maximum(b.ellipse(x, y, r, r * 0.85), cap), pale, 0.8, ink=0.2)


def umbrella(b: Brush) -> None:
    """Open umbrella of the named colour stuck in the ground by its stick."""
    b.fill(b.line(0.0, 0.0, 0.0, 0.95, 0.017), WOOD, b.side_light(0.05))
    dome = b.ellipse(0, 0.47, 0.480, 0.470)
    scallop = 0.50 - 0.045 * torch.sin((b.u + 0.48) * (3.1416 * 4 / 0.96)).abs()
    canopy = torch.maximum(dome, scallop + 0.02 - b.w)
    round_ = (1.02 - ((b.w - 0.47) / 0.47) ** 2).clamp(min=0.03).sqrt()
    angle = torch.asin((b.u / 0.48 / round_).clamp(-1, 1))
    panels = 0.14 * torch.sin(angle * 4).sign() * torch.sin(angle * 4).abs().sqrt()
    b.fill(canopy, b.color, b.round_light(0, 0.68, 0.6, 0.4) + panels)
    b.fill(b.line(0, 0.93, 0, 0.985, 0.014), WOOD, 0.7)


def signpost(b: Brush) -> None:
    """Wooden board on a post; the word in bold capitals fills the board."""
    b.fill(b.line(0, 0, 0, 0.55, 0.045), WOOD, b.side_light(0.08))
    b.fill(b.box(0, 0.715, 0.712, 0.275, 0.05), (0.50, 0.33, 0.20), 0.7)
    planks = 0.08 * torch.sin(b.w * 30) + 0.05 * b.texture("strokes", 1.0)
    b.fill(b.box(0, 0.715, 0.672, 0.235, 0.03), BOARD, 0.86 + planks, ink=0.25)
    b.layer(b.letters(0.715, 0.61, 0.19), b.rgb((0.20, 0.10, 0.08)) * b.light.sun.clamp(max=1))
