"""The collage: all drawings of a composition laid on one canvas, sharp and without light.

With it come maps that the painter needs to set them into the land: where they touch the ground,
where they shine, and how far away they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.model.dictionary import Dictionary, Drawing
from pipeline.model.dictionary.recolor import COLORS, recolor
from pipeline.model.painting.lettering import write
from pipeline.model.painting.materials import made_of
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import PLACES

Array = NDArray[np.float32]
SAME = {"grey": "gray", "gold": "golden"}  # other names of COLORS
FOOT = 0.07  # share of a drawing's height, from below, that touches what it stands on
FLAT = 0.12  # height over width of a contact shadow
GLOW = 0.9  # how far light reaches, in sizes of the lamp
RIM = 0.10  # how deep the front of an opening curves, in its widths
ALOFT = 0.45  # distance of what flies
BOARD = 0.42  # y of the words on what has no board marked


@dataclass(frozen=True, slots=True)
class Canvas:
    """Float32 maps of one size, from 0 to 1.

    drawings: (H, W, 4) straight colour and alpha. contact: (H, W) shadow where things stand.
    glow: (H, W) light of lamps and fires. distance: (H, W) of the frontmost thing, 0 near, 1 at the
    horizon; 0 where there is none.
    """

    drawings: Array
    contact: Array
    glow: Array
    distance: Array


def collage(composition: Composition, dictionary: Dictionary, width: int, height: int) -> Canvas:
    """Lays the drawings of a composition. Raises KeyError for a kind that the dictionary lacks."""
    canvas = Canvas(
        np.zeros((height, width, 4), np.float32),
        *(np.zeros((height, width), np.float32) for _ in range(3)),
    )
    distances = _distances(composition, dictionary)
    for number, placed in enumerate(composition.drawings):
        drawing = _drawing(dictionary, placed)
        whole = _patch(dictionary, drawing, placed, width, height)
        patch = _cut(dictionary, whole, placed, composition.drawings[:number])
        _lay(canvas, patch, placed, distances[number])
        if drawing.anchors.glow is not None:
            _shine(canvas, placed, drawing.anchors.glow)
    return canvas


def _drawing(dictionary: Dictionary, placed: PlacedDrawing) -> Drawing:
    drawings = dictionary.kinds[placed.kind].drawings
    return drawings[placed.variant % len(drawings)]


def _patch(
    dictionary: Dictionary, drawing: Drawing, placed: PlacedDrawing, width: int, height: int
) -> NDArray[np.uint8]:
    """(h, w, 4): the drawing as large as its box, in its colour and material, with its words."""
    rgba = dictionary.drawing(placed.kind, placed.variant)
    color = COLORS.get(SAME.get(placed.color or "", placed.color or ""))
    if color is not None:
        rgba = recolor(rgba, color, dictionary.color_mask(placed.kind, placed.variant))
    if placed.material:
        rgba = made_of(rgba, placed.material, color is not None)
    if placed.mirrored:
        rgba = rgba[:, ::-1]
    image = Image.fromarray(np.ascontiguousarray(rgba))
    if placed.turned:
        image = image.rotate(placed.turned, Image.Resampling.BICUBIC, expand=True)
    left, top, right, bottom = placed.box
    size = max(1, round((right - left) * width)), max(1, round((bottom - top) * height))
    patch = np.asarray(image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0))
    if placed.text:
        sign = drawing.anchors.sign
        patch = write(patch, placed.text, BOARD if sign is None else sign)
    return patch


def _cut(
    dictionary: Dictionary,
    patch: NDArray[np.uint8],
    placed: PlacedDrawing,
    before: Sequence[PlacedDrawing],
) -> Array:
    """(h, w, 4) in 0..1 without the hidden part. In a vessel the cut follows its front rim."""
    rgba: Array = np.asarray(patch, np.float32) / np.float32(255)
    if placed.hidden <= 0:
        return rgba
    height, width = rgba.shape[:2]
    line = np.full(width, (1 - placed.hidden) * height, np.float32)
    vessel = _vessel(dictionary, placed, before)
    if vessel is not None:
        left, right = vessel
        x = placed.box[0] + (np.arange(width) + 0.5) / width * (placed.box[2] - placed.box[0])
        across = np.clip((x - (left + right) / 2) / ((right - left) / 2), -1, 1)
        deep = RIM * (right - left) / (placed.box[2] - placed.box[0]) * width
        line += (np.sqrt(1 - across**2) - 0.75) * deep
    rows = np.arange(height, dtype=np.float32)[:, None] + 0.5
    rgba[..., 3] *= np.clip(line[None] - rows + 0.5, 0, 1)
    return rgba


def _vessel(
    dictionary: Dictionary, placed: PlacedDrawing, before: Sequence[PlacedDrawing]
) -> tuple[float, float] | None:
    """The ends of the opening that a drawing is in, None where its cut is a straight one."""
    middle = (placed.box[0] + placed.box[2]) / 2
    cut = placed.box[3] - placed.hidden * (placed.box[3] - placed.box[1])
    for other in reversed(before):
        opening = _drawing(dictionary, other).anchors.opening
        left, top, right, bottom = other.box
        if opening is None or not (left < middle < right and top - 0.1 < cut < bottom):
            continue
        ends = [1 - x if other.mirrored else x for x in (opening[0], opening[2])]
        return left + min(ends) * (right - left), left + max(ends) * (right - left)
    return None


def _lay(canvas: Canvas, patch: Array, placed: PlacedDrawing, distance: float) -> None:
    """Lays one drawing over what is there."""
    height, width = canvas.contact.shape
    left, top = round(placed.box[0] * width), round(placed.box[1] * height)
    if placed.stands:
        _touch(canvas.contact, patch[..., 3], left, top)
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(height, top + patch.shape[0]), min(width, left + patch.shape[1])
    if y0 >= y1 or x0 >= x1:
        return
    part = patch[y0 - top : y1 - top, x0 - left : x1 - left]
    under, alpha = canvas.drawings[y0:y1, x0:x1], part[..., 3]
    both = alpha + under[..., 3] * (1 - alpha)
    share = (alpha / np.maximum(both, 1e-6))[..., None]
    under[..., :3] += (part[..., :3] - under[..., :3]) * share
    under[..., 3] = both
    canvas.contact[y0:y1, x0:x1] *= 1 - alpha
    canvas.glow[y0:y1, x0:x1] *= 1 - 0.8 * alpha
    np.copyto(canvas.distance[y0:y1, x0:x1], distance, where=alpha > 0.5)


def _touch(contact: Array, alpha: Array, left: int, top: int) -> None:
    """Adds the soft shadow under a foot: an ellipse as wide as what touches the ground."""
    foot = alpha[-max(1, round(FOOT * alpha.shape[0])) :].max(0)
    columns = np.nonzero(foot > 0.5)[0]
    if not len(columns):
        return
    half = max(2.0, (columns[-1] - columns[0] + 1) * 0.62)
    x, y = left + (columns[0] + columns[-1] + 1) / 2, top + alpha.shape[0] - 0.2 * half * FLAT
    _blob(contact, x, y, half, half * FLAT, 1.0)


def _shine(canvas: Canvas, placed: PlacedDrawing, y: float) -> None:
    height, width = canvas.glow.shape
    left, top, right, bottom = placed.box
    reach = GLOW * min((bottom - top) * height, 1.2 * (right - left) * width)
    _blob(canvas.glow, (left + right) / 2 * width, (top + y * (bottom - top)) * height, reach,
          reach, 1.6)  # fmt: skip


def _blob(target: Array, x: float, y: float, across: float, down: float, fall: float) -> None:
    """Raises a map to a soft ellipse, 1 in its middle and 0 from its edge on."""
    height, width = target.shape
    y0, y1 = max(0, int(y - down)), min(height, int(y + down) + 2)
    x0, x1 = max(0, int(x - across)), min(width, int(x + across) + 2)
    if y0 >= y1 or x0 >= x1:
        return
    rows = ((np.arange(y0, y1, dtype=np.float32) + 0.5 - y) / down)[:, None]
    columns = ((np.arange(x0, x1, dtype=np.float32) + 0.5 - x) / across)[None]
    soft = np.clip(1 - rows**2 - columns**2, 0, 1) ** fall
    part = target[y0:y1, x0:x1]
    np.maximum(part, soft, out=part)


def _distances(composition: Composition, dictionary: Dictionary) -> list[float]:
    """Of every drawing, by where its foot is; what is on or in another thing is as far as it."""
    horizon = (
        PLACES[composition.land.place].ground - 0.12 if composition.land.place in PLACES else 0.55
    )
    found: list[float] = []
    for number, placed in enumerate(composition.drawings):
        kind = dictionary.kinds[placed.kind]
        near = [
            found[other] for other in range(number) if _touches(placed, composition.drawings[other])
        ]
        foot = float(np.clip((1 - placed.box[3]) / (1 - horizon), 0, 1))
        if kind.category == "sky" or kind.zone == "far":
            found.append(1.0)
        elif near and foot > near[-1]:
            found.append(near[-1])
        elif kind.zone == "air" and not placed.stands:
            found.append(ALOFT)
        else:
            found.append(foot)
    return found


def _touches(placed: PlacedDrawing, other: PlacedDrawing) -> bool:
    """Whether a drawing's foot lies within another's box."""
    middle = (placed.box[0] + placed.box[2]) / 2
    foot = placed.box[3] - placed.hidden * (placed.box[3] - placed.box[1])
    left, top, right, bottom = other.box
    return left <= middle <= right and top - 0.02 <= foot <= bottom - 0.02
