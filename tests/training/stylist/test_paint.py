"""Paintings: deterministic, faithful in shape, and each mood changes what it promises."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.model.painting.plate.colour import polar, to_oklab
from pipeline.model.painting.plate.faces import enlarge_eyes
from pipeline.model.painting.plate.subjects import nobody
from pipeline.training.data.pairs import gradient_correlation
from pipeline.training.stylist import MOODS, finish, paint, sketch
from pipeline.training.stylist.paint import Sketch
from tests.training.stylist.drawn import meadow, portrait

EXAMPLES = Path(__file__).parents[3] / "assets/examples"


def oklab(picture: Image.Image) -> np.ndarray:
    return to_oklab(np.asarray(picture, np.float32) / 255)


@pytest.fixture(scope="module")
def sketched() -> Sketch:
    return sketch(meadow(), nobody)


@pytest.fixture(scope="module")
def painted(sketched: Sketch) -> dict[str, np.ndarray]:
    """The meadow in every mood, OKLab."""
    return {mood: oklab(finish(sketched, mood=mood, seed=1)) for mood in MOODS}


def test_same_seed_same_bytes_and_other_seed_other_clouds(sketched: Sketch):
    first, again, other = (finish(sketched, seed=seed).tobytes() for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_paint_is_sketch_and_finish(sketched: Sketch):
    whole = paint(meadow(), mood="sunset", seed=5, find_subjects=nobody)
    assert whole.tobytes() == finish(sketched, mood="sunset", seed=5).tobytes()


def test_strength_mixes_the_photograph_back_in(sketched: Sketch):
    photo = np.asarray(meadow(), np.float32)
    far, near, same = (
        np.abs(np.asarray(finish(sketched, strength=s), np.float32) - photo).mean()
        for s in (1.0, 0.5, 0.0)
    )
    assert same < 1 < near < far


@pytest.mark.parametrize("strength", [-0.1, 1.1])
def test_strength_out_of_range(sketched: Sketch, strength: float):
    with pytest.raises(ValueError, match="from 0 to 1"):
        finish(sketched, strength=strength)


def test_unknown_mood_names_the_known_ones():
    with pytest.raises(ValueError, match="noon, golden hour, sunset, night, autumn, winter"):
        paint(meadow(), mood="dusk", find_subjects=nobody)


def test_a_photograph_keeps_its_shapes_and_loses_its_grain():
    with Image.open(EXAMPLES / "animal.jpg") as photo:
        photo = photo.resize((320, 180), Image.Resampling.LANCZOS)
    painting = paint(photo, find_subjects=nobody)
    everywhere = np.ones((180, 320))
    assert painting.size == photo.size
    assert gradient_correlation(photo, painting, everywhere) > 0.75
    fine = [np.abs(np.diff(oklab(p)[40:140, 210:300, 0], axis=1)) for p in (photo, painting)]
    assert np.median(fine[1]) < 0.8 * np.median(fine[0])  # fur becomes flat strokes


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


@pytest.mark.parametrize("skin", [(94, 62, 46), (224, 178, 150)])
def test_people_keep_the_lightness_of_their_skin(skin: tuple[int, int, int]):
    photo, subjects = portrait(skin)
    painting = paint(photo, find_subjects=lambda picture: subjects)
    cheek = np.s_[72:84, 52:64]
    change = oklab(painting)[cheek][..., 0].mean() - oklab(photo)[cheek][..., 0].mean()
    assert -0.05 < change < 0.08


def test_eyes_grow():
    photo, subjects = portrait((224, 178, 150))
    pixels = np.asarray(photo, np.float32) / 255
    larger = enlarge_eyes(pixels, subjects.meshes)
    eye = np.s_[52:76, 55:77]
    dark = [(picture[eye].max(-1) < 0.35).sum() for picture in (pixels, larger)]
    assert dark[1] > 1.1 * dark[0]  # iris and lashes
    assert np.allclose(larger[110:], pixels[110:], atol=1e-4)
