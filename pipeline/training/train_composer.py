"""The composer: `python -m pipeline.training.train_composer --run DIR --prompts FILE`.

It learns to place things as the rules of `planning.composing` do, for graphs of prompts (one in
five is held out, see `benchmarks.composing`) and for random ones. Kinds of the --held categories
are never shown to it. `release.pack_composer` packs the weights.
"""

import argparse
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.composer_inputs import ComposerBatch
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.networks.precision import precision
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.plan.placement import SLOTS
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.training.data.compositions import Compositions, graphs_of, prompts_of
from pipeline.training.data.graphs import Graphs
from pipeline.training.run import Run, parser

HELD = ("music", "toy", "drink")  # categories
EMA_DECAY = 0.999
MIRRORED = 1  # a slot of two values alone


def nats(composer: Composer, batch: ComposerBatch) -> Tensor:
    """(B, N, 5): minus the log likelihood of each token, 0 for padding."""
    with precision(batch.tokens.device.type):
        pointers, numbers = composer(batch)
    pointers, numbers = pointers.float(), numbers.float()
    gone = F.one_hot(batch.tokens[..., 0], pointers.shape[-1]).cumsum(1).roll(1, 1)
    gone[:, 0] = 0
    pointers = pointers.masked_fill(gone > 0, -1e4)  # what has a place already is never pointed at
    numbers[:, :, MIRRORED, 2:] = -1e4
    found = []
    for slot in range(len(SLOTS)):
        logits = (numbers[:, :, slot] if slot else pointers).flatten(0, 1)
        tokens = batch.tokens[..., slot].flatten()
        found.append(F.cross_entropy(logits, tokens, reduction="none"))
    there = batch.real[:, : batch.tokens.shape[1], None]
    return torch.stack(found, -1).view(batch.tokens.shape) * there


def loss(composer: Composer, batch: ComposerBatch) -> dict[str, Tensor]:
    """Mean nats of each slot's tokens."""
    found = nats(composer, batch).sum((0, 1)) / batch.real.sum()
    return dict(zip(SLOTS, found, strict=True))


def optimizers(composer: Composer, lr: float) -> list[torch.optim.Optimizer]:
    """Muon (Jordan et al., 2024) for the blocks' matrices, AdamW for all else."""
    matrices = [weight for weight in composer.blocks.parameters() if weight.ndim == 2]
    chosen = {id(weight) for weight in matrices}
    others = [weight for weight in composer.parameters() if id(weight) not in chosen]
    return [
        torch.optim.Muon(matrices, lr * 10, weight_decay=0.02),
        torch.optim.AdamW(others, lr, (0.9, 0.95), weight_decay=0.0),
    ]


def split(dictionary: Dictionary, held: Collection[str]) -> tuple[list[str], list[str]]:
    """Kinds to learn from, and those of the categories that are held out."""
    kinds = dictionary.kinds
    known = [name for name, kind in kinds.items() if kind.category not in held]
    return known, [name for name in kinds if name not in set(known)]


def without(graphs: Collection[SceneGraph], kinds: Collection[str]) -> list[SceneGraph]:
    """The graphs in which none of the kinds is."""
    gone = set(kinds)
    return [one for one in graphs if not gone & {element.kind for element in one.elements}]


def losses(
    args: argparse.Namespace, composer: Composer, data: Compositions
) -> Iterator[Callable[[], dict[str, Tensor]]]:
    """Endless batches."""
    for batch in DataLoader(data, batch_size=None, num_workers=args.workers):
        yield partial(loss, composer, batch.to(args.device))


def main(arguments: list[str] | None = None) -> None:
    options = parser(__doc__)
    options.set_defaults(lr=1e-3, batch=64, steps=60_000, threads=1)
    options.add_argument("--prompts", type=Path, required=True, help="table of prompts")
    options.add_argument("--dictionary", type=Path, default=WEIGHTS, help="folder of drawings")
    options.add_argument("--workers", type=int, default=1, help="processes that compose")
    options.add_argument("--held", nargs="*", default=list(HELD), help="categories held out")
    args = options.parse_args(arguments)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    dictionary = Dictionary.load(args.dictionary)
    known, held = split(dictionary, args.held)
    config = ComposerConfig(unknown=tuple(args.held))
    composer = Composer(config).to(args.device)
    args.run.mkdir(parents=True, exist_ok=True)
    (args.run / "composer.json").write_text(json.dumps(asdict(config)))
    run = Run(args, "composer", composer, optimizers(composer, args.lr), warmup=100)
    run.ema.decay = EMA_DECAY
    prompts = without(graphs_of(prompts_of(args.prompts, False), dictionary), held)
    seed = args.seed + run.step  # what is resumed goes on with new lessons
    data = Compositions(dictionary, Graphs(dictionary, known), prompts, args.batch, seed)
    run.train(losses(args, composer, data))


if __name__ == "__main__":
    main()
