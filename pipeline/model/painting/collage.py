"""The collage: all drawings of a composition laid on one canvas, sharp and without light.

With it come maps that the painter needs to set them into the land: their tones and lines in its
light, where they touch the ground, where they shine, and how far away they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.model.dictionary import Dictionary, Drawing
from pipeline.model.dictionary.recolor import COLORS, recolor
from pipeline.model.dictionary.shapes import bent_to
from pipeline.model.painting.enlarging import FROM, Enlarger
from pipeline.model.painting.fingers import fingers
from pipeline.model.painting.forms import Form, form_of
from pipeline.model.painting.lettering import write
from pipeline.model.painting.materials import made_of
from pipeline.model.painting.outlines import bent
from pipeline.model.painting.patterns import PATTERNS, patterned
from pipeline.model.painting.thing_maps import ThingMaps, blank, lay_on, shine_of
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import PLACES

Array = NDArray[np.float32]
Pixels = NDArray[np.uint8]
SAME = {"grey": "gray", "gold": "golden"}  # other names of COLORS
RIM = 0.10  # how deep the front of an opening curves, in its widths
FACE_LIT, FACE_EDGE = 0.66, 0.25  # tone of a face at least; how wide its edge is, in half heads
ALOFT = 0.45  # distance of what flies
BOARD = 0.42  # y of the words on what has no board marked
BOARDS = {"stop sign": 0.35}


Canvas = ThingMaps
Look = tuple[str, int, str, str, str]  # kind, variant, colour, material and shape


@dataclass(frozen=True, slots=True)
class Piece:
    """A drawing as it lies on the canvas: patch (h, w, 4) in 0..1 with its corner at (left, top) in
    pixels; distance: 0 near .. 1 at the horizon."""

    placed: PlacedDrawing
    patch: Array
    left: int
    top: int
    distance: float


def collage(
    composition: Composition,
    dictionary: Dictionary,
    width: int,
    height: int,
    enlarger: Enlarger | None = None,
) -> Canvas:
    """Lays the drawings of a composition. Raises KeyError for a kind that the dictionary lacks.

    enlarger: draws anew what is much larger than its drawing; None for a plain resize.
    """
    canvas = blank(height, width)
    for piece in pieces(composition, dictionary, width, height, enlarger):
        placed = piece.placed
        patch, shine = piece.patch, shine_of(placed.kind)
        form = form_of(patch, composition.land.light_side, min(width, height), placed.stands)
        form = with_lit_face(form, _drawing(dictionary, placed), placed)
        lay_on(canvas, patch, form, piece.left, piece.top, piece.distance, placed.stands, shine)
    return canvas


def with_lit_face(form: Form, drawing: Drawing, placed: PlacedDrawing) -> Form:
    """No deep shade on a face, which would look dirty."""
    head = drawing.anchors.head
    if head is None or not drawing.pose or placed.turned:
        return form
    height, width = form.tone.shape
    x, top, half = head[0] * width, head[1] * height, head[2] * width / 2
    x = width - x if placed.mirrored else x
    down, across = np.ogrid[:height, :width]
    away = np.hypot((across - x) / half, (down - top - 1.05 * half) / half)
    near = np.clip((1.0 - away) / FACE_EDGE, 0, 1).astype(np.float32)
    return replace(form, tone=np.maximum(form.tone, FACE_LIT * near))


def pieces(
    composition: Composition,
    dictionary: Dictionary,
    width: int,
    height: int,
    enlarger: Enlarger | None = None,
) -> Iterator[Piece]:
    """The drawings of a composition from back to front, each as large, coloured and cut as it is to
    lie there. Raises KeyError for a kind that the dictionary lacks."""
    distances = _distances(composition, dictionary)
    done: dict[Look, Pixels] = {}
    for number, placed in enumerate(composition.drawings):
        drawing = _drawing(dictionary, placed)
        look = _painted(dictionary, placed, done)
        _, top, _, bottom = placed.box
        if enlarger and (bottom - top) * height > FROM * look.shape[0]:
            look = enlarger(look)
        whole = _patch(look, drawing, placed, width, height)
        patch = _cut(dictionary, whole, placed, composition.drawings[:number])
        left, top = round(placed.box[0] * width), round(placed.box[1] * height)
        yield Piece(placed, patch, left, top, distances[number])


def _drawing(dictionary: Dictionary, placed: PlacedDrawing) -> Drawing:
    drawings = dictionary.kinds[placed.kind].drawings
    return drawings[placed.variant % len(drawings)]


def _painted(dictionary: Dictionary, placed: PlacedDrawing, done: dict[Look, Pixels]) -> Pixels:
    """(h, w, 4): a drawing in its colour, material and shape; copies share it through `done`."""
    own = (placed.color or "") in placed.kind.split()  # a red panda is red as it is drawn
    color = "" if own else SAME.get(placed.color or "", placed.color or "")
    key = placed.kind, placed.variant, color, placed.material, placed.shape
    if key not in done:
        rgba = dictionary.drawing(placed.kind, placed.variant)
        if color in COLORS or placed.material in PATTERNS:
            mask = dictionary.color_mask(placed.kind, placed.variant)
        if color in COLORS:
            rgba = recolor(rgba, COLORS[color], mask)
        if placed.material in PATTERNS:
            rgba = patterned(rgba, placed.material, mask)
        elif placed.material:
            rgba = made_of(rgba, placed.material, color in COLORS)
        if outline := bent_to(placed.kind, placed.shape):
            rgba = bent(rgba, placed.kind, placed.shape, outline)
        done[key] = rgba
    return done[key]


def _patch(
    rgba: Pixels, drawing: Drawing, placed: PlacedDrawing, width: int, height: int
) -> Pixels:
    """(h, w, 4): the drawing as large as its box, with its words."""
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
        board = BOARDS.get(placed.kind, BOARD)
        patch = write(patch, placed.text, board if sign is None else sign)
    return patch


def _cut(
    dictionary: Dictionary,
    patch: Pixels,
    placed: PlacedDrawing,
    before: Sequence[PlacedDrawing],
) -> Array:
    """(h, w, 4) in 0..1 without the hidden part, and without what fingers cover. In a vessel the
    cut follows its front rim."""
    rgba: Array = np.asarray(patch, np.float32) / np.float32(255)
    hands = fingers(dictionary, placed, before, (rgba.shape[0], rgba.shape[1]))
    if hands is not None:
        rgba[..., 3] *= 1 - hands
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
