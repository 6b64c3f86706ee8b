"""The learned image tokenizer: a picture becomes a small grid of integers (codes)."""

from math import log

from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.config import TokenizerConfig
from pipeline.model.networks.fsq import FSQ
from pipeline.model.networks.layers import ResBlock


class ImageTokenizer(nn.Module):
    """Convolutional encoder with FSQ. Any picture whose sides are multiples of `patch`."""

    def __init__(self, config: TokenizerConfig) -> None:
        super().__init__()
        self.config = config
        first, *rest = config.widths
        layers: list[nn.Module] = [
            nn.Conv2d(3, first // 2, 3, 2, padding=1),
            nn.SiLU(),
            nn.Conv2d(first // 2, first, 3, 2, padding=1),
        ]
        width = first
        for level, wider in enumerate((first, *rest)):
            if level:
                layers.append(nn.Conv2d(width, wider, 3, 2, padding=1))
            layers += [ResBlock(wider, wider) for _ in range(config.blocks)]
            width = wider
        layers += [nn.GroupNorm(8, width), nn.SiLU(), nn.Conv2d(width, len(config.levels), 1)]
        self.layers = nn.Sequential(*layers)
        self.fsq = FSQ(config.levels)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1] -> (values (B, C, H/patch, W/patch) in [-1, 1],
        codes (B, H/patch, W/patch))."""
        patch = self.config.patch
        if pictures.shape[-1] % patch or pictures.shape[-2] % patch:
            raise ValueError(
                f"sides {tuple(pictures.shape[-2:])} must be multiples of {patch} pixels"
            )
        return self.fsq(self.layers(pictures * 2 - 1).float())

    def encode(self, pictures: Tensor, grid: tuple[int, int]) -> Tensor:
        """Pictures (B, 3, any, any) in [0, 1] -> codes (B, *grid), resized to fit the grid."""
        return self(fit_grid(pictures, grid, self.config.patch))[1]


def fit_grid(pictures: Tensor, grid: tuple[int, int], patch: int) -> Tensor:
    """Pictures (B, 3, any, any) resized to (rows, columns) of `patch` pixels."""
    size = (grid[0] * patch, grid[1] * patch)
    if tuple(pictures.shape[-2:]) == size:
        return pictures
    return F.interpolate(pictures, size, mode="bilinear", antialias=True)


def grid_for(aspect: float, cells: int) -> tuple[int, int]:
    """(rows, columns) whose ratio is nearest to width / height `aspect`, with about `cells`."""

    def distance(grid: tuple[int, int]) -> float:
        rows, columns = grid
        return abs(log(columns / rows / aspect)) + 0.2 * abs(log(rows * columns / cells))

    side = range(1, cells + 1)
    near = ((r, c) for r in side for c in side if 0.85 * cells <= r * c <= 1.15 * cells)
    return min(near, key=distance)
