"""Skin in two flat tones: lit, and one shade with a crisp edge; blush, and the shadows of hair and
chin."""

import numpy as np

from pipeline.model.painting.makeover.beard import lay_beard
from pipeline.model.painting.makeover.landmarks import BLUSH, filled
from pipeline.model.painting.makeover.sitter import People, Sitter
from pipeline.model.painting.makeover.tones import blurred_within, cut, moved, shifted
from pipeline.model.painting.plate.colour import mix
from pipeline.model.painting.plate.faces import (
    LEFT_BROW,
    LEFT_EYE,
    LIPS,
    OVAL,
    RIGHT_BROW,
    RIGHT_EYE,
    outline,
)
from pipeline.model.painting.plate.filters import Array, gaussian

EYES, BROWS = (LEFT_EYE, RIGHT_EYE), (LEFT_BROW, RIGHT_BROW)
FEATURES = [*((eye, 0.05) for eye in EYES), *((brow, 0.03) for brow in BROWS), (LIPS, 0.04)]
SIDE = 0.7  # of the photo's own light in a face's shade; the rest is a band on the far side
HAIR_SHADOW, CHIN_SHADOW = 0.045, 0.17  # face widths down


def draw_skin(lab: Array, photo: Array, people: People, strength: float) -> Array:
    """The picture (H, W, 3) with the skin of all people drawn; photo: of its size. OKLab."""
    shape = people.skin.shape
    if not people.sitters:
        return lab
    fields = [sitter.pose.fields(shape) for sitter in people.sitters]
    owner = np.argmin([np.hypot(*field) for field in fields], 0)
    for number, (sitter, field) in enumerate(zip(people.sitters, fields, strict=True)):
        own = people.skin * (owner == number) * (1 - 0.75 * people.kept)
        if own.sum() > 9:
            lab = _drawn(lab, photo, own, sitter, field, people.light, strength)
    return lab


def _drawn(
    lab: Array,
    photo: Array,
    own: Array,
    sitter: Sitter,
    field: tuple[Array, Array],
    light: int,
    strength: float,
) -> Array:
    """own: the skin (H, W) 0..1 that is this sitter's; field: `Pose.fields`."""
    shape, tones = own.shape, sitter.skin
    face = filled(shape, sitter.mesh[OVAL])
    tone = _tone(photo, own, sitter, face)
    lit = _lit(tone, own, sitter, face, field, light)
    shadow = _cast_shadows(sitter, face, field, light)
    lit = np.minimum(lit, 1 - shadow)
    color = tones.lit * lit[..., None] + tones.shade * (1 - lit[..., None])
    deep = (1 - cut(tone, tones.photo[1] - 0.13)) * (1 - face)
    color = mix(color, tones.deep, 0.35 * deep * (1 - lit))
    color = _blushed(color, sitter, field, strength * (1 - shadow))
    color = lay_beard(color, sitter)
    modelling = (photo[..., 0] - tone) * 0.5 * (1 - strength)  # some of the photo's own
    color[..., 0] += modelling
    amount = own * min(1.0, 0.35 + 0.75 * strength)
    return mix(lab, color, amount)


def _tone(photo: Array, own: Array, sitter: Sitter, face: Array) -> Array:
    """(H, W): the photo's light on skin, smooth, with eyes, brows and lips taken out."""
    width, shape = sitter.pose.width, own.shape
    bare = own * (1 - sitter.hair)
    for points, grow in FEATURES:
        bare = bare * (1 - outline(shape, sitter.mesh, points, max(1, grow * width)))
    light = np.ascontiguousarray(photo[..., 0])
    _, down = sitter.pose.fields(shape)
    brows = float(np.mean([sitter.pose.local(brow.points)[:, 1].mean() for brow in sitter.brows]))
    strands = (light < sitter.skin.photo[1] - 0.02) & (down * sitter.pose.height < brows)
    bare = bare * (1 - strands * face)  # of a fringe, over the forehead
    on_face = blurred_within(light, bare, max(1.0, 0.045 * width))
    elsewhere = blurred_within(light, own, max(1.0, 0.10 * width))
    share = gaussian(face, max(0.5, 0.10 * width))
    return on_face * share + elsewhere * (1 - share)


def _lit(
    tone: Array,
    own: Array,
    sitter: Sitter,
    face: Array,
    field: tuple[Array, Array],
    light: int,
) -> Array:
    """(H, W) 0..1. On a face the photo's light alone gives blotches that look like a beard, and a
    band along its far side alone looks like a mask: the sum is clean."""
    bright, dark = sitter.skin.photo
    region = (face > 0.5) & (sitter.hair < 0.3)
    values = tone[region] if region.sum() > 20 else tone[own > 0.5]
    if not len(values):
        return np.ones_like(tone)
    level = float(np.clip(dark + 0.34 * (bright - dark), *np.percentile(values, [8, 34])))
    relative = np.clip((tone - np.median(values)) / max(0.05, bright - dark), -1.1, 1)
    far = np.clip(-light * field[0] / 0.5, 0, 1) ** 5
    on_face = gaussian(
        (SIDE * relative + 1 - far).astype(np.float32), max(0.5, 0.03 * sitter.pose.width)
    )
    return cut(on_face, 0.42) * face + cut(tone, level) * (1 - face)


def _cast_shadows(sitter: Sitter, face: Array, field: tuple[Array, Array], light: int) -> Array:
    """(H, W) 0..1: of the hair on the forehead, and of the chin on the neck."""
    width = sitter.pose.width
    soft = max(0.5, 0.012 * width)
    hair = moved(gaussian(sitter.hair, soft), light * -0.018 * width, HAIR_SHADOW * width)
    on_face = 0.9 * cut(gaussian(hair, soft), 0.5) * face
    lowered = moved(face, light * -0.05 * width, CHIN_SHADOW * width)
    below = field[1] > 0.25
    on_neck = cut(gaussian(lowered, max(0.5, 0.02 * width)), 0.5) * (1 - face) * below
    return np.maximum(on_face, on_neck)


def _blushed(color: Array, sitter: Sitter, field: tuple[Array, Array], amount: Array) -> Array:
    """Warm cheeks; the one on the far side of a turned head hardly shows."""
    pose = sitter.pose
    for side, (cheek, inner) in enumerate(BLUSH):
        centre = pose.local(sitter.mesh[cheek] * 0.72 + sitter.mesh[inner] * 0.28)
        across = field[0] - centre[0] / pose.width
        down = (field[1] - centre[1] / pose.height) * pose.height / pose.width
        spot = np.exp(-(((across / 0.125) ** 2 + (down / 0.075) ** 2) ** 1.4))
        far = (pose.turn > 0) == (side == 0)
        near = 1 - np.clip(1.3 * abs(pose.turn), 0, 1) * far
        warm = shifted(sitter.skin.lit, -0.03, 1.35, -22)
        color = mix(color, warm, 0.42 * spot * near * amount)
    return color
