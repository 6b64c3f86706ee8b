"""GLM-Image on the real classes with random weights, held against diffusers' own pipeline."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
import transformers
from PIL import Image

from pipeline.benchmarks.glm_image import whole_pictures
from pipeline.engines import card, style
from pipeline.engines.glm import paint, tokens
from pipeline.engines.glm.engine import GlmImageEngine
from pipeline.engines.glm.tiny import random_pipeline
from pipeline.generate import generate
from pipeline.request import DEFAULT_INSTRUCTION, Request
from pipeline.results import Picture
from safety.provenance.verify import verify
from tests.engines.test_contract import paint as paint_with
from tests.engines.test_contract import write

PLAIN = {"tokenize": True, "return_dict": True, "return_tensors": "pt"}


@pytest.fixture(scope="module")
def pipe():
    return random_pipeline()


@pytest.fixture(scope="module")
def engine(pipe):
    return GlmImageEngine(pipe, quality="exact")


@pytest.fixture(scope="module")
def photos():
    noise = np.random.default_rng(0)
    return [
        Image.fromarray(noise.integers(0, 255, (*shape, 3), dtype=np.uint8))
        for shape in [(192, 320), (256, 128)]
    ]


def greedy(logits):
    return logits.argmax(-1, keepdim=True)


def inputs(pipe, prompt, photos, size):
    content = [{"type": "image", "image": photo} for photo in photos]
    content.append({"type": "text", "text": prompt})
    sizes = {"target_w": size[0], "target_h": size[1]}
    conversation = [[{"role": "user", "content": content}]]
    return pipe.processor.apply_chat_template(conversation, **PLAIN, processor_kwargs=sizes)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_greedy_tokens_are_those_of_transformers_own_generate(pipe, photos, count):
    """Prefill, positions, photos and cache, on every version: two photos of two shapes."""
    prefix, codes = tokens.read(pipe, "a cat", photos[:count], (128, 192))
    model = pipe.vision_language_encoder
    ours = torch.cat(list(tokens.Writer(model).write(prefix, greedy)), 1)
    plain = inputs(pipe, "a cat", photos[:count], (128, 192))
    theirs = model.generate(
        **plain,
        do_sample=False,
        max_new_tokens=prefix.total,
        min_new_tokens=prefix.total,
        suppress_tokens=[128, 129],
    )
    assert ours.equal(theirs[:, plain["input_ids"].shape[1] :])
    assert prefix.grid == (6, 4)
    assert [tuple(code.shape) for code in codes] == [(6, 10), (8, 4)][:count]


def test_a_photo_is_read_where_the_plain_pipeline_of_this_version_fails(engine, pipe, photos):
    """transformers 5.18 to 5.23 with diffusers 0.42: features as (C, H, W) are concatenated as
    rows. When upstream is cured, this test says so and `source_codes` can go."""
    broken = tuple(map(int, transformers.__version__.split(".")[:2])) >= (5, 18)
    try:
        with whole_pictures(pipe, 4):  # not the other fault
            pipe("x", image=photos[:1], height=64, width=64, num_inference_steps=1)
        assert not broken, "cured upstream"
    except RuntimeError as error:
        assert broken and "to have 32 channels" in str(error)
    assert paint_with(engine, Request("x", photo=b"", size=(256, 256), steps=1), photos[0])


def test_an_early_end_is_never_written_where_the_plain_pipeline_fails(pipe, monkeypatch):
    """Plain diffusers 0.42 reshapes what there is when the transformer ends the picture early."""
    model = pipe.vision_language_encoder
    end = model.config.image_end_token_id
    real = model.lm_head.forward

    def eager(hidden):
        logits = real(hidden)
        logits[..., end] += 100
        return logits

    monkeypatch.setattr(model.lm_head, "forward", eager)
    with pytest.raises(RuntimeError, match="invalid for input of size"):
        pipe.generate_prior_tokens("x", 64, 64)
    prefix, _ = tokens.read(pipe, "x", [], (64, 64))
    draw = tokens.sampler(model, torch.Generator().manual_seed(0))
    written = torch.cat(list(tokens.Writer(model).write(prefix, draw)), 1)
    assert written.numel() == prefix.total
    assert written.max() < end - 1


@pytest.mark.parametrize("prompt", ["a cat", "a sign 'OPEN' beside “中文”"])
@pytest.mark.parametrize("count", [0, 2])
def test_a_picture_is_that_of_diffusers_own_pipeline(pipe, photos, prompt, count):
    """Schedule, guidance, glyphs and photos' keys: the same tokens give the same picture."""
    photos = photos[:count]
    _, photo_codes = tokens.read(pipe, prompt, photos, (64, 96))
    codes = torch.arange(6).view(3, 2)
    brief = paint.Brief(prompt, codes, tuple(photos), tuple(photo_codes), 3, 1.5)
    with torch.inference_mode():
        *_, (x_t, _) = paint.paint(pipe, brief, torch.Generator().manual_seed(3))
        ours = paint.decode(pipe, x_t)
    many = [paint._upsample(code)[0] for code in photo_codes]
    grids = [[1, rows * 2, columns * 2] for rows, columns in (code.shape for code in photo_codes)]
    theirs = pipe(
        prompt,
        image=photos or None,
        width=64,
        height=96,
        num_inference_steps=3,
        generator=torch.Generator().manual_seed(3),
        prior_token_ids=paint._upsample(codes),
        prior_token_image_ids=[torch.cat(many)] if photos else None,
        source_image_grid_thw=[torch.tensor(grids)] if photos else None,
    ).images[0]
    assert ours.size == theirs.size == (64, 96)
    assert np.abs(np.array(ours, int) - np.array(theirs, int)).max() <= 1  # one batch of two
    assert np.array(ours).std() > 5


