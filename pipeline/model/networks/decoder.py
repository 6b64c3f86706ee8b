"""The diffusion decoder: paints the tokens, by flow matching in pixels.

It has four inputs: the noisy picture x_t, the image tokens, the plan (what stands where, and the
letters of a sign with their places), and the bytes of the quoted words (glyphs). It is
convolutional, so one set of weights paints any size; `region` is the part of the token grid that
the pixels cover.

Weights up to 1.2 also painted photos. What that took is still in them and in these layers, and
nothing uses it: half of the stem's and a third of the last step's input, `mood` and `detail`.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.attention import attention
from pipeline.model.networks.config import DecoderConfig
from pipeline.model.networks.layers import PixelNorm, ResBlock, sinusoid, zero_init
from pipeline.model.networks.plan_map import PlanBatch, PlanMap
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS

WHOLE = (0.0, 0.0, 1.0, 1.0)
MOOD_PARTS = (len(TIMES), len(WEATHERS), len(SEASONS))


class TokenMap(nn.Module):
    """FSQ values on their grid -> features that can be read at any place and resolution."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.stem = nn.Conv2d(channels, width, 1)
        self.blocks = nn.Sequential(ResBlock(width, width), ResBlock(width, width))

    def forward(self, values: Tensor) -> Tensor:
        """values (B, C, rows, columns) in [-1, 1] -> (B, width, rows, columns)."""
        return self.blocks(self.stem(values))

    @staticmethod
    def sample(features: Tensor, region: Tensor, size: Sequence[int]) -> Tensor:
        """Bilinear sampling of features (B, D, rows, columns) inside region (B, 4), given as
        (left, top, right, bottom) in units of the grid -> (B, D, *size)."""
        left, top, right, bottom = region.float().unbind(1)
        zero = torch.zeros_like(left)
        theta = torch.stack(
            [right - left, zero, left + right - 1, zero, bottom - top, top + bottom - 1], 1
        )
        shape = [features.shape[0], features.shape[1], *size]
        where = F.affine_grid(theta.view(-1, 2, 3), shape, align_corners=False)
        return F.grid_sample(
            features, where.to(features.dtype), padding_mode="border", align_corners=False
        )


class Refine(nn.Module):
    """The final step, at patches of 2 pixels: outlines, letters and eyes are finer than the U-Net's
    own patches. It adds nothing at the start of training."""

    PATCH = 2

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        pixels = 3 * self.PATCH**2
        first = nn.Conv2d(3 * pixels, width, 3, padding=1)
        middle = nn.Conv2d(width, width, 3, padding=1)
        last = nn.Conv2d(width, pixels, 3, padding=1)
        zero_init(last)
        self.layers = nn.Sequential(first, nn.SiLU(), middle, nn.SiLU(), last)

    def forward(self, painted: Tensor, x_t: Tensor) -> Tensor:
        """Pictures (B, 3, H, W) -> what to add to `painted`."""
        inputs = torch.cat([painted, x_t.to(painted.dtype), torch.zeros_like(painted)], 1)
        return F.pixel_shuffle(self.layers(F.pixel_unshuffle(inputs, self.PATCH)), self.PATCH)


class Blocks(nn.ModuleList):
    """Residual blocks, one after another, with one embedding."""

    def forward(self, h: Tensor, embedding: Tensor) -> Tensor:
        """h (B, width_in, H, W), embedding (B, E) -> (B, width, H, W)."""
        for block in self:
            h = block(h, embedding)
        return h


