"""The decoder's batches: hidden tokens and windows around things."""

import random

import pytest
import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.image_tokenizer import ImageTokenizer
from pipeline.training.data.shards import SceneShards
from pipeline.training.data.token_data import cached_codes
from pipeline.training.train_decoder import (
    AT_THING,
    POSE_WEIGHT,
    SIGN_WEIGHT,
    close_corners,
    detail_loss,
    hide_tokens,
    scene_loss,
    window_weight,
)
from pipeline.training.world.scene import Scene, Thing

CAT = Thing("cat", "white", 0.3, 0.9, 0.22, 0)
SIGN = Thing("signpost", None, 0.7, 0.9, 0.32, 1, word="TEA")


def test_tokens_are_hidden_one_by_one_or_from_some_place_on():
    values = torch.ones(400, 2, 3, 4)
    hidden = hide_tokens(values, random.Random(0))[:, 0].flatten(1) == 0
    whole = hidden.any(1).logical_not().float().mean()
    assert 0.35 < whole < 0.65  # half keep all of theirs, and some lose none by chance
    lost = hidden[hidden.any(1)]
    at_the_end = (lost[:, 1:] >= lost[:, :-1]).all(1)
    assert 0.3 < at_the_end.float().mean() < 0.8


def test_more_windows_are_around_things_than_by_chance():
    random.seed(0)
    scene = Scene("meadow", "noon", "clear", "summer", 1.0, (CAT,), 5)
    masks = torch.zeros(600, 80, 80, dtype=torch.uint8)
    masks[:, 70:74, 4:8] = 1  # the thing lies in cell (8, 0) of a grid of 10 x 10
    corners = close_corners(masks, [scene] * 600, (10, 10), 5)
    assert all(0 <= row <= 5 and 0 <= column <= 5 for row, column in corners)
    around = sum(row + 4 >= 8 and column == 0 for row, column in corners) / 600
    chance = (2 / 6) * (1 / 6)
    assert around > chance + 0.6 * AT_THING
    empty = close_corners(torch.zeros_like(masks), [scene] * 600, (10, 10), 5)
    assert sum(row + 4 >= 8 and column == 0 for row, column in empty) / 600 < 2 * chance


def test_signs_and_poses_are_trained_more_often():
    sleeping = Thing("cat", "white", 0.3, 0.9, 0.22, 0, pose="sleeping")
    weights = [window_weight(thing) for thing in (CAT, SIGN, sleeping)]
    assert weights == [1, SIGN_WEIGHT, POSE_WEIGHT]


@pytest.mark.parametrize("loss", [scene_loss, detail_loss])
def test_both_passes_teach_the_decoder(scenes, tmp_path, loss):
    torch.manual_seed(0)
    config = PRESETS["tiny"]
    tokenizer = ImageTokenizer(config.tokenizer).eval().requires_grad_(False)
    model = Decoder(config.decoder, len(config.tokenizer.levels))

    def encode(path) -> torch.Tensor:
        return cached_codes(path, tmp_path / path.name, tokenizer, "cpu")

    batch = next(SceneShards(scenes, encode=encode).batches(2, random.Random(0)))
    losses = loss(model, tokenizer, batch, random.Random(0), "cpu")
    assert losses.keys() == {"l2", "edges", "texture"}
    torch.stack(list(losses.values())).sum().backward()
    learned = [name for name, weight in model.named_parameters() if weight.grad is not None]
    assert len(learned) > 0.9 * len(list(model.parameters()))
