"""The judge: a small detector for painted scenes, to measure what the model draws.

Heat maps of the centres show which kind stands where; colours and poses are read at the centres;
terrain, time and weather are read from the features of the whole picture. Its own accuracy on the
painter's pictures is printed beside every figure that it gives (`pipeline.benchmarks.quality`). It
is built as the vision encoder that ships, but wider, and trained apart from it, from random
weights: a network that ranks pictures must not measure them too. (The lab book in README.md lists
which judge measured which weights.)
"""

import random
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.vision import SURE, VisionEncoder, likeliest_pose, peaks
from pipeline.model.plan.scene import PlannedThing
from pipeline.model.plan.world import POSED, POSES
from pipeline.training.world.scene import COLORS, KINDS, TERRAINS, TIMES, WEATHERS, Scene, Thing

CELL = 4  # pixels of a 160 px picture that one heat-map cell covers
NAMES = tuple(KINDS)
WIDTHS = (64, 128, 192)  # of a judge: at 1/4, 1/8 and 1/16 of the picture's size
SOFT_SHARE = 0.5  # of the batches are softened
CLOSER_SHARE = 0.5  # of the pictures are cropped
CLOSEST = 0.75  # the smallest crop, in shares of a picture's sides


@dataclass(frozen=True)
class Seen:
    """One thing that the judge detects; x, y: its centre in shares of the picture."""

    kind: str
    color: str
    x: float
    y: float
    pose: str = ""


@dataclass(frozen=True)
class Reading:
    """The judge's output for one picture."""

    terrain: str
    time: str
    weather: str
    things: tuple[Seen, ...]


def center(thing: Thing | PlannedThing, aspect: float) -> tuple[float, float]:
    """A thing's centre in shares of width and height; size is in units of the shorter side."""
    return thing.x, thing.y - thing.size / 2 * min(1.0, aspect)


class Judge(VisionEncoder):
    """Pictures -> heat maps, colours, poses and the attributes of the whole picture."""

    def __init__(self, widths: tuple[int, int, int] = WIDTHS) -> None:
        super().__init__(widths)
        self.whole = nn.Linear(widths[2], len(TERRAINS) + len(TIMES) + len(WEATHERS))

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1] -> logits of heat (B, kinds, H/4, W/4), of colours and
        poses (B, colours or poses, H/4, W/4), and of the whole picture (B, terrains + times +
        weathers)."""
        fine, coarse = self.maps(pictures)
        whole = self.whole(coarse.mean((2, 3)))
        return self.heat(fine), self.color(fine), self.pose(fine), whole

    @torch.no_grad()
    def read(self, pictures: Tensor) -> list[Reading]:
        """Readings of pictures (B, 3, H, W) in [0, 1]."""
        heat, color, pose, whole = (part.float() for part in self(pictures))
        parts = whole.split([len(TERRAINS), len(TIMES), len(WEATHERS)], 1)
        names = zip(*(part.argmax(1).tolist() for part in parts), strict=True)
        return [
            Reading(
                TERRAINS[te],
                TIMES[ti],
                WEATHERS[we],
                things_seen(heat[i].sigmoid(), color[i], pose[i]),
            )
            for i, (te, ti, we) in enumerate(names)
        ]


def things_seen(heat: Tensor, color: Tensor, pose: Tensor) -> tuple[Seen, ...]:
    """The things at the peaks of the heat (kinds, H, W), with colours and poses, of one picture."""
    height, width = heat.shape[-2:]
    seen = []
    for kind, row, column in peaks(heat, SURE):
        allowed = KINDS[NAMES[kind]].colors
        scores = {name: color[COLORS.index(name), row, column].item() for name in allowed}
        best = max(scores, key=scores.__getitem__) if scores else ""
        posed = likeliest_pose(NAMES[kind], pose[:, row, column])
        seen.append(Seen(NAMES[kind], best, (column + 0.5) / width, (row + 0.5) / height, posed))
    return tuple(seen)


@dataclass(frozen=True)
class Frame:
    """A crop of a picture, in shares of its sides, and whether it is mirrored."""

    left: float = 0.0
    top: float = 0.0
    share: float = 1.0
    mirrored: bool = False

    @classmethod
    def sample(cls, rng: random.Random) -> "Frame":
        """A random frame: CLOSER_SHARE of them are cropped, half are mirrored."""
        share = rng.uniform(CLOSEST, 1) if rng.random() < CLOSER_SHARE else 1.0
        left, top = rng.uniform(0, 1 - share), rng.uniform(0, 1 - share)
        return cls(left, top, share, rng.random() < 0.5)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the picture is in the frame, in shares; outside 0..1 it is cut off."""
        x, y = (x - self.left) / self.share, (y - self.top) / self.share
        return 1 - x if self.mirrored else x, y


WHOLE = Frame()


