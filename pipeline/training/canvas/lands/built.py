"""Paints what people build and furnish: quiet, flat tones with soft gradients."""

import torch
from torch import Tensor

from pipeline.training.canvas.lands.light import color_of
from pipeline.training.canvas.lands.spot import Spot


def wall(spot: Spot) -> Tensor:
    """Flat, with light from the window's side and a little shade towards the corners."""
    away = (spot.u - 0.5) * spot.light.side
    lit = 0.76 + 0.22 * away - 0.16 * (spot.v - 0.3) + 0.022 * spot.maps["soft"]
    return spot.tone(lit + 0.008 * spot.maps["wash"])


def backdrop(spot: Spot) -> Tensor:
    """A clean gradient: light in the middle, a little darker towards the edges."""
    far = torch.hypot((spot.u - 0.5 - 0.10 * spot.light.side) * 1.0, (spot.v - 0.42) * 1.0)
    lit = 1.02 - 0.62 * far + 0.006 * spot.maps["soft"]
    color = spot.tone(lit)
    if spot.patch.rows.start > 0:  # the paper is bent: no line where the floor begins
        there = spot.picture[:, spot.patch.rows, spot.patch.columns]
        color = torch.lerp(there, color, (spot.down * 8).clamp(0, 1))
    return color


def upright(spot: Spot) -> Tensor:
    """Wall tiles, or a panelling of boards."""
    tiles = spot.patch.material == "wall tiles"
    joints = spot.maps["grid"].abs() if tiles else spot.maps["grid"].clamp(min=0)
    away = (spot.u - 0.5) * spot.light.side
    lit = 0.74 + 0.20 * away + 0.02 * spot.maps["soft"]
    lit = lit - 0.24 * joints
    return spot.tone(lit + 0.2 * spot.crest(90) * (0.0 if tiles else 1.0))


def boards(spot: Spot) -> Tensor:
    """Floorboards in perspective, with a little shine from the window's side."""
    joints = spot.maps["joints"].clamp(min=0)
    away = (spot.u - 0.5) * spot.light.side
    lit = 0.64 + 0.16 * away + 0.05 * spot.maps["ripples"] + 0.03 * spot.maps["soft"]
    lit = lit - 0.26 * joints + 0.16 * spot.crest(30)
    return spot.wet(spot.tone(lit, spot.snowed(spot.base, 0.5)))


def slabs(spot: Spot) -> Tensor:
    """Flagstones or tiles in perspective."""
    outdoors = spot.light.outdoors
    joints = spot.maps["joints"].abs()
    away = (spot.u - 0.5) * spot.light.side
    lit = 0.70 + (0.06 if outdoors else 0.02) * spot.maps["soft"]
    lit = lit + 0.04 * spot.maps["wash"] * outdoors - 0.22 * joints
    lit = lit + 0.14 * away * (not outdoors) + 0.12 * spot.crest(30)
    return spot.wet(
        spot.tone(lit, spot.snowed(spot.base, 0.65 + 0.2 * spot.maps["soft"].clamp(-1, 1)))
    )


def road(spot: Spot) -> Tensor:
    lit = 0.64 + 0.06 * spot.maps["soft"] + 0.04 * spot.maps["ripples"] + 0.03 * spot.maps["wash"]
    return spot.wet(
        spot.tone(lit, spot.snowed(spot.base, 0.35 + 0.25 * spot.maps["soft"].clamp(-1, 1)))
    )


def window(spot: Spot) -> Tensor:
    """The sky through a window, and trees of the season below it."""
    light = spot.light
    t = (spot.down / 0.34).clamp(0, 1)
    color = torch.lerp(light.zenith * 0.5 + light.middle * 0.5, light.horizon, t)
    puffs = ((spot.maps["wash"] * 0.6 + spot.maps["soft"] * 0.4 - 0.3) * 0.7).clamp(0, 0.6)
    color = torch.lerp(color, light.cloud, puffs * (1 - t))
    green = {"spring": (0.52, 0.72, 0.40), "summer": (0.36, 0.60, 0.34),
             "autumn": (0.82, 0.56, 0.28), "winter": (0.84, 0.88, 0.95)}[light.season]  # fmt: skip
    day = {"morning": 0.95, "noon": 1.05, "sunset": 0.70, "night": 0.22}[light.time]
    tree = color_of(*green) * day * (1 + 0.10 * spot.maps["leaves"])
    line = 0.42 + 0.030 * spot.maps["wash"] + 0.012 * spot.maps["dabs"]
    share = ((spot.v - line) * 60 + 0.5).clamp(0, 1)
    tree = torch.lerp(tree, light.horizon, torch.tensor(0.35))
    return torch.lerp(color, tree, share * 0.9)


def pane(spot: Spot) -> Tensor:
    """Glass from outside: dark, with the sky in it."""
    light = spot.light
    sky = light.middle * 0.35 + light.zenith * 0.25
    share = 0.45 + 0.25 * spot.crest(40) + 0.05 * spot.maps["wash"]
    return torch.lerp(spot.tone(torch.full_like(spot.down, 0.5)), sky, share.clamp(0, 1))


def lit_pane(spot: Spot) -> Tensor:
    """A window behind which a lamp burns at night; by day it is as others are."""
    light = spot.light
    if light.night:
        warm = color_of(1.00, 0.82, 0.46) * (0.94 + 0.08 * spot.maps["wash"])
        return warm * (1 - 0.25 * (spot.down * 6).clamp(0, 1))
    day = pane(spot)
    share = {"sunset": 0.55, "morning": 0.25}.get(light.time, 0.12)
    return torch.lerp(day, color_of(1.0, 0.84, 0.52), torch.tensor(share))


