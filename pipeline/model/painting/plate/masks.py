"""What each part of the photograph is: sky, leaves, built structure, people."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.plate.colour import near_hue, polar
from pipeline.model.painting.plate.filters import (
    Array,
    disc,
    gaussian,
    guided_filter,
    odd,
    picture_unit,
    resize,
    scharr,
    smoothstep,
    square,
)

DARKER_LAND = 0.04  # least difference in lightness of a grey sky and the land under it
MOST_COLUMNS = 0.5  # of the picture in which a sky ends above land
LEVEL, MOST_LEVEL = 0.05, 0.35  # of its height: how level a horizon is; share of these columns


@dataclass(frozen=True)
class Masks:
    """Maps (H, W) in 0..1 of one photograph."""

    person: Array  # people; zero when no face is sure
    guard: Array  # heads that are not drawn anew, kept closer to the photograph
    sky: Array
    sky_sure: float  # 0..1: how much sky painting is safe
    foliage: Array  # fine texture without direction
    structure: Array  # coherent directions: buildings, stems, horizons
    texture: Array


def find_masks(lab: Array, people: Array, guard: Array) -> Masks:
    """All masks of a photograph in OKLab; people, guard (H, W) 0..1: see `Masks`."""
    unit = picture_unit(*lab.shape[:2])
    person = smoothstep(0.3, 0.8, people)
    sky, sky_sure = find_sky(lab, person, unit)
    foliage, structure, texture = find_texture(lab, person, sky, unit)
    return Masks(person, guard, sky, sky_sure, foliage, structure, texture)


def _calm(light: Array, from_: float, to: float) -> Array:
    """(H, W): 1 where the light hardly changes, 0 where it does by `to` from pixel to pixel."""
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    calm: Array = 1 - smoothstep(from_, to, gaussian(np.hypot(across, down) / 4, 1.5))
    return calm


def _sky_like(small: Array, person: Array) -> tuple[Array, Array]:
    """Calm blue or bright pale pixels (bool), and how blue each is (0..1)."""
    L, C, H = polar(small)
    calm = _calm(L, 0.03, 0.07)
    blue = near_hue(H, 245, 28) * smoothstep(0.02, 0.06, C)
    pale = smoothstep(0.68, 0.86, L) * (1 - smoothstep(0.05, 0.1, C))
    return (np.maximum(blue * (L > 0.35), pale) * calm > 0.4) & (person < 0.3), blue


def _overcast(small: Array, person: Array) -> Array:
    """A calm grey (bool) that ends as a horizon does, with the darker land under it; else none."""
    L, C, _ = polar(small)
    calm = _calm(L, 0.02, 0.05)
    grey = smoothstep(0.56, 0.68, L) * (1 - smoothstep(0.03, 0.055, C)) * calm
    kept = _reaching_top((grey > 0.4) & (person < 0.3))
    land = ~kept & (person < 0.3)
    if not _ends_level(kept, person) or not land.any():
        return np.zeros_like(kept)
    return kept if L[kept].mean() > L[land].mean() + DARKER_LAND else np.zeros_like(kept)


def _ends_level(sky: Array, person: Array) -> bool:
    """Whether a region ends at one height across most of the picture, as the sky over a beach or a
    plain does and a wall behind a sitter does not."""
    height, width = sky.shape
    ends = np.where(sky.all(0), height, sky.argmin(0))
    below = person[np.clip(ends + 1, 0, height - 1), np.arange(width)] > 0.15
    rows = ends[(ends > 0) & ~below] / height
    if len(rows) < MOST_COLUMNS * width:
        return False
    horizon = float(np.percentile(rows, 85))  # above it stand trees, towers, camels
    at_it = float((np.abs(rows - horizon) < LEVEL).mean())
    return 0.08 < horizon < 0.7 and at_it > MOST_LEVEL


def _reaching_top(candidates: Array) -> Array:
    """The connected regions that hold enough of the picture's upper border."""
    kept = np.zeros_like(candidates)
    count, labels = cv2.connectedComponents(candidates.astype(np.uint8), connectivity=4)
    for label in range(1, count):
        region = labels == label
        if region[:2].mean() > 0.12 and region.mean() > 0.03:
            kept |= region
    return kept


