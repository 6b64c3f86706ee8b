"""Fox, bear, sheep, horse, duck and butterfly. Each paints one kind, 1.0 tall, looking right.

Positions and sizes are in units of the thing's height: u from its middle, w up from the ground.
"""

import math

import torch

from pipeline.training.world.creatures import BLUSH, DARK, INNER_EAR, asleep
from pipeline.training.world.shapes import Brush

CREAM = (0.98, 0.94, 0.86)
SOCK = (0.27, 0.18, 0.17)
BEAK = (0.96, 0.58, 0.16)


def _eye(b: Brush, x: float, y: float, r: float) -> None:
    """A dark eye in a pale rim, which keeps it readable on a dark coat."""
    b.flat(b.ellipse(x, y, r * 1.22, r * 1.42), (0.97, 0.95, 0.91), alpha=0.85)
    b.flat(b.ellipse(x + r * 0.10, y, r, r * 1.24), DARK)
    b.flat(b.circle(x + r * 0.42, y + r * 0.50, r * 0.40), (1, 1, 1))


def _bright(b: Brush, least: float) -> torch.Tensor:
    """(n, 1, 1, 1): 1 where the named colour is lighter than `least`, else 0."""
    return (b.color.mean(1, keepdim=True) > least).to(b.color.dtype)


def fox(b: Brush) -> None:
    """Standing fox: bushy pale-tipped tail, big ears, pointed muzzle and dark socks."""
    coat = b.color
    pale = torch.lerp(b.rgb(CREAM), b.rgb((0.76, 0.75, 0.78)), _bright(b, 0.85))
    tail = torch.minimum(
        b.line(-0.18, 0.36, -0.37, 0.44, 0.050, 0.130),
        b.line(-0.40, 0.48, -0.50, 0.80, 0.155, 0.03),
    )
    b.fill(tail, coat, b.round_light(-0.42, 0.52, 0.24, 0.40))
    tip = 0.62 + 0.025 * torch.sin(b.u * 75) - b.w
    b.fill(torch.maximum(tail, tip), pale, 0.85, ink=0.4)
    for x, lit in ((-0.15, 0.4), (0.19, 0.4), (-0.24, 0.7), (0.10, 0.7)):
        b.fill(b.line(x, 0.05, x, 0.34, 0.044, 0.066), coat, lit)
        b.fill(b.line(x, 0.05, x, 0.15, 0.046, 0.050), SOCK, lit, ink=0.3)
        b.fill(b.ellipse(x + 0.022, 0.036, 0.068, 0.036), SOCK, lit, ink=0.3)
    body = torch.minimum(b.line(-0.19, 0.39, 0.14, 0.41, 0.135, 0.14), b.circle(-0.18, 0.37, 0.15))
    b.fill(body, coat, b.round_light(-0.02, 0.39, 0.44, 0.22))
    b.fill(b.ellipse(0.19, 0.42, 0.095, 0.150), pale, 0.8, ink=0.2)
    x, y = 0.22, 0.66
    for side in (-1, 1):
        ear = b.polygon((x + side * 0.20, y + 0.02), (x + side * 0.20, 0.985), (x, y + 0.15)) - 0.01
        b.fill(ear, coat, 0.7)
        b.fill(torch.maximum(ear, 0.885 - b.w), SOCK, 0.7, ink=0.2)
        inner = b.polygon((x + side * 0.17, y), (x + side * 0.17, 0.88), (x + side * 0.06, 0.76))
        b.flat(torch.maximum(inner, b.w - 0.875), pale, alpha=0.9)
    head = b.ellipse(x, y, 0.225, 0.168)
    for side in (-1, 1):
        tuft = b.polygon((x + side * 0.315, y - 0.09), (x + side * 0.17, y + 0.10), (x, y - 0.16))
        head = torch.minimum(head, tuft)
    muzzle = b.line(x + 0.05, y - 0.06, x + 0.225, y - 0.135, 0.080, 0.032)
    head = torch.minimum(head, muzzle)
    b.fill(head, coat, b.round_light(x, y, 0.32, 0.24) + 0.08)
    for side in (-1, 1):
        cheek = b.ellipse(x + 0.03 + side * 0.185, y - 0.125, 0.175, 0.115)
        b.fill(torch.maximum(head + 0.012, cheek), pale, 0.85, ink=0)
    b.fill(muzzle + 0.012, coat, b.round_light(x + 0.1, y - 0.08, 0.2, 0.12) + 0.2, ink=0)
    low = b.w - (y - 0.075) + 0.43 * (b.u - x - 0.05)
    b.fill(torch.maximum(muzzle + 0.012, low), pale, 0.85, ink=0)
    b.flat(b.ellipse(x + 0.245, y - 0.125, 0.038, 0.032), DARK)
    for side in (-1, 1):
        _eye(b, x + 0.045 + side * 0.100, y + 0.035, 0.030)


