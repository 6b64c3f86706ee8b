"""Packs a run's averaged weights for shipping: `python -m pipeline.training.pack --run DIR`.

`--unpack` does the reverse, so that training goes on from the shipped weights.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from pipeline.engines.embedded import TRAINED, WEIGHTS
from pipeline.model.config import PRESETS, EmbeddedConfig
from pipeline.model.decoder import Decoder
from pipeline.model.transformer import Transformer
from pipeline.model.weights import load_weights, save_weights
from pipeline.training.digits import fold_digits, share_digits


def pack(
    run: Path, out: Path, preset: str, version: str, tasks: Sequence[str] = TRAINED[:2]
) -> dict:
    """Writes shards, manifest, text tokenizer and judge; returns the steps of each stage."""
    state, steps = {}, {}
    for stage, prefix in (("tokenizer", "tokenizer."), ("transformer", ""), ("decoder", "")):
        saved = torch.load(run / f"{stage}.pt", map_location="cpu", weights_only=True)
        steps[stage] = saved["step"]
        trained = saved["ema"]
        if stage == "transformer":
            model = _empty_transformer(PRESETS[preset])
            share_digits(model, PRESETS[preset].tokenizer.levels).load_state_dict(trained)
            trained = fold_digits(model).state_dict()
        for name, value in trained.items():
            # The tokenizer's run also holds the reconstruction head, which is not shipped.
            if name.startswith(prefix):
                state[f"{stage}.{name.removeprefix(prefix)}"] = value
    about = {"version": version, "config": PRESETS[preset].to_dict(), "steps": steps}
    about["tasks"] = tasks
    save_weights(out, state, about)
    if (run / "judge.pt").exists():
        judge = torch.load(run / "judge.pt", map_location="cpu", weights_only=True)["ema"]
        save_file({k: v.half().contiguous() for k, v in judge.items()}, out / "judge.safetensors")
    shutil.copyfile(run / "text_tokenizer.json", out / "text_tokenizer.json")
    return steps


def unpack(weights: Path, run: Path) -> dict:
    """Writes checkpoints that training resumes from; returns the steps of each stage.

    What is not shipped begins anew: the optimizers' state and the tokenizer's heads (they are
    needed only to train the tokenizer itself).
    """
    run.mkdir(parents=True, exist_ok=True)
    state, manifest = load_weights(weights)
    config = EmbeddedConfig.from_dict(manifest["config"])
    for stage, step in manifest["steps"].items():
        part = {k.removeprefix(f"{stage}."): v for k, v in state.items() if k.startswith(stage)}
        if stage == "tokenizer":
            part = {f"tokenizer.{name}": value for name, value in part.items()}
        if stage == "transformer":
            model = _empty_transformer(config)
            model.load_state_dict(fitted(part, model.state_dict()))
            part = share_digits(model, config.tokenizer.levels).state_dict()
        if stage == "decoder":
            model = Decoder(config.decoder, len(config.tokenizer.levels))
            part = fitted(part, model.state_dict())
        saved = {"module": part, "ema": part, "optimizers": [], "step": step}
        torch.save(saved, run / f"{stage}.pt")
    shutil.copyfile(weights / "text_tokenizer.json", run / "text_tokenizer.json")
    return manifest["steps"]


def fitted(old: dict[str, Tensor], fresh: dict[str, Tensor]) -> dict[str, Tensor]:
    """`fresh` with what there is in `old`: layers, and rows of tables that have grown at their
    end, which the shipped weights do not have, begin anew."""
    for name, value in fresh.items():
        if name in old:
            value[: len(old[name])] = old[name]
    return fresh


def _empty_transformer(config: EmbeddedConfig) -> Transformer:
    return Transformer(config.transformer, config.tokenizer.codebook_size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--preset", default="laptop")
    parser.add_argument("--version", default="0.1")
    parser.add_argument("--tasks", nargs="+", choices=TRAINED, default=TRAINED[:2])
    parser.add_argument("--unpack", action="store_true", help="from --out into --run")
    args = parser.parse_args()
    if args.unpack:
        steps = unpack(args.out, args.run)
    else:
        steps = pack(args.run, args.out, args.preset, args.version, args.tasks)
    print(json.dumps(steps))


if __name__ == "__main__":
    main()
