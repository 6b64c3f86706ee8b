"""Which of several written pictures shows its words best (DALL-E's reranking)."""

import torch
from torch import Tensor

from pipeline.model.plan import Plan
from pipeline.model.sequence import Special, picture, planned
from pipeline.model.transformer import Transformer


@torch.inference_mode()
def plan_score(model: Transformer, codes: Tensor, plan: Plan) -> float:
    """log p(plan | picture) in nats a token: how surely the transformer, describing the picture of
    codes (rows, columns), reads in it what was to be painted. The caption likelihood by which
    DALL-E ranks (Ramesh et al., 2021), with the model as its own judge."""
    vocabulary, device = model.vocabulary, model.embed.weight.device
    told = planned(vocabulary, plan, tuple(codes.shape))
    row = picture(vocabulary, Special.SOURCE, codes) + told
    parts = (part[None].to(device) for part in (row.ids, row.places, row.ahead))
    learned = len(told) - 1  # the opening is given
    hidden = model.hidden(*parts)[:, -1 - learned : -1]
    likelihood = model.head(hidden).float().log_softmax(-1)
    return float(likelihood[0].gather(1, row.ids[-learned:, None].to(device)).mean())
