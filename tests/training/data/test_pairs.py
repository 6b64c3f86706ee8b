"""Training pairs: the plan, the picture sizes, the check of shapes and going on after a stop."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from pipeline.model.painting.plate.subjects import nobody
from pipeline.training.data import pairs
from tests.training.stylist.drawn import meadow

ROWS = [
    {"file": f"{name}.png", "split": "train", "topic": "landscape", "caption": f"a {name}"}
    for name in ("hill", "lake", "tower")
]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for row in ROWS:
        meadow().save(folder / row["file"])
    return folder


def test_every_photo_goes_through_the_moods_before_one_comes_again():
    plan = list(pairs.plan(ROWS, ["noon", "night", "rain"], 4))
    assert len(plan) == 12
    for row in ROWS:
        moods = [pair.mood for pair in plan if pair.file == row["file"]]
        assert set(moods[:3]) == {"noon", "night", "rain"} and moods[3] == moods[0]
    assert len({pair.target for pair in plan}) == 12


def test_plan_is_the_same_every_time():
    assert list(pairs.plan(ROWS, ["noon"], 2)) == list(pairs.plan(ROWS, ["noon"], 2))


@settings(deadline=None)
@given(st.integers(64, 1200), st.floats(1 / 4, 4))
def test_fit_limits_area_and_long_side(width: int, ratio: float):
    size = width, max(40, round(width / ratio))
    fitted = pairs.fit(Image.new("RGB", size), 128).size
    assert fitted[0] * fitted[1] <= 1.05 * 128**2 and max(fitted) <= 161
    assert fitted[0] % 2 == fitted[1] % 2 == 0 and min(fitted) >= 32
    if min(fitted) > 32:  # the least side
        assert fitted[0] / fitted[1] == pytest.approx(size[0] / size[1], rel=0.06)


def test_correlation_tells_the_same_shapes_from_others():
    photo, everywhere = meadow(), np.ones((320, 416))
    darker = photo.point(lambda v: v * 0.6)
    assert pairs.gradient_correlation(photo, darker, everywhere) > 0.95
    flipped = photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert pairs.gradient_correlation(photo, flipped, everywhere) < 0.5
    below = everywhere.copy()
    below[:160] = 0
    halved = photo.copy()
    halved.paste(photo.crop((0, 0, 416, 140)).filter(ImageFilter.GaussianBlur(9)))
    assert pairs.gradient_correlation(photo, halved, below) > 0.99


def test_pairs_are_written_and_not_made_again(photos: Path, tmp_path: Path):
    plan = list(pairs.plan(ROWS[:1], ["noon", "night"], 2))
    for folder in ("source", "target"):
        (tmp_path / folder).mkdir()
    for pair, correlation in zip(
        plan, pairs.make_pairs_of(plan, photos, tmp_path, 128, nobody), strict=True
    ):
        pairs.record(pair, correlation, tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "index.jsonl").read_text().splitlines()]
    assert Counter(row["mood"] for row in rows) == {"noon": 1, "night": 1}
    for row in rows:
        source, target = (Image.open(tmp_path / row[key]) for key in ("source", "target"))
        assert source.size == target.size
        assert row["gradient_correlation"] >= 0.6 and row["caption"] == "a hill"
    everything = list(pairs.plan(ROWS, ["noon", "night"], 2))
    left = pairs.left_to_do(everything, tmp_path)
    assert [group[0].file for group in left] == ["lake.png", "tower.png"]


def test_pairs_that_lost_their_shapes_are_dropped(tmp_path: Path):
    pair = next(pairs.plan(ROWS, ["noon"], 1))
    pairs.record(pair, 0.7, tmp_path)
    assert not (tmp_path / "index.jsonl").exists()
    assert json.loads((tmp_path / "dropped.jsonl").read_text())["file"] == "hill.png"
    assert pairs.left_to_do([pair], tmp_path) == []
