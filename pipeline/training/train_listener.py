"""Trains what hears: `python -m pipeline.training.train_listener --run RUN --speech SPEECH`.

    python -m pipeline.training.listening.data --out SPEECH --prompts public_prompts.csv
    python -m pipeline.training.train_listener --run RUN --speech SPEECH

It may start before the first command has ended, and learns from what comes.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.listening.network import SOUNDS, Listener, ListenerConfig, code_lengths
from pipeline.listening.phones import BLANK, PHONES
from pipeline.training.listening.batches import Batch, Speech
from pipeline.training.muon import ConvMuon
from pipeline.training.run import Run, parser

BEFORE = 0.3  # weight of the loss of what is told before the codes: gradients past the rounding
EMA_DECAY = 0.99
OUTER = ("front.", "quantizer.", "sounds.", "before.")


class Trained(nn.Module):
    """The network, and a head that tells the sounds before they become codes."""

    def __init__(self, config: ListenerConfig) -> None:
        super().__init__()
        self.network = Listener(config)
        self.before = nn.Linear(config.width, SOUNDS * (1 + len(PHONES)))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Log-probabilities (B, SOUNDS * N, 1 + PHONES) from the codes, and from before them."""
        x, real = self.network.encode(batch.mel, batch.lengths)
        before = self.before(x).unflatten(-1, (SOUNDS, -1)).flatten(1, 2).float().log_softmax(-1)
        return self.network.tell(self.network.quantizer(x), real), before


def loss(trained: Trained, batch: Batch) -> dict[str, Tensor]:
    """CTC of both, for a sound each."""
    with torch.autocast("cpu", torch.bfloat16):
        told, before = trained(batch)
    lengths = SOUNDS * code_lengths(batch.lengths)

    def ctc(log_probabilities: Tensor) -> Tensor:
        return F.ctc_loss(
            log_probabilities.transpose(0, 1), batch.targets, lengths, batch.counts, BLANK,
            zero_infinity=True,
        )  # fmt: skip

    return {"told": ctc(told), "before": BEFORE * ctc(before)}


def losses(args: argparse.Namespace, trained: Trained) -> Iterator[Callable[[], dict[str, Tensor]]]:
    rng, speech = random.Random(args.seed), Speech(args.speech)
    for batch in speech.batches(args.batch, rng):
        yield partial(loss, trained, batch)


def optimizers(trained: Trained, lr: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the blocks, AdamW for the rest."""
    matrices = [
        weight
        for name, weight in trained.named_parameters()
        if weight.ndim == 2 and not name.removeprefix("network.").startswith(OUTER)
    ]
    known = {id(weight) for weight in matrices}
    rest = [weight for weight in trained.parameters() if id(weight) not in known]
    return [
        ConvMuon(matrices, lr * 10),
        torch.optim.AdamW(rest, lr, (0.9, 0.98), weight_decay=0.01),
    ]


def main(arguments: list[str] | None = None) -> None:
    options = parser(__doc__)
    options.set_defaults(lr=1.5e-3, batch=32, threads=1)
    options.add_argument("--speech", type=Path, required=True, help="folder of shards")
    args = options.parse_args(arguments)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    trained = Trained(ListenerConfig())
    run = Run(args, "listener", trained, optimizers(trained, args.lr), warmup=100)
    run.ema.decay = EMA_DECAY
    run.train(losses(args, trained))


if __name__ == "__main__":
    main()
