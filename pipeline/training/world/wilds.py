"""A forest glade and a quiet lake."""

import torch

from pipeline.model.plan.world import HORIZON, SHORE
from pipeline.training.world.ground import (
    air,
    blend,
    cells,
    cover,
    distance,
    hill,
    leaf_tones,
    rgb,
    rows,
    snow_cover,
    snowed,
    tone,
)
from pipeline.training.world.sky import sun_place
from pipeline.training.world.stage import Stage


def paint_forest(stage: Stage, canvas: torch.Tensor) -> None:
    """Firs in the haze, leafy trees before them, dark trunks at the sides, a mossy floor."""
    hill(stage, canvas, "thicket", 0.558, 0.010, 2.3, haze=0.68, forest=True)
    firs(stage, canvas, "far firs", 0.075, 0.605, (0.19, 0.31), haze=0.72)
    firs(stage, canvas, "firs", 0.125, 0.620, (0.24, 0.42), haze=0.48)
    hill(stage, canvas, "glade", 0.615, 0.012, 1.4, haze=0.40)
    _leafy_trees(stage, canvas)
    hill(stage, canvas, "moss", 0.655, 0.014, 1.2, haze=0.0)
    _dapples(stage, canvas)
    _frame(stage, canvas)
    _shafts(stage, canvas)


def firs(stage: Stage, canvas: torch.Tensor, name: str, cell: float, foot: float,
         height: tuple[float, float], haze: float) -> None:  # fmt: skip
    """A row of firs in cells of `cell` width; heights in shares of the picture's height."""
    start, end = rows(stage, foot - height[1] * 1.3, foot + 0.03)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    dabs = stage.texture("dabs", 1.7, name + " needles", None, y)
    leaf = rgb(stage, 0.20, 0.42, 0.33)
    for shift in (0.5, 0.0):
        dx, one, two, _ = cells(stage, f"{name} {shift}", cell, shift)
        dx = dx + (one - 0.5) * 0.3 * cell
        # Taller towards the picture's sides: a glade opens in its middle.
        tall = torch.lerp(dx.new_tensor(height[0]), dx.new_tensor(height[1]), two)
        tall = tall * (0.85 + 1.5 * (stage.u - 0.5) ** 2)
        t = ((foot - v) / tall).clamp(-1, 1.2)
        tier = (1 - t) * 5.5
        half = 0.42 * cell * ((1 - t) * (0.72 + 0.40 * (tier - tier.floor()))).clamp(min=-0.2)
        depth = half - dx.abs() + 0.0035 * dabs * (1 - t)
        lit = 0.42 + 0.9 * stage.sun_side * dx / cell + 0.14 * dabs + 0.25 * t
        snow = ((tier - tier.floor()) * 1.6 - 0.55 + 0.3 * dabs).clamp(0, 0.9)
        color = snowed(stage, tone(stage, leaf, lit), lit * 0 + 0.72, snow)
        mist = (haze + (0.92 - haze) * ((0.35 - t) * 2.2).clamp(0, 1))[:, None]
        blend(canvas, start, cover(stage, depth * stage.side / stage.height),
              torch.lerp(color, air(stage), mist))  # fmt: skip


def _leafy_trees(stage: Stage, canvas: torch.Tensor) -> None:
    """Round trees of the season on thin trunks; low or absent in the middle."""
    foot, cell = 0.645, 0.26
    start, end = rows(stage, 0.10, foot + 0.01)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    dabs = stage.texture("dabs", 1.1, "crowns", None, y)
    soft = stage.texture("soft", 1.3, "boughs", None, y)
    bark = rgb(stage, 0.40, 0.30, 0.25)
    first, second = leaf_tones(stage)
    for shift in (0.5, 0.0):
        dx, one, two, three = cells(stage, f"leafy {shift}", cell, shift)
        dx = dx + (one - 0.5) * 0.16 * cell
        middle = (stage.x - dx) * (stage.side / stage.width)  # of each tree, 0..1
        aside = ((middle - 0.5).abs() * 2.6 - 0.28).clamp(0, 1)
        tall = (0.27 + 0.12 * two) * (0.45 + 0.75 * aside)
        t = (foot - v) / tall
        stem = (dx + 0.012 * torch.sin(t * 4 + one * 9)).abs()
        trunk = torch.where(t < 0.7, 0.014 + 0.010 * (1 - t).clamp(0, 1) - stem, -1.0)
        ball = 1 - torch.hypot(dx / (0.35 * cell), (t - 0.70) / 0.36)
        crown = ball * 0.35 * cell + 0.008 * dabs + 0.008 * soft
        lit = 0.40 + 0.55 * stage.sun_side * dx / cell + 0.55 * (t - 0.66) + 0.17 * dabs
        leaf = tone(stage, torch.lerp(first, second, three[:, None]), lit + 0.12)
        leaf = snowed(stage, leaf, lit + 0.3, ((lit - 0.36) * 5).clamp(0, 0.9))
        wood = tone(stage, bark, 0.45 + stage.sun_side * dx * 22 + 0.1 * dabs)
        scale = stage.side / stage.height
        for depth, color in ((trunk, wood), (crown, leaf)):
            blend(canvas, start, cover(stage, depth * scale) * (aside > 0.12),
                  torch.lerp(color, air(stage), 0.24))  # fmt: skip


