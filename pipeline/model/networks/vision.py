"""The vision encoder: what the describe task reads of a picture, beside its image tokens.

A hundred FSQ codes show where the sky ends, but little of a kitten. So a picture to describe is
read as in MiniGPT-4 (Zhu et al., 2023): by a frozen vision encoder whose features go through one
linear layer into the language model, here at the places of the picture's own tokens. The encoder
detects centres (Zhou et al., 2019, "Objects as points"), and each detected region gets a token of
its own, as in bottom-up attention (Anderson et al., 2018): counting then means going through a
list. It is trained by `pipeline/training/judge.py`.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.config import VisionConfig
from pipeline.model.networks.image_tokenizer import fit_grid
from pipeline.model.networks.layers import ResBlock
from pipeline.model.plan.grammar import Found
from pipeline.model.plan.scene import left_to_right
from pipeline.model.plan.world import COLORS, KINDS, MAX_THINGS, POSES, poses_of

SURE = 0.4  # a peak above this is a thing
GUESSED = 0.1  # a peak above this is a region; the transformer decides whether it is a thing
MOST_REGIONS = 16
CLOSE = 2  # steps on the heat map: of peaks no farther apart only the highest is kept


class Sight(NamedTuple):
    """Features of one picture of (rows, columns): cells (rows, columns, F); of N regions, from left
    to right, places (N, 2) in rows and columns as `Sequence` counts them, regions (N, F), and
    logits of each pose, poses (N, POSES). Of the F features the first are those of cells, the last
    those of regions."""

    cells: Tensor
    places: Tensor
    regions: Tensor
    poses: Tensor


class Trunk(nn.Module):
    """Convolutional encoder of three scales, joined from coarse to fine (Lin et al., 2017)."""

    def __init__(self, widths: tuple[int, int, int] = VisionConfig.widths) -> None:
        super().__init__()
        a, b, c = widths
        self.fine = nn.Sequential(
            nn.Conv2d(3, a // 2, 3, 2, padding=1),
            nn.SiLU(),
            nn.Conv2d(a // 2, a, 3, 2, padding=1),
            ResBlock(a, a),
        )
        self.middle = nn.Sequential(nn.Conv2d(a, b, 3, 2, padding=1), ResBlock(b, b))
        self.coarse = nn.Sequential(nn.Conv2d(b, c, 3, 2, padding=1), ResBlock(c, c))
        self.up = nn.Conv2d(c, b, 1)
        self.join = ResBlock(b, b)
        self.top = nn.Conv2d(b, a, 1)
        self.last = ResBlock(a, a)

    def maps(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1] -> features (B, widths[0], H/4, W/4) of all scales
        joined, and the coarse ones (B, widths[2], H/16, W/16)."""
        fine = self.fine(pictures * 2 - 1)
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        middle = self.join(middle + _grow(self.up(coarse), middle))
        return self.last(fine + _grow(self.top(middle), fine)), coarse


