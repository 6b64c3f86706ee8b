"""Painted skies: a gradient and seeded cumulus, laid into the photograph's own sky."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from pipeline.model.painting.plate.colour import mix
from pipeline.model.painting.plate.filters import Array, fbm, gaussian, smoothstep

Colour = tuple[float, float, float]  # OKLab


@dataclass(frozen=True)
class SkyColours:
    """The gradient's colours from the zenith to the horizon, and the clouds' from shade to light.

    `own` skies keep a photograph's blue and its clouds; the others are repainted whole. `cover`
    is the opacity of painted clouds, 0 for none.
    """

    gradient: tuple[Colour, Colour, Colour, Colour]
    clouds: tuple[Colour, Colour, Colour]
    own: bool = False
    cover: float = 1.0


STOPS = (0.0, 0.45, 0.8, 1.0)  # where the gradient's colours stand between zenith and horizon


class Puff(NamedTuple):
    """One ball of a cloud: centre and radius in pixels; level 0 is the cloud's core."""

    x: float
    y: float
    radius: float
    level: int

    def bud(self, angle: float, reach: float, radius: float) -> "Puff":
        """A smaller puff on this one's surface."""
        x = self.x + math.cos(angle) * self.radius * reach
        y = self.y + math.sin(angle) * self.radius * reach
        return Puff(x, y, radius, self.level + 1)


def _puffs(x: float, base: float, size: float, rng: np.random.Generator) -> list[Puff]:
    """Puffs on puffs on puffs over a flat base, from the far (high) to the near (low)."""
    count, lean, puffs = int(rng.integers(4, 7)), rng.normal(0, 0.25), []
    for k in range(count):
        along = (k + 0.5) / count * 2 - 1
        radius = size * (0.62 - 0.34 * abs(along - lean) + 0.12 * rng.random())
        y = base - radius * (0.45 + 0.35 * rng.random())
        puffs.append(Puff(x + along * size * 1.35, y, max(radius, size * 0.2), 0))
    for core in puffs[:count]:
        for _ in range(6):
            angle = -math.pi / 2 + rng.normal(0, 0.85)
            bump = core.bud(angle, 0.85, core.radius * (0.38 + 0.26 * rng.random()))
            puffs.append(bump)
            for _ in range(3):
                tilt = angle + rng.normal(0, 0.8)
                puffs.append(bump.bud(tilt, 0.9, bump.radius * (0.35 + 0.25 * rng.random())))
    return sorted(puffs, key=lambda puff: puff.y + 0.35 * puff.radius)


class Canvas(NamedTuple):
    """Where clouds are painted: pixel positions (H, W) with a wobble that makes edges painterly.

    All around is a margin of `pad` pixels, so that a wobble never shows the border.
    """

    x: Array
    y: Array
    pad: int


def _cloud(canvas: Canvas, x: float, base: float, size: float, puffs: list[Puff]) -> Array:
    """Opacity and light (2, H, W) in 0..1 of one cloud lit from the upper left."""
    height, width = canvas.x.shape
    opacity, light = np.zeros((2, height, width), np.float32)
    margin = canvas.pad * 0.5
    for px, py, r, level in puffs:
        columns = slice(int(max(0, px - r + margin)), int(min(width, px + r + 3 * margin)))
        rows = slice(int(max(0, py - r + margin)), int(min(height, py + r + 3 * margin)))
        if columns.stop - columns.start < 3 or rows.stop - rows.start < 3:
            continue
        gx, gy = canvas.x[rows, columns], canvas.y[rows, columns]
        dx, dy = (gx - px) / r, (gy - py) / r
        softness = 1.3 + 1.2 * (level == 0) + 0.12 * r
        cover = np.clip((1 - np.sqrt(dx * dx + dy * dy)) * r / softness, 0, 1)
        height_in_cloud = np.clip((base - gy) / (1.7 * size), 0, 1)
        side = np.clip((gx - x) / (1.6 * size), -1, 1)
        lit = 0.48 * (0.52 - 0.26 * dx - 0.50 * dy) + 0.52 * (0.08 + height_in_cloud - 0.16 * side)
        under = light[rows, columns]
        painted = opacity[rows, columns] > 0.02
        light[rows, columns] = np.where(painted, under * (1 - cover) + lit * cover, lit)
        opacity[rows, columns] = np.maximum(opacity[rows, columns], cover)
    return np.stack([opacity, light])


