"""Small painted additions of the moods: sun, moon, stars, lit windows, leaves, snow, rain."""

from collections.abc import Iterable

import cv2
import numpy as np

from pipeline.model.painting.plate.colour import mix, near_hue, polar
from pipeline.model.painting.plate.filters import Array, disc, fbm, gaussian, odd, smoothstep
from pipeline.model.painting.plate.scene import Scene
from pipeline.model.painting.plate.sky import find_horizon

Rng = np.random.Generator


def _off_faces(mask: Array, scene: Scene) -> Array:
    return mask * (1 - 0.85 * scene.face)


def _spots(
    shape: tuple[int, int], x: Iterable[float], y: Iterable[float], radius: Iterable[float]
) -> Array:
    """Soft discs (H, W) 0..1 at (x, y)."""
    mask = np.zeros(shape, np.uint8)
    for px, py, r in zip(x, y, radius, strict=True):
        centre = int(px * 16), int(py * 16)
        cv2.circle(mask, centre, max(8, int(r * 16)), 255, -1, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255


def _halo(shape: tuple[int, int], x: float, y: float, radius: float) -> Array:
    """Light around a point that halves about every `radius` pixels."""
    row, column = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return 1 / (1 + ((column - x) ** 2 + (row - y) ** 2) / radius**2)


def skyline(scene: Scene) -> Array:
    """A thin band below the sky's lower border: roofs, ridges and branches under the sky."""
    drop = max(2, round(5 * scene.unit))
    lowered = np.zeros_like(scene.sky)
    lowered[drop:] = scene.sky[:-drop]
    return gaussian(np.clip(lowered - scene.sky, 0, 1), 0.8 * scene.unit)


def sun(lab: Array, scene: Scene, rng: Rng) -> Array:
    """A low sun and its glow, wherever there is sky; light spills over what is near."""
    horizon = find_horizon(scene.sky)
    if horizon is None:
        return side_glow(lab, scene, rng)
    height, width = scene.sky.shape
    x, y = width * rng.uniform(0.15, 0.85), horizon * rng.uniform(0.72, 0.88)
    glow = 0.55 * _halo((height, width), x, y, 60 * scene.unit)
    out = mix(lab, (0.93, 0.035, 0.13), glow * (0.25 + 0.75 * scene.sky))
    disc_ = gaussian(_spots((height, width), [x], [y], [17 * scene.unit]), 0.8 * scene.unit)
    return mix(out, (0.98, 0.004, 0.075), disc_ * scene.sky)


def side_glow(lab: Array, scene: Scene, rng: Rng) -> Array:
    """Warm light that enters from the upper left or right."""
    height, width = scene.sky.shape
    x = rng.choice([-0.1, 1.1]) * width
    glow = 0.34 * _halo((height, width), x, 0.1 * height, 0.45 * width)
    return mix(lab, (0.93, 0.03, 0.12), _off_faces(glow, scene))


def moon(lab: Array, scene: Scene, rng: Rng) -> Array:
    """A full or crescent moon with a faint ring."""
    horizon = find_horizon(scene.sky)
    if horizon is None:
        return lab
    shape, radius = scene.sky.shape, 15 * scene.unit
    x, y = shape[1] * rng.uniform(0.15, 0.85), horizon * rng.uniform(0.2, 0.5)
    face = _spots(shape, [x], [y], [radius])
    if rng.random() < 0.5:
        face = face * (1 - _spots(shape, [x + 0.5 * radius], [y - 0.2 * radius], [0.95 * radius]))
    out = mix(lab, (0.62, -0.01, -0.05), 0.5 * _halo(shape, x, y, 28 * scene.unit) * scene.sky)
    return mix(out, (0.96, 0.0, 0.045), gaussian(face, 0.6 * scene.unit) * scene.sky)


def stars(lab: Array, scene: Scene, rng: Rng) -> Array:
    """Stars of many sizes, fewer towards the horizon, and a faint milky band."""
    horizon = find_horizon(scene.sky)
    if horizon is None:
        return lab
    shape = scene.sky.shape
    band = smoothstep(0.1, 0.7, fbm(shape, rng, 4, 5)) * 0.16 * scene.sky
    sparkle = np.zeros(shape, np.float32)
    for count, size, strength in ((170, 0.4, 0.45), (26, 0.9, 0.8), (5, 1.5, 1.0)):
        x, y = rng.random(count) * shape[1], rng.random(count) ** 1.4 * horizon
        layer = _spots(shape, x, y, np.full(count, size * scene.unit))
        sparkle = np.maximum(sparkle, strength * layer)
    sparkle = np.clip(sparkle + gaussian(sparkle, 2.5 * scene.unit), 0, 1)
    out = mix(lab, (0.50, 0.0, -0.085), band)
    return mix(out, (0.95, 0.0, 0.02), sparkle * smoothstep(0.6, 1, scene.sky))


def _walls(scene: Scene, around: int) -> tuple[Array, Array]:
    """The picture's light with dark details filled in, and where that looks like a plain wall."""
    light = cv2.morphologyEx(
        np.ascontiguousarray(scene.graded[..., 0]), cv2.MORPH_CLOSE, disc(around)
    )
    _, C, H = polar(gaussian(scene.graded, 3 * scene.unit))
    colourful = smoothstep(0.05, 0.08, C) * (1 - 0.7 * near_hue(H, 50, 30))  # brick is a wall
    colourful = np.maximum(colourful, near_hue(H, 135, 35) * smoothstep(0.02, 0.04, C))
    plain = (colourful < 0.5) & (light > 0.45) & (scene.sky < 0.2) & (scene.masks.person < 0.3)
    return light, plain


def _window_panes(scene: Scene) -> list[tuple[Array, tuple[slice, slice]]]:
    """Dark upright rectangles in plain walls: (mask, place) of each likely window."""
    unit, light = scene.unit, scene.graded[..., 0]
    wall, plain = _walls(scene, odd(9 * unit))
    dark = (wall - light > 0.10) & plain & (light < 0.62)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    panes = []
    for label in range(1, count):
        x, y, w, h, area = stats[label]
        right_size = 12 * unit**2 < area < 700 * unit**2
        if right_size and area > 0.6 * w * h and 0.9 < h / w < 4:
            place = slice(y, y + h), slice(x, x + w)
            panes.append((labels[place] == label, place))
    return panes


def _lamps(scene: Scene) -> Array:
    """Warm and very bright spots of the photograph, (H, W) 0..1."""
    L, C, H = polar(scene.graded)
    bright = smoothstep(0.86, 0.97, L) * near_hue(H, 75, 40) * smoothstep(0.04, 0.09, C)
    return bright * (1 - scene.sky) * (1 - scene.skin) * (1 - scene.masks.person)


def lit_windows(lab: Array, scene: Scene, rng: Rng) -> Array:
    """Warm light in most windows, and wherever the photograph itself was brightly lit."""
    lamps, panes = _lamps(scene), _window_panes(scene)
    if len(panes) >= 12:  # fewer are rather eyes, holes or shadows than windows
        for shape, place in panes:
            if rng.random() < 0.75:
                lamps[place] = np.maximum(lamps[place], shape * rng.uniform(0.7, 1.0))
    lamps = gaussian(lamps.astype(np.float32), 0.6 * scene.unit)
    glow = np.clip(0.8 * gaussian(lamps, 8 * scene.unit), 0, 1) * (1 - 0.6 * scene.sky)
    return mix(mix(lab, (0.78, 0.05, 0.12), glow), (0.86, 0.030, 0.125), 0.95 * lamps)


def _flakes(scene: Scene, rng: Rng, count: int, size: float) -> Array:
    """Discs of mixed size over the whole picture: many small, few large."""
    shape = scene.sky.shape
    radius = scene.unit * size * (0.35 + 0.65 * rng.random(count) ** 3)
    x, y = rng.random(count) * shape[1], rng.random(count) * shape[0]
    return _spots(shape, x, y, radius)


def snowfall(lab: Array, scene: Scene, rng: Rng) -> Array:
    """Near, soft flakes and far, fine ones."""
    far = 0.6 * _flakes(scene, rng, 420, 1.6)
    near = 0.8 * gaussian(_flakes(scene, rng, 80, 4.4), 1.2 * scene.unit)
    return mix(lab, (0.985, -0.002, -0.006), _off_faces(np.maximum(far, near), scene))


def _leaf_shapes(scene: Scene, rng: Rng, count: int, size: float) -> Array:
    """Small tumbling ovals (H, W) 0..1."""
    height, width = scene.sky.shape
    mask = np.zeros((height, width), np.uint8)
    for _ in range(count):
        centre = int(rng.random() * width * 16), int(rng.random() * height * 16)
        long = scene.unit * size * rng.uniform(0.5, 1.0)
        axes = max(16, int(long * 16)), max(8, int(long * rng.uniform(0.25, 0.6) * 16))
        cv2.ellipse(mask, centre, axes, rng.uniform(0, 360), 0, 360, 255, -1, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255


def falling_leaves(lab: Array, scene: Scene, rng: Rng) -> Array:
    """A few leaves in the wind."""
    for colour in ((0.70, 0.06, 0.12), (0.62, 0.12, 0.09), (0.78, 0.02, 0.13)):
        lab = mix(lab, colour, 0.92 * _off_faces(_leaf_shapes(scene, rng, 16, 4.8), scene))
    return lab


def petals(lab: Array, scene: Scene, rng: Rng) -> Array:
    """Cherry petals in the air."""
    for colour in ((0.90, 0.045, 0.004), (0.82, 0.080, 0.004)):
        lab = mix(lab, colour, 0.92 * _off_faces(_leaf_shapes(scene, rng, 26, 3.0), scene))
    return lab


def wet_ground(lab: Array, scene: Scene, rng: Rng) -> Array:
    """The lower ground mirrors what stands above it, smeared downwards."""
    height = lab.shape[0]
    row = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    masks = scene.masks
    flat = (1 - masks.person) * (1 - 0.7 * masks.foliage) * (1 - scene.sky)
    ripple = 0.65 + 0.35 * smoothstep(-0.2, 0.3, fbm(lab.shape[:2], rng, 40, 2))
    mirror = cv2.blur(lab, (odd(2 * scene.unit), odd(46 * scene.unit)))
    mirror = np.roll(mirror, round(0.12 * height), 0)
    mirror[..., 0] = mirror[..., 0] * 0.85 + 0.13
    return mix(lab, mirror, 0.5 * smoothstep(0.62, 0.9, row) * flat * ripple)


def haze(lab: Array, scene: Scene, rng: Rng) -> Array:
    """Grey air that thickens towards the horizon, in drifting veils."""
    height, width = scene.sky.shape
    horizon = find_horizon(scene.sky) or 0.35 * height
    row = np.arange(height, dtype=np.float32)[:, None]
    band = np.exp(-(((row - horizon) / (0.22 * height)) ** 2))
    veil = 0.8 + 0.5 * fbm((height, width), rng, 5, 3)
    amount = 0.38 * band * veil * (1 - 0.85 * scene.masks.person)
    return mix(lab, (0.74, -0.010, -0.020), np.clip(amount, 0, 0.6))


def rainfall(lab: Array, scene: Scene, rng: Rng) -> Array:
    """Thin slanted streaks, far ones short and faint."""
    shape, slant = scene.sky.shape, rng.uniform(-0.22, 0.22)
    streaks = np.zeros(shape, np.float32)
    for count, length, strength in ((330, 16, 0.28), (110, 34, 0.42)):
        layer = np.zeros(shape, np.uint8)
        for x, y, stretch in rng.random((3, count)).T:
            long = length * scene.unit * (0.6 + 0.8 * stretch)
            x0, y0 = x * shape[1], y * shape[0] * 1.1 - long
            start, end = (
                (int(x0 * 16), int(y0 * 16)),
                (int((x0 + slant * long) * 16), int((y0 + long) * 16)),
            )
            cv2.line(layer, start, end, 255, max(1, round(scene.unit)), cv2.LINE_AA, 4)
        streaks = np.maximum(streaks, strength * layer.astype(np.float32) / 255)
    return mix(lab, (0.90, -0.006, -0.014), _off_faces(streaks, scene))
