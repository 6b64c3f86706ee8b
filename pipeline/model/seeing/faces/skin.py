"""Skin: where it shows, and the tones in which it is drawn. Dark skin stays dark."""

import math

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import CHEEKS_AND_NOSE, CHIN, filled
from pipeline.model.painting.makeover.sitter import Pose, SkinTones
from pipeline.model.painting.makeover.tones import oklch, shortest
from pipeline.model.painting.plate.colour import from_oklab, polar, turn
from pipeline.model.painting.plate.faces import (
    LEFT_BROW,
    LEFT_EYE,
    LIPS,
    OVAL,
    RIGHT_BROW,
    RIGHT_EYE,
    outline,
)
from pipeline.model.painting.plate.filters import Array, gaussian, picture_unit, smoothstep

SPREAD = np.array([0.16, 0.024, 0.026], np.float32)  # of one person's skin, OKLab
# Of the drawing over the middle of the photo's skin. Flat shade takes away as much, and a face of
# one tone lacks the lights that the photo's has: fair skin is drawn nearer to them, dark skin stays
# as it is.
LIFT, LIGHTS, MOST_LIFT, DARK, FAIR = 0.02, 0.9, 0.06, (0.42, 0.56), (0.68, 0.82)
MOST_TURN = 7.0  # degrees of the typologic angle: less than any of its classes is wide
# Fair skin in shade has the lightness of brown skin, not its hue: less melanin hides less blood.
# So light (from, to) and red in hue (from, to, degrees) it is drawn by so much lighter, at most as
# its lights are; the typologic angle, made for even light, then binds less.
SHADED, ROSY, OUT_OF_SHADE, UNBOUND = (0.50, 0.57), (30.0, 46.0), 0.12, 45.0
RICHER = 1.06
PINK, PINKNESS = 47.0, 0.35  # degrees: of skin that is redder, this share of it is kept
JAW = 0.5  # of the difference that does not count right below a jaw, where shadow is deepest
HUE_SPREAD = 0.013  # of one skin's colour across its hue, OKLab


def skin_color(lab: Array, mesh: Array) -> Array:
    """The median OKLab colour of cheeks and nose."""
    core = filled(lab.shape[:2], mesh[CHEEKS_AND_NOSE]) > 0.5
    if core.sum() > 5:
        return np.median(lab[core], 0)
    x, y = mesh[4].astype(int)
    return lab[np.clip(y, 0, lab.shape[0] - 1), np.clip(x, 0, lab.shape[1] - 1)]


def skin_mask(lab: Array, meshes: list[Array], poses: list[Pose], person: Array, hair: Array):
    """(H, W) 0..1: faces, and what has their colour near them: necks, arms and hands."""
    unit = picture_unit(*person.shape)
    mask: Array = np.zeros_like(person)
    for mesh, pose in zip(meshes, poses, strict=True):
        color = skin_color(lab, mesh)
        away = np.sqrt((((lab - color) / SPREAD) ** 2).sum(-1)).astype(np.float32)
        away = _through_shadow(lab, color, mesh, pose, away)
        across, down = pose.fields(person.shape)
        near = np.exp(-0.5 * (np.hypot(across, down) / 3.2) ** 8)
        alike = 1 - smoothstep(1.5, 2.4, gaussian(away, unit))
        # Beside and above a face fair hair looks like skin, but for its hue.
        beside = np.exp(-((across / 1.1) ** 6)) * (1 - smoothstep(0.25, 0.4, down))
        beside = beside * smoothstep(1.0, 1.7, gaussian(other_hue(lab, color[None]), unit))
        mask = np.maximum(mask, alike * person * near * (1 - beside))
        mask = np.maximum(mask, filled(person.shape, mesh[OVAL]))
    width = min((pose.width for pose in poses), default=40.0)
    mask = (mask * (1 - hair)).astype(np.float32)
    fine, coarse = (gaussian(mask, max(0.5, share * width)) for share in (0.022, 0.06))
    on_faces = np.max([0 * fine, *(filled(fine.shape, mesh[OVAL]) for mesh in meshes)], 0)
    mask = fine * on_faces + coarse * (1 - on_faces)  # necks end in calm lines
    mask = smoothstep(0.4, 0.6, mask).astype(np.float32)
    return _without_specks(mask, width)


