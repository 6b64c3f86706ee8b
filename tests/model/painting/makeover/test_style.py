"""A drawing in the other styles: each is its own, paper shows, pixels are square."""

import numpy as np
import pytest

from pipeline.model.painting.guides import cell_of
from pipeline.model.painting.makeover.style import in_style
from pipeline.model.plan.scene_graph import STYLES
from tests.model.painting.plate.drawn import meadow


@pytest.fixture(scope="module")
def styled() -> dict[str, np.ndarray]:
    drawn = np.asarray(meadow().resize((208, 160)), np.float32) / 255
    person = np.zeros(drawn.shape[:2], np.float32)
    person[60:140, 90:130] = 1
    return {style: in_style(drawn, person, style, "noon", 1) for style in STYLES}


def test_every_style_is_another_picture(styled: dict[str, np.ndarray]):
    pictures = list(styled.values())
    for number, one in enumerate(pictures):
        assert one.shape == (160, 208, 3) and 0 <= one.min() <= one.max() <= 1
        assert all(np.abs(one - other).mean() > 0.01 for other in pictures[:number])


def test_pixel_art_has_square_cells(styled: dict[str, np.ndarray]):
    cell = cell_of(160)
    picture = styled["pixel art"][: 160 // cell * cell, : 208 // cell * cell]
    cells = picture.reshape(160 // cell, cell, 208 // cell, cell, 3)
    assert np.ptp(cells, axis=(1, 3)).max() < 1e-6


def test_an_ink_sketch_is_nearly_grey(styled: dict[str, np.ndarray]):
    chroma = {style: np.ptp(styled[style], axis=-1).mean() for style in STYLES}
    assert chroma["ink sketch"] < 0.7 * chroma["gouache"]
