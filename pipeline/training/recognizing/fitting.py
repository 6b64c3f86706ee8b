"""A new recognizer's heads in closed form, on what its trunk sees: to get as far by steps takes ten
times as long."""

import random
from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.precision import precision
from pipeline.model.networks.recognizer import FEATURES, Recognizer
from pipeline.training.data.crops import CropPairs, Pairs
from pipeline.training.data.sightings import Sighted
from pipeline.training.recognizing.losses import Trained, heat_targets

SHRUNK = 0.1  # of the scatter within kinds, towards a sphere
NEGATIVES = 60  # cells of a picture in which no thing has its middle
NEAR = 0.3  # heat up to which a cell is one of these
ITERATIONS = 40  # of L-BFGS
RIDGE = 1e-2

Loss = Callable[[Tensor], Tensor]


@torch.no_grad()
def fit_look(trained: Trained, data: CropPairs, batches: int) -> None:
    """Linear discriminant analysis (Fisher, 1936) of so many batches of cut-outs gives `look`; each
    kind's vector is its mean."""
    network, count = trained.network, len(trained.proxies)
    seen = [_flat(network, data.sample(), count - 1) for _ in range(batches)]
    x, number = torch.cat([one for one, _ in seen]), torch.cat([one for _, one in seen])
    mean = x.mean(0)
    shown = torch.bincount(number, minlength=count).clamp(min=1)[:, None]
    means = torch.zeros(count, x.shape[1]).index_add_(0, number, x - mean) / shown
    inside = x - mean - means[number]
    scatter = inside.T @ inside / len(x)
    scatter += SHRUNK * scatter.diagonal().mean() * torch.eye(len(scatter))
    values, vectors = torch.linalg.eigh(scatter)
    white = vectors * values.clamp(min=1e-8).rsqrt()
    between = (means @ white) * shown.sqrt()
    strength, turned = torch.linalg.eigh(between.T @ between)
    axes = white @ turned[:, strength.argsort(descending=True)[:FEATURES]]
    network.look.weight.copy_(axes.T)
    network.look.bias.copy_(-mean @ axes)
    trained.proxies.copy_(F.normalize(means @ axes, dim=1))


def _flat(network: Recognizer, pairs: Pairs, nothing: int) -> tuple[Tensor, Tensor]:
    """What the trunk sees in cut-outs, and the kind of each."""
    crops = torch.cat([pairs.first, pairs.second, pairs.nothing])
    device = network.look.weight.device
    with precision(device.type):
        flat = network.flat(crops.to(device, memory_format=torch.channels_last))
    none = torch.full((len(pairs.nothing),), nothing)
    return flat.float().cpu(), torch.cat([pairs.kinds, pairs.kinds, none])


def fit_center(network: Recognizer, pictures: Sequence[Sighted]) -> None:
    """Logistic regression of middles, ridge regression of sizes, logistic regression of the parts
    of the setting."""
    rng = random.Random(0)
    cells, hits, sizes, wholes = [], [], [], []
    for one in pictures:
        patches, whole = _patches(network, one)
        boxes = [[thing.box for thing in one.things]]
        heat, size, _ = (target[0] for target in heat_targets(boxes, *patches.shape[1:]))
        middle = (heat == 1).nonzero()
        empty = (heat < NEAR).nonzero()
        empty = empty[rng.sample(range(len(empty)), min(NEGATIVES, len(empty)))]
        at = torch.cat([middle, empty])
        cells.append(patches[:, at[:, 0], at[:, 1]].T)
        hits.append(torch.cat([torch.ones(len(middle)), torch.zeros(len(empty))]))
        sizes.append(size[:, middle[:, 0], middle[:, 1]].T)
        wholes.append(whole)
    x, hit = torch.cat(cells), torch.cat(hits)
    weight, bias = _logistic(x, partial(F.binary_cross_entropy_with_logits, target=hit[:, None]), 1)
    wide = _ridge(x[hit == 1], torch.cat(sizes))
    with torch.no_grad():
        kernel = torch.cat([weight, wide[0]]).view(3, -1, 3, 3)
        network.center.weight.copy_(kernel)
        assert network.center.bias is not None
        network.center.bias.copy_(torch.cat([bias, wide[1]]))
    _fit_whole(network, torch.stack(wholes), [one.setting for one in pictures])


@torch.no_grad()
def _patches(network: Recognizer, one: Sighted) -> tuple[Tensor, Tensor]:
    """3 x 3 patches of what the trunk sees of a picture, (9 F, H/4, W/4), and of the whole (C,)."""
    device = network.look.weight.device
    picture = torch.from_numpy(one.picture).to(device).permute(2, 0, 1)[None].float() / 255
    with precision(device.type):
        fine, coarse = network.maps(picture.contiguous(memory_format=torch.channels_last))
    unfolded = F.unfold(fine.float(), 3, padding=1)[0].view(-1, *fine.shape[-2:])
    return unfolded.cpu(), coarse.float().mean((2, 3))[0].cpu()


def _fit_whole(network: Recognizer, x: Tensor, settings: Sequence[tuple[str, ...]]) -> None:
    parts = list(network.setting.values())
    truths = [
        torch.tensor([names.index(setting[k]) for setting in settings])
        for k, names in enumerate(parts)
    ]

    def loss(out: Tensor) -> Tensor:
        split = out.split([len(names) for names in parts], 1)
        pairs = zip(split, truths, strict=True)
        return torch.stack([F.cross_entropy(logits, truth) for logits, truth in pairs]).sum()

    weight, bias = _logistic(x, loss, sum(map(len, parts)))
    with torch.no_grad():
        network.whole.weight.copy_(weight)
        network.whole.bias.copy_(bias)


def _logistic(x: Tensor, loss: Loss, outputs: int) -> tuple[Tensor, Tensor]:
    """Weight (outputs, F) and bias of a linear layer with the least loss, by L-BFGS."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    normal = (x - mean) / spread
    layer = torch.nn.Linear(x.shape[1], outputs)
    steps = torch.optim.LBFGS(
        layer.parameters(), max_iter=ITERATIONS, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        steps.zero_grad()
        value = loss(layer(normal)) + RIDGE * layer.weight.square().sum() / outputs
        value.backward()
        return value

    steps.step(closure)
    weight = layer.weight.detach() / spread
    return weight, layer.bias.detach() - weight @ mean


def _ridge(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Weight (outputs, F) and bias of least squares."""
    mean, middle = x.mean(0), y.mean(0)
    normal = x - mean
    scatter = normal.T @ normal
    scatter += RIDGE * scatter.diagonal().mean() * torch.eye(len(scatter))
    weight = torch.linalg.solve(scatter, normal.T @ (y - middle)).T
    return weight, middle - weight @ mean
