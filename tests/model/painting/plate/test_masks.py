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
