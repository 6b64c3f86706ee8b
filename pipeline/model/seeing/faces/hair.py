"""Where a head's hair is: GrabCut (Rother et al., 2004) from what surely is hair and what is not."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import CHEEKS_AND_NOSE, CHIN, JAW, filled
from pipeline.model.painting.makeover.sitter import HairTones, Pose
from pipeline.model.painting.plate.colour import from_polar, polar
from pipeline.model.painting.plate.faces import OVAL
from pipeline.model.painting.plate.filters import Array, disc, gaussian, smoothstep, square

SIDE = 220  # pixels of the longer side at which a head is cut
ROUNDS = 4
LEAST_SPREAD = np.array([0.06, 0.012, 0.012], np.float32)  # of a colour, OKLab
HAT = 0.72  # lightness from the darkest to the lightest: real hair has less
LOWER_FACE = [*JAW, 345, 417, 193, 116]  # below the eyes


@dataclass(frozen=True, slots=True)
class _Head:
    """A head in its window of the photo, at `scale`: everything (h, w, ...)."""

    window: tuple[slice, slice]
    scale: float
    picture: Array
    lab: Array
    person: Array
    mesh: Array
    across: Array  # in face widths
    down: Array  # in half face heights


def hair_mask(
    picture: Array, lab: Array, mesh: Array, pose: Pose, person: Array, rivals: list[Pose]
) -> Array:
    """(H, W) 0..1. rivals: the other heads, whose hair this is not. Zero where none is sure."""
    nothing = np.zeros_like(person)
    head = _head(picture, lab, mesh, pose, person, rivals)
    if head is None:
        return nothing
    found = _cut(head)
    if found is None:
        return nothing
    whole = nothing.copy()
    rows, columns = head.window
    size = columns.stop - columns.start, rows.stop - rows.start
    soft = cv2.resize(gaussian(found, 1.2), size, interpolation=cv2.INTER_CUBIC)
    whole[head.window] = soft.clip(0, 1)
    whole = smoothstep(0.3, 0.7, gaussian(whole, max(0.5, 0.012 * pose.width)))
    whole = _closed_to_skull(whole, lab, mesh, pose, person)
    return whole if _like_hair(whole, lab, mesh, person) else nothing


def _head(
    picture: Array, lab: Array, mesh: Array, pose: Pose, person: Array, rivals: list[Pose]
) -> _Head | None:
    height, width = person.shape
    x, size, tall = pose.centre[0], pose.width, pose.height
    columns = slice(int(max(0, x - 1.15 * size)), int(min(width, x + 1.15 * size)))
    top, bottom = mesh[10][1] - 0.75 * tall, mesh[CHIN][1] + 0.9 * tall
    rows = slice(int(max(0, top)), int(min(height, bottom)))
    if columns.stop - columns.start < 24 or rows.stop - rows.start < 24:
        return None
    scale = min(1.0, SIDE / max(columns.stop - columns.start, rows.stop - rows.start))
    across, down = pose.fields(person.shape)
    own = person
    if rivals:
        distance = np.hypot(across, down)
        nearest = np.min([np.hypot(*rival.fields(person.shape)) for rival in rivals], 0)
        own = person * (nearest > distance)

    def small(values: Array) -> Array:
        cropped = np.ascontiguousarray(values[rows, columns])
        return cv2.resize(cropped, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    local = (mesh - [columns.start, rows.start]) * scale
    planes = small(picture), small(lab), small(own)
    return _Head((rows, columns), scale, *planes, local, small(across), 2 * small(down))


def _cut(head: _Head) -> Array | None:
    """(h, w) 0 or 1, None where no hair is sure."""
    shape = head.person.shape
    face, core = filled(shape, head.mesh[OVAL]), filled(shape, head.mesh[CHEEKS_AND_NOSE]) > 0.5
    if core.sum() < 12:
        return None
    from_skin = _distance(head.lab, head.lab[core])
    above = (head.down < -1.04) & (head.down > -1.55) & (np.abs(head.across) < 0.42)
    seed = above & (head.person > 0.6) & (from_skin > 2.2)
    if seed.sum() < max(20, 0.3 * (above & (head.person > 0.6)).sum()):
        return None  # bald, or the picture ends above the brows
    from_hair = _distance(head.lab, head.lab[seed])
    labels: Array = np.full(shape, cv2.GC_PR_BGD, np.uint8)
    likely = (head.person > 0.5) & (from_hair < from_skin) & (from_hair < 3.2)
    labels[likely] = cv2.GC_PR_FGD
    labels[seed & (from_hair < 2.2)] = cv2.GC_FGD
    lower = cv2.erode(filled(shape, head.mesh[LOWER_FACE]), square(3))
    labels[lower > 0.9] = cv2.GC_BGD
    labels[(face > 0.9) & (from_skin < 1.6) & (from_skin < from_hair)] = cv2.GC_BGD
    labels[(head.person < 0.15) | (np.abs(head.across) > 1.02)] = cv2.GC_BGD
    labels[(head.down > 0.6) & (from_hair > 1.8)] = cv2.GC_BGD  # shoulders
    models = np.zeros((1, 65)), np.zeros((1, 65))
    pixels = np.ascontiguousarray((head.picture[..., ::-1] * 255).astype(np.uint8))
    cv2.setRNGSeed(0)
    cv2.grabCut(pixels, labels, None, *models, ROUNDS, cv2.GC_INIT_WITH_MASK)
    hair = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.uint8)
    return _largest(hair, seed)


def _distance(lab: Array, sample: Array) -> Array:
    """(h, w): how many deviations every colour is from a sample (N, 3) of them."""
    spread = np.maximum(sample.std(0), LEAST_SPREAD) * 1.3
    return np.sqrt((((lab - np.median(sample, 0)) / spread) ** 2).sum(-1))


def _largest(hair: Array, seed: Array) -> Array:
    """The parts with sure hair in them, without specks."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hair)
    kept = np.zeros_like(hair)
    for label in range(1, count):
        part = labels == label
        large = stats[label, cv2.CC_STAT_AREA] > 0.02 * hair.size
        if (seed & part).sum() > 5 or large:
            kept[part] = 1
    kept = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((5, 5)))
    return cv2.morphologyEx(kept, cv2.MORPH_OPEN, np.ones((3, 3))).astype(np.float32)


