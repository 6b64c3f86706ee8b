"""What the canvas decoder is told beside the drawings: light, style, scale and brushwork."""

import math

import torch
from torch import Tensor

from pipeline.model.networks.canvas_decoder import CanvasBatch
from pipeline.model.painting.brushwork import atlas
from pipeline.model.painting.canvas import flat_colors, flat_map, land_maps
from pipeline.model.painting.collage import Canvas
from pipeline.model.painting.ground_maps import NAMES, Air, crests, ground_maps, marks
from pipeline.model.painting.guides import Place, guides, place_of, textures
from pipeline.model.painting.loops import at_phase
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.land import MATERIALS, PLACES, Land
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS

BRUSHES = 29  # maps
LIGHTS = 24  # values of a light's description, of which some are spare
SPARE = 8
MIDDLE_SIDE = 256  # pixels of a shorter side whose scale is 0


def canvas_batch(
    composition: Composition,
    laid: Canvas,
    size: tuple[int, int],
    seed: int,
    phase: float | None = None,
) -> CanvasBatch:
    """A composition's canvas, laid at `size` (width, height), as the decoder takes it: a batch of
    one, with the seed's brushwork. phase: 0..1, of the loop of what falls and shimmers; None for a
    still."""
    width, height = size
    drawings = torch.from_numpy(laid.drawings).permute(2, 0, 1)
    maps = torch.stack([torch.from_numpy(values) for values in laid.flat])
    land, season = composition.land, composition.season
    materials, down = land_maps(land, height, width)
    flat = flat_map(land, season, height, width)
    light = light_vector(composition.time, composition.weather, season, land, min(height, width))
    air = Air.of(land, composition.time, composition.weather)
    brushes = brush_maps(materials, down, warmth(flat, season), air, place_of(seed), phase)
    parts = drawings, maps, flat * 2 - 1, materials, brushes, light
    return CanvasBatch(*(part[None] for part in parts))


def light_vector(time: str, weather: str, season: str, land: Land, shorter: int) -> Tensor:
    """(LIGHTS,): hour, weather and season, each one of many, the side that light comes from (1 the
    right, -1 the left), how large the picture is in pixels of its shorter side, and whether it is
    indoors."""
    values, start = torch.zeros(LIGHTS), 0
    for name, names in ((time, TIMES), (weather, WEATHERS), (season, SEASONS)):
        values[start + names.index(name)] = 1
        start += len(names)
    scale, indoors = math.log2(shorter / MIDDLE_SIDE), float(not PLACES[land.place].outdoors)
    facts = torch.tensor([land.light_side, scale, indoors])
    values[start + SPARE : start + SPARE + len(facts)] = facts
    return values


def warmth(flat: Tensor, season: str) -> Tensor:
    """(H, W): how much redder than blue a meadow's tint is, by its flat colour (3, H, W)."""
    own = flat_colors(season)[MATERIALS.index("meadow")]
    return flat[0] / own[0] - flat[2] / own[2]


def brush_maps(
    materials: Tensor,
    down: Tensor,
    warm: Tensor,
    air: Air,
    place: Place,
    phase: float | None = None,
) -> Tensor:
    """(BRUSHES, height, width): brushwork of every kind at two scales, where each pixel is, the
    guides of hatching, cells and the ground, what of it each of the materials (height, width)
    shows, and the upper edges of the land. down: of `land_maps`; warm: of `warmth`. Only the rain
    or the flakes that are seen are among them: a convolution adds and does not multiply, so that
    it cannot tell them from others by the light."""
    height, width = materials.shape
    shorter = min(height, width)
    y = ((torch.arange(height) + 0.5) / shorter * 2 - 1).view(-1, 1).expand(height, width)
    x = ((torch.arange(width) + 0.5) / shorter * 2 - 1).view(1, -1).expand(height, width)
    brush = textures(atlas(), height, width, place)
    maps = [torch.from_numpy(texture) for texture in brush.values()]
    washes = torch.from_numpy(brush["soft 1"]), torch.from_numpy(brush["soft 2"])
    ground = ground_maps(height, width, place)
    if phase is not None:
        ground = at_phase(ground, phase, air.fall)
    seen = marks(materials, ground, washes, warm, air)
    shown = [
        air.falling(values) if name == "falling" else values
        for name, values in zip(NAMES, ground, strict=True)
    ]
    maps += [y, x, *torch.from_numpy(guides(height, width)), *shown, *seen, *crests(down)]
    return torch.stack(maps)
