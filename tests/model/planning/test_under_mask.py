"""The part of a picture that a mask marks."""

import torch

from pipeline.model.planning.under_mask import bounds


def test_bounds_are_those_of_what_is_marked():
    mask = torch.zeros(1, 1, 10, 20)
    assert bounds(mask) == (0, 0, 1, 1)
    mask[..., 2:5, 4:8] = 1
    assert bounds(mask) == (0.2, 0.2, 0.4, 0.5)
