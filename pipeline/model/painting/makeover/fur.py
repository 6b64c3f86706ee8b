"""A pet as animators draw one: fur in clumps that follow its own growth, and a clean outline."""

import numpy as np

from pipeline.model.painting.makeover.clothes import flattened
from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.strands import places, traced
from pipeline.model.painting.makeover.tones import edge, shifted
from pipeline.model.painting.plate.colour import from_oklab, mix, to_oklab
from pipeline.model.painting.plate.filters import (
    Array,
    Flow,
    edge_flow,
    gaussian,
    smooth_along,
    smoothstep,
)

COLORS = 12  # of a coat
FLOW, ALONG = 3.0, 4.5  # units: of the direction's smoothing, and of the coat's along itself
FINE = (0.010, 0.024)  # deviation of lightness from which fur begins, and is sure
LOST = (0.035, 0.075)  # lightness that smoothing changes where something is lost
SPACING, MOST = 75.0, 1300  # squared units a tuft; tufts
STEP, STEPS = 1.7, 6  # units of a tuft's step; steps each way
TUFT = (0.05, 0.6, 1.0, 0.8, 0.4, 0.05)  # width along a tuft
BROAD = 2.4  # units of its width
CONTOUR = np.array([0.19, 0.012, 0.012], np.float32)


def draw_fur(lab: Array, photo: Array, subject: Array, unit: float, strength: float) -> Array:
    """The picture (H, W, 3) with its subject (H, W) 0..1 drawn; photo: of its size. OKLab."""
    rows, columns = np.nonzero(subject > 0.5)
    if len(rows) < 400:
        return lab
    margin = int(12 * unit)
    window = (
        slice(max(0, rows.min() - margin), rows.max() + margin),
        slice(max(0, columns.min() - margin), columns.max() + margin),
    )
    seen, mask = photo[window], subject[window]
    light = np.ascontiguousarray(seen[..., 0])
    flow = edge_flow(light[..., None], FLOW * unit)
    coat = smooth_along(seen, flow, max(2, int(1.6 * ALONG * unit)), ALONG * unit)
    furry = _furry(light, unit) * (1 - _markings(light, coat[..., 0], unit)) * mask
    flat = flattened(coat, mask, COLORS, unit)
    out = lab.copy()
    amount = min(1.0, 0.25 + 0.85 * strength)
    out[window] = mix(lab[window], 0.65 * flat + 0.35 * coat, furry * amount)
    tufts = _tufts(coat, mask * (furry > 0.3), flow, unit)
    out[window] = to_oklab(tufts.over(from_oklab(out[window]), amount))
    line = edge(gaussian(mask, 1.1 * unit), 0.8 * unit)
    out[window] = mix(out[window], CONTOUR, 0.7 * strength * line * (1 - 0.6 * furry))
    return out


def _furry(light: Array, unit: float) -> Array:
    """(h, w) 0..1: where the coat is fine hair, and not an eye, a nose or smooth."""
    detail = np.clip(light - gaussian(light, 2.5 * unit), -0.08, 0.08)
    rough = np.sqrt(gaussian(detail * detail, 5 * unit))
    return smoothstep(*FINE, rough).astype(np.float32)


def _markings(light: Array, coat: Array, unit: float) -> Array:
    """(h, w) 0..1: spots, eyes and noses, which would be smeared along the fur: they stay as they
    were redrawn."""
    lost = np.abs(gaussian(light, 1.2 * unit) - coat).astype(np.float32)
    return gaussian(smoothstep(*LOST, gaussian(lost, 1.2 * unit)).astype(np.float32), 1.5 * unit)


def _tufts(coat: Array, mask: Array, flow: Flow, unit: float) -> Pen:
    """Short strokes along the fur, the dark ones below, each in the coat's own colour there."""
    pen, rng = Pen(mask.shape, scale=2), np.random.default_rng(5)
    count = int(min(MOST, (mask > 0.5).sum() / (SPACING * unit**2)))
    base = gaussian(np.ascontiguousarray(coat[..., 0]), 6 * unit)
    tufts = []
    for points in traced(mask, flow, count, STEP * unit, STEPS, rng):
        columns, rows = places(points, mask.shape)
        color = coat[rows, columns].mean(0)
        away = float(np.clip(color[0] - base[rows, columns].mean(), -0.08, 0.08))
        tufts.append((away, points, shifted(color, 0.9 * away + 0.02 * np.sign(away), 1.06)))
    for away, points, color in sorted(tufts, key=lambda tuft: tuft[0]):
        pen.stroke(points, BROAD * unit * (1.15 if away < 0 else 0.85), color, 0.9, TUFT)
    return pen
