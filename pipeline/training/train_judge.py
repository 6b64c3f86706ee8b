"""The judge of the benchmarks: `python -m pipeline.training.train_judge --run DIR --scenes DIR`.

`--name vision` trains the vision encoder of `describe`: a narrower network of the same build. Half
of the pictures are mirrored and half are cropped, which is cheaper than painting more of them.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.precision import precision
from pipeline.training.data.shards import SceneShards
from pipeline.training.judge import (
    SOFT_SHARE,
    WIDTHS,
    Frame,
    Judge,
    framed,
    judge_loss,
    softened,
)
from pipeline.training.muon import ConvMuon, hidden_convolutions
from pipeline.training.run import Run, channels_last, parser


def losses(args: argparse.Namespace, judge: Judge) -> Iterator[Callable[[], dict[str, Tensor]]]:
    """Endless batches of painted scenes."""
    rng = random.Random(args.seed)
    for batch in SceneShards(args.scenes).batches(args.batch, rng):
        yield partial(loss, judge, batch.pictures.to(args.device), batch.scenes, rng)


def loss(judge: Judge, pictures: Tensor, scenes: list, rng: random.Random) -> dict[str, Tensor]:
    """pictures (B, 3, H, W) uint8, of which some batches are softened."""
    frames = [Frame.sample(rng) for _ in scenes]
    pictures = framed(pictures.float() / 255, frames)
    if rng.random() < SOFT_SHARE:
        pictures = softened(pictures, rng)
    with precision(pictures.device.type):
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        return judge_loss(judge, pictures, scenes, frames)


def optimizers(judge: Judge, lr: float) -> list[torch.optim.Optimizer]:
    """Muon for the hidden 3x3 convolutions, AdamW for the first layer, the heads and all else."""
    hidden = hidden_convolutions(judge, ("fine.0.", "heat.", "color.", "pose."))
    chosen = {id(weight) for weight in hidden}
    others = [weight for weight in judge.parameters() if id(weight) not in chosen]
    return [ConvMuon(hidden, lr * 10), torch.optim.AdamW(others, lr, weight_decay=0.01)]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--name", choices=("judge", "vision"), default="judge")
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    widths = WIDTHS if args.name == "judge" else PRESETS[args.preset].vision.widths
    judge = channels_last(Judge(widths), args.device)
    Run(args, args.name, judge, optimizers(judge, args.lr)).train(losses(args, judge))


if __name__ == "__main__":
    main()
