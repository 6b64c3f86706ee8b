"""Packs a run's averaged weights: `python -m pipeline.training.release.pack --run DIR`.

`--unpack` does the reverse, so that training goes on from the shipped weights.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from pipeline.engines.embedded.parts import TRAINED
from pipeline.model.networks.config import PRESETS, EmbeddedConfig
from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.sign_reader import SignReader
from pipeline.model.networks.transformer import Transformer
from pipeline.model.networks.vision import VisionEncoder
from pipeline.model.networks.weights import WEIGHTS, in_bytes, load_weights, save_weights
from pipeline.training.digits import fold_digits, share_digits
from pipeline.training.judge import Judge

STAGES = ("tokenizer", "transformer", "decoder")
IN_BYTES = "decoder"  # the largest stage; pictures of it stay the same to 50 dB
SEEING = ("vision", "reader")  # the stages of networks that read pictures


def pack(
    run: Path, out: Path, preset: str, version: str, tasks: Sequence[str] = TRAINED[:2]
) -> dict:
    """Writes shards, manifest, text tokenizer and judge; returns the steps of each stage. The
    networks that read pictures are in the weights only if `tasks` has "describe"."""
    state: dict[str, Tensor] = {}
    steps = {}
    for stage in STAGES + (SEEING if "describe" in tasks else ()):
        saved = torch.load(run / f"{stage}.pt", map_location="cpu", weights_only=True)
        steps[stage] = saved["step"]
        shipped = _shipped(stage, saved["ema"], PRESETS[preset])
        named = {f"{stage}.{name}": value for name, value in shipped.items()}
        state |= in_bytes(named) if stage == IN_BYTES else named
    about = {"version": version, "config": PRESETS[preset].to_dict(), "steps": steps}
    about["tasks"] = tasks
    save_weights(out, state, about)
    if (run / "judge.pt").exists():
        judge = torch.load(run / "judge.pt", map_location="cpu", weights_only=True)["ema"]
        save_judge(judge, out / "judge.safetensors")
    shutil.copyfile(run / "text_tokenizer.json", out / "text_tokenizer.json")
    return steps


def save_judge(state: dict[str, Tensor], path: Path) -> None:
    """Writes the judge in whole numbers of 8 bits: it reads the same in them."""
    packed = {
        name: (value if value.dtype == torch.int8 else value.half()).contiguous()
        for name, value in in_bytes(state).items()
    }
    save_file(packed, path)


def _shipped(stage: str, trained: dict[str, Tensor], config: EmbeddedConfig) -> dict[str, Tensor]:
    """A stage's averaged weights, without the heads that only training needs."""
    if stage == "transformer":
        model = share_digits(_transformer(config), config.tokenizer.levels)
        model.load_state_dict(trained)
        return fold_digits(model).state_dict()
    if stage == "tokenizer":
        prefix = "tokenizer."
        return {k.removeprefix(prefix): v for k, v in trained.items() if k.startswith(prefix)}
    if stage == "vision":
        return {name: trained[name] for name in VisionEncoder(config.vision.widths).state_dict()}
    return trained


def unpack(weights: Path, run: Path) -> dict:
    """Writes checkpoints that training resumes from; returns the steps of each stage.

    What is not shipped starts from its initial values: layers that the shipped weights do not have,
    the optimizers' state, the heads that only the training of the tokenizer and of the vision
    encoder needs.
    """
    run.mkdir(parents=True, exist_ok=True)
    state, manifest = load_weights(weights)
    config = EmbeddedConfig.from_dict(manifest["config"])
    for stage, step in manifest["steps"].items():
        prefix = f"{stage}."
        part = {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
        if stage == "tokenizer":
            part = {f"tokenizer.{name}": value for name, value in part.items()}
        elif stage == "transformer":
            model = _transformer(config)
            model.load_state_dict(fitted(part, model.state_dict()))
            part = share_digits(model, config.tokenizer.levels).state_dict()
        else:
            part = fitted(part, _untrained(stage, config).state_dict())
        saved = {"module": part, "ema": part, "optimizers": [], "step": step}
        torch.save(saved, run / f"{stage}.pt")
    shutil.copyfile(weights / "text_tokenizer.json", run / "text_tokenizer.json")
    return manifest["steps"]


def fitted(old: dict[str, Tensor], fresh: dict[str, Tensor]) -> dict[str, Tensor]:
    """`fresh` with the values of `old`. Layers that `old` does not have keep their initial values,
    and so do the rows that a table has gained at its end; rows that it has lost are dropped."""
    for name, value in fresh.items():
        if name in old:
            rows = min(len(value), len(old[name]))
            value[:rows] = old[name][:rows]
    return fresh


def _transformer(config: EmbeddedConfig) -> Transformer:
    return Transformer(config.transformer, config.tokenizer.codebook_size)


def _untrained(stage: str, config: EmbeddedConfig) -> nn.Module:
    """The network that the stage "decoder", "vision" or "reader" trains, with initial weights."""
    if stage == "decoder":
        return Decoder(config.decoder, len(config.tokenizer.levels))
    return SignReader(config.vision.reader) if stage == "reader" else Judge(config.vision.widths)


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
