"""Paints what grows, flows and lies about."""

import torch
from torch import Tensor

from pipeline.model.painting.ground_maps import strewn
from pipeline.training.canvas.lands.light import SUN, color_of
from pipeline.training.canvas.lands.spot import SNOW, Spot

# season: flowers of two kinds
FLOWERS = {
    "spring": ((0.98, 0.74, 0.82), (1.00, 0.98, 0.94)),
    "summer": ((0.99, 0.84, 0.34), (0.98, 0.97, 0.95)),
    "autumn": ((0.90, 0.42, 0.18), (0.97, 0.78, 0.30)),
    "winter": ((0.95, 0.97, 1.00), (0.95, 0.97, 1.00)),
}  # fmt: skip


def sun(spot: Spot) -> Tensor:
    """The disc, which mist, rain and snow hide."""
    light = spot.light
    disc = color_of(*SUN[light.time][2])
    if light.night:
        disc = disc * (1 - 0.07 * spot.maps["wash"].clamp(-1, 1.5))
    there = spot.picture[:, spot.patch.rows, spot.patch.columns]
    return there + (disc - there) * float(light.weather == "clear")


def cloud(spot: Spot) -> Tensor:
    """Cumulus in three tones, as gouache has them."""
    light = spot.light
    if spot.patch.relief is None:
        lit = 0.72 + 0.14 * spot.maps["soft"] + 0.10 * spot.maps["wash"] + 0.3 * spot.crest(24)
    else:
        lit = 0.46 + spot.facing(0.44, 0.30) + 0.035 * spot.maps["dabs"]
        tones = ((lit - 0.28) * 4.5).clamp(0, 1) + ((lit - 0.62) * 5).clamp(0, 1)
        lit = 0.4 * lit.clamp(0, 1) + 0.3 * tones
    color = torch.lerp(light.cloud_shade, light.cloud, lit.clamp(0, 1))
    haze = ((spot.v - 0.26) * 1.8).clamp(0, 0.55) * ((0.74 - spot.v) * 6).clamp(0, 1)
    return color + (light.horizon - color) * haze


def ridge(spot: Spot) -> Tensor:
    light = spot.light
    lit = spot.tone(0.72 + 0.04 * spot.maps["wash"] + 0.05 * spot.maps["strokes"])
    lit = spot.snowed(lit, ((0.05 - spot.down) * 30).clamp(0, 0.5)) if not light.night else lit
    color = lit + (light.horizon - lit) * 0.42
    return color + (light.horizon - color) * (spot.down * 3.6).clamp(0, 0.75)


def rock(spot: Spot) -> Tensor:
    """Facets that lean by the sun; snow on what is high."""
    light, depth = spot.light, spot.patch.down
    if spot.patch.relief is not None:
        lit = 0.46 + spot.facing(0.40, 0.42) + 0.06 * spot.maps["wash"]
        base = spot.snowed(spot.base, ((spot.facing(1.0, 0.0) - 0.35) * 4).clamp(0, 0.9))
        return spot.tone(lit + 0.05 * spot.maps["dabs"], base)
    width = spot.picture.shape[2]
    slope = torch.nn.functional.pad(depth[:, 2:] - depth[:, :-2], (1, 1))
    form = 0.55 * spot.maps["wash"] + 0.35 * spot.maps["blades"] + 0.12 * spot.maps["dabs"]
    facet = -slope * 0.4 * width * light.side * 0.55 + 0.8 * form
    lit = 0.44 + 0.30 * torch.tanh(1.8 * facet) + 0.04 * spot.maps["leaves"]
    base = spot.base
    if light.outdoors:
        reach = {"spring": 0.07, "summer": 0.045, "autumn": 0.055, "winter": 0.26}[light.season]
        cap = reach * (1 + 0.55 * form + 0.5 * torch.tanh(facet))
        cold = (base[2] - base[0]).mean() > 0 or light.snowy  # sandstone bears none
        share = cold * ((cap - depth) * 70 + 0.5).clamp(0, 1) * ((0.52 - spot.v) * 12).clamp(0, 1)
        base = base + (SNOW - base) * share
        lit = lit + 0.22 * share
    haze = 0.12 + 0.5 * ((spot.v - 0.34) / 0.26).clamp(0, 1)
    return spot.air(spot.tone(lit, base), haze)