def framed(pictures: Tensor, frames: list[Frame]) -> Tensor:
    """Pictures (B, 3, H, W), each cropped and mirrored by its frame, at the same size."""
    maps = [
        [
            [-f.share if f.mirrored else f.share, 0, 2 * f.left + f.share - 1],
            [0, f.share, 2 * f.top + f.share - 1],
        ]
        for f in frames
    ]
    theta = torch.tensor(maps, device=pictures.device)
    grid = F.affine_grid(theta, list(pictures.shape), align_corners=False)
    return F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)


def heat_targets(
    scenes: list[Scene], height: int, width: int, frames: list[Frame] | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """Gaussian bumps (B, kinds, height, width) at the things' centres, and colours and poses
    (B, height, width) at those cells, -100 elsewhere; of the things inside the frames."""
    frames = frames or [WHOLE] * len(scenes)
    heat = torch.zeros(len(scenes), len(NAMES), height, width)
    color = torch.full((len(scenes), height, width), -100)
    pose = torch.full_like(color, -100)
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    for i, (scene, frame) in enumerate(zip(scenes, frames, strict=True)):
        for thing in sorted(scene.things, key=lambda t: t.y):
            cx, cy = frame.place(*center(thing, scene.aspect))
            if not (0 <= cx < 1 and 0 <= cy < 1):
                continue
            column, row = int(cx * width), int(cy * height)
            bump = torch.exp(-((x - column) ** 2 + (y - row) ** 2) / (2 * 1.2**2))
            kind = NAMES.index(thing.kind)
            heat[i, kind] = torch.maximum(heat[i, kind], bump)
            near = (slice(max(0, row - 1), row + 2), slice(max(0, column - 1), column + 2))
            if thing.color:
                color[i][near] = COLORS.index(thing.color)
            if thing.kind in POSED:
                pose[i][near] = POSES.index(thing.pose)
    return heat, color, pose


def things_loss(
    heat: Tensor,
    color: Tensor,
    scenes: list[Scene],
    pose: Tensor | None = None,
    frames: list[Frame] | None = None,
) -> dict[str, Tensor]:
    """Focal loss on heat logits (B, kinds, H, W) (Law & Deng, 2018), cross-entropy on colours
    (B, colours, H, W) and, if given, poses (B, POSES, H, W) at the things."""
    height, width = heat.shape[-2:]
    truths = heat_targets(scenes, height, width, frames)
    true_heat, true_color, true_pose = (truth.to(heat.device) for truth in truths)
    p = heat.sigmoid().clamp(1e-4, 1 - 1e-4)
    hit = true_heat == 1
    losses = torch.where(
        hit, -((1 - p) ** 2) * p.log(), -((1 - true_heat) ** 4) * p.square() * (1 - p).log()
    )
    named = {"color": _at_things(color, true_color)}
    if pose is not None:
        named["pose"] = _at_things(pose, true_pose)
    return {"heat": losses.sum() / hit.sum().clamp(min=1)} | named


def _at_things(logits: Tensor, truth: Tensor) -> Tensor:
    """Mean cross-entropy of logits (B, C, H, W) where truth (B, H, W) is not -100."""
    count = (truth >= 0).sum().clamp(min=1)
    return F.cross_entropy(logits, truth, ignore_index=-100, reduction="sum") / count


def softened(pictures: Tensor, rng: random.Random) -> Tensor:
    """Pictures (B, 3, H, W) in [0, 1], blurred and with noise: a model's pictures and photos are
    softer than the painter's, and the detector must work on them too."""
    size = pictures.shape[-2:]
    small = [max(16, int(side * rng.uniform(0.4, 0.9))) for side in size]
    pictures = F.interpolate(pictures, small, mode="bilinear", antialias=True)
    pictures = F.interpolate(pictures, size, mode="bilinear")
    return (pictures + 0.03 * torch.randn_like(pictures)).clamp(0, 1)


def judge_loss(
    judge: Judge, pictures: Tensor, scenes: list[Scene], frames: list[Frame] | None = None
) -> dict[str, Tensor]:
    """The things' loss, and cross-entropy on terrain, time and weather; pictures (B, 3, H, W) in
    [0, 1], which the frames have cropped already."""
    heat, color, pose, whole = (part.float() for part in judge(pictures))
    parts = whole.split([len(TERRAINS), len(TIMES), len(WEATHERS)], 1)
    truths = (
        [TERRAINS.index(s.terrain) for s in scenes],
        [TIMES.index(s.time) for s in scenes],
        [WEATHERS.index(s.weather) for s in scenes],
    )
    losses = [
        F.cross_entropy(part, torch.tensor(truth, device=part.device))
        for part, truth in zip(parts, truths, strict=True)
    ]
    return things_loss(heat, color, scenes, pose, frames) | {"whole": torch.stack(losses).sum()}
