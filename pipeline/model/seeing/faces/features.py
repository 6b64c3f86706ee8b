"""Eyes' colour, brows, lines of age and beard of a face, as the photo shows them."""

import numpy as np

from pipeline.model.painting.makeover.landmarks import (
    BROWS_LOWER,
    BROWS_UPPER,
    FOREHEAD,
    LAUGH_LINES,
    UNDER_EYES,
    filled,
    spline,
)
from pipeline.model.painting.makeover.sitter import (
    Beard,
    Brow,
    EyeShape,
    IrisColors,
    Pose,
    SkinTones,
)
from pipeline.model.painting.makeover.tones import oklch, shortest
from pipeline.model.painting.plate.colour import polar
from pipeline.model.painting.plate.faces import LIPS, OVAL, outline
from pipeline.model.painting.plate.filters import Array, gaussian

GREY, PALE = 0.018, 0.38  # chroma and lightness of a grey iris: brown ones have more, and less
FOLDS = (  # points, least darkness, first and last of its 20 points that are drawn
    *((points, 0.017, 5, 16) for points in LAUGH_LINES),
    *((points, 0.019, 5, 15) for points in UNDER_EYES),
    (FOREHEAD, 0.012, 3, 17),
)


def _at(values: Array, points: Array) -> Array:
    """values (H, W, ...) at points (..., 2), those outside taken to the border."""
    columns = np.clip(points[..., 0].round().astype(int), 0, values.shape[1] - 1)
    return values[np.clip(points[..., 1].round().astype(int), 0, values.shape[0] - 1), columns]


def iris_colors(lab: Array, eyes: tuple[EyeShape, EyeShape], skin: SkinTones) -> IrisColors:
    """From the ring between pupil and rim, below the upper lid's shadow. Calm: a drawn iris is
    large, and a bright one looks like an owl's."""
    angles = np.radians(np.arange(-15, 196, 10))
    rings = np.linspace(0.4, 0.8, 4)[:, None, None]
    ring = (rings * np.stack([np.cos(angles), np.sin(angles)], -1)).reshape(-1, 2)
    pixels = np.concatenate([_at(lab, eye.pupil + eye.radius * ring) for eye in eyes])
    seen = np.median(pixels[pixels[:, 0] <= np.percentile(pixels[:, 0], 80)], 0)
    light, chroma, hue = (float(plane) for plane in polar(seen))
    skin_hue = float(polar(skin.lit).H)
    cool = abs(shortest(hue - skin_hue)) > 60 and chroma > 0.012
    if chroma < GREY and light > PALE:  # blue eyes in warm light are grey
        cool, hue = True, 240.0
    if not cool and light < 0.55:
        hue = hue + 0.5 * shortest(58 - hue)
    chroma = float(np.clip(chroma * 1.3 + 0.005, 0.035, 0.066 if cool else 0.078))
    light = float(np.clip(light, 0.28, 0.54 if cool else 0.40))
    return IrisColors(
        upper=oklch(light, chroma, hue),
        lower=oklch(min(0.76, light + 0.19), chroma * 1.3, hue + 6),
        rim=oklch(max(0.12, light * 0.42), chroma * 0.6, hue - 10),
    )


def brows(lab: Array, mesh: Array, pose: Pose, skin: SkinTones, hair: Array) -> tuple[Brow, Brow]:
    """The right one, then the left. Where hair hides one, it looks like the other."""
    pair = [_brow(lab, mesh, pose, skin, side) for side in (0, 1)]
    hidden = [float(_at(hair, each.points).mean()) > 0.25 for each in pair]
    seen = [each for each, gone in zip(pair, hidden, strict=True) if not gone] or pair
    color = np.mean([each.color for each in seen], 0)
    width = float(np.mean([each.width for each in seen]))
    return Brow(pair[0].points, width, color), Brow(pair[1].points, width, color)