def snow(spot: Spot) -> Tensor:
    """Smooth drifts: light crests, blue hollows, a glitter of grain."""
    wave = 0.66 + 0.06 * spot.maps["soft"] + 0.03 * spot.maps["wash"] + 0.02 * spot.maps["ripples"]
    lit = wave + 0.45 * spot.crest(16) - 0.4 * spot.down.clamp(0, 0.3)
    lit = lit + 0.10 * spot.maps["tufts"].clamp(min=0)
    base = spot.base * color_of(1.0, 1.01, 1.03)
    if spot.patch.material in ("grass", "meadow"):  # snow hides how green it was
        base = color_of(0.89, 0.93, 0.99)
    color = spot.tone(lit, base)
    blue = spot.light.zenith * 0.30 + color * 0.70
    color = torch.lerp(blue, color, (lit * 1.1).clamp(0, 1))
    glitter = (spot.maps["stars"] > 0.6) * (0.35 if spot.light.clear else 0.0)
    return color + (spot.light.sun - color).clamp(min=0) * glitter


def foliage(spot: Spot) -> Tensor:
    """Dabs of leaves, light from above, dark below; far ones in the air."""
    light = spot.light
    dabs, leaves = spot.maps["dabs"], spot.maps["leaves"]
    firm = 0.5 if light.snowy else 1.0  # snow on the leaves hides their dabs
    lit = 0.40 + firm * (0.15 * dabs + 0.14 * leaves + 0.10 * spot.maps["wash"])
    lit = lit + 0.20 * (1 - firm)
    if spot.patch.relief is None:
        lit = lit + 0.34 * spot.crest(22) - 0.7 * spot.down.clamp(0, 0.3)
    else:
        lit = lit + spot.facing(0.30, 0.24)
    base = spot.base
    if light.snowy:
        base = base.mean(0, keepdim=True) * color_of(0.98, 1.02, 1.10)
        base = base + (SNOW - base) * ((spot.facing(1.0, 0.2) + spot.crest(26) * 0.6) * 0.7).clamp(
            0, 0.8
        )
    warm = 1 + firm**2 * (0.10 * spot.maps["soft"] + 0.07 * dabs) * color_of(1.0, 0.4, -0.6)
    color = spot.tone(lit, base * warm)
    glint = ((lit - 0.78) * 3).clamp(0, 1) * 0.30
    color = color + (light.sun * base * color_of(1.5, 1.35, 1.0) - color) * glint
    if spot.patch.material == "treeline":
        color = spot.air(color, (0.62 - (spot.v - 0.3) * 1.1).clamp(0.14, 0.46))
    return color


def pine(spot: Spot) -> Tensor:
    blades, leaves = spot.maps["dabs"], spot.maps["leaves"]
    lit = 0.42 + 0.12 * blades + 0.12 * leaves + 0.06 * spot.maps["wash"]
    if spot.patch.relief is None:
        lit = lit + 0.40 * spot.crest(30) - 0.5 * spot.down.clamp(0, 0.4)
    lit = lit + spot.facing(0.24, 0.16)
    base = spot.snowed(spot.base, ((leaves * 0.5 + spot.crest(26) - 0.35) * 1.6).clamp(0, 0.8))
    if spot.patch.relief is not None:  # near
        return spot.tone(lit, base)
    bright = spot.base.mean(0)  # what is pale is far
    haze = (bright - 0.22).clamp(0, 0.2) * 2.0
    return spot.air(spot.tone(lit, base), haze + (0.60 - spot.v).clamp(0, 0.3) * 0.5)


