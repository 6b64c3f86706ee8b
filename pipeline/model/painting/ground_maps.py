"""Grass, specks, stars, rain and joints by the picture's place on endless brushwork.

The painter of lands draws with these maps and the textures of `guides` alone and the decoder is
shown them, so that it can learn every stroke from what is where.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.painting.brushwork import SIZE, atlas, cell_dice
from pipeline.model.painting.guides import OFFSET, Place
from pipeline.model.plan.land import MATERIALS, Land

K = TypeVar("K")
HORIZON = 0.5  # of what gets smaller with the distance, in shares of the height
SLANT = 0.16  # of the rain
BEYOND = 0.5  # how far the maps reach past a picture, left and right together, in shorter sides
# blades: grass, larger in front; ripples: lying strokes in perspective; specks: flowers or pebbles
# of two kinds, as 1 or -1 times how much they face up, 0 between; tufts: light tips, dark feet;
# stars; falling: rain, or flakes as negative numbers; joints: of a floor, 1 towards us, -1 across;
# grid: the same upright.
NAMES = ("blades", "ripples", "specks", "tufts", "stars", "falling", "joints", "grid")

# What lies on a material or grows on it, by the map that has it: upright or lying lines and tufts.
# Boards and panels are joints and a grid without lines across.
LINES = {
    "floorboards": "boards", "tiles": "joints", "pavement": "joints", "wall tiles": "grid",
    "panel": "panels", "meadow": "tufts", "sky": "night sky", "space": "stars", "water": "ripples",
    "sea": "ripples", "grass": "blades", "curtain": "blades", "trunk": "blades", "sand": "ripples",
    "dune": "ripples", "snow": "ripples", "waterfall": "blades",
}  # fmt: skip
# Specks lie in drifts, where so much of "soft 1" and of "soft 2" is more than the third number.
STREWN = {
    "meadow": (0.8, 0.5, 0.35), "path": (0.0, 1.0, -0.1), "soil": (0.0, 1.0, -0.1),
    "gravel": (0.0, 1.0, -0.1), "sand": (1.0, 1.0, 0.7), "dune": (1.0, 1.0, 0.7),
    "moon ground": (0.0, 1.0, 0.2),
}  # fmt: skip
BLOOM = 4.0  # how much more of them where a meadow's tint is warm
CRESTS = (60.0, 16.0, 5.0)  # how fast they fall off, to 1/e a picture's height
STARS_END = 0.58  # of a picture's height, where the last ones fade


@dataclass(frozen=True)
class Air:
    """What shows in it. outdoors: under an open sky; fall: "rain", "snow" or ""."""

    outdoors: bool
    stars: bool
    fall: str

    @classmethod
    def of(cls, land: Land, time: str, weather: str) -> "Air":
        """That of a land at an hour in a weather."""
        studio = {layer.material for layer in land.layers} == {"backdrop"}
        outdoors = land.sun is not None and not studio
        stars = outdoors and time == "night" and weather == "clear"
        return cls(outdoors, stars, weather if outdoors and weather in ("rain", "snow") else "")

    def falling(self, values: Tensor) -> Tensor:
        """Of the map "falling" (H, W), the rain in 0..1 or the flakes in -1..0 that are seen."""
        if not self.fall:
            return torch.zeros_like(values)
        return values.clamp(min=0) if self.fall == "rain" else values.clamp(max=0)

    def night_sky(self, values: Tensor) -> Tensor:
        """Of the map "stars" (H, W), those that are seen, fainter towards the horizon."""
        if not self.stars:
            return torch.zeros_like(values)
        v = (torch.arange(len(values)) + 0.5) / len(values) / STARS_END
        return values * (1 - v).clamp(min=0).sqrt()[:, None]


def strewn(material: str, maps: Mapping[str, Tensor], warm: Tensor | float = 0.0) -> Tensor:
    """(H, W): the specks that lie on a material of STREWN. maps: "specks", and the textures "soft"
    and "wash"; warm: how much redder than blue its tint is."""
    soft, wash, least = STREWN[material]
    drift = soft * maps["soft"] + wash * maps["wash"] + BLOOM * warm
    return maps["specks"] * (drift > least)


def marks(
    materials: Tensor, maps: Tensor, washes: tuple[Tensor, Tensor], warm: Tensor, air: Air
) -> Tensor:
    """(2, H, W) in about -1..1: of the `ground_maps`, the lines and the specks that each pixel
    shows, 0 where it has none. materials: (H, W) integers; washes: the textures "soft 1" and
    "soft 2"; warm: (H, W), how much redder than blue the tint is."""
    named = dict(zip(NAMES, maps, strict=True))
    lines = named | {
        "joints": named["joints"].abs(),
        "boards": named["joints"].clamp(min=0),
        "grid": named["grid"].abs(),
        "panels": named["grid"].clamp(min=0),
        "night sky": air.night_sky(named["stars"]),
    }
    lying = {"specks": named["specks"], "soft": washes[0], "wash": washes[1]}
    alike = {drift: name for name, drift in STREWN.items()}  # one material of each drift
    specks = {
        drift: strewn(name, lying, warm if name == "meadow" else 0.0)
        for drift, name in alike.items()
    }
    return torch.stack([_chosen(materials, lines, LINES), _chosen(materials, specks, STREWN)])


def _chosen(materials: Tensor, maps: Mapping[K, Tensor], of: Mapping[str, K]) -> Tensor:
    """(H, W): of several maps (H, W) the one of each pixel's material, 0 where it has none."""
    used = list(dict.fromkeys(of.values()))
    table = torch.zeros(len(MATERIALS), dtype=torch.int64)
    for name, key in of.items():
        table[MATERIALS.index(name)] = 1 + used.index(key)
    layers = torch.stack([torch.zeros(materials.shape), *(maps[key] for key in used)])
    return layers.gather(0, table[materials.long()][None])[0]


