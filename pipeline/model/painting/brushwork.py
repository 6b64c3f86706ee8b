"""Seamless noise and brush-mark textures, sampled bilinearly at any resolution."""

import math
from functools import lru_cache

import torch
import torch.nn.functional as F

SIZE = 512
CHANNELS = ("soft", "fine", "blades", "dabs", "strokes")


def spectral_noise(size: int, falloff: float, low: float, high: float, g: torch.Generator):
    """Seamless (size, size) noise with a 1/f**falloff amplitude in the band [low, high) cycles."""
    freq = torch.fft.fftfreq(size) * size
    radius = torch.hypot(freq[:, None], freq[None, :])
    band = (radius >= low) & (radius < high)
    amplitude = torch.where(band, radius.clamp(min=1) ** -falloff, torch.zeros(()))
    field = torch.fft.ifft2(torch.fft.fft2(torch.randn(size, size, generator=g)) * amplitude).real
    return field / field.std()


def brush_marks(size: int, count: int, length: float, width: float, angle: float, spread: float,
                g: torch.Generator) -> torch.Tensor:  # fmt: skip
    """Seamless (size, size) texture of overlapping opaque marks, each with one random value.

    Marks are tapered ellipses of `length` x `width` pixels turned by `angle` +- `spread` radians.
    The result has zero mean and unit variance; later marks cover earlier ones as gouache does.
    """
    canvas = torch.zeros(size, size)
    reach = math.ceil(length) + 1
    grid = torch.arange(-reach, reach + 1).float()
    for x, y, value, turn, scale in torch.rand(count, 5, generator=g).tolist():
        theta = angle + spread * (2 * turn - 1)
        cos, sin, size_ = math.cos(theta), math.sin(theta), 0.6 + 0.6 * scale
        along = (grid[None] * cos + grid[:, None] * sin) / (length * size_)
        across = (grid[:, None] * cos - grid[None] * sin) / (width * size_)
        taper = 1 - 0.55 * along  # one end of a mark is broader than the other
        alpha = ((1 - along**2 - (across / taper.clamp(min=0.3)) ** 2) * 2.5).clamp(0, 1)
        rows = (int(y * size) + grid.long()) % size
        columns = (int(x * size) + grid.long()) % size
        patch = canvas[rows[:, None], columns]
        canvas[rows[:, None], columns] = patch + alpha * (2 * value - 1 - patch)
    return (canvas - canvas.mean()) / canvas.std()


def cell_dice(x: torch.Tensor, y: torch.Tensor, key: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Three numbers 0..1 for the unit cell that holds (x, y), each broadcast (B, H, W).

    key: (B, 1, 1) in 0..1. Whole-number hashing, so every device throws the same dice.
    """
    n = x.floor().long() * 374761393 + y.floor().long() * 668265263
    n = n + (key * 1000003).long() * 2147483647
    n = (n ^ (n >> 13)) * 1274126177
    n = n ^ (n >> 16)
    return tuple(((n >> shift) & 1023).float() / 1023 for shift in (0, 10, 20))


class NoiseAtlas:
    """Five seamless textures of zero mean and unit variance; the same in every process.

    soft: large cloudy fields; fine: small grain; blades: upright grass strokes;
    dabs: round leaf-like dabs; strokes: long horizontal brush strokes.
    """

    def __init__(self, device: torch.device | str = "cpu"):
        g = torch.Generator().manual_seed(7)
        textures = [
            spectral_noise(SIZE, 1.9, 3, 100, g),
            spectral_noise(SIZE, 1.2, 25, 120, g),
            brush_marks(SIZE, 9000, 15.0, 2.6, -math.pi / 2, 0.35, g),
            brush_marks(SIZE, 6000, 7.0, 5.0, 0.0, math.pi, g),
            brush_marks(SIZE, 3500, 40.0, 3.2, 0.0, 0.06, g),
        ]
        # One wrapped pixel on each side makes bilinear lookups seamless.
        padded = F.pad(torch.stack(textures)[None], (1, 1, 1, 1), mode="circular")
        self.textures = padded.to(device)

    def __call__(self, channel: str, x: torch.Tensor, y: torch.Tensor, offset: torch.Tensor):
        """Look `channel` up at (x, y), in textures (1.0 = one whole repeat).

        x, y: broadcastable to (B, H, W); offset: (B, 1, 1) in 0..1, shifts each picture's lookup.
        Returns (B, H, W).
        """
        index = CHANNELS.index(channel)
        x, y = torch.broadcast_tensors(x + offset, y + offset * 7.31)
        scale = 2 * SIZE / (SIZE + 2)
        grid = torch.stack([torch.frac(x), torch.frac(y)], dim=-1)
        grid = (grid + (grid < 0).float() - 0.5) * scale
        picture = self.textures[:, index : index + 1]
        flat = grid.reshape(1, -1, grid.shape[-2], 2)
        out = F.grid_sample(picture, flat, mode="bilinear", align_corners=False)
        return out.view(x.shape)


@lru_cache(maxsize=1)
def atlas() -> NoiseAtlas:
    """The atlas on the CPU, which takes a second to make: one for the whole process."""
    return NoiseAtlas()