def grass(spot: Spot) -> Tensor:
    """Gouache grass, light along the crest, paler and bluer far away; tufts, and flowers."""
    light, maps = spot.light, spot.maps
    far = spot.patch.material == "grass"
    if light.snowy:
        return spot.air(snow(spot), 0.24 if far else 0.0)
    lit = 0.42 + 0.11 * maps["blades"] + 0.04 * maps["leaves"] + 0.15 * maps["soft"]
    lit = lit + 0.07 * maps["wash"] + 0.42 * spot.crest(20) - 0.7 * spot.down.clamp(0, 0.36)
    base = spot.base * (1 + 0.06 * maps["soft"] * color_of(1.2, 0.3, -0.8))
    if not far:
        tufts = maps["tufts"]
        lit = lit + 0.34 * tufts.clamp(min=0) - 0.20 * (-tufts).clamp(min=0)
    color = spot.tone(lit, base)
    bright = base * light.sun * color_of(1.30, 1.18, 0.90)
    color = color + (bright - color) * ((lit - 0.62) * 1.4).clamp(0, 0.6)
    if far:
        return spot.air(color, 0.28 - 0.9 * (spot.v - 0.56).clamp(0, 0.2))
    return _flowers(spot, color)


def _flowers(spot: Spot, color: Tensor) -> Tensor:
    tint = spot.patch.tint
    warm = 0.0 if tint is None else float(tint[0] - tint[2])  # a warm meadow is in full bloom
    specks = strewn("meadow", spot.maps, warm)
    lamp = spot.light.sun.clamp(max=1.05)
    for sign, flower in zip((1.0, -1.0), FLOWERS[spot.light.season], strict=True):
        facing = (sign * specks).clamp(min=0)
        share = (facing * 6).clamp(0, 0.95)
        color = color + (color_of(*flower) * lamp * (0.72 + 0.36 * facing) - color) * share
    return color


def pitch(spot: Spot) -> Tensor:
    """Mown stripes."""
    bands = torch.sin(2.6 / (spot.v - 0.42).clamp(min=0.05) * 2.4)
    lit = 0.66 + 0.10 * (bands * 3).clamp(-1, 1) + 0.05 * spot.maps["blades"]
    lit = lit + 0.05 * spot.maps["soft"] + 0.2 * spot.crest(50)
    return spot.wet(spot.tone(lit, spot.snowed(spot.base, 0.75)))


def sand(spot: Spot) -> Tensor:
    """Dunes with light crests, or a shore that the sea has wetted."""
    dune, maps = spot.patch.material == "dune", spot.maps
    lit = 0.66 + 0.08 * maps["soft"] + 0.05 * maps["wash"] + 0.05 * maps["ripples"]
    if dune:
        slope = torch.nn.functional.pad(spot.patch.down[:, 2:] - spot.patch.down[:, :-2], (1, 1))
        lean = -slope * spot.picture.shape[2] * spot.light.side
        lit = lit - 0.10 + 0.24 * torch.tanh(lean * 1.2) + 0.34 * spot.crest(30)
    pebbles = strewn("sand", maps).abs()
    color = spot.tone(lit, spot.snowed(spot.base, 0.85))
    if spot.light.kind == "deep water":
        net = (1 - (maps["wash"].abs() * 1.6)).clamp(0, 1) ** 2
        return color * (1 + 0.16 * net)
    color = color + (spot.tone(pebbles, spot.base * 0.78) - color) * (pebbles > 0.02) * 0.7
    if dune:
        return spot.air(color, (0.74 - spot.v).clamp(0, 0.24) * 1.3)
    wet = spot.crest(40) * 0.5
    color = color + (color * 0.62 + 0.14 * spot.light.middle - color) * wet
    foam = torch.exp(-(((spot.patch.down - 0.004 + 0.002 * maps["strokes"]) / 0.006) ** 2))
    second = 0.5 * torch.exp(-(((spot.patch.down - 0.022 + 0.006 * maps["soft"]) / 0.004) ** 2))
    return color + (spot.light.cloud - color) * torch.maximum(foam * 0.9, second)


