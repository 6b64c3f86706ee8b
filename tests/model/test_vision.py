"""The vision encoder: a vector a cell, of any picture, and the judge's own trunk."""

import pytest
import torch
from torch.nn import functional as F

from pipeline.model.config import PRESETS, EmbeddedConfig, VisionConfig
from pipeline.model.vision import VisionEncoder
from pipeline.training.judge import Judge

WIDTHS = PRESETS["tiny"].vision.widths


@pytest.fixture(scope="module")
def vision() -> VisionEncoder:
    torch.manual_seed(0)
    return VisionEncoder(WIDTHS).eval()


@torch.no_grad()
def test_a_picture_of_any_size_becomes_a_vector_a_cell(vision):
    pictures = torch.rand(2, 3, 70, 50)
    features = vision.encode(pictures, (4, 3))
    assert features.shape == (2, 4, 3, PRESETS["tiny"].vision.features)
    assert features.square().mean(-1).sub(1).abs().max() < 1e-3
    torch.testing.assert_close(vision.encode(pictures[1:], (4, 3))[0], features[1])


@torch.no_grad()
def test_a_cells_vector_holds_the_features_of_its_own_pixels(vision):
    pictures = torch.rand(1, 3, 48, 64)
    fine, coarse = vision.maps(pictures)
    features = vision.encode(pictures, (3, 4))[0, 1, 2]
    assert fine.shape[-2:] == (12, 16) and coarse.shape[-2:] == (3, 4)
    own = fine[0, :, 4:8, 8:12].flatten(), coarse[0, :, 1, 2]
    split = features.split([len(part) for part in own])
    for part, said in zip(own, split, strict=True):
        torch.testing.assert_close(F.normalize(said, dim=0), F.normalize(part, dim=0))


def test_the_judge_is_the_encoder_with_heads():
    judge, vision = Judge(WIDTHS), VisionEncoder(WIDTHS)
    heads = {
        name for name in judge.state_dict() if name.split(".")[0] in ("heat", "color", "whole")
    }
    assert judge.state_dict().keys() - heads == vision.state_dict().keys()


def test_the_presets_agree_and_old_manifests_have_the_default():
    for config in PRESETS.values():
        assert EmbeddedConfig.from_dict(config.to_dict()) == config
    old = PRESETS["laptop"].to_dict()
    del old["vision"], old["transformer"]["features"]
    assert EmbeddedConfig.from_dict(old) == PRESETS["laptop"]
    with pytest.raises(ValueError, match="takes 928 features a cell, the vision encoder gives 136"):
        EmbeddedConfig(vision=VisionConfig((8, 8, 8)))
