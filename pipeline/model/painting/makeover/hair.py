"""Hair drawn in clumps: tones smoothed along the strands, then single locks traced along them."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.sitter import HairTones, Sitter
from pipeline.model.painting.makeover.strands import places, traced
from pipeline.model.painting.makeover.tones import blurred_within, cut, mixed
from pipeline.model.painting.plate.colour import from_oklab, mix, to_oklab
from pipeline.model.painting.plate.filters import (
    Array,
    Flow,
    disc,
    gaussian,
    scharr,
    smooth_along,
    smoothstep,
)

LOCK = (0.05, 0.5, 0.9, 1.0, 0.8, 0.45, 0.05)  # width along a lock
SPACING = 0.0016  # squared face widths a lock
FULL = 0.42  # of face width by height: the area from which a head of hair is full
BORDER = 0.035  # face widths inside the hair's outline whose edges are the outline's
FALL = 0.12  # weight of the way hair falls, against 0..1 of the photo's strands
STEP, STEPS = 0.018, 11  # face widths of a trace's step; steps each way


@dataclass(frozen=True, slots=True)
class _Field:
    """A head of hair in its window: light along the strands (h, w), the mask, and their flow."""

    light: Array
    mask: Array
    flow: Flow
    width: float  # of the face, in pixels of this window
    length: float  # 0.35 for cropped hair .. 1: of its locks, against those of a full head


def draw_hair(lab: Array, photo: Array, sitter: Sitter, strength: float) -> Array:
    """The picture with a sitter's hair drawn, if any is known. OKLab (H, W, 3)."""
    if sitter.hair_tones is None:
        return lab
    window = _window(sitter)
    hair, tones = sitter.hair[window], sitter.hair_tones
    if (hair > 0.6).sum() < 30:
        return lab
    field = _field(photo[..., 0][window], sitter, window)
    drawn = _clumps(field, tones)
    drawn = _light_band(drawn, field, sitter, window, tones, strength)
    drawn = _pen_strands(drawn, field, tones)
    out = lab.copy()
    amount = min(1.0, 0.25 + 0.85 * strength)
    out[window] = mix(lab[window], drawn, hair * amount)
    rgb = _locks(field, tones).over(from_oklab(out[window]), amount)
    out[window] = to_oklab(rgb)
    return out


def _window(sitter: Sitter) -> tuple[slice, slice]:
    rows, columns = np.nonzero(sitter.hair > 0.3)
    margin = int(0.12 * sitter.pose.width) + 4
    height, width = sitter.hair.shape
    if not len(rows):
        return slice(0, 1), slice(0, 1)
    return (
        slice(max(0, rows.min() - margin), min(height, rows.max() + margin)),
        slice(max(0, columns.min() - margin), min(width, columns.max() + margin)),
    )


def _field(light: Array, sitter: Sitter, window: tuple[slice, slice]) -> _Field:
    mask, width = sitter.hair[window], sitter.pose.width
    length = float(np.clip(mask.sum() / (FULL * width * sitter.pose.height), 0.35, 1))
    within = blurred_within(np.ascontiguousarray(light), mask, max(0.7, 0.012 * width))
    flow = _strands(within, sitter, window)
    reach = 0.30 * length * width
    along = smooth_along(within, flow, max(2, int(1.7 * reach)), reach)
    along = gaussian(along, max(0.6, 0.009 * width))
    # The skin that shines through thin hair is no tone of the hair's: slow changes hardly count.
    large = blurred_within(along, mask, max(1.0, 0.16 * width))
    along = along - 0.8 * (large - float(np.median(large[mask > 0.5])))
    return _Field(along, mask, flow, width, length)


def _strands(light: Array, sitter: Sitter, window: tuple[slice, slice]) -> Flow:
    """The direction of strands: the photo's where it shows one, and else that in which hair falls
    from the crown. The hair's own outline shows none: strands end at it."""
    width, mask = sitter.pose.width, sitter.hair[window]
    gradient_x, gradient_y = scharr(light)
    strength = np.hypot(gradient_x, gradient_y) + 1e-6
    inside = cv2.erode(mask, disc(max(1, int(BORDER * width))))
    weight = np.minimum(strength / max(float(np.percentile(strength[mask > 0.5], 70)), 1e-4), 1)
    weight = weight * inside
    # Tangents as tensors, so that a direction and its opposite are the same.
    x, y = -gradient_y / strength, gradient_x / strength
    tensors = np.dstack([weight * x * x, weight * y * y, weight * x * y]).astype(np.float32)
    xx, yy, xy = np.moveaxis(gaussian(tensors, max(1.0, 0.05 * width)), 2, 0)
    fall_x, fall_y = _fall(sitter, window)
    xx, yy = xx + FALL * fall_x**2, yy + FALL * fall_y**2
    angle = 0.5 * np.arctan2(2 * (xy + FALL * fall_x * fall_y), xx - yy)
    ones = np.ones_like(light)
    return Flow(np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32), ones, ones)


