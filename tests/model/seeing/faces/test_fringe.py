"""A painted fringe of single strands stays single strands, and brows are none."""

import numpy as np
import pytest

from pipeline.model.painting.makeover.landmarks import CHEEKS_AND_NOSE
from pipeline.model.painting.makeover.sitter import Pose
from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.painting.plate.faces import LEFT_BROW, OVAL, RIGHT_BROW
from pipeline.model.seeing.faces.fringe import likeness, with_strands

SIDE, X, Y, ROOT = 240, 120, 130, 72  # the picture, the face's middle, where its hair ends
SKIN, HAIR = np.array([0.86, 0.68, 0.58]), np.array([0.22, 0.15, 0.12])
STRANDS = (100, 120, 140)
BROWS = -35 / 160


def pose() -> Pose:
    centre, across, down = np.array([X, Y]), np.array([1.0, 0.0]), np.array([0.0, 1.0])
    return Pose(centre, across, down, 120.0, 160.0, 0.0)


def mesh() -> np.ndarray:
    points = np.zeros((468, 2), np.float32)
    angles = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    points[OVAL] = np.stack([X + 60 * np.sin(angles), Y - 80 * np.cos(angles)], 1)
    angles = np.linspace(0, 2 * np.pi, len(CHEEKS_AND_NOSE), endpoint=False)
    points[CHEEKS_AND_NOSE] = np.stack([X + 30 * np.sin(angles), Y + 15 * np.cos(angles)], 1)
    for brow, left in ((RIGHT_BROW, 82), (LEFT_BROW, 132)):
        half = len(brow) // 2
        across = np.linspace(left, left + 28, half)
        points[brow] = np.r_[
            np.stack([across, np.full(half, Y - 38)], 1),
            np.stack([across, np.full(half, Y - 32)], 1),
        ]
    return points


@pytest.fixture(scope="module")
def drawn() -> np.ndarray:
    """(SIDE, SIDE): the hair of a face with three strands over its forehead."""
    rng = np.random.default_rng(0)
    picture = np.full((SIDE, SIDE, 3), SKIN) + rng.normal(0, 0.012, (SIDE, SIDE, 3))
    picture[:ROOT] = HAIR + rng.normal(0, 0.03, (ROOT, SIDE, 3))
    for x in STRANDS:
        picture[ROOT:88, x - 3 : x + 3] = HAIR
    for left in (82, 132):
        picture[Y - 38 : Y - 32, left : left + 28] = HAIR
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[:ROOT] = 1
    lab = to_oklab(picture.clip(0, 1).astype(np.float32)).astype(np.float32)
    return with_strands(mask, lab, mesh(), pose(), BROWS)


def test_strands_are_hair_and_the_skin_between_them_is_not(drawn: np.ndarray):
    for x in STRANDS:
        assert drawn[84, x] > 0.5
    for x in (110, 130):
        assert drawn[86, x] < 0.3


def test_brows_are_no_hair(drawn: np.ndarray):
    assert drawn[Y - 35, 90] < 0.1
    assert drawn[Y + 10 :].max() < 0.1


def test_roots_and_tips_are_both_like_hair():
    rng = np.random.default_rng(0)
    skin, roots, tips = (
        np.array(color) + rng.normal(0, 0.01, (400, 3))
        for color in ([0.8, 0.05, 0.04], [0.4, 0.02, 0.04], [0.75, 0.0, 0.09])
    )
    hair = np.r_[roots, tips].astype(np.float32)
    colors = np.array([[skin.mean(0), roots.mean(0), tips.mean(0)]], np.float32)
    seen = likeness(colors, hair, skin)[0]
    assert seen[0] < 0.3
    assert min(seen[1:]) > 0.7
