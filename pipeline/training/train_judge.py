"""The judge of `evaluate`: `python -m pipeline.training.train_judge --run DIR --scenes DIR`."""

import random
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.training.judge import Judge, judge_loss
from pipeline.training.run import Run, parser, precision
from pipeline.training.shards import SceneShards


def losses(args, judge: Judge) -> Iterator[Callable[[], dict[str, Tensor]]]:
    rng = random.Random(args.seed)
    for batch in SceneShards(args.scenes).batches(args.batch, rng):
        yield partial(loss, judge, batch.pictures.to(args.device), batch.scenes, rng)


def loss(judge: Judge, pictures: Tensor, scenes: list, rng: random.Random) -> dict[str, Tensor]:
    """Half of the batches are blurred and noised: a model's pictures are softer than the painter's,
    and the judge must read what they show, not how they are drawn."""
    pictures = pictures.float() / 255
    if rng.random() < 0.5:
        small = [max(16, int(side * rng.uniform(0.4, 0.9))) for side in pictures.shape[-2:]]
        size = pictures.shape[-2:]
        pictures = F.interpolate(pictures, small, mode="bilinear", antialias=True)
        pictures = F.interpolate(pictures, size, mode="bilinear")
        pictures = (pictures + 0.03 * torch.randn_like(pictures)).clamp(0, 1)
    with precision(pictures.device.type):
        return judge_loss(judge, pictures.contiguous(memory_format=torch.channels_last), scenes)


def main() -> None:
    args = parser(__doc__).parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    judge = Judge().to(args.device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(judge.parameters(), args.lr, weight_decay=0.01)
    Run(args, "judge", judge, [optimizer]).train(losses(args, judge))


if __name__ == "__main__":
    main()