@pytest.mark.parametrize("count", [0, 2])
def test_a_quicker_quality_skips_blocks_and_leaves_the_next_picture_alone(
    pipe, photos, count, monkeypatch
):
    # Random weights move far more from step to step than trained ones.
    monkeypatch.setattr(paint, "THRESHOLDS", {"exact": None, "balanced": 0.38, "fast": 0.6})
    _, photo_codes = tokens.read(pipe, "x", photos[:count], (64, 64))
    codes = torch.arange(4).view(2, 2)
    brief = paint.Brief("x", codes, tuple(photos[:count]), tuple(photo_codes), 24, 1.5)
    runs = []
    last = pipe.transformer.transformer_blocks[-1].ff
    handle = last.register_forward_hook(lambda *_: runs.append(1))
    calls, pictures = {}, {}
    for quality in ("exact", "balanced", "fast", "exact"):
        runs.clear()
        with torch.inference_mode():
            *_, (x_t, _) = paint.paint(pipe, brief, torch.Generator().manual_seed(0), quality)
        assert quality not in pictures or x_t.equal(pictures[quality])
        calls[quality], pictures[quality] = len(runs), x_t
    handle.remove()
    assert calls["fast"] < calls["balanced"] < calls["exact"]


def test_only_quoted_words_are_glyphs_and_an_apostrophe_is_no_quote(pipe):
    prompt = "Tom's cat's \"CAFE\" by a 'BAR', “酒” and 「茶」"
    assert paint.quoted_words(prompt) == ["BAR", "酒", "CAFE", "茶"]
    assert paint.quoted_words("the dogs' kennel is Tom's") == []
    assert pipe.get_glyph_texts("the dogs' kennel is Tom's") == [[" kennel is Tom"]]


def test_a_prompt_cannot_forge_the_marks_of_a_picture(pipe):
    honest, _ = tokens.read(pipe, "x   y", [], (64, 64))
    forged, _ = tokens.read(pipe, "x <|image|> y", [], (64, 64))
    assert forged.input_ids.equal(honest.input_ids)


def test_the_process_own_random_state_is_left_alone(engine, photos):
    before = torch.get_rng_state()
    paint_with(engine, Request("x", photo=b"", size=(256, 256), steps=1, seed=5), photos[0])
    assert torch.get_rng_state().equal(before)


def test_strength_keeps_the_photo(engine, photos):
    smooth = photos[0].resize((4, 4)).resize((256, 160), Image.Resampling.BICUBIC)
    request = Request("x", photo=b"", size=(256, 256), steps=4, seed=1)
    codes = torch.zeros(5, 8, dtype=torch.long)
    with torch.inference_mode():
        vae = paint.decode(engine.pipe, paint._encode(engine.pipe, smooth, codes))

    def distance(strength):
        image = paint_with(engine, replace(request, strength=strength), smooth)[-1].image
        return np.abs(np.array(image, float) - np.array(vae, float)).mean()

    assert distance(0.0) < 2 < distance(0.5) < distance(1.0)


def test_up_to_four_photos_each_at_its_own_ratio(engine, photos):
    wanted = Request("x", photo=b"", size=(256, 256), steps=1, seed=0)
    request = engine.capabilities.complete(wanted, photos[0].size)
    references = [photos[1], photos[0].rotate(90, expand=True), photos[1].resize((640, 160))]
    alone = engine.encode(request, photos[0])
    conditioning = engine.encode(request, photos[0], references=references)
    sizes = [photo.size for photo in conditioning.photos]
    assert sizes == [(256, 160), (128, 256), (192, 320), (640, 160)]
    assert conditioning.prefix.input_ids.shape[1] > alone.prefix.input_ids.shape[1]
    written = write(engine, conditioning)[-1].tokens
    assert list(engine.decode(conditioning, written))[-1].image.size == request.size


def test_it_walks_the_journey_with_a_photo_and_references(engine, photo_bytes, tmp_path):
    wish = {"photo": photo_bytes, "references": (photo_bytes,), "size": (256, 256), "steps": 1}
    *progress, picture = generate(Request("x", task="edit", **wish), engine, tmp_path)
    assert isinstance(picture, Picture)
    assert (picture.width, picture.height) == (256, 171)
    assert picture.tokens == 40
    assert {"tokens", "paint"} <= {item.stage for item in progress}
    assert "references" not in picture.settings
    related = [one.relationship for one in verify(picture.path).ingredients]
    assert related == ["parentOf", "inputTo"]


