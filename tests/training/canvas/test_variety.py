"""Drawings in other colours and proportions."""

import random

import numpy as np
from PIL import Image, ImageDraw

from pipeline.training.canvas.variety import recoloured, varied


def drawing() -> np.ndarray:
    image = Image.new("RGBA", (60, 90))
    ImageDraw.Draw(image).rectangle((10, 10, 50, 80), fill=(200, 60, 20))
    return np.asarray(image)


def test_some_stay_and_the_others_differ():
    one = drawing()
    made = [varied(one, random.Random(seed)) for seed in range(60)]
    same = sum(each.shape == one.shape and bool((each == one).all()) for each in made)
    assert 8 <= same <= 35
    assert len({each.tobytes() for each in made}) == 61 - same


def test_a_drawing_never_vanishes():
    whole = (drawing()[..., 3] > 128).sum()
    for seed in range(40):
        assert (varied(drawing(), random.Random(seed))[..., 3] > 128).sum() > 0.6 * whole


def test_colours_change_and_form_stays():
    one = drawing()
    made = recoloured(one, random.Random(1))
    assert (made[..., 3] == one[..., 3]).all() and (made[..., :3] != one[..., :3]).any()


def test_the_same_dice_give_the_same_drawing():
    one, other = (varied(drawing(), random.Random(5)) for _ in range(2))
    assert one.shape == other.shape and (one == other).all()
