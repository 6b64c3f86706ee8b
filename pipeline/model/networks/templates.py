"""Learnt grids of features: how a kind looks, and how land and sky look behind the things.

A network that must draw a fox from a name and a place in its box learns slowly where ears and tail
belong. A grid over the box stores that directly, point by point, as a hash grid stores a scene
(Instant NGP, Müller et al., 2022). Land and sky have grids over the whole picture: from a window of
it a network cannot know whether it shows a cloud or a path.
"""

import torch
from torch import Tensor, nn

from pipeline.model.plan.world import (
    HORIZON,
    PLACES_EACH,
    SUN_ASIDE,
    SUN_Y,
    TERRAINS,
    TIMES,
    VIEWS,
    WEATHERS,
)

# Cells of a grid's side: over a thing's box, over a picture, around sun and moon.
LOOK_SIDE, LAND_SIDE, SUN_SIDE = 24, 64, 32
SKY_FOOT = HORIZON + 0.06  # y down to which the sky's grids reach
FURROWS_TOP = 0.66  # y from which fields' furrows run towards us
FALLING = ("rain", "snow")  # weathers with a grid of their drops or flakes
FALL_STRIP = 0.5  # heights of the picture: the width of such a grid, which repeats sideways
SUN_REACH = 0.25  # heights of the picture around sun and moon that their grids cover