def _dapples(stage: Stage, canvas: torch.Tensor) -> None:
    """The floor under the trees: darker and cooler, with pools of light."""
    start, end = rows(stage, 0.63)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    pools = stage.texture("soft", 0.75, "pools", stage.x * 0.8, y * 2.4)
    shade = rgb(stage, 0.50, 0.68, 0.68)
    away = (stage.u - 0.5).abs() * 2
    amount = (0.72 - 0.60 * (pools * 1.6 - 0.2).clamp(0, 1) - 0.25 * (1 - away)).clamp(0, 1)
    amount = amount * ((v - 0.64) * 18).clamp(0, 1) * (1 - 0.35 * snow_cover(stage))
    part = canvas[:, :, start:end]
    part.lerp_(part * shade, amount[:, None].expand_as(part))


def _frame(stage: Stage, canvas: torch.Tensor) -> None:
    """Two dark trunks at the picture's sides under hanging leaves."""
    start, end = rows(stage, 0.0, 0.80)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    wide = stage.width / stage.side
    bark = stage.texture("blades", 0.8, "bark", stage.x * 1.4, y * 0.6)
    dabs = stage.texture("dabs", 0.85, "leaves", None, y)
    soft = stage.texture("soft", 0.9, "boughs near", None, y)
    scale = stage.side / stage.height
    wood = rgb(stage, 0.27, 0.22, 0.22)
    for side in (-1, 1):
        middle = (0.5 + side * stage.dice(f"trunk {side}", 0.46, 0.50)) * wide
        foot = stage.dice(f"foot {side}", 0.715, 0.755)
        lean = 0.025 * torch.sin(v * 5 + stage.dice(f"lean {side}", 0, 6))
        dx = stage.x - middle - lean
        root = 0.05 * ((v - foot + 0.10) * 9).clamp(0, 1) ** 3
        half = stage.dice(f"girth {side}", 0.034, 0.050) + root
        depth = torch.minimum(half - dx.abs() + 0.003 * bark, (foot - v) / scale + 0.006 * bark)
        color = tone(stage, wood, 0.35 + 0.14 * bark + stage.sun_side * dx * 7)
        blend(canvas, start, cover(stage, depth * scale), color)
    first, second = leaf_tones(stage)
    edge = (stage.u - 0.5).abs() * 2
    hang = 0.015 + 0.25 * edge**3 + 0.030 * soft + 0.016 * dabs - v
    lit = 0.16 + 0.17 * dabs + 0.12 * soft + 1.6 * v
    leaf = tone(stage, torch.lerp(first, second, 0.3) * 0.72, lit)
    leaf = snowed(stage, leaf, lit + 0.2, ((dabs + 0.2) * 2).clamp(0, 0.8))
    blend(canvas, start, cover(stage, hang), leaf)


def _shafts(stage: Stage, canvas: torch.Tensor) -> None:
    """Beams of light that fan out from the sun's side through the crowns."""
    start, end = rows(stage, 0.06, 0.80)
    v = stage.v[:, start:end]
    x = stage.straight - sun_place(stage)[0]
    fan = x / (v + 0.40) + 0.5 * stage.sun_side * v
    beams = torch.sin(fan * 9 + stage.dice("beam", 0, 6.28))
    beams = beams + 0.7 * torch.sin(fan * 21 + stage.dice("beam two", 0, 6.28))
    bright = stage.tensor({"clear": 0.42, "mist": 0.22, "snow": 0.12, "rain": 0.05}[s.weather]
                          * (0.5 if s.time == "night" else 1.0) for s in stage.scenes)  # fmt: skip
    fade = ((v - 0.06) * 5).clamp(0, 1) * ((0.80 - v) * 4).clamp(0, 1)
    amount = bright * fade * (beams * 0.7 - 0.1).clamp(0, 1) * torch.exp(-((x / 0.9) ** 2))
    p = stage.palette
    part = canvas[:, :, start:end]
    glow = torch.lerp(p.horizon, p.cloud, 0.5)
    part.lerp_(glow.expand_as(part), amount[:, None].expand_as(part))


def paint_lake(stage: Stage, canvas: torch.Tensor) -> None:
    """Still water that mirrors hills and trees; grass and reeds on the near shore."""
    distance(stage, canvas, "blue", 0.500, 0.050, 0.25)
    hill(stage, canvas, "slope", 0.535, 0.030, 1.9, haze=0.55, forest=True)
    firs(stage, canvas, "shore firs", 0.050, 0.578, (0.035, 0.075), haze=0.36)
    hill(stage, canvas, "far shore", 0.574, 0.003, 2.2, haze=0.30)
    _mirror(stage, canvas)
    _lily_pads(stage, canvas)
    hill(stage, canvas, "bank", SHORE + 0.006, 0.007, 1.4, haze=0.0, flowers=True)
    _reeds(stage, canvas)


