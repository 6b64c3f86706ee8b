"""The vision encoder: a vector a cell of any picture, and what is detected there."""

from dataclasses import replace

import pytest
import torch
from torch.nn import functional as F

from pipeline.model.networks.config import PRESETS, EmbeddedConfig, VisionConfig
from pipeline.model.networks.vision import Sight, VisionEncoder
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import COLORS, KINDS, POSES
from pipeline.model.seeing.scoring import sight_score
from pipeline.training.judge import Judge

CONFIG = PRESETS["tiny"].vision


@pytest.fixture(scope="module")
def vision() -> VisionEncoder:
    torch.manual_seed(0)
    return VisionEncoder(CONFIG.widths).eval()


@torch.no_grad()
def test_a_picture_of_any_size_becomes_a_vector_a_cell(vision):
    pictures = torch.rand(2, 3, 70, 50)
    first, second = vision.encode(pictures, (4, 3))
    own = CONFIG.cell_features
    assert first.cells.shape == (4, 3, CONFIG.features)
    assert first.cells[..., :own].square().mean(-1).sub(1).abs().max() < 1e-3
    assert not first.cells[..., own:].any()
    torch.testing.assert_close(vision.encode(pictures[1:], (4, 3))[0].cells, second.cells)


@torch.no_grad()
def test_a_cells_vector_holds_the_features_of_its_own_pixels(vision):
    pictures = torch.rand(1, 3, 48, 64)
    fine, coarse = vision.maps(pictures)
    features = vision.encode(pictures, (3, 4))[0].cells[1, 2, : CONFIG.cell_features]
    assert fine.shape[-2:] == (12, 16) and coarse.shape[-2:] == (3, 4)
    own = fine[0, :, 4:8, 8:12].flatten(), coarse[0, :, 1, 2]
    split = features.split([len(part) for part in own])
    for part, joined in zip(own, split, strict=True):
        torch.testing.assert_close(F.normalize(joined, dim=0), F.normalize(part, dim=0))


@torch.no_grad()
def test_what_is_detected_is_seen_from_left_to_right(vision):
    heat = torch.zeros(len(KINDS), 12, 16)
    heat[3, 5, 9], heat[7, 1, 2], heat[8, 2, 2], heat[0, 11, 15] = 0.9, 0.8, 0.5, 0.05
    features = torch.rand(CONFIG.region_features + len(POSES), 12, 16)
    places, regions, poses = vision._regions(heat, features)
    # (row, column) on the heat map, four to a cell; what is close to a surer one is not seen.
    assert places.tolist() == [[1.5 / 4 + 0.5, 2.5 / 4 + 0.5], [5.5 / 4 + 0.5, 9.5 / 4 + 0.5]]
    assert not regions[:, : CONFIG.cell_features].any()
    seen = torch.cat([regions[1, CONFIG.cell_features :], poses[1]])
    assert torch.equal(seen, features[:, 5, 9])


def test_what_is_surely_seen_is_told_in_a_plans_order(vision):
    kinds, colors = list(KINDS), list(COLORS)

    def region(kind: str, color: str, sure: float) -> torch.Tensor:
        features = torch.zeros(CONFIG.features)
        features[CONFIG.cell_features + kinds.index(kind)] = sure
        features[CONFIG.cell_features + len(kinds) + colors.index(color)] = 1
        return features

    seen = [
        ("cat", "white", 0.9, 1.0), ("signpost", "blue", 0.9, 1.5), ("cat", "black", 0.8, 2.0),
        ("cat", "white", 0.7, 2.5), ("bird", "red", 0.2, 3.0), ("signpost", "red", 0.6, 4.0),
    ]  # fmt: skip
    sight = Sight(
        torch.zeros(3, 4, CONFIG.features),
        torch.tensor([[1.0, x] for *_, x in seen]),
        torch.stack([region(*looks) for *looks, _ in seen]),
        torch.eye(len(POSES))[[POSES.index("sleeping")] * 2 + [POSES.index("running")] * 4],
    )
    things = vision.things(sight)
    # Signs have no colour; a faint peak is no thing.
    kinds_found, columns, poses = zip(*things, strict=True)
    assert kinds_found == ("cat", "cat", "cat", "signpost", "signpost")
    # A cat may sleep but not run, a sign do neither.
    assert poses == ("sleeping", "", "", "", "")
    assert [round(x * 4 + 0.5, 3) for x in columns] == [1.0, 2.5, 2.0, 1.5, 4.0]


@torch.no_grad()
def test_where_nothing_is_detected_no_region_is_seen(vision):
    sight = vision.encode(torch.rand(1, 3, 48, 64), (3, 4))[0]
    assert sight.places.shape == (0, 2) and sight.regions.shape == (0, CONFIG.features)


def test_the_judge_is_the_encoder_with_a_head_for_the_whole():
    judge, vision = Judge(CONFIG.widths), VisionEncoder(CONFIG.widths)
    whole = {"whole.weight", "whole.bias"}
    assert judge.state_dict().keys() - whole == vision.state_dict().keys()


def test_the_presets_agree_and_old_manifests_have_the_default():
    for config in PRESETS.values():
        assert EmbeddedConfig.from_dict(config.to_dict()) == config
    old = PRESETS["laptop"].to_dict()
    del old["vision"], old["transformer"]["features"]
    assert EmbeddedConfig.from_dict(old) == PRESETS["laptop"]
    with pytest.raises(ValueError, match="takes 1021 features, the vision encoder gives 189"):
        EmbeddedConfig(vision=VisionConfig((8, 8, 8)))


def test_the_score_is_the_likelihood_of_what_is_planned_and_of_nothing_else(vision, monkeypatch):
    kinds, colors = list(KINDS), list(COLORS)
    heat = torch.full((1, len(kinds), 40, 40), -9.0)
    heat[0, kinds.index("cat"), 33, 12] = 2.0  # a cat a step aside of where it is planned
    color = torch.zeros(1, len(colors), 40, 40)
    color[0, colors.index("black"), 33, 12] = 3.0
    maps = {"heat": heat, "color": color, "pose": torch.zeros(1, len(POSES), 40, 40)}
    for name, logits in maps.items():
        monkeypatch.setattr(getattr(vision, name), "forward", lambda _, logits=logits: logits)
    cat = PlannedThing("cat", "black", 0.29, 0.92, 0.2)
    plan = Plan("hills", "night", "clear", "summer", (cat,))

    def score(plan: Plan) -> float:
        return sight_score(vision, torch.rand(1, 3, 160, 160), plan, (10, 10))

    spec = [colors.index(name) for name in KINDS["cat"].colors]
    wanted = heat[0, kinds.index("cat"), 33, 12].sigmoid().log()
    wanted += color[0, spec, 33, 12].log_softmax(0)[KINDS["cat"].colors.index("black")]
    wanted += torch.zeros(2).log_softmax(0)[0]  # a cat sits or sleeps
    torch.testing.assert_close(torch.tensor(score(plan)), wanted, atol=1e-4, rtol=0)
    assert score(plan) > score(replace(plan, things=(replace(cat, color="white"),)))
    assert score(plan) > score(replace(plan, things=(cat, replace(cat, kind="dog", x=0.8))))
    assert score(plan) > score(replace(plan, things=()))  # a cat is seen that nobody planned
