"""OKLab is Ottosson's; the grade keeps its promises, above all to skin."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.painting.plate import colour


def plain(*lab: float) -> np.ndarray:
    return np.tile(np.array(lab, np.float32), (40, 40, 1))


def mean_hue(lab: np.ndarray) -> float:
    return float(colour.polar(lab.mean((0, 1))).H)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((1, 1, 1), (1.0, 0.0, 0.0)),
        ((1, 0, 0), (0.628, 0.2249, 0.1258)),
        ((0, 0, 1), (0.452, -0.0325, -0.3115)),
    ],
)
def test_oklab_of_known_colours(rgb: tuple, lab: tuple):
    assert colour.to_oklab(np.array(rgb, np.float32)) == pytest.approx(lab, abs=1e-3)


SHARE = st.floats(0, 1, width=32)


@given(st.tuples(SHARE, SHARE, SHARE))
def test_oklab_and_polar_come_back(rgb: tuple[float, float, float]):
    lab = colour.to_oklab(np.array(rgb, np.float32))
    assert colour.from_oklab(lab) == pytest.approx(rgb, abs=2e-3)
    assert colour.from_polar(*colour.polar(lab)) == pytest.approx(lab, abs=1e-5)


def test_tone_lifts_a_dark_picture_but_not_to_day():
    light = np.linspace(0.05, 0.4, 1600, dtype=np.float32).reshape(40, 40)
    dark = np.dstack([light, 0 * light, 0 * light])
    lifted = np.median(colour.tone(dark)[..., 0])
    assert np.median(light) + 0.05 < lifted < 0.65


def test_grade_freshens_dull_green_and_pulls_cyan_to_blue():
    nothing = np.zeros((40, 40), np.float32)
    olive = colour.from_polar(*(np.full((40, 40), v, np.float32) for v in (0.5, 0.06, 118)))
    graded = colour.grade(olive, nothing, nothing)
    assert mean_hue(graded) > 122
    assert colour.polar(graded).C.mean() > 0.065
    cyan = colour.from_polar(*(np.full((40, 40), v, np.float32) for v in (0.7, 0.06, 225)))
    cyan[12:] = olive[12:]  # a picture all in blue is left alone
    assert 228 < mean_hue(colour.grade(cyan, nothing, nothing)[:12]) < 245
