"""The light of a painted scene: its colours by hour and weather."""

from dataclasses import dataclass

import torch

from pipeline.model.painting.brushwork import NoiseAtlas

# time: zenith, middle sky, horizon, cloud in light, cloud in shade, light on the land,
# shade on the land, light on things, shade on things (things keep their colour even at night)
PALETTE: dict[str, tuple[tuple[float, float, float], ...]] = {
    "morning": (
        (0.50, 0.71, 0.90), (0.90, 0.84, 0.86), (1.00, 0.86, 0.66),
        (1.00, 0.95, 0.86), (0.84, 0.75, 0.82), (1.10, 1.00, 0.84),
        (0.60, 0.64, 0.74), (1.04, 0.99, 0.92), (0.70, 0.64, 0.72),
    ),
    "noon": (
        (0.11, 0.42, 0.83), (0.34, 0.66, 0.94), (0.76, 0.91, 0.97),
        (1.00, 1.00, 0.99), (0.62, 0.75, 0.89), (1.06, 1.06, 0.96),
        (0.50, 0.62, 0.68), (1.04, 1.03, 1.00), (0.64, 0.64, 0.74),
    ),
    "sunset": (
        (0.33, 0.27, 0.56), (0.86, 0.45, 0.50), (1.00, 0.68, 0.30),
        (1.00, 0.80, 0.56), (0.64, 0.38, 0.54), (1.10, 0.80, 0.56),
        (0.46, 0.36, 0.52), (1.04, 0.95, 0.87), (0.64, 0.53, 0.64),
    ),
    "night": (
        (0.03, 0.06, 0.21), (0.07, 0.14, 0.36), (0.18, 0.31, 0.55),
        (0.38, 0.48, 0.70), (0.12, 0.18, 0.38), (0.36, 0.46, 0.68),
        (0.16, 0.21, 0.40), (0.80, 0.81, 0.94), (0.46, 0.47, 0.64),
    ),
}  # fmt: skip


@dataclass
class Palette:
    """The light of a picture; every field is (1, 3, 1, 1)."""

    zenith: torch.Tensor
    middle: torch.Tensor
    horizon: torch.Tensor
    cloud: torch.Tensor
    cloud_shade: torch.Tensor
    sun: torch.Tensor
    shade: torch.Tensor
    thing_sun: torch.Tensor
    thing_shade: torch.Tensor


# weather: how far the sky greys, towards which share of its own brightness, plus which veil
GREYING = {"clear": (0.0, 1.0, 0.0), "rain": (0.78, 0.68, 0.0), "snow": (0.50, 0.94, 0.10),
           "mist": (0.62, 0.98, 0.14)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """The light of a picture, as `plan.world` names it."""

    time: str
    weather: str
    season: str


class Stage:
    """A scene's light at one picture size. palette: every colour is (1, 3, 1, 1)."""

    def __init__(self, scene: Scene, height: int, width: int, noise: NoiseAtlas) -> None:
        self.scene, self.height, self.width, self.noise = scene, height, width, noise
        rows = torch.tensor([PALETTE[scene.time]], device=noise.textures.device)  # (1, 9, 3)
        amount, bright, veil = GREYING[scene.weather]
        grey = rows.mean(2, keepdim=True) * bright + veil * rows[:, 2:3].mean(2, keepdim=True)
        tint = grey * rows.new_tensor([0.97, 1.0, 1.06])
        softer = rows.new_tensor([1, 1, 1, 1, 1, 0.6, 0.6, 0.3, 0.3]).view(1, -1, 1)
        rows = torch.lerp(rows, tint, amount * softer)
        self.palette = Palette(*(rows[:, i].view(-1, 3, 1, 1) for i in range(9)))