def _closed_to_skull(hair: Array, lab: Array, mesh: Array, pose: Pose, person: Array) -> Array:
    """What is left of the head close to the hair is hair too: else pale rings stay around it."""
    face = filled(person.shape, mesh[OVAL])
    skin = np.median(lab[filled(person.shape, mesh[CHEEKS_AND_NOSE]) > 0.5], 0)
    unlike = np.sqrt((((lab - skin) / [0.12, 0.02, 0.022]) ** 2).sum(-1)) > 1.6
    _, down = pose.fields(person.shape)
    near = cv2.dilate(hair, disc(max(1, int(0.085 * pose.width))))
    ring = near * (down < 0.17) * (person > 0.5) * (face < 0.2) * unlike
    return np.maximum(hair, gaussian(ring.astype(np.float32), max(0.4, 0.01 * pose.width)))


def _like_hair(hair: Array, lab: Array, mesh: Array, person: Array) -> bool:
    """Whether what was found can be hair: a hat has more contrast, a wall lies outside."""
    inside = hair > 0.6
    face = filled(person.shape, mesh[OVAL]).sum()
    if inside.sum() < 0.06 * face or inside.sum() > 4 * face:
        return False
    low, high = np.percentile(lab[..., 0][inside], [3, 97])
    return bool(high - low < HAT and (person[inside] > 0.5).mean() > 0.8)


def hair_tones(lab: Array, hair: Array) -> HairTones:
    """The tones that a head of hair (H, W) 0..1 is drawn in. Median colours of dark hair are grey
    or green, so that the colour comes from its lighter half."""
    pixels = lab[hair > 0.6]
    light = pixels[:, 0]
    low, middle, high = np.percentile(light, [22, 50, 92])
    color = np.median(pixels[(light >= middle) & (light <= high)], 0)
    _, chroma, hue = (float(plane) for plane in polar(color))
    chroma = max(chroma, 0.012) * 1.12
    base = float(np.clip(0.6 * middle + 0.4 * color[0], 0.25 if chroma > 0.0155 else 0.21, 0.86))
    step = 0.55 * float(np.clip(high - low, 0.09, 0.20)) + 0.02
    dark = max(0.12, base - step)
    lit = min(0.93, base + step)
    return HairTones(
        dark=_color(dark, chroma * 0.95, hue - 8),
        base=_color(base, chroma, hue),
        light=_color(lit, chroma * 1.02, hue + 5),
        band=_color(min(0.96, lit + 0.09), chroma * 0.8, hue + 6),
        line=_color(max(0.10, dark - 0.13), chroma * 0.8, hue - 12),
    )


def _color(light: float, chroma: float, hue: float) -> Array:
    return from_polar(np.float32(light), np.float32(chroma), np.float32(hue))
