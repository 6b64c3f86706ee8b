"""Every mood changes what it promises, in a small drawn scene without people."""

import numpy as np
import pytest
import torch

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import find_weights
from pipeline.model.painting.makeover.makeover import make_over
from pipeline.model.painting.makeover.sitter import People
from pipeline.model.painting.plate.colour import polar, to_oklab
from pipeline.model.painting.plate.moods import MOODS
from tests.model.painting.plate.drawn import meadow


def scene(mood: str, seed: int = 1) -> np.ndarray:
    torch.set_num_threads(1)
    photo = np.asarray(meadow(), np.float32) / 255
    nothing = np.zeros(photo.shape[:2], np.float32)
    nobody = People(nothing, nothing, nothing, (), -1, nothing)
    upscaler = Upscaler.load(find_weights() / "upscaler.safetensors")
    return make_over(photo, nobody, upscaler, 1.0, MOODS[mood], seed)


@pytest.fixture(scope="module")
def painted() -> dict[str, np.ndarray]:
    """The meadow in every mood, OKLab."""
    return {mood: to_oklab(scene(mood)) for mood in MOODS}


def test_same_seed_same_picture_and_other_seed_other_clouds(painted: dict[str, np.ndarray]):
    assert np.array_equal(to_oklab(scene("noon")), painted["noon"])
    assert not np.array_equal(to_oklab(scene("noon", 4)), painted["noon"])


def test_night_is_dark_and_blue_with_lit_windows(painted: dict[str, np.ndarray]):
    night, noon = painted["night"], painted["noon"]
    assert np.median(night[..., 0]) < np.median(noon[..., 0]) - 0.2
    assert night[:90, :, 2].mean() < -0.04
    house = night[105:215, 185:375]
    assert ((house[..., 0] > 0.7) & (house[..., 2] > 0.06)).sum() > 60


def test_sunset_and_golden_hour_warm_the_sky(painted: dict[str, np.ndarray]):
    for mood in ("sunset", "golden hour"):
        assert painted[mood][96:106, :, 2].mean() > painted["noon"][96:106, :, 2].mean() + 0.03


def test_autumn_turns_leaves_and_grass_to_gold(painted: dict[str, np.ndarray]):
    land = np.s_[190:, :160]
    assert polar(painted["noon"][land].mean((0, 1))).H > 110
    assert 40 < polar(painted["autumn"][land].mean((0, 1))).H < 100


def test_winter_whitens_the_ground(painted: dict[str, np.ndarray]):
    noon, winter = (painted[mood][240:, 180:] for mood in ("noon", "winter"))
    assert winter[..., 0].mean() > noon[..., 0].mean() + 0.1
    assert polar(winter.mean((0, 1))).C < 0.4 * polar(noon.mean((0, 1))).C


def test_spring_brings_pink(painted: dict[str, np.ndarray]):
    pink = {mood: (painted[mood][110:, :, 1] > 0.025).mean() for mood in ("noon", "spring")}
    assert pink["spring"] > pink["noon"] + 0.01


def test_rain_greys_the_picture(painted: dict[str, np.ndarray]):
    noon, rain = painted["noon"], painted["rain"]
    assert polar(rain).C.mean() < 0.75 * polar(noon).C.mean()
    assert np.median(rain[..., 0]) < np.median(noon[..., 0])