def _fall(sitter: Sitter, window: tuple[slice, slice]) -> tuple[Array, Array]:
    """(h, w) each, a unit vector: away from the crown, and straight down below the ears."""
    pose = sitter.pose
    across, down = (plane[window] for plane in pose.fields(sitter.hair.shape))
    mask = sitter.hair[window] > 0.5
    crown = float(np.percentile(down[mask], 4)) + 0.10
    away_x, away_y = across * pose.width, (down - crown) * pose.height
    away_y = away_y + 0.02 * pose.height
    hanging = smoothstep(-0.25, 0.25, down)
    length = np.hypot(away_x, away_y) + 1e-6
    x, y = away_x / length * (1 - hanging), away_y / length * (1 - hanging) + hanging
    x, y = (x * pose.across[i] + y * pose.down[i] for i in (0, 1))
    length = np.hypot(x, y) + 1e-6
    return (x / length).astype(np.float32), (y / length).astype(np.float32)


def _clumps(field: _Field, tones: HairTones) -> Array:
    """Three tones, cut where the light along the strands says."""
    low, middle, high = np.percentile(field.light[field.mask > 0.6], [22, 55, 90])
    base = cut(field.light, low + 0.25 * (middle - low))
    light = cut(field.light, middle + 0.45 * (high - middle))
    color = mix(np.broadcast_to(tones.dark, (*field.light.shape, 3)), tones.base, base)
    return mix(color, tones.light, light)


def _light_band(
    color: Array,
    field: _Field,
    sitter: Sitter,
    window: tuple[slice, slice],
    tones: HairTones,
    strength: float,
) -> Array:
    """A ring of light over the crown, ragged along the strands."""
    across, down = (plane[window] for plane in sitter.pose.fields(sitter.hair.shape))
    width = field.width
    noise = np.random.default_rng(3).standard_normal(field.light.shape).astype(np.float32)
    ragged = smooth_along(noise, field.flow, max(2, int(0.12 * width)), 0.06 * width)
    ragged = gaussian(ragged, max(0.5, 0.012 * width))
    ragged /= ragged.std() + 1e-6
    middle, high = np.percentile(field.light[field.mask > 0.6], [55, 90])
    crown = float(down[field.mask > 0.5].min())
    relative = 0.9 * (field.light - middle) / max(0.03, high - middle) - 0.3
    ring = 1 - np.abs(down - (0.62 * crown + 0.2 * across**2)) / 0.055 + 0.75 * ragged + relative
    band = cut(gaussian(ring.astype(np.float32), max(0.5, 0.01 * width)), 0.55)
    band = band * (np.abs(across) < 0.55)
    return mix(color, tones.band, 0.75 * band * min(1.0, 0.4 + 0.6 * strength))


def _pen_strands(color: Array, field: _Field, tones: HairTones) -> Array:
    """Thin dark lines in the deepest gaps between strands."""
    width = field.width
    gaps = gaussian(field.light, max(0.9, 0.022 * width)) - gaussian(
        field.light, max(0.5, 0.008 * width)
    )
    gaps = smooth_along(gaps, field.flow, max(2, int(0.10 * width)), 0.05 * width)
    level = max(0.006, float(np.percentile(gaps[field.mask > 0.6], 90)))
    return mix(color, tones.line, 0.75 * cut(gaps, level) * field.mask)


def _locks(field: _Field, tones: HairTones) -> Pen:
    """Tapered strokes along the strands: dark ones first, light ones on top, then pen lines."""
    pen = Pen(field.mask.shape, scale=2)
    rng, width = np.random.default_rng(5), field.width
    locks = []
    area = int((field.mask > 0.5).sum())
    count = int(np.clip(area / (SPACING * field.length * width**2), 30, 420))
    step = max(0.5, STEP * field.length * width)
    for points in traced(field.mask, field.flow, count, step, STEPS, rng):
        length = float(np.hypot(*np.diff(points, axis=0).T).sum())
        if length >= 0.13 * field.length * width:
            columns, rows = places(points, field.mask.shape)
            locks.append((float(field.light[rows, columns].mean()), length, points))
    if not locks:
        return pen
    locks.sort(key=lambda lock: lock[0])
    dark, light, lightest = np.percentile([lock[0] for lock in locks], [30, 66, 90])
    for shine, length, points in locks:
        broad = min(0.06 * field.length * width, 0.16 * length)
        if shine < dark:
            pen.stroke(points, broad, tones.dark, 0.95, LOCK)
        elif shine > lightest:
            pen.stroke(points, 0.75 * broad, mixed(tones.light, tones.band, 0.6), 0.95, LOCK)
        elif shine > light:
            pen.stroke(points, broad, tones.light, 0.95, LOCK)
        else:
            pen.stroke(points, 0.8 * broad, tones.base, 0.9, LOCK)
    for number in rng.permutation(len(locks))[: max(6, len(locks) // 7)]:
        if locks[number][0] < light:
            pen.stroke(locks[number][2], 0.012 * width, tones.line, 0.8, LOCK)
    return pen
