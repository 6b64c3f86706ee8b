"""How a photo's painting comes to its size: painted larger, its lines drawn anew, and shrunk.

The decoder and the upscaler draw strokes of so many pixels, whatever is asked for. A painting that
is larger than asked for has pixels for eyes, teeth and windows, and a few steps suffice, since it
starts from the photo. The upscaler then draws it anew, fourfold, from less than the asked size:
clean lines, flat washes.
"""

from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.upscaler import Upscaler

LARGER = 1.75  # of the asked size: the painting
DRAWN_FROM = 0.625  # of the asked size: what the upscaler draws anew
# The painting's own share. Redrawn alone, small faces change and beards go; half and half is soft.
KEPT = 0.3


def resized(pixels: Tensor, size: tuple[int, int]) -> Tensor:
    """(B, 3, H, W) in [0, 1] -> (B, 3, *size), antialiased."""
    return F.interpolate(pixels, size, mode="bicubic", antialias=True).clamp(0, 1)


def larger(size: tuple[int, int], cell: int) -> tuple[int, int]:
    """(height, width) of the painting of an asked size, in whole cells of so many pixels."""
    height, width = (max(1, round(LARGER * side / cell)) * cell for side in size)
    return height, width


def drawn_anew(pixels: Tensor, upscaler: Upscaler, size: tuple[int, int]) -> Tensor:
    """A picture (B, 3, H, W) in [0, 1] -> the upscaler's drawing of it, (B, 3, *size)."""
    small = [max(upscaler.margin + 1, round(DRAWN_FROM * side)) for side in size]
    return resized(upscaler(resized(pixels, small)), size)


def finished(painting: Tensor, upscaler: Upscaler, size: tuple[int, int]) -> Tensor:
    """A painting (B, 3, H, W) in [0, 1] -> the picture (B, 3, *size)."""
    return drawn_anew(painting, upscaler, size).lerp(resized(painting, size), KEPT)