class VisionEncoder(Trunk):
    """A trunk with heads that predict where the middle of a thing is, its colour and its pose."""

    def __init__(self, widths: tuple[int, int, int] = VisionConfig.widths) -> None:
        super().__init__(widths)
        a = widths[0]
        self.config = VisionConfig(widths)
        self.heat = nn.Conv2d(a, len(KINDS), 3, padding=1)
        self.color = nn.Conv2d(a, len(COLORS), 3, padding=1)
        self.pose = nn.Conv2d(a, len(POSES), 3, padding=1)
        assert self.heat.bias is not None  # for the type checker
        nn.init.constant_(self.heat.bias, -4.0)  # nearly all places are empty (Lin et al., 2017)

    def encode(self, pictures: Tensor, grid: tuple[int, int]) -> list[Sight]:
        """Features of each of the pictures (B, 3, any, any) in [0, 1], in cells of `grid`."""
        fine, coarse = self.maps(fit_grid(pictures, grid, VisionConfig.PATCH))
        heat, color = self.heat(fine).sigmoid(), self.color(fine).softmax(1)
        cells = F.pad(cell_features(fine, coarse), (0, self.config.region_features))
        maps = torch.cat([heat, color, _normed(fine), self.pose(fine)], 1).float()
        return [
            Sight(picture_cells, *self._regions(picture_heat, picture_maps))
            for picture_cells, picture_heat, picture_maps in zip(cells, heat, maps, strict=True)
        ]

    def _regions(self, heat: Tensor, maps: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Places, features and poses of the peaks of heat (kinds, H, W); maps (features + poses, H,
        W)."""
        found = sorted(peaks(heat, GUESSED)[:MOST_REGIONS], key=lambda peak: peak[2])
        at = torch.tensor([peak[1:] for peak in found], dtype=torch.long).view(-1, 2)
        features, poses = maps[:, at[:, 0], at[:, 1]].T.split(
            [self.config.region_features, len(POSES)], 1
        )
        regions = F.pad(features, (self.config.cell_features, 0))
        # The middle of a cell is a whole number, counted from 1.
        return (at + 0.5) / VisionConfig.SUB_CELLS + 0.5, regions, poses

    def things(self, sight: Sight) -> list[Found]:
        """The detected things (peaks above SURE), in a plan's order: groups of a kind and colour
        from left to right, and so the things of each."""
        features = sight.regions[:, self.config.cell_features :]
        kinds, colors, _ = features.split([len(KINDS), len(COLORS), self.config.widths[0]], 1)
        looks = torch.stack([kinds.argmax(1), colors.argmax(1)], 1).tolist()
        across = ((sight.places[:, 1] - 0.5) / sight.cells.shape[1]).tolist()
        sure = kinds.amax(1).argsort(descending=True)[:MAX_THINGS].tolist()
        names = tuple(KINDS)
        seen: list[tuple[int | None, Found]] = []
        for index in sorted(sure):
            if kinds[index].max() > SURE:
                kind = names[looks[index][0]]
                pose = likeliest_pose(kind, sight.poses[index])
                color = looks[index][1] if KINDS[kind].colors else None
                seen.append((color, Found(kind, across[index], pose)))
        ordered = left_to_right(seen, lambda one: (one[0], one[1].kind), lambda one: one[1].x)
        return [found for _, found in ordered]


def likeliest_pose(kind: str, logits: Tensor) -> str:
    """The likeliest of the poses that a kind can take; logits (POSES,)."""
    return max(poses_of(kind), key=lambda pose: float(logits[POSES.index(pose)]))


def cell_features(fine: Tensor, coarse: Tensor) -> Tensor:
    """`VisionEncoder.maps` -> a vector a cell, (B, rows, columns, features): the fine features of
    its sub-cells and the coarse ones, each part with a root mean square of 1."""
    parts = _normed(F.pixel_unshuffle(fine, VisionConfig.SUB_CELLS)), _normed(coarse)
    return torch.cat(parts, 1).permute(0, 2, 3, 1)


def peaks(heat: Tensor, least: float) -> list[tuple[int, int, int]]:
    """(kind, row, column) of the peaks above `least` in heat (kinds, H, W), the highest first."""
    high = (heat == F.max_pool2d(heat[None], 3, 1, 1)[0]) & (heat > least)
    order = sorted(high.nonzero().tolist(), key=lambda peak: -heat[tuple(peak)].item())
    kept: list[tuple[int, int, int]] = []
    for kind, row, column in order:
        if all(abs(row - k[1]) + abs(column - k[2]) > CLOSE for k in kept):
            kept.append((kind, row, column))
    return kept


def _normed(x: Tensor) -> Tensor:
    """x (B, C, H, W) with a root mean square of 1 over its channels."""
    channels = x.float().movedim(1, -1)
    return F.rms_norm(channels, channels.shape[-1:], eps=1e-6).movedim(-1, 1)


def _grow(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, like.shape[-2:], mode="nearest")
