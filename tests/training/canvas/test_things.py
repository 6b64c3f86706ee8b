"""Drawings as they lie on the canvas, and as the picture shows them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.training.canvas.things import Placed, fitted, lay_all, painted


@pytest.fixture
def ball() -> np.ndarray:
    """A red ball, 8-bit RGBA, with much that is empty around it."""
    image = Image.new("RGBA", (128, 128))
    ImageDraw.Draw(image).ellipse((30, 40, 90, 100), fill=(220, 40, 40, 255))
    return np.asarray(image)


def test_a_drawing_is_cut_to_what_it_shows(ball):
    small = fitted(ball, 24)
    assert small.shape == (24, 24, 4) and small.min() >= 0 and small.max() <= 1
    assert small[12, 12, 3] == 1 and small[0, 0, 3] < 0.5


def test_the_canvas_has_the_drawing_as_it_is_and_the_picture_does_not(ball):
    thing = Placed(fitted(ball, 24), 30, 50)
    picture, canvas = lay_all(np.full((64, 64, 3), 0.6, np.float32), [thing], "sunset", True, 1.0)
    opaque = thing.drawing[..., 3:] == 1
    assert (canvas[26:50, 18:42] == thing.drawing)[opaque[..., 0]].all()
    seen = canvas[..., 3] > 0.9
    assert np.abs(picture[seen] - canvas[seen][:, :3]).mean() > 0.05
    assert not canvas[:20].any() and (picture[:20] == 0.6).all()


def test_light_comes_from_its_side(ball):
    drawing = fitted(ball, 40)
    right, left = painted(drawing, "noon", 1.0), painted(drawing, "noon", -1.0)
    assert right[20, 32:38].mean() > left[20, 32:38].mean() + 0.02
    assert painted(drawing, "night", 1.0).mean() < 0.7 * right.mean()


def test_what_stands_casts_a_shadow_and_what_flies_does_not(ball):
    ground = np.full((64, 64, 3), 0.6, np.float32)
    standing = lay_all(ground, [Placed(fitted(ball, 20), 32, 50)], "noon", True, 1.0)[0]
    flying = lay_all(ground, [Placed(fitted(ball, 20), 32, 50, air=True)], "noon", True, 1.0)[0]
    assert standing[51, 32].mean() < 0.5 and (flying[51, 32] == np.float32(0.6)).all()


def test_what_is_nearer_hides_what_is_behind(ball):
    blue = ball[..., [2, 1, 0, 3]]
    far, near = Placed(fitted(ball, 20), 32, 45), Placed(fitted(blue, 20), 36, 50)
    canvas = lay_all(np.zeros((64, 64, 3), np.float32), [near, far], "noon", True, 1.0)[1]
    assert canvas[40, 36, 2] > canvas[40, 36, 0]


def test_what_leaves_the_picture_is_cut(ball):
    things = [Placed(fitted(ball, 30), x, y) for x, y in ((0, 20), (63, 80), (-90, 10))]
    picture, canvas = lay_all(np.zeros((64, 64, 3), np.float32), things, "noon", True, 1.0)
    assert picture.shape == (64, 64, 3) and canvas[10, 3, 3] > 0