def crests(down: Tensor) -> Tensor:
    """(3, H, W) in 0..1: 1 at upper edges, falling off fast, slowly and more slowly. down: (H, W),
    shares of the picture's height below them."""
    return torch.stack([torch.exp(-sharp * down) for sharp in CRESTS])


def ground_maps(height: int, width: int, place: Place) -> Tensor:
    """(8, height, width): the maps of NAMES. Textures have unit variance, all else is in -1..1.
    What lies on the ground narrows towards a point that moves across with the place."""
    start = round(place[0] * BEYOND * min(height, width))
    return _wide_maps(height, width)[..., start : start + width]


@lru_cache(maxsize=4)
def _wide_maps(height: int, width: int) -> Tensor:
    """(8, height, width + BEYOND shorter sides), with the picture of MIDDLE in the middle."""
    shorter = min(height, width)
    x, y, u, v = _places(height, width)
    size = height, x.shape[1]
    pixel = 1 / shorter
    maps = (
        *_grass(height, width),
        _specks(x, v, pixel),
        _stars(x, y, pixel),
        _falling(x, y, pixel),
        _joints(u, v),
        _grid(x, y, pixel),
    )
    blades, ripples, tufts, specks, *rest = (each.expand(size) for each in maps)
    return torch.stack([blades, ripples, specks, tufts, *rest])


