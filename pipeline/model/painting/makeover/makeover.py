"""A photo becomes a frame of hand-drawn animation: people drawn, the place behind them painted."""

from dataclasses import replace

import numpy as np

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.painting.makeover.figure import CONTOUR, draw_people
from pipeline.model.painting.makeover.fur import draw_fur
from pipeline.model.painting.makeover.sitter import People
from pipeline.model.painting.makeover.tones import edge
from pipeline.model.painting.plate import colour, masks
from pipeline.model.painting.plate.faces import OVAL, outline, repaint_face
from pipeline.model.painting.plate.filters import Array, gaussian, picture_unit
from pipeline.model.painting.plate.moods import MOODS, Mood, relight
from pipeline.model.painting.plate.place import (
    bloom_and_paper,
    brush,
    ink,
    redraw_shapes,
    redrawer,
)
from pipeline.model.painting.plate.scene import Scene
from pipeline.model.painting.plate.sky import paint_sky, with_same_blue


def make_over(
    photo: Array,
    people: People,
    upscaler: Upscaler,
    strength: float = 1.0,
    mood: Mood = MOODS["noon"],
    seed: int = 0,
    dress: Array | None = None,
    animal: Array | None = None,
) -> Array:
    """The photo (H, W, 3, sRGB in 0..1) as a drawing of its own size.

    people: who is in it (`seeing.faces.read_people`). strength: 0.3..1.0. mood: its clouds, dabs
    and weather come from the seed. dress: (H, W, 4) sRGB with alpha, what people wear and carry.
    animal: (H, W) 0..1, the animal that the photo is of (`seeing.subject.find_animal`).
    """
    style, rng, redraw = mood, np.random.default_rng(seed), redrawer(upscaler)
    source = colour.to_oklab(photo).astype(np.float32)
    unit = picture_unit(*photo.shape[:2])
    person = people.person if animal is None else np.maximum(people.person, animal)
    found = masks.find_masks(source, person, people.kept)
    drawn_rgb = redraw_shapes(photo, source, found, unit, redraw)
    for sitter in people.sitters:
        if sitter.how == "painted":
            face, mask = repaint_face(photo, sitter.mesh, redraw)
            drawn_rgb = colour.mix(drawn_rgb, face, mask)
    drawn = colour.to_oklab(drawn_rgb).astype(np.float32)
    figures = draw_people(source, drawn, people, strength) if people.sitters else drawn
    if animal is not None:
        figures = draw_fur(figures, source, animal * (1 - people.person), unit, strength)
    plate = colour.freshen_foliage(colour.tone(drawn), found.foliage)
    plate = colour.grade(plate, found.person, people.skin)
    lab = colour.mix(plate, figures, person)
    if dress is not None:
        lab, person = _dressed(lab, dress, unit), np.maximum(person, dress[..., 3])
        found = replace(found, person=np.maximum(found.person, dress[..., 3]))
    sky = masks.refine_sky(found.sky, lab, unit) if found.sky_sure > 0.15 else 0 * found.sky
    sky = sky * (1 - person)
    faces = np.zeros_like(people.person)
    for sitter in people.sitters:
        faces = np.maximum(faces, outline(faces.shape, sitter.mesh, OVAL))
    scene = Scene(found, sky, with_same_blue(lab, sky), people.skin, faces, lab, unit)
    lab = relight(lab, style.light, scene.skin)
    lab = paint_sky(lab, sky if style.sky.own else scene.whole_sky, found.sky_sure, style.sky, rng)
    for step in style.recolour:
        lab = step(lab, scene, rng)
    lab = brush(lab, scene, rng)
    lab = ink(lab, scene, person, style)
    for step in style.finish:
        lab = step(lab, scene, rng)
    return colour.from_oklab(bloom_and_paper(lab, scene, rng)).astype(np.float32)


def _dressed(lab: Array, dress: Array, unit: float) -> Array:
    """The picture (OKLab) with what people wear and carry on it, in a contour like theirs."""
    alpha = np.ascontiguousarray(dress[..., 3])
    lab = colour.mix(lab, colour.to_oklab(dress[..., :3]).astype(np.float32), alpha)
    return colour.mix(lab, CONTOUR, 0.75 * edge(gaussian(alpha, 0.8 * unit), 0.8 * unit))
