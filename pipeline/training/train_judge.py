"""The judge of `evaluate`: `python -m pipeline.training.train_judge --run DIR --scenes DIR`.

`--name vision --seed 1` trains the network that describe sees with: the same, but another one.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor

from pipeline.model.config import PRESETS
from pipeline.training.judge import SOFT_SHARE, Judge, judge_loss, softened
from pipeline.training.run import Run, parser, precision
from pipeline.training.shards import SceneShards


def losses(args, judge: Judge) -> Iterator[Callable[[], dict[str, Tensor]]]:
    rng = random.Random(args.seed)
    for batch in SceneShards(args.scenes).batches(args.batch, rng):
        yield partial(loss, judge, batch.pictures.to(args.device), batch.scenes, rng)


def loss(judge: Judge, pictures: Tensor, scenes: list, rng: random.Random) -> dict[str, Tensor]:
    """pictures (B, 3, H, W) uint8, of which some batches are softened."""
    pictures = pictures.float() / 255
    if rng.random() < SOFT_SHARE:
        pictures = softened(pictures, rng)
    with precision(pictures.device.type):
        return judge_loss(judge, pictures.contiguous(memory_format=torch.channels_last), scenes)


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--name", choices=("judge", "vision"), default="judge")
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    judge = Judge(PRESETS[args.preset].vision.widths)
    judge = judge.to(args.device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(judge.parameters(), args.lr, weight_decay=0.01)
    Run(args, args.name, judge, [optimizer]).train(losses(args, judge))


if __name__ == "__main__":
    main()
