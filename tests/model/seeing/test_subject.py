"""An animal is found in a real photo of one, none in photos of places."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.model.seeing.subject import find_animal

EXAMPLES = Path(__file__).parents[3] / "assets" / "examples"


def pixels(name: str) -> np.ndarray:
    with Image.open(EXAMPLES / f"{name}.jpg") as file:
        photo = file.convert("RGB")
    photo.thumbnail((384, 384), Image.Resampling.LANCZOS)
    return np.asarray(photo, np.float32) / 255


def test_an_animal_stands_out_from_its_place():
    photo = pixels("animal")
    mask = find_animal(photo)
    assert mask.shape == photo.shape[:2]
    assert 0.03 < (mask > 0.5).mean() < 0.75
    assert mask[:4, :4].max() < 0.1  # a corner is place


@pytest.mark.parametrize("name", ["landscape", "building"])
def test_places_have_no_animal(name: str):
    assert not find_animal(pixels(name)).any()
