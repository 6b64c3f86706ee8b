"""Autoencoder that trains the tokenizer: encoder, FSQ and a cheap half-size regression head.

End-to-end flow matching from scratch does not teach an encoder (at t < 1 the decoder learns to
ignore the tokens); plain regression does, and its head is thrown away afterwards.
"""

from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.config import TokenizerConfig
from pipeline.model.image_tokenizer import ImageTokenizer
from pipeline.model.layers import ResBlock


class Reconstruction(nn.Module):
    """Picture -> tokens -> picture at half size."""

    def __init__(self, config: TokenizerConfig, widths: tuple[int, ...] = (192, 128, 64)) -> None:
        super().__init__()
        self.tokenizer = ImageTokenizer(config)
        layers: list[nn.Module] = [nn.Conv2d(len(config.levels), widths[0], 3, padding=1)]
        width = widths[0]
        for level, wider in enumerate(widths):
            if level:
                layers += [nn.Upsample(scale_factor=2), nn.Conv2d(width, wider, 3, padding=1)]
            layers += [ResBlock(wider, wider), ResBlock(wider, wider)]
            width = wider
        layers += [nn.GroupNorm(8, width), nn.SiLU(), nn.Conv2d(width, 12, 3, padding=1)]
        self.head = nn.Sequential(*layers)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1] -> (half-size pictures (B, 3, H/2, W/2), codes)."""
        values, codes = self.tokenizer(pictures)
        return F.pixel_shuffle(self.head(values), 2) + 0.5, codes
