"""Styles of a whole picture: what a gouache painting becomes as a watercolour, an ink sketch, ...

These are filters by rules: the decoder paints in gouache, with or without lines of ink, and the
canvas tells them where things, lines and materials are.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.model.painting.filters import (
    Array,
    blurred,
    calmed,
    lerp,
    luminance,
    smooth,
    warped,
)
from pipeline.model.painting.guides import cell_of, guides

INKED = ("gouache", "pixel art")  # painted with lines of ink; the others draw their own, or none


@dataclass(frozen=True, slots=True)
class Cues:
    """ink (H, W): lines of things; things (H, W): where they are; materials (H, W): the land's, all
    0 where they are not known; brush: textures by name (`guides.textures`); time: the hour, a key
    of RAMPS."""

    ink: Array
    things: Array
    materials: Array
    brush: dict[str, Array]
    time: str


def styled(picture: Array, style: str, cues: Cues) -> Array:
    """(H, W, 3) in 0..1: the gouache picture as another style paints it.

    Raises KeyError for a style that there is not.
    """
    painters: dict[str, Callable[[Array, Cues], Array]] = {
        "gouache": lambda picture, _: picture, "watercolour": _watercolour,
        "ink sketch": _ink, "pixel art": _pixels, "flat poster": _poster, "crayon": _crayon,
    }  # fmt: skip
    painted = painters[style](np.clip(picture, 0, 1), cues)
    return np.clip(painted, 0, 1).astype(np.float32)


def _unit(picture: Array) -> int:
    return min(picture.shape[:2])


def _toned(lightness: Array, levels: int, soft: float) -> Array:
    """lightness (H, W) in 0..1, in `levels` steps with edges of `soft` of a step."""
    low = np.floor(lightness * levels)
    part = lightness * levels - low
    return (low + smooth(part, 0.5 - soft / 2, 0.5 + soft / 2)) / levels


def _contours(materials: Array, width: float) -> Array:
    """(H, W) in 0..1: lines of `width` pixels where one material meets another."""
    edge = np.zeros(materials.shape, np.float32)
    edge[1:] = materials[1:] != materials[:-1]
    edge[:, 1:] = np.maximum(edge[:, 1:], materials[:, 1:] != materials[:, :-1])
    return np.clip(blurred(edge, 0.45 * width) * width * 1.1, 0, 1)


def _outlines(cues: Cues, unit: int, width: float) -> Array:
    """(H, W) in 0..1: lines of things, and of the land where no thing hides it."""
    land = _contours(cues.materials, width * unit) * (1 - smooth(cues.things, 0.2, 0.8))
    return np.maximum(cues.ink, 0.6 * land)


# Watercolour: pigment thins the light of white paper (Bousseau et al., 2006).


def _watercolour(picture: Array, cues: Cues) -> Array:
    """Transparent washes: paper shines through, pigment gathers at edges and in the grain."""
    unit, brush = _unit(picture), cues.brush
    stray = 0.0022 * unit
    wet = warped(picture, brush["soft 2"] * stray, brush["soft 1"] * stray)
    wash = calmed(wet, 0.018 * unit, 0.09)
    lightness = luminance(wash)
    steps = _toned(np.clip(lightness + 0.020 * brush["soft 1"], 0.05, 1), 6, 0.22)
    steps = np.maximum(steps, 0.8 * lightness)
    wash = wash * (steps / np.maximum(lightness, 0.02))[..., None] ** 0.65
    grey = luminance(wash)[..., None]
    wash = np.clip(grey + (wash - grey) * 1.45, 0.03, 1)
    density = -np.log(np.clip(wash, 0.05, 0.985)) * (0.84 - 0.14 * (cues.time == "night"))
    flow = 1 + 0.11 * brush["soft 1"] + 0.05 * brush["soft 2"] + 0.055 * brush["fine 1"]
    amount = np.clip(flow, 0.4, 1.6) * (0.86 + _pigment(steps, cues, unit))
    painted = np.exp(-density * amount[..., None])
    pencil = 0.85 * _outlines(cues, unit, 0.0022) * smooth(brush["soft 2"], -2.0, 0.4)
    painted = lerp(painted, np.array([0.30, 0.28, 0.31], np.float32), pencil[..., None])
    return painted * np.array([1.0, 0.985, 0.95], np.float32)


def _pigment(lightness: Array, cues: Cues, unit: int) -> Array:
    """(H, W) how much more pigment dries along the edges of a wash, and less where two meet."""
    inner = blurred(lightness, 0.0022 * unit + 0.2) - blurred(lightness, 0.009 * unit)
    soft = blurred(cues.things, 0.004 * unit)
    rim = cues.things * (1 - smooth(soft, 0.55, 0.95))
    return np.clip(-5.0 * inner, -0.15, 0.55) + 0.60 * rim - 0.35 * _gap(cues.things, soft)


def _gap(things: Array, soft: Array) -> Array:
    """0..1 in a narrow band outside a silhouette; soft: the silhouette blurred."""
    return (1 - things) * smooth(soft, 0.06, 0.4) * (1 - smooth(soft, 0.4, 0.5))


# Ink sketch: pen lines and hatching over one grey wash, on warm paper.

PAPER = np.array([0.965, 0.935, 0.865], np.float32)
INK = np.array([0.16, 0.13, 0.14], np.float32)


def _ink(picture: Array, cues: Cues) -> Array:
    unit, brush = _unit(picture), cues.brush
    rising, falling = guides(*picture.shape[:2])[:2]
    wash = calmed(picture, 0.015 * unit, 0.10)
    tone = luminance(wash) * 0.86 + 0.015 * brush["soft 1"] + 0.17 - 0.14 * cues.things
    first = 0.15 * (1 - smooth(tone, 0.52, 0.58)) + 0.22 * (1 - smooth(tone, 0.26, 0.32))
    first = first * (1 + 0.22 * brush["soft 2"])
    paper = PAPER * (1 + 0.012 * brush["fine 1"] + 0.012 * brush["soft 1"])[..., None]
    color = lerp(paper, np.array([0.36, 0.38, 0.44], np.float32), np.clip(first, 0, 1)[..., None])
    hint = wash - luminance(wash)[..., None]
    color = color + 0.10 * hint * cues.things[..., None]
    press = 0.12 * brush["soft 2"] + 0.10 * brush["dabs 2"]
    dark = np.zeros_like(tone)
    for lines, level in ((rising, 0.52), (falling, 0.30)):
        need = np.clip((level - tone) * 3.2, -1, 1)
        stroke = smooth(lines + press, 0.95 - 0.8 * need, 1.35 - 0.8 * need)
        dark = np.maximum(dark, stroke * smooth(need, -0.02, 0.06))
    lines = np.clip(3.6 * _outlines(cues, unit, 0.0028), 0, 1)
    lines = lines * np.clip(0.92 + 0.25 * brush["soft 2"], 0.4, 1)
    dark = np.maximum(0.78 * dark, lines)
    return lerp(color, INK, (0.95 * dark)[..., None])


# Pixel art: cells of one colour from a reduced palette.

BAYER = np.array([[0, 1], [1, 0]], np.float32) - 0.5


def _pixels(picture: Array, cues: Cues) -> Array:
    cell = cell_of(_unit(picture))
    things = cues.things[..., None]
    share = _celled(things, cell)
    thing = _celled(picture * things, cell) / np.maximum(share, 0.05)
    calm = calmed(picture, 0.012 * _unit(picture), 0.06)
    land = _celled(calm * (1 - things), cell) / np.maximum(1 - share, 0.05)
    solid = share[..., 0] > 0.5
    color = _reduced(np.clip(np.where(share > 0.5, thing, land), 0, 1))
    inside = np.pad(solid, 1, mode="edge")
    border = solid & ~(inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:])
    color = np.where(border[..., None], _reduced(color * np.array([0.42, 0.38, 0.50])), color)
    whole = np.repeat(np.repeat(color, cell, 0), cell, 1)
    return whole[: picture.shape[0], : picture.shape[1]].astype(np.float32)


def _celled(values: Array, cell: int) -> Array:
    """(H, W, C) -> the mean of each cell; cells over the edge repeat the border."""
    height, width = values.shape[:2]
    values = np.pad(values, ((0, -height % cell), (0, -width % cell), (0, 0)), mode="edge")
    rows, columns = values.shape[0] // cell, values.shape[1] // cell
    return values.reshape(rows, cell, columns, cell, -1).mean((1, 3))


def _reduced(color: Array) -> Array:
    """Colours of a fixed palette: few tones, mixed by a chequer of cells, and few hues."""
    rows, columns = color.shape[:2]
    mix = np.tile(BAYER, (rows // 2 + 1, columns // 2 + 1))[:rows, :columns]
    tone = luminance(color)
    steps = np.round(tone**0.8 * 10 + 0.26 * mix) / 10
    chroma = color - tone[..., None]
    chroma = np.round(chroma * 1.15 * 12) / 12
    return np.clip(np.clip(steps, 0, 1)[..., None] ** 1.25 + chroma, 0, 1)


# Flat poster: a few flat tones, pulled towards one ramp of inks for each hour.

RAMPS = {
    "noon": ((0.07, 0.17, 0.29), (0.09, 0.42, 0.46), (0.93, 0.62, 0.30), (0.99, 0.95, 0.84)),
    "morning": ((0.17, 0.18, 0.34), (0.52, 0.42, 0.55), (0.97, 0.70, 0.52), (1.00, 0.95, 0.82)),
    "sunset": ((0.17, 0.08, 0.26), (0.62, 0.18, 0.34), (0.98, 0.52, 0.26), (1.00, 0.88, 0.62)),
    "night": ((0.03, 0.05, 0.16), (0.10, 0.20, 0.42), (0.32, 0.52, 0.70), (0.98, 0.90, 0.62)),
}  # fmt: skip


def _poster(picture: Array, cues: Cues) -> Array:
    unit = _unit(picture)
    if cues.materials.any():
        picture = lerp(_flattened(picture, cues.materials), picture, cues.things[..., None])
    flat = calmed(picture, 0.010 * unit, 0.05)
    tone = luminance(flat)
    steps = _toned(np.clip(tone, 0, 1), 7, 0.06)
    flat = flat * (steps / np.maximum(tone, 0.02))[..., None] ** 0.7
    at = np.clip(steps, 0, 0.999) * 3
    ramp = np.array(RAMPS[cues.time], np.float32)
    low = at.astype(int)
    inks = lerp(ramp[low], ramp[low + 1], (at - low)[..., None])
    grey = luminance(flat)[..., None]
    share = 0.36 - 0.16 * cues.things[..., None]
    flat = lerp(np.clip(grey + (flat - grey) * 1.25, 0, 1), inks, share)
    return lerp(flat, ramp[3], _keyline(flat, cues, unit)[..., None])


def _keyline(flat: Array, cues: Cues, unit: int) -> Array:
    """(H, W) in 0..1: a narrow light band around things that are as light as what is behind."""
    things, tone = cues.things, luminance(flat)
    planes = np.stack([tone * things, things, tone * (1 - things), 1 - things], -1)
    inside, inner, outside, outer = np.moveaxis(blurred(planes, 0.012 * unit), -1, 0)
    contrast = np.abs(inside / np.maximum(inner, 0.02) - outside / np.maximum(outer, 0.02))
    gap = _gap(things, blurred(things, 0.0045 * unit))
    return np.clip(1.6 * gap, 0, 1) * 0.4 * (1 - smooth(contrast, 0.04, 0.16))


def _flattened(picture: Array, materials: Array) -> Array:
    """Each material in three flat tones about its mean."""
    unit = _unit(picture)
    out = np.zeros_like(picture)
    for material in np.unique(materials):
        part = materials == material
        weight = part.astype(np.float32)[..., None]
        soft = blurred(np.concatenate([picture * weight, weight], -1), 0.03 * unit)
        local = soft[..., :3] / np.maximum(soft[..., 3:], 1e-3)
        mean = picture[part].mean(0)
        off = luminance(local - mean)
        step = 0.085 * np.round(np.clip(off / 0.085, -2, 2))
        level = (
            mean + (local - mean) * (step / np.maximum(np.abs(off), 0.03) * np.sign(off))[..., None]
        )
        out[part] = level[part]
    return np.clip(out, 0, 1)


# Crayon: wax that catches on the paper's grain.


def _crayon(picture: Array, cues: Cues) -> Array:
    """Slanting strokes of wax, thin where a colour is pale, with firm dark outlines."""
    unit, brush = _unit(picture), cues.brush
    rising, falling = guides(*picture.shape[:2])[:2]
    stray = 0.0018 * unit
    color = warped(picture, brush["dabs 2"] * stray, brush["soft 2"] * stray)
    color = calmed(color, 0.018 * unit, 0.09)
    grey = luminance(color)[..., None]
    color = np.clip(grey + (color - grey) * 1.40, 0, 1)
    stroke = lerp(rising, falling, smooth(cues.things, 0.3, 0.7))
    stroke = 0.7 * stroke + 0.45 * brush["dabs 2"] + 0.4 * brush["soft 2"]
    grain = 0.8 * brush["fine 1"] + 0.6 * brush["fine 2"]
    need = 0.66 - 0.24 * grey[..., 0] + 0.16 * stroke + 0.09 * grain
    wax = smooth(need, 0.0, 0.70)
    waxed = np.clip(color * (1.04 - 0.05 * stroke + 0.02 * grain)[..., None], 0, 1)
    paper = PAPER * (1 + 0.01 * brush["fine 1"])[..., None]
    drawn = lerp(paper, waxed, (0.40 + 0.58 * wax)[..., None])
    lines = np.clip(2.6 * _outlines(cues, unit, 0.0050), 0, 1)
    lines = lines * smooth(0.66 + 0.26 * grain + 0.10 * brush["dabs 2"], 0.0, 0.7)
    dark = color * 0.34 + np.array([0.04, 0.02, 0.06], np.float32)
    return lerp(drawn, dark, (0.92 * lines)[..., None])
