"""A plan as features of every patch of the picture: the decoder's grounding."""

import math
from dataclasses import dataclass, fields
from functools import reduce
from itertools import pairwise

import torch
from torch import Tensor, nn

from pipeline.model.networks.layers import zero_init
from pipeline.model.networks.templates import Backdrop, Looks, patch_middles
from pipeline.model.plan.scene import SETTING, Plan, PlannedThing
from pipeline.model.plan.tokens import TABLES
from pipeline.model.plan.world import LOOKS, MAX_LETTERS

REACH = 1.25  # a thing gives features to patches in its box times this: shadows, leaves, sails
OCTAVES = 4  # of the sinusoids of the place inside a box
NO_LETTER = len(TABLES["letter"][0])
KINDS_ROOM = TABLES["kind"][1]

# Where the board of a signpost shows its word, in the thing's own box (-1..1, y down), and how the
# word is set on it: see `training/world/glyphs.py`, which paints it.
BOARD = (0.0, -0.43, 0.841, 0.38)  # middle x, middle y, half width, half height
BOARD_PIXELS = 308
NARROWEST = 0.72
# Widths of A to Z in DejaVu Sans Bold, with capitals of 96 pixels; the painter's J is its own.
ADVANCES = (
    102, 101, 97, 110, 90, 90, 108, 110, 49, 84, 102, 84, 131,
    110, 112, 97, 112, 102, 95, 90, 107, 102, 146, 102, 96, 96,
)  # fmt: skip


@dataclass(frozen=True)
class PlanBatch:
    """Plans as tensors; B pictures, T things at most (0 things allowed).

    aspect (): width over height; setting (B, 5): index + 1 into each table, 0 where there is no
    plan; things (B, T, 4): look, colour + 1, facing, hair + 1, as indices; boxes (B, T, 4): left,
    top, right, bottom in shares; sizes (B, T); real (B, T): whether there is a thing; letters
    (B, T, 8): indices, NO_LETTER for none; spans (B, T, 8, 2): start and end of each letter, -1..1
    across the box; heights (B, T): half a letter's height in halves of the box.
    """

    aspect: Tensor
    setting: Tensor
    things: Tensor
    boxes: Tensor
    sizes: Tensor
    real: Tensor
    letters: Tensor
    spans: Tensor
    heights: Tensor

    def to(self, device: torch.device | str) -> "PlanBatch":
        return PlanBatch(*(getattr(self, f.name).to(device) for f in fields(self)))


def collate(plans: list[Plan | None], aspect: float) -> PlanBatch:
    """Plans of pictures of one shape -> tensors. None: the picture has no plan."""
    most = max([len(plan.things) for plan in plans if plan] + [0])
    empty: dict[str, object] = {
        "things": (0, 0, 0, 0), "boxes": (0.0, 0.0, 1.0, 1.0), "sizes": 0.0, "real": False,
        "letters": (NO_LETTER,) * MAX_LETTERS, "spans": ((0.0, 0.0),) * MAX_LETTERS, "heights": 1.0,
    }  # fmt: skip
    rows: dict[str, list] = {name: [] for name in empty}
    for plan in plans:
        things = [_row(thing, aspect) for thing in plan.things] if plan else []
        things += [empty] * (most - len(things))
        for name, values in rows.items():
            values.append([thing[name] for thing in things])
    shapes = {"things": (4,), "boxes": (4,), "letters": (MAX_LETTERS,), "spans": (MAX_LETTERS, 2)}
    tensors = {
        name: torch.tensor(values).reshape(len(plans), most, *shapes.get(name, ()))
        for name, values in rows.items()
    }
    tensors |= {name: tensors[name].long() for name in ("things", "letters")}
    tensors["real"] = tensors["real"].bool()
    setting = [
        [TABLES[part][0].index(getattr(plan, part)) + 1 for part in SETTING]
        if plan
        else [0] * len(SETTING)
        for plan in plans
    ]
    return PlanBatch(torch.tensor(float(aspect)), torch.tensor(setting), **tensors)


