"""How alike two pictures are in their broad shapes."""

import torch

from pipeline.model.painting.passes import likeness

GRID = (4, 4)


def test_a_picture_is_like_itself_and_its_soft_copy_and_unlike_another():
    generator = torch.Generator().manual_seed(0)
    broad = torch.rand(1, 3, 8, 8, generator=generator).repeat_interleave(8, 2)
    picture = broad.repeat_interleave(8, 3)
    soft = torch.nn.functional.avg_pool2d(picture, 3, 1, 1)
    other = torch.rand(1, 3, 64, 64, generator=generator)
    assert likeness(picture, picture, GRID) > 0.999
    assert likeness(soft, picture, GRID) > 0.9
    assert abs(likeness(other, picture, GRID)) < 0.5
    assert likeness(1 - picture, picture, GRID) < -0.9


def test_a_plain_picture_is_like_nothing():
    plain = torch.full((1, 3, 64, 64), 0.5)
    assert abs(likeness(plain, torch.rand(1, 3, 64, 64), GRID)) < 1e-3
