"""Cut-outs as the recognizer sees them: of a place in a picture, or of a drawing alone."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.model.networks.recognizer import CROP
from pipeline.model.plan.boxes import Box

MARGIN = 0.10  # around a thing, in shares of its longer side
PAPER = 200  # grey behind a drawing

Pixels = NDArray[np.uint8]


def cut_at(picture: Image.Image, box: Box) -> Pixels:
    """(48, 48, 3): the square around a box in shares of an RGB picture; grey outside of it."""
    width, height = picture.size
    left, top, right, bottom = box
    x, y = (left + right) / 2 * width, (top + bottom) / 2 * height
    half = (0.5 + MARGIN) * max((right - left) * width, (bottom - top) * height, 4.0)
    edges = x - half, y - half, x + half, y + half
    inside = max(edges[0], 0), max(edges[1], 0), min(edges[2], width), min(edges[3], height)
    scale = CROP / (2 * half)
    size = [max(1, round((inside[k + 2] - inside[k]) * scale)) for k in (0, 1)]
    part = picture.resize((size[0], size[1]), Image.Resampling.BILINEAR, inside, reducing_gap=2.0)
    if part.size == (CROP, CROP):
        return np.asarray(part)
    whole = Image.new("RGB", (CROP, CROP), (PAPER,) * 3)
    at = [min(round((inside[k] - edges[k]) * scale), CROP - size[k]) for k in (0, 1)]
    whole.paste(part, (at[0], at[1]))
    return np.asarray(whole)


def cut_drawing(rgba: Pixels) -> Pixels:
    """(48, 48, 3): a drawing (H, W, 4) alone, on grey paper."""
    image = Image.fromarray(rgba)
    image = image.crop(image.getchannel("A").getbbox() or (0, 0, *image.size))
    side = CROP / (1 + 2 * MARGIN)
    scale = side / max(image.size)
    image = image.resize([max(1, round(s * scale)) for s in image.size], Image.Resampling.BOX)
    paper = Image.new("RGB", (CROP, CROP), (PAPER,) * 3)
    corner = (CROP - image.width) // 2, (CROP - image.height) // 2
    paper.paste(image, corner, image)
    return np.asarray(paper)
