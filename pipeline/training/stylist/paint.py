"""From a photograph to a gouache painting, in the order a painter works."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import find_weights
from pipeline.training.stylist import colour, faces, masks
from pipeline.training.stylist.dabs import LEAVES, WASH, dabs
from pipeline.training.stylist.filters import (
    Array,
    anisotropic_kuwahara,
    edge_flow,
    flatten,
    gaussian,
    ink_lines,
    picture_unit,
    resize,
    smoothstep,
    square,
)
from pipeline.training.stylist.masks import Masks
from pipeline.training.stylist.moods import Mood, find_mood, relight
from pipeline.training.stylist.scene import Scene
from pipeline.training.stylist.sky import paint_sky, with_same_blue
from pipeline.training.stylist.subjects import FindSubjects, MediaPipe, Subjects, stylist_folder

SMALL = 256  # pixels (root of the area) at which the upscaler sees a picture as drawn


@dataclass(frozen=True)
class Sketch:
    """A photograph before the mood's own steps: drawn and graded, in OKLab (H, W, 3)."""

    source: Array
    lab: Array
    scene: Scene
    subjects: Subjects


def paint(
    picture: Image.Image,
    *,
    mood: str = "noon",
    seed: int = 0,
    strength: float = 1.0,
    find_subjects: FindSubjects | None = None,
) -> Image.Image:
    """Paints a photograph, at its own size.

    `mood` is one of MOODS; `seed` decides clouds, dabs and weather; `strength` 0..1 mixes the
    photograph back in. `find_subjects` finds the people, by default with MediaPipe's models.
    Raises ValueError for an unknown mood or a strength outside 0..1.
    """
    find_mood(mood)
    return finish(sketch(picture, find_subjects), mood=mood, seed=seed, strength=strength)


def sketch(picture: Image.Image, find_subjects: FindSubjects | None = None) -> Sketch:
    """The slow half of painting, the same for every mood and seed."""
    photo = np.asarray(picture.convert("RGB"), np.float32) / 255
    subjects = (find_subjects or mediapipe(stylist_folder()))(photo)
    source = colour.to_oklab(photo)
    found = masks.find_masks(source, subjects)
    unit = picture_unit(*photo.shape[:2])

    eyes = faces.enlarge_eyes(photo, subjects.meshes) if subjects.meshes else photo
    drawn = redraw_shapes(eyes, source, found, unit)
    drawn = redraw_faces(drawn, eyes, subjects)
    lab, skin, face = light_and_colour(colour.to_oklab(drawn), source, found, subjects)
    sky = masks.refine_sky(found.sky, lab, unit) if found.sky_sure > 0.15 else 0 * found.sky
    scene = Scene(found, sky, with_same_blue(lab, sky), skin, face, lab, unit)
    return Sketch(source, lab, scene, subjects)


def finish(
    sketched: Sketch, *, mood: str = "noon", seed: int = 0, strength: float = 1.0
) -> Image.Image:
    """Light, sky, brush strokes, ink and weather of one mood on a sketch; see `paint`."""
    style = find_mood(mood)
    if not 0 <= strength <= 1:
        raise ValueError(f"strength {strength}: must be from 0 to 1")
    rng, scene = np.random.default_rng(seed), sketched.scene

    lab = relight(sketched.lab, style.light, scene.skin)
    sky = scene.sky if style.sky.own else scene.whole_sky
    lab = paint_sky(lab, sky, scene.masks.sky_sure, style.sky, rng)
    for step in style.recolour:
        lab = step(lab, scene, rng)
    lab = brush(lab, scene, rng)
    lab, plain = shade(lab, scene, sketched.subjects)
    lab = ink(lab, scene, plain, style)
    for step in style.finish:
        lab = step(lab, scene, rng)
    lab = bloom_and_paper(lab, scene, rng)

    rgb = colour.from_oklab(colour.mix(sketched.source, lab, strength))
    return Image.fromarray((rgb * 255 + 0.5).astype(np.uint8))


@cache
def mediapipe(folder: Path) -> FindSubjects:
    """The finder whose models are in `folder`, loaded once in each process."""
    return MediaPipe(folder)


