"""Children and grown-ups. Each function paints one kind, 1.0 tall, looking to the right.

Positions and sizes are in units of the person's height: u from its middle, w up from the ground.
Limbs are in `limbs.py`, by the person's pose.
"""

import torch

from pipeline.training.world import limbs
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


def _bare_arms(b: Brush, pose: str, shoulder: tuple, hand: tuple, sides=(-1, 1)) -> None:
    for side in sides:
        b.fill(limbs.arm(b, pose, side, shoulder, hand, 0.028), SKIN, 0.7)


def _sleeves(b: Brush, pose: str, shoulder: tuple, hand: tuple, palm: float, width, lit,
             sides=(-1, 1)) -> None:  # fmt: skip
    """Arms in the named colour, with hands; width: radii at the shoulder and at the hand."""
    for side in sides:
        b.fill(b.circle(*limbs.palm(pose, side, shoulder, hand), palm), SKIN, 0.75)
        b.fill(limbs.arm(b, pose, side, shoulder, hand, *width), b.color, lit)


def girl(b: Brush, pose: str = "") -> None:
    """Girl in a flared dress of the named colour, long hair with a bow."""
    top, arms = limbs.upper(b, pose), ((0.10, 0.55), (0.188, 0.375))
    top.fill(
        top.ellipse(0, 0.760, 0.205, 0.225), b.hair, top.round_light(0, 0.78, 0.22, 0.22) - 0.1
    )
    if pose == "running":
        limbs.running_legs(b, 0.30, 0.034, SKIN, 0.62, LEATHER, 0.056)
    elif pose != "sitting":
        _legs(b, 0.28, 0.060, (0.96, 0.95, 0.93))
    if pose != "sitting":
        _bare_arms(top, pose, *arms, sides=(-1,) if pose == "waving" else (-1, 1))
    _flared_skirt(b, top, pose)
    top.fill(top.box(0, 0.435, 0.112, 0.014, 0.01), b.color * 0.70, 0.7, ink=0)
    if pose == "sitting":
        _shoes(b)
        _bare_arms(top, pose, *arms)
    for side in (-1, 1):
        puff = top.ellipse(side * 0.102, 0.545, 0.050, 0.045)
        top.fill(puff, b.color, top.round_light(0, 0.53, 0.2, 0.1))
    top.fill(top.ellipse(0, 0.612, 0.070, 0.024), (0.98, 0.97, 0.94), 0.85, ink=0.4)
    _head(top, long_hair=True)
    if pose == "waving":
        _bare_arms(top, pose, *arms, sides=(1,))
    for side in (-1, 1):
        top.fill(top.ellipse(-0.10 + side * 0.042, 0.945, 0.042, 0.032), b.color, 0.8, ink=0.5)


def _flared_skirt(b: Brush, top: Brush, pose: str) -> None:
    """A girl's dress below the shoulders: hanging, or spread on the ground."""
    skirt = top.polygon((-0.075, 0.60), (0.075, 0.60), (0.185, 0.225), (-0.185, 0.225)) - 0.018
    if pose == "sitting":
        skirt = b.polygon((-0.075, 0.41), (0.075, 0.41), (0.115, 0.20), (-0.115, 0.20)) - 0.018
        skirt = torch.minimum(skirt, b.ellipse(0, 0.125, 0.228, 0.112))
    folds = 0.10 * torch.sin(top.u * 62) * ((0.46 - top.w) * 4).clamp(0, 1)
    b.fill(skirt, b.color, top.round_light(0, 0.42, 0.24, 0.34) + folds + 0.08)


def _shoes(b: Brush) -> None:
    for side in (-1, 1):
        b.fill(b.ellipse(side * 0.068, 0.042, 0.054, 0.040), LEATHER, 0.7)


