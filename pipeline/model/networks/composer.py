"""The composer: a transformer that writes where each of a picture's groups of things stands.

It reads the groups as a set (prefix LM, Raffel et al., 2020) and writes five tokens for each (see
`plan.placement`), from back to front. Which one comes next is pointed at (Vinyals et al., 2015), so
no table of the network knows a kind.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.composer_inputs import ComposerBatch
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.networks.layers import RMSNorm
from pipeline.model.networks.transformer import Block, KVCache, Rotary
from pipeline.model.plan.placement import BINS, FEET, HEIGHTS, MOST, SLOTS, XS

OCTAVES = 16  # of the waves of a number, two an octave
LONGEST_WAVE = 4.0  # in shares of the picture; the shortest is of about 5 bins
OTHERS = (1, 0, 0)  # which end of a relation its subject, object and second object hear of
EDGES = 6  # numbers that tell where something placed is
RECORD = len(SLOTS)


def waves(value: Tensor) -> Tensor:
    """Numbers (...) in about -1..2 as (..., 2 OCTAVES) sines and cosines (Tancik et al., 2020):
    near ones are alike, and yet a step apart can be told."""
    octave = torch.arange(OCTAVES, device=value.device) / 2
    angle = value[..., None] * (2 * math.pi / LONGEST_WAVE) * 2**octave
    return torch.cat([angle.sin(), angle.cos()], -1)


class Bins(nn.Module):
    """A row for each number that a slot can hold. Rows are also told by their waves, so that what
    is learnt of one number holds for those beside it."""

    waves: Tensor  # (BINS, 2 OCTAVES)

    def __init__(self, width: int, std: float) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(RECORD, BINS, width) * std)
        self.by_wave = nn.Parameter(torch.randn(RECORD, 2 * OCTAVES, width) * std)
        self.register_buffer("waves", waves(torch.linspace(0, 2, BINS)), persistent=False)

    def forward(self) -> Tensor:
        """(RECORD, BINS, width)."""
        return self.table + self.waves @ self.by_wave


class End(nn.Module):
    """What a relation says to one of its groups: its name, and which the other one is."""

    def __init__(self, relations: int, width: int) -> None:
        super().__init__()
        self.name = nn.Linear(relations, width)
        self.other = nn.Linear(width, width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def forward(self, name: Tensor, other: Tensor) -> Tensor:
        """name (B, Q, relations), other (B, Q, width) -> (B, Q, width)."""
        return self.out(F.gelu(self.name(name) + self.other(other)))


class Composer(nn.Module):
    """Reads groups, writes placements."""

    def __init__(self, config: ComposerConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.picture = nn.Linear(config.picture, width)
        self.unit = nn.Sequential(
            nn.Linear(config.unit, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )
        self.number = nn.Embedding(MOST, width)  # tells groups that are alike apart
        self.ends = nn.ModuleList(End(config.relation, width) for _ in OTHERS)
        self.slots = nn.Embedding(RECORD, width)
        self.tokens = Bins(width, 0.3)
        self.box = nn.Linear(2 * OCTAVES * EDGES, width)
        self.rotary = Rotary(width // config.heads)
        self.blocks = nn.ModuleList(Block(config.blocks) for _ in range(config.layers))
        self.norm = RMSNorm(width)
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.out = Bins(width, 0.02)

    def prefix(self, batch: ComposerBatch) -> Tensor:
        """The groups, each with what its relations say of it (a graph convolution, as in Johnson et
        al., 2018), and the picture as a whole: (B, U + 1, width)."""
        count = batch.units.shape[1]
        units = self.unit(batch.units) + self.number.weight[:count]
        for number, end in enumerate(self.ends):
            index, other = batch.ends[..., number], batch.ends[..., OTHERS[number]]
            said = end(batch.relations, self.number(other.clamp(min=0))) * (index >= 0)[..., None]
            where = index.clamp(min=0)[..., None].expand_as(said)
            units = units.scatter_add(1, where, said.to(units.dtype))
        return torch.cat([units, self.picture(batch.picture)[:, None]], 1)

    def inputs(self, batch: ComposerBatch, units: Tensor) -> Tensor:
        """What the transformer reads at each of the tokens written so far, and at the next one.

        units (B, U, width) of `prefix` -> (B, RECORD N + 1, width): each place has its slot, the
        token before it and the group that it is of; the begin of a record has the box of the last.
        """
        many = batch.tokens.shape[1]
        which = batch.tokens[..., 0]
        index = which[..., None].expand(-1, -1, units.shape[-1])
        own = units.gather(1, index)  # (B, N, width)
        slot = torch.arange(RECORD, device=which.device)
        written = self.tokens()[slot, batch.tokens]  # (B, N, RECORD, width)
        numbered = torch.ones(RECORD, device=which.device)
        numbered[0] = 0  # which group it is, its own features tell
        said = written * numbered[:, None] + own[:, :, None]
        box = waves(edges(batch.tokens, batch.ratios.gather(1, which))).flatten(-2)
        said = torch.cat([said[:, :, :-1], said[:, :, -1:] + self.box(box)[:, :, None]], 2)
        told = F.pad(said.flatten(1, 2), (0, 0, 1, 0))
        place = torch.arange(RECORD * many + 1, device=which.device)
        return told + self.slots(place % RECORD)

    def hidden(
        self, x: Tensor, places: Tensor, mask: Tensor | None, cache: KVCache | None = None
    ) -> Tensor:
        """x (B, N, width); places (N,): 0 for what is read, then 1 and on; mask: bool,
        broadcastable to (B, heads, N, keys) -> (B, N, width)."""
        turn = self.rotary(places[None])
        for layer, block in enumerate(self.blocks):
            x = block(x, turn, mask, None if cache is None else (cache, layer))
        if cache is not None:
            cache.length += places.shape[0]
        return self.norm(x)

    def forward(self, batch: ComposerBatch) -> tuple[Tensor, Tensor]:
        """Teacher-forced: (pointers (B, N, U), numbers (B, N, RECORD, BINS)), logits of each token
        of the batch; those of the first slot are the pointers."""
        prefix = self.prefix(batch)
        count, many = batch.units.shape[1], batch.tokens.shape[1]
        x = torch.cat([prefix, self.inputs(batch, prefix[:, :-1])[:, :-1]], 1)
        hidden = self.hidden(x, places_of(count, RECORD * many, x), mask_of(batch.real, x.shape[1]))
        written = hidden[:, count + 1 :].unflatten(1, (many, RECORD))
        pointers = self.pointers(written[:, :, 0], hidden[:, :count])
        numbers = torch.einsum("bnsw,skw->bnsk", written, self.out().to(written.dtype))
        return pointers.masked_fill(~batch.real[:, None], -torch.inf), numbers

    def pointers(self, hidden: Tensor, units: Tensor) -> Tensor:
        """hidden (B, N, width), units as the blocks left them (B, U, width) -> (B, N, U)."""
        scores = self.query(hidden) @ self.key(units).transpose(1, 2)
        return scores / math.sqrt(self.config.width)


def edges(tokens: Tensor, ratios: Tensor) -> Tensor:
    """Where groups are: tokens (..., 5), ratios (...) -> (..., EDGES) in shares: left, right, top,
    foot, middle and width."""
    share = tokens / (BINS - 1)
    height = HEIGHTS[0] * (HEIGHTS[1] / HEIGHTS[0]) ** share[..., 2]
    x = XS[0] + (XS[1] - XS[0]) * share[..., 3]
    foot = FEET[0] + (FEET[1] - FEET[0]) * share[..., 4]
    half = height * ratios / 2
    return torch.stack([x - half, x + half, foot - height, foot, x, 2 * half], -1)


def places_of(units: int, tokens: int, like: Tensor) -> Tensor:
    """(units + 1 + tokens,): numbers of the places, all 0 for what is read."""
    return (torch.arange(units + 1 + tokens, device=like.device) - units).clamp(min=0)


def mask_of(real: Tensor, total: int) -> Tensor:
    """(B, 1, total, total): groups, real (B, U), and the picture see each other, what comes later
    sees all before it. What is padding sees itself too, for a softmax of nothing is no number."""
    size, count = real.shape
    mask = torch.ones((total, total), dtype=torch.bool, device=real.device).tril()
    mask[:, : count + 1] = True
    seen = F.pad(real, (0, total - count), value=True)[:, None]
    own = torch.eye(total, dtype=torch.bool, device=real.device)
    return ((mask & seen) | own).view(size, 1, total, total)
