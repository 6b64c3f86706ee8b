"""What the ground of every terrain shares: grass of the season, rolling hills, far air."""

import torch

from pipeline.model.painting.brushwork import cell_dice
from pipeline.model.plan.world import HORIZON
from pipeline.training.world.stage import Stage

# season: far grass, near grass, its light, flowers (two colours)
GRASS = {
    "spring": ((0.55, 0.74, 0.42), (0.40, 0.64, 0.28), (0.72, 0.84, 0.42),
               (0.98, 0.72, 0.80), (1.00, 0.98, 0.95)),
    "summer": ((0.44, 0.66, 0.36), (0.28, 0.54, 0.22), (0.62, 0.78, 0.30),
               (0.98, 0.84, 0.32), (0.97, 0.97, 0.94)),
    "autumn": ((0.78, 0.60, 0.30), (0.70, 0.46, 0.18), (0.95, 0.72, 0.30),
               (0.86, 0.36, 0.16), (0.96, 0.74, 0.26)),
    "winter": ((0.86, 0.90, 0.96), (0.88, 0.92, 0.98), (1.00, 1.00, 1.00),
               (0.80, 0.86, 0.95), (0.93, 0.96, 1.00)),
}  # fmt: skip
SNOW = (0.95, 0.97, 1.00)
# season: two colours of leaves
LEAVES = {
    "spring": ((0.50, 0.72, 0.32), (0.66, 0.78, 0.42)),
    "summer": ((0.24, 0.50, 0.24), (0.38, 0.60, 0.26)),
    "autumn": ((0.86, 0.46, 0.16), (0.92, 0.68, 0.24)),
    "winter": ((0.56, 0.60, 0.66), (0.64, 0.66, 0.70)),
}


def distance(stage: Stage, canvas: torch.Tensor, name: str, level: float, height: float,
              near: float) -> None:  # fmt: skip
    """A far ridge, only air and a blue outline; near 0 (pale) .. 1 (dark)."""
    start, end = rows(stage, level - 3 * height, HORIZON + 0.06)
    v = stage.v[:, start:end]
    line = stage.texture("soft", 0.35, name + " line", stage.x, stage.y[:, :1] * 0)
    small = stage.texture("soft", 1.3, name + " small", stage.x, stage.y[:, :1] * 0)
    depth = v - (level - height * (0.75 * line + 0.18 * small))
    p = stage.palette
    blue = torch.lerp(p.zenith, p.middle, 0.35) * 0.86
    color = torch.lerp(p.horizon, blue, 0.42 + 0.45 * near)
    foot = (depth.clamp(0, 0.15) * 4.2)[:, None]
    color = torch.lerp(color, p.horizon, foot)
    blend(canvas, start, (depth * (stage.height / 1.2) + 0.5).clamp(0, 1), color)


def curve(stage: Stage, name: str, level: float, height: float, waves: float) -> torch.Tensor:
    """(B, 1, W) rolling line around `level`; both in shares of the picture's height."""
    phase, second = stage.dice(name + " phase", 0, 6.28), stage.dice(name + " second", 0, 6.28)
    x = stage.u * stage.width / stage.side
    roll = torch.sin(x * waves * 2.2 + phase) + 0.5 * torch.sin(x * waves * 4.6 + second)
    return level + height * 0.6 * roll


def blend(canvas: torch.Tensor, top: int, alpha: torch.Tensor, color: torch.Tensor) -> None:
    """Lay colour (B, 3, h, W) with coverage (B, h, W) over the canvas from row `top` down."""
    part = canvas[:, :, top : top + alpha.shape[1]]
    part.lerp_(color.expand_as(part), alpha[:, None].expand_as(part))


def rows(stage: Stage, start: float, end: float = 1.0) -> tuple[int, int]:
    return int(start * stage.height), round(end * stage.height)


def grass_tones(stage: Stage) -> list[torch.Tensor]:
    """Far grass, near grass, its light and two flower colours, each (B, 3, 1, 1)."""
    tables = [GRASS["winter" if s.weather == "snow" else s.season] for s in stage.scenes]
    return [stage.colors(row[i] for row in tables) for i in range(5)]


def hill(stage: Stage, canvas: torch.Tensor, name: str, level: float, height: float,
          waves: float, haze: float, fields: bool = False, forest: bool = False,
          flowers: bool = False) -> None:  # fmt: skip
    """One hill from its rolling top down to the picture's bottom, as painted grass."""
    start, end = rows(stage, level - 1.0 * height - 0.01)
    end = min(end, rows(stage, 0, level + 0.22 if haze else 1.0)[1])
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    top = curve(stage, name, level, height, waves)
    depth = v - top
    lean = 0.20 * y * stage.sun_side
    fine = stage.texture("blades", 1.0, name + " blades", (stage.x - lean) * (0.85 + 0.4 * haze),
                         torch.log(0.10 + (v - HORIZON).clamp(min=-0.09)) * 0.62)  # fmt: skip
    if forest:
        depth = depth + 0.010 * stage.texture("dabs", 1.5, name + " trees", None, y)
    else:
        depth = depth + 0.0022 * fine
    blot = stage.texture("soft", 0.8, name + " blot", None, y * 2.2)
    alpha = (depth * (stage.height / 1.2) + 0.5).clamp(0, 1)
    color = _grass_color(stage, name, depth, fine, blot, haze, fields)
    if forest:
        color = color * color.new_tensor([0.62, 0.74, 0.80]).view(1, 3, 1, 1)
    if flowers:
        color = _scatter_flowers(stage, color, y, v, depth)
    blend(canvas, start, alpha, color)


