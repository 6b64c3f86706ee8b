"""The ground of the terrains: meadow, hills, mountains and seaside, and the list of them all."""

import torch

from pipeline.model.plan.world import HORIZON, SHORE
from pipeline.training.world import desert, places, wilds
from pipeline.training.world.ground import blend, curve, distance, hill, rows, snow_cover
from pipeline.training.world.sky import sun_place
from pipeline.training.world.stage import Stage

LAND_SEEDS = (3, 5)  # of each terrain's PLACES_EACH places, chosen by eye


def paint_land(stage: Stage, canvas: torch.Tensor) -> None:
    """Paint the ground over the sky in `canvas`; the stage's scenes all share one terrain.

    A view of a terrain is one place, with the same hills or the same skyline in every picture of
    it: what differs between pictures without being in a model's input, it learns as blur.
    """
    TERRAIN_PAINTERS[stage.scenes[0].terrain](stage.settled(LAND_SEEDS), canvas)


def _meadow(stage: Stage, canvas: torch.Tensor) -> None:
    distance(stage, canvas, "blue", 0.500, 0.045, 0.18)
    distance(stage, canvas, "bluer", 0.535, 0.030, 0.45)
    hill(stage, canvas, "middle", 0.565, 0.022, 1.6, haze=0.58)
    hill(stage, canvas, "near", 0.610, 0.018, 1.1, haze=0.22)
    hill(stage, canvas, "front", 0.710, 0.018, 1.3, haze=0.0, flowers=True)


def _hills(stage: Stage, canvas: torch.Tensor) -> None:
    distance(stage, canvas, "blue", 0.470, 0.050, 0.30)
    hill(stage, canvas, "second", 0.510, 0.070, 2.9, haze=0.50, fields=True)
    hill(stage, canvas, "third", 0.565, 0.060, 2.4, haze=0.26, fields=True)
    hill(stage, canvas, "near", 0.635, 0.030, 1.5, haze=0.08)
    hill(stage, canvas, "front", 0.760, 0.030, 1.2, haze=0.0)


def _mountains(stage: Stage, canvas: torch.Tensor) -> None:
    _range(stage, canvas, "back", 0.24, haze=0.55)
    _range(stage, canvas, "front range", 0.40, haze=0.12)
    hill(stage, canvas, "far", 0.580, 0.022, 1.8, haze=0.42, forest=True)
    hill(stage, canvas, "near", 0.630, 0.020, 1.3, haze=0.16)
    hill(stage, canvas, "front", 0.750, 0.022, 1.2, haze=0.0, flowers=True)


def _seaside(stage: Stage, canvas: torch.Tensor) -> None:
    distance(stage, canvas, "isles", 0.578, 0.035, 0.40)
    _sea(stage, canvas)
    _beach(stage, canvas)


def _peaks(stage: Stage, name: str, height: float) -> tuple[torch.Tensor, torch.Tensor]:
    """(B, 5, 1, 1) x in shorter sides and top (share of the height) of a range's peaks."""
    wide = stage.width / stage.side
    x = [stage.dice(f"{name} x{k}", k / 5 - 0.02, k / 5 + 0.22) * wide for k in range(5)]
    tops = [HORIZON - height * stage.dice(f"{name} h{k}", 0.45, 1.0) for k in range(5)]
    return torch.stack(x, 1), torch.stack(tops, 1)


def _range(stage: Stage, canvas: torch.Tensor, name: str, height: float, haze: float) -> None:
    """A mountain range: faceted pyramids, lit on the sun's side, with jagged snow caps."""
    start, end = rows(stage, HORIZON - height - 0.02, HORIZON + 0.12)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    px, tops = _peaks(stage, name, height)
    rough = stage.texture("soft", 1.1, name + " rough", None, y)
    fine = stage.texture("soft", 2.6, name + " fine", None, y)
    grain = stage.texture("blades", 0.8, name + " grain", stage.x + 0.5 * y * stage.sun_side, y)
    x = stage.x + 0.010 * rough + 0.005 * fine
    run = (x[:, None] - px).abs()
    inside = v[:, None] - tops - run * (1.15 - 0.45 * run) * (stage.side / stage.height)
    depth, which = inside.max(dim=1)
    peak_x = torch.gather(px.expand_as(inside), 1, which[:, None])[:, 0]
    # The ridge line wanders as it comes down; each side of it is one facet.
    drop = depth.clamp(min=0)
    ridge = x - peak_x + 0.05 * torch.sin(drop * 30 + peak_x * 9) + 0.025 * rough * drop.sqrt()
    spur = torch.sin((x - peak_x) * 42 + rough * 1.6 + drop * 16 * (x - peak_x).sign())
    facet = torch.sigmoid(ridge * stage.sun_side * 130 + 0.5 * grain)
    facet = facet + 0.30 * (spur * 2.2).clamp(-1, 1) * (drop * 14).clamp(0, 1)
    p = stage.palette
    lit = (0.14 + 0.72 * facet + 0.05 * grain + 0.04 * fine).clamp(0, 1)[:, None]
    rock = canvas.new_tensor([0.46, 0.47, 0.54]).view(1, 3, 1, 1)
    color = torch.lerp(rock * p.shade * 0.85, rock * p.sun * 1.25, lit)
    cap = 0.40 * height + 0.012 * grain + 0.014 * rough + 0.020 * spur
    snow = ((cap * _snow_line(stage) - drop) * 110 + 0.5).clamp(0, 1)[:, None]
    white = canvas.new_tensor([0.97, 0.98, 1.0]).view(1, 3, 1, 1)
    color = torch.lerp(color, torch.lerp(white * p.shade * 1.15, white * p.sun, lit), snow * 0.95)
    air = torch.lerp(p.horizon, p.zenith, 0.35)
    foot = ((v - HORIZON + 0.14) / 0.24).clamp(0, 1)
    color = torch.lerp(color, air, (haze + (0.85 - haze) * foot**2).expand_as(depth)[:, None])
    blend(canvas, start, (depth * (stage.height / 1.2) + 0.5).clamp(0, 1), color)


