"""Paints scenes: sky, land, things, weather. The same scene is the same picture in any batch."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import torch

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.training.world.glyphs import Glyphs
from pipeline.training.world.land import paint_land
from pipeline.training.world.scene import Scene
from pipeline.training.world.sky import Clouds, paint_sky
from pipeline.training.world.stage import Stage
from pipeline.training.world.things import lamp_light, paint_things, shine
from pipeline.training.world.weather import paint_veil, paint_weather

SMALLEST, LARGEST = 32, 2048  # pixels of a side


class Painter:
    """Paints scenes on one device; holds only textures, so one painter serves every size."""

    def __init__(self, device: torch.device | str = "cpu"):
        self.noise, self.clouds, self.glyphs = NoiseAtlas(device), Clouds(device), Glyphs(device)

    def paint(self, scenes: Sequence[Scene], height: int, width: int | None = None) -> torch.Tensor:
        """Pictures (B, 3, H, W), float 0..1. See `paint_with_masks`."""
        return self.paint_with_masks(scenes, height, width)[0]

    @torch.inference_mode()
    def paint_with_masks(
        self, scenes: Sequence[Scene], height: int, width: int | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Pictures (B, 3, H, W), float 0..1, and masks (B, H, W), uint8.

        A mask is i + 1 where scene.things[i] is what one sees, 0 elsewhere. All scenes share one
        aspect; width defaults to round(height * aspect). Raises ValueError for no scenes, mixed
        aspects or a side outside 32..2048 pixels.
        """
        width = _check(scenes, height, width)
        stage = Stage(scenes, height, width, self.noise)
        canvas = self._backdrops(stage)
        light = lamp_light(stage)
        if light is not None:
            shine(canvas, light, 1.0)
        masks = paint_things(stage, canvas, self.glyphs)
        if light is not None:
            shine(canvas, light, 0.4)
        for part, index in _groups(stage, lambda s: s.weather):
            pictures = canvas[index]
            paint_weather(part, pictures)
            # Rain and snow fall behind things too: half as strong there, faces stay readable.
            before = (masks[index] > 0)[:, None] * 0.5
            canvas[index] = torch.lerp(pictures, canvas[index], before)
        return canvas.clamp_(0, 1), masks

    def _backdrops(self, stage: Stage) -> torch.Tensor:
        """(B, 3, H, W) sky and land; scenes of one terrain are painted together."""
        size = (len(stage.scenes), 3, stage.height, stage.width)
        canvas = torch.empty(size, device=stage.device)
        for part, index in _groups(stage, lambda s: s.terrain):
            backdrop = part.backdrop()
            pictures = paint_sky(backdrop, self.clouds)
            paint_land(backdrop, pictures)
            paint_veil(backdrop, pictures)
            canvas[index] = pictures
        return canvas


def _check(scenes: Sequence[Scene], height: int, width: int | None) -> int:
    """The width in pixels; ValueError when the request cannot be painted."""
    if not scenes:
        raise ValueError("scenes must hold at least one scene")
    aspects = {round(s.aspect, 3) for s in scenes}
    if len(aspects) > 1:
        raise ValueError(f"scenes of one batch must share one aspect; got {sorted(aspects)}")
    width = round(height * scenes[0].aspect) if width is None else width
    for name, side in (("height", height), ("width", width)):
        if not SMALLEST <= side <= LARGEST:
            raise ValueError(f"{name} must be {SMALLEST}..{LARGEST} pixels; got {side}")
    return width


def _groups(stage: Stage, key: Callable[[Scene], str]) -> list[tuple[Stage, list[int]]]:
    """The stage's scenes split by `key`, each part with the places of its scenes."""
    places = defaultdict(list)
    for i, scene in enumerate(stage.scenes):
        places[key(scene)].append(i)
    return [
        (Stage([stage.scenes[i] for i in index], stage.height, stage.width, stage.noise), index)
        for index in places.values()
    ]
