"""From a photograph to a gouache painting, in the order a painter works."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import find_weights
from pipeline.model.painting.plate import colour, faces, masks
from pipeline.model.painting.plate.filters import (
    Array,
    picture_unit,
)
from pipeline.model.painting.plate.masks import Masks
from pipeline.model.painting.plate.moods import find_mood, relight
from pipeline.model.painting.plate.place import (
    bloom_and_paper,
    brush,
    ink,
    redraw_shapes,
    redrawer,
)
from pipeline.model.painting.plate.scene import Scene
from pipeline.model.painting.plate.sky import paint_sky, with_same_blue
from pipeline.model.painting.plate.subjects import FindSubjects, Subjects
from pipeline.training.stylist.subjects import MediaPipe, stylist_folder


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
    drawn = redraw_shapes(eyes, source, found, unit, upscaler())
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


def redraw_faces(drawn: Array, photo: Array, subjects: Subjects) -> Array:
    """The drawing with each face redrawn at its own scale."""
    for mesh in subjects.meshes:
        face, mask = faces.repaint_face(photo, mesh, upscaler())
        drawn = colour.mix(drawn, face, mask)
    return drawn


@cache
def upscaler() -> faces.Redraw:
    """The shipped upscaler, loaded once in each process."""
    return redrawer(Upscaler.load(find_weights() / "upscaler.safetensors"))


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
