"""Pictures that use their being laid from parts: things alone, with alpha, and scenes that move."""

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.engines.base import DecodeProgress
from pipeline.engines.embedded.world import World
from pipeline.errors import RequestError
from pipeline.model.painting.collage import collage
from pipeline.model.painting.filters import blurred
from pipeline.model.painting.loops import composition_at, moves
from pipeline.model.painting.motions import in_motion
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.land import on_backdrop, sample_land
from pipeline.request import MOVING, CompleteRequest

BACKDROP = (0.82, 0.82, 0.80)  # behind things that are cut out: what light they catch from around
SOLID = 0.98  # alpha from which a pixel's colour is the thing's alone
NEAR = 3.0  # pixels in which the colour of an edge is looked for


def check(composition: Composition, request: CompleteRequest, world: World) -> None:
    """Raises RequestError, before anything is painted, for a picture without anything that could
    stand alone or move."""
    if request.transparent and not composition.drawings:
        raise RequestError("transparent_empty")
    if request.format == MOVING and not moves(composition, world.dictionary):
        raise RequestError("nothing_moves")


def alone(
    world: World, composition: Composition, size: tuple[int, int], steps: int, seed: int
) -> Iterator[DecodeProgress]:
    """The things of a picture without land and weather; the last image is RGBA."""
    plain = on_backdrop(sample_land("plain", random.Random(0)), BACKDROP)
    bare = replace(composition, land=plain, weather="clear")
    alpha = collage(bare, world.dictionary, *size).drawings[..., 3]
    for progress in world.paint(bare, size, steps, seed):
        image = progress.image
        if image is not None and progress.step == progress.of:
            image = cut(np.asarray(image), alpha)
        yield replace(progress, image=image)


def moving(
    world: World, composition: Composition, size: tuple[int, int], frames: int, seed: int
) -> Iterator[DecodeProgress]:
    """A loop of a scene, frame by frame, each painted from the same noise; every frame is a step,
    and the picture is the first."""
    painted: list[Image.Image] = []
    for number in range(frames):
        phase = number / frames
        now = composition_at(composition, world.dictionary, phase)
        people = in_motion(composition, world.dictionary, number, frames)
        *_, last = replace(world, dictionary=people).paint(now, size, 1, seed, phase)
        assert last.image is not None
        painted.append(last.image)
        if number + 1 < frames:
            yield DecodeProgress(number + 1, frames, painted[-1])
    yield DecodeProgress(frames, frames, painted[0], frames=tuple(painted))


def cut(picture: NDArray[np.uint8], alpha: NDArray[np.float32]) -> Image.Image:
    """(H, W, 3) and (H, W) in 0..1 -> RGBA, straight. Where a thing covers a pixel in part, the
    pixel gets the colour of the whole ones around it: its own has the backdrop's light in it."""
    solid = (alpha >= SOLID).astype(np.float32)
    weight = blurred(solid, NEAR)
    colors = picture.astype(np.float32)
    around = np.stack([blurred(colors[..., c] * solid, NEAR) for c in range(3)], -1)
    around /= np.maximum(weight, 1e-4)[..., None]
    keeps = ((solid > 0) | (weight < 1e-3))[..., None]
    colors = np.where(keeps, colors, around)
    rgba = np.concatenate([colors, 255 * alpha[..., None]], -1)
    rgba[alpha <= 1 / 255] = 0
    return Image.fromarray(np.clip(rgba + 0.5, 0, 255).astype(np.uint8))