def _row(thing: PlannedThing, aspect: float) -> dict[str, object]:
    """A thing's values for the fields of a PlanBatch."""
    spans, height = letter_spans(thing.word)
    letters = [TABLES["letter"][0].index(letter) for letter in thing.word]
    rest = MAX_LETTERS - len(letters)
    return {
        "things": (
            look_index(thing.kind, thing.pose),
            TABLES["color"][0].index(thing.color) + 1 if thing.color else 0,
            TABLES["facing"][0].index(thing.facing),
            TABLES["hair"][0].index(thing.hair) + 1 if thing.hair else 0,
        ),
        "boxes": thing.box(aspect),
        "sizes": thing.size,
        "real": True,
        "letters": (*letters, *[NO_LETTER] * rest),
        "spans": (*spans, *[(0.0, 0.0)] * rest),
        "heights": height,
    }


def look_index(kind: str, pose: str) -> int:
    """The row of a kind in a pose among the looks: first come the kinds without a pose."""
    return KINDS_ROOM + LOOKS.index((kind, pose)) if pose else TABLES["kind"][0].index(kind)


def letter_spans(word: str) -> tuple[list[tuple[float, float]], float]:
    """Start and end of each letter across the sign's box (-1..1), and half the letters' height in
    halves of the box: long words are condensed, then made smaller, as the painter does."""
    if not word:
        return [], 1.0
    advances = [ADVANCES[TABLES["letter"][0].index(letter)] for letter in word]
    scale = min(1.0, BOARD_PIXELS / (sum(advances) * NARROWEST))
    half = min(sum(advances) * scale, BOARD_PIXELS) / BOARD_PIXELS * BOARD[2]
    edges = [0.0]
    for advance in advances:
        edges.append(edges[-1] + advance / sum(advances))
    places = [BOARD[0] + half * (2 * edge - 1) for edge in edges]
    return list(pairwise(places)), BOARD[3] * scale


