"""The canvas decoder: aligned to the pixel, told of the light, free of anything it has not seen."""

from dataclasses import replace

import pytest
import torch

from pipeline.model.networks.canvas_decoder import CanvasBatch, CanvasDecoder
from pipeline.model.networks.config import CanvasDecoderConfig

TINY = CanvasDecoderConfig(widths=(16, 24, 32), blocks=1, embedding=16, fine=8)


@pytest.fixture(scope="module")
def decoder() -> CanvasDecoder:
    torch.manual_seed(0)
    decoder = CanvasDecoder(TINY).eval().requires_grad_(False)
    for parameter in decoder.parameters():
        if parameter.ndim > 1 and not parameter.any():
            torch.nn.init.normal_(parameter, std=0.1)
    return decoder


def sample(width: int) -> CanvasBatch:
    """Two canvases of 32 x width pixels."""
    g = torch.Generator().manual_seed(1)
    return CanvasBatch(
        torch.rand(2, 4, 32, width, generator=g),
        torch.rand(2, TINY.maps, 32, width, generator=g),
        torch.rand(2, 3, 32, width, generator=g) * 2 - 1,
        torch.randint(0, TINY.materials, (2, 32, width), generator=g),
        torch.randn(2, TINY.brushes, 32, width, generator=g),
        torch.rand(2, TINY.lights, generator=g),
    )


@pytest.fixture
def canvas() -> CanvasBatch:
    return sample(48)


def painted(decoder, canvas, t: float = 1.0) -> torch.Tensor:
    shape = 2, 3, *canvas.flat.shape[-2:]
    x_t = torch.randn(shape, generator=torch.Generator().manual_seed(2))
    return decoder(x_t, torch.full((2,), t), canvas)


def test_it_paints_at_the_canvas_size(decoder, canvas):
    assert painted(decoder, canvas).shape == (2, 3, 32, 48)


@pytest.mark.parametrize("name", ["drawings", "maps", "flat", "materials", "brushes", "light"])
def test_every_part_of_the_canvas_tells(decoder, canvas, name):
    changed = getattr(canvas, name).clone()
    changed[0] = TINY.materials - 1 - changed[0] if name == "materials" else changed[0] + 1
    before, after = painted(decoder, canvas), painted(decoder, replace(canvas, **{name: changed}))
    assert not torch.allclose(before[0], after[0], atol=1e-3)
    torch.testing.assert_close(before[1], after[1])  # each picture for itself


def test_the_time_tells(decoder, canvas):
    assert not torch.allclose(painted(decoder, canvas), painted(decoder, canvas, 0.3), atol=1e-3)


def test_a_window_is_painted_as_in_the_whole(decoder):
    """Training on windows serves pictures of any size: no part looks at all of a picture."""
    canvas = sample(256)
    drawings = canvas.drawings.clone()
    drawings[..., :8] += 1
    far = painted(decoder, replace(canvas, drawings=drawings)) - painted(decoder, canvas)
    assert far[..., :8].abs().max() > 1e-3 and far[..., 160:].abs().max() < 1e-5