@cache
def _upscaler() -> Callable[[Array], Array]:
    model = Upscaler.load(find_weights() / "upscaler.safetensors")

    @torch.inference_mode()
    def upscale(x: Array) -> Array:
        batch = torch.from_numpy(np.ascontiguousarray(x, np.float32)).permute(2, 0, 1)[None]
        return model(batch)[0].permute(1, 2, 0).numpy()

    return upscale


def redraw_shapes(photo: Array, source: Array, found: Masks, unit: float) -> Array:
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
    return resize(_upscaler()(x), width, height)


def _detail(light: Array, found: Masks, unit: float) -> Array:
    """Where small shapes matter, (H, W) 0..1."""
    contrast = np.abs(light - gaussian(np.ascontiguousarray(light), 3 * unit))
    strong = gaussian(smoothstep(0.07, 0.16, contrast) * (1 - found.foliage), 1.5 * unit)
    built = smoothstep(0.35, 0.6, found.structure)
    return np.maximum.reduce([built, 0.6 * found.person, 0.75 * found.subject, strong, found.guard])


def _flatness(found: Masks) -> Array:
    """Where colours are made flat, (H, W): on subjects, hardly in open landscapes."""
    beside = 1 - found.subject
    wide = smoothstep(0.03, 0.10, found.sky.mean())
    landscape = float(max(wide, smoothstep(0.2, 0.4, found.foliage.mean())))
    keep = (1 - 0.65 * landscape * beside) * (1 - 0.85 * found.guard)
    keep *= (1 - 0.75 * found.foliage) * (1 - 0.85 * found.texture * beside)
    keep *= 1 - 0.7 * smoothstep(0.3, 0.6, found.structure) * beside
    return (0.95 - 0.35 * found.person) * keep * (1 - 0.8 * found.sky * beside)


def redraw_faces(drawn: Array, photo: Array, subjects: Subjects) -> Array:
    """The drawing with each face redrawn at its own scale."""
    for mesh in subjects.meshes:
        face, mask = faces.repaint_face(photo, mesh, _upscaler())
        drawn = colour.mix(drawn, face, mask)
    return drawn


def light_and_colour(
    lab: Array, source: Array, found: Masks, subjects: Subjects
) -> tuple[Array, Array, Array]:
    """(graded picture, skin, faces): tone, green leaves, grade, with the skin's lightness kept."""
    skin = face = np.zeros_like(found.sky)
    if subjects.meshes:
        skin, face = faces.find_skin(lab, subjects.meshes, found.person)
    lab = colour.freshen_foliage(colour.tone(lab), found.foliage)
    lab = colour.grade(lab, found.person, skin)
    if subjects.meshes:
        before = float(np.median(source[..., 0][face > 0.7]))
        lab = colour.keep_skin_lightness(lab, before, skin, face)
    return lab, skin, face


def brush(lab: Array, scene: Scene, rng: np.random.Generator) -> Array:
    """A wash of wide dabs on calm areas, then leaf dabs on foliage; people are spared."""
    found, unit = scene.masks, scene.unit
    flow = edge_flow(lab, 4 * unit)
    calm = 1 - smoothstep(0.012, 0.035, cv2.dilate(flow.strength, square(5 * unit)))
    people = np.maximum(found.person, 0.6 * found.subject)
    calm = calm * 0.75 * (1 - 0.97 * people) * (1 - scene.sky) * (1 - 0.5 * found.foliage)
    lab = dabs(lab, flow, calm, WASH, unit, rng)
    return dabs(lab, edge_flow(lab, 2.5 * unit), found.foliage, LEAVES, unit, rng)


def shade(lab: Array, scene: Scene, subjects: Subjects) -> tuple[Array, Array]:
    """Cel steps and two-tone skin; and the plain insides of faces (H, W)."""
    found = scene.masks
    ground = 0.45 * (1 - scene.sky) * (1 - found.foliage)
    lab = colour.cel(lab, 0.55 * np.maximum(found.person, ground))
    plain = np.zeros_like(scene.sky)
    for mesh in subjects.meshes:
        lab, inside = faces.shade_skin(lab, mesh, scene.skin)
        plain = np.maximum(plain, inside)
    return lab, plain


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
