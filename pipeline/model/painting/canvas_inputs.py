"""What the canvas decoder is told beside the drawings: light, style, scale and brushwork."""

import math
from functools import lru_cache

import torch
from torch import Tensor

from pipeline.model.networks.canvas_decoder import CanvasBatch
from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.painting.canvas import flat_colors, land_map
from pipeline.model.painting.collage import Canvas
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.scene_graph import STYLES
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS

BRUSH_SCALES = (1.0, 2.0)  # repeats of each texture to the shorter side
OFFSET = 0.37  # of all brushwork
CHANNELS = ("soft", "fine", "blades", "dabs", "strokes")
BRUSHES = 16  # maps, of which some are spare
LIGHTS = 24  # values of a light's description, of which some are spare
SPARE_STYLES = 2
MIDDLE_SIDE = 256  # pixels of a shorter side whose scale is 0


def canvas_batch(composition: Composition, laid: Canvas, width: int, height: int) -> CanvasBatch:
    """A composition's canvas, laid at (height, width), as the decoder takes it: a batch of one."""
    drawings = torch.from_numpy(laid.drawings).permute(2, 0, 1)
    maps = torch.stack([torch.from_numpy(m) for m in (laid.contact, laid.glow, laid.distance)])
    land, season = composition.land, composition.season
    materials = land_map(land, height, width)
    flat = flat_colors(season)[materials.long()].permute(2, 0, 1) * 2 - 1
    setting = composition.time, composition.weather, season, composition.style
    light = light_vector(*setting, land.light_side, min(height, width))
    brushes = brush_maps(height, width)
    return CanvasBatch(*(part[None] for part in (drawings, maps, flat, materials, brushes, light)))


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
    """(K, height, width): brushwork of every kind at two scales, and where each pixel is, the same
    in every picture."""
    noise = NoiseAtlas()
    shorter = min(height, width)
    y = ((torch.arange(height) + 0.5) / shorter).view(1, -1, 1)
    x = ((torch.arange(width) + 0.5) / shorter).view(1, 1, -1)
    offset = torch.full((1, 1, 1), OFFSET)
    maps = [
        noise(channel, x * scale, y * scale, offset)
        for scale in BRUSH_SCALES
        for channel in CHANNELS
    ]
    maps += [(y * 2 - 1).expand_as(maps[0]), (x * 2 - 1).expand_as(maps[0])]
    maps += [torch.zeros_like(maps[0])] * (BRUSHES - len(maps))
    return torch.cat(maps)
