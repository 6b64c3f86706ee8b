"""Rain streaks, snow flakes and the mist's veil, laid over the finished picture.

Rain and snow fall alike in every picture: a decoder whose drops could be anywhere would learn
their mean, which shows none. The decoder has a grid for each (`networks/templates.py`), over a
strip that repeats sideways.
"""

import torch

from pipeline.model.networks.templates import FALL_STRIP, FALLING
from pipeline.model.painting.brushwork import NoiseAtlas, cell_dice
from pipeline.model.plan.world import HORIZON
from pipeline.training.world.scene import Scene
from pipeline.training.world.stage import Stage


def paint_veil(stage: Stage, canvas: torch.Tensor) -> None:
    """Haze over the land before anything stands on it; strongest at the horizon."""
    veil = stage.tensor({"clear": 0.0, "rain": 0.30, "snow": 0.35, "mist": 0.92}[s.weather]
                        for s in stage.scenes)  # fmt: skip
    if not veil.any():
        return
    drift = stage.texture("soft", 0.45, "veil", stage.x, stage.y * 2.5)
    reach = stage.tensor(0.32 if s.weather == "mist" else 0.22 for s in stage.scenes)
    band = torch.exp(-(((stage.v - HORIZON - 0.02) / reach) ** 2))
    amount = (veil * (band * (0.88 + 0.14 * drift))).clamp(0, 0.92)[:, None]
    canvas.lerp_((stage.palette.horizon * 0.96 + 0.02).expand_as(canvas), amount.expand_as(canvas))


SLANT = 0.16  # of the rain: how far to the left of where it is it was a height further up


def falling(stage: Stage) -> Stage:
    """The stage of what falls: its dice have fallen already, the same for every scene, and x is
    the place in the strip."""
    stage = stage.backdrop().settled([0])
    stage.x = stage.straight.remainder(FALL_STRIP)
    return stage


def paint_weather(stage: Stage, canvas: torch.Tensor) -> None:
    """What falls or drifts before the things; the stage's scenes all share one weather."""
    painter = WEATHER_PAINTERS.get(stage.scenes[0].weather)
    if painter:
        painter(stage, canvas)


def fallen(weather: str, height: int, width: int, noise: NoiseAtlas) -> torch.Tensor:
    """(1, 3, height, width): the rain or snow of every picture of this size, before nothing."""
    season = "winter" if weather == "snow" else "summer"
    scene = Scene("meadow", "night", weather, season, width / height, (), 0)
    canvas = torch.zeros(1, 3, height, width, device=noise.textures.device)
    paint_weather(Stage([scene], height, width, noise), canvas)
    return canvas


def _lay(canvas: torch.Tensor, alpha: torch.Tensor, color: torch.Tensor) -> None:
    canvas.lerp_(color.expand_as(canvas), alpha[:, None].expand_as(canvas))


def _rain(stage: Stage, canvas: torch.Tensor) -> None:
    """Slanting streaks in two depths."""
    stage = falling(stage)
    color = torch.lerp(stage.palette.horizon, stage.palette.cloud, 0.5) * 1.05 + 0.06
    for k, (cells, length, strength) in enumerate(((16, 0.16, 0.34), (9, 0.26, 0.52))):
        cell = FALL_STRIP / cells
        x = (stage.straight + SLANT * stage.y).remainder(FALL_STRIP)
        gx, key = x / cell, stage.dice(f"rain {k}")
        shift, *_ = cell_dice(gx, torch.zeros_like(gx), key)
        gy = stage.y / length + shift * 7
        hx, pick, _ = cell_dice(gx, gy, key)
        across = (gx - gx.floor() - 0.2 - 0.6 * hx).abs() * cell
        along = gy - gy.floor()
        body = (1 - ((along - 0.45) / 0.40).abs()).clamp(min=0)
        width = max(0.0016, 0.55 * stage.pixel)
        streak = ((width - across) / stage.pixel + 0.5).clamp(0, 1) * body.sqrt() * (pick < 0.75)
        _lay(canvas, streak * strength, color)


def _snow(stage: Stage, canvas: torch.Tensor) -> None:
    """Soft round flakes in three depths."""
    stage = falling(stage)
    color = stage.palette.thing_sun.clamp(max=1) * 0.55 + 0.43
    for k, (cells, radius) in enumerate(((12, 0.0040), (7, 0.0065), (4, 0.0105))):
        dx, dy, pick, _ = stage.scatter(f"flakes {k}", FALL_STRIP / cells)
        distance = torch.hypot(dx, dy)
        size = radius * (0.7 + 0.6 * pick)
        flake = ((size - distance) / (stage.pixel * 1.5) + 0.5).clamp(0, 1) * (pick < 0.62)
        _lay(canvas, flake * (0.75 + 0.08 * k), color)


def _mist(stage: Stage, canvas: torch.Tensor) -> None:
    """Thin drifting banks low over the ground."""
    drift = stage.texture("soft", 0.35, "mist", stage.x, stage.y * 3.2)
    band = torch.exp(-(((stage.v - 0.76) / 0.20) ** 2))
    _lay(canvas, (0.20 * band * (1 + 0.55 * drift)).clamp(0, 0.5), stage.palette.horizon * 0.97)


WEATHER_PAINTERS = {**dict(zip(FALLING, (_rain, _snow), strict=True)), "mist": _mist}
