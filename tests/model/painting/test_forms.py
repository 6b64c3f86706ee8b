"""How light falls on flat drawings, and their lines."""

import numpy as np
import pytest

from pipeline.model.painting.forms import form_of


def ball(size: int, color: tuple[float, float, float] = (0.8, 0.3, 0.2)) -> np.ndarray:
    """(size, size, 4): a disc that fills its square."""
    y, x = (np.mgrid[:size, :size] + 0.5) / size * 2 - 1
    drawing = np.full((size, size, 4), (*color, 0.0), np.float32)
    drawing[..., 3] = np.clip((1 - np.hypot(x, y)) * size / 2, 0, 1)
    return drawing


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_side_of_the_light_is_lit_and_the_other_in_shade(side):
    tone = form_of(ball(80), side, 128).tone[:, :: int(side)]
    assert tone[30, 70] > 0.75 and tone[60, 8] < 0.2


def test_tones_are_flat_but_for_narrow_edges():
    tone = form_of(ball(200), 1.0, 256).tone[100, 10:190]
    assert (np.abs(np.diff(tone)) > 0.01).mean() < 0.12
    assert np.ptp(tone) > 0.8


def test_ink_follows_the_outline_and_where_colours_meet():
    drawing = ball(100)
    drawing[:50, :, :3] = 0.1, 0.1, 0.4
    ink = form_of(drawing, 1.0, 256).ink
    assert ink[:4, 50].max() > 0.2 and ink[-4:, 50].max() > 0.2 and ink[48:52, 50].max() > 0.4
    assert ink[30, 50] < 0.05 and ink[75, 50] < 0.05


def test_a_rim_looks_towards_the_light():
    rim = form_of(ball(100), 1.0, 256).rim
    assert rim[20:50, 70:].max() > 0.5 and not rim[50:, :40].any()


def test_gloss_is_flattened():
    drawing = ball(100)
    y, x = np.mgrid[:100, :100]
    drawing[..., :3] += 0.05 * np.exp(-((x - 65) ** 2 + (y - 35) ** 2) / 300)[..., None]
    color = form_of(drawing, 1.0, 256).color
    assert np.ptp(color[20:80, 30:80].mean(-1)) < 0.85 * np.ptp(drawing[20:80, 30:80, :3].mean(-1))


def test_odd_drawings_have_a_form():
    for drawing in (np.zeros((20, 20, 4)), np.ones((1, 40, 4)), np.ones((3, 2, 4))):
        form = form_of(drawing.astype(np.float32), 1.0, 64, stands=False)
        for part in (form.color, form.tone, form.ink, form.rim):
            assert part.shape[:2] == drawing.shape[:2] and part.dtype == np.float32
            assert np.isfinite(part).all() and part.min() >= 0 and part.max() <= 1


def test_a_larger_drawing_has_the_same_form():
    small, large = form_of(ball(80), 1.0, 128), form_of(ball(160), 1.0, 256)
    for name in ("tone", "ink"):
        halved = getattr(large, name).reshape(80, 2, 80, 2).mean((1, 3))
        assert np.abs(getattr(small, name) - halved).mean() < 0.05
