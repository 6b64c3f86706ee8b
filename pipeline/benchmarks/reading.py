"""Who looks at the pictures: the judge, an OCR for signs, and how sharp and alike pictures are."""

from functools import cache
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor

from pipeline.engines.base import Engine
from pipeline.request import Request
from pipeline.training.judge import Judge
from pipeline.training.world.layout import Spot

JUDGE_SIDE = 160  # pixels: the size at which the judge learned to read
TILE = 256


def load_judge(weights: Path) -> Judge:
    """The judge that ships beside the weights."""
    judge = Judge()
    state = load_file(weights / "judge.safetensors")
    judge.load_state_dict({name: value.float() for name, value in state.items()})
    return judge.eval()


def picture_of(engine: Engine, request: Request, photo: Image.Image | None = None) -> Image.Image:
    """The engine's picture, by both stages. Evaluation shows nothing to users: no gates here."""
    request = engine.capabilities.complete(request, photo.size if photo else None)
    conditioning = engine.encode(request, photo)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    return painted.image


def tensor(picture: Image.Image, side: int | None = None) -> Tensor:
    """(1, 3, H, W) in [0, 1], resized to a square of `side` pixels where given."""
    if side:
        picture = picture.resize((side, side), Image.Resampling.BOX)
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 255


def image(pixels: Tensor) -> Image.Image:
    """(3, H, W) in [0, 1] -> a picture."""
    array = (pixels.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()
    return Image.fromarray(array)


@cache
def _ocr():
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1)


def read_sign(picture: Image.Image, spot: Spot, aspect: float = 1.0) -> str:
    """What rapidocr reads on a signpost's board, in capitals; the plan says where the board is."""
    left, top, right, bottom = spot.box(aspect)
    height, width = bottom - top, right - left
    inner = (left + 0.07 * width, top + 0.07 * height, right - 0.07 * width, top + 0.5 * height)
    box = [round(side * edge) for side, edge in zip(picture.size * 2, inner, strict=True)]
    board = picture.crop(box)
    board = board.resize((round(board.width * 96 / board.height), 96), Image.Resampling.BICUBIC)
    found, _ = _ocr()(np.asarray(board)[:, :, ::-1], use_det=False, use_cls=False, use_rec=True)
    return "".join(c for c in (found[0][0] if found else "").upper() if "A" <= c <= "Z")


def high_frequency(picture: Image.Image) -> float:
    """Energy of what a 2-pixel blur takes away: the mean square, luminance in [0, 1]."""
    from pipeline.training.stylist.filters import gaussian

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
