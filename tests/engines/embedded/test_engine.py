"""What only the embedded engine does: candidates that are looked at, photos drawn and set into."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from pipeline.engines.embedded import tasks
from pipeline.engines.embedded.engine import UNKNOWN, EmbeddedEngine
from pipeline.engines.embedded.retouching import filled
from pipeline.request import Request

SIZE = (256, 256)


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine.tiny()


def candidates(engine: EmbeddedEngine, count: int) -> torch.Tensor:
    """The tokens that are handed on of so many candidates."""
    request = Request("two cats", seed=5, size=SIZE, candidates=count)
    conditioning = engine.encode(engine.capabilities.complete(request), None)
    *_, last = engine.sample_tokens(conditioning)
    return last.tokens


def test_the_candidate_that_scores_best_is_handed_on(engine, monkeypatch):
    scores = iter((0.1, 0.3, 0.2))
    monkeypatch.setattr(tasks, "score", lambda *_: next(scores))
    alone, best = candidates(engine, 1), candidates(engine, 3)
    assert not best.equal(alone)
    scores = iter((0.3, 0.1, 0.2))
    assert candidates(engine, 3).equal(alone)


def test_candidates_are_ranked_the_same_way_every_time(engine):
    assert candidates(engine, 2).equal(candidates(engine, 2))


def test_without_anything_to_see_with_the_first_candidate_is_taken(engine):
    blind = EmbeddedEngine(replace(engine.world, observer=None))
    assert candidates(blind, 3).equal(candidates(engine, 1))


def test_a_picture_in_which_nothing_is_sure_is_said_to_be_unknown(engine):
    assert engine.describe(Image.new("RGB", (96, 64), "teal")) == UNKNOWN


def made(engine: EmbeddedEngine, request: Request, photo: Image.Image, mask=None) -> Image.Image:
    request = engine.capabilities.complete(request, photo.size)
    conditioning = engine.encode(request, photo, mask)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    return painted.image


@pytest.mark.parametrize(("photo", "size"), [((512, 256), (256, 128)), ((150, 290), (140, 270))])
def test_strength_leads_from_the_photo_to_a_drawing(engine, photo, size):
    photo = Image.effect_noise(photo, 80).convert("RGB")
    fitted = photo.resize(size, Image.Resampling.LANCZOS)
    side = max(size)
    none, faint, full = (
        np.asarray(
            made(engine, Request("at night", b"-", (side, side), 1, strength=strength), photo), int
        )
        for strength in (0.0, 0.1, 1.0)
    )
    assert (none == np.asarray(fitted)).all()
    assert 0 < abs(faint - none).mean() < abs(full - none).mean()


@pytest.fixture(scope="module")
def landscape() -> Image.Image:
    picture = Image.new("RGB", SIZE, (150, 190, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 150, 256, 256), fill=(90, 140, 70))
    draw.rectangle((100, 120, 150, 200), fill=(200, 30, 30))  # what is to go
    return picture


@pytest.fixture(scope="module")
def hole() -> Image.Image:
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).rectangle((80, 100, 170, 220), fill=255)
    return mask


def test_what_stood_under_a_mask_goes(landscape, hole):
    marked = np.asarray(hole) > 127
    empty = np.asarray(filled(landscape, marked), int)
    assert (empty == np.asarray(landscape))[~marked].all()
    red = empty[marked] @ np.array([1, -1, 0])  # red less green
    assert red.max() < 100 < (200 - 30)


@pytest.mark.parametrize(
    ("prompt", "keeps_ground"), [("", True), ("a red lantern", True), ("a desert", False)]
)
def test_into_a_photo_come_things_on_its_own_ground_or_another_land(
    engine, landscape, hole, prompt, keeps_ground
):
    request = Request(prompt, b"-", SIZE, 3, mask=b"-")
    painted = np.asarray(made(engine, request, landscape, hole), int)
    empty = np.asarray(filled(landscape, np.asarray(hole) > 127), int)
    same = (painted == empty).all(2)
    assert same.mean() > 0.5 if keeps_ground else same.mean() < 0.5
    assert same.all() == (prompt == "")