def planet(spot: Spot) -> Tensor:
    """A ball with bands and a dark side, told by its flat colour."""
    if spot.patch.relief is None:
        return spot.tone(torch.full_like(spot.down, 0.8))
    right, up = spot.patch.relief
    light = spot.light
    lit = 0.46 + 0.42 * up + 0.52 * right * light.side
    bands = 1 + 0.10 * torch.sin(up * 11 + 1.2 * spot.maps["wash"]) + 0.05 * spot.maps["soft"]
    color = spot.tone((lit * 1.3 - 0.1).clamp(0, 1), spot.base * bands)
    rim = (torch.hypot(right, up) - 0.80).clamp(0, 0.2) * 2.4 * (lit > 0.4)
    return color + (spot.base * 1.25 + 0.12 - color) * rim


def space(spot: Spot) -> Tensor:
    """Washes of violet and blue-green, stars of many sizes."""
    maps = spot.maps
    clouds = (0.42 + 0.30 * maps["soft"] + 0.13 * maps["wash"]).clamp(0, 1)
    base = torch.lerp(color_of(0.02, 0.03, 0.10), color_of(0.24, 0.12, 0.40), clouds)
    far = (0.5 * maps["soft"] - 0.5 * maps["wash"] - 0.25).clamp(0, 1)
    base = torch.lerp(base, color_of(0.10, 0.42, 0.56), far * 0.7)
    glow = ((maps["soft"] - 0.9) * 0.8).clamp(0, 1)
    base = torch.lerp(base, color_of(0.92, 0.46, 0.58), glow * 0.55)
    dust = ((maps["leaves"] - 2.0) * 0.8).clamp(0, 0.4) * (0.4 + clouds)
    base = base + dust * 0.5
    return torch.lerp(base, color_of(1.0, 0.97, 0.9), maps["stars"])


def moon(spot: Spot) -> Tensor:
    """Dust in hard light."""
    maps = spot.maps
    lit = 0.60 + 0.08 * maps["soft"] + 0.05 * maps["wash"] + 0.03 * maps["dabs"]
    if spot.patch.relief is None:
        lit = lit + 0.5 * spot.crest(28) - 0.5 * spot.down.clamp(0, 0.4)
    else:
        hollow = spot.base.mean() < 0.6
        lit = lit + spot.facing(0.28, 0.40) * (-1.0 if hollow else 1.0) - 0.1
    pebbles = strewn("moon ground", maps).abs()
    color = spot.tone(lit)
    return color + (spot.tone(pebbles + 0.1, spot.base * 0.9) - color) * (pebbles > 0.02)


def cave(spot: Spot) -> Tensor:
    lit = 0.46 + 0.06 * spot.maps["wash"] + 0.08 * spot.maps["soft"] + 0.02 * spot.maps["dabs"]
    warm = 1 + 0.06 * spot.maps["soft"] * color_of(1.0, 0.0, -0.6)
    return spot.tone(lit + 0.3 * (0.7 - spot.v), spot.base * warm)


def trunk(spot: Spot) -> Tensor:
    """Bark: lit on one side, brushed along."""
    lit = 0.46 + spot.facing(0.0, 0.42) + 0.12 * spot.maps["blades"] + 0.08 * spot.maps["leaves"]
    color = spot.tone(lit, spot.snowed(spot.base, 0.12))
    pale = (spot.base.mean() - 0.33).clamp(0, 0.2) * 1.8  # what is pale is far
    return spot.air(color, pale)


def path(spot: Spot) -> Tensor:
    """Trodden earth with pebbles."""
    maps = spot.maps
    lit = 0.62 + 0.09 * maps["soft"] + 0.07 * maps["wash"] + 0.06 * maps["ripples"]
    lit = lit + 0.18 * spot.crest(30)
    base = spot.snowed(spot.base, 0.7)
    color, pebbles = spot.tone(lit, base), strewn("path", maps).abs()
    color = color + (spot.tone(pebbles, base * 0.86 + 0.06) - color) * (pebbles > 0.02) * 0.85
    return spot.wet(color)


def furrows(spot: Spot) -> Tensor:
    lit = 0.50 + 0.14 * spot.maps["leaves"] + 0.10 * spot.maps["dabs"] + 0.08 * spot.maps["soft"]
    color = spot.tone(lit, spot.snowed(spot.base, 0.6))
    return color + (spot.base * spot.light.sun * 1.3 - color) * ((lit - 0.7) * 2).clamp(0, 0.6)
