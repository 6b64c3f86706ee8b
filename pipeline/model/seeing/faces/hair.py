"""Where a head's hair is: what the outline of the head holds that is neither skin nor cloth."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import CHEEKS_AND_NOSE, CHIN, filled
from pipeline.model.painting.makeover.sitter import HairTones, Pose
from pipeline.model.painting.makeover.tones import oklch
from pipeline.model.painting.plate.colour import polar
from pipeline.model.painting.plate.faces import OVAL
from pipeline.model.painting.plate.filters import Array, disc, gaussian, smoothstep
from pipeline.model.seeing.faces.fringe import likeness, with_strands
from pipeline.model.seeing.faces.skin import other_hue

SIDE = 280  # pixels of the longer side at which a head is looked at
ROUNDS = 3  # of GrabCut
SURE = 0.5  # of the outline
RIVAL = 0.75  # of the way to a head, from which another one is too near: hair may lie before it
SKULL, CROPPED = 0.80, 0.56  # face widths that short hair reaches; beside a wall of its colour
ALIKE = 0.5  # share of a wall
INNER = 0.86  # of the face, where there is no hair but a fringe
# Half face heights below a face's middle where cloth may begin, and where hair ends.
CHIN_HEIGHT, LOWEST = 0.85, 2.6
# Bands beside a face (face widths across, half heights down) and the share of them that is hair
# where hair is long, and where short hair is wide.
LONG = (0.52, 0.70, 0.2, 0.8), 0.35
WIDE = (0.56, 0.70, -0.35, 0.2), 0.35
SKIN_FAR, HAIR_NEAR = 2.0, 2.6  # deviations from the skin's and from the hair's colour
FAIR, ROOTS = 0.32, 35  # lightness of fair hair; percent of it that is dark
DARKER = 0.08  # lightness by which cloth is darker than dark hair, and hair than skin
LEAST_SPREAD = np.array([0.06, 0.012, 0.012], np.float32)  # of a colour, OKLab
GREY, OTHER_HUE = 0.55, 1.2  # of a skin's chroma; deviations from its hue
BROWNEST = 60  # degrees: the hue that hair's yellower ones are led to
WARM, BROWN = (25, 95), 0.026  # hues of brown hair, degrees; its least chroma
HAT = 0.85  # lightness from the darkest to the lightest: real hair has less
BROW_TOPS = [105, 66, 334, 296]


@dataclass(frozen=True, slots=True)
class _Head:
    """A head in its window of the photo, at `scale`: everything (h, w, ...)."""

    window: tuple[slice, slice]
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
    whole = _in_picture(head, gaussian(found, 1.2), nothing)
    whole = smoothstep(0.3, 0.7, gaussian(whole, max(0.5, 0.008 * pose.width)))
    brows = float(pose.local(mesh[BROW_TOPS])[:, 1].mean()) / pose.height
    whole = with_strands(whole, lab, mesh, pose, brows)
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
    columns = slice(int(max(0, x - 1.25 * size)), int(min(width, x + 1.25 * size)))
    top, bottom = mesh[10][1] - 0.85 * tall, mesh[CHIN][1] + 0.9 * tall
    rows = slice(int(max(0, top)), int(min(height, bottom)))
    if columns.stop - columns.start < 24 or rows.stop - rows.start < 24:
        return None
    scale = min(1.0, SIDE / max(columns.stop - columns.start, rows.stop - rows.start))
    across, down = pose.fields(person.shape)
    own = person
    if rivals:
        distance = np.hypot(across, down)
        nearest = np.min([np.hypot(*rival.fields(person.shape)) for rival in rivals], 0)
        own = person * (nearest > RIVAL * distance)

    def small(values: Array) -> Array:
        cropped = np.ascontiguousarray(values[rows, columns])
        return cv2.resize(cropped, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    local = (mesh - [columns.start, rows.start]) * scale
    planes = small(picture), small(lab), small(own)
    return _Head((rows, columns), *planes, local, small(across), 2 * small(down))


def _found(head: _Head) -> Array | None:
    """(h, w) 0 or 1; None where no hair is sure."""
    core = filled(head.person.shape, head.mesh[CHEEKS_AND_NOSE]) > 0.5
    if core.sum() < 12:
        return None
    skin = head.lab[core]
    from_skin = np.maximum(_distance(head.lab, skin), other_hue(head.lab, skin))
    above = (head.down < -1.04) & (head.down > -1.55) & (np.abs(head.across) < 0.42)
    above &= head.person > 0.6
    seed = above & (from_skin > 2.2)
    if seed.sum() < max(20, 0.3 * above.sum()):
        return None  # bald, or the picture ends above the brows
    seed = _without_forehead(head.lab, seed, skin)
    sample = head.lab[seed]
    if float(np.median(sample[:, 0])) > FAIR:  # without its roots and the gaps between its strands
        sample = sample[sample[:, 0] > np.percentile(sample[:, 0], ROOTS)]
    like = likeness(head.lab, sample, skin)
    labels = _labels(head, seed, from_skin, _distance(head.lab, sample), sample, like)
    # What lies outside the head must not teach what hair is not: a wall may have its colour.
    pixels = np.where((head.person > SURE)[..., None], head.picture, head.picture[core].mean(0))
    shown = np.ascontiguousarray((pixels[..., ::-1] * 255).clip(0, 255).astype(np.uint8))
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(shown, labels, (0, 0, 1, 1), *models, ROUNDS, cv2.GC_INIT_WITH_MASK)
    hair = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.uint8)
    return _largest(hair, seed)


def _without_forehead(lab: Array, seed: Array, skin: Array) -> Array:
    """A high forehead lies above a face too, and where it shines it has not the cheeks' colour: but
    it has their hue, is no darker and not grey."""
    middle = np.median(skin, 0)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    grey = chroma < GREY * np.hypot(middle[1], middle[2])
    hair = seed & (grey | (lab[..., 0] < middle[0] - DARKER) | (other_hue(lab, skin) > OTHER_HUE))
    return hair if hair.sum() >= 20 else seed


def _labels(
    head: _Head, seed: Array, from_skin: Array, from_hair: Array, sample: Array, like: Array
) -> Array:
    """(h, w): GrabCut's first guess of what is hair, and what is surely none."""
    face = filled(head.person.shape, head.mesh[OVAL])
    brows = _mean_at(head.down, head.mesh[BROW_TOPS])
    top = (face < 0.5) & (head.down < -0.75)  # here is hair what hardly is like it
    probable = like > np.where(top, 0.35, 0.5)
    labels = np.where(probable, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    cloth = np.median(sample[:, 0]) - head.lab[..., 0] > DARKER
    below = head.down > CHIN_HEIGHT
    middle = head.mesh[OVAL].mean(0)
    inner = filled(face.shape, middle + INNER * (head.mesh[OVAL] - middle)) > 0.5
    never = (head.person < SURE) | (inner & (head.down > brows - 0.06))
    never |= below & ((from_hair > HAIR_NEAR) | cloth | (from_skin < SKIN_FAR))
    never |= (head.down > LOWEST) | (like < np.where(top, 0.12, 0.25))
    sure = (like > 0.5) & (from_skin > SKIN_FAR) & (head.person > SURE)
    if not _on_both_sides(head, sure, *LONG):
        never |= below | (np.abs(head.across) > SKULL)
        if not _on_both_sides(head, sure, *WIDE) or _by_its_like(head, like):
            never |= (np.abs(head.across) > CROPPED) & (head.down > -0.5)
    labels[never] = cv2.GC_BGD
    labels[seed & ~never] = cv2.GC_FGD
    return labels


def _on_both_sides(head: _Head, hair: Array, band: tuple[float, ...], least: float) -> bool:
    """Whether hair (h, w; bool) fills a band of (inner, outer, upper, lower) on both sides of the
    face: what is on one side alone is a shadow or a wall."""
    inner, outer, upper, lower = band
    rows, shares = (head.down > upper) & (head.down < lower), []
    for sign in (-1, 1):
        away = sign * head.across
        place = rows & (away > inner) & (away < outer)
        shares.append(float(hair[place].mean()) if place.any() else 1.0)
    return min(shares) > least


def _by_its_like(head: _Head, like: Array) -> bool:
    """Whether a wall of the hair's colour is beside the head, which hides where the hair ends."""
    away = np.abs(head.across)
    wall = (head.person < SURE) & (away > 0.6) & (away < 1.2) & (np.abs(head.down) < 0.7)
    return bool(wall.any() and (like[wall] > 0.5).mean() > ALIKE)


def _mean_at(field: Array, points: Array) -> float:
    columns, rows = (np.clip(points[:, i].astype(int), 0, field.shape[1 - i] - 1) for i in (0, 1))
    return float(field[rows, columns].mean())


def _distance(lab: Array, sample: Array) -> Array:
    """(h, w): how many deviations every colour is from a sample (N, 3) of them."""
    spread = np.maximum(sample.std(0), LEAST_SPREAD) * 1.3
    return np.sqrt((((lab - np.median(sample, 0)) / spread) ** 2).sum(-1))


def _largest(hair: Array, seed: Array) -> Array:
    """The parts with sure hair in them, without specks and holes."""
    hair = cv2.morphologyEx(hair, cv2.MORPH_OPEN, disc(1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hair)
    kept = np.zeros_like(hair)
    for label in range(1, count):
        part = labels == label
        if (seed & part).sum() > 5 or stats[label, cv2.CC_STAT_AREA] > 0.015 * hair.size:
            kept[part] = 1
    return cv2.morphologyEx(kept, cv2.MORPH_CLOSE, disc(2)).astype(np.float32)


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
    if BROWNEST < hue < 110 and color[0] < 0.7:  # dark yellow looks green in flat paint
        hue = BROWNEST + (0.35 if color[0] < 0.45 else 0.55) * (hue - BROWNEST)
    if WARM[0] < hue < WARM[1] and middle < 0.45:
        chroma = max(chroma, BROWN)  # in deep shade brown hair has lost its colour
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
