"""A training run goes on from its checkpoint."""

import argparse

import torch

from pipeline.training.run import Run


def test_a_layer_that_is_not_in_the_checkpoint_keeps_its_initial_values(tmp_path, capsys):
    args = argparse.Namespace(run=tmp_path, device="cpu")
    Run(args, "stage", torch.nn.Sequential(torch.nn.Linear(2, 2)), []).save()
    grown = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
    resumed = Run(args, "stage", grown, [])
    assert "untrained: 1.bias, 1.weight" in capsys.readouterr().out
    assert torch.equal(resumed.ema.shadow["1.weight"], grown[1].weight)
