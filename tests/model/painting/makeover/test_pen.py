"""The pen draws where it is told, with soft edges and nothing beyond its clips."""

import numpy as np
import pytest

from pipeline.model.painting.makeover.landmarks import spline
from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.tones import cut

BLACK = np.array([0.0, 0.0, 0.0], np.float32)
WHITE = np.ones((40, 60, 3), np.float32)


def square(left: float, top: float, side: float) -> np.ndarray:
    return np.array(
        [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
    )


def test_a_fill_covers_its_polygon_alone():
    pen = Pen((40, 60))
    pen.fill(square(10, 10, 10), BLACK)
    out = pen.over(WHITE)
    assert out[12:18, 12:18].max() < 0.01
    assert out[:8].min() == 1 and out[:, 24:].min() == 1


def test_a_window_draws_where_the_whole_sheet_does():
    whole, part = Pen((40, 60)), Pen((40, 60), (slice(5, 30), slice(4, 40)))
    for pen in (whole, part):
        pen.stroke(np.array([(8, 10), (20, 14), (34, 24)]), 4, BLACK)
    assert part.over(WHITE) == pytest.approx(whole.over(WHITE), abs=0.02)


def test_nothing_is_drawn_outside_a_clip():
    pen = Pen((40, 60))
    with pen.inside(square(0, 0, 15)):
        pen.fill(square(10, 10, 20), BLACK)
    out = pen.over(WHITE)
    assert out[12, 12].max() < 0.05 and out[20:, 20:].min() == 1


def test_a_tight_loop_has_no_holes():
    pen = Pen((40, 60))
    angles = np.linspace(0, 2 * np.pi, 20)
    loop = np.stack([30 + 4 * np.cos(angles), 20 + 4 * np.sin(angles)], 1)
    pen.stroke(loop, 8, BLACK, profile=(1.0, 1.0))
    assert pen.over(WHITE)[18:23, 28:33].max() < 0.1


def test_a_spline_goes_through_its_points_evenly():
    points = np.array([(0.0, 0.0), (10.0, 5.0), (20.0, 0.0)])
    curve = spline(points, 41)
    assert min(np.hypot(*(curve - points[1]).T)) < 0.3
    steps = np.hypot(*np.diff(curve, axis=0).T)
    assert steps.max() < 1.2 * steps.min()


def test_a_cut_field_has_an_edge_of_one_pixel():
    ramp = np.tile(np.linspace(0, 1, 60, dtype=np.float32), (40, 1))
    mask = cut(ramp, 0.5)
    assert mask[20, :28].max() == 0 and mask[20, 32:].min() == 1