def far_town(spot: Spot) -> Tensor:
    light = spot.light
    color = spot.tone(0.66 + 0.04 * spot.maps["wash"] + 0.2 * spot.crest(40))
    color = color + (light.air - color) * 0.30
    return color + (light.horizon - color) * ((spot.v - 0.36) * 2.2).clamp(0, 0.5)


def house(spot: Spot) -> Tensor:
    """Plaster: light at the top and on the sun's side, shade under the eaves."""
    lit = 0.68 + 0.03 * spot.maps["wash"] + 0.03 * spot.maps["soft"]
    lit = lit - 0.5 * spot.crest(60) * 0.6 + 0.10 * (1 - spot.down * 3)
    color = spot.tone(lit)
    return spot.air(color, (0.56 - spot.v).clamp(0, 0.4) * 0.30)


def roof(spot: Spot) -> Tensor:
    """Rows of tiles, light along the ridge; snow in winter."""
    lit = 0.60 + 0.08 * spot.maps["strokes"] + 0.06 * spot.maps["leaves"] + 0.3 * spot.crest(40)
    return spot.tone(lit, spot.snowed(spot.base, 0.86))


def cloth(spot: Spot) -> Tensor:
    """Soft things: pillows, sofas, awnings."""
    lit = 0.64 + spot.facing(0.24, 0.18) + 0.22 * spot.crest(36) - 1.2 * spot.down.clamp(0, 0.14)
    lit = lit + 0.03 * spot.maps["wash"]
    amount = 0.5 * spot.crest(20) if spot.patch.relief is None else 0.8
    return spot.tone(lit, spot.snowed(spot.base, amount))


def curtain(spot: Spot) -> Tensor:
    """Folds that hang."""
    lit = 0.56 + spot.facing(0.0, 0.36) + 0.06 * spot.maps["blades"] - 0.3 * spot.down
    return spot.tone(lit + 0.10)


def lamp(spot: Spot) -> Tensor:
    """Burns at sunset and at night."""
    light = spot.light
    burning = {"night": 1.0, "sunset": 0.7, "morning": 0.25}.get(light.time, 0.1)
    cold = spot.tone(torch.full_like(spot.down, 0.85))
    return torch.lerp(cold, color_of(1.0, 0.90, 0.62), torch.tensor(burning))


def stands(spot: Spot) -> Tensor:
    lit = 0.62 + 0.06 * spot.maps["wash"] - 0.25 * spot.crest(160)
    return spot.air(spot.tone(lit), 0.10)


def books(spot: Spot) -> Tensor:
    """Spines, darker under the board above."""
    lit = 0.66 - 0.40 * spot.crest(40) + 0.05 * spot.maps["wash"] + 0.04 * spot.maps["blades"]
    away = (spot.u - 0.5) * spot.light.side
    return spot.tone(lit + 0.18 * away)


def carpet(spot: Spot) -> Tensor:
    away = (spot.u - 0.5) * spot.light.side
    lit = 0.66 + 0.14 * away + 0.03 * spot.maps["leaves"] + 0.03 * spot.maps["soft"]
    return spot.tone(lit)


def picture(spot: Spot) -> Tensor:
    """A small painting of its colour: a pale sky, a dark hill. A mirror shines."""
    hill = ((spot.maps["wash"] * 0.35 + spot.down * 16 - 1.0) * 3).clamp(0, 1)
    pale = spot.base * 0.45 + 0.52
    base = torch.lerp(pale, spot.base * 0.85, hill)
    shine = ((torch.sin((spot.u + spot.v * 0.7) * 26) - 0.7) * 2).clamp(0, 1) * 0.06
    return spot.tone(0.74 + 0.05 * spot.maps["dabs"] + shine, base)


def metal(spot: Spot) -> Tensor:
    lit = 0.60 + 0.35 * spot.crest(120) + 0.03 * spot.maps["wash"] + spot.facing(0.3, 0.3)
    return spot.tone(lit, spot.snowed(spot.base, 0.4 * spot.crest(150)))


def enamel(spot: Spot) -> Tensor:
    """White and smooth, with a soft shade below."""
    lit = 0.86 + 0.15 * spot.crest(70) - 1.3 * spot.down.clamp(0, 0.3) + 0.01 * spot.maps["soft"]
    return spot.tone(lit)


def stone(spot: Spot) -> Tensor:
    """Hewn stone with dabs of lichen."""
    lit = 0.60 + spot.facing(0.1, 0.36) + 0.07 * spot.maps["wash"] + 0.06 * spot.maps["dabs"]
    lit = lit + 0.24 * spot.crest(80)
    base = spot.snowed(spot.base, 0.9 * spot.crest(60))
    return spot.wet(spot.tone(lit, base))


def fence(spot: Spot) -> Tensor:
    lit = 0.66 + 0.06 * spot.maps["blades"] + 0.2 * spot.crest(40) - 0.8 * spot.down.clamp(0, 0.2)
    return spot.tone(lit, spot.snowed(spot.base, 0.7 * spot.crest(90)))


def wood(spot: Spot) -> Tensor:
    """Furniture: a light upper edge, quiet grain."""
    away = (spot.u - 0.5) * spot.light.side
    lit = 0.62 + 0.12 * away + 0.25 * spot.crest(110) + 0.04 * spot.maps["strokes"]
    return spot.tone(lit + 0.02 * spot.maps["wash"])
