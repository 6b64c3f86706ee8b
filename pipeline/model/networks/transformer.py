"""One decoder-only transformer over text, plan and image tokens."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.attention import attention
from pipeline.model.networks.config import TransformerConfig
from pipeline.model.networks.layers import RMSNorm
from pipeline.model.networks.sequence import Vocabulary


class KVCache:
    """Static key and value cache: written in place, so that a step allocates nothing. `length`
    counts its entries."""

    def __init__(self, config: TransformerConfig, batch: int, length: int, like: Tensor) -> None:
        shape = (config.layers, batch, config.heads, length, config.width // config.heads)
        self.keys = like.new_zeros(shape)
        self.values = like.new_zeros(shape)
        self.length = 0

    def update(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Stores k, v (B, H, N, D) behind the `length` entries there; returns all so far."""
        end = self.length + k.shape[2]
        self.keys[layer, :, :, self.length : end] = k
        self.values[layer, :, :, self.length : end] = v
        return self.keys[layer, :, :, :end], self.values[layer, :, :, :end]


class Rotary(nn.Module):
    """RoPE (Su et al., 2021) over three axes: half of the channel pairs turn with the place in the
    text, a quarter with the row and a quarter with the column."""

    frequencies: Tensor  # (head_width / 2,)
    axes: Tensor  # (head_width / 2,): the axis that turns each pair

    def __init__(self, head_width: int) -> None:
        super().__init__()
        pairs = head_width // 2
        split = (pairs - 2 * (pairs // 4), pairs // 4, pairs // 4)
        frequencies, axes = [], []
        for axis, (count, base) in enumerate(zip(split, (1e4, 100.0, 100.0), strict=True)):
            frequencies.append(base ** (-torch.arange(count) / count))
            axes += [axis] * count
        self.register_buffer("frequencies", torch.cat(frequencies), persistent=False)
        self.register_buffer("axes", torch.tensor(axes), persistent=False)

    def forward(self, places: Tensor) -> tuple[Tensor, Tensor]:
        """places (B, N, 3) -> cosines and sines, each (B, 1, N, head_width / 2)."""
        angle = places[..., self.axes].float() * self.frequencies
        return angle.cos().unsqueeze(1), angle.sin().unsqueeze(1)


def rotate(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Turns the channel pairs of x (B, H, N, D)."""
    cos, sin = (part.to(x.dtype) for part in turn)
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Attention(nn.Module):
    """Causal self-attention with QK-norm (Dehghani et al., 2023)."""

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.qkv = nn.Linear(config.width, 3 * config.width, bias=False)
        self.q_norm = RMSNorm(config.width // config.heads)
        self.k_norm = RMSNorm(config.width // config.heads)
        self.out = nn.Linear(config.width, config.width, bias=False)
        nn.init.zeros_(self.out.weight)

    def forward(
        self,
        x: Tensor,
        turn: tuple[Tensor, Tensor],
        mask: Tensor | None,
        cache: tuple[KVCache, int] | None,
    ) -> Tensor:
        """x (B, N, width) -> (B, N, width)."""
        b, n, width = x.shape
        heads = self.qkv(x).view(b, n, 3, self.heads, width // self.heads)
        q, k, v = heads.permute(2, 0, 3, 1, 4)
        q, k = rotate(self.q_norm(q), turn), rotate(self.k_norm(k), turn)
        if cache is not None:
            k, v = cache[0].update(cache[1], k, v)
        mixed = attention(q, k, v.to(q.dtype), mask, causal=mask is None)
        return self.out(mixed.transpose(1, 2).reshape(b, n, width))


class Block(nn.Module):
    """Attention, then SwiGLU (Shazeer, 2020), each behind an RMSNorm."""

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.attention_norm = RMSNorm(config.width)
        self.attention = Attention(config)
        self.mlp_norm = RMSNorm(config.width)
        self.gate_up = nn.Linear(config.width, 2 * config.hidden, bias=False)
        self.down = nn.Linear(config.hidden, config.width, bias=False)
        nn.init.zeros_(self.down.weight)

    def forward(
        self,
        x: Tensor,
        turn: tuple[Tensor, Tensor],
        mask: Tensor | None,
        cache: tuple[KVCache, int] | None,
    ) -> Tensor:
        """x (B, N, width) -> (B, N, width)."""
        x = x + self.attention(self.attention_norm(x), turn, mask, cache)
        gate, up = self.gate_up(self.mlp_norm(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Transformer(nn.Module):
    """Next-token logits over the one vocabulary."""

    def __init__(self, config: TransformerConfig, codebook_size: int) -> None:
        super().__init__()
        self.config = config
        self.vocabulary = Vocabulary(config.text_vocabulary, codebook_size, config.max_grid)
        self.embed = nn.Embedding(self.vocabulary.size, config.width)
        self.row_ahead = nn.Embedding(config.max_grid + 2, config.width)
        self.column_ahead = nn.Embedding(config.max_grid + 2, config.width)
        for table in (self.embed, self.row_ahead, self.column_ahead):
            nn.init.normal_(table.weight, std=0.5)
        # The vision encoder's features: add nothing at the start of training.
        self.see = nn.Linear(config.features, config.width, bias=False)
        nn.init.zeros_(self.see.weight)
        self.rotary = Rotary(config.width // config.heads)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = RMSNorm(config.width)
        self.head = nn.Linear(config.width, self.vocabulary.size, bias=False)
        nn.init.zeros_(self.head.weight)

    def hidden(
        self,
        ids: Tensor,
        places: Tensor,
        ahead: Tensor,
        features: Tensor | None = None,
        mask: Tensor | None = None,
        cache: KVCache | None = None,
    ) -> Tensor:
        """Features before the head, (B, N, width).

        ids (B, N); places (B, N, 3); ahead (B, N, 2), -1 for none; features (B, N, F), zeros for
        none (see `Sequence`); mask: bool, broadcastable to (B, heads, N, keys), default causal.
        """
        x = (
            self.embed(ids)
            + self.row_ahead(ahead[..., 0] + 1)
            + self.column_ahead(ahead[..., 1] + 1)
        )
        if features is not None:
            x = x + self.see(features)
        turn = self.rotary(places)
        for layer, block in enumerate(self.blocks):
            x = block(x, turn, mask, None if cache is None else (cache, layer))
        if cache is not None:
            cache.length += ids.shape[1]
        return self.norm(x)

    def forward(
        self,
        ids: Tensor,
        places: Tensor,
        ahead: Tensor,
        features: Tensor | None = None,
        mask: Tensor | None = None,
        cache: KVCache | None = None,
    ) -> Tensor:
        """Logits (B, N, vocabulary); arguments as of `hidden`."""
        return self.head(self.hidden(ids, places, ahead, features, mask, cache))
