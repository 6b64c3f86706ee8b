"""Packs the canvas decoder: `python -m pipeline.training.release.pack_canvas --run R --version V`.

The canvas decoder's averaged weights and, with --dictionary, a built picture dictionary go into the
weights' folder. `--unpack` makes a checkpoint of the shipped weights, for training to go on from.
"""

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import torch

from pipeline.model.dictionary.dictionary import INDEX, PACKS
from pipeline.model.networks.config import CanvasDecoderConfig
from pipeline.model.networks.weights import CANVAS, WEIGHTS, in_bytes, load_weights, save_weights


def pack(run: Path, out: Path, version: str) -> int:
    """Writes the averaged weights of the canvas decoder; returns its steps."""
    saved = torch.load(run / "canvas.pt", map_location="cpu", weights_only=True)
    state = {f"{CANVAS}.{name}": value for name, value in saved["ema"].items()}
    about = {"version": version, "config": asdict(CanvasDecoderConfig()), "steps": saved["step"]}
    save_weights(out, in_bytes(state), about, CANVAS)
    return saved["step"]


def unpack(weights: Path, run: Path) -> int:
    """Writes a checkpoint that training resumes from, without its optimizers' state; returns its
    steps."""
    run.mkdir(parents=True, exist_ok=True)
    state, manifest = load_weights(weights, CANVAS)
    module = {name.removeprefix(f"{CANVAS}."): value for name, value in state.items()}
    saved = {"module": module, "ema": module, "optimizers": [], "step": manifest["steps"]}
    torch.save(saved, run / "canvas.pt")
    return manifest["steps"]


def copy_dictionary(dictionary: Path, out: Path) -> None:
    """Copies what ships of a built dictionary; older packs are removed."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob(PACKS):
        old.unlink()
    for path in (dictionary / INDEX, *sorted(dictionary.glob(PACKS))):
        shutil.copyfile(path, out / path.name)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--dictionary", type=Path, help="folder of a built dictionary to ship")
    parser.add_argument("--version", default="0.1")
    parser.add_argument("--unpack", action="store_true", help="from --out into --run")
    args = parser.parse_args(arguments)
    steps = unpack(args.out, args.run) if args.unpack else pack(args.run, args.out, args.version)
    if args.dictionary:
        copy_dictionary(args.dictionary, args.out)
    print(json.dumps({"canvas": steps}))


if __name__ == "__main__":
    main()
