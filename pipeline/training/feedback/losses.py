"""What preferences teach: DPO for pairs, KTO for single votes; equal to TRL's (tests hold them so).

All arguments are log likelihoods (B,) of whole compositions, by the policy that is trained and by
the reference that it began as. Of a pair the two compositions need not be of the same request:
Bansal et al. (2024, "Comparing Bad Apples to Good Oranges") show that the same loss holds there.
"""

import torch
from torch import Tensor
from torch.nn import functional as F


def dpo(
    chosen: Tensor,
    rejected: Tensor,
    reference_chosen: Tensor,
    reference_rejected: Tensor,
    beta: float,
    smoothing: float = 0.0,
) -> Tensor:
    """(B,) losses of direct preference optimisation (Rafailov et al., 2023, equation 7).

    beta: how strongly the policy is held to the reference. smoothing: share of votes that are
    taken to be wrong, 0..0.5 (cDPO, Mitchell, 2023).
    """
    logits = beta * ((chosen - reference_chosen) - (rejected - reference_rejected))
    return -F.logsigmoid(logits) * (1 - smoothing) - F.logsigmoid(-logits) * smoothing


def kto(
    policy: Tensor, reference: Tensor, liked: Tensor, drift: Tensor, beta: float
) -> Tensor:  # fmt: skip
    """(B,) losses of single votes (Ethayarajh et al., 2024, equation 8), both kinds weighted alike.

    liked (B,): bool. drift: how far the policy is from the reference, an estimate of the KL
    divergence in nats, below 0 taken for 0; no gradient goes through it.
    """
    gain = policy - reference
    drift = drift.detach().clamp(min=0)
    toward = torch.where(liked, gain - drift, drift - gain)
    return 1 - torch.sigmoid(beta * toward)
