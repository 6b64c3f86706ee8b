"""Paints what flows, and what is under water."""

import torch
from torch import Tensor

from pipeline.training.canvas.lands.light import SUN, color_of
from pipeline.training.canvas.lands.spot import Spot


# season: flowers of two kinds
def water(spot: Spot) -> Tensor:
    """Deeper blue far out, turquoise near, what stands behind it on its head in still water."""
    light, maps = spot.light, spot.maps
    still, waves = spot.patch.material == "water", maps["ripples"]
    t = (spot.down / (0.22 if still else 0.30)).clamp(0, 1)
    own = spot.base * light.sun
    deep = light.zenith * 0.60 + own * 0.34
    shallow = own * 0.72 + light.middle * 0.26
    if still:
        deep, shallow = torch.lerp(light.horizon, light.middle, 0.4) * 0.86, light.middle * 0.55
        shallow = shallow + own * 0.34
    color = torch.lerp(deep, shallow, t**1.2)
    color = torch.lerp(color, light.horizon, 0.34 * (1 - t) ** 3)
    color = torch.lerp(color, _mirrored(spot), (0.50 if still else 0.20) * (1 - 0.5 * t))
    color = color * (1 + (0.05 if still else 0.10) * waves + 0.03 * maps["strokes"])
    crests = ((waves - 1.1) * 1.4).clamp(0, 1) * (0.16 if still else 0.30)
    color = torch.lerp(color, light.cloud * 0.5 + light.horizon * 0.5, crests)
    return _sparkle(spot, color)


def _mirrored(spot: Spot) -> Tensor:
    """(3, h, w): the picture above the water's edge, upside down."""
    height = spot.picture.shape[1]
    line = spot.v - spot.patch.down
    rows = ((2 * line - spot.v + 0.006 * spot.maps["ripples"]) * height).long()
    rows = rows.clamp(0, height - 1)
    columns = torch.arange(spot.patch.columns.start, spot.patch.columns.stop)
    return spot.picture[:, rows, columns[None].expand_as(rows)]


def _sparkle(spot: Spot, color: Tensor) -> Tensor:
    """The path of sun or moon on the water."""
    light = spot.light
    if not light.clear:
        return color
    spread = 0.05 + 0.10 * (spot.down / 0.3).clamp(0, 1)
    path = torch.exp(-(((spot.u - light.sun_x) / spread) ** 2))
    shine = (spot.maps["ripples"] + 0.6 * spot.maps["strokes"]) * 0.6 - 1.1 + 1.1 * path
    share = shine.clamp(0, 1) * (0.25 + 0.65 * path)
    return torch.lerp(color, color_of(*SUN[light.time][2]), share)


def foam(spot: Spot) -> Tensor:
    light = spot.light
    lit = 0.75 + 0.12 * spot.maps["leaves"] + 0.10 * spot.maps["wash"]
    return torch.lerp(light.cloud_shade, light.cloud, lit.clamp(0, 1))


def waterfall(spot: Spot) -> Tensor:
    """Long falling strokes."""
    light, maps = spot.light, spot.maps
    lit = 0.56 + 0.20 * maps["blades"] + 0.12 * maps["wash"] + 0.3 * spot.crest(30)
    white = torch.lerp(light.cloud_shade, light.cloud, lit.clamp(0, 1))
    blue = spot.tone(torch.full_like(lit, 0.6), spot.base * color_of(0.66, 0.84, 0.96))
    return torch.lerp(blue, white, (0.35 + 0.45 * lit).clamp(0, 1))


def lava(spot: Spot) -> Tensor:
    """Glows by itself, with a dark crust."""
    heat = 0.62 + 0.22 * spot.maps["wash"] + 0.12 * spot.maps["dabs"]
    hot = torch.lerp(spot.base * color_of(0.80, 0.45, 0.35), color_of(1.0, 0.86, 0.40),
                     heat.clamp(0, 1))  # fmt: skip
    return torch.lerp(color_of(0.24, 0.13, 0.12), hot, (heat * 2.2).clamp(0, 1))


def deep(spot: Spot) -> Tensor:
    """Under water: light from above in slanting shafts."""
    light, v = spot.light, spot.v
    share = float(light.sun[1])
    top, low = color_of(0.30, 0.78, 0.84), color_of(0.02, 0.20, 0.40)
    dark = torch.lerp(top, low, (v * 1.15).clamp(0, 1) ** 0.8)
    slant = torch.sin((spot.u - 0.34 * v * light.side) * 31 + 1.5)
    slant = slant + torch.sin((spot.u - 0.30 * v * light.side) * 17 + 0.4)
    shafts = (slant * 0.5).clamp(0, 1) * (1 - v).clamp(0, 1) ** 1.2
    color = dark + shafts * 0.16 * color_of(0.9, 1.0, 0.9) + 0.015 * spot.maps["soft"]
    surface = ((0.05 - v) * 20 + 0.4 * spot.maps["wash"]).clamp(0, 1) * 0.4
    return (color + surface * color_of(0.4, 0.3, 0.25)) * share


def kelp(spot: Spot) -> Tensor:
    lit = 0.46 + spot.facing(0.30, 0.34) + 0.08 * spot.maps["leaves"]
    return spot.tone(lit)


def coral(spot: Spot) -> Tensor:
    lit = 0.50 + spot.facing(0.34, 0.22) + 0.20 * spot.maps["leaves"]
    return spot.tone(lit)
