"""The desert: mesas, dunes, a few cactuses."""

import torch

from pipeline.model.plan.world import HORIZON
from pipeline.training.world.ground import air, blend, cells, cover, rgb, rows, snowed, tone
from pipeline.training.world.stage import Stage

# season: desert sand, its shaded side
SAND = {
    "spring": ((0.96, 0.80, 0.54), (0.80, 0.58, 0.44)),
    "summer": ((0.99, 0.79, 0.46), (0.82, 0.52, 0.34)),
    "autumn": ((0.93, 0.66, 0.40), (0.70, 0.40, 0.32)),
    "winter": ((0.96, 0.94, 0.92), (0.84, 0.66, 0.54)),
}


def paint_desert(stage: Stage, canvas: torch.Tensor) -> None:
    """Mesas in the haze, dunes with lit crests, wind ripples in front."""
    _mesas(stage, canvas, "far mesas", 0.26, 0.09, haze=0.62)
    _mesas(stage, canvas, "mesas", 0.36, 0.15, haze=0.36)
    _dune(stage, canvas, "far dune", 0.580, 0.045, 0.55, haze=0.42)
    _cactuses(stage, canvas)
    _dune(stage, canvas, "dune", 0.640, 0.055, 0.80, haze=0.16)
    _dune(stage, canvas, "near dune", 0.735, 0.050, 1.10, haze=0.0)


def _mesas(stage, canvas, name: str, cell: float, height: float, haze: float) -> None:
    """Flat-topped rocks with banded walls, in shares of the picture's height."""
    start, end = rows(stage, HORIZON - height - 0.01, HORIZON + 0.03)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    rough = stage.texture("soft", 1.2, name + " rough", stage.x, y * 0.5)
    grain = stage.texture("blades", 0.9, name + " grain", stage.x * 1.3, y * 0.5)
    dx, one, two, three = cells(stage, name, cell, 0.0)
    dx = dx + (two - 0.5) * 0.2 * cell
    tall = height * (0.55 + 0.45 * one) * (three < 0.72)
    up = HORIZON - v
    t = (up / tall.clamp(min=0.004)).clamp(-0.5, 1.5)
    half = cell * (0.20 + 0.14 * two) * (1 + 0.55 * ((0.45 - t) * 2.2).clamp(0, 1) ** 1.5)
    wall = half - dx.abs() + 0.006 * rough + 0.003 * grain
    depth = torch.minimum(wall, tall - up + 0.002 * rough)
    bands = torch.sin(t * 16 + rough)
    lit = 0.45 + 0.9 * stage.sun_side * dx / cell + 0.14 * grain + 0.08 * bands
    lit = lit * 0.4 + 0.6 * torch.sigmoid((lit - 0.45) * 14)
    rock = rgb(stage, 0.76, 0.42, 0.30)
    color = snowed(stage, tone(stage, rock, lit), lit, ((t - 0.86) * 12).clamp(0, 0.85))
    mist = (haze + 0.45 * ((0.4 - t) * 1.4).clamp(0, 1)).clamp(max=0.95)
    depth = depth * (stage.side / stage.height)
    blend(canvas, start, cover(stage, depth), torch.lerp(color, air(stage), mist[:, None]))


def _sand(stage: Stage) -> tuple[torch.Tensor, torch.Tensor]:
    """Sand in light and in shade, each (B, 3, 1, 1)."""
    tables = [SAND["winter" if s.weather == "snow" else s.season] for s in stage.scenes]
    return stage.colors(t[0] for t in tables), stage.colors(t[1] for t in tables)


