"""The speed of the main job: python -m pipeline.benchmarks.journey --photo FILE

Prints seconds and peak memory as a table; pictures go to a folder that is removed.
"""

import argparse
import os
import platform
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what is imported below is timed
    from pipeline.engines.base import Engine
    from pipeline.request import Request

PROMPTS = {
    "text": "a red lantern and two white cats beside a blue house at night",
    "text of the closed world": "two white cats beside a blue house at night",
}


def main(arguments: Sequence[str] | None = None, engine: "Engine | None" = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--photo", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3, help="the median counts")
    options = parser.parse_args(arguments)

    began = time.monotonic()
    from pipeline.engines import load_engine
    from pipeline.request import Request

    engine = engine or load_engine(options.engine)
    rows = {"import to ready": time.monotonic() - began}
    requests = {name: Request(prompt, seed=7) for name, prompt in PROMPTS.items()}
    requests["photo"] = Request(photo=options.photo, seed=7)
    rows["first text picture, cold"] = timed(engine, requests["text"])[2]
    for name, request in requests.items():
        runs = sorted(timed(engine, request) for _ in range(options.runs))
        first, preview, whole, size = runs[len(runs) // 2]
        rows[f"{name}, first token or paint step"] = first
        rows[f"{name}, first preview"] = preview
        rows[f"{name} to {size}"] = whole
    report(rows)


def timed(engine: "Engine", request: "Request") -> tuple[float, float, float, str]:
    """(seconds to the first progress of the work itself, to the first checked preview, in all, size
    of the picture)."""
    from pipeline.generate import generate
    from pipeline.results import Picture, Progress, Refusal

    began, first, preview = time.monotonic(), 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for item in generate(request, engine, Path(folder)):
            if isinstance(item, Progress):
                if not first and item.stage in ("tokens", "paint"):
                    first = time.monotonic() - began
                if not preview and item.preview:
                    preview = time.monotonic() - began
    if isinstance(item, Refusal):
        raise SystemExit(f"refused: {item.reason}")
    assert isinstance(item, Picture)
    return first, preview, item.seconds, f"{item.width}x{item.height}"


def report(rows: dict[str, float]) -> None:
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} CPUs")
    for name, seconds in rows.items():
        print(f"{name:36} {seconds:7.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # Linux counts in KiB
    print(f"{'peak memory':36} {peak:7.2f} GiB")


if __name__ == "__main__":
    main()
