"""Hair drawn in clumps: tones smoothed along the strands, then single locks traced along them."""

from dataclasses import dataclass

import numpy as np

from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.sitter import HairTones, Sitter
from pipeline.model.painting.makeover.tones import blurred_within, cut, mixed, moved
from pipeline.model.painting.plate.colour import from_oklab, mix, to_oklab
from pipeline.model.painting.plate.filters import (
    Array,
    Flow,
    edge_flow,
    gaussian,
    smooth_along,
)

LOCK = (0.05, 0.5, 0.9, 1.0, 0.8, 0.45, 0.05)  # width along a lock
SPACING = 0.0016  # squared face widths a lock
FULL = 0.42  # of face width by height: the area from which a head of hair is full
TIP = 2  # steps that a lock's thin end reaches beyond the hair: no fringe ends in a line
FRINGE = 0.16  # face heights: the lower part of hair over a forehead
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
    field = _field(_own_light(photo, sitter, window), hair, sitter)
    drawn = _clumps(field, tones)
    drawn = _light_band(drawn, field, sitter, window, tones, strength)
    drawn = _pen_strands(drawn, field, tones)
    out = lab.copy()
    amount = min(1.0, 0.25 + 0.85 * strength)
    out[window] = mix(lab[window], drawn, hair * amount)
    rgb = _locks(field, tones).over(from_oklab(out[window]), amount)
    out[window] = to_oklab(rgb)
    return out


def _own_light(photo: Array, sitter: Sitter, window: tuple[slice, slice]) -> Array:
    """The photo's lightness in the window. Over the forehead, where skin shines through a fringe,
    the light of the strands above runs on."""
    light, hair, pose = photo[..., 0], sitter.hair, sitter.pose
    reach = FRINGE * pose.height
    above, below = (-reach * pose.down, reach * pose.down)
    ends = np.clip(hair - moved(hair, -float(below[0]), -float(below[1])), 0, 1)
    across, down = pose.fields(hair.shape)
    ends = ends * (np.abs(across) < 0.5) * (down < 0)
    ends = gaussian(ends.astype(np.float32), max(0.5, 0.02 * pose.width))
    shifted = moved(np.ascontiguousarray(light), -float(above[0]), -float(above[1]))
    return np.ascontiguousarray((light + (shifted - light) * ends)[window])


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


def _field(light: Array, mask: Array, sitter: Sitter) -> _Field:
    width = sitter.pose.width
    length = float(np.clip(mask.sum() / (FULL * width * sitter.pose.height), 0.35, 1))
    within = blurred_within(light, mask, max(0.7, 0.012 * width))
    flow = edge_flow(within[..., None], max(1.0, 0.065 * width))
    along = smooth_along(within, flow, max(2, int(0.26 * length * width)), 0.13 * length * width)
    along = gaussian(along, max(0.6, 0.009 * width))
    large = blurred_within(along, mask, max(1.0, 0.10 * width))
    return _Field(along + 0.15 * (large - along), mask, flow, width, length)


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
    for points in _traces(field, rng):
        length = float(np.hypot(*np.diff(points, axis=0).T).sum())
        if length >= 0.13 * field.length * width:
            columns, rows = _indices(points, field.mask.shape)
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


def _indices(points: Array, shape: tuple[int, ...]) -> tuple[Array, Array]:
    columns = np.clip(points[:, 0].astype(int), 0, shape[1] - 1)
    return columns, np.clip(points[:, 1].astype(int), 0, shape[0] - 1)


def _traces(field: _Field, rng: np.random.Generator) -> list[Array]:
    """Lines (N, 2) along the strands through random points of the hair, both ways."""
    area = int((field.mask > 0.5).sum())
    count = int(np.clip(area / (SPACING * field.length * field.width**2), 30, 420))
    rows, columns = np.nonzero(field.mask > 0.6)
    chosen = rng.choice(len(columns), min(count, len(columns)), replace=False)
    start = np.stack([columns[chosen], rows[chosen]], 1).astype(np.float32)
    back, forth = (_followed(field, start, sign) for sign in (-1, 1))
    return [
        np.array([*(step[i] for step in back[::-1]), *(step[i] for step in forth[1:])])
        for i in range(len(start))
    ]


def _followed(field: _Field, start: Array, sign: int) -> list[Array]:
    """Where all points are after every step; TIP steps beyond the hair one stays where it is."""
    step, points, heading = max(0.5, STEP * field.length * field.width), start.copy(), None
    beyond, steps = np.zeros(len(start), int), [start.copy()]
    for _ in range(STEPS):
        columns, rows = _indices(points, field.mask.shape)
        flow = np.stack([field.flow.x[rows, columns], field.flow.y[rows, columns]], 1)
        if heading is None:
            heading = flow * sign
        else:
            same = np.where((flow * heading).sum(1) < 0, -1, 1)[:, None]
            heading = 0.6 * flow * same + 0.4 * heading
        heading = heading / (np.hypot(*heading.T)[:, None] + 1e-6)
        ahead = points + heading * step
        columns, rows = _indices(ahead, field.mask.shape)
        beyond += (beyond > 0) | (field.mask[rows, columns] < 0.35)
        points = np.where((beyond <= TIP)[:, None], ahead, points)
        steps.append(points.copy())
    return steps