def sleeping_fox(b: Brush) -> None:
    """Fox curled up asleep, its nose by the pale tip of its tail."""
    pale = torch.lerp(b.rgb(CREAM), b.rgb((0.76, 0.75, 0.78)), _bright(b, 0.85))

    def ears(x: float, y: float) -> None:
        for side in (-1, 1):
            corners = ((x + side * 0.225, y + 0.02), (x + side * 0.215, y + 0.36), (x, y + 0.14))
            ear = b.polygon(*corners) - 0.01
            b.fill(ear, b.color, 0.7)
            b.fill(torch.maximum(ear, y + 0.27 - b.w), SOCK, 0.7, ink=0.2)

    asleep(b, ears, pale, pale)


def bear(b: Brush) -> None:
    """Bear sitting upright: round ears, pale muzzle and belly, big paws with soles."""
    coat = b.color
    pale = coat * 0.35 + b.rgb((0.98, 0.88, 0.74)) * 0.65
    for side in (-1, 1):
        b.fill(b.circle(0.02 + side * 0.195, 0.895, 0.096), coat, 0.7)
        b.flat(b.circle(0.02 + side * 0.195, 0.890, 0.052), INNER_EAR, alpha=0.8)
    b.fill(b.ellipse(0, 0.325, 0.310, 0.320), coat, b.round_light(0, 0.34, 0.40, 0.40))
    b.fill(b.ellipse(0.01, 0.300, 0.190, 0.215), pale, b.round_light(0, 0.3, 0.3, 0.3), ink=0.2)
    for side in (-1, 1):
        arm = b.line(side * 0.235, 0.475, side * 0.315, 0.270, 0.088, 0.098)
        b.fill(arm, coat, b.round_light(0, 0.38, 0.50, 0.30))
        b.fill(b.ellipse(side * 0.275, 0.122, 0.142, 0.128), coat, 0.75)
        b.fill(b.ellipse(side * 0.280, 0.105, 0.072, 0.058), pale, 0.8, ink=0.2)
        for k in (-1, 0, 1):
            b.flat(b.circle(side * 0.280 + k * 0.060, 0.192 - 0.014 * k * k, 0.021), pale)
    x, y = 0.02, 0.735
    b.fill(b.ellipse(x, y, 0.265, 0.215), coat, b.round_light(x, y, 0.36, 0.30) + 0.06)
    b.fill(b.ellipse(x + 0.03, y - 0.080, 0.130, 0.100), pale, 0.85, ink=0.25)
    for side in (-1, 1):
        _eye(b, x + 0.03 + side * 0.120, y + 0.035, 0.030)
        b.flat(b.ellipse(x + 0.03 + side * 0.185, y - 0.055, 0.040, 0.026), BLUSH, 0.5, soft=2.0)
    b.flat(b.ellipse(x + 0.035, y - 0.040, 0.050, 0.036), DARK)
    mouth = torch.maximum(b.circle(x + 0.035, y - 0.100, 0.040).abs() - 0.008, b.w - (y - 0.105))
    b.flat(mouth, DARK, alpha=0.8)