def _through_shadow(lab: Array, color: Array, mesh: Array, pose: Pose, away: Array) -> Array:
    """The neck lies in shadow: there the hue counts, and the lightness hardly does."""
    across, down = pose.fields(away.shape)
    below = down - float(pose.local(mesh[CHIN])[1]) / pose.height
    neck = np.exp(-((across / 0.40) ** 6)) * smoothstep(-0.42, -0.27, below)
    neck = neck * (1 - smoothstep(0.27, 0.48, below))
    light, chroma, hue = polar(lab)
    own_light, own_chroma, own_hue = (float(plane) for plane in polar(color))
    dull = np.minimum(chroma - 0.30 * own_chroma * light / max(own_light, 0.1), 0) / 0.012
    rich = np.maximum(chroma - own_chroma * 1.35, 0) / 0.02
    by_hue = (turn(hue - own_hue) / 34) ** 2 + ((light - own_light) / 0.30) ** 2
    by_hue = np.sqrt(by_hue + dull**2 + rich**2)
    jaw = np.exp(-((across / 0.34) ** 6)) * smoothstep(-0.3, -0.2, below)
    by_hue = by_hue * (1 - JAW * jaw * (1 - smoothstep(0.06, 0.14, below)))
    return (away * (1 - neck) + np.minimum(away, by_hue) * neck).astype(np.float32)


def _without_specks(mask: Array, width: float) -> Array:
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 0.5).astype(np.uint8))
    small = stats[:, cv2.CC_STAT_AREA] < 0.03 * width * width
    small[0] = False
    if count > 1:
        mask[small[labels]] = 0
    return mask


def other_hue(lab: Array, sample: Array) -> Array:
    """(H, W): how far every colour is from a sample's (N, 3) hue: fair hair is yellower."""
    a, b = np.median(sample[:, 1]), np.median(sample[:, 2])
    aside = np.abs(lab[..., 1] * b - lab[..., 2] * a) / max(float(np.hypot(a, b)), 0.02)
    return (aside / HUE_SPREAD).astype(np.float32)


def plain_skin(shape: tuple[int, int], mesh: Array, width: float, hair: Array) -> Array:
    """(H, W) bool: the face without eyes, brows, lips and hair."""
    plain = filled(shape, mesh[OVAL]) > 0.5
    for points in (LEFT_EYE, RIGHT_EYE, LEFT_BROW, RIGHT_BROW, LIPS):
        plain &= outline(shape, mesh, points, max(1, 0.03 * width)) < 0.3
    return plain & (hair < 0.3)


def typologic_angle(color: Array) -> float:
    """Of an OKLab colour, degrees: the lighter a skin, the larger (ITA; Chardon et al., 1991)."""
    rgb = from_oklab(np.asarray(color, np.float32)[None, None]).astype(np.float32)
    light, _, yellow = (float(value) for value in cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[0, 0])
    return math.degrees(math.atan2(light - 50, yellow))


def skin_tones(lab: Array, mesh: Array, pose: Pose, hair: Array) -> SkinTones:
    """Of a face. Most of it is drawn lit, and so in the middle colour of the photo's own skin."""
    pixels = lab[plain_skin(lab.shape[:2], mesh, pose.width, hair)]
    if len(pixels) < 20:
        pixels = np.repeat(skin_color(lab, mesh)[None], 2, 0)
    light = pixels[:, 0]
    low, quarter, high = np.percentile(light, [55, 25, 95])
    own_light = float(np.median(light[(light >= low) & (light <= high)]))
    shaded = float(np.median(light[light <= quarter]))
    middle, chroma, hue = (float(plane) for plane in polar(np.median(pixels, 0)))
    lights = LIGHTS * (float(np.percentile(light, 90)) - middle)
    lights *= float(smoothstep(*DARK, middle) * (1 - smoothstep(*FAIR, middle)))
    before, chroma, hue = typologic_angle(np.median(pixels, 0)), chroma * RICHER, shortest(hue)
    rosy = float(smoothstep(*SHADED, middle) * (1 - smoothstep(*ROSY, hue)))
    rosy *= 1 - float(smoothstep(*FAIR, middle))
    hue = min(hue, PINK) * PINKNESS + max(PINK, hue) - PINK * PINKNESS
    drawn = min(0.93, middle + LIFT + min(MOST_LIFT, lights))
    lightest = max(drawn, float(np.percentile(light, 97)))
    drawn = min(drawn + OUT_OF_SHADE * rosy, lightest)
    most = before + MOST_TURN + UNBOUND * rosy
    while drawn > middle and typologic_angle(oklch(drawn, chroma, hue)) > most:
        drawn -= 0.005
    step = float(np.clip(own_light - shaded, 0.065, 0.105)) * (0.75 + 0.25 * drawn)
    rich = min(0.11, chroma * 1.08 + 0.008)
    deep = max(0.1, drawn - 2.1 * step)
    return SkinTones(
        lit=oklch(drawn, chroma, hue),
        shade=oklch(drawn - step, rich, hue - 7),
        deep=oklch(deep, min(0.115, chroma * 1.1), hue - 15),
        line=oklch(float(np.clip(deep - 0.20, 0.12, 0.40)), 0.06, 34),
        photo=(own_light, shaded),
    )
