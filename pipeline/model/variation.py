"""More like this one: a picture's tokens, drawn anew in their own neighbourhood.

As DALL-E 2 decodes a picture's own embedding anew (Ramesh et al., 2022), here each token is drawn
from what the transformer expects times a kernel around the picture's own token.
"""

import torch
from torch import Tensor

from pipeline.model.fsq import FSQ
from pipeline.model.sampling import Adjust


def near(fsq: FSQ, codes: Tensor, reach: float) -> Adjust:
    """Prefers, for each cell of codes (rows, columns), FSQ values within about `reach` of its own
    (values are in [-1, 1] a channel); reach 0 allows nothing else."""
    vocabulary = torch.arange(int(fsq.levels.prod()), device=fsq.levels.device)
    values = fsq.values(vocabulary.view(1, 1, -1))[0, :, 0]  # (channels, codes)
    own = codes.flatten().to(values.device)

    def adjust(index: int, logits: Tensor) -> Tensor:
        distance = (values - values[:, own[index], None]).square().sum(0)
        return logits - distance / (2 * max(reach, 1e-3) ** 2)

    return adjust
