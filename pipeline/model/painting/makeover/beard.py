"""Beards and moustaches: one flat tone where the photo has them, with short hairs along the jaw."""

import numpy as np

from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.sitter import Beard, Sitter
from pipeline.model.painting.makeover.tones import shifted
from pipeline.model.painting.plate.colour import mix
from pipeline.model.painting.plate.filters import Array, gaussian

SPACING = 0.0011  # squared face widths a hair
LONG, BROAD = 0.075, 0.014  # of a hair, in face widths
FLAT = 0.86  # how much of the tone is laid: some of the skin's shade stays


def lay_beard(color: Array, sitter: Sitter) -> Array:
    """The skin's picture (H, W, 3) with the beard's tone on it. OKLab."""
    if sitter.beard is None:
        return color
    soft = gaussian(sitter.beard.mask, max(0.5, 0.012 * sitter.pose.width))
    return mix(color, sitter.beard.color, FLAT * soft)


def draw_beard(pen: Pen, sitter: Sitter) -> None:
    """Hairs that fall from the cheeks towards the chin, darker and lighter than the tone."""
    beard, pose = sitter.beard, sitter.pose
    if beard is None:
        return
    rows, columns = np.nonzero(beard.mask > 0.5)
    if not len(rows):
        return
    rng = np.random.default_rng(11)
    count = int(np.clip(len(rows) / (SPACING * pose.width**2), 20, 260))
    chosen = rng.choice(len(rows), min(count, len(rows)), replace=False)
    tones = _hair_tones(beard)
    for number in chosen:
        start = np.array([columns[number], rows[number]], float)
        across = float(pose.local(start)[0]) / pose.width
        way = pose.down - pose.across * (0.9 * across)  # to the chin's middle
        bow = pose.across * (0.1 * LONG * pose.width * np.sign(across))
        end = start + way * (LONG * pose.width * rng.uniform(0.6, 1.0))
        points = np.array([start, (start + end) / 2 + bow, end])
        tone = tones[int(rng.random() < 0.35)]
        pen.stroke(points, BROAD * pose.width, tone, 0.6, (0.3, 1, 0.1))


def _hair_tones(beard: Beard) -> tuple[Array, Array]:
    return shifted(beard.color, -0.06), shifted(beard.color, 0.06)
