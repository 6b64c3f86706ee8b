"""Rain streaks, snow flakes and the mist's veil, laid over the finished picture."""

import torch

from pipeline.model.world import HORIZON
from pipeline.training.world.noise import cell_dice
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


def paint_weather(stage: Stage, canvas: torch.Tensor) -> None:
    """What falls or drifts before the things; the stage's scenes all share one weather."""
    painter = WEATHER_PAINTERS.get(stage.scenes[0].weather)
    if painter:
        painter(stage, canvas)


def _lay(canvas: torch.Tensor, alpha: torch.Tensor, color: torch.Tensor) -> None:
    canvas.lerp_(color.expand_as(canvas), alpha[:, None].expand_as(canvas))


def _rain(stage: Stage, canvas: torch.Tensor) -> None:
    """Slanting streaks in two depths."""
    color = torch.lerp(stage.palette.horizon, stage.palette.cloud, 0.5) * 1.05 + 0.06
    for k, (cell, length, strength) in enumerate(((0.030, 0.16, 0.30), (0.055, 0.26, 0.48))):
        x = stage.x + 0.16 * stage.y
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
    color = stage.palette.thing_sun.clamp(max=1) * 0.55 + 0.43
    for k, (cell, radius) in enumerate(((0.040, 0.0035), (0.070, 0.0060), (0.130, 0.0100))):
        dx, dy, pick, _ = stage.scatter(f"flakes {k}", cell, None, 0.4 * k)
        distance = torch.hypot(dx, dy)
        size = radius * (0.7 + 0.6 * pick)
        flake = ((size - distance) / (stage.pixel * 1.5) + 0.5).clamp(0, 1) * (pick < 0.62)
        _lay(canvas, flake * (0.75 + 0.08 * k), color)


def _mist(stage: Stage, canvas: torch.Tensor) -> None:
    """Thin drifting banks low over the ground."""
    drift = stage.texture("soft", 0.35, "mist", stage.x, stage.y * 3.2)
    band = torch.exp(-(((stage.v - 0.76) / 0.20) ** 2))
    _lay(canvas, (0.20 * band * (1 + 0.55 * drift)).clamp(0, 0.5), stage.palette.horizon * 0.97)


WEATHER_PAINTERS = {"rain": _rain, "snow": _snow, "mist": _mist}
