"""Plants and small things, 1.0 tall; the named colour is their largest part."""

import math

import torch

from pipeline.training.world.shapes import Brush

WOOD = (0.46, 0.31, 0.21)
BARK = (0.40, 0.28, 0.21)
BOARD = (0.95, 0.86, 0.68)
LEAF = (0.36, 0.60, 0.28)
STALK = (0.50, 0.46, 0.24)
SPONGE = (0.84, 0.62, 0.40)
PLATE = (0.90, 0.93, 0.95)
CHERRY = (0.82, 0.14, 0.20)
SNOW = (0.97, 0.98, 1.00)
COAL = (0.16, 0.13, 0.15)
CARROT = (0.95, 0.52, 0.16)
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


def _petals(b: Brush, x: float, y: float, count: int, turn: float, reach: float, wide: float):
    """Distance to a ring of `count` petals that reach `reach` from (x, y), `wide` half across."""
    sector = 2 * math.pi / count
    angle = torch.atan2(b.w - y, b.u - x) + turn
    angle = angle - sector * (angle / sector).round()
    radius = torch.hypot(b.u - x, b.w - y)
    along, across = radius * torch.cos(angle), radius * torch.sin(angle)
    long = reach / 2
    return (torch.hypot((along - long) / long, across / wide) - 1) * wide


def flower(b: Brush) -> None:
    """One tall flower: a great blossom of the named colour, a stem with two leaves."""
    x, y = 0.0, 0.70
    b.fill(b.line(0.02, 0.028, x, y, 0.028, 0.022), LEAF, b.side_light(0.08))
    for side, low, tip in ((-1, 0.07, 0.36), (1, 0.04, 0.30)):
        b.fill(_leaf(b, 0.01, low, side * 0.275, tip), LEAF, 0.72 + 0.5 * (b.w - 0.2))
        b.flat(b.line(0.01, low, side * 0.22, low + (tip - low) * 0.8, 0.007), (0.2, 0.4, 0.2))
    lit = b.round_light(x, y, 0.42, 0.42) + 0.06
    b.fill(_petals(b, x, y, 8, 0.39, 0.298, 0.085), b.color * 0.80, lit)
    b.fill(_petals(b, x, y, 8, 0.0, 0.290, 0.078), b.color, lit + 0.1)
    warm = (b.color[:, 2:3] < 0.3).float()  # gold would be lost among red and yellow petals
    heart = torch.lerp(b.rgb((0.98, 0.78, 0.26)), b.rgb((0.48, 0.28, 0.16)), warm)
    b.fill(b.circle(x, y, 0.100), heart, b.round_light(x, y, 0.12, 0.12) + 0.1)


def _leaf(b: Brush, ax: float, ay: float, bx: float, by: float) -> torch.Tensor:
    """Distance to a pointed leaf from a to b: where two circles overlap."""
    mx, my, dx, dy = (ax + bx) / 2, (ay + by) / 2, (bx - ax) / 2, (by - ay) / 2
    bulge = 0.85  # how far the circles' middles stand off, in half lengths
    r = math.hypot(dx, dy) * math.hypot(1, bulge)
    return torch.maximum(
        b.circle(mx - dy * bulge, my + dx * bulge, r), b.circle(mx + dy * bulge, my - dx * bulge, r)
    )


def pumpkin(b: Brush) -> None:
    """Fat ribbed pumpkin of the named colour with a bent stem and a leaf."""
    stem = torch.minimum(
        b.line(0.0, 0.74, 0.02, 0.88, 0.075, 0.050), b.line(0.02, 0.88, 0.12, 0.94, 0.050, 0.054)
    )
    b.fill(stem, STALK, b.side_light(0.15))
    for x, a, h in ((0.36, 0.185, 0.315), (0.205, 0.205, 0.375), (0.0, 0.185, 0.410)):
        for side in (-1, 1) if x else (1,):
            lobe = b.ellipse(side * x, 0.415, a, h)
            lit = b.round_light(0, 0.44, 0.62, 0.50) + 0.3 * (a - (b.u - side * x).abs()) / a
            b.fill(lobe, b.color, lit - 0.05, ink=0.6)
    b.fill(_leaf(b, -0.04, 0.80, -0.40, 0.86), LEAF, 0.75)


