import numpy as np
import pytest

from pipeline.model.painting.outlines import OUTLINES, bent, outline_of


def disc(side: int = 96) -> np.ndarray:
    """A red disc with a blue middle."""
    y, x = np.mgrid[0:side, 0:side]
    far = np.hypot(x - side / 2 + 0.5, y - side / 2 + 0.5) / (side / 2)
    rgba = np.zeros((side, side, 4), np.uint8)
    rgba[far < 1] = (220, 30, 30, 255)
    rgba[far < 0.4] = (30, 30, 220, 255)
    return rgba


def filled(rgba: np.ndarray) -> float:
    return float((rgba[..., 3] > 127).mean())


@pytest.mark.parametrize("name", [*OUTLINES, "round"])
def test_an_outline_reaches_to_its_box_and_not_beyond(name):
    reach = outline_of(name)
    angles = np.arange(len(reach)) / len(reach) * 2 * np.pi
    for side in (np.cos(angles) * reach, np.sin(angles) * reach):
        assert 0.85 < side.max() < 1.06 and -1.06 < side.min() < -0.85


def test_a_disc_becomes_a_square_and_a_triangle():
    square = bent(disc(), "mirror", "square", "square")
    triangle = bent(disc(), "mirror", "triangular", "triangular")
    assert filled(disc()) == pytest.approx(np.pi / 4, abs=0.02)
    assert filled(square) > 0.95 and filled(triangle) == pytest.approx(0.5, abs=0.05)
    assert triangle[5, 5, 3] == 0 and triangle[-6, 12, 3] == 255


def test_the_middle_stays_in_the_middle():
    square = bent(disc(), "mirror", "square", "square")
    assert square[48, 48, 2] > 200 and square[4, 4, 0] > 200


def test_an_oval_is_wider_than_high_or_the_other_way_round():
    assert bent(disc(), "plum", "oval", "oval").shape[:2] == (71, 96)
    high = disc()[:, 20:76]
    assert bent(high, "plum", "oval", "oval").shape[:2] == (96, 71)


def test_nothing_visible_stays_nothing():
    assert not bent(np.zeros((20, 20, 4), np.uint8), "mirror", "star", "star")[..., 3].any()