def _mirror(stage: Stage, canvas: torch.Tensor) -> None:
    """Water from the horizon to the shore: what stands above it, upside down and rippled."""
    start, end = rows(stage, HORIZON, SHORE + 0.03)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    t = ((v - HORIZON) / (SHORE - HORIZON)).clamp(0, 1)
    far = torch.log(0.05 + v - HORIZON) * 0.5
    slow = stage.texture("strokes", 1.0, "water", stage.x * 0.8, far)
    fine = stage.texture("strokes", 1.5, "ripples", stage.x * 1.1, y * 2.6)
    above = start - 1 - (1.7 * torch.arange(end - start, device=stage.device)).long()
    image = canvas[:, :, above.clamp(min=0)]
    higher = canvas[:, :, (above - max(2, round(0.05 * stage.height))).clamp(min=0)]
    image = torch.lerp(image, higher, ((slow * 0.9 + 0.1) * t).clamp(0, 0.8)[:, None])
    p = stage.palette
    depths = p.zenith * 0.55 + p.sun * rgb(stage, 0.02, 0.14, 0.15)
    color = torch.lerp(image * rgb(stage, 0.86, 0.93, 0.95), depths, (0.16 + 0.34 * t**2)[:, None])
    color = color * (1 + 0.045 * slow + 0.03 * fine)[:, None]
    gleam = ((slow + fine) * 0.6 - 1.15).clamp(0, 1) * (0.25 + 0.3 * t)
    rim = torch.exp(-(((v - HORIZON - 0.004) / 0.004) ** 2)) * 0.55
    bright = torch.lerp(p.cloud, p.horizon, 0.4) * 1.05
    color = torch.lerp(color, bright, torch.maximum(gleam, rim.expand_as(gleam))[:, None])
    blend(canvas, start, ((v - HORIZON) * stage.height + 0.5).clamp(0, 1).expand_as(fine), color)


def _lily_pads(stage: Stage, canvas: torch.Tensor) -> None:
    """Flat round leaves on the water near the shore's sides; none in winter."""
    start, end = rows(stage, 0.675, SHORE + 0.01)
    y = stage.y[:, start:end]
    dx, dy, pick, own = stage.scatter("pads", 0.105, y * 2.6)
    radius = 0.015 + 0.008 * own
    pad = ((radius - torch.hypot(dx, dy)) / stage.pixel / 1.5 + 0.5).clamp(0, 1)
    edge = (stage.u - 0.5).abs() * 2
    pad = pad * (pick < 0.9 * ((edge - 0.45) * 1.8).clamp(0, 1)) * (1 - snow_cover(stage))
    lit = 0.6 + 6 * stage.sun_side * dx - 8 * dy
    blend(canvas, start, pad * 0.9, tone(stage, rgb(stage, 0.36, 0.60, 0.32), lit))


def _reeds(stage: Stage, canvas: torch.Tensor) -> None:
    """Reeds and bulrushes at both ends of the near shore."""
    start, end = rows(stage, 0.54, 0.80)
    y = stage.y[:, start:end]
    edge = (stage.u - 0.5).abs() * 2
    scale = stage.side / stage.height
    first = stage.colors({"spring": (0.42, 0.62, 0.26), "summer": (0.34, 0.56, 0.22),
                          "autumn": (0.72, 0.56, 0.26), "winter": (0.66, 0.62, 0.54)}[s.season]
                         for s in stage.scenes)  # fmt: skip
    for k, cell in enumerate((0.013, 0.019, 0.024)):
        dx, one, two, three = cells(stage, f"reeds {k}", cell)
        reach = ((edge - 0.66 + 0.10 * (three - 0.5)) * 4).clamp(0, 1)
        tall = (0.05 + 0.10 * two) * reach.sqrt()
        foot = (SHORE + 0.020 + 0.015 * k + 0.02 * one) / scale
        up = foot - y
        bend = (one - 0.5) * 0.10 * (up / 0.12).clamp(0, 1) ** 2 * cell / 0.019
        t = up / tall.clamp(min=0.01)
        blade = 0.0040 * (1.05 - t).clamp(max=1)
        depth = torch.minimum(blade - (dx - bend * cell * 6).abs(), up + 0.01)
        shown = (reach > 0.02) * cover(stage, depth * scale)
        lit = 0.30 + 0.7 * t + 0.3 * (three - 0.5)
        blend(canvas, start, shown, tone(stage, first, lit))
        head = torch.hypot((dx - bend * cell * 6) / 0.0065, (t - 0.88) / 0.13)
        shown = (reach > 0.3) * (one * 3 % 1 < 0.35) * cover(stage, (1 - head) * 0.0065 * scale)
        blend(canvas, start, shown, tone(stage, rgb(stage, 0.44, 0.27, 0.17), lit - 0.2))
