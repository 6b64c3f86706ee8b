"""Brushwork and light of a picture, as the painters of things and styles use them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch.nn import functional as F

from pipeline.model.painting.brushwork import CHANNELS, SIZE, NoiseAtlas
from pipeline.training.canvas.ground import INDOORS, OFFSET
from pipeline.training.world.stage import Stage

Array = np.ndarray
SCALES = (1, 2)  # repeats of each texture to the shorter side
CELLS = 76  # cells of pixel art to the shorter side, about
HATCH = 0.020  # from line to line, in shorter sides


@lru_cache(maxsize=4)
def textures(noise: NoiseAtlas, height: int, width: int) -> dict[str, Array]:
    """Name -> (height, width): "dabs 2" is the channel dabs at two repeats to the shorter side;
    they lie in the same place in every picture."""
    return {
        f"{channel} {scale}": _texture(noise, channel, scale, height, width)
        for scale in SCALES
        for channel in CHANNELS
    }


def _texture(noise: NoiseAtlas, channel: str, scale: int, height: int, width: int) -> Array:
    """(height, width): a texture averaged over each pixel, so that a small picture's is the large
    one's made smaller, and no coarser grain."""
    shorter = min(height, width)
    parts = max(1, round(SIZE * scale / shorter))
    y = ((torch.arange(height * parts) + 0.5) * scale / parts / shorter).view(1, -1, 1)
    x = ((torch.arange(width * parts) + 0.5) * scale / parts / shorter).view(1, 1, -1)
    fine = noise(channel, x, y, torch.full((1, 1, 1), OFFSET))
    return F.avg_pool2d(fine[None], parts)[0, 0].numpy()


def cell_of(shorter: int) -> int:
    """Pixels of a side of pixel art's cells, in a picture with this shorter side."""
    return max(1, round(shorter / CELLS))


@lru_cache(maxsize=4)
def guides(height: int, width: int) -> Array:
    """(4, height, width) in -1..1: two directions of hatching, and where in its cell of pixel art
    each pixel lies, across and down; what noise alone does not tell a decoder."""
    shorter = min(height, width)
    y, x = (np.mgrid[:height, :width].astype(np.float32) + 0.5) / shorter
    lines = [np.sin((x + turn * y) * (2 * np.pi / HATCH / 2**0.5)) for turn in (1, -1)]
    cell = cell_of(shorter)
    phases = [((at * shorter) % cell) / cell * 2 - 1 for at in (x, y)]
    return np.stack(lines + phases).astype(np.float32)


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
    "sunset": (1.00, 0.66, 0.34), "night": (0.56, 0.70, 1.00),
}  # fmt: skip
LENGTHS = {"noon": 0.16, "morning": 0.42, "sunset": 0.55, "night": 0.30}
CLEAR = {"clear": 1.0, "mist": 0.30, "rain": 0.40, "snow": 0.45}


def light_of(stage: Stage, side: float, indoors: bool) -> Light:
    """The light of a stage's one scene; a room keeps more of a thing's own colour."""
    scene, p = stage.scenes[0], stage.palette
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
