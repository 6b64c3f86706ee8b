"""Makes the dictionary's drawings of people from the jointed figures."""

import io

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from pipeline.model.dictionary.entries import Anchors
from pipeline.model.people import Figure
from pipeline.model.people.builds import BUILDS
from pipeline.model.people.shapes import Part, Point
from pipeline.training.dictionary.packages import DPI, OVERSAMPLED

SEEN = 8  # alpha from which a pixel belongs to the drawing


def rendered(svg: str, figure: Figure) -> Image.Image:
    """SVG text of a figure as an RGBA picture whose longer side has OVERSAMPLED pixels."""
    left, top, right, bottom = figure.box
    wide = right - left > bottom - top
    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        dpi=DPI,
        width=OVERSAMPLED if wide else None,
        height=None if wide else OVERSAMPLED,
    )
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def mask_of(figure: Figure, part: Part) -> Image.Image:
    """255 where `part` shows: mode L."""
    picture = np.asarray(rendered(figure.mask(part), figure)).astype(int)
    shown = (picture[..., 0] > 127) & (picture[..., 3] > 127)
    return Image.fromarray((255 * shown).astype(np.uint8))


def anchors_of(figure: Figure, alpha: NDArray[np.uint8], margin: float) -> Anchors:
    """The figure's points in shares of its drawing.

    alpha: (H, W) uint8 of the rendered figure before it is cropped. margin: empty border of the
    cropped drawing, in shares of the visible part's longer side.
    """
    rows, columns = np.nonzero(alpha >= SEEN)
    left, top, right, _ = figure.box
    unit = (right - left) / alpha.shape[1]
    low = (left + columns.min() * unit, top + rows.min() * unit)
    size = ((columns.max() + 1 - columns.min()) * unit, (rows.max() + 1 - rows.min()) * unit)
    border = margin * max(size)

    def share(point: Point) -> tuple[float, float]:
        x = (point[0] - low[0] + border) / (size[0] + 2 * border)
        y = (point[1] - low[1] + border) / (size[1] + 2 * border)
        return round(min(max(x, 0.0), 1.0), 3), round(min(max(y, 0.0), 1.0), 3)

    points = figure.points
    head = share(points.head)
    return Anchors(
        head=(*head, round(points.wide / (size[0] + 2 * border), 3)),
        hand=share(points.hand),
        palms=(*share(points.palms[0]), *share(points.palms[1])),
        seat=share(points.seat) if points.seat else None,
        water=share((0.0, points.water))[1] if points.water is not None else None,
        neck=share(points.neck)[1],
    )


def scale_of(figure: Figure, build: str) -> float:
    """The figure's longer side in heights of its body as it stands."""
    body = BUILDS[build]
    height = body.ankle + body.shin + body.thigh + body.torso + body.neck + body.head
    left, top, right, bottom = figure.box
    return round(max(right - left, bottom - top) / height, 3)
