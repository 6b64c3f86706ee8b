"""The moods a painting can have: each a sky, a light, and a few painted things."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from pipeline.model.painting.plate import weather
from pipeline.model.painting.plate.colour import from_polar, mix, near_hue, polar, turn
from pipeline.model.painting.plate.filters import Array, disc, fbm, gaussian, smoothstep
from pipeline.model.painting.plate.scene import Scene
from pipeline.model.painting.plate.sky import SkyColours

Step = Callable[[Array, Scene, np.random.Generator], Array]  # OKLab picture -> OKLab picture


@dataclass(frozen=True)
class Light:
    """The colour of the light: lightness is led to `median` and scaled in contrast.

    `shade` and `lit` are OKLab tints (a, b) added in dark and light parts.
    """

    median: float | None = None
    contrast: float = 1.0
    chroma: float = 1.0
    shade: tuple[float, float] = (0.0, 0.0)
    lit: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Mood:
    """`recolour` runs under the brush strokes, `finish` over the ink."""

    sky: SkyColours
    light: Light = field(default_factory=Light)
    recolour: tuple[Step, ...] = ()
    finish: tuple[Step, ...] = ()
    ink: tuple[float, float, float] = (0.25, 0.02, 0.014)  # brown


def relight(lab: Array, light: Light, skin: Array) -> Array:
    """The picture under another light; skin (H, W) takes two thirds of it and never brightens."""
    L = lab[..., 0]
    median = float(np.clip(np.median(L), 0.05, 0.95))
    target = median if light.median is None else min(light.median, median)
    out = lab.copy()
    out[..., 0] = np.clip(target * (L / median) ** light.contrast, 0, 1)
    lit = smoothstep(0.25, 0.85, L)
    for i in (0, 1):
        tint = light.shade[i] + (light.lit[i] - light.shade[i]) * lit
        out[..., 1 + i] = lab[..., 1 + i] * light.chroma + tint
    out = mix(lab, out, 1 - skin / 3)
    out[..., 0] = np.where(skin > 0.3, np.minimum(out[..., 0], L), out[..., 0])
    return out


def _greens(lab: Array, scene: Scene) -> Array:
    """How much each pixel is leaf or grass, (H, W) 0..1."""
    _, C, H = polar(lab)
    green = near_hue(H, 125, 32) * smoothstep(0.02, 0.05, C)
    return green * (1 - scene.sky) * (1 - scene.masks.person)


def _trees(scene: Scene) -> Array:
    """Leaves with depth between them, (H, W) 0..1: grass is as fine but has no dark gaps."""
    light, reach = np.ascontiguousarray(scene.graded[..., 0]), 6 * scene.unit
    depth = np.sqrt(np.maximum(gaussian(light**2, reach) - gaussian(light, reach) ** 2, 0))
    depth = cv2.erode(depth, disc(int(2 * reach)))  # a lone edge, of an animal on grass, is no tree
    deep = smoothstep(0.03, 0.058, gaussian(depth, reach))
    return gaussian(scene.masks.foliage, 4 * scene.unit) * deep


def autumn_leaves(lab: Array, scene: Scene, rng: np.random.Generator) -> Array:
    """Greens become ochre grass and, tree by tree, yellow, orange or crimson leaves."""
    L, C, _ = polar(lab)
    leafy = smoothstep(0.1, 0.5, _trees(scene))
    red = smoothstep(-0.3, 0.4, fbm(L.shape, rng, 9, 3)) * leafy
    hue = 90 - 12 * leafy - 40 * red
    chroma = np.maximum(C, 0.05 + 0.08 * smoothstep(0.15, 0.6, L)) * (0.9 + 0.3 * leafy)
    light = L + 0.04 * leafy * smoothstep(0.2, 0.5, L) - 0.13 * red * smoothstep(0.3, 0.7, L)
    return mix(lab, from_polar(light, chroma, hue), smoothstep(0.12, 0.55, _greens(lab, scene)))


def blossom(lab: Array, scene: Scene, rng: np.random.Generator) -> Array:
    """Fresh greens, with clouds of cherry blossom on the upper parts of trees."""
    L, C, H = polar(lab)
    green = _greens(lab, scene)
    fresh = from_polar(L + 0.03 * green, C * 1.05, H + green * turn(122 - H) * 0.5)
    crown = smoothstep(0.1, 0.4, gaussian(_trees(scene) * green, 3 * scene.unit))
    patches = smoothstep(-0.2, 0.08, fbm(L.shape, rng, 12, 4))
    row = np.linspace(0, 1, L.shape[0])[:, None]
    blooms = crown * patches * (1 - smoothstep(0.72, 0.92, row))
    lit = smoothstep(0.2, 0.75, L)
    return mix(fresh, from_polar(0.58 + 0.35 * lit, 0.090 - 0.050 * lit, 0 * L + 358), blooms)


def _below_sky(scene: Scene) -> Array:
    """(H, W) 0..1: what lies clearly below the sky in its own column."""
    height = scene.sky.shape[0]
    covered = np.cumsum(scene.sky[::-1] > 0.5, 0)[::-1] > 0  # there is sky further down
    depth = np.cumsum(~covered, 0).astype(np.float32) / height
    return gaussian(smoothstep(0.04, 0.14, depth), 3 * scene.unit)


def snow_cover(lab: Array, scene: Scene, rng: np.random.Generator) -> Array:
    """Snow on grass, earth and leaves, blue in the shade, and along the skyline's edges."""
    L, C, H = polar(lab)
    masks = scene.masks
    earth = near_hue(H, 110, 35) * smoothstep(0.018, 0.05, C) * (1 - 0.6 * masks.structure)
    # Sand, rock and roads too, where no wall stands: under a sky, and below its border.
    ground = smoothstep(0.02, 0.08, float(scene.sky.mean())) * _below_sky(scene)
    walls = smoothstep(0.25, 0.45, gaussian(masks.structure, 8 * scene.unit))
    bare = near_hue(H, 65, 60) * (1 - walls) * ground
    earth = np.maximum(earth, gaussian(bare.astype(np.float32), 3 * scene.unit))
    clumps = gaussian(np.ascontiguousarray(L), 1.5 * scene.unit)
    leaves = masks.foliage * smoothstep(0.32, 0.72, clumps)
    cover = smoothstep(0.08, 0.45, np.maximum(earth * smoothstep(0.2, 0.45, L), leaves))
    drift = smoothstep(-0.6, 0.1, fbm(L.shape, rng, 30, 3))
    cover = np.maximum(cover * (0.85 + 0.15 * drift), weather.skyline(scene) * drift)
    cover = cover * (1 - masks.person) * (1 - scene.sky)
    lit = smoothstep(0.20, 0.80, L)
    snow = np.dstack([0.61 + 0.33 * lit, -0.014 + 0.014 * lit, -0.050 + 0.054 * lit])
    return mix(lab, snow, 0.94 * cover)


