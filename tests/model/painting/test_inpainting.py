"""What the tasks do to sampling and painting: given tokens, neighbourhoods, words and scores."""

from dataclasses import replace

import torch

from pipeline.model.networks.choices import near
from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.flow import denoise, timesteps
from pipeline.model.networks.fsq import FSQ
from pipeline.model.networks.sampling import Sampling, sample
from pipeline.model.networks.sequence import Special, picture, planned, words
from pipeline.model.networks.transformer import Transformer
from pipeline.model.painting import inpainting
from pipeline.model.plan.scene import SETTING, Plan, PlannedThing
from pipeline.model.planning import editing
from pipeline.model.planning.variation import loosened
from pipeline.model.seeing.scoring import name_scores

GRID = (3, 4)
CODES = torch.arange(12).view(GRID) * 4


def prefixes(model: Transformer, text: list[int]):
    target = picture(model.vocabulary, Special.IMAGE, torch.zeros(GRID, dtype=torch.long), 0)
    return [words(model.vocabulary, Special.TEXT, said) + target for said in (text, [])]


def draw(model: Transformer, adjust=None, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    codes = sample(model, *prefixes(model, [5, 6]), GRID, Sampling(), generator, adjust)
    return torch.tensor(list(codes)).view(GRID)


def test_cells_under_the_mask_are_free():
    mask = torch.zeros(1, 1, 30, 40)
    mask[..., 10:20, 20:] = 1
    free = inpainting.free_cells(mask, GRID).view(GRID)
    assert free.tolist() == [[False] * 4, [False, False, True, True], [False] * 4]


def test_the_smallest_mask_frees_a_cell():
    mask = torch.zeros(1, 1, 30, 40)
    mask[..., 29, 39] = 1
    assert inpainting.free_cells(mask, GRID).nonzero().tolist() == [[11]]


def test_given_tokens_are_kept_and_free_ones_are_drawn(model):
    free = torch.zeros(12, dtype=torch.bool)
    free[5:8] = True
    drawn = [draw(model, inpainting.keep(CODES, free), seed).flatten() for seed in range(4)]
    assert all(row[~free].equal(CODES.flatten()[~free]) for row in drawn)
    assert len({tuple(row[free].tolist()) for row in drawn}) > 1


def test_the_flow_is_held_to_what_is_known():
    generator = torch.Generator().manual_seed(0)
    known, start = torch.randn(2, 1, 3, 8, 8, generator=generator)
    mask = torch.zeros(1, 1, 8, 8)
    mask[..., 4:] = 1
    seen = []

    def predict(x_t, t):
        seen.append((x_t, float(t)))
        return torch.full_like(x_t, 0.5)

    held = inpainting.hold(predict, known, mask)
    *_, (painted, _) = denoise(held, start, timesteps(4))
    torch.testing.assert_close(painted[..., :4], known[..., :4])
    torch.testing.assert_close(painted[..., 4:], torch.full((1, 3, 8, 4), 0.5))
    for x_t, t in seen:  # on its way the known part is as noisy as the rest
        torch.testing.assert_close(x_t[..., :4], ((1 - t) * known + t * start)[..., :4])


def test_a_loosened_plan_shows_the_same_from_another_view():
    things = (
        PlannedThing("cat", "black", 0.3, 0.9, 0.2),
        PlannedThing("boat", "red", 0.7, 0.66, 0.25),
    )
    plan = Plan("seaside", "night", "rain", "autumn", things, view=3)
    assert loosened(plan, 0.0, 1, 1.0) == plan
    others = [loosened(plan, 1.0, seed, 1.0) for seed in range(8)]
    assert loosened(plan, 1.0, 5, 1.0) == others[5]
    assert len({other.view for other in others}) > 2 and plan.view not in {
        other.view for other in others
    }
    for other in others:
        assert replace(other, things=things, view=3) == plan
        for thing, moved in zip(things, other.things, strict=True):
            assert (thing.kind, thing.color) == (moved.kind, moved.color)
            assert abs(thing.x - moved.x) < 0.07 and abs(thing.size - moved.size) < 0.05
        assert other.things[1].y == 0.66  # a boat stays on the water
    assert any(other.things[0].facing == -1 for other in others)


def test_a_variation_stays_near_and_no_reach_changes_nothing(model):
    fsq = FSQ(PRESETS["tiny"].tokenizer.levels)

    def distance(codes: torch.Tensor) -> float:
        return float((fsq.values(codes[None]) - fsq.values(CODES[None])).abs().mean())

    assert draw(model, near(fsq, CODES, 0)).equal(CODES)
    close, far, free = (draw(model, near(fsq, CODES, reach)) for reach in (0.3, 1.0, 1e6))
    assert 0 < distance(close) < distance(far)
    assert free.equal(draw(model))


def test_the_score_is_the_plans_likelihood_given_the_picture(model):
    plan = Plan("hills", "night", "rain", "autumn", (PlannedThing("cat", "black", 0.3, 0.9, 0.2),))
    vocabulary = model.vocabulary
    features = torch.randn(*GRID, model.config.features)
    seen = picture(vocabulary, Special.SOURCE, CODES, features=features)
    row = seen + planned(vocabulary, plan, GRID)
    with torch.inference_mode():
        logits = model(*(p[None] for p in (row.ids, row.places, row.ahead, row.features)))[0]
    chances = logits[:-1].log_softmax(-1).gather(1, row.ids[1:, None])[len(seen) :, 0]
    at = len(SETTING) + len(
        ("kind", "color", "pose")
    )  # x, before y and the size; the opening is given
    names = [index for index in range(len(chances)) if index not in (at, at + 1, at + 2)]
    scores = name_scores(model, seen, plan, GRID)
    torch.testing.assert_close(scores, chances[names], atol=1e-4, rtol=0)
    moved = replace(plan, things=(replace(plan.things[0], color="white"),))
    assert not torch.allclose(scores, name_scores(model, seen, moved, GRID), atol=1e-4)
    sign = PlannedThing("signpost", None, 0.5, 0.9, 0.33, word="TEA")
    signed = name_scores(model, seen, replace(plan, things=(*plan.things, sign)), GRID)
    assert len(signed) == len(scores) + 1  # its kind; letters are read by another


def test_bounds_are_those_of_what_is_marked():
    mask = torch.zeros(1, 1, 10, 20)
    assert inpainting.bounds(mask) == (0, 0, 1, 1)
    mask[..., 2:5, 4:8] = 1
    box = inpainting.bounds(mask)
    assert box == (0.2, 0.2, 0.4, 0.5)
    soft = inpainting.areas_mask([editing.Area(box, 0.08)], (100, 200))
    assert (soft[..., 20:50, 40:80] == 1).all() and soft[..., 16:54, 36:84].min() > 0
    reach = 2 + 8
    soft[..., 20 - reach : 50 + reach, 40 - reach : 80 + reach] = 0
    assert not soft.any()
