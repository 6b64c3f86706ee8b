"""The ablation paints as the engine does, and tells what a change does to a picture."""

import math

import torch
from torch.nn import functional as F

from pipeline.benchmarks import ablation
from pipeline.model.painting.images import to_pixels
from pipeline.model.plan.layout import from_tokens
from pipeline.request import Request

PROMPT = "two white cats by a blue house at night"


def test_every_change_is_seen(engine):
    results = ablation.ablate(engine, PROMPT, seed=3)
    assert set(results) == {"another noise seed", "image tokens set to zero", "no plan"}
    assert all(0 < value < 100 for value in results.values())


@torch.inference_mode()
def test_it_paints_as_the_engine_does(engine):
    request = engine.capabilities.complete(Request(PROMPT, seed=3))
    conditioning = engine.encode(request, None)
    *_, written = engine.sample_tokens(conditioning)
    plan, codes = from_tokens(written.tokens, conditioning.grid)
    values = engine.parts.tokenizer.fsq.values(codes[None])
    *_, painted = engine.decode(conditioning, written.tokens)
    theirs = to_pixels(painted.image, torch.device("cpu"))

    def likeness(seed: int) -> float:
        picture = ablation.paint(engine, values, plan, seed)
        ours = F.interpolate(engine.parts.upscaler(picture), theirs.shape[-2:], mode="area")
        return ablation.psnr(ours.clamp(0, 1), theirs)

    assert likeness(3) > 30 > likeness(4)


def test_psnr_is_in_decibels():
    black = torch.zeros(1, 3, 4, 4)
    assert math.isclose(ablation.psnr(black, black + 0.1), 20, abs_tol=1e-4)
