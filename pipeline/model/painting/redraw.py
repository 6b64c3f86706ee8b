"""How a photo's painting gets its size: painted larger, redrawn by the upscaler, and shrunk.

The decoder and the upscaler draw strokes of a fixed number of pixels. A painting larger than the
requested size has enough pixels for eyes, teeth and windows, and needs only a few steps, since it
starts from the photo. The upscaler then redraws it fourfold from less than the requested size:
clean lines, flat washes.
"""

from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.upscaler import Upscaler

LARGER = 1.75  # the painting's size, relative to the requested one
DRAWN_FROM = 0.625  # size of the upscaler's input, relative to the requested one
# The painting's weight in the mix. The redrawing alone changes small faces and loses beards; an
# equal mix is soft.
KEPT = 0.3


def resized(pixels: Tensor, size: tuple[int, int]) -> Tensor:
    """(B, 3, H, W) in [0, 1] -> (B, 3, *size), antialiased."""
    return F.interpolate(pixels, size, mode="bicubic", antialias=True).clamp(0, 1)


def larger(size: tuple[int, int], cell: int) -> tuple[int, int]:
    """(height, width) of the painting for a requested size, in whole cells of `cell` pixels."""
    height, width = (max(1, round(LARGER * side / cell)) * cell for side in size)
    return height, width


def drawn_anew(pixels: Tensor, upscaler: Upscaler, size: tuple[int, int]) -> Tensor:
    """A picture (B, 3, H, W) in [0, 1] -> the upscaler's drawing of it, (B, 3, *size)."""
    height, width = (max(upscaler.margin + 1, round(DRAWN_FROM * side)) for side in size)
    return resized(upscaler(resized(pixels, (height, width))), size)


def finished(painting: Tensor, upscaler: Upscaler, size: tuple[int, int]) -> Tensor:
    """A painting (B, 3, H, W) in [0, 1] -> the picture (B, 3, *size)."""
    return drawn_anew(painting, upscaler, size).lerp(resized(painting, size), KEPT)
