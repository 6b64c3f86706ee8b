"""What the tests of the networks share."""

import pytest
import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.transformer import Transformer


@pytest.fixture(scope="module")
def model() -> Transformer:
    """Tiny and random; no layer is zero, so that every input tells in the output."""
    torch.manual_seed(0)
    config = PRESETS["tiny"]
    model = Transformer(config.transformer, config.tokenizer.codebook_size).eval()
    for parameter in model.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.2)
    return model