def _places(height: int, width: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """x (1, w) and y (h, 1) in shorter sides, 0 where the middle picture begins, u and v the same
    in shares of width and height."""
    shorter = min(height, width)
    y = ((torch.arange(height) + 0.5) / shorter).view(-1, 1)
    beyond = round(BEYOND * shorter)
    x = ((torch.arange(width + beyond) + 0.5 - beyond / 2) / shorter).view(1, -1)
    return x, y, x * (shorter / width), y * (shorter / height)


def _grass(height: int, width: int) -> Tensor:
    """(3, height, wide): blades, ripples and tufts, averaged over each pixel, so that a small
    picture's are the large one's made smaller."""
    parts = max(1, round(SIZE / min(height, width)))
    x, _, _, v = _places(height * parts, width * parts)
    far, above = (v - HORIZON).clamp(min=0), v.clamp(max=HORIZON)
    noise, offset = atlas(), torch.full((1, 1, 1), OFFSET)
    blades = noise("blades", x[None], (torch.log(0.10 + far) * 0.62 + above * 1.1)[None], offset)
    down = torch.log(0.04 + far) * 0.55 + above * 1.4
    ripples = noise("strokes", x[None] * 0.8, down[None], offset)
    return F.avg_pool2d(torch.cat([blades, ripples, _tufts(x, v)[None]]), parts)


def _scattered(x: Tensor, y: Tensor, cell: float, key: float) -> tuple[Tensor, ...]:
    """dx, dy to the point of each square cell, and three dice of the cell's own."""
    gx, gy = x / cell, y / cell
    dice = cell_dice(gx[None], gy[None], torch.full((1, 1, 1), key))
    hx, hy, own = (die[0] for die in dice)
    dx, dy = gx - gx.floor() - 0.25 - 0.5 * hx, gy - gy.floor() - 0.25 - 0.5 * hy
    return dx * cell, dy * cell, hx, hy, own


def _lying(v: Tensor) -> Tensor:
    """The place on the ground, in units of which a step is as high as it is wide at the foot."""
    return -0.5 / (v - 0.42).clamp(min=0.06)


def _perspective(x: Tensor, v: Tensor, cell: float, key: float) -> tuple[Tensor, ...]:
    """As `_scattered` on lying ground: dx, dy in shares of a near cell, and how near it is."""
    near = ((v - 0.42) / 0.58).clamp(min=0.1)
    across = (x - 0.5) / near
    dx, dy, *dice = _scattered(across, _lying(v) * 0.9, cell, key)
    return dx / cell, dy / cell, *dice, near


def _tufts(x: Tensor, v: Tensor) -> Tensor:
    dx, dy, own, lean, pick, _ = _perspective(x, v, 0.075, 0.13)
    blades = torch.cos((dx + (lean - 0.5) * dy) * (26 + 14 * own))
    tip = torch.exp(-((dx / 0.24) ** 2) - ((dy + 0.12) / 0.20) ** 2) * (0.45 + 0.55 * blades)
    foot = torch.exp(-((dx / 0.26) ** 2) - ((dy - 0.20) / 0.12) ** 2)
    return ((tip - 0.7 * foot) * (pick < 0.55) * (v > 0.56)).clamp(-1, 1)


def _specks(x: Tensor, v: Tensor, pixel: float) -> Tensor:
    """One at most in each cell of lying ground, larger in front."""
    specks = torch.zeros(1)
    for sign, cell, key in ((1.0, 0.042, 0.59), (-1.0, 0.050, 0.17)):
        dx, dy, own, flat, pick, near = _perspective(x + 0.013 * sign, v, cell, key)
        radius = 0.09 + 0.11 * own**2
        down = dy * 1.1 * near  # cells get flatter with the distance, what lies in them does not
        far = torch.hypot(dx / (1.0 + 0.4 * flat), down)
        cover = ((radius - far) * cell * near / pixel + 0.5).clamp(0, 1)
        cover = cover * (pick < 0.36) * (v > 0.57)
        spot = cover * (0.62 - 0.45 * down / radius).clamp(0.1, 1)
        specks = torch.where(spot > specks.abs(), sign * spot, specks)
    return specks


def _stars(x: Tensor, y: Tensor, pixel: float) -> Tensor:
    dx, dy, _, _, size = _scattered(x, y, 0.050, 0.21)
    radius = 0.0014 + 0.0050 * size**7
    star = (0.9 * (radius - torch.hypot(dx, dy)) / pixel + 0.6).clamp(0, 1)
    return star * (size > 0.40) * (0.4 + 0.6 * size)


def _falling(x: Tensor, y: Tensor, pixel: float) -> Tensor:
    """Streaks in two depths, and flakes in three as negative numbers, which hide them."""
    rain = torch.zeros(1)
    for cell, length, strength, key in ((0.034, 0.16, 0.65, 0.11), (0.062, 0.26, 1.0, 0.43)):
        gx = (x + SLANT * y) / cell
        shift = cell_dice(gx[None], torch.zeros_like(gx)[None], torch.full((1, 1, 1), key))[0][0]
        gy = y / length + shift * 7
        hx, pick, _ = (d[0] for d in cell_dice(gx[None], gy[None], torch.full((1, 1, 1), key)))
        across = (gx - gx.floor() - 0.2 - 0.6 * hx).abs() * cell
        body = (1 - ((gy - gy.floor() - 0.45) / 0.40).abs()).clamp(min=0)
        width = max(0.0016, 0.55 * pixel)
        streak = ((width - across) / pixel + 0.5).clamp(0, 1) * body.sqrt() * (pick < 0.75)
        rain = torch.maximum(rain, streak * strength)
    snow = torch.zeros(1)
    for cell, radius, key in ((0.047, 0.0034, 0.19), (0.080, 0.0058, 0.53), (0.14, 0.0098, 0.83)):
        dx, dy, own, _, pick = _scattered(x, y, cell, key)
        size = radius * (0.7 + 0.6 * own)
        flake = ((size - torch.hypot(dx, dy)) / (pixel * 1.5) + 0.5).clamp(0, 1)
        snow = torch.maximum(snow, flake * (pick < 0.62))
    return torch.where(snow > 0.05, -snow, rain)


def _joints(u: Tensor, v: Tensor) -> Tensor:
    """Where boards and slabs of a lying floor meet."""
    zoom = (v - 0.42).clamp(min=0.05)
    column, row = (u - 0.5) / zoom * 2.6, 1.5 / zoom
    across = ((column - column.round()).abs() * zoom / 2.6).clamp(max=1)
    down = (row - row.round()).abs() * zoom**2 / 1.5
    thin = 0.0012 + 0.0045 * zoom
    one = (1.5 - across / thin).clamp(0, 1)
    other = (1.5 - down / (thin * 0.6)).clamp(0, 1).expand_as(one)
    seen = ((zoom - 0.10) / 0.1).clamp(0, 1)
    return torch.where(other > one, -other, one) * seen


def _grid(x: Tensor, y: Tensor, pixel: float) -> Tensor:
    """Where upright tiles or boards meet, 16 to the shorter side."""
    across, down = x * 16, y * 16
    thin = max(0.0028, 0.8 * pixel) * 16
    one = (1.4 - (across - across.round()).abs() / thin * 2).clamp(0, 1) + 0 * y
    other = (1.4 - (down - down.round()).abs() / thin * 2).clamp(0, 1) + 0 * x
    return torch.where(other > one, -other, one)
