"""The figures: a perfect reading scores all, and each mistake is counted where it belongs."""

import random
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from pipeline.benchmarks import blind
from pipeline.benchmarks.quality import judge_descriptions, psnr_outside
from pipeline.benchmarks.reading import high_frequency, picture_of, sheet
from pipeline.benchmarks.scoring import (
    HELD_OUT,
    edit_done,
    held_out_scenes,
    interval,
    named,
    score,
    score_caption,
)
from pipeline.engines.embedded.description import description_of
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.plan.world import POSED
from pipeline.request import Request
from pipeline.results import Description, Group
from pipeline.training.data.instructions import instruction
from pipeline.training.data.plans import plan_of
from pipeline.training.judge import Reading, Seen, center
from pipeline.training.world.edits import sample_edit
from pipeline.training.world.scene import Scene, Thing, groups


def perfect(scene: Scene) -> Reading:
    things = tuple(
        Seen(t.kind, t.color or "", *center(t, scene.aspect), t.pose) for t in scene.things
    )
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
    alone = (s for s in scenes if len(groups(s)) == 1)
    scene = next(s for s in alone if s.things[0].kind in POSED and s.things[0].pose != "running")
    truth = perfect(scene)
    first = truth.things[0]
    hour = "noon" if truth.time != "noon" else "night"
    assert wrong(scene, replace(truth, time=hour)) == {"time", "everything"}
    recoloured = tuple(replace(t, color="no colour") for t in truth.things)
    # What has another colour is another thing: its side cannot be right either.
    assert wrong(scene, replace(truth, things=recoloured)) == {
        "attribute", "position", "attribute and number", "attribute and position",
        "number and position", "all three", "everything",
    }  # fmt: skip
    moved = tuple(replace(t, x=(t.x + 0.5) % 1) for t in truth.things)
    assert wrong(scene, replace(truth, things=moved)) == {
        "position", "attribute and position", "number and position", "all three", "everything",
    }  # fmt: skip
    assert wrong(scene, replace(truth, things=(*truth.things, first))) == {
        "number", "attribute and number", "number and position", "all three", "everything",
    }  # fmt: skip
    other = "cat" if first.kind != "cat" else "dog"
    invented = (*truth.things, replace(first, kind=other))
    assert wrong(scene, replace(truth, things=invented)) == {"nothing invented", "everything"}
    assert "kind present" in wrong(scene, replace(truth, things=()))
    running = tuple(replace(t, pose="running") for t in truth.things)
    assert wrong(scene, replace(truth, things=running)) == {"pose", "everything"}


def test_a_sign_is_read_when_somebody_looks(scenes):
    scene = next(s for s in scenes if any(t.word for t in s.things))
    word = next(t.word for t in scene.things if t.word)
    assert "sign word" not in score(scene, perfect(scene))
    assert score(scene, perfect(scene), ["", word])["sign word"] == [True]
    assert score(scene, perfect(scene), [word[:-1]])["everything"] == [False]


def test_edits_are_done_or_not(scenes):
    rng = random.Random(0)
    changes = set()
    for scene in scenes * 4:
        edit = sample_edit(scene, rng)
        words = {s: [t.word for t in s.things if t.word] for s in (edit.before, edit.after)}
        assert edit_done(edit, perfect(edit.after), words[edit.after])
        # A season is not among what the judge reads; a change of it alone cannot be missed.
        if edit.change not in ("season", "move") and edit.before.things != edit.after.things:
            assert not edit_done(edit, perfect(edit.before), words[edit.before])
        changes.add(edit.change)
    assert len(changes) >= 6


def test_what_a_description_names_is_what_the_plan_has(scenes):
    for scene in scenes:
        right = score_caption(scene, description_of(plan_of(scene)))
        assert all(all(answers) for answers in right.values())
        assert ("sign words" in right) == any(thing.word for thing in scene.things)


def shown(*groups: Group) -> Description:
    return Description("lake", "noon", "clear", "summer", groups)


def test_a_description_must_name_everything_and_no_more():
    cats = [Thing("cat", "white", x, 0.9, 0.2, 0) for x in (0.2, 0.4)]
    sign = Thing("signpost", None, 0.7, 0.9, 0.25, 1, "TEA")
    scene = replace(held_out_scenes(1)[0], things=(*cats, sign))
    one, two = Group("cat", 1, "white"), Group("cat", 2, "white", side="left")
    post = Group("signpost", text="TEA", side="right")
    girls = Group("girl", 2, "red", worn=True)
    asleep = Group("cat", 1, "orange", "sleeping")
    assert named(shown(asleep, girls, replace(post, text="SEA"))) == {
        ("cat", "orange", "", "sleeping"): 1, ("girl", "red", "", ""): 2,
        ("signpost", None, "SEA", ""): 1,
    }  # fmt: skip

    def wrong_in(*groups: Group) -> set[str]:
        right = score_caption(scene, shown(*groups))
        return {question for question, answers in right.items() if not all(answers)}

    assert wrong_in(two, post) == set()
    assert wrong_in(one, post, one) == set()
    assert wrong_in() == {"kinds and numbers", "and colours", "sign words", "everything"}
    assert wrong_in(replace(two, color="black"), post) == {"and colours", "everything"}
    assert wrong_in(replace(two, pose="sleeping"), post) == {"everything"}
    assert wrong_in(one, post) == {"kinds and numbers", "and colours", "everything"}
    assert wrong_in(two, replace(post, text="TEN")) == {"sign words", "everything"}


