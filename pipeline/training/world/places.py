"""The places people made: a village street, a city's square and striped fields."""

import torch

from pipeline.model.networks.templates import FURROWS_TOP
from pipeline.model.painting.brushwork import cell_dice
from pipeline.model.plan.world import HORIZON
from pipeline.training.world.ground import (
    SNOW,
    air,
    blend,
    cells,
    cover,
    distance,
    hill,
    leaf_tones,
    rgb,
    rise,
    rows,
    snow_cover,
    snowed,
    tone,
)
from pipeline.training.world.stage import Stage

# season: colours of the strips of crop
CROPS = {
    "spring": ((0.52, 0.72, 0.30), (0.95, 0.84, 0.32), (0.60, 0.44, 0.32), (0.64, 0.80, 0.46)),
    "summer": ((0.90, 0.76, 0.36), (0.34, 0.58, 0.24), (0.80, 0.70, 0.34), (0.52, 0.68, 0.28)),
    "autumn": ((0.78, 0.56, 0.26), (0.55, 0.36, 0.24), (0.88, 0.50, 0.20), (0.68, 0.62, 0.30)),
    "winter": ((0.90, 0.93, 0.98), (0.82, 0.87, 0.95), (0.94, 0.96, 1.00), (0.76, 0.79, 0.86)),
}
ROOFS = ((0.78, 0.36, 0.30), (0.80, 0.52, 0.30), (0.40, 0.50, 0.66), (0.46, 0.58, 0.44))
BLOCKS = ((0.66, 0.58, 0.60), (0.80, 0.66, 0.56), (0.52, 0.58, 0.70), (0.72, 0.70, 0.70))
LAMPLIGHT = (1.00, 0.80, 0.44)


def pick(stage: Stage, table, dice: torch.Tensor) -> torch.Tensor:
    """(B, 3, ...) colours of a table of them, drawn by dice 0..1 of shape (B, ...)."""
    index = (dice * len(table)).long().clamp(max=len(table) - 1)
    return torch.tensor(table, device=stage.device)[index].movedim(-1, 1)


def evening(stage: Stage) -> torch.Tensor:
    """(B, 1, 1): how many windows are lit, 0..1."""
    share = {"morning": 0.10, "noon": 0.0, "sunset": 0.55, "night": 1.0}
    return stage.tensor(share[s.time] for s in stage.scenes)


def slabs(stage: Stage, name: str, v: torch.Tensor, size: float, round_: float = 0.0,
          bond: float = 0.0):  # fmt: skip
    """Paving in perspective: joints 0..1, a slab's own dice and its bulge, each (B, h, W).

    size: of a slab at the picture's foot, in shorter sides; round_: 0 square .. 1 cobbles;
    bond: how far every other row is shifted.
    """
    deep = v - HORIZON + 0.10
    zoom = deep / 0.52
    across = (stage.u - 0.5) * (stage.width / stage.side) / (zoom * size)
    row = 0.52 * 0.52 / (size * 0.62 * stage.side / stage.height) / deep
    gx = across + bond * (row.floor() % 2) + stage.dice(name + " shift")
    one, *_ = cell_dice(gx, row.expand_as(gx), stage.dice(name))
    fx, fy = (gx - gx.floor() - 0.5).abs(), (row - row.floor() - 0.5).abs()
    inner = 0.5 - torch.maximum(fx, fy)
    if round_:
        inner = torch.lerp(inner, 0.54 - torch.hypot(fx, fy), round_)
    pixel = stage.pixel / (zoom * size * 0.62 * zoom.clamp(max=1) ** 0.5)
    joint = (1 - (inner - 0.03) / (0.045 + pixel)).clamp(0, 1) * (1.2 - 1.6 * pixel).clamp(0, 1)
    return joint, one, (inner * 3).clamp(0, 1)


def paint_village(stage: Stage, canvas: torch.Tensor) -> None:
    """Small hazy cottages with coloured roofs, a cobbled way between verges."""
    distance(stage, canvas, "blue", 0.490, 0.045, 0.22)
    hill(stage, canvas, "slope", 0.540, 0.022, 1.7, haze=0.52, fields=True)
    _cottages(stage, canvas, "upper", 0.120, 0.560, 0.082, haze=0.46)
    hill(stage, canvas, "garden", 0.570, 0.006, 2.4, haze=0.36)
    _steeple(stage, canvas)
    _cottages(stage, canvas, "street", 0.180, 0.612, 0.112, haze=0.30)
    hill(stage, canvas, "green", 0.612, 0.004, 1.5, haze=0.0, flowers=True)
    _way(stage, canvas)


