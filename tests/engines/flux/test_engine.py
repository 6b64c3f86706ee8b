"""FLUX.2-klein on the real classes with random weights, held against diffusers' own pipeline."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from pipeline.engines import card
from pipeline.engines.flux.engine import FluxKleinEngine
from pipeline.errors import RequestError
from pipeline.generate import generate
from pipeline.request import Request
from pipeline.results import Picture, Progress
from tests.engines.test_contract import paint


@pytest.fixture(scope="module")
def engine():
    return FluxKleinEngine.tiny()


@pytest.fixture(scope="module")
def photo():
    noise = np.random.default_rng(0).integers(0, 255, (192, 256, 3), dtype=np.uint8)
    return Image.fromarray(noise)


@pytest.mark.parametrize("count", [0, 2])
def test_a_picture_is_that_of_diffusers_own_pipeline(engine, photo, count):
    wish = Request("x", photo=b"" if count else None, size=(256, 256), steps=3, seed=4)
    request = engine.capabilities.complete(wish, photo.size if count else None)
    photos = [photo, photo.rotate(90, expand=True)][:count]
    given = engine.encode(request, *photos[:1] or [None], references=tuple(photos[1:]))
    ours = list(engine.decode(given, torch.empty(0)))[-1].image
    theirs = engine.pipe(
        prompt=given.prompt,
        image=photos or None,
        width=request.size[0],
        height=request.size[1],
        num_inference_steps=3,
        guidance_scale=1.0,
        generator=torch.Generator().manual_seed(4),
    ).images[0]
    assert np.abs(np.array(ours, int) - np.array(theirs, int)).max() <= 1
    assert np.array(ours).std() > 5


def test_strength_keeps_the_photo(engine, photo):
    smooth = photo.resize((4, 4)).resize((256, 192), Image.Resampling.BICUBIC)
    request = Request("x", photo=b"", size=(256, 256), steps=2, seed=1)
    images = {
        strength: np.array(paint(engine, replace(request, strength=strength), smooth)[-1].image)
        for strength in (0.0, 0.001, 1.0)
    }
    near = np.abs(images[0.0].astype(int) - images[0.001]).mean()
    assert near <= 1 < np.abs(images[0.0].astype(int) - images[1.0]).mean()


def test_it_walks_the_journey_and_says_that_it_writes_no_tokens(engine, tmp_path):
    *progress, picture = generate(Request("a red kite", size=(256, 256)), engine, tmp_path)
    assert isinstance(picture, Picture)
    assert picture.tokens == 0
    assert "tokens" not in {item.stage for item in progress}
    assert all(isinstance(item, Progress) and item.of for item in progress)
    assert engine.about()["autoregressive stage"] == "none"
    assert "no autoregressive stage" in picture.settings["model"]


@pytest.mark.parametrize("part", ["proj_out", "lm_head"])
def test_a_full_card_names_a_smaller_size_and_the_engine_goes_on(engine, monkeypatch, part):
    owner = engine.pipe.transformer if part == "proj_out" else engine.pipe.text_encoder

    def full(*_):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(getattr(owner, part), "forward", full)
    request = Request("x", size=(512, 512), steps=1)
    with pytest.raises(card.CardFull, match="full at 512x512: try 352x352"):
        paint(engine, request)
    monkeypatch.undo()
    assert paint(engine, request)[-1].image.size == (512, 512)


def test_saved_and_loaded_it_paints_the_same(engine, tmp_path):
    engine.pipe.save_pretrained(tmp_path)
    loaded = FluxKleinEngine.load(str(tmp_path), device="cpu")
    assert loaded.pipe.config.is_distilled
    request = Request("x", size=(256, 256), steps=1, seed=2)
    first = np.array(paint(loaded, request)[-1].image, int)
    second = np.array(paint(engine, request)[-1].image, int)
    assert np.abs(first - second).mean() < 3  # bfloat16


def test_it_has_no_words_for_pictures(engine, photo):
    with pytest.raises(RequestError, match="cannot describe"):
        engine.describe(photo)


def test_guidance_is_built_in(engine):
    with pytest.raises(ValueError, match="guidance must be 1 to 1"):
        engine.capabilities.complete(Request("x", guidance=3.0))


def test_without_a_card_it_is_refused_before_anything_is_fetched():
    if torch.cuda.is_available():
        pytest.skip("there is a card")
    with pytest.raises(card.CardTooSmall, match=r"8 GB .* 12 GB .* 24 GB .* none here"):
        FluxKleinEngine.load()