def boy(b: Brush, pose: str = "") -> None:
    """Boy in a shirt of the named colour, dark shorts and short tousled hair."""
    top, arms, cloth = limbs.upper(b, pose), ((0.115, 0.55), (0.180, 0.365)), (0.36, 0.34, 0.42)
    if pose == "running":
        limbs.running_legs(b, 0.28, 0.036, SKIN, 0.62, LEATHER, 0.056)
    elif pose == "sitting":
        limbs.sitting_legs(b, 0.038, SKIN, 0.62, LEATHER, 0.056)
    else:
        _legs(b, 0.26, 0.058, (0.93, 0.92, 0.90))
    top.fill(top.box(0, 0.285, 0.118, 0.075, 0.02), cloth, b.side_light(0.25))
    if pose in ("", "waving"):
        b.flat(b.box(0, 0.225, 0.008, 0.03), DARK, alpha=0.6)
    _bare_arms(top, pose, *arms, sides=(-1,) if pose == "waving" else (-1, 1))
    shirt = top.polygon((-0.090, 0.60), (0.090, 0.60), (0.120, 0.330), (-0.120, 0.330)) - 0.020
    top.fill(shirt, b.color, top.round_light(0, 0.46, 0.2, 0.25) + 0.10)
    if pose == "sitting":
        _bare_arms(top, pose, *arms)
    for side in (-1, 1):
        sleeve = top.line(side * 0.105, 0.565, side * 0.150, 0.475, 0.044)
        if pose:
            (x, y), (elbow, low), *_ = limbs.joints(pose, side, *arms)
            sleeve = top.line(x, y, (x + elbow) / 2, (y + low) / 2, 0.044)
        top.fill(sleeve, b.color, top.round_light(0, 0.53, 0.25, 0.12))
    top.fill(top.polygon((-0.05, 0.625), (0.05, 0.625), (0, 0.57)), SKIN, 0.6, ink=0.3)
    top.fill(top.ellipse(0, 0.815, 0.188, 0.168), b.hair, top.round_light(0, 0.80, 0.22, 0.2) - 0.1)
    _head(top, long_hair=False)
    for x, y in ((-0.10, 0.965), (0.0, 0.985), (0.09, 0.965)):
        tuft = top.line(x * 0.8, 0.90, x, y, 0.055, 0.008)
        top.fill(tuft, b.hair, top.round_light(0, 0.85, 0.24, 0.2), ink=0.2)
    top.fill(top.ellipse(0, 0.90, 0.145, 0.062), b.hair, top.round_light(0, 0.86, 0.2, 0.12), ink=0)
    if pose == "waving":
        _bare_arms(top, pose, *arms, sides=(1,))


def woman(b: Brush, pose: str = "") -> None:
    """Woman in a long dress of the named colour with an apron; her hair in a bun."""
    top, arms = limbs.upper(b, pose), ((0.108, 0.670), (0.172, 0.470))
    lit = top.round_light(0, 0.40, 0.26, 0.50) + 0.06
    width = (0.046, 0.030)
    top.fill(top.ellipse(0.0, 0.950, 0.062, 0.050), b.hair, top.round_light(0, 0.95, 0.08, 0.07))
    top.fill(
        top.ellipse(0, 0.845, 0.112, 0.108), b.hair, top.round_light(0, 0.86, 0.14, 0.14) - 0.1
    )
    top.fill(top.line(0, 0.70, 0.004, 0.76, 0.032), SKIN, 0.5, ink=0.4)
    if pose == "running":
        limbs.running_legs(b, 0.26, 0.034, SKIN, 0.62, LEATHER, 0.050)
    elif pose != "sitting":
        for side in (-1, 1):
            b.fill(b.ellipse(side * 0.060 + 0.012, 0.022, 0.046, 0.024), LEATHER, 0.7)
    _long_skirt(b, top, pose, lit)
    bodice = top.polygon((-0.090, 0.690), (0.090, 0.690), (0.060, 0.50), (-0.060, 0.50)) - 0.022
    top.fill(bodice, b.color, lit, ink=0.45)
    _apron(b, top, pose)
    if pose == "sitting":
        _shoes(b)
    _sleeves(top, pose, *arms, 0.027, width, lit, sides=(-1,) if pose == "waving" else (-1, 1))
    top.fill(top.ellipse(0, 0.712, 0.058, 0.020), (0.98, 0.97, 0.94), 0.85, ink=0.4)
    skin_lit = top.round_light(0, 0.81, 0.2, 0.2) + 0.12
    top.fill(top.ellipse(0.008, 0.828, 0.092, 0.090), SKIN, skin_lit)
    _face(top, 0.016, 0.822, 0.66)
    part = top.ellipse(0, 0.852, 0.112, 0.106)
    for side in (-1, 1):
        part = torch.maximum(part, -top.ellipse(0.012 + side * 0.050, 0.800, 0.064, 0.092))
    part = torch.maximum(part, 0.800 - top.w)
    top.fill(part, b.hair, top.round_light(0, 0.87, 0.14, 0.12), ink=0.35)
    if pose == "waving":
        _sleeves(top, pose, *arms, 0.027, width, lit, sides=(1,))


