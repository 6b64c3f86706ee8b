"""A wider world begins where the old one ends: `python -m pipeline.training.grow --run DIR`.

What is new in the networks has weights that nothing has trained. This gives them the best there is
to begin with, so that training need not begin from nothing; run it once, on unpacked checkpoints
(`pack --unpack`). As it stands it brings the grids of rain and snow, from the picture book, to a
decoder that had none. (It brought the poses to weights 1.0: each look began as its kind's.)
"""

import argparse
from pathlib import Path

import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.decoder import Decoder
from pipeline.training.data.picture_book import open_book
from pipeline.training.world.painter import Painter

NEW = ("plan.backdrop.fall_grids.table", "plan.backdrop.fall.weight")


def grow(path: Path, fresh: Decoder) -> None:
    """Adds to a checkpoint what it lacks of NEW; training starts its averages and optimizers
    anew."""
    open_book(fresh.plan.backdrop, Painter())
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