def sheep(b: Brush) -> None:
    """Woolly sheep: a scalloped cloud of the named colour, plain face and legs."""
    light = _bright(b, 0.45)
    skin = b.rgb((0.27, 0.23, 0.25)) * light + b.rgb((0.93, 0.82, 0.70)) * (1 - light)
    for x, leg_lit in ((-0.22, 0.4), (0.16, 0.4), (-0.32, 0.7), (0.06, 0.7)):
        b.fill(b.line(x, 0.042, x, 0.34, 0.044), skin, leg_lit)
    field = -b.ellipse(-0.08, 0.48, 0.34, 0.24)
    lit = b.round_light(-0.08, 0.48, 0.50, 0.40)
    for k in range(11):
        angle = k * 2 * math.pi / 11 + 0.3
        x, y = -0.08 + 0.345 * math.cos(angle), 0.485 + 0.235 * math.sin(angle)
        inside = 0.128 - torch.hypot(b.u - x, b.w - y)
        light_here = b.round_light(x, y, 0.24, 0.24) + 0.6 * (y - 0.46)
        lit = torch.lerp(lit, light_here, torch.sigmoid((inside - field) * 60))
        field = torch.maximum(field, inside)
    b.fill(-field, b.color, lit + 0.08)
    x, y = 0.34, 0.66
    for side in (-1, 1):
        ear = b.line(x + side * 0.10, y + 0.07, x + side * 0.198, y + 0.02, 0.040, 0.034)
        b.fill(ear, skin, 0.6)
    b.fill(b.ellipse(x, y, 0.145, 0.190), skin, b.round_light(x, y, 0.22, 0.26))
    tuft = b.circle(x, y + 0.235, 0.095)
    for side in (-1, 1):
        tuft = torch.minimum(tuft, b.circle(x + side * 0.100, y + 0.190, 0.088))
    b.fill(tuft, b.color, b.round_light(x, y + 0.18, 0.26, 0.20) + 0.06)
    for side in (-1, 1):
        _eye(b, x + 0.02 + side * 0.066, y + 0.025, 0.032)
        b.flat(b.ellipse(x + 0.02 + side * 0.09, y - 0.055, 0.032, 0.020), BLUSH, 0.6, soft=2.0)
    b.flat(b.ellipse(x + 0.02, y - 0.105, 0.030, 0.018), INNER_EAR)


def horse(b: Brush, pose: str = "") -> None:
    """Horse, standing or at a gallop: mane and tail lighter than a dark coat, else darker."""
    coat, light = b.color, _bright(b, 0.45)
    mane = (coat * 0.45 + 0.04) * light + (coat * 0.25 + b.rgb((0.72, 0.62, 0.44))) * (1 - light)
    tail = torch.minimum(
        b.line(-0.34, 0.60, -0.45, 0.52, 0.045, 0.068),
        b.line(-0.45, 0.52, -0.48, 0.22, 0.072, 0.05),
    )
    tail = torch.minimum(tail, b.line(-0.48, 0.22, -0.53, 0.14, 0.05, 0.01))
    b.fill(tail, mane, b.round_light(-0.45, 0.40, 0.2, 0.3), ink=0.5)
    for x, lit in ((-0.19, 0.4), (0.19, 0.4), (-0.30, 0.7), (0.08, 0.7)):
        foot, up = (x, 0.0) if not pose else (x + (0.24 if x > 0 else -0.16), 0.10)
        b.fill(b.line(foot, up + 0.06, x, 0.44, 0.036, 0.075), coat, lit)
        corners = ((-0.05, 0), (0.06, 0), (0.035, 0.085), (-0.035, 0.085))
        hoof = b.polygon(*((foot + across, up + high) for across, high in corners))
        b.fill(hoof, SOCK, lit, ink=0.3)
    b.fill(b.polygon((0.255, 0.85), (0.36, 0.85), (0.315, 0.985)), coat, 0.5)  # the far ear
    body = torch.minimum(b.line(-0.21, 0.53, 0.08, 0.51, 0.170, 0.160),
                         b.line(0.10, 0.55, 0.25, 0.80, 0.160, 0.105))  # fmt: skip
    b.fill(body, coat, b.round_light(-0.02, 0.56, 0.48, 0.34))
    locks = 0.016 * torch.sin(b.w * 62 + b.u * 20)
    crest = b.line(0.18, 0.90, 0.02, 0.66, 0.075, 0.055) + locks
    b.fill(crest, mane, b.round_light(0.1, 0.78, 0.2, 0.3), ink=0.5)
    head = b.line(0.265, 0.825, 0.435, 0.675, 0.118, 0.094)
    b.fill(head, coat, b.round_light(0.32, 0.76, 0.30, 0.26) + 0.06)
    muzzle = torch.maximum(head + 0.006, 0.425 - b.u + 0.75 * (b.w - 0.66))
    b.fill(muzzle, coat * 0.50 + b.rgb((0.95, 0.80, 0.74)) * 0.46, 0.85, ink=0.2)
    b.fill(b.polygon((0.145, 0.87), (0.255, 0.89), (0.185, 0.99)) - 0.006, coat, 0.8)
    b.fill(b.line(0.255, 0.925, 0.355, 0.845, 0.045, 0.018), mane, 0.75, ink=0.45)
    _eye(b, 0.320, 0.790, 0.034)
    b.flat(b.ellipse(0.490, 0.705, 0.013, 0.017), DARK)
    smile = torch.maximum(b.circle(0.450, 0.665, 0.048).abs() - 0.007, b.w - 0.642)
    b.flat(smile, DARK, alpha=0.8)