def _cottages(stage, canvas, name: str, cell: float, foot: float, tall: float, haze: float) -> None:
    """A row of cottages and round bushes, `tall` shorter sides high."""
    scale = stage.side / stage.height
    start, end = rows(stage, foot - (tall * 1.9) * scale, foot + 0.02)
    y = stage.y[:, start:end]
    up = foot / scale - y
    dabs = stage.texture("dabs", 1.6, name + " dabs", None, y)
    first, second = leaf_tones(stage)
    for shift in (0.5, 0.0):
        dx, one, two, three = cells(stage, f"{name} {shift}", cell, shift)
        bush = 0.26 * cell + 0.10 * cell * one - torch.hypot(dx, (up - 0.28 * tall) * 0.9)
        bush = torch.where(three > 0.62, bush - 0.006, -1.0)
        dx = dx + (two - 0.5) * 0.12 * cell
        high = tall * (0.82 + 0.3 * two)
        half = cell * (0.26 + 0.08 * one)
        wall = torch.minimum(half - dx.abs(), 0.52 * high - up)
        _cottage(stage, canvas, start, dx, up, (half, high, one, two, three), wall, dabs, haze)
        lit = 0.5 + 0.6 * up / tall + 0.2 * dabs
        leaf = tone(stage, torch.lerp(first, second, two[:, None]), lit)
        leaf = snowed(stage, leaf, up * 9, 0.7)
        shown = cover(stage, (bush + 0.006 * dabs) * scale)
        blend(canvas, start, shown, torch.lerp(leaf, air(stage), haze))


def _cottage(stage, canvas, start, dx, up, build, wall, dabs, haze) -> None:
    """One cottage a cell: plastered wall, a roof of some colour, two windows, a chimney."""
    half, high, one, two, three = build
    scale = stage.side / stage.height
    shown = (three < 0.80) * 1.0
    side = stage.sun_side
    snowy = snow_cover(stage)
    plaster = pick(stage, ((0.95, 0.90, 0.80), (0.92, 0.84, 0.74), (0.88, 0.86, 0.84)), two)
    lit = 0.66 + 0.22 * side * torch.tanh(dx * 40) + 0.05 * dabs
    color = tone(stage, plaster, lit)
    glass = torch.minimum(0.17 * half - (dx.abs() - 0.48 * half).abs(),
                          0.10 * high - (up - 0.27 * high).abs())  # fmt: skip
    glow = evening(stage)[:, None]
    pane = torch.lerp(color * 0.66, rgb(stage, *LAMPLIGHT).expand_as(color), glow)
    color = torch.lerp(color, air(stage), haze)
    color = torch.lerp(color, pane, (cover(stage, glass * scale) * 0.9)[:, None])
    blend(canvas, start, cover(stage, wall * scale) * shown, color)
    slope = (up - 0.48 * high) / (0.52 * high)
    roof = torch.minimum(half * 1.16 * (1 - 0.62 * slope) - dx.abs(), (1 - slope) * high)
    roof = torch.minimum(roof, slope * 0.3 * high)
    flue = torch.minimum(0.11 * half - (dx - 0.5 * half * side).abs(), 1.10 * high - up)
    flue = torch.minimum(flue, up - 0.6 * high)
    brick = torch.lerp(tone(stage, rgb(stage, 0.62, 0.46, 0.42), lit), air(stage), haze)
    blend(canvas, start, cover(stage, flue * scale) * shown, brick)
    tiles = pick(stage, ROOFS, one)
    snow = snowy * (slope * 5 - 0.8 + 0.6 * dabs).clamp(0.15, 0.9)
    tiles = torch.lerp(tiles[:, :, :1], rgb(stage, *SNOW), snow[:, None])
    lit = 0.62 + 0.22 * side * torch.tanh(dx * 30) + 0.20 * slope + 0.07 * dabs
    color = torch.lerp(tone(stage, tiles, lit), air(stage), haze)
    blend(canvas, start, cover(stage, roof * scale) * shown, color)


