"""The figures: a perfect reading scores all, and each mistake is counted where it belongs."""

import json
import random
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.request import Request
from pipeline.training.evaluate import (
    HELD_OUT,
    held_out_scenes,
    high_frequency,
    judge_photos,
    picture_of,
    score,
    sheet,
)
from pipeline.training.instructions import MOODS, instruction
from pipeline.training.judge import Reading, Seen, center
from pipeline.training.stylist import MOODS as PAINTED_MOODS
from pipeline.training.world.scene import Scene, groups


def perfect(scene: Scene) -> Reading:
    things = tuple(Seen(t.kind, t.color or "", *center(t, scene.aspect)) for t in scene.things)
    return Reading(scene.terrain, scene.time, scene.weather, things)


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    return held_out_scenes(30)


def wrong(scene: Scene, reading: Reading) -> set[str]:
    return {question for question, answers in score(scene, reading).items() if not all(answers)}


def test_held_out_scenes_are_fixed_and_never_trained_on(scenes):
    assert scenes == held_out_scenes(30)
    assert all(scene.seed >= HELD_OUT for scene in scenes)


def test_a_perfect_reading_is_right_in_everything(scenes):
    assert all(wrong(scene, perfect(scene)) == set() for scene in scenes)


def test_each_mistake_is_counted_where_it_belongs(scenes):
    scene = next(s for s in scenes if len(groups(s)) == 1 and s.things[0].color)
    truth = perfect(scene)
    first = truth.things[0]
    assert wrong(scene, replace(truth, time="noon" if truth.time != "noon" else "night")) == {
        "time of day"
    }
    recoloured = tuple(replace(t, color="no colour") for t in truth.things)
    assert wrong(scene, replace(truth, things=recoloured)) == {"colour and side"}
    moved = tuple(replace(t, x=(t.x + 0.5) % 1) for t in truth.things)
    assert wrong(scene, replace(truth, things=moved)) == {"colour and side"}
    assert wrong(scene, replace(truth, things=(*truth.things, first))) == {"count"}
    other = "cat" if first.kind != "cat" else "dog"
    invented = replace(first, kind=other)
    assert wrong(scene, replace(truth, things=(*truth.things, invented))) == {"nothing invented"}
    assert wrong(scene, replace(truth, things=())) == {"kind present", "colour and side", "count"}


def test_blur_lowers_the_sharpness():
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8))
    assert high_frequency(noise.filter(ImageFilter.GaussianBlur(3))) < high_frequency(noise) / 5


def test_every_mood_of_the_stylist_can_be_asked_for():
    assert set(MOODS) == set(PAINTED_MOODS)
    rng = random.Random(0)
    assert all(instruction(mood, rng) for mood in MOODS for _ in range(30))
    asked = {instruction("sunset", rng) for _ in range(100)}
    assert len(asked) > 10 and not asked & {instruction("noon", rng) for _ in range(100)}


def test_a_picture_and_a_sheet_come_out():
    picture = picture_of(EmbeddedEngine.tiny(), Request("a cat", size=(256, 256), seed=1, steps=1))
    assert picture.size == (256, 256)
    assert sheet([picture] * 5, 3).size == (768, 512)


def test_photos_are_measured_against_the_stylist(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 255, (96, 128, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    line = {"source": "photo.png", "target": "photo.png", "split": "val", "mood": "noon"}
    (tmp_path / "index.jsonl").write_text(json.dumps(line) + "\n")
    figures = judge_photos(SmallSides(), tmp_path, tmp_path)
    assert figures["photos"] == 1
    assert figures["gradient correlation"] == pytest.approx(1, abs=1e-3)
    assert figures["sharpness of the stylist's, median"] == pytest.approx(1, abs=1e-3)
    assert (tmp_path / "photos.webp").exists()


class SmallSides(EmbeddedEngine):
    """An engine at strength 0: a painting that is its photo, so the figures are known."""

    def __init__(self) -> None:
        self.__dict__ = EmbeddedEngine.tiny().__dict__
        self.capabilities = replace(EmbeddedEngine.capabilities, min_side=64)

    def encode(self, request, photo):
        return super().encode(replace(request, strength=0.0), photo)
