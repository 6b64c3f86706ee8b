"""Styles of a whole picture."""

import itertools

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.painting.guides import MIDDLE, cell_of, guides, place_of, textures
from pipeline.model.plan.land import MATERIALS
from pipeline.model.plan.scene_graph import STYLES
from pipeline.training.canvas.hands import HANDS
from pipeline.training.canvas.things import Placed, fitted, lay_all
from pipeline.training.world.scene import Scene
from pipeline.training.world.stage import Stage

NOISE = NoiseAtlas()


def painted(style: str, height: int = 160, width: int = 160, time: str = "noon") -> np.ndarray:
    """A house before a blue sky, on green land."""
    image = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 120, 216, 255), fill=(240, 225, 200, 255))
    draw.polygon([(20, 120), (128, 10), (236, 120)], fill=(200, 70, 50, 255))
    unit = min(height, width)
    thing = Placed(fitted(np.asarray(image), 0.5 * unit), 0.5 * width, 0.85 * height)
    land = np.zeros((height, width, 3), np.float32) + np.array([0.35, 0.65, 0.9], np.float32)
    materials = np.zeros((height, width), np.uint8)
    land[height * 6 // 10 :] = 0.3, 0.6, 0.25
    materials[height * 6 // 10 :] = MATERIALS.index("grass")
    stage = Stage([Scene("meadow", time, "clear", "summer", 1.0, (), 0)], height, width, NOISE)
    return lay_all(land, materials, [thing], stage, 1.0, style).picture


def test_every_style_has_a_hand():
    assert set(HANDS) == set(STYLES)


def test_an_unknown_style_is_refused():
    with pytest.raises(KeyError):
        painted("fresco")


@pytest.mark.parametrize("style", STYLES)
def test_a_style_paints_any_shape(style):
    picture = painted(style, 70, 102, "night")
    assert picture.shape == (70, 102, 3) and picture.dtype == np.float32
    assert np.isfinite(picture).all() and picture.min() >= 0 and picture.max() <= 1


def test_no_two_styles_are_alike():
    pictures = {style: painted(style) for style in STYLES}
    for one, other in itertools.combinations(STYLES, 2):
        assert np.abs(pictures[one] - pictures[other]).mean() > 0.025, (one, other)


@pytest.mark.parametrize("style", STYLES)
def test_a_larger_picture_is_the_same_one(style):
    small, large = painted(style), painted(style, 320, 320)
    halved = large.reshape(160, 2, 160, 2, 3).mean((1, 3))
    least = 24 if style == "pixel art" else 26  # a cell on an edge falls to either side
    assert -10 * np.log10(((small - halved) ** 2).mean()) > least


def test_pixel_art_has_cells_of_one_colour():
    picture, cell = painted("pixel art"), cell_of(160)
    cells = picture.reshape(160 // cell, cell, 160 // cell, cell, 3)
    assert cell == 2 and np.ptp(cells, axis=(1, 3)).max() == 0
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) < 100


def test_ink_is_grey_on_warm_paper():
    picture = painted("ink sketch")
    assert np.ptp(picture, axis=-1).mean() < 0.15
    assert picture.max() > 0.9 and picture.min() < 0.3


def test_a_poster_is_flat():
    poster, gouache = painted("flat poster"), painted("gouache")
    rough = [np.abs(np.diff(p[:60, 10:40], axis=1)).mean() for p in (poster, gouache)]
    assert rough[0] < 0.004 and len(np.unique((poster[:60, :40] * 64).astype(int))) < 12


def test_textures_are_averaged_and_not_skipped():
    large, small = textures(NOISE, 512, 512, MIDDLE), textures(NOISE, 128, 128, MIDDLE)
    for name in large:
        halved = large[name].reshape(128, 4, 128, 4).mean((1, 3))
        assert np.abs(halved - small[name]).mean() < 0.1, name


def test_two_seeds_lie_elsewhere_on_the_same_brushwork():
    one, other = (textures(NOISE, 64, 96, place_of(seed))["soft 1"] for seed in (1, 2))
    assert np.abs(one - other).mean() > 0.3
    assert (textures(NOISE, 64, 96, place_of(1))["soft 1"] == one).all()
    assert (one[:, :32] == one[:, 64:]).all()  # a texture repeats after a shorter side


def test_guides_say_where_in_its_cell_a_pixel_lies():
    phase = guides(160, 320)[2:]
    assert phase.shape == (2, 160, 320) and (phase[0, :, ::2] == phase[0, 0, 0]).all()
    assert phase[0, 0, 0] != phase[0, 0, 1] and phase[1, 0, 0] != phase[1, 1, 0]
