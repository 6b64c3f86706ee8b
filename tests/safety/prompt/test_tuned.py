"""The layers in numpy are the trained ones of torch."""

import numpy as np
import torch

from safety.prompt import encoder, tune
from safety.prompt.encoder import SentenceEncoder
from safety.prompt.tuned import TunedLayers, pack


def test_the_numpy_layers_are_the_torch_layers():
    """A trained net's logits, and those of its 8-bit copy in numpy, on a text of six tokens."""
    torch.manual_seed(0)
    net = tune.Tuned(classes=4).eval()
    net.start()
    states = SentenceEncoder.load().encode("two white cats asleep")
    with torch.inference_mode():
        expected = net(*tune._pad([states]))[0].numpy()
    logits = TunedLayers.unpack(pack(net.arrays())).logits(states)
    assert np.abs(logits - expected).max() < 0.05 < np.abs(expected).max()


def test_the_packaged_weights_that_training_starts_from_are_the_networks_last_layers():
    """The tuned layers before any tuning give the sentence vectors that the package's own do."""
    net = tune.Tuned(classes=4).eval()
    net.start()
    whole = encoder._open([])
    model = SentenceEncoder.load()
    ids = model.tokenizer.encode("two white cats asleep").ids
    expected = encoder._run(whole, ["last_hidden_state"], [ids])[0][0]
    x = torch.from_numpy(model.encode("two white cats asleep"))[None]
    with torch.inference_mode():
        for layer in net.layers:
            x = layer(x, torch.ones(1, len(ids), dtype=torch.bool))
    assert np.abs(x[0].numpy() - expected).max() < 0.02 < np.abs(expected).max()
