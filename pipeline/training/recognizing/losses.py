"""The recognizer's losses: of cut-outs, which are to be near drawings of their kind, and of whole
pictures, in which things are to be found."""

import random

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.precision import precision
from pipeline.model.networks.recognizer import FEATURES, Recognizer
from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import STYLES
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS
from pipeline.training.data.crops import NO_COLOR, Pairs
from pipeline.training.data.sightings import Sighted
from pipeline.training.recognizing.frames import SOFT_SHARE, Frame, framed, softened

SETTING = {
    "place": tuple(PLACES), "time": TIMES, "weather": WEATHERS, "season": SEASONS, "style": STYLES,
}  # fmt: skip
SCALE = 20.0  # of cosines, before a softmax
APART = 0.15  # by how much a cosine must be larger than the others
LEAST_INSIDE = 0.4  # of a thing's box, for it to be found in a frame
BUMP = 0.10  # deviation of a thing's heat, in shares of its sides
WHOLE = 0.1  # weight of the setting


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


def loss(
    trained: Trained, pairs: Pairs, some: list[Sighted], rng: random.Random, device: str
) -> dict[str, Tensor]:
    found = crop_loss(trained, pairs, device)
    return found | (picture_batch(trained.network, some, rng, device) if some else {})
