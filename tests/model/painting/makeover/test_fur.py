"""Fur becomes clumps along its own strands; all around it stays as it was."""

import numpy as np

from pipeline.model.painting.makeover.fur import draw_fur
from pipeline.model.painting.makeover.strands import traced
from pipeline.model.painting.plate.filters import Flow

SIDE = 160


def coat() -> np.ndarray:
    """(SIDE, SIDE, 3) OKLab: brown, in fine upright hairs."""
    rng = np.random.default_rng(0)
    hairs = rng.normal(0, 0.06, (1, SIDE)) + rng.normal(0, 0.02, (SIDE, SIDE))
    light = np.clip(0.5 + hairs, 0, 1)
    return np.dstack([light, np.full_like(light, 0.03), np.full_like(light, 0.06)]).astype(
        np.float32
    )


def disc() -> np.ndarray:
    row, column = np.mgrid[:SIDE, :SIDE] - SIDE / 2
    return (np.hypot(row, column) < 0.35 * SIDE).astype(np.float32)


def test_what_is_no_animal_stays():
    photo, mask = coat(), disc()
    drawn = draw_fur(photo, photo, mask, SIDE / 512, 1.0)
    row, column = np.mgrid[:SIDE, :SIDE] - SIDE / 2
    away = np.hypot(row, column) > 0.42 * SIDE
    assert np.allclose(drawn[away], photo[away], atol=2e-3)
    assert np.array_equal(draw_fur(photo, photo, mask, SIDE / 512, 1.0), drawn)


def test_fur_is_calmer_along_its_hairs_and_keeps_its_colour():
    photo, mask = coat(), disc()
    drawn = draw_fur(photo, photo, mask, 1.0, 1.0)
    inside = np.s_[60:100, 60:100]
    before, after = (np.diff(each[inside][..., 0], axis=0).std() for each in (photo, drawn))
    assert after < 0.7 * before
    assert np.abs(np.median(drawn[inside] - photo[inside], (0, 1))).max() < 0.03


def test_traces_run_along_the_flow_and_end_near_the_mask():
    ones = np.ones((SIDE, SIDE), np.float32)
    mask = np.zeros_like(ones)
    mask[40:120] = 1
    lines = traced(mask, Flow(0 * ones, ones, ones, ones), 20, 2.0, 40, np.random.default_rng(1))
    for line in lines:
        assert np.ptp(line[:, 0]) < 1e-3
        assert line[:, 1].min() >= 30 and line[:, 1].max() <= 130
