"""What the KV cache gains: `python -m pipeline.benchmarks.tokens`.

Milliseconds a token of the embedded engine's transformer, both rows of classifier-free guidance
included, against its peer: the same model without a cache, fed the whole sequence for every token.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import torch

from pipeline.engines.embedded.engine import Conditioning, EmbeddedEngine
from pipeline.request import Request


def seconds(work: Callable[[], object], runs: int) -> float:
    """Median wall-clock seconds of `work`, after one run to warm up."""
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


@torch.inference_mode()
def uncached_token(engine: EmbeddedEngine, conditioning: Conditioning) -> None:
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
    engine = EmbeddedEngine.load(device="cpu")
    request = Request("a red lantern and two white cats beside a blue house at night", seed=1)
    conditioning = engine.encode(engine.capabilities.complete(request), None)
    cells = conditioning.grid[0] * conditioning.grid[1]
    cached = seconds(lambda: list(engine.sample_tokens(conditioning)), args.runs) / cells
    uncached = seconds(lambda: uncached_token(engine, conditioning), args.runs)
    print(f"{engine.model}, {cells} tokens, {torch.get_num_threads()} threads")
    print(f"cached   {cached * 1e3:6.1f} ms a token")
    print(f"uncached {uncached * 1e3:6.1f} ms a token, {uncached / cached:.1f} times as long")


if __name__ == "__main__":
    main()