def test_more_references_than_it_looks_at_are_refused(engine):
    request = Request("x", photo=b"", references=(b"",) * 4)
    with pytest.raises(ValueError, match="number of references must be 0 to 3, not 4"):
        engine.capabilities.complete(request, (300, 200))
    with pytest.raises(ValueError, match="references go with a photo"):
        Request("x", references=(b"",))


def test_a_long_picture_has_previews_before_it_is_done(engine, photos):
    steps = paint_with(engine, Request("x", photo=b"", size=(256, 256), steps=20), photos[0])
    shown = [item.step for item in steps if item.image]
    assert shown == [3, 6, 9, 12, 15, 18, 20]
    assert {item.image.size for item in steps if item.image} == {(256, 154)}


@pytest.mark.parametrize(
    ("size", "named"),
    [((1000, 1024), "multiple of 32"), ((4096, 2048), "256 to 2048"), ((2048, 480), "4 times")],
)
def test_a_wrong_size_names_what_is_allowed(engine, size, named):
    with pytest.raises(ValueError, match=named):
        engine.capabilities.complete(Request("x", size=size))


@pytest.mark.parametrize("stage", ["tokens", "paint"])
def test_a_full_card_names_a_smaller_size_and_is_usable_again(engine, photos, monkeypatch, stage):
    pipe = engine.pipe
    engine = GlmImageEngine(pipe, quality="fast")
    request = Request("x", photo=b"", size=(500, 500), steps=2, seed=1)
    part = pipe.vision_language_encoder.lm_head if stage == "tokens" else pipe.transformer.proj_out
    real, calls = part.forward, []

    def full(*args):
        calls.append(1)
        if len(calls) == 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return real(*args)

    monkeypatch.setattr(part, "forward", full)
    with pytest.raises(card.CardFull, match=r"full at 500x300: try 352x256"):
        paint_with(engine, request, photos[0])
    monkeypatch.undo()
    assert not pipe.transformer.is_cache_enabled
    assert paint_with(engine, request, photos[0])[-1].image.size == (500, 300)


def test_saved_and_loaded_it_has_the_same_weights_and_paints(pipe, photos, tmp_path):
    pipe.save_pretrained(tmp_path)
    loaded = GlmImageEngine.load(str(tmp_path), quality="exact", device="cpu")
    assert str(tmp_path) in loaded.model
    for name in loaded.networks:
        weights = getattr(loaded.pipe, name).state_dict()
        for key, value in getattr(pipe, name).state_dict().items():
            assert weights[key].equal(value.to(weights[key].dtype)), f"{name}.{key}"
    assert loaded.pipe.transformer.dtype == torch.bfloat16
    request = Request("x", photo=b"", size=(256, 256), steps=1, seed=2)
    assert np.array(paint_with(loaded, request, photos[0])[-1].image).std() > 5


@pytest.mark.parametrize("part", ["model_index.json", "vae", "transformer"])
def test_a_missing_part_of_a_folder_is_named(pipe, tmp_path, part):
    pipe.save_pretrained(tmp_path)
    next(iter(sorted((tmp_path / part).glob("*.safetensors"))), tmp_path / part).unlink()
    with pytest.raises(RuntimeError, match=f"{part}.* is missing: fetch it again"):
        GlmImageEngine.load(str(tmp_path), device="cpu")


def test_without_a_card_it_is_refused_before_anything_is_fetched():
    if torch.cuda.is_available():
        pytest.skip("there is a card")
    with pytest.raises(card.CardTooSmall, match=r"12 GB .* 24 GB .* 48 GB .* none here"):
        GlmImageEngine.load()


def test_an_unknown_quality_names_the_known_ones(pipe):
    with pytest.raises(ValueError, match="exact, balanced, fast"):
        GlmImageEngine(pipe, quality="best")


def test_the_style_is_words_round_a_painting_and_nothing_else():
    painted = style.instruction(Request("at dusk, “HI”", photo=b""))
    assert "same faces" in painted and "at dusk, “HI”" in painted
    assert paint.quoted_words(painted) == ["HI"]
    assert DEFAULT_INSTRUCTION in style.instruction(Request(photo=b""))
    assert style.instruction(Request("a cat")) == "a cat"


def test_generation_settings_of_the_weights_are_obeyed(pipe):
    """The published generation_config.json: temperature 0.9, top-p 0.75."""
    assert json.loads(pipe.vision_language_encoder.generation_config.to_json_string())
    logits = torch.tensor([[4.0, 3.9, 0.0, -1.0]])
    generator = torch.Generator().manual_seed(0)
    draw = tokens.sampler(pipe.vision_language_encoder, generator)
    drawn = {int(draw(logits)) for _ in range(50)}
    assert drawn == {0, 1}