def _steeple(stage: Stage, canvas: torch.Tensor) -> None:
    """The village's tower with its pointed roof, between the two rows of cottages."""
    foot, scale = 0.585, stage.side / stage.height
    start, end = rows(stage, foot - 0.24 * scale, foot)
    up = foot / scale - stage.y[:, start:end]
    dx = stage.x - stage.dice("steeple", 0.22, 0.78) * stage.width / stage.side
    lit = (0.60 + 0.26 * stage.sun_side * torch.tanh(dx * 90)).expand(-1, end - start, -1)
    slit = torch.minimum(0.004 - dx.abs(), 0.010 - (up - 0.110).abs())
    wall = tone(stage, rgb(stage, 0.90, 0.86, 0.80), lit - 0.5 * cover(stage, slit * scale))
    tiles = pick(stage, ROOFS, stage.dice("steeple roof"))
    tiles = torch.lerp(tiles, rgb(stage, *SNOW), 0.7 * snow_cover(stage)[:, None])
    roof = torch.minimum(0.026 * (1 - (up - 0.14) / 0.085) - dx.abs(), up - 0.138)
    for depth, color in ((torch.minimum(0.020 - dx.abs(), 0.145 - up), wall),
                         (roof, tone(stage, tiles, lit))):  # fmt: skip
        blend(canvas, start, cover(stage, depth * scale), torch.lerp(color, air(stage), 0.42))


def _way(stage: Stage, canvas: torch.Tensor) -> None:
    """The cobbled way that comes from the houses and widens towards the front."""
    start, end = rows(stage, 0.604)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    soft = stage.texture("soft", 1.0, "way edge", None, y)
    t = ((v - 0.604) / 0.396).clamp(0, 1)
    bend = stage.dice("bend", -0.10, 0.10)
    middle = 0.5 + bend * torch.sin(t * 3.4) * (1 - 0.4 * t)
    middle = middle + stage.dice("way", -0.10, 0.10) * (1 - t)
    half = 0.018 + 0.26 * t**1.15
    x = (stage.u - middle) * stage.width / stage.side
    depth = half - x.abs() + (0.004 + 0.012 * t) * soft
    joint, own, bulge = slabs(stage, "cobbles", v, 0.085, round_=0.6, bond=0.5)
    stone = torch.lerp(rgb(stage, 0.80, 0.70, 0.58), rgb(stage, 0.66, 0.62, 0.62), own[:, None])
    stone = torch.lerp(stone, rgb(stage, 0.92, 0.94, 0.99), (0.72 * snow_cover(stage))[:, None])
    lit = 0.50 + 0.18 * bulge + 0.16 * (own - 0.5) + 0.09 * soft - 0.42 * joint
    verge = torch.exp(-((depth / (0.006 + 0.016 * t)) ** 2)) * 0.30
    alpha = ((depth / (0.002 + 0.008 * t)) + 0.5).clamp(0, 1) * ((v - 0.604) * 60).clamp(0, 1)
    blend(canvas, start, alpha, tone(stage, stone, lit - verge))


def paint_city(stage: Stage, canvas: torch.Tensor) -> None:
    """Many tall blocks in the haze, windows lit in the evening, a paved square in front."""
    _blocks(stage, canvas, "far blocks", 0.085, (0.13, 0.34), haze=0.66)
    _blocks(stage, canvas, "blocks", 0.115, (0.09, 0.26), haze=0.40)
    _blocks(stage, canvas, "near blocks", 0.150, (0.05, 0.12), haze=0.22)
    _avenue(stage, canvas)
    _square(stage, canvas)


def _blocks(stage, canvas, name: str, cell: float, height, haze: float) -> None:
    """A row of blocks: flat, stepped or spired, each with a lit and a shaded side."""
    foot, grow = 0.612, rise(stage)
    scale = stage.side / stage.height
    start, end = rows(stage, foot - height[1] * grow * scale - 0.02, foot)
    y = stage.y[:, start:end]
    up = (foot / scale - y) / grow
    soft = stage.texture("soft", 1.0, name + " wash", None, y)
    for shift in (0.5, 0.0):
        dx, one, two, three = cells(stage, f"{name} {shift}", cell, shift)
        half = cell * (0.30 + 0.19 * two)
        tall = height[0] + (height[1] - height[0]) * one**1.6
        t = up / tall
        step = torch.where((three > 0.35) & (t > 0.84), 0.55, 1.0)
        step = torch.where((three > 0.72) & (t > 0.80), ((1 - t) * 3.2).clamp(min=0), step)
        depth = torch.minimum(half * step - dx.abs(), tall - up)
        turn = torch.sigmoid((dx * stage.sun_side + (two - 0.5) * half) * 260)
        base = pick(stage, BLOCKS, (one * 7.3) % 1)[..., :, :]
        snow = snow_cover(stage) * (((depth < 0.006) & (t > 0.7)) * 0.9)
        base = torch.lerp(base, rgb(stage, *SNOW), snow[:, None])
        color = tone(stage, base, 0.28 + 0.52 * turn + 0.06 * soft + 0.10 * t)
        mist = (haze + (0.90 - haze) * (0.8 - up / 0.10).clamp(0, 1) * 0.7)[:, None]
        color = torch.lerp(color, air(stage), mist)
        color = _windows(stage, f"{name} {shift}", dx, up, half, depth, color, haze)
        blend(canvas, start, cover(stage, depth * scale), color)


