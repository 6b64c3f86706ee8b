"""The probe gate reads what tokens say, and stops what they do not."""

from dataclasses import replace

import pytest
import torch

from pipeline.benchmarks import probe
from pipeline.benchmarks.scoring import held_out_scenes
from pipeline.model.networks.config import PRESETS
from pipeline.training.reconstruction import Reconstruction


@pytest.fixture(scope="module")
def told():
    torch.manual_seed(0)
    return probe.probe(Reconstruction(PRESETS["tiny"].tokenizer).eval(), held_out_scenes(40))


def test_the_sequence_carries_all_and_untrained_tokens_nothing(told):
    assert set(told["sequence"]) == set(probe.GATES)
    assert all(all(answers) for answers in told["sequence"].values())
    assert not any(told["image tokens"]["kind present"])
    assert "sign word" not in told["image tokens"]


def test_a_gate_that_the_sequence_misses_is_no_pass(told, capsys):
    assert probe.report(told)
    lost = told | {"sequence": told["sequence"] | {"number": [True] * 9 + [False]}}
    assert not probe.report(lost)
    assert "90.0%" in capsys.readouterr().out


def test_a_plan_that_lost_a_colour_is_seen(monkeypatch):
    scene = next(s for s in held_out_scenes(20) if all(t.color for t in s.things))
    kept, words = probe.in_sequence(scene)
    blank = replace(kept, things=tuple(replace(seen, color="none") for seen in kept.things))
    monkeypatch.setattr(probe, "in_sequence", lambda _: (blank, words))
    answers = probe.probe(Reconstruction(PRESETS["tiny"].tokenizer).eval(), [scene])["sequence"]
    assert not any(answers["attribute"])
