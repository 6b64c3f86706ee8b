"""The canvas decoder: paints drawings laid in place, of any kind, in the picture's light and style.

A U-Net that predicts x_0 from x_t and the canvas: the drawings unlit (RGB and alpha) with maps of
where they touch the ground, glow, how far they are and what their form and lines are, the land's
flat colours and materials, and the brushwork at this place. All are aligned to the pixel, as in
ControlNet (Zhang et al., 2023), so a shape that training never saw stays sharp. Last convolutions
at full size draw edges and brushwork; there each material takes the brushwork in a way of its own.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.config import CanvasDecoderConfig
from pipeline.model.networks.layers import PixelNorm, ResBlock, sinusoid, zero_init

TIME = 16  # features of the time
SURFACE = 64  # hidden features of what a material does


@dataclass(frozen=True)
class CanvasBatch:
    """drawings (B, 4, H, W) in 0..1, colour and alpha; maps (B, 6, H, W) in 0..1: contact with the
    ground, glow, distance, tone, ink and rim; flat (B, 3, H, W) in -1..1; materials (B, H, W)
    integers; brushes (B, K, H, W) of unit variance; light (B, L): what the picture's light,
    weather, season and scale are."""

    drawings: Tensor
    maps: Tensor
    flat: Tensor
    materials: Tensor
    brushes: Tensor
    light: Tensor

    def to(self, device: torch.device | str) -> "CanvasBatch":
        return CanvasBatch(*(getattr(self, part.name).to(device) for part in fields(self)))


class Level(nn.ModuleList):
    """Residual blocks of one width, modulated by the embedding (FiLM, Perez et al., 2018)."""

    def __init__(self, width: int, blocks: int, embedding: int) -> None:
        super().__init__(ResBlock(width, width, embedding, PixelNorm) for _ in range(blocks))

    def forward(self, x: Tensor, embedding: Tensor) -> Tensor:
        for block in self:
            x = block(x, embedding)
        return x


class Surface(nn.Module):
    """A scale and a shift of the features at each pixel by what lies there and by the light (FiLM
    by material). Of how grass differs from rock in the same brushwork convolutions alone, which add
    but do not multiply, learn little."""

    def __init__(self, config: CanvasDecoderConfig) -> None:
        super().__init__()
        c = config
        self.thing = nn.Parameter(torch.zeros(1, c.material_width))
        self.hidden = nn.Linear(c.material_width + c.embedding, SURFACE)
        self.out = nn.Linear(SURFACE, 2 * c.fine)
        zero_init(self.out)

    def forward(self, x: Tensor, table: Tensor, embedding: Tensor, canvas: CanvasBatch) -> Tensor:
        """x (B, fine, H, W), table (M, material_width) of the materials, embedding (B, E)."""
        table = torch.cat([table, self.thing])
        batch, rows = len(embedding), len(table)
        each = torch.cat([table.expand(batch, -1, -1), embedding[:, None].expand(-1, rows, -1)], -1)
        values = self.out(F.silu(self.hidden(each))).flatten(0, 1).to(x.dtype)
        there = torch.where(canvas.drawings[:, 3] > 0.5, rows - 1, canvas.materials.long())
        first = torch.arange(batch, device=x.device)[:, None, None] * rows
        scale, shift = F.embedding(there + first, values).permute(0, 3, 1, 2).chunk(2, 1)
        return x * (1 + scale) + shift


class CanvasDecoder(nn.Module):
    """x_t (B, 3, H, W) and a canvas -> x_0 (B, 3, H, W) in [-1, 1]; sides are multiples of the
    coarsest cell."""

    def __init__(self, config: CanvasDecoderConfig) -> None:
        super().__init__()
        self.config = config
        c, w, e = config, config.widths, config.embedding
        inputs = 3 + c.canvas
        self.material = nn.Embedding(c.materials, c.material_width)
        self.embed = nn.Sequential(
            nn.Linear(TIME + c.lights, e), nn.SiLU(), nn.Linear(e, e), nn.SiLU()
        )
        self.stem = nn.Conv2d(inputs, w[0], c.patch, c.patch)
        self.down = nn.ModuleList(Level(width, c.blocks, e) for width in w)
        self.shrink = nn.ModuleList(nn.Conv2d(w[k], w[k + 1], 2, 2) for k in range(len(w) - 1))
        self.up = nn.ModuleList(Level(width, c.blocks, e) for width in w[:-1])
        self.grow = nn.ModuleList(nn.Conv2d(w[k + 1], 4 * w[k], 1) for k in range(len(w) - 1))
        coarse = 12  # channels at full size that the U-Net hands on, its x_0 first
        self.head = nn.Conv2d(w[0], coarse * c.patch**2, 1)
        self.fine_in = nn.Conv2d(inputs + coarse, c.fine, 3, padding=1)
        self.surface = Surface(c)
        self.fine = nn.ModuleList(nn.Conv2d(c.fine, c.fine, 3, padding=1) for _ in range(2))
        self.fine_out = nn.Conv2d(c.fine, 3, 3, padding=1)

    def forward(self, x_t: Tensor, t: Tensor, canvas: CanvasBatch) -> Tensor:
        """t (B,) in 0..1: 1 is noise."""
        materials = self.material(canvas.materials.long()).permute(0, 3, 1, 2)
        parts = (x_t, canvas.drawings, canvas.maps, canvas.flat, materials, canvas.brushes)
        inputs = torch.cat([part.to(x_t.dtype) for part in parts], 1)
        embedding = self.embed(torch.cat([sinusoid(t, TIME), canvas.light], 1))
        coarse = F.pixel_shuffle(self.head(self._u_net(inputs, embedding)), self.config.patch)
        hidden = self.fine_in(torch.cat([inputs, coarse], 1))
        hidden = F.silu(self.surface(hidden, self.material.weight, embedding, canvas))
        for layer in self.fine:
            hidden = hidden + F.silu(layer(hidden))
        return coarse[:, :3] + self.fine_out(hidden)

    def _u_net(self, inputs: Tensor, embedding: Tensor) -> Tensor:
        """(B, widths[0], H / patch, W / patch)."""
        x, skips = self.stem(inputs), []
        last = len(self.down) - 1
        for k, level in enumerate(self.down):
            x = level(x, embedding)
            if k < last:
                skips.append(x)
                x = self.shrink[k](x)
        for k in reversed(range(last)):
            x = F.pixel_shuffle(self.grow[k](x), 2) + skips[k]
            x = self.up[k](x, embedding)
        return x
