"""What the canvas decoder is told beside the drawings: light, style, scale and brushwork."""

import math
from functools import lru_cache

import torch
from torch import Tensor

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.painting.guides import guides, textures
from pipeline.model.plan.scene_graph import STYLES
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS

BRUSHES = 16  # maps
LIGHTS = 24  # values of a light's description, of which some are spare
SPARE_STYLES = 2
MIDDLE_SIDE = 256  # pixels of a shorter side whose scale is 0


def light_vector(
    time: str, weather: str, season: str, style: str, light_side: float, shorter: int
) -> Tensor:
    """(LIGHTS,): hour, weather, season and style, each one of many, the side that light comes from
    (1 the right, -1 the left), and how large the picture is in pixels of its shorter side."""
    values, start = torch.zeros(LIGHTS), 0
    named = ((time, TIMES), (weather, WEATHERS), (season, SEASONS), (style, STYLES))
    for name, names in named:
        values[start + names.index(name)] = 1
        start += len(names)
    values[start + SPARE_STYLES] = light_side
    values[start + SPARE_STYLES + 1] = math.log2(shorter / MIDDLE_SIDE)
    return values


@lru_cache(maxsize=4)
def brush_maps(height: int, width: int) -> Tensor:
    """(BRUSHES, height, width): brushwork of every kind at two scales, where each pixel is, and the
    guides of hatching and cells, the same in every picture."""
    shorter = min(height, width)
    y = ((torch.arange(height) + 0.5) / shorter * 2 - 1).view(-1, 1).expand(height, width)
    x = ((torch.arange(width) + 0.5) / shorter * 2 - 1).view(1, -1).expand(height, width)
    maps = [torch.from_numpy(texture) for texture in textures(NoiseAtlas(), height, width).values()]
    maps += [y, x, *torch.from_numpy(guides(height, width))]
    return torch.stack(maps)
