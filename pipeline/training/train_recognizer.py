"""What sees things of any kind: `python -m pipeline.training.train_recognizer --run RUN ...`.

    python -m pipeline.training.data.sightings --out PICTURES --dictionary DIR
    python -m pipeline.training.train_recognizer --run RUN --pictures PICTURES --dictionary DIR

A new run starts from the trunk of the closed world's vision encoder. Of the kinds that the file
--held names no cut-out is shown, and of the held-out family no drawing: on these two it is measured
(`pipeline.benchmarks.recognition`).
"""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.precision import precision
from pipeline.model.networks.recognizer import FEATURES, Recognizer
from pipeline.model.networks.weights import find_weights, load_weights
from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import STYLES
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS
from pipeline.training.data.crops import NO_COLOR, CropPairs, Pairs, sketches
from pipeline.training.data.sightings import Sighted, load
from pipeline.training.judge import SOFT_SHARE, Frame, framed, softened
from pipeline.training.muon import ConvMuon, hidden_convolutions
from pipeline.training.run import Run, channels_last, parser
from pipeline.training.train_canvas import HELD

SETTING = {
    "place": tuple(PLACES), "time": TIMES, "weather": WEATHERS, "season": SEASONS, "style": STYLES,
}  # fmt: skip
SCALE = 20.0  # of cosines, before a softmax
APART = 0.15  # by how much a cosine must be larger than the others
LEAST_INSIDE = 0.4  # of a thing's box, for it to be found in a frame
BUMP = 0.10  # deviation of a thing's heat, in shares of its sides
FRESH = 4.0  # how much faster new layers learn than the trunk
WHOLE = 0.1  # weight of the setting
EMA_DECAY = 0.98
TRUNK = ("fine", "middle", "coarse", "up", "join", "top", "last")