class PlanMap(nn.Module):
    """Plans -> features of every patch, and of the whole picture."""

    def __init__(self, width: int, whole: int, hidden: int = 128) -> None:
        super().__init__()
        self.kind = nn.Embedding(KINDS_ROOM + len(LOOKS), 48)
        self.color = nn.Embedding(TABLES["color"][1] + 1, 24)
        self.hair = nn.Embedding(TABLES["hair"][1] + 1, 8)
        self.letter = nn.Embedding(NO_LETTER + 1, 32)
        inputs = 48 + 24 + 8 + 32 + 4 + 2 * (1 + 2 * OCTAVES) + 2 * 5
        first, middle = nn.Linear(inputs, hidden), nn.Linear(hidden, hidden)
        last = nn.Linear(hidden, width)
        # Adds nothing at the start of training, so that a trained decoder goes on as it was.
        zero_init(last)
        self.mix = nn.Sequential(first, nn.SiLU(), middle, nn.SiLU(), last)
        self.width = width
        colors = self.color.embedding_dim + self.hair.embedding_dim
        self.looks = Looks(KINDS_ROOM + len(LOOKS), colors, width)
        self.backdrop = Backdrop(width)
        settings = [nn.Embedding(TABLES[part][1] + 1, whole) for part in SETTING]
        for table in settings:
            nn.init.zeros_(table.weight)
        self.setting = nn.ModuleList(settings)

    def whole(self, plans: PlanBatch) -> Tensor:
        """The setting's features, (B, whole)."""
        parts = zip(self.setting, plans.setting.unbind(1), strict=True)
        return reduce(torch.add, (table(part) for table, part in parts))

    def forward(self, plans: PlanBatch, region: Tensor, size: tuple[int, int]) -> Tensor:
        """Features (B, width, *size) of the patches of `region` (B, 4): (left, top, right, bottom)
        in shares of the picture. Things that share a patch add up, over the backdrop; the
        nearest is marked."""
        b, (height, width) = len(plans.setting), size
        patches = region.new_zeros(b * height * width, self.width)
        if plans.real.any():
            u, v = self._inside(plans, region, size)
            near = plans.real[..., None, None] & (u.abs() < REACH) & (v.abs() < REACH)
            where = near.nonzero()
            picture, thing, row, column = where.unbind(1)
            u, v = u[near], v[near]
            front = self._front(plans, near)[near]
            features = self.mix(self._features(plans, picture, thing, u, v, front))
            features = features + self._look(plans, picture, thing, u, v)
            cell = (picture * height + row) * width + column
            patches = patches.to(features.dtype).index_add(0, cell, features)
        patches = patches.view(b, height, width, -1).permute(0, 3, 1, 2)
        return patches + self.backdrop(plans.setting, plans.aspect, region, size)

    def _look(
        self, plans: PlanBatch, picture: Tensor, thing: Tensor, u: Tensor, v: Tensor
    ) -> Tensor:
        """Features of the kinds' looks at N (patch, thing) pairs, (N, width)."""
        kind, color, facing, hair = plans.things[picture, thing].unbind(1)
        colors = torch.cat([self.color(color), self.hair(hair)], 1)
        return self.looks(kind, torch.where(facing == 0, -u, u), v, colors, REACH)

    @staticmethod
    def _inside(plans: PlanBatch, region: Tensor, size: tuple[int, int]) -> tuple[Tensor, Tensor]:
        """Place of every patch's middle in every thing's box, -1..1 across and down,
        (B, T, height, width) each."""
        height, width = size
        x, y = patch_middles(region, size)
        a, b, c, d = plans.boxes.unbind(-1)
        half_x, half_y = (c - a) / 2, (d - b) / 2
        u = (x[:, None] - (a + half_x)[..., None]) / half_x[..., None]
        v = (y[:, None] - (b + half_y)[..., None]) / half_y[..., None]
        return (
            u[:, :, None, :].expand(-1, -1, height, -1),
            v[:, :, :, None].expand(-1, -1, -1, width),
        )

    @staticmethod
    def _front(plans: PlanBatch, near: Tensor) -> Tensor:
        """Whether a thing is the nearest of those that a patch belongs to, (B, T, h, w)."""
        depth = torch.where(near, plans.boxes[..., 3, None, None], -1.0)
        return depth == depth.amax(1, keepdim=True)

    def _features(
        self, plans: PlanBatch, picture: Tensor, thing: Tensor, u: Tensor, v: Tensor, front: Tensor
    ) -> Tensor:
        """The inputs of `mix` at N (patch, thing) pairs, (N, inputs)."""
        kind, color, facing, hair = plans.things[picture, thing].unbind(1)
        turned = torch.where(facing == 0, -u, u)
        letters, inside, across, down = self._letters(plans, picture, thing, u, v)
        size = plans.sizes[picture, thing]
        scalars = torch.stack([size * 4 - 1, front.float(), facing * 2.0 - 1, inside.float()], 1)
        return torch.cat(
            [
                self.kind(kind), self.color(color), self.hair(hair), self.letter(letters), scalars,
                _waves(turned, OCTAVES), _waves(v, OCTAVES),
                _waves(across, 2), _waves(down, 2),
            ],
            1,
        )  # fmt: skip

    @staticmethod
    def _letters(
        plans: PlanBatch, picture: Tensor, thing: Tensor, u: Tensor, v: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The letter at each pair (NO_LETTER for none), whether there is one, and the place in it,
        -1..1 across and down."""
        spans = plans.spans[picture, thing]
        start, end = spans.unbind(-1)
        over = (u[:, None] >= start) & (u[:, None] < end)
        down = (v - BOARD[1]) / plans.heights[picture, thing]
        inside = over.any(1) & (down.abs() < 1.4)
        index = over.float().argmax(1, keepdim=True)
        letters = plans.letters[picture, thing].gather(1, index)[:, 0]
        first, last = start.gather(1, index)[:, 0], end.gather(1, index)[:, 0]
        across = (2 * u - first - last) / (last - first).clamp(min=1e-3)
        nothing = torch.zeros_like(u)
        return (
            torch.where(inside, letters, NO_LETTER),
            inside,
            torch.where(inside, across, nothing),
            torch.where(inside, down, nothing),
        )


def _waves(x: Tensor, octaves: int) -> Tensor:
    """x (N,) -> x and its sinusoids (N, 1 + 2 * octaves)."""
    angles = x[:, None] * (math.pi / 2) * 2 ** torch.arange(octaves, device=x.device)
    return torch.cat([x[:, None], angles.sin(), angles.cos()], 1)
