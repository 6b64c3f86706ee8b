"""The blocks of a decoder-only transformer, with a static cache."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.attention import attention
from pipeline.model.networks.config import TransformerConfig
from pipeline.model.networks.layers import RMSNorm


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
    """RoPE (Su et al., 2021) of half of the channel pairs; the others say nothing of the place."""

    frequencies: Tensor  # (head_width / 2,)

    def __init__(self, head_width: int) -> None:
        super().__init__()
        pairs = head_width // 2
        still = 2 * (pairs // 4)
        turned = pairs - still
        frequencies = 1e4 ** (-torch.arange(turned) / turned)
        self.register_buffer("frequencies", F.pad(frequencies, (0, still)), persistent=False)

    def forward(self, places: Tensor) -> tuple[Tensor, Tensor]:
        """places (B, N) -> cosines and sines, each (B, 1, N, head_width / 2)."""
        angle = places[..., None].float() * self.frequencies
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
