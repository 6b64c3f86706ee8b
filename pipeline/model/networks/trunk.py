"""A convolutional encoder of three scales: what a picture is seen by."""

from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.layers import ResBlock

WIDTHS = 48, 96, 160  # at 1/4, 1/8 and 1/16 of the picture's size


class Trunk(nn.Module):
    """Convolutional encoder of three scales, joined from coarse to fine (Lin et al., 2017)."""

    def __init__(self, widths: tuple[int, int, int] = WIDTHS) -> None:
        super().__init__()
        a, b, c = widths
        self.fine = nn.Sequential(
            nn.Conv2d(3, a // 2, 3, 2, padding=1),
            nn.SiLU(),
            nn.Conv2d(a // 2, a, 3, 2, padding=1),
            ResBlock(a, a),
        )
        self.middle = nn.Sequential(nn.Conv2d(a, b, 3, 2, padding=1), ResBlock(b, b))
        self.coarse = nn.Sequential(nn.Conv2d(b, c, 3, 2, padding=1), ResBlock(c, c))
        self.up = nn.Conv2d(c, b, 1)
        self.join = ResBlock(b, b)
        self.top = nn.Conv2d(b, a, 1)
        self.last = ResBlock(a, a)

    def maps(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1] -> features (B, widths[0], H/4, W/4) of all scales
        joined, and the coarse ones (B, widths[2], H/16, W/16)."""
        fine = self.fine(pictures * 2 - 1)
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        middle = self.join(middle + _grow(self.up(coarse), middle))
        return self.last(fine + _grow(self.top(middle), fine)), coarse


def _grow(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, like.shape[-2:], mode="nearest")