def cumulus(
    height: int, width: int, horizon: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Two to four fair-weather clouds above the row `horizon`: opacity and light, (H, W) 0..1."""
    scale = min(math.sqrt(height * width), 2.2 * horizon)
    pad = int(0.06 * scale) + 4
    shape = height + 2 * pad, width + 2 * pad
    wobble_y, wobble_x = (fbm(shape, rng, 18) * 0.012 * scale for _ in range(2))
    row, column = np.mgrid[-pad : height + pad, -pad : width + pad].astype(np.float32)
    canvas = Canvas(column + wobble_x, row + wobble_y, pad)
    opacity: Array = np.zeros(shape, np.float32)
    light: Array = np.zeros(shape, np.float32)
    for base, size, x in sorted(_cloud_plan(width, horizon, rng)):
        size = min(0.15 * scale * size, base * 0.5)
        alpha, lit = _cloud(canvas, x, base, size, _puffs(x, base, size, rng))
        alpha *= smoothstep(0, 1, (base - row + wobble_y * 1.1) / (size * 0.22))  # the flat base
        light = light * (1 - alpha) + lit * alpha
        opacity = opacity + alpha * (1 - opacity)
    opacity, light = (z[pad:-pad, pad:-pad] for z in (opacity, light))
    light = light / np.maximum(opacity, 0.2) + fbm((height, width), rng, 24, 3) * 0.04
    return opacity, 0.5 * smoothstep(0.22, 0.42, light) + 0.5 * smoothstep(0.46, 0.72, light)


def _cloud_plan(
    width: int, horizon: float, rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    """(base row, relative size, column) of each cloud; small ones float anywhere."""
    count = int(rng.integers(2, 5))
    columns, plan = (np.arange(count) + 0.1 + rng.random(count) * 0.8) / count * width, []
    for x in columns:
        size = float(rng.choice([0.45, 0.75, 1.15, 1.7], p=[0.2, 0.3, 0.3, 0.2]))
        spread = 0.5 * rng.random() * (0.4 + 0.6 * min(size, 1.2) / 1.2)
        plan.append((horizon * (0.95 - spread), size, x))
    return plan


def cloud_colour(light: Array, colours: SkyColours) -> Array:
    """Three soft tones, OKLab (H, W, 3), by light 0..1."""
    tones = np.array(colours.clouds, np.float32)
    channels = [np.interp(light, (0, 0.5, 1), tones[:, i]) for i in range(3)]
    return np.dstack(channels).astype(np.float32)


def _gradient(height: int, width: int, horizon: float, colours: SkyColours) -> Array:
    down = np.clip(np.arange(height) / horizon, 0, 1) ** 1.25
    stops = np.array(colours.gradient, np.float32)
    column = np.stack([np.interp(down, STOPS, stops[:, i]) for i in range(3)], -1)
    return np.repeat(column[:, None], width, 1).astype(np.float32)


def _brushed(gradient: Array, rng: np.random.Generator) -> Array:
    """The gradient with faint, wide horizontal strokes."""
    height, width = gradient.shape[:2]
    strokes = fbm((max(8, height // 2), max(8, width // 6)), rng, 10, 3)
    strokes = cv2.resize(strokes, (width, height), interpolation=cv2.INTER_CUBIC)
    out = gradient.copy()
    out[..., 0] += 0.016 * strokes
    out[..., 1:] *= 1 - 0.10 * strokes[..., None]
    return out


class SkyState(NamedTuple):
    """What the photograph's sky is like, 0..1: overcast or blown out, full of its own clouds."""

    overcast: float
    textured: float
    clouded: float


def _state(lab: Array, chroma: Array, sky: Array, horizon: float) -> SkyState:
    light, size, inside = lab[..., 0], max(sky.shape), sky > 0.5
    texture = float(np.std((light - gaussian(light, 0.02 * size))[inside]))
    overcast = 1 - float(smoothstep(0.035, 0.08, np.median(chroma[inside])))
    white = (chroma < 0.045) & (light > 0.72) & (gaussian(sky, 0.033 * size) > 0.02)
    clouded = float(white[: int(horizon)].mean()) * (1 - overcast)
    return SkyState(overcast, float(smoothstep(0.012, 0.04, texture)), clouded)


def find_horizon(sky: Array) -> float | None:
    """The sky's lowest row, at most .62 of the height; None without a sky worth painting."""
    rows = np.where(sky > 0.5)[0]
    if (sky.mean(1) > 0.08).sum() < 12 or not len(rows):
        return None
    height = sky.shape[0]
    return float(np.clip(np.percentile(rows, 97), 8, 0.62 * height))


def _own_clouds(lab: Array, chroma: Array, state: SkyState, colours: SkyColours) -> tuple:
    """The photograph's clouds in the sky's colours: (OKLab, opacity)."""
    light = smoothstep(0.70, 0.95, lab[..., 0])
    white = (1 - smoothstep(0.025, 0.06, chroma)) * smoothstep(0.62, 0.8, lab[..., 0])
    return cloud_colour(light, colours), white * (1 - state.overcast)


def with_same_blue(lab: Array, sky: Array) -> Array:
    """The sky matte with what has a blue sky's own colour above its horizon: among branches."""
    horizon, inside = find_horizon(sky), sky > 0.5
    if horizon is None:
        return sky
    light, a, b = (float(np.median(lab[..., i][inside])) for i in range(3))
    if math.hypot(a, b) < 0.04:
        return sky
    distance = np.hypot(lab[..., 1] - a, lab[..., 2] - b)
    alike = (1 - smoothstep(0.03, 0.06, distance)) * (lab[..., 0] > light - 0.15)
    above = 1 - smoothstep(horizon, 1.4 * horizon, np.arange(len(sky)))[:, None]
    return np.maximum(sky, alike * above)


def paint_sky(
    lab: Array, sky: Array, sure: float, colours: SkyColours, rng: np.random.Generator
) -> Array:
    """The picture (H, W, 3) with its sky repainted; unchanged where `sure` is below .15.

    `sky` is the refined matte. Below .62 of the height "sky" is rather water or snow.
    """
    horizon = find_horizon(sky)
    if horizon is None or sure < 0.15:
        return lab
    height, width = sky.shape
    if horizon >= 0.62 * height:
        row = np.arange(height, dtype=np.float32)
        sky = sky * (1 - smoothstep(0.56 * height, 0.72 * height, row))[:, None]
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    state = _state(lab, chroma, sky, horizon)
    gradient = _brushed(_gradient(height, width, horizon, colours), rng)
    out, clouds = _lay_gradient(lab, gradient, chroma, sky, sure, state, colours)
    if clouds > 0.25 and horizon > 0.16 * height:
        opacity, light = cumulus(height, width, horizon, rng)
        amount = opacity * sky * min(1.0, clouds * 1.25)
        out = mix(out, cloud_colour(light, colours), amount)
    return out


def _lay_gradient(
    lab: Array,
    gradient: Array,
    chroma: Array,
    sky: Array,
    sure: float,
    state: SkyState,
    colours: SkyColours,
) -> tuple[Array, float]:
    """The picture with the gradient in its sky, and how opaque painted clouds may be."""
    room = 1 - float(smoothstep(0.10, 0.30, state.clouded))
    clouds = colours.cover * (1 - 0.85 * state.textured * (1 - state.overcast)) * room
    if not colours.own:
        own, white = _own_clouds(lab, chroma, state, colours)
        return mix(lab, mix(gradient, own, white), sky), clouds
    amount: Array | float = sure * (0.85 * state.overcast + 0.38 * (1 - state.overcast))
    if state.overcast < 0.5:  # real clouds stay: only the blue takes the gradient
        amount = amount * smoothstep(0.03, 0.07, chroma)
    return mix(lab, gradient, sky * amount), clouds * sure
