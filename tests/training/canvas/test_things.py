"""Drawings as they lie on the canvas, and as the picture shows them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.model.plan.land import MATERIALS
from pipeline.training.canvas.stage import Scene, Stage
from pipeline.training.canvas.things import Laid, Placed, fitted, lay_all

NOISE = NoiseAtlas()


@pytest.fixture
def ball() -> np.ndarray:
    """A red ball, 8-bit RGBA, with much that is empty around it."""
    image = Image.new("RGBA", (512, 512))
    ImageDraw.Draw(image).ellipse((120, 160, 360, 400), fill=(220, 40, 40, 255))
    return np.asarray(image)


def laid(
    things: list[Placed],
    size: int = 64,
    time: str = "noon",
    weather: str = "clear",
    side: float = 1.0,
    ink: float = 1.0,
    material: str = "pavement",
) -> Laid:
    """Things on one plain material."""
    stage = Stage(Scene(time, weather, "summer"), size, size, NOISE)
    ground = np.full((size, size), MATERIALS.index(material), np.uint8)
    return lay_all(np.full((size, size, 3), 0.6, np.float32), ground, things, stage, side, ink)


def test_a_drawing_is_cut_to_what_it_shows(ball):
    small = fitted(ball, 24)
    assert small.shape == (24, 24, 4) and small.min() >= 0 and small.max() <= 1
    assert small[12, 12, 3] == 1 and small[0, 0, 3] < 0.5


def test_the_canvas_has_the_drawing_as_it_is_and_the_picture_does_not(ball):
    thing = Placed(fitted(ball, 24), 30, 50)
    result = laid([thing], time="sunset")
    opaque = thing.drawing[..., 3] == 1
    assert (result.maps.drawings[26:50, 18:42] == thing.drawing)[opaque].all()
    seen = result.maps.drawings[..., 3] > 0.9
    assert np.abs(result.picture[seen] - result.maps.drawings[seen][:, :3]).mean() > 0.04
    assert not result.maps.drawings[:20].any() and (result.picture[:20] == np.float32(0.6)).all()


def test_light_comes_from_its_side(ball):
    thing = Placed(fitted(ball, 80), 64, 100)
    right, left = (laid([thing], 128, side=side).picture for side in (1.0, -1.0))
    assert right[50:70, 92:100].mean() > left[50:70, 92:100].mean() + 0.02
    assert right[50:70, 28:36].mean() < left[50:70, 28:36].mean() - 0.02


@pytest.mark.parametrize("time", ["morning", "sunset", "night"])
def test_every_hour_has_a_light_of_its_own(ball, time):
    pale = np.where(ball[..., 3:] > 0, np.array([210, 200, 190, 255]), 0).astype(np.uint8)
    thing = Placed(fitted(pale, 80), 64, 100)
    noon, other = laid([thing], 128).picture, laid([thing], 128, time=time).picture
    assert np.abs(noon - other)[40:90, 40:90].mean() > 0.02


def test_rain_takes_colour_and_shadow(ball):
    thing = Placed(fitted(ball, 80), 64, 100)
    clear, rain = (laid([thing], 128, weather=weather).picture for weather in ("clear", "rain"))
    vivid = [np.ptp(picture[50:80, 50:80], axis=-1).mean() for picture in (clear, rain)]
    assert vivid[1] < 0.85 * vivid[0]
    assert rain[100:106].min() > clear[100:106].min() + 0.05


def test_what_stands_casts_a_shadow_and_what_flies_does_not(ball):
    standing = laid([Placed(fitted(ball, 20), 32, 50)])
    flying = laid([Placed(fitted(ball, 20), 32, 50, air=True)])
    assert standing.picture[51, 32].mean() < 0.5 and standing.maps.contact[50, 32] > 0.5
    assert (flying.picture[54, 32] == np.float32(0.6)).all() and not flying.maps.contact.any()


def test_shadows_are_long_when_the_sun_is_low_and_lie_away_from_it(ball):
    thing = Placed(fitted(ball, 48), 64, 70)
    noon, sunset = laid([thing], 128).picture, laid([thing], 128, time="sunset").picture
    dark = [(picture[72:, :, 0] < 0.56).sum() for picture in (noon, sunset)]
    assert dark[1] > 1.5 * dark[0]
    assert sunset[72:, :64].mean() < sunset[72:, 64:].mean()


def test_grass_hides_feet(ball):
    thing = Placed(fitted(ball, 80), 64, 100)
    stone, meadow = (laid([thing], 128, material=m).picture for m in ("pavement", "meadow"))
    foot = (slice(97, 100), slice(58, 70))
    redness = [
        (picture[foot][..., 0] - picture[foot][..., 1]).mean() for picture in (stone, meadow)
    ]
    assert redness[1] < 0.6 * redness[0]


def test_lamps_light_the_night_around_them():
    image = Image.new("RGBA", (64, 64))
    ImageDraw.Draw(image).ellipse((0, 0, 63, 63), fill=(255, 240, 160, 255))
    lamp = fitted(np.asarray(image), 20)
    dark = laid([Placed(lamp, 64, 70)], 128, time="night")
    lit = laid([Placed(lamp, 64, 70, shine="lamp")], 128, time="night")
    assert lit.maps.glow[60, 64] > 0.8 and 0.02 < lit.maps.glow[60, 84] < lit.maps.glow[60, 78]
    assert lit.picture[60, 80].mean() > dark.picture[60, 80].mean() + 0.05
    assert not dark.maps.glow.any()


def test_what_is_nearer_hides_what_is_behind(ball):
    blue = ball[..., [2, 1, 0, 3]]
    far, near = Placed(fitted(ball, 20), 32, 45, distance=0.5), Placed(fitted(blue, 20), 36, 50)
    result = laid([near, far])
    assert result.maps.drawings[40, 36, 2] > result.maps.drawings[40, 36, 0]
    assert result.maps.distance[40, 36] == 0 and result.maps.distance[30, 30] == 0.5


def test_glass_shows_what_is_behind(ball):
    glass = fitted(ball, 40) * np.array([1, 1, 1, 0.4], np.float32)
    picture = laid([Placed(glass, 64, 80)], 128).picture
    solid = laid([Placed(fitted(ball, 40), 64, 80)], 128).picture
    assert np.abs(picture[60, 64] - 0.6).mean() < 0.6 * np.abs(solid[60, 64] - 0.6).mean()


def test_odd_things_are_painted_too(ball):
    small, wide = fitted(ball, 4), np.ones((3, 60, 4), np.float32)
    nothing = np.zeros((20, 20, 4), np.float32)
    things = [
        Placed(fitted(ball, 30), 0, 20), Placed(fitted(ball, 30), 63, 80), Placed(nothing, 30, 30),
        Placed(fitted(ball, 30), -90, 10), Placed(small, 30, 30), Placed(wide, 30, 60),
        Placed(nothing, 30, 30, shine="lamp"), Placed(small, 63.9, 64, shine="windows"),
    ]  # fmt: skip
    result = laid(things)
    for values in (result.picture, result.maps.drawings, *result.maps.flat):
        assert values.shape[:2] == (64, 64) and values.dtype == np.float32
        assert np.isfinite(values).all() and values.min() >= 0 and values.max() <= 1
    assert result.maps.drawings[10, 3, 3] > 0


def test_without_ink_there_are_no_lines(ball):
    thing = Placed(fitted(ball, 200), 160, 250)
    inked, plain = (laid([thing], 320, ink=ink) for ink in (1.0, 0.0))
    lines = inked.maps.ink > 0.5
    assert lines.sum() > 20 and not plain.maps.ink.any()
    assert inked.picture[lines].mean() < 0.8 * plain.picture[lines].mean()


def test_an_empty_drawing_is_fitted():
    assert not fitted(np.zeros((40, 40, 4), np.uint8), 20).any()


def test_a_larger_picture_is_the_same_one(ball):
    small = laid([Placed(fitted(ball, 80), 80, 130)], 160, "sunset", material="meadow").picture
    large = laid([Placed(fitted(ball, 160), 160, 260)], 320, "sunset", material="meadow").picture
    halved = large.reshape(160, 2, 160, 2, 3).mean((1, 3))
    things = (slice(50, 130), slice(40, 120))
    assert -10 * np.log10(((small - halved)[things] ** 2).mean()) > 26
