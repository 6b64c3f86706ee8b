"""Training sequences: what is learned, what is given, and which tasks are possible."""

import random

import pytest
import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.image_tokenizer import ImageTokenizer
from pipeline.model.networks.sequence import Special, Vocabulary, picture, words
from pipeline.model.networks.text_tokenizer import TextTokenizer
from pipeline.model.networks.vision import VisionEncoder
from pipeline.training.data.token_data import (
    Row,
    SceneTokens,
    TokenBatch,
    Writer,
    batches,
    collate,
    thing_weight,
)
from pipeline.training.judge import center
from pipeline.training.world.scene import sample_scene


def test_only_the_target_pictures_codes_are_learned():
    vocabulary = Vocabulary(text=10, codes=20, max_grid=4)
    codes = torch.arange(4).view(2, 2)
    seen = picture(vocabulary, Special.SOURCE, codes)
    row = seen + words(vocabulary, Special.TEXT, [1]) + picture(vocabulary, Special.IMAGE, codes)
    short = words(vocabulary, Special.TEXT, []) + picture(vocabulary, Special.IMAGE, codes)
    batch = collate([Row(row, torch.ones(4)), Row(short, torch.ones(4))])
    for i, n in enumerate((len(row), len(short))):
        learned = (batch.target[i] != -100).nonzero().flatten().tolist()
        assert learned == list(range(n - 5, n - 1))
        assert batch.target[i, learned].tolist() == [10, 11, 12, 13]


def test_things_weigh_more_than_the_sky():
    rng = random.Random(3)
    scene = next(s for s in iter(lambda: sample_scene(rng, 1.0), None) if len(s.things) == 1)
    weight = thing_weight(scene, (10, 10)).view(10, 10)
    thing = scene.things[0]
    x, y = center(thing, 1.0)
    assert weight[int(y * 10), int(x * 10)] == weight.max() > 1
    assert (weight == 1).sum() > 40


def test_a_described_picture_is_seen_and_a_written_one_is_not():
    vocabulary = Vocabulary(text=10, codes=20, max_grid=4)
    codes, features = torch.arange(4).view(2, 2), torch.rand(2, 2, 5)
    seen = picture(vocabulary, Special.SOURCE, codes, features=features)
    row = seen + words(vocabulary, Special.TEXT, [1, 2, 3])
    short = words(vocabulary, Special.TEXT, [1])
    batch = collate([Row(row, torch.ones(1)), Row(short, torch.ones(1))])
    assert batch.features.shape == (2, len(row), 5)
    assert torch.equal(batch.features[0, 3:7], features.view(4, 5))
    assert batch.features.count_nonzero() == features.numel()
    assert collate([Row(short, torch.ones(1))]).to("cpu").features is None


def test_the_drawn_pictures_are_those_of_the_codes_and_scenes(scenes, tmp_path):
    tokenizer = ImageTokenizer(PRESETS["tiny"].tokenizer).eval()
    tokens = SceneTokens(scenes, tmp_path, tokenizer, "cpu")
    assert tokens.refresh() == 8
    pictures, codes, shown = tokens.draw_pictures(3, random.Random(1))
    assert torch.equal(tokenizer.encode(pictures / 255, tuple(codes.shape[1:])), codes)
    drawn = tokens.draw(3, random.Random(1))
    assert [scene for _, scene in drawn] == shown
    assert all(torch.equal(own, code) for (own, _), code in zip(drawn, codes, strict=True))


def test_a_task_without_what_it_needs_is_left_out(scenes, tmp_path):
    config = PRESETS["tiny"]
    tokens = SceneTokens(scenes, tmp_path, ImageTokenizer(config.tokenizer).eval(), "cpu")
    tokens.refresh()
    vision = VisionEncoder(config.vision.widths).eval()
    vocabulary = Vocabulary(260, config.tokenizer.codebook_size, config.transformer.max_grid)
    writer = Writer(vocabulary, TextTokenizer.train(["a cat"], 260), 96)

    def drawn(vision: VisionEncoder | None, *tasks: str) -> TokenBatch:
        return next(batches(tokens, vision, writer, 2, random.Random(1), tasks))

    assert drawn(vision, "describe").features.any()
    assert drawn(None, "describe", "edit").features is None
    with pytest.raises(ValueError, match="needs a vision encoder"):
        drawn(None, "describe")
