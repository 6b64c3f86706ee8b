"""Where a head's hair is, by where it can be and how far its colour is from the face's skin."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import CHEEKS_AND_NOSE, CHIN, filled
from pipeline.model.painting.makeover.sitter import HairTones, Pose
from pipeline.model.painting.makeover.tones import oklch
from pipeline.model.painting.plate.colour import polar
from pipeline.model.painting.plate.faces import OVAL
from pipeline.model.painting.plate.filters import Array, disc, gaussian, smoothstep
from pipeline.model.seeing.faces.fringe import with_tips
from pipeline.model.seeing.faces.skin import other_hue

SIDE = 220  # pixels of the longer side at which a head is looked at
CHIN_HEIGHT = 0.85  # half face heights below its centre: cloth may begin here
# Face widths that hair reaches from the middle of a face: by a wall of its colour it is not seen
# where it ends, and taken to be cropped.
CROPPED, SHORT, LONG = 0.56, 0.74, 1.05
OUTSIDE, ALIKE = 0.85, 0.55  # face widths from which there is wall; share of it like the hair
FAIR, UNLIKE = 0.32, 2.8  # lightness of fair hair; deviations from it of what is none
ROOTS = 35  # percent of fair hair that is dark
STRAND = 0.07  # face widths: what hangs into the face and is thinner would become a blob
SEEN = 0.06  # lightness by which a strand is darker than the forehead behind it
DARKER = 0.08  # lightness by which cloth is darker than dark hair
LEAST_SPREAD = np.array([0.06, 0.012, 0.012], np.float32)  # of a colour, OKLab
HAT = 0.72  # lightness from the darkest to the lightest: real hair has less
BROW_TOPS = [105, 66, 334, 296]


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
    found = _found(head)
    if found is None:
        return nothing
    hair, strands = found
    whole = _in_picture(head, gaussian(hair, 1.2), nothing)
    whole = smoothstep(0.3, 0.7, gaussian(whole, max(0.5, 0.012 * pose.width)))
    whole = _closed_to_skull(whole, lab, mesh, pose, person)
    brows = float(pose.local(mesh[BROW_TOPS])[:, 1].mean()) / pose.height
    thin = _in_picture(head, strands.astype(np.float32), nothing) > 0.5
    whole = with_tips(whole, thin, pose, brows)
    return whole if _like_hair(whole, lab, mesh, person) else nothing


def _in_picture(head: _Head, small: Array, nothing: Array) -> Array:
    """A head's mask (h, w) in the picture, (H, W) 0..1."""
    whole = nothing.copy()
    rows, columns = head.window
    size = columns.stop - columns.start, rows.stop - rows.start
    whole[head.window] = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    return whole


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


def _found(head: _Head) -> tuple[Array, Array] | None:
    """(h, w) 0 or 1, and the strands over the face (bool) that are too thin for it. None where no
    hair is sure."""
    shape = head.person.shape
    face, core = filled(shape, head.mesh[OVAL]), filled(shape, head.mesh[CHEEKS_AND_NOSE]) > 0.5
    if core.sum() < 12:
        return None
    skin = head.lab[core]
    from_skin = np.maximum(_distance(head.lab, skin), other_hue(head.lab, skin))
    above = (head.down < -1.04) & (head.down > -1.55) & (np.abs(head.across) < 0.42)
    seed = above & (head.person > 0.6) & (from_skin > 2.2)
    if seed.sum() < max(20, 0.3 * (above & (head.person > 0.6)).sum()):
        return None  # bald, or the picture ends above the brows
    sample = head.lab[seed]
    fair = float(np.median(sample[:, 0])) > FAIR
    if fair:  # without its roots and the gaps between its strands
        sample = sample[sample[:, 0] > np.percentile(sample[:, 0], ROOTS)]
    from_hair = _distance(head.lab, sample)
    # Of a person, what is above or beside the face and is not skin is nearly always hair, but where
    # the hair is fair and what lies there is far from its colour.
    middle = float(np.median(sample[:, 0]))
    dark = (head.lab[..., 0] < middle + 0.04) & (not fair)
    wall = (from_skin > 2.0) & (dark | (from_hair < 2.6))
    reach = _reach(head, (from_skin > 2.0) & (from_hair < 2.6), wall)
    skull = np.hypot(head.across / reach, (head.down + 0.25) / 1.85) < 1
    unlike_skin = from_skin > 2.0
    if fair:
        unlike_skin |= (from_hair < 0.8 * from_skin) & (from_skin > 1.2)
    beside = unlike_skin & (face < 0.5) & (head.down < CHIN_HEIGHT)
    beside &= skull | ((head.down > -0.2) & (np.abs(head.across) < reach))
    if fair:
        beside &= from_hair < UNLIKE
    brows = _mean_at(head.down, head.mesh[BROW_TOPS])
    bangs = (face >= 0.5) & (from_skin > 2.0) & (from_hair < from_skin) & (head.down < brows - 0.06)
    bangs &= _darker_half(head.lab, skin, sample)
    strands = bangs & ~_without_strands(bangs, beside | seed, head)
    bangs &= ~strands
    darker = head.lab[..., 0] < np.median(skin[:, 0]) - SEEN
    strands |= (face >= 0.5) & (from_skin > 1.3) & darker & (head.down < brows - 0.06) & ~bangs
    # Below the chin only what has its very colour: cloth is there too, and black is not rare.
    cloth = middle - head.lab[..., 0] > DARKER
    long = (head.down >= CHIN_HEIGHT) & (from_hair < 2.2) & (from_skin > 2.0) & ~cloth
    long &= (reach > LONG - 0.1) & (np.abs(head.across) < reach)
    hair = (head.person > 0.5) & (beside | bangs | long | seed)
    return _largest(hair.astype(np.uint8), seed), strands