def _windows(stage, name, dx, up, half, depth, color, haze) -> torch.Tensor:
    """Rows of windows: a little darker by day, some lit in the evening."""
    wide, tall = 0.0165, 0.0210
    gx, gy = dx / wide + 31.5, up / tall + 0.3
    one, two, _ = cell_dice(gx + 40 * (half * 997).floor(), gy, stage.dice(name + " panes"))
    px = wide * 0.30 - (gx - gx.floor() - 0.5).abs() * wide
    py = tall * 0.30 - (gy - gy.floor() - 0.5).abs() * tall
    pane = (torch.minimum(px, py) / stage.pixel + 0.5).clamp(0, 1) * (depth > 0.006) * (up > 0.012)
    lit = evening(stage)
    glow = ((one < 0.48 * lit) * pane * (1 - 0.45 * haze))[:, None]
    color = torch.lerp(color, color * 0.84, pane[:, None] * (1 - haze))
    warm = torch.lerp(rgb(stage, *LAMPLIGHT), rgb(stage, 1.0, 0.92, 0.70), two[:, None])
    return torch.lerp(color, warm.expand_as(color), glow * 0.92)


def _avenue(stage: Stage, canvas: torch.Tensor) -> None:
    """A row of small round trees of the season at the foot of the blocks."""
    scale = stage.side / stage.height
    start, end = rows(stage, 0.545, 0.625)
    y = stage.y[:, start:end]
    up = 0.614 / scale - y
    dabs = stage.texture("dabs", 1.7, "avenue", None, y)
    first, second = leaf_tones(stage)
    dx, one, two, three = cells(stage, "avenue", 0.105)
    dx = dx + (two - 0.5) * 0.03
    trunk = torch.minimum(0.004 - dx.abs(), 0.03 - up)
    crown = 0.020 + 0.012 * one - torch.hypot(dx, up - 0.036 - 0.008 * one) + 0.004 * dabs
    trunk, crown = (torch.where(three < 0.8, part, -1.0) for part in (trunk, crown))
    lit = 0.50 + 12 * stage.sun_side * dx + 9 * (up - 0.036) + 0.16 * dabs
    leaf = tone(stage, torch.lerp(first, second, two[:, None]), lit)
    leaf = snowed(stage, leaf, lit + 0.3, (lit * 3 - 1).clamp(0, 0.9))
    wood = tone(stage, rgb(stage, 0.42, 0.34, 0.30), lit)
    for depth, color in ((trunk, wood), (crown, leaf)):
        blend(canvas, start, cover(stage, depth * scale), torch.lerp(color, air(stage), 0.22))


def _square(stage: Stage, canvas: torch.Tensor) -> None:
    """Large flagstones in perspective, warm and cool, worn by the brush."""
    start, end = rows(stage, 0.60)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    soft = stage.texture("soft", 0.7, "square", None, y * 1.8)
    fine = stage.texture("strokes", 1.1, "square strokes", stage.x, y * 1.4)
    joint, own, _ = slabs(stage, "flags", v, 0.190)
    stone = torch.lerp(rgb(stage, 0.84, 0.74, 0.64), rgb(stage, 0.70, 0.70, 0.74), own[:, None])
    stone = torch.lerp(stone, rgb(stage, 0.92, 0.94, 0.99), (0.78 * snow_cover(stage))[:, None])
    far = torch.exp(-(v - 0.61).clamp(min=0) * 16)
    lit = 0.60 + 0.10 * soft + 0.07 * fine + 0.20 * (own - 0.5) - 0.30 * joint
    color = torch.lerp(tone(stage, stone, lit), air(stage), (0.35 * far)[:, None])
    blend(canvas, start, cover(stage, v - 0.612).expand_as(soft), color)


