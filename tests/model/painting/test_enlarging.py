"""Drawings that are shown much larger than they are stored."""

import numpy as np
import pytest

from pipeline.engines.embedded.loading import load_upscaler
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.painting.enlarging import Enlarger


@pytest.fixture(scope="module")
def enlarged():
    """A red disc of 64 pixels on nothing, drawn anew four times as large."""
    y, x = np.mgrid[:64, :64] + 0.5
    away = np.hypot(x - 32, y - 32)
    disc = np.zeros((64, 64, 4), np.uint8)
    disc[..., 0] = 200 * (away < 27)
    disc[..., 3] = np.clip(26.5 - away, 0, 1) * 255
    return Enlarger(load_upscaler(WEIGHTS))(disc)


def test_it_is_four_times_as_large(enlarged):
    assert enlarged.shape == (256, 256, 4)
    assert abs((enlarged[..., 3] > 127).mean() - np.pi * 26**2 / 64**2) < 0.01


def test_edges_are_sharp(enlarged):
    row = enlarged[128, :128, 3].astype(int)
    between = ((row > 25) & (row < 230)).sum()
    assert between <= 5  # a plain resize has as many as the factor on either side, and more


def test_no_other_colour_shows_at_the_edge(enlarged):
    rim = (enlarged[..., 3] > 60) & (enlarged[..., 3] < 200)
    assert np.abs(enlarged[rim][:, 0].astype(int) - 200).max() < 40