def duck(b: Brush) -> None:
    """Duck afloat in its ripple: round head, orange beak, upturned tail and a small wing."""
    coat = b.color
    b.flat(b.ellipse(0, 0.034, 0.570, 0.050), (0.90, 0.96, 0.98), alpha=0.7)
    bill = torch.minimum(
        b.line(0.34, 0.695, 0.520, 0.675, 0.080, 0.045), b.line(0.34, 0.63, 0.47, 0.60, 0.06, 0.035)
    )
    b.fill(bill, BEAK, 0.8)
    body = torch.minimum(
        b.ellipse(-0.03, 0.270, 0.465, 0.260),
        b.polygon((-0.555, 0.575), (-0.47, 0.22), (-0.14, 0.46)) - 0.012,
    )
    head = b.circle(0.15, 0.726, 0.268)
    lit = torch.lerp(
        b.round_light(-0.04, 0.28, 0.64, 0.40),
        b.round_light(0.15, 0.70, 0.36, 0.40),
        torch.sigmoid((0.02 - head) * 40),
    )
    shape = torch.maximum(torch.minimum(head, body), 0.025 - b.w)
    b.fill(shape, coat, lit + 0.10)
    wing = torch.minimum(b.line(0.02, 0.31, -0.30, 0.40, 0.150, 0.02), b.circle(-0.06, 0.29, 0.140))
    b.fill(wing, coat * 0.90, b.round_light(-0.12, 0.34, 0.3, 0.26) + 0.06, ink=0.7)
    _eye(b, 0.250, 0.775, 0.048)
    b.flat(b.ellipse(0.195, 0.640, 0.060, 0.038), BLUSH, alpha=0.5, soft=2.0)
    b.flat(b.ellipse(0.02, 0.016, 0.420, 0.020), (0.97, 0.99, 1.0), alpha=0.8)


def butterfly(b: Brush) -> None:
    """Butterfly seen three-quarter: two wide near wings, two narrow far ones, pale spots."""
    dark, spot = b.color * 0.50, b.color * 0.15 + b.rgb(CREAM) * 0.85
    wings = (  # from the body outwards: the tip's place and radius, far to near
        (0.14, 0.40, 0.29, 0.215, 0.170), (0.17, 0.54, 0.365, 0.755, 0.215),
        (0.00, 0.40, -0.20, 0.215, 0.205), (0.02, 0.54, -0.295, 0.715, 0.275),
    )  # fmt: skip
    for x, y, tip_x, tip_y, r in wings:
        wing = b.line(x, y, tip_x, tip_y, r * 0.42, r)
        b.fill(wing, dark, 0.7, ink=0.7)
        lit = b.round_light(tip_x, tip_y, r * 1.8, r * 1.8) + 0.15
        b.fill(wing + 0.038, b.color, lit, ink=0)
        out_x, out_y = (tip_x - x) * 0.30, (tip_y - y) * 0.30
        b.fill(b.circle(tip_x, tip_y, r * 0.36), spot, 0.9, ink=0.2)
        for turn in (-1, 1):
            dot_x, dot_y = tip_x + out_x - turn * out_y * 1.3, tip_y + out_y + turn * out_x * 1.3
            b.flat(b.circle(dot_x, dot_y, r * 0.14), spot, alpha=0.9)
    for side in (-1, 1):
        feeler = 0.20 + side * 0.095
        b.flat(b.line(0.16, 0.70, feeler, 0.93, 0.014), DARK)
        b.flat(b.circle(feeler, 0.935, 0.034), DARK)
    b.fill(b.line(0.03, 0.20, 0.12, 0.56, 0.035, 0.065), (0.36, 0.24, 0.20), b.side_light(0.3))
    b.fill(b.circle(0.15, 0.655, 0.115), (0.36, 0.24, 0.20), b.round_light(0.15, 0.65, 0.14, 0.14))
    for side in (-1, 1):
        b.flat(b.circle(0.175 + side * 0.048, 0.670, 0.032), (1, 1, 1))
        b.flat(b.circle(0.184 + side * 0.048, 0.668, 0.020), DARK)