def _tier(b: Brush, y: float, a: float, h: float, drips: float) -> None:
    """A round of cake about height y: sponge, and icing that runs down its side in drips."""
    lit = 0.68 + 0.30 * b.light.side * b.u / a
    b.fill(b.box(0, y, a, h, 0.03), SPONGE, lit)
    edge = y - 0.15 * h - 0.55 * h * torch.cos(b.u * drips).abs()
    icing = torch.maximum(b.box(0, y + 0.03, a + 0.020, h, 0.07), edge - b.w)
    b.fill(icing, b.color, lit + 0.6 * (b.w - y))


def cake(b: Brush) -> None:
    """Two rounds of cake, icing of the named colour, cherries and a burning candle."""
    b.fill(b.polygon((-0.20, 0), (0.20, 0), (0.10, 0.09), (-0.10, 0.09)), PLATE, 0.45)
    _flame(b)
    b.fill(b.ellipse(0, 0.105, 0.470, 0.050), PLATE, 0.5 + 6 * (b.w - 0.10))
    _tier(b, 0.275, 0.390, 0.165, 22.0)
    _tier(b, 0.565, 0.250, 0.135, 30.0)
    for x, y in ((-0.32, 0.47), (0.32, 0.47), (-0.16, 0.73), (0.16, 0.73)):
        b.fill(b.circle(x, y, 0.055), CHERRY, b.round_light(x, y, 0.06, 0.06) + 0.1)
        b.flat(b.circle(x - 0.015, y + 0.018, 0.013), (1, 0.9, 0.88), alpha=0.8)


def _flame(b: Brush) -> None:
    """A candle and its flame, upon a cake."""
    b.fill(b.line(0, 0.66, 0, 0.84, 0.036), (0.98, 0.95, 0.88), b.side_light(0.06))
    flame = torch.minimum(
        b.circle(0, 0.900, 0.046),
        b.polygon((-0.042, 0.918), (0.042, 0.918), (0.006, 0.996), (-0.006, 0.996)),
    )
    b.fill(flame, (1.0, 0.72, 0.22), 0.95, ink=0.4, glow=0.9)
    b.fill(b.circle(0, 0.895, 0.022), (1.0, 0.95, 0.66), 1.0, ink=0, glow=1.0)


def snowman(b: Brush) -> None:
    """Snowman of two great balls in a knitted cap and a scarf of the named colour."""
    for side in (-1, 1):
        b.fill(b.line(side * 0.22, 0.40, side * 0.325, 0.545, 0.017), BARK, 0.6, ink=0.4)
        b.fill(b.line(side * 0.29, 0.49, side * 0.345, 0.485, 0.012), BARK, 0.6, ink=0.4)
    b.fill(b.ellipse(0, 0.255, 0.310, 0.260), SNOW, b.round_light(0, 0.28, 0.36, 0.32) + 0.06)
    for y in (0.17, 0.30):
        b.fill(b.circle(0.03, y, 0.026), COAL, 0.5, ink=0)
    b.fill(b.ellipse(0, 0.640, 0.220, 0.190), SNOW, b.round_light(0, 0.64, 0.28, 0.26) + 0.10)
    for x in (-0.045, 0.115):
        b.flat(b.ellipse(x, 0.685, 0.024, 0.032), COAL)
        b.flat(b.circle(x + 0.007, 0.697, 0.009), (1, 1, 1))
    b.fill(b.line(0.045, 0.630, 0.225, 0.610, 0.036, 0.008), CARROT, 0.75)
    scarf = b.line(-0.135, 0.23, -0.10, 0.46, 0.070)
    b.fill(scarf, b.color * 0.88, 0.70 + 0.15 * torch.sin(b.w * 90), ink=0.6)
    b.fill(b.line(-0.185, 0.482, 0.185, 0.482, 0.062), b.color, b.round_light(0, 0.46, 0.4, 0.12))
    cap = torch.maximum(b.ellipse(0, 0.75, 0.205, 0.195), 0.76 - b.w)
    knit = 0.10 * torch.sin(b.u * 90)
    b.fill(cap, b.color, b.round_light(0, 0.80, 0.3, 0.24) + knit)
    b.fill(b.box(0, 0.770, 0.228, 0.050, 0.04), b.color * 0.84, 0.72 + knit)
    b.fill(b.circle(0, 0.942, 0.060), b.color * 0.4 + 0.56, b.round_light(0, 0.95, 0.07, 0.07))
