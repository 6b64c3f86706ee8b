"""The painted plate: a place redrawn in crisp patches, brushed, inked and lit."""

import cv2
import numpy as np
import torch

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.painting.plate import colour
from pipeline.model.painting.plate.dabs import LEAVES, WASH, dabs
from pipeline.model.painting.plate.faces import Redraw
from pipeline.model.painting.plate.filters import (
    Array,
    anisotropic_kuwahara,
    edge_flow,
    flatten,
    gaussian,
    ink_lines,
    resize,
    smoothstep,
    square,
)
from pipeline.model.painting.plate.masks import Masks
from pipeline.model.painting.plate.moods import Mood
from pipeline.model.painting.plate.scene import Scene

SMALL = 256  # pixels (root of the area) at which the upscaler sees a picture as drawn


def redrawer(upscaler: Upscaler) -> Redraw:
    """The upscaler for arrays: (H, W, 3) in 0..1 -> (4H, 4W, 3)."""
    device = next(upscaler.parameters()).device

    @torch.inference_mode()
    def upscale(x: Array) -> Array:
        batch = torch.from_numpy(np.ascontiguousarray(x, np.float32)).permute(2, 0, 1)[None]
        return upscaler(batch.to(device))[0].permute(1, 2, 0).cpu().numpy()

    return upscale


def redraw_shapes(photo: Array, source: Array, found: Masks, unit: float, redraw: Redraw) -> Array:
    """The photograph simplified into patches at a small size, its edges redrawn by the upscaler.

    Structure and people keep finer patches than leaves and ground.
    """
    height, width = photo.shape[:2]
    scale = max(1.0, (height * width) ** 0.5 / SMALL)
    size = max(16, round(width / scale)), max(16, round(height / scale))
    small = resize(photo, *size) if scale > 1 else photo
    fine = anisotropic_kuwahara(small, 1.5)
    fine = colour.mix(fine, small, 0.8 * resize(found.guard, *size))
    keep_fine = resize(_detail(source[..., 0], found, unit), *size)
    x = colour.mix(anisotropic_kuwahara(small, 2.5), fine, keep_fine)
    x = colour.mix(x, flatten(x), resize(_flatness(found), *size))
    return resize(redraw(x), width, height)


def _detail(light: Array, found: Masks, unit: float) -> Array:
    """Where small shapes matter, (H, W) 0..1."""
    contrast = np.abs(light - gaussian(np.ascontiguousarray(light), 3 * unit))
    strong = gaussian(smoothstep(0.07, 0.16, contrast) * (1 - found.foliage), 1.5 * unit)
    built = smoothstep(0.35, 0.6, found.structure)
    return np.maximum.reduce([built, 0.75 * found.person, strong, found.guard])


def _flatness(found: Masks) -> Array:
    """Where colours are made flat, (H, W): on subjects, hardly in open landscapes."""
    beside = 1 - found.person
    wide = smoothstep(0.03, 0.10, found.sky.mean())
    landscape = float(max(wide, smoothstep(0.2, 0.4, found.foliage.mean())))
    keep = (1 - 0.65 * landscape * beside) * (1 - 0.85 * found.guard)
    keep *= (1 - 0.75 * found.foliage) * (1 - 0.85 * found.texture * beside)
    keep *= 1 - 0.7 * smoothstep(0.3, 0.6, found.structure) * beside
    return (0.95 - 0.35 * found.person) * keep * (1 - 0.8 * found.sky * beside)


def brush(lab: Array, scene: Scene, rng: np.random.Generator) -> Array:
    """A wash of wide dabs on calm areas, then leaf dabs on foliage; people are spared."""
    found, unit = scene.masks, scene.unit
    flow = edge_flow(lab, 4 * unit)
    calm = 1 - smoothstep(0.012, 0.035, cv2.dilate(flow.strength, square(5 * unit)))
    calm = calm * 0.75 * (1 - 0.97 * found.person) * (1 - scene.sky) * (1 - 0.5 * found.foliage)
    lab = dabs(lab, flow, calm, WASH, unit, rng)
    return dabs(lab, edge_flow(lab, 2.5 * unit), found.foliage, LEAVES, unit, rng)


def ink(lab: Array, scene: Scene, plain: Array, style: Mood) -> Array:
    """Thin lines on people and structure, none in skies or inside faces, few in leaves."""
    lines = ink_lines(gaussian(lab[..., 0].copy(), 0.6 * scene.unit), scene.unit)
    where = 0.25 + 0.55 * np.maximum(scene.masks.person, 1 - scene.masks.foliage)
    where *= (1 - 0.95 * (scene.sky > 0.5)) * (1 - 0.8 * plain)
    return colour.mix(lab, style.ink, 0.92 * lines * where)


def bloom_and_paper(lab: Array, scene: Scene, rng: np.random.Generator) -> Array:
    """Lights glow a little; the paper's grain shows faintly, least on skin."""
    out, unit, shape = lab.copy(), scene.unit, scene.sky.shape
    light = np.maximum(lab[..., 0] - 0.80, 0) * (1 - 0.5 * scene.sky)
    out[..., 0] += 0.7 * gaussian(light, 9 * unit) * (1 - lab[..., 0])
    for sigma, amount in ((0.8, 0.45), (2.2, 0.35)):
        grain = gaussian(rng.standard_normal(shape).astype(np.float32), max(0.5, sigma * unit))
        grain *= amount / (grain.std() + 1e-6)
        out[..., 0] += 0.006 * min(1.0, unit**0.5) * grain * (1 - 0.6 * scene.skin)
    return out
