"""Which of several written pictures shows its words best (DALL-E's reranking)."""

import torch
from torch import Tensor

from pipeline.model.plan import NUMBERS, PLACES, Plan, name_id
from pipeline.model.sequence import Sequence, planned
from pipeline.model.transformer import Transformer

LETTERS = range(name_id("letter", "A"), name_id("letter", "Z") + 1)


@torch.inference_mode()
def name_scores(model: Transformer, seen: Sequence, plan: Plan, grid: tuple[int, int]) -> Tensor:
    """log p(name | picture) in nats, of each name in the plan: how surely the transformer,
    describing the picture `seen` of (rows, columns), reads in it what was to be painted. The
    caption likelihood by which DALL-E ranks (Ramesh et al., 2021), with the model as its own judge.

    Places and sizes are given but not counted: the words leave them open, and a thing that stands
    a number further left is no worse a picture of them. Nor are letters: the transformer does not
    see them.
    """
    told = planned(model.vocabulary, plan, grid)
    row = seen + told
    given = (row.ids, row.places, row.ahead, row.features)
    device = model.embed.weight.device
    hidden = model.hidden(*(p if p is None else p[None].to(device) for p in given))
    asked = told.ids[1:] - model.vocabulary.plans  # the opening is given
    uncounted = (*range(NUMBERS, NUMBERS + PLACES), *LETTERS)
    names = ~torch.isin(asked, torch.tensor(uncounted))
    logits = model.head(hidden[0, -len(told) : -1][names])
    ids = told.ids[1:][names, None].to(device)
    return logits.float().log_softmax(-1).gather(1, ids)[:, 0]