def paint_fields(stage: Stage, canvas: torch.Tensor) -> None:
    """Strips of crops that run to the far hills, with hedges between."""
    distance(stage, canvas, "blue", 0.480, 0.050, 0.25)
    hill(stage, canvas, "far hill", 0.535, 0.030, 1.8, haze=0.52, fields=True)
    hill(stage, canvas, "fold", 0.575, 0.012, 1.5, haze=0.36)
    _strips(stage, canvas, "far strips", 0.592, 0.60, haze=0.24)
    _hedge(stage, canvas, "far hedge", 0.655, 0.016)
    _strips(stage.stretched(), canvas, "strips", FURROWS_TOP, 1.0, haze=0.0)


def _strips(stage, canvas, name: str, level: float, size: float, haze: float) -> None:
    """Strips of crops and their rows, converging at the horizon."""
    start, end = rows(stage, level - 0.02, 0.70 if haze else 1.0)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    soft = stage.texture("soft", 0.8, name + " soft", None, y * 1.8)
    fine = stage.texture("blades", 1.0, name + " blades", stage.x, torch.log(v - 0.50) * 0.7)
    wide = stage.width / stage.side
    zoom = (v - HORIZON + 0.045) / 0.465
    x = (stage.u - stage.dice("vanish", 0.3, 0.7)) * wide / zoom
    x = x + 0.05 * torch.sin(zoom * 5 + stage.dice(name + " sway", 0, 6.28))
    strip = x / (0.34 * size) + stage.dice(name + " start") * 5
    one, two, _ = cell_dice(strip, torch.zeros_like(strip), stage.dice(name))
    tables = [CROPS["winter" if s.weather == "snow" else s.season] for s in stage.scenes]
    crops = torch.stack([stage.colors(t[k] for t in tables) for k in range(4)], 1)[..., 0, 0]
    index = ((strip.floor() + 4 * one.round()) % 4).long()
    batch = torch.arange(len(tables), device=stage.device)[:, None, None]
    base = crops[batch, index].movedim(-1, 1)
    inside = strip - strip.floor()
    per = 7.0
    furrow = torch.sin(inside * per * 6.2832 - 1.57)
    pitch = 0.34 * size * zoom / per / stage.pixel  # pixels from row to row
    furrow = furrow * ((pitch - 1.8) / 2.5).clamp(0, 1)
    seam = (0.5 - (inside - 0.5).abs()) * 0.34 * size * zoom
    seam = (1 - seam / (0.006 + 0.012 * zoom)).clamp(0, 1)
    lit = 0.62 + 0.17 * furrow + 0.10 * fine + 0.10 * soft - 0.30 * seam + 0.15 * (two - 0.5)
    color = tone(stage, base, lit)
    color = torch.lerp(color, air(stage), haze)
    depth = v - level - 0.004 * torch.sin(stage.x * 5 + stage.dice(name + " roll", 0, 6.28))
    blend(canvas, start, cover(stage, depth).expand_as(soft), color)


def _hedge(stage: Stage, canvas: torch.Tensor, name: str, level: float, tall: float) -> None:
    """A leafy hedge with a few round trees in it."""
    scale = stage.side / stage.height
    start, end = rows(stage, level - 0.085, level + 0.02)
    y = stage.y[:, start:end]
    dabs = stage.texture("dabs", 1.4, name, None, y)
    first, second = leaf_tones(stage)
    dx, one, two, three = cells(stage, name, 0.16)
    up = (level + 0.006) / scale - y
    crown = 0.030 + 0.016 * one - torch.hypot(dx + (two - 0.5) * 0.06, up - 0.038)
    crown = torch.where(three < 0.5, crown, -1.0)
    bank = torch.minimum(tall - up, up + 0.004)
    depth = torch.maximum(bank, crown) + 0.006 * dabs
    lit = 0.36 + 9 * (up - 0.02) + 0.18 * dabs
    leaf = tone(stage, torch.lerp(first, second, two[:, None]) * 0.9, lit)
    leaf = snowed(stage, leaf, lit + 0.3, (lit * 2.5 - 0.8).clamp(0, 0.9))
    blend(canvas, start, cover(stage, depth * scale), torch.lerp(leaf, air(stage), 0.16))
