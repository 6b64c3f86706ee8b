"""A real small photo made over: the same person, flatter, in the asked mood."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import find_weights
from pipeline.model.painting.makeover.makeover import make_over
from pipeline.model.painting.makeover.sitter import People
from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.painting.plate.moods import mood_for
from pipeline.model.seeing.faces import read_people
from pipeline.model.seeing.faces.skin import plain_skin

EXAMPLES = Path(__file__).parents[4] / "assets" / "examples"


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    with Image.open(EXAMPLES / "person.jpg") as file:
        return np.asarray(file.convert("RGB").resize((320, 320)), np.float32) / 255


@pytest.fixture(scope="module")
def upscaler() -> Upscaler:
    return Upscaler.load(find_weights() / "upscaler.safetensors")


@pytest.fixture(scope="module")
def people(photo: np.ndarray) -> People:
    return read_people(photo)


@pytest.fixture(scope="module")
def drawn(photo: np.ndarray, people: People, upscaler: Upscaler) -> np.ndarray:
    torch.set_num_threads(1)
    return make_over(photo, people, upscaler, 1.0)


def test_skin_and_hair_keep_their_colours(photo: np.ndarray, drawn: np.ndarray, people: People):
    (sitter,) = people.sitters
    skin = plain_skin(photo.shape[:2], sitter.mesh, sitter.pose.width, sitter.hair)
    for region, far in ((skin, 0.09), (sitter.hair > 0.6, 0.09)):
        before, after = (np.median(to_oklab(each)[region], 0) for each in (photo, drawn))
        assert np.linalg.norm(before - after) < far


def test_skin_is_two_flat_tones(photo: np.ndarray, drawn: np.ndarray, people: People):
    (sitter,) = people.sitters
    cheek = tuple(np.s_[int(v) - 5 : int(v) + 5] for v in sitter.mesh[205][::-1])
    before, after = (to_oklab(each)[cheek][..., 0].std() for each in (photo, drawn))
    assert after < 0.5 * before or after < 0.006


def test_the_drawn_face_is_found_again_in_its_place(drawn: np.ndarray, people: People):
    (sitter,), (again,) = people.sitters, read_people(drawn).sitters
    distance = np.hypot(*(sitter.pose.centre - again.pose.centre))
    assert distance < 0.1 * sitter.pose.width
    assert again.pose.width == pytest.approx(sitter.pose.width, rel=0.15)


def test_each_strength_is_further_from_the_photo(
    photo: np.ndarray, drawn: np.ndarray, people: People, upscaler: Upscaler
):
    weak = make_over(photo, people, upscaler, 0.3)
    person = people.person > 0.8
    distances = [np.abs(each - photo)[person].mean() for each in (weak, drawn)]
    assert 0.01 < distances[0] < distances[1]


def test_night_is_dark_and_keeps_people_lighter_than_their_place(
    photo: np.ndarray, drawn: np.ndarray, people: People, upscaler: Upscaler
):
    night = make_over(photo, people, upscaler, 1.0, mood_for("night", "clear", "summer"))
    light = [np.median(to_oklab(each)[..., 0]) for each in (drawn, night)]
    assert light[1] < light[0] - 0.15


def test_a_mood_joins_hour_weather_and_season():
    both = mood_for("night", "rain", "winter")
    steps = {step.__name__ for step in (*both.recolour, *both.finish)}
    assert {"snow_cover", "snowfall", "rainfall", "lit_windows"} <= steps
    assert not steps & {"stars", "moon"}  # behind the clouds
    assert mood_for("noon", "clear", "winter").sky == mood_for("noon", "clear", "winter").sky
    assert mood_for("noon", "clear", "summer").sky != mood_for("noon", "clear", "winter").sky
