"""GLM-Image against plain diffusers, stage by stage: python -m pipeline.benchmarks.glm_image

On CUDA a random-weight model of the true size (speed needs no training), bfloat16, 36 GB; on a CPU
the tiny one, which shows the engine's own overhead and nothing else.
"""

import argparse
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch

from pipeline.engines.glm.engine import Conditioning, GlmImageEngine
from pipeline.engines.glm.paint import PREVIEWS, THRESHOLDS
from pipeline.engines.glm.tiny import random_pipeline
from pipeline.engines.glm.tokens import Writer
from pipeline.request import Request

BARE = "paint, ours, exact, no previews"
PROMPT = "a red lantern and two white cats beside a blue house at night"


def main(arguments: Sequence[str] | None = None, engine: GlmImageEngine | None = None) -> None:
    """engine: measured as on a CPU, wherever it runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, help="pixels (default: 1024 on CUDA, 256 on a CPU)")
    parser.add_argument("--steps", type=int, help="(default: 50 on CUDA, 10 on a CPU)")
    parser.add_argument("--runs", type=int, default=3, help="the shortest counts")
    options = parser.parse_args(arguments)
    cuda = engine is None and torch.cuda.is_available()
    side, steps = options.side or (1024 if cuda else 256), options.steps or (50 if cuda else 10)
    engine = engine or build(cuda)
    request = Request(PROMPT, size=(side, side), steps=steps, seed=1)
    given = engine.encode(engine.capabilities.complete(request), None)
    written = list(engine.sample_tokens(given))[-1].tokens
    assert written is not None  # the last progress has them
    times = shortest(works(engine, given, written, cuda), options.runs)
    report(engine, given, times, cuda)


def size_of(request: Request) -> tuple[int, int]:
    """Of a complete request."""
    assert request.size is not None
    return request.size


def build(cuda: bool) -> GlmImageEngine:
    if cuda:
        pipe = random_pipeline("true", device="cuda", dtype=torch.bfloat16)
        return GlmImageEngine(pipe, quality="exact", device="cuda")
    return GlmImageEngine.tiny()


def works(
    engine: GlmImageEngine, given: Conditioning, written: torch.Tensor, cuda: bool
) -> dict[str, Callable[[], object]]:
    """What is timed, by name: both stages of plain diffusers and of ours, and each switch."""
    pipe: Any = engine.pipe  # of a class that diffusers makes at run time
    request = given.request
    width, height = size_of(request)
    cells = given.prefix.grid[0] * given.prefix.grid[1]
    codes = written[-cells:].view(given.prefix.grid)
    twice = codes.repeat_interleave(2, 0).repeat_interleave(2, 1).reshape(1, -1).to(engine.device)

    def attend(backend: str) -> None:
        if cuda:
            pipe.transformer.set_attention_backend(backend)

    def plain_tokens() -> None:
        with whole_pictures(pipe, given.prefix.total):
            pipe.generate_prior_tokens(given.prompt, height, width)

    def plain_paint() -> None:
        attend("native")
        pipe(
            given.prompt,
            height=height,
            width=width,
            num_inference_steps=request.steps,
            guidance_scale=request.guidance,
            prior_token_ids=twice,
            generator=torch.Generator().manual_seed(1),
        )

    def tokens(graph: bool) -> None:
        if engine.writer.graph != graph:
            engine.writer = Writer(pipe.vision_language_encoder, graph)
        list(engine.sample_tokens(given))

    def paint(quality: str, previews: int = PREVIEWS, backend: str = engine.attention) -> None:
        attend(backend)
        engine.quality, engine.previews = quality, previews
        list(engine.decode(given, written))

    timed: dict[str, Callable[[], object]] = {
        "tokens, diffusers": plain_tokens,
        "tokens, ours": lambda: tokens(graph=cuda),
    }
    if cuda:
        timed["tokens, ours without the graph"] = lambda: tokens(graph=False)
    timed["paint, diffusers"] = plain_paint
    for quality in THRESHOLDS:
        timed[f"paint, ours, {quality}"] = partial(paint, quality)
    timed[BARE] = lambda: paint("exact", previews=0)
    if engine.attention != "native":
        timed["paint, ours, exact, native attention"] = lambda: paint("exact", backend="native")
    return timed


@contextmanager
def whole_pictures(pipe, total: int) -> Iterator[None]:
    """Plain diffusers fails where random weights end a picture early: here it may not end it."""
    model = pipe.vision_language_encoder
    before = model.generation_config
    codes, words = model.config.vq_config.num_embeddings, model.config.text_config.vision_vocab_size
    model.generation_config = type(before).from_dict(
        before.to_dict() | {"min_new_tokens": total, "suppress_tokens": list(range(codes, words))}
    )
    try:
        yield
    finally:
        model.generation_config = before


def shortest(timed: dict[str, Callable[[], object]], runs: int) -> dict[str, tuple[float, float]]:
    """(seconds, peak GB on the card) of each: the shortest of `runs` rounds after one to warm up,
    all of them in every round so that a busy moment hits all alike."""
    best = {name: (float("inf"), 0.0) for name in timed}
    for run in range(runs + 1):
        for name, work in timed.items():
            peak, seconds = measure(work)
            if run:
                best[name] = min(best[name], (seconds, peak))
    return best


def measure(work: Callable[[], object]) -> tuple[float, float]:
    """(peak GB on the card, seconds); on a CPU the process's own, which other work cannot lengthen
    by taking its turn."""
    if not torch.cuda.is_available():
        began = time.process_time()
        work()
        return 0.0, time.process_time() - began
    torch.cuda.reset_peak_memory_stats()
    torch.cuda.synchronize()
    began = time.perf_counter()
    work()
    torch.cuda.synchronize()
    return torch.cuda.max_memory_allocated() / 1e9, time.perf_counter() - began


def bandwidth(device: torch.device) -> float:
    """Bytes a second that the memory gives: a copy of a gigabyte, read and written."""
    size = 2**30 if device.type == "cuda" else 2**26
    source = torch.ones(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    return max(2 * size / measure(lambda: target.copy_(source))[1] for _ in range(5))


def report(
    engine: GlmImageEngine, given: Conditioning, times: dict[str, tuple[float, float]], cuda: bool
) -> None:
    where = torch.cuda.get_device_name() if cuda else platform.processor() or platform.machine()
    width, height = size_of(given.request)
    steps = given.request.steps or 0
    print(f"{where}, {width}x{height}, {given.prefix.total} tokens, {steps} steps")
    print(f"attention {engine.attention}, torch {torch.__version__}")
    if not cuda:
        print("a tiny model on a CPU: the engine's overhead alone, no speed of GLM-Image")
    for name, (seconds, peak) in times.items():
        done = given.prefix.total if name.startswith("tokens") else steps
        unit = "tokens/s" if name.startswith("tokens") else "steps/s"
        memory = f"{peak:6.1f} GB" if cuda else ""
        print(f"{name:38} {seconds:8.3f} s {done / seconds:9.1f} {unit:8} {memory}")
    plain = times["tokens, diffusers"][0] + times["paint, diffusers"][0]
    for name in (name for name in times if name.startswith("paint, ours")):
        ours = times["tokens, ours"][0] + times[name][0]
        name = name.replace("paint, ours", "whole picture")
        print(f"{name:38} {ours:8.3f} s, diffusers {plain:.3f} s: {ours / plain - 1:+.1%}")
    if cuda:
        pipe: Any = engine.pipe
        model = pipe.vision_language_encoder
        parts = (model.model.language_model.layers, model.lm_head)
        read = sum(p.numel() * p.element_size() for part in parts for p in part.parameters())
        limit = bandwidth(engine.device) / read
        speed = given.prefix.total / times["tokens, ours"][0]
        print(f"memory allows {limit:.0f} tokens/s: {speed / limit:.0%} reached")


if __name__ == "__main__":
    main()