class Trained(nn.Module):
    """The network, and a vector for each kind to learn and for nothing, which do not ship."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.network = Recognizer(SETTING)
        self.proxies = nn.Parameter(torch.randn(kinds + 1, FEATURES) * 0.1)


def crop_loss(trained: Trained, pairs: Pairs, device: str) -> dict[str, Tensor]:
    """Each cut-out is to be near its kind's vector (Wang et al., 2018, "CosFace"), and each of a
    painted picture nearer to the drawing of its kind than to the others."""
    parts = pairs.first, pairs.second, pairs.nothing
    crops = torch.cat(parts).to(device, memory_format=torch.channels_last)
    with precision(device):
        vectors, colors = trained.network(crops)
    vectors, count = vectors.float(), len(pairs.kinds)
    first, second = vectors[:count], vectors[count : 2 * count]
    kinds = pairs.kinds.to(device)
    nothing = torch.full((len(pairs.nothing),), len(trained.proxies) - 1, device=device)
    right = torch.cat([kinds, kinds, nothing])
    cosines = vectors @ F.normalize(trained.proxies.float(), dim=1).T
    cosines = cosines - APART * F.one_hot(right, len(trained.proxies))
    between = SCALE * (first @ second.T)
    own = torch.arange(count, device=device)
    losses = {
        "kind": F.cross_entropy(SCALE * cosines, right),
        "drawing": 0.5 * (F.cross_entropy(between, own) + F.cross_entropy(between.T, own)),
    }
    known = pairs.colors != NO_COLOR
    if known.any():
        logits = colors[:count].float()[known]
        losses["color"] = 0.3 * F.cross_entropy(logits, pairs.colors[known].to(device))
    return losses


def heat_targets(things: list[list[Box]], rows: int, columns: int) -> tuple[Tensor, Tensor, Tensor]:
    """Bumps (B, rows, columns) at the middles of boxes in shares, logarithms of width and height
    (B, 2, rows, columns), and where these hold (B, rows, columns)."""
    heat = torch.zeros(len(things), rows, columns)
    sizes = torch.zeros(len(things), 2, rows, columns)
    holds = torch.zeros(len(things), rows, columns, dtype=torch.bool)
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    for i, boxes in enumerate(things):
        for left, top, right, bottom in sorted(boxes, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1])):
            width, height = right - left, bottom - top
            column = min(int((left + right) / 2 * columns), columns - 1)
            row = min(int((top + bottom) / 2 * rows), rows - 1)
            deviation = max(1.0, BUMP * width * columns), max(1.0, BUMP * height * rows)
            away = ((x - column) / deviation[0]) ** 2 + ((y - row) / deviation[1]) ** 2
            heat[i] = torch.maximum(heat[i], torch.exp(-away / 2))
            near = slice(max(0, row - 1), row + 2), slice(max(0, column - 1), column + 2)
            holds[i][near] = True
            sizes[i, 0][near], sizes[i, 1][near] = torch.tensor([width, height]).log()
    return heat, sizes, holds


def picture_loss(
    network: Recognizer, pictures: Tensor, things: list[list[Box]], settings: list[tuple[str, ...]]
) -> dict[str, Tensor]:
    """Focal loss of the heat (Law & Deng, 2018), absolute error of the logarithms of sizes,
    cross-entropy of the setting."""
    with precision(pictures.device.type):
        seen = network.see(pictures.contiguous(memory_format=torch.channels_last))
    heat, sizes = seen.heat, seen.sizes
    truths = (truth.to(heat.device) for truth in heat_targets(things, *heat.shape[-2:]))
    true_heat, true_sizes, holds = truths
    p = heat.sigmoid().clamp(1e-4, 1 - 1e-4)
    hit = true_heat == 1
    losses = torch.where(
        hit, -((1 - p) ** 2) * p.log(), -((1 - true_heat) ** 4) * p.square() * (1 - p).log()
    )
    errors = (sizes - true_sizes).abs().sum(1)[holds]
    named = zip(network.setting.values(), zip(*settings, strict=True), seen.setting, strict=True)
    whole = [
        F.cross_entropy(logits, torch.tensor([names.index(n) for n in told], device=heat.device))
        for names, told, logits in named
    ]
    return {
        "heat": losses.sum() / hit.sum().clamp(min=1),
        "size": errors.sum() / holds.sum().clamp(min=1),
        "whole": WHOLE * torch.stack(whole).sum(),
    }


def inside(thing: Box, frame: Frame) -> Box | None:
    """A box as it lies in a frame, None where too little of it does."""
    (left, top), (right, bottom) = frame.place(*thing[:2]), frame.place(*thing[2:])
    left, right = min(left, right), max(left, right)
    cut = max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0)
    kept = max(0.0, cut[2] - cut[0]) * max(0.0, cut[3] - cut[1])
    return cut if kept >= LEAST_INSIDE * (right - left) * (bottom - top) else None


def picture_batch(
    network: Recognizer, some: list[Sighted], rng: random.Random, device: str
) -> dict[str, Tensor]:
    frames = [Frame.sample(rng) for _ in some]
    stacked = torch.stack([torch.from_numpy(one.picture) for one in some]).to(device)
    pictures = framed(stacked.permute(0, 3, 1, 2).float() / 255, frames)
    if rng.random() < SOFT_SHARE:
        pictures = softened(pictures, rng)
    things = [
        [box for thing in one.things if (box := inside(thing.box, frame))]
        for one, frame in zip(some, frames, strict=True)
    ]
    return picture_loss(network, pictures, things, [one.setting for one in some])


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


def loss(
    trained: Trained, pairs: Pairs, some: list[Sighted], rng: random.Random, device: str
) -> dict[str, Tensor]:
    found = crop_loss(trained, pairs, device)
    return found | (picture_batch(trained.network, some, rng, device) if some else {})


def optimizers(trained: Trained, lr: float) -> list[torch.optim.Optimizer]:
    """Muon for the 3x3 convolutions but the first and last, AdamW for the rest."""
    convolutions = hidden_convolutions(trained, ("network.fine.0.", "network.center."))
    known = {id(weight) for weight in convolutions}
    rest = [weight for weight in trained.parameters() if id(weight) not in known]
    return [ConvMuon(convolutions, lr * 10), torch.optim.AdamW(rest, lr * FRESH, weight_decay=0.01)]


def with_vision(network: Recognizer) -> None:
    """Gives a new network the trunk of the shipped vision encoder, where it is as wide."""
    state, _ = load_weights(find_weights())
    own = network.state_dict()
    shipped = {
        name: value
        for key, value in state.items()
        if (name := key.removeprefix("vision.")) in own and value.shape == own[name].shape
    }
    network.load_state_dict(own | {k: v for k, v in shipped.items() if k.split(".")[0] in TRUNK})


def main(arguments: list[str] | None = None) -> None:
    options = parser(__doc__, scenes=False)
    options.set_defaults(lr=6e-4, batch=64, threads=1)
    options.add_argument("--pictures", type=Path, required=True, help="folder of sightings")
    options.add_argument("--dictionary", type=Path, required=True, help="folder of drawings")
    options.add_argument("--held", type=Path, default=HELD, help="file of kinds never shown")
    options.add_argument("--whole", type=int, default=6, help="whole pictures in a step")
    options.add_argument("--reread", type=int, default=100, help="steps until new pictures count")
    options.add_argument("--scratch", action="store_true", help="not from the shipped trunk")
    args = options.parse_args(arguments)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    dictionary = Dictionary.load(args.dictionary)
    held = set(args.held.read_text(encoding="utf-8").splitlines())
    kinds = [kind for kind in dictionary.kinds if kind not in held]
    trained = Trained(len(kinds))
    if not args.scratch:
        with_vision(trained.network)
    trained = channels_last(trained, args.device)
    run = Run(args, "recognizer", trained, optimizers(trained, args.lr), warmup=20)
    run.ema.decay = EMA_DECAY
    run.train(losses(args, trained, sketches(dictionary, kinds)))


if __name__ == "__main__":
    main()
