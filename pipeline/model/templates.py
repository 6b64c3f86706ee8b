"""What a kind looks like, and what lies where in a terrain, as grids of features that are learnt.

A network that must draw a fox from a name and a place in its box learns slowly where ears and tail
belong. A grid over the box holds that directly, point by point, as a hash grid holds a scene
(Instant NGP, Müller et al., 2022). A terrain's grid lies over the whole picture: a window of it
cannot tell by itself whether it looks at the sky or at a path.
"""

import torch
from torch import Tensor, nn

SIDE = 24  # cells of a grid's side


def patch_middles(region: Tensor, size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Where the middles of size (height, width) patches of `region` (B, 4) lie: x (B, width) and
    y (B, height) in shares of the picture."""
    left, top, right, bottom = region.float()[:, :, None].unbind(1)
    height, width = size
    x = left + (right - left) * (torch.arange(width, device=left.device) + 0.5) / width
    y = top + (bottom - top) * (torch.arange(height, device=left.device) + 0.5) / height
    return x, y


class Templates(nn.Module):
    """`count` grids of SIDE x SIDE cells of `width` features, zero at the start of training."""

    def __init__(self, count: int, width: int) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.zeros(count * SIDE * SIDE, width))

    def forward(self, index: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """Bilinear reading of grid `index` (N,) at x, y (N,) in [0, 1] -> (N, width)."""
        x, y = (place.clamp(0, 1) * (SIDE - 1) for place in (x, y))
        left, top = (place.floor().clamp(max=SIDE - 2) for place in (x, y))
        across, down = (x - left)[:, None], (y - top)[:, None]
        first = (index * SIDE + top.long()) * SIDE + left.long()
        upper = self.table[first].lerp(self.table[first + 1], across)
        lower = self.table[first + SIDE].lerp(self.table[first + SIDE + 1], across)
        return upper.lerp(lower, down)


class Looks(nn.Module):
    """A thing's features at places in its box. Half of what its grid holds is the same for every
    thing of the kind, half says how much of the thing's own colours to show there."""

    def __init__(self, kinds: int, colors: int, width: int, inner: int = 32) -> None:
        """colors: channels of the embedded colours that a thing has."""
        super().__init__()
        self.grids = Templates(kinds, 2 * inner)
        self.tint = nn.Linear(colors, inner)
        self.out = nn.Linear(inner, width, bias=False)

    def forward(self, kind: Tensor, u: Tensor, v: Tensor, colors: Tensor, reach: float) -> Tensor:
        """kind (N,); u, v (N,): place in the box, -reach..reach; colors (N, colors) ->
        (N, width)."""
        x, y = ((place / reach + 1) / 2 for place in (u, v))
        shape, own = self.grids(kind, x, y).chunk(2, 1)
        return self.out(shape + own * self.tint(colors))


class Scenery(nn.Module):
    """A terrain's features at places in the picture."""

    def __init__(self, terrains: int, width: int, inner: int = 32) -> None:
        super().__init__()
        self.grids = Templates(terrains, inner)
        self.out = nn.Linear(inner, width, bias=False)

    def forward(self, terrain: Tensor, region: Tensor, size: tuple[int, int]) -> Tensor:
        """terrain (B,): index + 1, 0 for none; region (B, 4) in shares -> (B, width, *size)."""
        b, (height, width) = len(terrain), size
        x, y = patch_middles(region, size)
        x = x[:, None, :].expand(b, height, width).flatten()
        y = y[:, :, None].expand(b, height, width).flatten()
        index = terrain.clamp(min=1)[:, None].expand(b, height * width).flatten() - 1
        told = self.out(self.grids(index, x, y)).view(b, height, width, -1).permute(0, 3, 1, 2)
        return told * (terrain > 0).view(b, 1, 1, 1)
