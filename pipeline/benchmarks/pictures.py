"""Pictures that benchmarks paint, and sheets of them."""

import torch
from PIL import Image
from torch import Tensor

from pipeline.benchmarks.stages import paint
from pipeline.engines.base import Engine
from pipeline.model.painting.images import to_image, to_pixels
from pipeline.request import Request

TILE = 256


def picture_of(engine: Engine, request: Request, photo: Image.Image | None = None) -> Image.Image:
    """The engine's picture, by both stages. Evaluation shows nothing to users: no gates here."""
    return paint(engine, request, photo).image


def tensor(picture: Image.Image, side: int | None = None) -> Tensor:
    """(1, 3, H, W) in [0, 1], resized to a square of `side` pixels where given."""
    if side:
        picture = picture.resize((side, side), Image.Resampling.BOX)
    return to_pixels(picture, torch.device("cpu"))


def image(pixels: Tensor) -> Image.Image:
    """(3, H, W) in [0, 1] -> a picture."""
    return to_image(pixels[None])


def sheet(pictures: list[Image.Image], columns: int) -> Image.Image:
    """Pictures on square tiles, in reading order."""
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * TILE, rows * TILE), "white")
    for number, picture in enumerate(pictures):
        tile = picture.copy()
        tile.thumbnail((TILE, TILE), Image.Resampling.LANCZOS)
        page.paste(tile, (number % columns * TILE, number // columns * TILE))
    return page
