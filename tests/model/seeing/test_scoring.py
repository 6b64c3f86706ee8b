"""How surely a picture shows its plan."""

from dataclasses import replace

import torch

from pipeline.model.networks.sequence import Special, picture, planned
from pipeline.model.plan.scene import SETTING, Plan, PlannedThing
from pipeline.model.seeing.scoring import name_scores

GRID = (3, 4)
CODES = torch.arange(12).view(GRID) * 4


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
