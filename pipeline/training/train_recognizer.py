"""What sees things of any kind: `python -m pipeline.training.train_recognizer --run RUN ...`.

    python -m pipeline.training.data.sightings --out PICTURES --dictionary DIR
    python -m pipeline.training.train_recognizer --run RUN --pictures PICTURES --dictionary DIR

A new run starts from the trunk of the shipped recognizer. Of the kinds that the file
--held names no cut-out is shown, and of the held-out family no drawing: on these two it is measured
(`pipeline.benchmarks.recognition`).
"""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.recognizer import Recognizer
from pipeline.model.networks.weights import RECOGNIZER, find_weights, load_weights
from pipeline.training.data.crops import CropPairs, sketches
from pipeline.training.data.sightings import Sighted, load
from pipeline.training.muon import ConvMuon, hidden_convolutions
from pipeline.training.recognizing.fitting import fit_center, fit_look
from pipeline.training.recognizing.losses import Trained, loss
from pipeline.training.run import Run, channels_last, parser
from pipeline.training.train_canvas import HELD

FRESH = 4.0  # how much faster new layers learn than the trunk
EMA_DECAY = 0.98
TRUNK = ("fine", "middle", "coarse", "up", "join", "top", "last")


class Pool:
    """The painted pictures of a folder, which may still be filling."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.read = folder, set[Path]()
        self.pictures: list[Sighted] = []

    def more(self) -> bool:
        """Whether there are new ones, which are read."""
        new = sorted(set(self.folder.glob("shard-*.pt")) - self.read)
        for path in new:
            self.pictures += load(path)
        self.read |= set(new)
        return bool(new)


def losses(
    args: argparse.Namespace, trained: Trained, drawings: dict
) -> Iterator[Callable[[], dict[str, Tensor]]]:
    """Cut-outs and whole pictures in each step."""
    pool, rng, step = Pool(args.pictures), random.Random(args.seed), 0
    while True:
        if step % args.reread == 0 and pool.more():
            pairs = CropPairs(drawings, pool.pictures, args.batch, args.seed + step)
        step += 1
        some = rng.sample(pool.pictures, min(args.whole, len(pool.pictures)))
        yield partial(loss, trained, pairs.sample(), some, rng, args.device)


def optimizers(trained: Trained, lr: float) -> list[torch.optim.Optimizer]:
    """Muon for the 3x3 convolutions but the first and last, AdamW for the rest."""
    convolutions = hidden_convolutions(trained, ("network.fine.0.", "network.center."))
    known = {id(weight) for weight in convolutions}
    rest = [weight for weight in trained.parameters() if id(weight) not in known]
    return [ConvMuon(convolutions, lr * 10), torch.optim.AdamW(rest, lr * FRESH, weight_decay=0.01)]


def with_trunk(network: Recognizer) -> None:
    """Gives a new network the trunk of the shipped one, where it is as wide."""
    state, _ = load_weights(find_weights(), RECOGNIZER)
    own = network.state_dict()
    shipped = {
        name: value
        for key, value in state.items()
        if (name := key.removeprefix(f"{RECOGNIZER}.")) in own and value.shape == own[name].shape
    }
    network.load_state_dict(own | {k: v for k, v in shipped.items() if k.split(".")[0] in TRUNK})


def main(arguments: list[str] | None = None) -> None:
    options = parser(__doc__)
    options.set_defaults(lr=6e-4, batch=64, threads=1)
    options.add_argument("--pictures", type=Path, required=True, help="folder of sightings")
    options.add_argument("--dictionary", type=Path, required=True, help="folder of drawings")
    options.add_argument("--held", type=Path, default=HELD, help="file of kinds never shown")
    options.add_argument("--whole", type=int, default=6, help="whole pictures in a step")
    options.add_argument("--reread", type=int, default=100, help="steps until new pictures count")
    options.add_argument("--fit", type=int, default=200, help="batches of the closed form, or 0")
    options.add_argument("--scratch", action="store_true", help="not from the shipped trunk")
    args = options.parse_args(arguments)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    dictionary = Dictionary.load(args.dictionary)
    held = set(args.held.read_text(encoding="utf-8").splitlines())
    kinds = [kind for kind in dictionary.kinds if kind not in held]
    trained = Trained(len(kinds))
    if not args.scratch:
        with_trunk(trained.network)
    trained, drawings = channels_last(trained, args.device), sketches(dictionary, kinds)
    if args.fit and not (args.run / "recognizer.pt").exists():
        pool = Pool(args.pictures)
        pool.more()
        fit_center(trained.network, pool.pictures)
        fit_look(trained, CropPairs(drawings, pool.pictures, 96, args.seed), args.fit)
        print("fitted in closed form", flush=True)
    run = Run(args, "recognizer", trained, optimizers(trained, args.lr), warmup=20)
    run.ema.decay = EMA_DECAY
    run.train(losses(args, trained, drawings))


if __name__ == "__main__":
    main()