def _grass_color(stage, name, depth, fine, blot, haze, fields) -> torch.Tensor:
    """(B, 3, h, W): gouache grass, light along the crest, paler and bluer with haze 0..1."""
    p = stage.palette
    far, near, light, *_ = grass_tones(stage)
    base = torch.lerp(near, far, min(1.0, haze * 1.6))
    crest = torch.exp(-depth.clamp(min=0) * 22)
    snowy = snow_cover(stage)  # snow lies smooth over the grass
    k = 0.40 + 0.13 * (1 - 0.5 * snowy) * fine + 0.17 * (1 - 0.6 * snowy) * blot + 0.42 * crest
    k = k + 0.22 * snowy - 0.9 * depth.clamp(0, 0.4)
    if fields:  # a patchwork of fields over the far slopes
        stripes = torch.sin((stage.x * 16 + depth * 50 * stage.sun_side) + 3.0 * blot)
        k = k + 0.12 * (stripes * 3).clamp(-1, 1)
    k = k.clamp(0, 1.15)[:, None]
    shaded = base * p.shade * 0.95
    bright = torch.lerp(base, light, 0.65) * p.sun
    color = torch.lerp(shaded, bright, k)
    air = torch.lerp(p.horizon, p.zenith, 0.42) * 0.94
    mist = (haze * 0.85 * (0.86 + 1.2 * depth.clamp(0, 0.12)))[:, None] if haze else 0.0
    return color + (air - color) * mist


def snow_cover(stage: Stage) -> torch.Tensor:
    """(B, 1, 1): 1.0 where snow lies on the ground."""
    return stage.flags(lambda s: s.season == "winter" or s.weather == "snow")


def _scatter_flowers(stage, color, y, v, depth) -> torch.Tensor:
    """Scatters small flowers of two colours, larger towards the front, in drifts."""
    near = ((v - 0.70) / 0.30).clamp(0, 1)
    *_, one, two = grass_tones(stage)
    p = stage.palette
    for k, (flower, share) in enumerate(((one, 0.30), (two, 0.22))):
        dx, dy, pick, own = stage.scatter(f"flowers {k}", 0.034, y * 1.5, 0.5 * k)
        radius = (0.0035 + 0.0055 * near) * (0.7 + 0.6 * own)
        spot = ((radius - torch.hypot(dx, dy / 1.3)) / stage.pixel + 0.5).clamp(0, 1)
        drift = stage.texture("soft", 0.9, f"drift {k}", None, y * 1.6) > 0.25
        spot = spot * (pick < share) * drift * (depth > 0.012) * (1 - snow_cover(stage))
        color = torch.lerp(color, flower * p.sun.clamp(max=1.05), 0.92 * spot[:, None])
    return color


def cover(stage: Stage, depth: torch.Tensor) -> torch.Tensor:
    """Coverage 0..1 of a shape whose inside lies `depth` > 0 shares of the picture's height in."""
    return (depth * (stage.height / 1.2) + 0.5).clamp(0, 1)


def air(stage: Stage) -> torch.Tensor:
    """(B, 3, 1, 1): what far things fade into."""
    return torch.lerp(stage.palette.horizon, stage.palette.zenith, 0.42) * 0.94


def rgb(stage: Stage, *color: float) -> torch.Tensor:
    """A fixed colour as (1, 3, 1, 1)."""
    return torch.tensor(color, device=stage.device).view(1, 3, 1, 1)


def tone(stage: Stage, base: torch.Tensor, lit: torch.Tensor) -> torch.Tensor:
    """(B, 3, h, W): `base` between the land's shade (lit 0) and its light (lit 1)."""
    p = stage.palette
    return torch.lerp(base * p.shade * 0.95, base * p.sun, lit.clamp(0, 1.1)[:, None])


def cells(stage: Stage, name: str, cell: float, shift: float = 0.0) -> tuple[torch.Tensor, ...]:
    """Split the width into cells: x from the cell's middle and three dice 0..1, all (B, 1, W)."""
    gx = stage.x / cell + shift + 7 * stage.dice(name + " start")
    dice = cell_dice(gx, torch.zeros_like(gx), stage.dice(name))
    return (gx - gx.floor() - 0.5) * cell, *dice


def rise(stage: Stage) -> float:
    """How much taller than wide upright far things grow, so that tall pictures are filled too."""
    return (stage.height / stage.side) ** 0.7


def leaf_tones(stage: Stage) -> tuple[torch.Tensor, torch.Tensor]:
    """Two leaf colours of the season, each (B, 3, 1, 1)."""
    tables = [LEAVES["winter" if s.weather == "snow" else s.season] for s in stage.scenes]
    return stage.colors(t[0] for t in tables), stage.colors(t[1] for t in tables)


def snowed(stage: Stage, color: torch.Tensor, lit: torch.Tensor, amount) -> torch.Tensor:
    """`color` (B, 3, h, W) under snow where it lies, by `amount` 0..1 (B, h, W) or a number."""
    white = tone(stage, rgb(stage, *SNOW), lit)
    return torch.lerp(color, white, (snow_cover(stage) * amount)[:, None])