def _without_strands(bangs: Array, hair: Array, head: _Head) -> Array:
    """(h, w) bool: hair over the face (bool) without single strands."""
    wide = max(1, int(STRAND / 2 * np.ptp(head.mesh[OVAL, 0])))
    together = (bangs | hair).astype(np.uint8)
    return bangs & (cv2.morphologyEx(together, cv2.MORPH_OPEN, disc(wide)) > 0)


def _darker_half(lab: Array, skin: Array, hair: Array) -> Array:
    """(h, w) bool: what is nearer to dark hair than to skin in lightness, so that the forehead
    between strands stays skin; all, where hair is not much darker."""
    bright, dark = np.median(skin[:, 0]), np.median(hair[:, 0])
    return lab[..., 0] < (bright + dark) / 2 if bright - dark > 0.2 else lab[..., 0] < 2


def _reach(head: _Head, like_hair: Array, wall: Array) -> Array:
    """(h, w): how many face widths from the middle hair may be. On a side where it hangs beside
    the jaw it may reach further than a skull, and below the chin. wall: what hair could not be
    told from, were it a wall."""
    reach: Array = np.full(head.across.shape, SHORT, np.float32)
    jaw = (head.down > 0.2) & (head.down < 0.7)
    ears = (head.down > -0.6) & (head.down < 0.7)
    for sign in (-1, 1):
        away = sign * head.across
        band = jaw & (away > 0.52) & (away < 0.72)
        beyond = ears & (away > OUTSIDE)
        if beyond.any() and wall[beyond].mean() > ALIKE:
            reach[away > 0] = CROPPED
        elif band.any() and (like_hair & (head.person > 0.5))[band].mean() > 0.5:
            reach[away > 0] = LONG
    return reach


def _mean_at(field: Array, points: Array) -> float:
    columns, rows = (np.clip(points[:, i].astype(int), 0, field.shape[1 - i] - 1) for i in (0, 1))
    return float(field[rows, columns].mean())


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
    own = np.median(lab[hair > 0.6], 0) if (hair > 0.6).any() else skin
    alike = np.sqrt((((lab - own) / [0.20, 0.04, 0.04]) ** 2).sum(-1)) < 1.6
    ring = near * (down < 0.17) * (person > 0.5) * (face < 0.2) * unlike * alike
    soft = gaussian(np.maximum(hair, ring).astype(np.float32), max(0.5, 0.014 * pose.width))
    return smoothstep(0.35, 0.65, soft).astype(np.float32)


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
    if 66 < hue < 110 and color[0] < 0.7:
        hue = 66 + 0.45 * (hue - 66)  # dark yellow looks green in flat paint
    base = float(np.clip(0.75 * middle + 0.25 * color[0], 0.25 if chroma > 0.0155 else 0.21, 0.86))
    step = 0.5 * float(np.clip(high - low, 0.08, 0.18)) + 0.02
    dark = max(0.12, base - step)
    lit = min(0.93, base + step)
    return HairTones(
        dark=oklch(dark, chroma * 0.95, hue - 8),
        base=oklch(base, chroma, hue),
        light=oklch(lit, chroma * 1.02, hue + 5),
        band=oklch(min(0.96, lit + 0.09), chroma * 0.8, hue + 6),
        line=oklch(max(0.10, dark - 0.13), chroma * 0.8, hue - 12),
    )