def _long_skirt(b: Brush, top: Brush, pose: str, lit: torch.Tensor) -> None:
    """A woman's dress below the waist: to the ground, shorter on a runner, or spread about her."""
    folds = 0.11 * torch.sin(top.u / (1.12 - top.w) * 44) * ((0.42 - top.w) * 5).clamp(0, 1)
    if pose == "sitting":
        skirt = b.polygon((-0.055, 0.34), (0.055, 0.34), (0.120, 0.16), (-0.120, 0.16)) - 0.020
        skirt = torch.minimum(skirt, b.ellipse(0, 0.105, 0.212, 0.096))
    elif pose == "running":
        skirt = top.polygon((-0.060, 0.53), (0.060, 0.53), (0.165, 0.215), (-0.185, 0.215)) - 0.020
    else:
        skirt = b.polygon((-0.060, 0.53), (0.060, 0.53), (0.192, 0.055), (-0.192, 0.055)) - 0.020
        skirt = torch.maximum(skirt, 0.026 + 0.8 * b.u * b.u - b.w)
    b.fill(skirt, b.color, lit + folds)


def _apron(b: Brush, top: Brush, pose: str) -> None:
    """A pale apron, blue on a pale dress."""
    pale = ((b.color.mean(1, keepdim=True) - 0.80) * 20).clamp(0, 1)
    apron = torch.lerp(b.rgb((0.98, 0.95, 0.88)), b.rgb((0.60, 0.72, 0.80)), pale)
    foot = {"sitting": 0.30, "running": 0.25}.get(pose, 0.100)
    panel = top.polygon((-0.050, 0.50), (0.050, 0.50), (0.100, foot), (-0.100, foot)) - 0.018
    panel = torch.maximum(panel, top.ellipse(0, 0.420, 0.125, 0.300))
    top.fill(panel, apron, top.round_light(0, 0.35, 0.24, 0.40) + 0.15, ink=0.4)
    top.fill(top.box(0, 0.512, 0.078, 0.017, 0.01), apron * 0.86, 0.7, ink=0.4)


def man(b: Brush, pose: str = "") -> None:
    """Man in a long coat of the named colour, trousers, boots and a brimmed hat."""
    top, arms, width = limbs.upper(b, pose), ((0.122, 0.668), (0.176, 0.445)), (0.050, 0.038)
    cloth, boot = (0.40, 0.37, 0.44), (0.30, 0.19, 0.15)
    if pose == "running":
        limbs.running_legs(b, 0.34, 0.048, cloth, 0.6, boot, 0.062)
    elif pose == "sitting":
        limbs.sitting_legs(b, 0.050, cloth, 0.6, boot, 0.064)
    else:
        _trousers(b, cloth, boot)
    top.fill(
        top.ellipse(0, 0.835, 0.108, 0.095), b.hair, top.round_light(0, 0.83, 0.14, 0.14) - 0.05
    )
    top.fill(top.line(0, 0.70, 0.004, 0.76, 0.038), SKIN, 0.5, ink=0.4)
    lit = top.round_light(0, 0.48, 0.24, 0.34) + 0.08
    _coat(b, top, pose, lit)
    _sleeves(top, pose, *arms, 0.031, width, lit, sides=(-1,) if pose == "waving" else (-1, 1))
    _bearded_head(top)
    if pose == "waving":
        _sleeves(top, pose, (0.122, 0.668), (0.172, 0.485), 0.031, width, lit, sides=(1,))


def _trousers(b: Brush, cloth, boot) -> None:
    for side in (-1, 1):
        b.fill(b.line(side * 0.058, 0.10, side * 0.060, 0.32, 0.046), cloth, 0.6)
        b.fill(b.line(side * 0.060, 0.050, side * 0.058, 0.14, 0.048), boot, 0.7)
        b.fill(b.ellipse(side * 0.060 + 0.018, 0.028, 0.064, 0.030), boot, 0.7)


def _coat(b: Brush, top: Brush, pose: str, lit: torch.Tensor) -> None:
    """A long coat with gold buttons over a pale shirt; it ends at the hips of who sits or runs."""
    coat = top.polygon((-0.105, 0.690), (0.105, 0.690), (0.085, 0.50), (-0.085, 0.50))
    hem = 0.330 if pose in ("sitting", "running") else 0.250
    tails = top.polygon((-0.086, 0.52), (0.086, 0.52), (0.140, hem), (-0.140, hem))
    top.fill(torch.minimum(coat, tails) - 0.026, b.color, lit)
    shirt = top.polygon((-0.048, 0.722), (0.052, 0.722), (0.004, 0.60))
    top.fill(shirt, (0.97, 0.95, 0.90), 0.8, 0.4)
    top.flat(top.line(0.004, 0.60, 0.004, hem - 0.025, 0.005), INK, alpha=0.7)
    for y in (0.56, 0.485, 0.41):
        top.flat(top.circle(0.032, y, 0.012), (0.96, 0.82, 0.44))


def _bearded_head(b: Brush) -> None:
    """A man's head with beard and hat."""
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