def _brow(lab: Array, mesh: Array, pose: Pose, skin: SkinTones, side: int) -> Brow:
    """Place, width and colour as measured across the mesh's brow."""
    upper, lower = mesh[BROWS_UPPER[side]], mesh[BROWS_LOWER[side]]
    points = spline(upper * 0.55 + lower * 0.45, 24)
    width = 0.55 * float(np.median(np.hypot(*(upper - lower).T)))
    steps = np.linspace(-0.055, 0.055, 25) * pose.width
    widths, shifts = [], []
    for point in points[4:20:2]:
        profile = _at(lab[..., 0], point + steps[:, None] * pose.down)
        bright = np.percentile(profile, 85)
        if bright - profile.min() > 0.07:
            dark = profile < (profile.min() + bright) / 2
            widths.append(dark.mean() * 0.11 * pose.width * 1.15)
            shifts.append(float(steps[dark].mean()))
    if len(widths) >= 3:
        width = float(np.clip(np.median(widths) * 0.9, 0.018 * pose.width, 0.06 * pose.width))
        most = 0.03 * pose.width
        points = points + pose.down * float(np.clip(np.median(shifts), -most, most))
    pixels = _at(lab, points[3:20])
    dark = pixels[pixels[:, 0] <= np.percentile(pixels[:, 0], 60)]
    light, chroma, hue = (float(plane) for plane in polar(np.median(dark, 0)))
    light = float(np.clip(min(light, float(skin.shade[0]) - 0.06), 0.16, 0.66))
    return Brow(points, max(width, 0.022 * pose.width), oklch(light, min(chroma, 0.055), hue))


def folds(lab: Array, mesh: Array, pose: Pose, hair: Array) -> tuple[Array, ...]:
    """Laugh lines, lines under the eyes and on the forehead: each only where a dark line lies
    along its curve in the photo."""
    light = np.ascontiguousarray(lab[..., 0])
    fine, wide = (max(0.5, share * pose.width) for share in (0.006, 0.04))
    ridge = gaussian(light, fine) - gaussian(light, wide)
    found = []
    for points, least, first, last in FOLDS:
        curve = spline(mesh[points], 20)
        along = np.gradient(curve, axis=0)
        normal = np.stack([-along[:, 1], along[:, 0]], 1) / (np.hypot(*along.T)[:, None] + 1e-6)
        best, line = least, None
        for shift in np.linspace(-0.05, 0.05, 11) * pose.width:
            moved = (curve + normal * shift)[first:last]
            if _at(hair, moved).mean() > 0.2:
                continue
            darkness = float(np.mean(np.clip(-_at(ridge, moved), -0.01, 0.05)))
            if darkness > best:
                best, line = darkness, moved
        if line is not None:
            found.append(line)
    return tuple(found)


def beard(lab: Array, mesh: Array, pose: Pose, skin: SkinTones, hair: Array) -> Beard | None:
    """Hair on chin, cheeks and upper lip: much darker and greyer than the lit skin there, on both
    sides of the face alike (a shadow is on one)."""
    shape = lab.shape[:2]
    across, down = pose.fields(shape)
    face = filled(shape, mesh[OVAL])
    lips = outline(shape, mesh, LIPS, max(1, 0.015 * pose.width))
    nose = float(pose.local(mesh[2])[1]) / pose.height
    lower = face * (1 - lips) * (down > nose + 0.02) * (hair < 0.3)
    if (lower > 0.5).sum() < 60:
        return None
    soft = np.stack([gaussian(np.ascontiguousarray(lab[..., i]), 0.02 * pose.width)
                     for i in range(3)], -1)  # fmt: skip
    darker = float(skin.photo[0]) - soft[..., 0]
    duller = float(np.hypot(*skin.lit[1:])) - np.hypot(soft[..., 1], soft[..., 2])
    hairy = (darker > 0.16) & (duller > 0.012) & (lower > 0.5)
    lip = float(pose.local(mesh[0])[1]) / pose.height
    chin = (lower > 0.5) & (np.abs(across) < 0.33) & (down > lip)
    above = (lower > 0.5) & (np.abs(across) < 0.24) & (down <= lip)
    bearded = _on_both_sides(hairy, chin, across) > 0.35
    if not bearded and _on_both_sides(hairy, above, across) <= 0.5:
        return None
    if not bearded:
        hairy &= down <= lip + 0.06  # a moustache alone
    mask = gaussian(hairy.astype(np.float32), 0.025 * pose.width)
    return Beard((mask > 0.5).astype(np.float32) * lower, np.median(lab[hairy], 0))


def _on_both_sides(hairy: Array, region: Array, across: Array) -> float:
    """The share of a region that is hairy, of the half that has less of it."""
    halves = [region & (sign * across > 0) for sign in (-1, 1)]
    return min(float((hairy & half).sum() / max(1, half.sum())) for half in halves)
