"""Packs the composer: `python -m pipeline.training.release.pack_composer --run DIR --version V`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch

from pipeline.model.networks.config import ComposerConfig
from pipeline.model.networks.weights import COMPOSER, WEIGHTS, save_weights


def pack(run: Path, out: Path, version: str) -> int:
    """Writes the averaged weights of a run of `train_composer`; returns its steps."""
    config = ComposerConfig.from_dict(json.loads((run / "composer.json").read_text()))
    saved = torch.load(run / "composer.pt", map_location="cpu", weights_only=True)
    state = {f"{COMPOSER}.{name}": value for name, value in saved["ema"].items()}
    about = {"version": version, "config": asdict(config), "steps": saved["step"]}
    save_weights(out, state, about, COMPOSER)
    return saved["step"]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--version", default="0.1")
    args = parser.parse_args(arguments)
    print(json.dumps({"composer": pack(args.run, args.out, args.version)}))


if __name__ == "__main__":
    main()