def _snow_line(stage: Stage) -> torch.Tensor:
    """(B, 1, 1) how far down the snow reaches, relative to summer's."""
    reach = {"spring": 1.15, "summer": 0.8, "autumn": 0.9, "winter": 2.2}
    return stage.tensor(reach[s.season] for s in stage.scenes)


def _sea(stage: Stage, canvas: torch.Tensor) -> None:
    """Water from the horizon to the shore: deeper blue far out, turquoise near, sparkle."""
    start, end = rows(stage, HORIZON, SHORE + 0.05)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    p = stage.palette
    t = ((v - HORIZON) / (SHORE - HORIZON)).clamp(0, 1)
    flat = 1 / (0.10 + 0.75 * t)
    waves = stage.texture("strokes", 1.0, "waves", stage.x * (0.5 + 0.35 * flat * 0.4),
                          torch.log(0.02 + v - HORIZON + 0.02) * 0.55)  # fmt: skip
    fine = stage.texture("strokes", 1.6, "ripples", stage.x * 1.3, y * 2.6)
    deep = p.zenith * 0.72 + p.sun * canvas.new_tensor([0.0, 0.10, 0.12]).view(1, 3, 1, 1)
    shallow = (
        p.sun * canvas.new_tensor([0.36, 0.72, 0.74]).view(1, 3, 1, 1) * 0.55 + 0.40 * p.middle
    )
    color = torch.lerp(deep, shallow, (t**1.4 * 0.85)[:, None])
    color = torch.lerp(color, p.horizon, (0.30 * (1 - t) ** 3)[:, None])
    color = color * (1 + 0.09 * waves + 0.05 * fine)[:, None]
    sx, _ = sun_place(stage)
    path = torch.exp(-(((stage.straight - sx) / (0.07 + 0.16 * t)) ** 2))
    sparkle = ((waves + fine) * 0.7 - 1.5 + 1.5 * path).clamp(0, 1) * (0.30 + 0.65 * path)
    bright = torch.lerp(p.cloud, p.horizon, 0.3) * 1.08
    color = torch.lerp(color, bright, sparkle[:, None])
    alpha = ((v - HORIZON) * stage.height + 0.5).clamp(0, 1).expand_as(fine)
    blend(canvas, start, alpha, color)


def _beach(stage: Stage, canvas: torch.Tensor) -> None:
    """Sand with a wet rim and a line of foam; snow lies on it in winter."""
    start, end = rows(stage, SHORE - 0.05)
    y, v = stage.y[:, start:end], stage.v[:, start:end]
    p = stage.palette
    rough = stage.texture("soft", 0.9, "shore", None, y * 1.5)
    depth = v - curve(stage, "shore line", SHORE + 0.004, 0.010, 1.1) + 0.004 * rough
    fine = stage.texture("strokes", 1.1, "sand strokes", stage.x + 0.4 * y, y)
    grain = stage.texture("fine", 1.0, "sand grain", None, y * 1.6)
    sand = canvas.new_tensor([0.90, 0.79, 0.58]).view(1, 3, 1, 1)
    snowy = snow_cover(stage)[:, None]
    sand = torch.lerp(sand, canvas.new_tensor([0.90, 0.93, 0.98]).view(1, 3, 1, 1), 0.85 * snowy)
    k = (0.72 + 0.08 * rough + 0.08 * fine + 0.04 * grain).clamp(0, 1)[:, None]
    color = torch.lerp(sand * p.shade, sand * p.sun, k)
    wet = torch.exp(-depth.clamp(min=0) * 45)[:, None] * 0.45
    color = torch.lerp(color, color * 0.62 + 0.12 * p.middle, wet)
    foam = torch.exp(-(((depth + 0.002 * fine) / 0.006) ** 2))
    second = 0.55 * torch.exp(-(((depth + 0.028 + 0.006 * rough) / 0.0035) ** 2))
    alpha = (depth * (stage.height / 1.2) + 0.5).clamp(0, 1)
    blend(canvas, start, alpha, color)
    white = (p.cloud * 1.02).clamp(max=1)
    blend(canvas, start, torch.maximum(foam * 0.85, second), white)


TERRAIN_PAINTERS = {
    "meadow": _meadow,
    "seaside": _seaside,
    "mountains": _mountains,
    "hills": _hills,
    "forest": wilds.paint_forest,
    "lake": wilds.paint_lake,
    "desert": desert.paint_desert,
    "village": places.paint_village,
    "city": places.paint_city,
    "fields": places.paint_fields,
}
