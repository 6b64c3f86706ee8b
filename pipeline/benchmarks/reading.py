"""Who looks at the pictures: the judge, an OCR for signs, and how sharp and alike pictures are."""

from functools import cache
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor

from pipeline.benchmarks.stages import paint
from pipeline.engines.base import Engine
from pipeline.model.networks.weights import from_bytes
from pipeline.model.painting.images import to_image, to_pixels
from pipeline.request import Request
from pipeline.training.judge import Judge

JUDGE_SIDE = 160  # pixels: the size at which the judge learned to read
TILE = 256


def load_judge(weights: Path) -> Judge:
    """The judge that ships beside the weights."""
    judge = Judge()
    state = load_file(weights / "judge.safetensors")
    judge.load_state_dict(from_bytes({name: value.float() for name, value in state.items()}))
    return judge.eval()


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


@cache
def _ocr():
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1)


def read_signs(picture: Image.Image) -> list[str]:
    """What rapidocr finds written anywhere in a picture, in capitals: a caption says roughly where
    a sign is, and where the model puts it is not where the painter did."""
    found, _ = _ocr()(np.asarray(picture)[:, :, ::-1], use_cls=False)
    return ["".join(c for c in text.upper() if "A" <= c <= "Z") for _, text, _ in found or []]


def high_frequency(picture: Image.Image) -> float:
    """Energy of what a 2-pixel blur takes away: the mean square, luminance in [0, 1]."""
    from pipeline.model.painting.plate.filters import gaussian

    light = np.asarray(picture.convert("L"), np.float32) / 255
    return float(np.square(light - gaussian(light, 2.0)).mean())


def sheet(pictures: list[Image.Image], columns: int) -> Image.Image:
    """Pictures on square tiles, in reading order."""
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * TILE, rows * TILE), "white")
    for number, picture in enumerate(pictures):
        tile = picture.copy()
        tile.thumbnail((TILE, TILE), Image.Resampling.LANCZOS)
        page.paste(tile, (number % columns * TILE, number // columns * TILE))
    return page
