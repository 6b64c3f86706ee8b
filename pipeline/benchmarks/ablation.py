"""What makes the picture, its plan or its image tokens? `python -m pipeline.benchmarks.ablation`.

Each picture is painted once more with one thing changed: the decoder's noise seed, all image tokens
set to zero, or the plan taken away. PSNR to the first painting: the higher, the less that thing
matters. The prompts are held-out captions.
"""

import argparse
import statistics
from collections.abc import Sequence

import torch
from torch import Tensor

from pipeline.benchmarks.scoring import held_out_scenes
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.painting import passes
from pipeline.model.plan.layout import from_tokens
from pipeline.model.plan.scene import Plan
from pipeline.request import Request
from pipeline.training.world.captions import alt_text

SIDE = 512  # pixels of the picture asked for
OTHER_SEED = 1_000  # added to the noise seed


@torch.inference_mode()
def ablate(engine: EmbeddedEngine, prompt: str, seed: int) -> dict[str, float]:
    """PSNR in dB of a prompt's picture to the same with one thing changed."""
    wanted = Request(prompt, seed=seed, size=(SIDE, SIDE))
    request = engine.capabilities.complete(wanted)
    conditioning = engine.encode(request, None)
    *_, written = engine.sample_tokens(conditioning)
    assert written.tokens is not None  # the last progress holds them
    plan, codes = from_tokens(written.tokens, conditioning.grid)
    values = engine.parts.tokenizer.fsq.values(codes[None].to(engine.parts.device))
    first = paint(engine, values, plan, seed)
    changed = {
        "another noise seed": paint(engine, values, plan, seed + OTHER_SEED),
        "image tokens set to zero": paint(engine, 0 * values, plan, seed),
        "no plan": paint(engine, values, None, seed),
    }
    return {name: psnr(first, picture) for name, picture in changed.items()}


@torch.inference_mode()
def paint(engine: EmbeddedEngine, values: Tensor, plan: Plan | None, seed: int) -> Tensor:
    """The decoder's picture (1, 3, H, W) in [0, 1], detail pass included, before the upscaler.
    values (1, C, rows, columns): the image tokens' FSQ values. In the engine's default steps."""
    steps = engine.capabilities.default_steps
    generator = torch.Generator().manual_seed(seed)
    patch = engine.parts.config.tokenizer.patch
    size = (1, 3, *(cells * patch for cells in values.shape[-2:]))
    noise = torch.randn(size, generator=generator).to(engine.parts.device)
    predict = passes.predictor(engine.parts.decoder, values, plan)
    *_, (x_t, _) = passes.paint(predict, noise, steps)
    detail = passes.add_detail(
        predict, x_t, engine.parts.config.detail_steps, None, None, generator
    )
    *_, (x_t, _) = detail
    return (x_t / 2 + 0.5).clamp(0, 1)


def psnr(one: Tensor, other: Tensor) -> float:
    """In dB, of pictures in [0, 1]."""
    return float(-10 * (one - other).square().mean().log10())


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=int, default=40)
    options = parser.parse_args(arguments)
    engine = engine or EmbeddedEngine.load(device="cpu", closed=True)
    results = [
        ablate(engine, alt_text(scene), seed)
        for seed, scene in enumerate(held_out_scenes(options.prompts))
    ]
    print(f"{engine.model}, mean PSNR of {len(results)} pictures")
    for name in results[0]:
        print(f"{name:26}{statistics.mean(result[name] for result in results):5.1f} dB")


if __name__ == "__main__":
    main()