def _dune(stage, canvas, name: str, level: float, height: float, size: float, haze: float) -> None:
    """A chain of dunes from its crests down: each lit on one side of a winding edge."""
    start, end = rows(stage, level - height - 0.02, 1.0 if not haze else level + 0.16)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    soft = stage.texture("soft", 0.6, name + " soft", None, y * 1.8)
    dx, one, two, _ = cells(stage, name, size)
    crest = 0.5 + 0.26 * (two - 0.5)
    across = dx / size + 0.5
    # -0.5..0.5 from valley to valley, 0 at the crest: neighbours always meet at `level`.
    wave = (across - crest) / torch.where(across < crest, crest, 1 - crest) / 2
    depth = v - level + height * (0.45 + 0.55 * one) * torch.cos(wave * 3.1416).clamp(min=0) ** 1.3
    drop = depth.clamp(min=0)
    winding = 0.15 * torch.sin(drop * 24 + one * 6) * drop.sqrt()
    winding = winding + (0.5 + 0.9 * two) * drop * stage.sun_side
    ridge = wave * size + winding * size + 0.012 * soft
    lit = 0.62 + 0.10 * soft
    side = torch.sigmoid(ridge * stage.sun_side * (90 - 40 * (drop * 8).clamp(max=1)))
    strength = (1 - (2 * wave).abs() ** 3) * (1 - (drop * 5 - 0.3).clamp(0, 0.85))
    lit = torch.lerp(lit.expand_as(side), 0.97 * side, strength)
    lit = lit + torch.exp(-drop * 70) * 0.30 + _ripples(stage, name, y, v, soft)
    sand, dark = _sand(stage)
    p = stage.palette
    cool = 1 - stage.night[:, None] * (1 - rgb(stage, 1.12, 0.95, 1.0))
    sand, dark = sand * cool, dark * cool
    color = torch.lerp(dark * p.shade * 1.25, sand * p.sun, lit.clamp(0, 1.08)[:, None])
    if haze:
        color = torch.lerp(color, air(stage), (haze * (0.8 + 1.5 * drop).clamp(max=1))[:, None])
    blend(canvas, start, cover(stage, depth), color)


def _ripples(stage: Stage, name: str, y, v, soft) -> torch.Tensor:
    """(B, h, W) light and dark of the wind's ripples and the brush's grain, most in front."""
    near = ((v - 0.62) / 0.38).clamp(0, 1)
    sway = 0.022 * torch.sin(stage.x * 5 + 2.5 * soft) + 0.010 * soft
    waves = torch.sin(torch.log((v + sway - 0.47).clamp(min=0.02)) * 80 + 1.5 * soft)
    grain = stage.texture("strokes", 1.2, name + " grain", stage.x, y * 1.3)
    patches = 0.55 + 0.45 * torch.sin(stage.x * 3 + 2 * soft)
    return 0.11 * waves * near * patches + 0.05 * grain


def _cactuses(stage: Stage, canvas: torch.Tensor) -> None:
    """A few small cactuses far away."""
    start, end = rows(stage, 0.50, 0.66)
    y = stage.y[:, start:end]
    dx, one, two, three = cells(stage, "cactus", 0.17)
    dx = (dx + (two - 0.5) * 0.08) * torch.where(one < 0.5, -1.0, 1.0)
    scale = stage.side / stage.height
    up = (0.620 + 0.015 * one) / scale - y
    tall = 0.045 + 0.030 * two
    w = 0.0068

    def post(x0, low, high, width=w):
        run = up - up.clamp(min=low).minimum(high)
        return width - torch.hypot(dx - x0, run)

    arm = 0.020
    bar = 0.75 * w - torch.hypot(dx - dx.clamp(-arm, arm * 0.9), up - tall * 0.42)
    depth = torch.maximum(post(0.0, 0.0, tall), bar)
    depth = torch.maximum(depth, post(-arm, tall * 0.42, tall * 0.78, 0.75 * w))
    depth = torch.maximum(depth, post(arm * 0.9, tall * 0.42, tall * 0.66, 0.75 * w))
    shown = cover(stage, depth * scale) * (three < 0.5)
    color = tone(stage, rgb(stage, 0.36, 0.54, 0.36), 0.5 + 30 * stage.sun_side * dx)
    blend(canvas, start, shown, torch.lerp(color, air(stage), 0.46))