def test_true_pictures_are_put_into_words(scenes):
    marks = judge_descriptions(EmbeddedEngine.tiny(), scenes[:2])
    assert len(marks["everything"]) == 2


def test_the_interval_holds_the_share_and_narrows():
    for right, total in ((0, 10), (5, 10), (10, 10), (500, 1000)):
        low, high = interval(right, total)
        assert 0 <= low <= right / total <= high <= 1
    assert interval(500, 1000)[1] < interval(5, 10)[1]


def test_what_is_outside_the_boxes_is_compared():
    before = Image.new("RGB", (20, 20))
    after = before.copy()
    after.paste("white", (0, 0, 5, 5))
    assert psnr_outside(before, after, [(0, 0, 0.25, 0.25)]) == 60
    assert psnr_outside(before, after, []) < 20


def test_blur_lowers_the_sharpness():
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8))
    assert high_frequency(noise.filter(ImageFilter.GaussianBlur(3))) < high_frequency(noise) / 5


def test_a_mood_is_asked_for_in_many_ways():
    rng = random.Random(0)
    asked = {instruction("sunset", rng) for _ in range(100)}
    assert len(asked) > 10 and not asked & {instruction("noon", rng) for _ in range(100)}


def test_a_picture_and_a_sheet_come_out():
    picture = picture_of(EmbeddedEngine.tiny(), Request("a cat", size=(256, 256), seed=1, steps=1))
    assert picture.size == (256, 256)
    assert sheet([picture] * 5, 3).size == (768, 512)


def test_a_blind_look_hides_which_side_is_the_models(tmp_path):
    rng, photos = np.random.default_rng(0), tmp_path / "photos"
    photos.mkdir()
    for name in ("one", "two", "three"):
        pixels = rng.integers(0, 255, (96, 128, 3), np.uint8)
        Image.fromarray(pixels).save(photos / f"{name}.png")
    made = [blind.write(SmallSides(), photos, tmp_path, 2, seed=3, strength=0) for _ in range(2)]
    key = (tmp_path / "key.txt").read_text()
    assert made == [key, key]
    assert len(key) == 2 and set(key) <= set("AB")
    page = (tmp_path / "index.html").read_text()
    assert key not in page and "model" not in page and page.count("<img") == 6
    # At strength 0 the model's picture is its photo.
    ours, theirs = (Image.open(tmp_path / f"01{'ab'[(key[0] == 'B') ^ i]}.webp") for i in (0, 1))
    photo = Image.open(tmp_path / "01p.webp")
    assert ours.tobytes() == photo.tobytes() != theirs.tobytes()


def test_a_blind_look_can_be_against_another_versions_pictures(tmp_path):
    photos, others = tmp_path / "photos", tmp_path / "others"
    for folder, shade in ((photos, 90), (others, 200)):
        folder.mkdir()
        Image.new("RGB", (96, 64), (shade, 60, 40)).save(folder / "one.png")
    key = blind.write(SmallSides(), photos, tmp_path, 1, seed=1, strength=0, others=others)
    with Image.open(tmp_path / f"01{'b' if key == 'A' else 'a'}.webp") as theirs:
        assert theirs.getpixel((40, 30))[0] > 180
    (others / "one.png").unlink()
    with pytest.raises(FileNotFoundError, match="no picture named one"):
        blind.write(SmallSides(), photos, tmp_path, 1, seed=1, strength=0, others=others)


def test_blind_answers_are_counted():
    assert "2 of 3 [" in blind.count_answers("AB-B", "ABAA")
    assert "no preference in 2 pairs" in blind.count_answers("--", "AB")
    for answers in ("A", "AC"):
        with pytest.raises(ValueError, match="2 letters"):
            blind.count_answers(answers, "AB")


class SmallSides(EmbeddedEngine):
    """An engine that takes small photos."""

    def __init__(self) -> None:
        self.__dict__ = EmbeddedEngine.tiny().__dict__
        self.capabilities = replace(self.capabilities, min_side=64)

    def encode(self, request, photo, mask=None):
        return super().encode(replace(request, strength=0.0), photo)
