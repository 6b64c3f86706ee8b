"""The light of a picture, as the painters of things and styles use it."""

from dataclasses import dataclass

import numpy as np
import torch

from pipeline.model.painting.filters import Array
from pipeline.training.canvas.ground import INDOORS
from pipeline.training.canvas.stage import Stage


@dataclass(frozen=True, slots=True)
class Light:
    """One picture's light on things, colours (3,) as float32.

    sun, shade: what light and shade multiply a colour by. rim: of the edge towards the light. air:
    what is far fades to it. side: 1 where the light comes from the right, -1 from the left. clear:
    0..1, how much of it comes straight. night: 0..1. length: of a cast shadow, in heights.
    """

    sun: Array
    shade: Array
    rim: Array
    air: Array
    side: float
    clear: float
    night: float
    length: float
    time: str
    weather: str


RIMS = {
    "noon": (1.00, 0.98, 0.88), "morning": (1.00, 0.88, 0.62),
    "sunset": (1.00, 0.72, 0.38), "night": (0.56, 0.70, 1.00),
}  # fmt: skip
LENGTHS = {"noon": 0.16, "morning": 0.42, "sunset": 0.55, "night": 0.30}
CLEAR = {"clear": 1.0, "mist": 0.30, "rain": 0.40, "snow": 0.45}


def light_of(stage: Stage, side: float, indoors: bool) -> Light:
    """The light of a stage's one scene; a room keeps more of a thing's own colour."""
    scene, p = stage.scene, stage.palette
    own = 1.0 if indoors else 0.45

    def color(land: torch.Tensor, thing: torch.Tensor) -> Array:
        return torch.lerp(land, thing, own).flatten().numpy()

    clear = CLEAR[scene.weather] if not indoors else 0.6
    return Light(
        color(p.sun, p.thing_sun),
        color(p.shade, p.thing_shade),
        np.array(RIMS[scene.time], np.float32),
        torch.lerp(p.horizon, p.middle, 0.3).flatten().numpy(),
        side,
        clear,
        1.0 if scene.time == "night" else 0.0,
        LENGTHS[scene.time] if not indoors else 0.22,
        scene.time,
        scene.weather,
    )


def indoor_numbers(materials: tuple[str, ...]) -> Array:
    """(materials,): True for what lies in a room."""
    return np.array([name in INDOORS for name in materials])
