"""Paints a land's materials in gouache, by the hour, the weather and the season.

Brushwork follows from the picture's place on it, which the decoder is shown: it can learn every
stroke, and what differs between pictures is in its input.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.painting.canvas import flat_colors, flat_of, land_patches
from pipeline.model.painting.ground_maps import NAMES, ground_maps
from pipeline.model.painting.guides import MIDDLE, Place, textures
from pipeline.model.painting.patches import Patch
from pipeline.model.plan.land import Land
from pipeline.training.canvas.lands.light import Light, falling, sky, veil
from pipeline.training.canvas.lands.materials import PAINTERS, plain
from pipeline.training.canvas.lands.spot import Spot
from pipeline.training.canvas.stage import Scene, Stage

INDOORS = {
    "wall", "panel", "floorboards", "tiles", "carpet", "backdrop", "window", "wall tiles", "rug",
    "curtain", "picture", "blackboard", "counter", "enamel", "books", "trim",
}  # fmt: skip

FLUSH = {  # what stands out from nothing and throws no shadow
    "window", "pane", "lit pane", "picture", "light", "line", "rug", "sun", "cloud", "lava", "foam",
    "water", "waterfall", "planet", "far town", "path", "road", "lamp", "furrows", "moon ground",
}  # fmt: skip
TEXTURES = {  # of `guides`, as the painters call them
    "soft": "soft 1", "wash": "soft 2", "dabs": "dabs 1", "leaves": "dabs 2",
    "strokes": "strokes 1",
}  # fmt: skip
AIRY = {"sun", "cloud", "far ridge", "far town", "planet", "space", "deep water"}
GLOWS = {  # material: how its light spreads around it, at night and by day
    "lamp": (0.9, 0.10), "lit pane": (0.34, 0.0), "lava": (0.9, 0.35), "sun": (0.0, 0.0),
}  # fmt: skip


class Ground:
    """One land under one light, being painted. picture (3, H, W); raised, solid, glow: how far
    what is painted stands out, whether shadows fall on it, and the light it gives."""

    def __init__(self, land: Land, scene: Scene, stage: Stage, place: Place) -> None:
        self.land, self.light = land, Light(land, scene, stage)
        size = stage.height, stage.width
        self.maps = dict(zip(NAMES, ground_maps(*size, place), strict=True))
        brush = textures(stage.noise, *size, place)
        for name, texture in TEXTURES.items():
            self.maps[name] = torch.from_numpy(brush[texture])
        self.colors = flat_colors(self.light.season)
        self.picture = sky(self.light, self.maps, land)
        self.raised = torch.zeros(stage.height, stage.width)
        self.solid = torch.zeros(stage.height, stage.width)
        self.glow = torch.zeros(3, stage.height, stage.width)

    def paint(self, patch: Patch, height: float) -> None:
        """One patch over what is there. height: how far it stands out, 0..1."""
        there = (slice(None), patch.rows, patch.columns)
        maps = {name: whole[patch.rows, patch.columns] for name, whole in self.maps.items()}
        spot = Spot(patch, flat_of(patch, self.colors), maps, self.light, self.picture)
        place = self.picture[there]
        if patch.material == "light":
            place.mul_(1 + self.light.beam * patch.cover)
            return
        color = PAINTERS.get(patch.material, plain)(spot)
        place.lerp_(color.expand_as(place), patch.cover.expand_as(place))
        solid = float(patch.material not in AIRY)
        self.solid[patch.rows, patch.columns].lerp_(
            torch.full_like(patch.cover, solid), patch.cover
        )
        raised = self.raised[patch.rows, patch.columns]
        if patch.material not in FLUSH:
            raised.lerp_(torch.full_like(raised, height), patch.cover)
        strength = GLOWS.get(patch.material, (0.0, 0.0))[0 if self.light.night else 1]
        if patch.material == "window" and self.light.kind == "cave":
            strength = 0.15 if self.light.night else 0.25
        if strength or self.glow_there(there):
            shine = (color * strength).expand_as(place)
            self.glow[there].lerp_(shine, patch.cover.expand_as(place))

    def glow_there(self, there: tuple[slice, ...]) -> bool:
        return bool(self.glow.any()) and bool(self.glow[there].any())


def paint_land(land: Land, scene: Scene, stage: Stage, place: Place = MIDDLE) -> Tensor:
    """(3, H, W) in 0..1. scene: its time, weather and season; stage: of that one scene; place: on
    the brushwork."""
    ground = Ground(land, scene, stage, place)
    patches = list(land_patches(land, stage.height, stage.width))
    for number, patch in enumerate(patches):
        behind = patch.cover.shape[1] == stage.width and patch.rows.stop == stage.height
        whole = behind and patch.material not in ("leaves",)
        ground.paint(patch, 0.0 if whole else 0.55 + 0.4 * number / len(patches))
    picture = ground.picture
    picture = picture * (1 - _shadows(ground))
    picture = picture + ground.light.spread * _spread(ground.glow)
    if ground.light.outdoors:
        picture = veil(picture, ground.light, ground.maps)
    return picture.clamp(0, 1)


def fall_before(
    picture: NDArray[np.float32], land: Land, scene: Scene, stage: Stage, place: Place = MIDDLE
) -> NDArray[np.float32]:
    """(H, W, 3): a picture (H, W, 3) in 0..1 with the rain or the flakes of its air before all."""
    values = ground_maps(stage.height, stage.width, place)[NAMES.index("falling")]
    seen = falling(torch.from_numpy(picture).permute(2, 0, 1), Light(land, scene, stage), values)
    return seen.permute(1, 2, 0).numpy()


def _shadows(ground: Ground) -> Tensor:
    """(3, H, W): what light is lost below and beside all that stands out."""
    if not ground.raised.any():
        return torch.zeros(1)
    height, width = ground.raised.shape
    reach = max(1, round(height * 0.014))
    small = F.avg_pool2d(ground.raised[None, None], 2, ceil_mode=True)
    size = 2 * max(1, reach // 2) + 1
    blurred = small
    for _ in range(2):
        blurred = F.avg_pool2d(blurred, size, 1, size // 2, count_include_pad=False)
    blurred = F.interpolate(blurred, size=(height, width), mode="bilinear")[0, 0]
    moved = torch.roll(blurred, (reach, round(-ground.light.side * reach)), (0, 1))
    moved[:reach] = blurred[:reach]
    edge = abs(reach)
    moved[:, :edge], moved[:, -edge:] = blurred[:, :edge], blurred[:, -edge:]
    dark = (moved - ground.raised).clamp(0, 1) * ground.light.shadow * ground.solid
    return dark * torch.tensor([1.0, 0.92, 0.78])[:, None, None]


def _spread(glow: Tensor) -> Tensor:
    """(3, H, W): the light of lamps and windows on what is around them."""
    if not glow.any():
        return torch.zeros(1)
    height, width = glow.shape[1:]
    step = max(2, round(height / 40))
    small = F.avg_pool2d(glow[None], step, ceil_mode=True)
    near = F.avg_pool2d(small, 3, 1, 1)
    wide = near
    for _ in range(2):
        wide = F.avg_pool2d(wide, 7, 1, 3)
    both = 0.35 * near + 0.9 * wide
    return F.interpolate(both, size=(height, width), mode="bilinear", align_corners=False)[0]
