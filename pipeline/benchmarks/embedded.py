"""Speed and memory of the embedded engine: `python -m pipeline.benchmarks.embedded`.

Times are wall-clock seconds of the engine alone (no gates, no signing), medians over `--runs`. The
peer of the token generator is the same model without its KV cache, fed the whole sequence for every
token.
"""

import argparse
import platform
import resource
import statistics
import time
from collections.abc import Callable

import torch
from PIL import Image


def seconds(work: Callable[[], object], runs: int) -> float:
    """Median wall-clock seconds of `work`, after one run to warm up."""
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def whole(engine, request, photo: Image.Image | None = None) -> dict[str, float]:
    """Seconds from the request to the first token, to the last, and to the picture."""
    started = time.perf_counter()
    request = engine.capabilities.complete(request, photo.size if photo else None)
    conditioning = engine.encode(request, photo)
    marks = {}
    tokens = None
    for written in engine.sample_tokens(conditioning):
        marks.setdefault("first progress", time.perf_counter() - started)
        tokens = written.tokens
    marks["tokens"] = time.perf_counter() - started
    for _ in engine.decode(conditioning, tokens):
        pass
    marks["picture"] = time.perf_counter() - started
    return marks


@torch.inference_mode()
def uncached_token(engine, conditioning) -> None:
    """One token as a model without a cache writes it, halfway through the picture."""
    model = engine.transformer
    half = conditioning.grid[0] * conditioning.grid[1] // 2
    for prefix in (conditioning.with_text, conditioning.without_text):
        n = len(prefix) + half
        ids = torch.zeros(1, n, dtype=torch.long)
        places, ahead = torch.zeros(1, n, 3, dtype=torch.long), torch.zeros(1, n, 2).long()
        model.head(model.hidden(ids, places, ahead)[:, -1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    started = time.perf_counter()
    from pipeline.engines.embedded import EmbeddedEngine
    from pipeline.request import Request

    engine = EmbeddedEngine.load()
    ready = time.perf_counter() - started
    text = Request("a red lantern and two white cats beside a blue house at night", seed=1)
    photo = Image.effect_noise((768, 512), 60).convert("RGB")
    paint = Request("convert this image into ghibli style", b"-", size=(768, 512), seed=1)
    whole(engine, text), whole(engine, paint, photo)
    rows = {"text to 512 px": (text, None), "photo to 768x512": (paint, photo)}
    print(f"{engine.model} on {platform.processor()}, {torch.get_num_threads()} threads")
    print(f"{'import to ready':24} {ready:6.2f} s")
    for name, (request, source) in rows.items():
        runs = [whole(engine, request, source) for _ in range(args.runs)]
        for mark in runs[0]:
            value = statistics.median(run[mark] for run in runs)
            print(f"{name + ', ' + mark:34} {value:6.2f} s")
    complete = engine.capabilities.complete(text)
    conditioning = engine.encode(complete, None)
    cells = conditioning.grid[0] * conditioning.grid[1]
    cached = seconds(lambda: list(engine.sample_tokens(conditioning)), args.runs) / cells
    uncached = seconds(lambda: uncached_token(engine, conditioning), args.runs)
    print(f"{'a token, cached':34} {cached * 1e3:6.1f} ms")
    print(f"{'a token, uncached (the peer)':34} {uncached * 1e3:6.1f} ms, {uncached / cached:.1f}x")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{'peak memory':34} {peak:6.2f} GB")


if __name__ == "__main__":
    main()
