"""Packs a run's averaged weights for shipping: `python -m pipeline.training.pack --run DIR`."""

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

from pipeline.engines.embedded import WEIGHTS
from pipeline.model.config import PRESETS
from pipeline.model.weights import save_weights


def pack(run: Path, out: Path, preset: str, version: str) -> dict:
    """Writes shards, manifest, text tokenizer and judge; returns the steps of each stage."""
    state, steps = {}, {}
    for stage, prefix in (("tokenizer", "tokenizer."), ("transformer", ""), ("decoder", "")):
        saved = torch.load(run / f"{stage}.pt", map_location="cpu", weights_only=True)
        steps[stage] = saved["step"]
        for name, value in saved["ema"].items():
            # The tokenizer's run also holds the reconstruction head, which is not shipped.
            if name.startswith(prefix):
                state[f"{stage}.{name.removeprefix(prefix)}"] = value
    about = {"version": version, "config": PRESETS[preset].to_dict(), "steps": steps}
    save_weights(out, state, about)
    if (run / "judge.pt").exists():
        judge = torch.load(run / "judge.pt", map_location="cpu", weights_only=True)["ema"]
        save_file({k: v.half().contiguous() for k, v in judge.items()}, out / "judge.safetensors")
    shutil.copyfile(run / "text_tokenizer.json", out / "text_tokenizer.json")
    return steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--preset", default="laptop")
    parser.add_argument("--version", default="0.1")
    args = parser.parse_args()
    print(json.dumps(pack(args.run, args.out, args.preset, args.version)))


if __name__ == "__main__":
    main()
