"""Hands that close around what they hold: the thing is cut away where the fingers are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.model.dictionary import Dictionary, Drawing
from pipeline.model.plan.composition import PlacedDrawing

REACH = 0.24  # of a hand around its palm, in widths of the head


def fingers(
    dictionary: Dictionary,
    placed: PlacedDrawing,
    before: Sequence[PlacedDrawing],
    shape: tuple[int, int],
) -> NDArray[np.float32] | None:
    """(h, w) in 0..1: how much of each pixel of a drawing the hands of its holder cover.

    shape: (h, w) in pixels of the drawing in the picture. None where nobody holds it: what is held
    follows its holder, and nothing between them stands by itself.
    """
    for other in () if placed.stands else reversed(before):
        drawings = dictionary.kinds[other.kind].drawings
        drawing = drawings[other.variant % len(drawings)]
        if drawing.anchors.palms is not None:
            return _seen(dictionary, other, drawing, placed, shape)
        if other.stands:
            break
    return None


def _seen(
    dictionary: Dictionary,
    holder: PlacedDrawing,
    drawing: Drawing,
    placed: PlacedDrawing,
    shape: tuple[int, int],
) -> NDArray[np.float32] | None:
    """The holder's hands in the pixels of what is placed."""
    hands = _hands(dictionary, holder, drawing)
    if hands is None or holder.turned:
        return None
    rows, columns = shape
    left, top, right, bottom = holder.box
    across, down = drawing.width / (right - left), drawing.height / (bottom - top)
    step_x = across * (placed.box[2] - placed.box[0]) / columns
    step_y = down * (placed.box[3] - placed.box[1]) / rows
    start_x = across * (placed.box[0] - left)
    if holder.mirrored:
        hands = hands[:, ::-1]
    image = Image.fromarray(np.ascontiguousarray(hands))
    place = (step_x, 0.0, start_x, 0.0, step_y, down * (placed.box[1] - top))
    seen = image.transform((columns, rows), Image.Transform.AFFINE, place, Image.Resampling.BICUBIC)
    found: NDArray[np.float32] = np.asarray(seen, np.float32) / np.float32(255)
    return found if found.max() > 0 else None


def _hands(
    dictionary: Dictionary, holder: PlacedDrawing, drawing: Drawing
) -> NDArray[np.uint8] | None:
    """(H, W): 255 where a drawing shows the skin around its palms."""
    skin = dictionary.skin(holder.kind, holder.variant)
    if skin is None or drawing.anchors.palms is None or drawing.anchors.head is None:
        return None
    reach = REACH * drawing.anchors.head[2] * drawing.width
    rows, columns = np.ogrid[: drawing.height, : drawing.width]
    near = np.zeros(skin.shape, bool)
    for x, y in (drawing.anchors.palms[:2], drawing.anchors.palms[2:]):
        apart = (columns + 0.5 - x * drawing.width) ** 2 + (rows + 0.5 - y * drawing.height) ** 2
        near |= apart < reach**2
    return np.where(near, skin, 0).astype(np.uint8)