def patch_middles(region: Tensor, size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Where the middles of size (height, width) patches of `region` (B, 4) lie: x (B, width) and
    y (B, height) in shares of the picture."""
    left, top, right, bottom = region.float()[:, :, None].unbind(1)
    height, width = size
    x = left + (right - left) * (torch.arange(width, device=left.device) + 0.5) / width
    y = top + (bottom - top) * (torch.arange(height, device=left.device) + 0.5) / height
    return x, y


class Templates(nn.Module):
    """`count` grids of `side` rows and columns of cells of `width` features, zero at the start of
    training."""

    def __init__(self, count: int, width: int, side: int) -> None:
        super().__init__()
        self.side = side
        self.table = nn.Parameter(torch.zeros(count * side * side, width))

    def forward(self, index: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """Bilinear sampling of grid `index` (N,) at x, y (N,) in [0, 1] -> (N, width)."""
        side = self.side
        x, y = (place.clamp(0, 1) * (side - 1) for place in (x, y))
        left, top = (place.floor().clamp(max=side - 2) for place in (x, y))
        across, down = (x - left)[:, None], (y - top)[:, None]
        first = (index * side + top.long()) * side + left.long()
        upper = self.table[first].lerp(self.table[first + 1], across)
        lower = self.table[first + side].lerp(self.table[first + side + 1], across)
        return upper.lerp(lower, down)


class Looks(nn.Module):
    """A thing's features at places in its box. Half of its grid's features are the same for every
    thing of the kind, half are weights of the thing's own colours there."""

    def __init__(self, kinds: int, colors: int, width: int, inner: int = 32) -> None:
        """colors: channels of the embedded colours that a thing has."""
        super().__init__()
        self.grids = Templates(kinds, 2 * inner, LOOK_SIDE)
        self.tint = nn.Linear(colors, inner)
        self.out = nn.Linear(inner, width, bias=False)

    def forward(self, kind: Tensor, u: Tensor, v: Tensor, colors: Tensor, reach: float) -> Tensor:
        """kind (N,); u, v (N,): place in the box, -reach..reach; colors (N, colors) ->
        (N, width)."""
        x, y = ((place / reach + 1) / 2 for place in (u, v))
        shape, own = self.grids(kind, x, y).chunk(2, 1)
        return self.out(shape + own * self.tint(colors))


class Backdrop(nn.Module):
    """Features of what is behind the things, at places in the picture: the land of a view, the
    clouds and stars of its sky, sun or moon by the hour, and of the rain or snow in front. The
    grids cover a square of the picture's height and are mirrored left and right of it, except the
    furrows of fields, which are stretched, as `training/world/stage.py` paints them; those of rain
    and snow cover a strip that repeats."""

    sun_y: Tensor  # (TIMES,)

    def __init__(self, width: int, land: int = 48, sky: int = 24, sun: int = 16, fall: int = 24):
        super().__init__()
        self.land_grids = Templates(len(TERRAINS) * PLACES_EACH, land, LAND_SIDE)
        self.sky_grids = Templates(len(VIEWS) * 2, sky, LAND_SIDE)
        self.sun_grids = Templates(len(TIMES), sun, SUN_SIDE)
        self.fall_grids = Templates(len(FALLING), fall, LAND_SIDE)
        self.land = nn.Linear(land, width, bias=False)
        self.sky = nn.Linear(sky, width, bias=False)
        self.sun = nn.Linear(sun, width, bias=False)
        self.fall = nn.Linear(fall, width, bias=False)
        heights = torch.tensor([SUN_Y[time] for time in TIMES])
        self.register_buffer("sun_y", heights, persistent=False)

    def forward(
        self, setting: Tensor, aspect: Tensor, region: Tensor, size: tuple[int, int]
    ) -> Tensor:
        """setting (B, 5): index + 1 of terrain, time, weather, season and view, 0 where there is
        no plan; aspect (): width over height of the picture; region (B, 4) in shares ->
        (B, width, *size)."""
        b, (height, width) = len(setting), size
        x, y = patch_middles(region, size)
        x = (0.5 + (x - 0.5) * aspect)[:, None, :].expand(b, height, width).flatten()
        y = y[:, :, None].expand(b, height, width).flatten()
        known = (setting[:, 0] > 0).repeat_interleave(height * width)
        index = (setting.clamp(min=1) - 1).repeat_interleave(height * width, 0)
        terrain, time, weather, _, view = index.unbind(1)
        fields = terrain == TERRAINS.index("fields")
        across = torch.where(fields & (y > FURROWS_TOP), stretched(x, aspect), mirrored(x))
        land = self.land_grids(terrain * PLACES_EACH + view % PLACES_EACH, across, y)
        patches = self.land(land) + self._sky(view, weather, mirrored(x), y)
        patches = patches + self._sun(time, view, weather, aspect, x, y)
        patches = (patches + self._fall(weather, x, y)) * known[:, None]
        return patches.view(b, height, width, -1).permute(0, 3, 1, 2)

    def _sky(self, view: Tensor, weather: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """(N, width); in rain and snow the clouds are different."""
        heavy = (weather == WEATHERS.index("rain")) | (weather == WEATHERS.index("snow"))
        grid = self.sky_grids(view * 2 + heavy, x, y / SKY_FOOT)
        return self.sky(grid) * (y < SKY_FOOT)[:, None]

    def _sun(
        self, time: Tensor, view: Tensor, weather: Tensor, aspect: Tensor, x: Tensor, y: Tensor
    ) -> Tensor:
        """(N, width), of patches near sun or moon in clear weather."""
        aside = SUN_ASIDE * aspect.clamp(max=1.0) * (2.0 * (view % 2) - 1)
        across, down = (x - 0.5 - aside) / SUN_REACH, (y - self.sun_y[time]) / SUN_REACH
        near = (across.abs() < 1) & (down.abs() < 1) & (weather == WEATHERS.index("clear"))
        return self.sun(self.sun_grids(time, (across + 1) / 2, (down + 1) / 2)) * near[:, None]

    def _fall(self, weather: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """(N, width), of patches in the rain or in the snow."""
        patches = x.new_zeros(len(x), self.fall.out_features)
        for index, name in enumerate(FALLING):
            here = (weather == WEATHERS.index(name)).nonzero()[:, 0]
            across = x[here].remainder(FALL_STRIP) / FALL_STRIP
            grid = self.fall_grids(torch.full_like(here, index), across, y[here])
            patches = patches.index_add(0, here, self.fall(grid).to(patches.dtype))
        return patches


def mirrored(x: Tensor) -> Tensor:
    """Places left and right of 0..1 -> their mirror images in 0..1, for x in -1..2."""
    return 1 - (1 - x.abs()).abs()


def stretched(x: Tensor, aspect: Tensor | float) -> Tensor:
    """Places 0..1 across a picture's square -> the same with all of a wide picture in 0..1: rows
    that run to one point of the horizon have no mirror image."""
    return 0.5 + (x - 0.5) / max(1.0, float(aspect))
