"""Adds new layers to an old checkpoint: `python -m pipeline.training.grow --run DIR`.

When the painted world gains names or effects, the networks gain weights that are untrained. This
gives them good initial values, so that training can continue from the old weights; run it once, on
unpacked checkpoints (`python -m pipeline.training.release.pack --unpack`). At present it adds the
grids of rain and snow (`data/backdrop_grids.py`) to a decoder that had none. (An earlier version
added the poses for weights 1.0: each pose began with the values of its kind.)
"""

import argparse
from pathlib import Path

import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.decoder import Decoder
from pipeline.training.data.backdrop_grids import initialise_grids
from pipeline.training.world.painter import Painter

NEW = ("plan.backdrop.fall_grids.table", "plan.backdrop.fall.weight")


def grow(path: Path, fresh: Decoder) -> None:
    """Adds those weights of NEW to a checkpoint that it does not have. The optimizers' state is
    dropped and the step set to 0."""
    initialise_grids(fresh.plan.backdrop, Painter())
    saved = torch.load(path, weights_only=True)
    for state in (saved["module"], saved["ema"]):
        for name in NEW:
            state.setdefault(name, fresh.state_dict()[name].clone())
    torch.save(saved | {"optimizers": [], "step": 0}, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--preset", default="laptop")
    args = parser.parse_args()
    torch.manual_seed(0)
    config = PRESETS[args.preset]
    grow(args.run / "decoder.pt", Decoder(config.decoder, len(config.tokenizer.levels)))


if __name__ == "__main__":
    main()
