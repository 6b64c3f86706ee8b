"""What the KV cache gains: `python -m pipeline.benchmarks.tokens`.

Milliseconds a token of the embedded engine's transformer, both rows of classifier-free guidance
included, against its peer: the same model without a cache, fed the whole sequence for every token.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

import torch

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.networks import sequence
from pipeline.model.networks.sequence import Sequence as Tokens
from pipeline.model.networks.sequence import Special
from pipeline.request import Request

PROMPT = "a red lantern and two white cats beside a blue house at night"


def seconds(work: Callable[[], object], runs: int) -> float:
    """Median wall-clock seconds of `work`, after one run to warm up."""
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def halfway(engine: EmbeddedEngine, request: Request, grid: tuple[int, int]) -> list[Tokens]:
    """The sequences with the prompt and without it, halfway through writing the picture."""
    vocabulary = engine.parts.transformer.vocabulary
    prompt = engine.parts.text.encode(request.prompt)
    plan = sequence.planned(vocabulary, engine.plan(request), grid)
    codes = torch.zeros(grid, dtype=torch.long)
    half = sequence.picture(vocabulary, Special.IMAGE, codes, codes.numel() // 2)
    texts = (sequence.words(vocabulary, Special.TEXT, ids) for ids in (prompt, []))
    return [text + plan + half for text in texts]


@torch.inference_mode()
def uncached_token(engine: EmbeddedEngine, rows: list[Tokens]) -> None:
    """One token as a model without a cache writes it."""
    model = engine.parts.transformer
    for row in rows:
        ids, places, ahead = (
            part[None].to(engine.parts.device) for part in (row.ids, row.places, row.ahead)
        )
        model.head(model.hidden(ids, places, ahead)[:, -1])


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    engine = engine or EmbeddedEngine.load(device="cpu", closed=True)
    request = engine.capabilities.complete(Request(PROMPT, seed=1))
    conditioning = engine.encode(request, None)
    rows = halfway(engine, request, conditioning.grid)
    cells = conditioning.grid[0] * conditioning.grid[1]
    cached = seconds(lambda: list(engine.sample_tokens(conditioning)), options.runs) / cells
    uncached = seconds(lambda: uncached_token(engine, rows), options.runs)
    print(f"{engine.model}, {cells} tokens, {torch.get_num_threads()} threads")
    print(f"cached   {cached * 1e3:6.1f} ms a token")
    print(f"uncached {uncached * 1e3:6.1f} ms a token, {uncached / cached:.1f} times as long")


if __name__ == "__main__":
    main()
