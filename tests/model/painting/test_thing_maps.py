"""Maps of things: contact, glow and distance."""

import numpy as np
import pytest

from pipeline.model.painting.filters import blurred, calmed, smooth, warped
from pipeline.model.painting.forms import form_of
from pipeline.model.painting.thing_maps import blank, contact_of, glow_of, shine_of, source
from pipeline.model.painting.thing_maps import lay_on as lay_form


def block(height: int, width: int, color: tuple[float, float, float], alpha: float = 1.0):
    """A plain drawing (height, width, 4)."""
    return np.full((height, width, 4), (*color, alpha), np.float32)


def lay_on(maps, drawing, left, top, distance=0.0, stands=True, shine=""):
    """With light from the right."""
    form = form_of(drawing, 1.0, min(maps.contact.shape), stands)
    lay_form(maps, drawing, form, left, top, distance, stands, shine)


def test_kinds_shine_as_lamps_or_windows_or_not():
    assert [shine_of(kind) for kind in ("campfire", "house", "dog")] == ["lamp", "windows", ""]


def test_a_lamp_shines_where_it_is_bright():
    lamp = block(40, 20, (0.2, 0.2, 0.3))
    lamp[:10, :, :3] = 1.0, 0.9, 0.5
    assert source(lamp, "lamp")[5].min() > 0.9 and source(lamp, "lamp")[30].max() == 0
    assert not source(lamp, "").any()


def test_an_unlit_lamp_shines_in_its_upper_part():
    glow = glow_of(np.pad(block(40, 20, (0.2, 0.2, 0.3)), ((20, 20), (20, 20), (0, 0))), "lamp", 8)
    assert glow[24, 30] > 0.5 and glow[55, 30] < 0.2 and 0 < glow[15, 30] < glow[24, 30]


def test_contact_is_as_wide_as_the_foot():
    table = block(40, 40, (0.5, 0.3, 0.2))
    table[10:, :, 3] = 0
    table[10:, 15:25, 3] = 1
    contact = contact_of(table, 30, 20, (100, 100))
    assert contact[60, 50] > 0.8 and contact[60, 35] < 0.3 and contact[30].max() < 0.01


def test_nearer_things_hide_contact_and_glow_of_those_behind():
    maps = blank(100, 100)
    lay_on(maps, block(30, 30, (1.0, 0.9, 0.5)), 20, 20, 0.6, shine="lamp")
    glow = maps.glow.copy()
    lay_on(maps, block(40, 30, (0.1, 0.2, 0.8)), 35, 30, 0.2, stands=False)
    assert maps.contact[49, 45] == 0 and maps.contact[49, 25] > 0.5
    assert maps.glow[45, 45] < 0.7 * glow[45, 45] and maps.glow[25, 25] == glow[25, 25]
    assert maps.distance[45, 45] == np.float32(0.2) and maps.distance[25, 25] == np.float32(0.6)
    assert maps.drawings[45, 45, 2] == np.float32(0.8)


def test_colour_stays_straight_where_a_drawing_is_clear():
    maps = blank(20, 20)
    lay_on(maps, block(10, 10, (0.8, 0.4, 0.2), 0.5), 5, 5)
    assert maps.drawings[8, 8] == pytest.approx((0.8, 0.4, 0.2, 0.5))


def test_what_is_outside_or_empty_leaves_no_trace():
    maps = blank(20, 20)
    lay_on(maps, block(10, 10, (1, 1, 1)), 40, 5, shine="lamp")
    lay_on(maps, block(10, 10, (1, 1, 1), 0.0), 5, 5, shine="lamp")
    assert not any(part.any() for part in (maps.drawings, *maps.flat))


@pytest.mark.parametrize("sigma", [0.1, 1.5, 9.0, 200.0])
def test_a_blur_keeps_what_is_even(sigma):
    assert blurred(np.full((13, 27), 0.3, np.float32), sigma) == pytest.approx(0.3, abs=1e-5)


def test_a_wide_blur_is_a_gaussian():
    point = np.zeros((161, 161), np.float32)
    point[80, 80] = 1
    soft = blurred(point, 12.0)
    assert soft[80, 92] / soft[80, 80] == pytest.approx(np.exp(-0.5), abs=0.06)


def test_calming_flattens_what_is_gentle_and_keeps_edges():
    x = np.arange(80)
    tone = 0.3 + 0.03 * np.sin(x * 0.8) + 0.5 * (x >= 40)
    picture = np.repeat(np.tile(tone, (60, 1))[..., None], 3, -1).astype(np.float32)
    calm = calmed(picture, 6.0, 0.15)
    assert calm[30, 4:20].std() < 0.4 * picture[30, 4:20].std()
    assert calm[30, 44, 0] - calm[30, 36, 0] > 0.35


def test_warping_moves_and_smoothing_is_bounded():
    picture = np.zeros((9, 9, 1), np.float32)
    picture[4, 6] = 1
    one = np.ones((9, 9), np.float32)
    assert warped(picture, 2 * one, 0 * one)[4, 4, 0] == pytest.approx(1, abs=1e-5)
    assert smooth(np.array([-1.0, 0.5, 9.0]), 0, 1).tolist() == [0, 0.5, 1]