class GlyphAttention(nn.Module):
    """Cross-attention from pixels to the letters of the quoted words (as in GLM-Image)."""

    def __init__(self, width: int, glyph_width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.norm = PixelNorm(width)
        self.query = nn.Conv2d(width, width, 1)
        self.key_value = nn.Linear(glyph_width, 2 * width)
        self.out = nn.Conv2d(width, width, 1)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor, glyphs: Tensor) -> Tensor:
        """x (B, W, H, W'), glyphs (B, N, G) -> x plus what it reads from the letters."""
        b, w, height, width = x.shape
        q = self.query(self.norm(x)).view(b, self.heads, w // self.heads, -1).transpose(2, 3)
        k, v = (
            part.view(b, -1, self.heads, w // self.heads).transpose(1, 2)
            for part in self.key_value(glyphs).chunk(2, 2)
        )
        mixed = attention(q, k, v).transpose(2, 3).reshape(b, w, height, width)
        return x + self.out(mixed)


class Decoder(nn.Module):
    """U-Net that predicts the clean picture x_0 from x_t."""

    def __init__(self, config: DecoderConfig, token_channels: int) -> None:
        super().__init__()
        self.config = config
        widths, embedding = config.widths, 4 * config.token_width
        pixels = 3 * config.patch**2
        self.token_map = TokenMap(token_channels, config.token_width)
        self.glyph_bytes = nn.Embedding(256, config.glyph_width)
        self.glyph_place = nn.Parameter(torch.randn(config.max_glyphs, config.glyph_width) * 0.1)
        self.embed = nn.Sequential(
            nn.Linear(2 * config.token_width, embedding), nn.SiLU(), nn.Linear(embedding, embedding)
        )
        self.stem = nn.Conv2d(2 * pixels + 1, widths[0], 3, padding=1)
        self.plan = PlanMap(widths[0], embedding)
        self.mood = nn.ModuleList(nn.Embedding(count, embedding) for count in MOOD_PARTS)
        self.inject = nn.ModuleList(nn.Conv2d(config.token_width, w, 1) for w in widths)
        self.down = nn.ModuleList()
        self.shrink = nn.ModuleList()
        for level, w in enumerate(widths):
            blocks = [ResBlock(w, w, embedding, PixelNorm) for _ in range(config.blocks)]
            self.down.append(Blocks(blocks))
            if level + 1 < len(widths):
                self.shrink.append(nn.Conv2d(w, widths[level + 1], 3, 2, padding=1))
        self.glyphs = nn.ModuleList(GlyphAttention(w, config.glyph_width) for w in widths[1:])
        self.grow = nn.ModuleList()
        self.up = nn.ModuleList()
        for level, w in enumerate(widths):
            incoming = w if level + 1 == len(widths) else 2 * w
            blocks = [
                ResBlock(w_in, w, embedding, PixelNorm) for w_in in (incoming, *[w] * config.blocks)
            ]
            self.up.append(Blocks(blocks))
            if level:
                self.grow.append(nn.Conv2d(w, widths[level - 1], 3, padding=1))
        self.norm = PixelNorm(widths[0])
        self.out = nn.Conv2d(widths[0], pixels, 3, padding=1)
        self.detail = nn.Conv2d(widths[0], config.patch**2, 3, padding=1)
        self.refine = Refine()
        for part in (self.out, *self.mood):
            nn.init.zeros_(part.weight)
        zero_init(self.detail)

    def forward(
        self,
        x_t: Tensor,
        t: Tensor,
        values: Tensor,
        words: Tensor | None = None,
        region: Tensor | None = None,
        plans: PlanBatch | None = None,
    ) -> Tensor:
        """x_0 in about [-1, 1] of x_t's shape.

        x_t (B, 3, H, W), sides multiples of patch * 2 ** (levels - 1); t (B,) in [0, 1];
        values (B, C, rows, columns): the tokens' FSQ values, 0 for an unknown token;
        words (B, max_glyphs) bytes, 0 = none; region (B, 4), default the whole grid;
        plans: what stands where.
        """
        region = x_t.new_tensor(WHOLE).expand(len(x_t), 4) if region is None else region
        tokens = self.token_map(values)
        embedding = self.embed(self._scalars(x_t, t, values, region))
        glyphs = self._glyphs(words, len(x_t), x_t.device)
        h = self.stem(self._pixels_in(x_t))
        if plans is not None:
            embedding = embedding + self.plan.whole(plans)
            h = h + self.plan(plans, region, h.shape[-2:])
        levels = self._encode(h, embedding, tokens, region, glyphs)
        h = F.silu(self.norm(self._decode(levels, embedding)))
        painted = F.pixel_shuffle(self.out(h), self.config.patch)
        return painted + self.refine(painted, x_t)

    def _encode(
        self, h: Tensor, embedding: Tensor, tokens: Tensor, region: Tensor, glyphs: Tensor
    ) -> list[Tensor]:
        """The way down: features of every level (B, widths[level], H / 2^level, W / 2^level)."""
        levels: list[Tensor] = []
        for level, blocks in enumerate(self.down):
            if level:
                h = self.shrink[level - 1](h)
            h = h + self.inject[level](self.token_map.sample(tokens, region, h.shape[-2:]))
            h = blocks(h, embedding)
            if level:
                h = self.glyphs[level - 1](h, glyphs)
            levels.append(h)
        return levels

    def _decode(self, levels: list[Tensor], embedding: Tensor) -> Tensor:
        """The way up: features of every level -> those of the finest."""
        h = levels[-1]
        for level in reversed(range(len(self.up))):
            if level + 1 < len(self.up):
                h = F.interpolate(self.grow[level](h), scale_factor=2, mode="nearest")
                h = torch.cat([h, levels[level]], 1)
            h = self.up[level](h, embedding)
        return h

    def _pixels_in(self, x_t: Tensor) -> Tensor:
        x = F.pixel_unshuffle(x_t, self.config.patch)
        return torch.cat([x, torch.zeros_like(x), torch.zeros_like(x[:, :1])], 1)

    def _scalars(self, x_t: Tensor, t: Tensor, values: Tensor, region: Tensor) -> Tensor:
        """Time, and how many pixels one token covers (log2), as sinusoids (B, 2 * token_width)."""
        width = self.config.token_width
        columns = values.shape[-1] * (region[:, 2] - region[:, 0])
        scale = torch.log2(x_t.shape[-1] / columns.clamp(min=1e-3)) / 8
        return torch.cat([sinusoid(t, width), sinusoid(scale, width)], 1)

    def _glyphs(self, words: Tensor | None, batch: int, device: torch.device) -> Tensor:
        if words is None:
            words = torch.zeros(batch, self.config.max_glyphs, dtype=torch.long, device=device)
        return self.glyph_bytes(words) + self.glyph_place
