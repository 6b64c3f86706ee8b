import numpy as np
import pytest

from pipeline.model.painting.materials import made_of
from pipeline.model.painting.patterns import PATTERNS, patterned

SIDE = 70


def cloth(color: tuple[int, int, int]) -> np.ndarray:
    rgba = np.full((SIDE, SIDE, 4), 255, np.uint8)
    rgba[..., :3] = color
    return rgba


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_light_on_colour_and_dark_on_white(pattern):
    red = patterned(cloth((200, 30, 30)), pattern, np.ones((SIDE, SIDE)))
    white = patterned(cloth((255, 255, 255)), pattern, np.ones((SIDE, SIDE)))
    light, dark = red[..., 2] > 150, white[..., 0] < 100
    for share in (light.mean(), dark.mean()):
        assert 0.1 < share < 0.6


def test_only_what_takes_a_colour_is_patterned():
    mask = np.zeros((SIDE, SIDE))
    mask[:, : SIDE // 2] = 1
    before = cloth((200, 30, 30))
    after = patterned(before, "striped", mask)
    assert (after[:, SIDE // 2 :] == before[:, SIDE // 2 :]).all()
    assert (after[:, : SIDE // 2] != before[:, : SIDE // 2]).any()


def test_metal_and_leather_have_colours_of_their_own():
    lights = np.linspace(40, 220, SIDE).astype(np.uint8)
    blue = cloth((0, 0, 0))
    blue[..., 2], blue[..., 0] = lights, lights // 3
    metal, leather = (
        made_of(blue, one, False)[..., :3].astype(int) for one in ("metal", "leather")
    )
    assert abs(metal[..., 0] - metal[..., 2]).mean() < 20
    assert (leather[..., 0] - leather[..., 2]).mean() > 30


def test_what_is_given_a_colour_keeps_it_in_leather():
    assert made_of(cloth((30, 60, 200)), "leather", True)[..., 2].mean() > 150


def test_fluff_has_a_ragged_rim():
    padded = np.zeros((SIDE + 20, SIDE + 20, 4), np.uint8)
    padded[10:-10, 10:-10] = cloth((200, 180, 150))
    fluffy = made_of(padded, "fluffy", False)[..., 3]
    rim = fluffy[10, 12:-12].astype(int)
    assert rim.std() > 20 and fluffy[SIDE // 2, SIDE // 2] == 255
