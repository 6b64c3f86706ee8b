"""Every benchmark runs: once, at its smallest setting, on tiny engines where it takes one."""

import base64
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.benchmarks import (
    blind,
    composing,
    everyday,
    glm_image,
    hero,
    ideas,
    journey,
    makeover,
    page,
    pixels,
    safety,
    service,
    watermark,
)
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.glm.engine import GlmImageEngine

FOLDER = Path(__file__).parents[2] / "pipeline" / "benchmarks"
PHOTO = FOLDER.parents[1] / "assets" / "examples" / "person.jpg"
ELSEWHERE = {"diversity", "recognition", "nouns", "geneval", "voice"}  # have tests of their own
Run = Callable[..., str]


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine.tiny(4)  # random weights whose edits change something


@pytest.fixture
def run(engine, capsys) -> Run:
    """Runs a benchmark with the tiny engine and gives what it printed."""

    def run(main: Callable, *arguments: object, **given: object) -> str:
        given = {"engine": engine} | given
        given = {name: value for name, value in given.items() if value is not None}
        assert not main([*map(str, arguments)], **given)
        return capsys.readouterr().out

    return run


@pytest.fixture
def photos(tmp_path) -> Path:
    """A folder of one photo."""
    folder = tmp_path / "photos"
    folder.mkdir()
    pixels = np.random.default_rng(0).integers(0, 255, (256, 256, 3), np.uint8)
    Image.fromarray(pixels).save(folder / "photo.png")
    return folder


def test_no_benchmark_is_left_out():
    programs = {path.stem for path in FOLDER.glob("*.py") if "__main__" in path.read_text()}
    here = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert programs - here == ELSEWHERE
    assert all(callable(import_module(f"pipeline.benchmarks.{name}").main) for name in programs)


def test_blind(run, photos, tmp_path):
    out = tmp_path / "out"
    run(blind.main, "--out", out, "--photos", photos, "--count", 1)
    key = (out / "key.txt").read_text()
    assert "in 1 of 1" in run(blind.main, "--out", out, "--answers", key)


def test_composing(run, tmp_path):
    prompts = tmp_path / "prompts.csv"
    lines = [f"coco,a dog beside {count} cats in a park,dog;cat" for count in ("two", "three")]
    prompts.write_text("\n".join(["set,prompt,nouns", *lines * 30]))
    printed = run(composing.main, "--prompts", prompts, "--count", 2, engine=None)
    assert "best of" in printed


def test_everyday(run):
    assert " of 1 compositions" in run(everyday.main, "--seeds", 1, "--lines", 1)


def test_glm_image(run):
    printed = run(
        glm_image.main, "--side", 256, "--steps", 1, "--runs", 1, engine=GlmImageEngine.tiny()
    )
    assert "tokens/s" in printed and "whole picture, exact" in printed


def test_makeover(tmp_path, capsys):
    photos = tmp_path / "photos"
    photos.mkdir()
    Image.open(PHOTO).save(photos / "person.png")
    makeover.main(["--photos", str(photos), "--out", str(tmp_path), "--strengths", "1.0"])
    assert json.loads(capsys.readouterr().out)
    assert (tmp_path / "makeover.json").exists()


@pytest.mark.slow
def test_hero(run, tmp_path):
    run(hero.main, "--out", tmp_path / "hero.webp")
    assert Image.open(tmp_path / "hero.webp").width == hero.WIDTH


@pytest.mark.slow
def test_ideas(run, tmp_path):
    run(ideas.main, "--out", tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} > {"before", "after", "edit_1", "edit_2"}


@pytest.mark.slow
def test_journey(run):
    assert "peak memory" in run(journey.main, "--photo", PHOTO, "--runs", 1)


@pytest.mark.browser
@pytest.mark.slow
def test_page(run):
    printed = " ".join(run(page.main, "--pictures", 5, "--visitors", 2, "--photos", 2).split())
    assert "2 photos to a zip of 2" in printed
    assert "2 visitors at once: with their own picture 2, in" in printed


@pytest.mark.browser
@pytest.mark.slow
def test_the_pages_figures(run, tmp_path):
    run(page.main, "--figures", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"page-desktop.webp", "page-phone.webp"}


@pytest.mark.slow
def test_pixels(run, engine, tmp_path, monkeypatch):
    painted = pixels.paintings(engine)
    monkeypatch.setattr(pixels, "paintings", lambda _: painted)
    before, other = tmp_path / "before.json", tmp_path / "other.json"
    assert "CHANGED" not in run(pixels.main, "--out", before)
    made = json.loads(before.read_text())
    other.write_text(json.dumps(made | {"variation": "0" * 16}))
    assert run(pixels.main, "--against", before).count(" same") == len(made)
    with pytest.raises(AssertionError):  # its exit code is not 0
        run(pixels.main, "--against", other)


@pytest.mark.slow
def test_safety(run):
    printed = run(safety.main, "--mutations", 5, "--runs", 1, "--prompts", 20, engine=None)
    assert "25 hostile uploads: 0 uncaught" in printed


def test_service(run):
    printed = run(service.main, "--clients", 1, 3, "--pictures", 3)
    _, _, table = printed.partition(" MiB\n")
    rows = [line.split() for line in table.splitlines()]
    assert [row[:4] for row in rows] == [["1", "3", "of", "3"], ["3", "3", "of", "3"]]
    assert rows[0][5] == "1.00" and float(rows[1][5]) > 0


def test_pictures_under_load_are_verified():
    signed = (PHOTO.parent / "painted" / "corgi.webp").read_bytes()
    assert not service._is_of(base64.b64encode(signed).decode(), "two white cats", 1)
    assert not service._is_of(base64.b64encode(PHOTO.read_bytes()).decode(), "two white cats", 1)
    answers = [service.Answer(True, 0, 0, right=right) for right in (True, False, None)]
    assert list(map(service._is_wrong, answers)) == [False, True, True]


@pytest.mark.slow
def test_watermark(run, monkeypatch):
    monkeypatch.setenv("ENOGU_HOME", "")  # given back when the test is over
    printed = run(watermark.main, "--pictures", 3, "--crops", 10, engine=None)
    assert "mark found after nothing" in printed and "3 of 3, 3 read" in printed
