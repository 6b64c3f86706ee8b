"""Which of several written pictures shows its words best (DALL-E's reranking)."""

import torch

from pipeline.model.plan import NUMBERS, PLACES, Plan
from pipeline.model.sequence import Sequence, planned
from pipeline.model.transformer import Transformer


@torch.inference_mode()
def plan_score(model: Transformer, seen: Sequence, plan: Plan, grid: tuple[int, int]) -> float:
    """log p(plan | picture) in nats a name: how surely the transformer, describing the picture
    `seen` of (rows, columns), reads in it what was to be painted. The caption likelihood by which
    DALL-E ranks (Ramesh et al., 2021), with the model as its own judge.

    Places and sizes are given but not counted: the words leave them open, and a thing that stands
    a number further left is no worse a picture of them.
    """
    told = planned(model.vocabulary, plan, grid)
    row = seen + told
    given = (row.ids, row.places, row.ahead, row.features)
    device = model.embed.weight.device
    hidden = model.hidden(*(p if p is None else p[None].to(device) for p in given))
    asked = told.ids[1:] - model.vocabulary.plans  # the opening is given
    names = (asked < NUMBERS) | (asked >= NUMBERS + PLACES)
    logits = model.head(hidden[0, -len(told) : -1][names])
    ids = told.ids[1:][names, None].to(device)
    return float(logits.float().log_softmax(-1).gather(1, ids).mean())
