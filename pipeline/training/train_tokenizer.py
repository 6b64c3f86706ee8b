"""Stage 1, the image tokenizer: `python -m pipeline.training.train_tokenizer --run DIR ...`."""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.precision import precision
from pipeline.training.data.shards import SceneBatch, SceneShards
from pipeline.training.judge import things_loss
from pipeline.training.losses import gradient_l1, object_weight, weighted_l2
from pipeline.training.reconstruction import Reconstruction
from pipeline.training.run import Run, channels_last, parser


def losses(
    args: argparse.Namespace, model: Reconstruction
) -> Iterator[Callable[[], dict[str, Tensor]]]:
    """Endless batches of painted scenes."""
    rng = random.Random(args.seed)
    scenes = SceneShards(args.scenes).batches(args.batch, rng)
    for batch in scenes:
        yield partial(reconstruct, model, batch, args.device)


def reconstruct(model: Reconstruction, batch: SceneBatch, device: str) -> dict[str, Tensor]:
    """The losses of one batch."""
    pictures = batch.pictures.to(device).float() / 255
    pictures = pictures.contiguous(memory_format=torch.channels_last)
    target = F.avg_pool2d(pictures, 2)
    height, width = target.shape[-2:]
    weight = object_weight(batch.masks.to(device), (height, width))
    with precision(device):
        picture, heat, color = (part.float() for part in model(pictures))
    named = things_loss(heat, color, batch.scenes)
    return {
        "l2": 20 * weighted_l2(picture, target, weight),
        "edges": 2 * gradient_l1(picture, target, weight),
        "heat": 0.15 * named["heat"],
        "color": 0.2 * named["color"],
    }


def main() -> None:
    args = parser(__doc__).parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    model = channels_last(Reconstruction(PRESETS[args.preset].tokenizer), args.device)
    optimizer = torch.optim.AdamW(model.parameters(), args.lr, (0.9, 0.95), weight_decay=0.01)
    Run(args, "tokenizer", model, [optimizer]).train(losses(args, model))


if __name__ == "__main__":
    main()
