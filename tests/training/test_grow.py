"""A grown network is the old one, with what is new ready to be trained."""

import pytest
import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.decoder import Decoder
from pipeline.training.grow import NEW, grow

TINY = PRESETS["tiny"]


@pytest.mark.slow
def test_a_decoder_without_rain_gets_its_grids_and_stays_as_it_was(tmp_path):
    fresh, old = (Decoder(TINY.decoder, len(TINY.tokenizer.levels)) for _ in range(2))
    state = {name: value for name, value in old.state_dict().items() if name not in NEW}
    path = tmp_path / "decoder.pt"
    torch.save({"module": state, "ema": dict(state), "optimizers": [1], "step": 9}, path)
    grow(path, fresh)
    saved = torch.load(path, weights_only=True)
    assert saved["step"] == 0 and not saved["optimizers"]
    for part in ("module", "ema"):
        assert saved[part].keys() == old.state_dict().keys()
        assert all(torch.equal(saved[part][name], value) for name, value in state.items())
        assert all(saved[part][name].any() for name in NEW)
