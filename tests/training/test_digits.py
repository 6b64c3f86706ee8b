"""Weights that codes share through their digits can be folded into plain tables."""

import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.sequence import Special, picture, words
from pipeline.model.networks.transformer import Transformer
from pipeline.training.digits import fold_digits, share_digits


def test_folding_shared_digits_changes_nothing():
    config = PRESETS["tiny"]
    model = Transformer(config.transformer, config.tokenizer.codebook_size)
    share_digits(model, config.tokenizer.levels)
    for part in (model.embed, model.head):
        torch.nn.init.normal_(part.parametrizations.weight[0].table)
    row = words(model.vocabulary, Special.TEXT, [1, 2])
    row += picture(model.vocabulary, Special.IMAGE, torch.arange(6).view(2, 3))
    given = (row.ids[None], row.places[None], row.ahead[None])
    before = model(*given)
    plain = Transformer(config.transformer, config.tokenizer.codebook_size)
    plain.load_state_dict(fold_digits(model).state_dict())
    assert before.abs().sum() > 0
    torch.testing.assert_close(plain(*given), before)
