"""Scores by which the best of several candidates is chosen (DALL-E's reranking)."""

import torch
from torch import Tensor

from pipeline.model.networks.config import VisionConfig
from pipeline.model.networks.image_tokenizer import fit_grid
from pipeline.model.networks.sequence import Sequence, planned
from pipeline.model.networks.transformer import Transformer
from pipeline.model.networks.vision import CLOSE, GUESSED, VisionEncoder, peaks
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.tokens import FIRST_NUMBER, NUMBER_IDS, name_id
from pipeline.model.plan.world import COLORS, KINDS, POSES, poses_of

LETTERS = range(name_id("letter", "A"), name_id("letter", "Z") + 1)


@torch.inference_mode()
def name_scores(model: Transformer, seen: Sequence, plan: Plan, grid: tuple[int, int]) -> Tensor:
    """log p(name | picture) in nats, of each name in the plan: how surely the transformer reads the
    planned names in the picture `seen` of (rows, columns). The caption likelihood by which DALL-E
    ranks (Ramesh et al., 2021), with the model as its own judge.

    Places and sizes are inputs but not counted: the prompt leaves them open, and a thing one number
    further left is no worse. Letters are not counted either: the transformer does not see them.
    """
    description = planned(model.vocabulary, plan, grid)
    row = seen + description
    device = model.embed.weight.device
    ids, places, ahead = (part[None].to(device) for part in (row.ids, row.places, row.ahead))
    features = None if row.features is None else row.features[None].to(device)
    hidden = model.hidden(ids, places, ahead, features)
    plan_ids = description.ids[1:] - model.vocabulary.plans  # the opening is given
    uncounted = (*range(FIRST_NUMBER, FIRST_NUMBER + NUMBER_IDS), *LETTERS)
    names = ~torch.isin(plan_ids, torch.tensor(uncounted))
    logits = model.head(hidden[0, -len(description) : -1][names])
    ids = description.ids[1:][names, None].to(device)
    return logits.float().log_softmax(-1).gather(1, ids)[:, 0]


@torch.inference_mode()
def sight_score(vision: VisionEncoder, pixels: Tensor, plan: Plan, grid: tuple[int, int]) -> float:
    """log p, in nats, that a picture (1, 3, H, W) in [0, 1] shows, to the vision encoder, every
    planned thing at its place with its colour and pose, and nothing else."""
    fine, _ = vision.maps(fit_grid(pixels, grid, VisionConfig.PATCH))
    heat = vision.heat(fine)[0].sigmoid().clamp(1e-4, 1 - 1e-4)
    colors, poses = (head(fine)[0] for head in (vision.color, vision.pose))
    total = 0.0
    found: list[tuple[int, int]] = []
    for thing in plan.things:
        kind = list(KINDS).index(thing.kind)
        row, column = _peak_near(heat[kind], thing, grid[1] / grid[0])
        found.append((row, column))
        total += float(heat[kind, row, column].log())
        total += _likely(colors[:, row, column], thing.color, KINDS[thing.kind].colors, COLORS)
        total += _likely(poses[:, row, column], thing.pose, poses_of(thing.kind), POSES)
    for kind, row, column in peaks(heat, GUESSED):
        if all(abs(row - r) + abs(column - c) > CLOSE for r, c in found):
            total += float((1 - heat[kind, row, column]).log())
    return total


def _peak_near(heat: Tensor, thing: PlannedThing, aspect: float) -> tuple[int, int]:
    """Row and column of the highest heat (H, W) within CLOSE of a thing's middle."""
    left, top, right, bottom = thing.box(aspect)
    height, width = heat.shape
    row = min(max(int((top + bottom) / 2 * height), 0), height - 1)
    column = min(max(int((left + right) / 2 * width), 0), width - 1)
    first_row, first_column = max(0, row - CLOSE), max(0, column - CLOSE)
    near = heat[first_row : row + CLOSE + 1, first_column : column + CLOSE + 1]
    down, across = divmod(int(near.argmax()), near.shape[1])
    return first_row + down, first_column + across


def _likely(
    logits: Tensor, name: str | None, allowed: tuple[str, ...], names: tuple[str, ...]
) -> float:
    """log p of a name among those that a kind can have; 0 where there is only one."""
    choices = list(dict.fromkeys(allowed))
    if len(choices) < 2 or name not in choices:
        return 0.0
    likely = logits[[names.index(choice) for choice in choices]].float().log_softmax(0)
    return float(likely[choices.index(name)])