def _fill_clouds(sky: Array, light: Array) -> Array:
    """The sky with the pale islands in its upper half, which are its own clouds."""
    filled = sky.copy()
    count, labels = cv2.connectedComponents((~sky).astype(np.uint8), connectivity=4)
    for label in range(1, count):
        region = labels == label
        if not region[len(sky) // 2 :].any() and light[region].mean() > 0.6:
            filled |= region
    return filled


def _sky_sureness(small: Array, kept: Array, blue: Array, people: Array) -> float:
    """Low at night, under a narrow strip of sky, and where the sky is neither blue nor bright."""
    L, C, _ = polar(small)
    along_top = float(kept[:2].any(0).mean())
    blueness = float((blue * kept).sum() / kept.sum())
    day = float(smoothstep(0.45, 0.53, np.median(L)))
    light = float(L[kept].mean())
    dull = float(np.median(C[kept])) - 0.07
    glow = light + 1.5 * dull * (1 - float(smoothstep(0.65, 0.8, light)))
    free = people.mean() < 0.25 or _ends_level(kept, people)
    open_sky = (along_top > 0.75) * 0.4 * free
    wide = float(smoothstep(0.3, 0.6, along_top))
    return min(1.0, blueness * 1.6 + open_sky) * wide * day * float(smoothstep(0.42, 0.56, glow))


def find_sky(lab: Array, person: Array, unit: float) -> tuple[Array, float]:
    """The sky matte (H, W) and its sureness, from regions that reach the upper border.

    Found at 160 pixels, then drawn to the photograph's edges by a guided filter.
    """
    height, width = lab.shape[:2]
    scale = 160 / max(height, width)
    size = max(16, int(width * scale)), max(16, int(height * scale))
    small = cv2.resize(lab, size, interpolation=cv2.INTER_AREA)
    people = cv2.resize(person, size, interpolation=cv2.INTER_AREA)
    candidates, blue = _sky_like(small, people)
    kept = _reaching_top(candidates)
    if kept.mean() < 0.05:
        kept = _overcast(small, people)
    if kept.mean() < 0.05:
        return np.zeros((height, width), np.float32), 0.0
    whole = _fill_clouds(kept, small[..., 0])
    rough = cv2.resize(whole.astype(np.float32), (width, height))
    rough = cv2.dilate(gaussian(rough, 1.2 * unit), square(5 * unit))
    light = np.ascontiguousarray(lab[..., 0])
    matte = guided_filter(light, rough, int(9 * unit), 2e-4).clip(0, 1)
    matte = smoothstep(0.35, 0.75, matte) * (1 - person)
    return matte, _sky_sureness(small, kept, blue, people)


def refine_sky(sky: Array, lab: Array, unit: float) -> Array:
    """Pulls the matte to the painted edges: a border pixel is sky when its paint looks so."""
    core = cv2.erode((sky > 0.6).astype(np.float32), square(4 * unit, 3))
    ring = cv2.dilate((sky > 0.6).astype(np.float32), disc(odd(10 * unit)))
    reach = 9 * unit
    density = gaussian(core, reach) + 1e-4
    sky_colour = gaussian(lab * core[..., None], reach) / density[..., None]
    weights = np.array([1, 2, 2], np.float32)  # colour separates sky from stone better than light
    distance = np.sqrt(((lab - sky_colour) ** 2 * weights).sum(2))
    alike = (1 - smoothstep(0.035, 0.085, distance)) * ring * (density > 0.002)
    return np.maximum(core * sky, alike).clip(0, 1).astype(np.float32)


def _coherence(light: Array, unit: float) -> Array:
    """How far edges agree on one direction or on two at right angles (buildings)."""
    gx, gy = scharr(light)
    angle, sigma = np.arctan2(gy, gx), 7 * unit
    energy = np.minimum(gx * gx + gy * gy, 0.06**2)  # capped, or one strong edge decides
    density = gaussian(energy, sigma) + 1e-6
    agreement = [
        np.hypot(
            gaussian(energy * np.cos(n * angle), sigma), gaussian(energy * np.sin(n * angle), sigma)
        )
        for n in (2, 4)
    ]
    return np.maximum(*agreement) / density * smoothstep(0.00002, 0.0002, density)


def _roughness(light: Array, unit: float) -> Array:
    """Local contrast of fine detail; single edges are eroded away."""
    detail = np.minimum(np.abs(light - gaussian(light, 2 * unit)), 0.08)
    rms = np.sqrt(gaussian(detail * detail, 3 * unit))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (odd(7 * unit, 3),) * 2)
    return gaussian(cv2.erode(rms, kernel), 2.5 * unit)


def find_texture(lab: Array, person: Array, sky: Array, unit: float) -> tuple[Array, Array, Array]:
    """(foliage, structure, texture), measured at half size."""
    height, width = sky.shape
    light = resize(np.ascontiguousarray(lab[..., 0]), width // 2, height // 2)
    rough, coherence = (
        cv2.resize(z, (width, height))
        for z in (_roughness(light, unit / 2), _coherence(light, unit / 2))
    )
    _, C, H = polar(np.dstack([lab[..., 0], *(gaussian(lab[..., i], 4 * unit) for i in (1, 2))]))
    natural = np.maximum(near_hue(H, 115, 45), 1 - smoothstep(0.02, 0.06, C))
    natural = 0.2 + 0.8 * natural * (1 - 0.85 * near_hue(H, 255, 35) * smoothstep(0.008, 0.02, C))
    foliage = smoothstep(0.007, 0.025, rough) * (1 - smoothstep(0.36, 0.62, coherence))
    foliage = (foliage * natural * (1 - person) * (1 - sky)).astype(np.float32)
    structure = np.maximum(coherence, 0.62 * (1 - natural)).astype(np.float32)
    return foliage, structure, smoothstep(0.006, 0.02, rough)
