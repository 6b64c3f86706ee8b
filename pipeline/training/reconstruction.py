"""Autoencoder that trains the tokenizer: encoder, FSQ, and two heads that training alone needs.

End-to-end flow matching from scratch does not teach an encoder (at t < 1 the decoder learns to
ignore the tokens); plain regression at half size does. Regression alone keeps the sky and blurs
the cat, so a second head must name every thing and its colour from the same tokens: the tokens
must contain what the captions are about.
"""

from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.config import TokenizerConfig
from pipeline.model.networks.image_tokenizer import ImageTokenizer
from pipeline.model.networks.layers import ResBlock
from pipeline.training.judge import NAMES
from pipeline.training.world.scene import COLORS


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
        layers += [nn.GroupNorm(8, width), nn.SiLU()]
        self.body = nn.Sequential(*layers)
        self.picture = nn.Conv2d(width, 12, 3, padding=1)
        self.heat = nn.Conv2d(width, len(NAMES), 3, padding=1)
        self.color = nn.Conv2d(width, len(COLORS), 3, padding=1)
        assert self.heat.bias is not None
        nn.init.constant_(self.heat.bias, -4.0)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1] -> half-size pictures (B, 3, H/2, W/2), heat logits
        (B, kinds, H/4, W/4) and colour logits (B, colours, H/4, W/4), as the judge's."""
        features = self.body(self.tokenizer(pictures)[0])
        picture = F.pixel_shuffle(self.picture(features), 2) + 0.5
        return picture, self.heat(features), self.color(features)