NOON_SKY = SkyColours(
    gradient=(
        (0.60, -0.050, -0.112),
        (0.71, -0.052, -0.090),
        (0.83, -0.038, -0.050),
        (0.93, -0.012, 0.004),
    ),
    clouds=((0.80, -0.016, -0.046), (0.915, -0.006, -0.014), (0.985, 0.001, 0.014)),
    own=True,
)

MOODS: dict[str, Mood] = {
    "noon": Mood(NOON_SKY),
    "golden hour": Mood(
        SkyColours(
            gradient=(
                (0.70, -0.030, -0.062),
                (0.80, -0.016, -0.020),
                (0.89, 0.008, 0.050),
                (0.93, 0.018, 0.090),
            ),
            clouds=((0.76, 0.018, 0.005), (0.89, 0.016, 0.050), (0.975, 0.004, 0.045)),
        ),
        Light(0.64, 1.08, 1.0, shade=(0.008, -0.006), lit=(0.014, 0.052)),
        finish=(weather.side_glow,),
    ),
    "sunset": Mood(
        SkyColours(
            gradient=(
                (0.46, 0.012, -0.100),
                (0.60, 0.060, -0.050),
                (0.74, 0.085, 0.055),
                (0.86, 0.035, 0.120),
            ),
            clouds=((0.48, 0.050, -0.055), (0.66, 0.085, 0.010), (0.86, 0.060, 0.070)),
        ),
        Light(0.50, 1.12, 0.85, shade=(0.012, -0.045), lit=(0.046, 0.045)),
        recolour=(weather.sun,),
        ink=(0.18, 0.025, -0.02),
    ),
    "night": Mood(
        SkyColours(
            gradient=(
                (0.20, -0.005, -0.070),
                (0.27, -0.010, -0.090),
                (0.36, -0.018, -0.095),
                (0.46, -0.030, -0.080),
            ),
            clouds=((0.26, -0.008, -0.070), (0.36, -0.012, -0.070), (0.50, -0.015, -0.055)),
            cover=0.8,
        ),
        Light(0.36, 1.2, 0.45, shade=(-0.006, -0.055), lit=(-0.014, -0.052)),
        recolour=(weather.stars, weather.moon),
        finish=(weather.lit_windows,),
        ink=(0.10, 0.0, -0.03),
    ),
    "autumn": Mood(
        SkyColours(NOON_SKY.gradient, NOON_SKY.clouds, own=True),
        Light(0.66, 1.0, 1.0, shade=(0.006, 0.004), lit=(0.012, 0.028)),
        recolour=(autumn_leaves,),
        finish=(weather.falling_leaves,),
    ),
    "winter": Mood(
        SkyColours(
            gradient=(
                (0.74, -0.022, -0.052),
                (0.81, -0.018, -0.038),
                (0.88, -0.010, -0.020),
                (0.93, -0.004, -0.004),
            ),
            clouds=((0.80, -0.008, -0.026), (0.88, -0.005, -0.014), (0.95, -0.001, -0.002)),
        ),
        Light(0.68, 1.0, 0.64, shade=(-0.010, -0.030), lit=(-0.006, -0.014)),
        recolour=(snow_cover,),
        finish=(weather.snowfall,),
    ),
    "spring": Mood(
        SkyColours(
            gradient=(
                (0.70, -0.045, -0.085),
                (0.79, -0.042, -0.062),
                (0.87, -0.026, -0.034),
                (0.94, -0.004, 0.006),
            ),
            clouds=((0.84, 0.004, -0.026), (0.93, 0.006, -0.006), (0.985, 0.002, 0.008)),
            own=True,
        ),
        recolour=(blossom,),
        finish=(weather.petals,),
    ),
    "rain": Mood(
        SkyColours(
            gradient=(
                (0.55, -0.012, -0.028),
                (0.63, -0.012, -0.026),
                (0.72, -0.010, -0.020),
                (0.80, -0.008, -0.012),
            ),
            clouds=((0.50, -0.010, -0.028), (0.60, -0.010, -0.024), (0.72, -0.008, -0.018)),
            cover=0.7,
        ),
        Light(0.52, 0.9, 0.50, shade=(-0.010, -0.022), lit=(-0.010, -0.014)),
        recolour=(weather.wet_ground,),
        finish=(weather.haze, weather.rainfall),
        ink=(0.2, -0.005, -0.015),
    ),
}


TIMES = {"noon": "noon", "morning": "golden hour", "sunset": "sunset", "night": "night"}
MIST = Mood(MOODS["rain"].sky, Light(0.62, 0.85, 0.7), finish=(weather.haze,))


def mood_for(time: str, sky: str, season: str) -> Mood:
    """Of an hour, a weather ("clear", "rain", "mist") and a season, as `plan.mood.Mood` names them:
    the hour gives the light, unless it is noon; weather and season add what falls and lies."""
    base = MOODS[TIMES[time]]
    added = [MOODS[season]] if season in MOODS else []
    added += {"rain": [MOODS["rain"]], "mist": [MIST]}.get(sky, [])
    if sky != "clear":
        hidden = (weather.stars, weather.moon, weather.sun)
        base = replace(base, recolour=tuple(step for step in base.recolour if step not in hidden))
    if time == "noon" and added:
        base = replace(added[-1], recolour=(), finish=())
    parts = (base, *added)
    return replace(
        base,
        recolour=tuple(step for part in parts for step in part.recolour),
        finish=tuple(step for part in parts for step in part.finish),
    )
