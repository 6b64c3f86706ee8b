"""A painting comes to the size that was asked for, with cleaner lines than shrinking gives."""

import pytest
import torch

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.painting import redraw


@pytest.mark.parametrize("size", [(256, 256), (1024, 512), (341, 1024), (256, 128), (1, 20)])
def test_a_painting_is_larger_than_asked_for_in_whole_cells(size):
    painted = redraw.larger(size, 16)
    for side, asked in zip(painted, size, strict=True):
        assert side % 16 == 0 and side >= 16
        assert abs(side - redraw.LARGER * asked) <= 8 or side == 16


@pytest.mark.parametrize("size", [(48, 48), (64, 32), (31, 70), (5, 40)])
def test_the_picture_has_the_asked_size(size):
    painting = torch.rand(1, 3, *redraw.larger(size, 16))
    picture = redraw.finished(painting, Upscaler(width=8, depth=1).eval(), size)
    assert picture.shape == (1, 3, *size)
    assert picture.min() >= 0 and picture.max() <= 1


def test_soft_edges_become_lines_and_washes_stay_flat():
    upscaler = Upscaler.load(WEIGHTS / "upscaler.safetensors")
    ramp = ((torch.arange(112.0) - 54) / 8).clamp(0, 1) * 0.6 + 0.2  # over eight pixels
    soft = ramp.expand(1, 3, 112, 112)
    shrunk, drawn = redraw.resized(soft, (64, 64)), redraw.finished(soft, upscaler, (64, 64))
    assert drawn.diff(dim=-1).abs().max() > 1.1 * shrunk.diff(dim=-1).abs().max()
    assert (drawn - shrunk)[..., :20].abs().max() < 0.05
    assert drawn[..., :20].std() < 0.01
