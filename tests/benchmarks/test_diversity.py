"""Likeness is high for twins and low for pictures that have nothing in common."""

import numpy as np
from PIL import Image

from pipeline.benchmarks.diversity import layout, likeness, twins


def noisy(seed: int) -> Image.Image:
    dice = np.random.default_rng(seed)
    return Image.fromarray(dice.integers(0, 255, (16, 16, 3), np.uint8)).resize((64, 64))


def test_twins_are_alike_and_strangers_are_not():
    same = [[layout(noisy(group))] * 2 for group in range(4)]
    apart = [[layout(noisy(10 * group + k)) for k in range(2)] for group in range(4)]
    assert likeness(same) > 0.99
    assert abs(likeness(apart)) < 0.3


def test_the_likest_pair_is_told():
    assert twins([noisy(1), noisy(2), noisy(1)]).startswith("likest pairs: 0 and 2 1.00")
