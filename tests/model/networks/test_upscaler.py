"""The upscaler keeps colours, sharpens drawn lines and says what is wrong with a bad file."""

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw
from safetensors.torch import save_file
from torch import Tensor

from pipeline.model.networks.upscaler import Upscaler

WEIGHTS = Path(__file__).parents[3] / "assets/weights/upscaler.safetensors"


@pytest.fixture(scope="module")
def upscaler() -> Upscaler:
    return Upscaler.load(WEIGHTS)


def drawn_lines(size: int) -> Tensor:
    """Dark lines and a disc on paper, (1, 3, size, size) in 0..1, drawn large and shrunk."""
    picture = Image.new("RGB", (256, 256), (240, 230, 210))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 60, 190, 190), fill=(200, 90, 60), outline=(40, 30, 30), width=10)
    draw.line((10, 240, 240, 20), fill=(40, 30, 30), width=10)
    small = np.asarray(picture.resize((size, size), Image.Resampling.BOX), np.float32) / 255
    return torch.from_numpy(small).permute(2, 0, 1)[None]


def steepness(picture: Tensor) -> float:
    """Mean of the steepest hundredth of horizontal steps: the sharpness of the edges alone."""
    steps = picture.diff(dim=-1).abs().flatten()
    return steps.topk(steps.numel() // 100).values.mean().item()


def test_shape_and_range(upscaler: Upscaler):
    y = upscaler(torch.rand(2, 3, 20, 33, generator=torch.Generator().manual_seed(0)))
    assert y.shape == (2, 3, 80, 132)
    assert y.min() >= 0 and y.max() <= 1


def test_smooth_gradient_keeps_its_colours_up_to_the_frame(upscaler: Upscaler):
    row = torch.linspace(0.2, 0.8, 48)
    x = torch.stack([row, row.flip(0), torch.full_like(row, 0.5)])[None, :, None].expand(
        -1, -1, 32, -1
    )
    y = upscaler(x)
    assert torch.allclose(
        y.mean((2, 3)), x.mean((2, 3)), atol=0.025
    )  # the trained network itself lifts greys by .02
    assert (F.avg_pool2d(y, 4) - x).abs().max() < 0.06


def test_drawn_edges_are_sharper_than_bicubic(upscaler: Upscaler):
    x = drawn_lines(64)
    bicubic = F.interpolate(x, scale_factor=4, mode="bicubic").clamp(0, 1)
    assert steepness(upscaler(x)) > 1.3 * steepness(bicubic)


def test_missing_file(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="no upscaler weights at"):
        Upscaler.load(tmp_path / "absent.safetensors")


def test_corrupt_and_foreign_files(tmp_path: Path):
    corrupt, foreign = tmp_path / "corrupt.safetensors", tmp_path / "foreign.safetensors"
    corrupt.write_bytes(WEIGHTS.read_bytes()[:1000])
    save_file({"body.0.weight": torch.zeros(1)}, foreign)
    for path in (corrupt, foreign):
        with pytest.raises(ValueError, match="does not hold the upscaler's weights"):
            Upscaler.load(path)
