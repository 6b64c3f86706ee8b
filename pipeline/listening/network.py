"""The network that listens: speech -> 12.5 codes a second -> the sounds that were said.

The codes are speech tokens in the manner of GLM-4-Voice (Zeng et al., 2024): a quantised layer
inside a recogniser's encoder, so that they carry what was said and little of who said it. Of the
sounds all is told from the codes alone.
"""

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.listening.features import HOP, MELS, RATE, normalized
from pipeline.listening.phones import PHONES

STRIDE = 8  # spectra of 10 ms to a code: 12.5 codes a second
SOUNDS = 2  # guesses of CTC a code: 25 a second, more than anybody says sounds
SECONDS = STRIDE * HOP / RATE / SOUNDS  # of one guess


@dataclass(frozen=True, slots=True)
class ListenerConfig:
    """width, heads, kernel: of the conformer's blocks. encoder, decoder: blocks before and after
    the codes. levels: of each dimension of a code; their product is the number of codes."""

    width: int = 144
    heads: int = 4
    kernel: int = 9
    encoder: int = 4
    decoder: int = 1
    levels: tuple[int, ...] = (8, 8, 8, 5, 5)

    def about(self) -> dict[str, Any]:
        return asdict(self)


class FiniteScalar(nn.Module):
    """FSQ (Mentzer et al., 2023): each of a few numbers is rounded to one of its levels."""

    levels: Tensor

    def __init__(self, width: int, levels: tuple[int, ...]) -> None:
        super().__init__()
        self.into, self.out = nn.Linear(width, len(levels)), nn.Linear(len(levels), width)
        self.register_buffer("levels", torch.tensor(levels), persistent=False)

    def digits(self, x: Tensor) -> Tensor:
        """(..., width) -> (..., dimensions) whole numbers from 0, gradients as if not rounded."""
        span = (self.levels - 1) / 2
        bounded = (torch.tanh(self.into(x).float()) + 1) * span
        return bounded + (bounded.round() - bounded).detach()

    def codes(self, x: Tensor) -> Tensor:
        """(..., width) -> (...) the numbers of the codes, 0 .. product of the levels - 1."""
        radix = F.pad(self.levels.cumprod(0)[:-1], (1, 0), value=1)
        return (self.digits(x).round().long() * radix).sum(-1)

    def forward(self, x: Tensor) -> Tensor:
        """(..., width) -> the same shape, of which nothing but the code is left."""
        return self.out(self.digits(x) / (self.levels - 1) * 2 - 1)


class ConformerBlock(nn.Module):
    """Half a feed-forward layer, attention, a convolution, half a feed-forward layer (Gulati et
    al., 2020). The convolution tells what is before and after; no other positions are needed."""

    def __init__(self, width: int, heads: int, kernel: int) -> None:
        super().__init__()
        self.heads = heads
        self.first, self.last = _feed_forward(width), _feed_forward(width)
        self.attention_norm = nn.LayerNorm(width)
        self.qkv, self.attended = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.convolution_norm = nn.LayerNorm(width)
        self.gate = nn.Linear(width, 2 * width)
        self.depthwise = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.middle_norm, self.mixed = nn.LayerNorm(width), nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        """x (B, N, width), real (B, N) True where there is sound -> (B, N, width)."""
        x = x + self.first(x) / 2
        x = x + self._attention(self.attention_norm(x), real)
        x = x + self._convolution(self.convolution_norm(x), real)
        return self.norm(x + self.last(x) / 2)

    def _attention(self, x: Tensor, real: Tensor) -> Tensor:
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, real[:, None, None])
        return self.attended(mixed.transpose(1, 2).flatten(2))

    def _convolution(self, x: Tensor, real: Tensor) -> Tensor:
        x = F.glu(self.gate(x), -1) * real[..., None]
        x = self.depthwise(x.transpose(1, 2)).transpose(1, 2)
        return self.mixed(F.silu(self.middle_norm(x)))


def _feed_forward(width: int) -> nn.Sequential:
    return nn.Sequential(
        nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.SiLU(), nn.Linear(4 * width, width)
    )


class Listener(nn.Module):
    """Log-mel spectra -> log-probabilities of CTC (Graves et al., 2006) over sounds."""

    def __init__(self, config: ListenerConfig) -> None:
        super().__init__()
        self.config, width = config, config.width
        self.front = nn.ModuleList(
            nn.Conv1d(MELS if number == 0 else width, width, 5, stride=2, padding=2)
            for number in range(3)
        )
        self.front_norm = nn.LayerNorm(width)
        block = (width, config.heads, config.kernel)
        self.encoder = nn.ModuleList(ConformerBlock(*block) for _ in range(config.encoder))
        self.quantizer = FiniteScalar(width, config.levels)
        self.decoder = nn.ModuleList(ConformerBlock(*block) for _ in range(config.decoder))
        self.sounds = nn.Linear(width, SOUNDS * (1 + len(PHONES)))

    def encode(self, log_power: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """log_power (B, T, MELS), lengths (B,) spectra -> (B, N, width) and real (B, N) bool."""
        x = normalized(log_power).transpose(1, 2)
        for layer in self.front:
            x = F.gelu(layer(x))
        x = self.front_norm(x.transpose(1, 2))
        real = torch.arange(x.shape[1], device=x.device) < code_lengths(lengths)[:, None]
        for block in self.encoder:
            x = block(x, real)
        return x, real

    def codes(self, log_power: Tensor) -> Tensor:
        """(T, MELS) -> (N,) speech tokens, 12.5 a second."""
        x, _ = self.encode(log_power[None], torch.tensor([len(log_power)]))
        return self.quantizer.codes(x)[0]

    def tell(self, x: Tensor, real: Tensor) -> Tensor:
        """What the codes say: (B, N, width) after the quantizer -> (B, SOUNDS * N, 1 + PHONES)."""
        for block in self.decoder:
            x = block(x, real)
        return self.sounds(x).unflatten(-1, (SOUNDS, -1)).flatten(1, 2).float().log_softmax(-1)

    def forward(self, log_power: Tensor, lengths: Tensor) -> Tensor:
        """As `encode` takes them -> (B, SOUNDS * N, 1 + PHONES) log-probabilities."""
        x, real = self.encode(log_power, lengths)
        return self.tell(self.quantizer(x), real)


def code_lengths(lengths: Tensor) -> Tensor:
    """Spectra -> codes: each of three convolutions halves, rounding up."""
    return (lengths + STRIDE - 1) // STRIDE
