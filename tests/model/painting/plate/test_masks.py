"""The masks of a drawn scene: sky, leaves and walls."""

import numpy as np
import pytest

from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.painting.plate.masks import Masks, find_masks, refine_sky
from tests.model.painting.plate.drawn import meadow


@pytest.fixture(scope="module")
def lab() -> np.ndarray:
    return to_oklab(np.asarray(meadow(), np.float32) / 255)


@pytest.fixture(scope="module")
def found(lab: np.ndarray) -> Masks:
    return find_masks(lab, *2 * [np.zeros(lab.shape[:2], np.float32)])


def test_sky_is_above_the_meadow(lab: np.ndarray, found: Masks):
    sky = refine_sky(found.sky, lab, 0.71)
    assert found.sky_sure > 0.15
    assert sky[8:90].mean() > 0.9
    assert sky[190:].mean() < 0.02
    assert sky[110:180, 190:370].mean() < 0.02  # the house


def test_no_sky_in_a_picture_of_leaves(lab: np.ndarray):
    leaves = np.ascontiguousarray(lab[120:280, :160])
    found = find_masks(leaves, *2 * [np.zeros(leaves.shape[:2], np.float32)])
    assert found.sky.max() == 0 and found.sky_sure == 0


def test_foliage_is_leaves_and_not_the_house(found: Masks):
    leaves, house = found.foliage[130:270, 20:140].mean(), found.foliage[110:210, 190:370].mean()
    assert leaves > 0.5
    assert house < 0.1 * leaves
    assert found.structure[110:210, 190:370].mean() > 2 * found.structure[130:270, 20:140].mean()


def sureness(grey: int, ground: int, horizon: int, sitter: bool = False) -> float:
    """Of a grey upper part over darker ground, perhaps behind somebody who fills much of it."""
    rows = np.random.default_rng(0).normal(0, 2, (320, 320, 3)) + grey
    rows[horizon:] += ground - grey
    person = np.zeros((320, 320), np.float32)
    if sitter:
        person[60:, 100:220] = 1
        rows[60:, 100:220] = (40, 30, 30)
    picture = np.clip(rows, 0, 255).astype(np.float32) / 255
    return find_masks(to_oklab(picture).astype(np.float32), person, person * 0).sky_sure


def test_an_overcast_sky_is_one_where_it_ends_at_a_horizon():
    assert sureness(165, 105, 150) > 0.15
    assert sureness(165, 160, 150) == 0  # a wall and a floor of one grey
    assert sureness(165, 165, 320) == 0  # nothing but grey


def test_a_sky_may_be_behind_somebody():
    assert sureness(235, 130, 120, sitter=True) > 0.15
    assert sureness(235, 235, 320, sitter=True) == 0  # a studio's wall
