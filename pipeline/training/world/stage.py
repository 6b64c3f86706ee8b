"""What every part of the painting shares: the picture's coordinates, its light and its dice."""

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from pipeline.model.networks.templates import mirrored, stretched
from pipeline.model.painting.brushwork import NoiseAtlas, cell_dice
from pipeline.training.world.scene import TIMES, Scene

# time: zenith, middle sky, horizon, cloud in light, cloud in shade, light on the land,
# shade on the land, light on things, shade on things (things keep their colour even at night)
PALETTE: dict[str, tuple[tuple[float, float, float], ...]] = {
    "morning": (
        (0.50, 0.71, 0.90), (0.90, 0.84, 0.86), (1.00, 0.86, 0.66),
        (1.00, 0.95, 0.86), (0.84, 0.75, 0.82), (1.10, 1.00, 0.84),
        (0.60, 0.64, 0.74), (1.04, 0.99, 0.92), (0.70, 0.64, 0.72),
    ),
    "noon": (
        (0.11, 0.42, 0.83), (0.34, 0.66, 0.94), (0.76, 0.91, 0.97),
        (1.00, 1.00, 0.99), (0.62, 0.75, 0.89), (1.06, 1.06, 0.96),
        (0.50, 0.62, 0.68), (1.04, 1.03, 1.00), (0.64, 0.64, 0.74),
    ),
    "sunset": (
        (0.33, 0.27, 0.56), (0.86, 0.45, 0.50), (1.00, 0.68, 0.30),
        (1.00, 0.80, 0.56), (0.64, 0.38, 0.54), (1.10, 0.80, 0.56),
        (0.46, 0.36, 0.52), (1.04, 0.95, 0.87), (0.64, 0.53, 0.64),
    ),
    "night": (
        (0.03, 0.06, 0.21), (0.07, 0.14, 0.36), (0.18, 0.31, 0.55),
        (0.38, 0.48, 0.70), (0.12, 0.18, 0.38), (0.36, 0.46, 0.68),
        (0.16, 0.21, 0.40), (0.80, 0.81, 0.94), (0.46, 0.47, 0.64),
    ),
}  # fmt: skip


@dataclass
class Palette:
    """The light of each picture; every field is (B, 3, 1, 1)."""

    zenith: torch.Tensor
    middle: torch.Tensor
    horizon: torch.Tensor
    cloud: torch.Tensor
    cloud_shade: torch.Tensor
    sun: torch.Tensor
    shade: torch.Tensor
    thing_sun: torch.Tensor
    thing_shade: torch.Tensor


# weather: how far the sky greys, towards which share of its own brightness, plus which veil
GREYING = {"clear": (0.0, 1.0, 0.0), "rain": (0.78, 0.68, 0.0), "snow": (0.50, 0.94, 0.10),
           "mist": (0.62, 0.98, 0.14)}  # fmt: skip


class Stage:
    """B scenes of one picture size. Lengths are in units of the picture's shorter side.

    x: (1, 1, W) and y: (1, H, 1) in shorter sides; u, v: the same in 0..1 of width and height.
    straight: x as it would be without a backdrop's mirrors.
    """

    def __init__(self, scenes: Sequence[Scene], height: int, width: int, noise: NoiseAtlas):
        self.scenes, self.height, self.width, self.noise = scenes, height, width, noise
        self.seeds = [scene.seed for scene in scenes]
        self.device = noise.textures.device
        self.side = min(height, width)
        self.x = (torch.arange(width, device=self.device) + 0.5).view(1, 1, -1) / self.side
        self.y = (torch.arange(height, device=self.device) + 0.5).view(1, -1, 1) / self.side
        self.u, self.v = self.x * (self.side / width), self.y * (self.side / height)
        self.straight = self.x
        self.pixel = 1 / self.side
        self.palette = self._palette()
        self.sun_side = self.tensor(2.0 * (s.view % 2) - 1 for s in scenes)
        self.night = self.flags(lambda s: s.time == "night")

    def tensor(self, values) -> torch.Tensor:
        """One number a scene -> (B, 1, 1)."""
        return torch.tensor(list(values), dtype=torch.float32, device=self.device).view(-1, 1, 1)

    def settled(self, seeds: Sequence[int]) -> "Stage":
        """The same stage whose dice have fallen as for `seeds`, one by view, whatever the scenes'
        own."""
        stage = copy.copy(self)
        stage.seeds = [seeds[scene.view % len(seeds)] for scene in self.scenes]
        return stage

    def backdrop(self) -> "Stage":
        """The stage of sky and land: a square of the picture's height. A narrow picture shows its
        middle, a wide one its mirror images left and right too: so what lies where in it is the
        same at every shape of the picture."""
        stage = copy.copy(self)
        columns = torch.arange(self.width, device=self.device) + 0.5
        stage.straight = (0.5 + (columns - self.width / 2) / self.height).view(1, 1, -1)
        stage.x = stage.u = mirrored(stage.straight)
        stage.v = (torch.arange(self.height, device=self.device) + 0.5).view(1, -1, 1) / self.height
        stage.y = stage.v
        stage.width = stage.side = self.height
        stage.pixel = 1 / self.height
        return stage

    def stretched(self) -> "Stage":
        """A backdrop's stage with all of a wide picture's width in its square."""
        stage = copy.copy(self)
        stage.x = stage.u = stretched(self.straight, self.straight.shape[-1] / self.height)
        return stage

    def flags(self, test) -> torch.Tensor:
        """(B, 1, 1): 1.0 where test(scene) holds."""
        return self.tensor(float(test(s)) for s in self.scenes)

    def dice(self, name: str, low: float = 0.0, high: float = 1.0) -> torch.Tensor:
        """(B, 1, 1) uniform numbers that depend on each scene's seed and on `name` alone."""
        draw = (random.Random(f"{seed} {name}").random() for seed in self.seeds)
        return low + (high - low) * self.tensor(draw)

    def colors(self, rows) -> torch.Tensor:
        """One colour a scene -> (B, 3, 1, 1)."""
        return torch.tensor(list(rows), device=self.device).view(-1, 3, 1, 1)

    def texture(self, channel: str, scale: float, name: str, x=None, y=None) -> torch.Tensor:
        """(B, H, W) noise, `scale` repeats to the shorter side, placed by the dice `name`."""
        x = self.x if x is None else x
        y = self.y if y is None else y
        return self.noise(channel, x * scale, y * scale, self.dice(name))

    def scatter(self, name: str, cell: float, y=None, shift: float = 0.0):
        """Scatter one point in each square cell of side `cell`, in shorter sides.

        Returns dx, dy (B, H, W) from the cell's point and two numbers 0..1 of the cell's own.
        """
        gx, gy = self.x / cell + shift, (self.y if y is None else y) / cell
        hx, hy, own = cell_dice(gx, gy, self.dice(name))
        dx, dy = gx - gx.floor() - 0.2 - 0.6 * hx, gy - gy.floor() - 0.2 - 0.6 * hy
        return dx * cell, dy * cell, own, hx

    def _palette(self) -> Palette:
        table = torch.tensor([PALETTE[t] for t in TIMES], device=self.device)
        rows = table[[TIMES.index(s.time) for s in self.scenes]].clone()  # (B, 9, 3)
        greying = torch.tensor([GREYING[s.weather] for s in self.scenes], device=self.device)
        amount, bright, veil = greying.view(-1, 1, 3).split(1, dim=2)
        grey = rows.mean(2, keepdim=True) * bright + veil * rows[:, 2:3].mean(2, keepdim=True)
        tint = grey * rows.new_tensor([0.97, 1.0, 1.06])
        softer = torch.tensor([1, 1, 1, 1, 1, 0.6, 0.6, 0.3, 0.3], device=self.device)
        rows = torch.lerp(rows, tint, amount * softer.view(1, -1, 1))
        return Palette(*(rows[:, i].view(-1, 3, 1, 1) for i in range(9)))


class Windows:
    """n windows of one size in a batch of pictures, each around its own anchor pixel.

    pictures: index of each window's picture; anchors: its (x, y) in pixels; extent: how far the
    windows reach (left, right, up, down) from the anchor, in pixels.
    """

    def __init__(self, pictures, anchors, extent, device):
        left, right, up, down = (int(e) + 2 for e in extent)
        self.pictures = pictures
        self.corners = [(int(x) - left, int(y) - up) for x, y in anchors]
        self.shape = (up + down, left + right)
        corner = torch.tensor(self.corners, dtype=torch.float32, device=device)
        anchor = torch.tensor(anchors, dtype=torch.float32, device=device)
        start = corner - anchor + 0.5
        # (n, 1, w) and (n, h, 1): distance from the anchor in pixels
        self.dx = start[:, :1, None] + torch.arange(left + right, device=device)
        self.dy = start[:, 1:, None] + torch.arange(up + down, device=device)[:, None]

    def clip(self, i: int, height: int, width: int) -> tuple[slice, slice, slice, slice] | None:
        """Rows and columns of the picture, then of window i, where they overlap."""
        x, y = self.corners[i]
        h, w = self.shape
        top, bottom = max(y, 0), min(y + h, height)
        left, right = max(x, 0), min(x + w, width)
        if top >= bottom or left >= right:
            return None
        inner = slice(top - y, bottom - y), slice(left - x, right - x)
        return slice(top, bottom), slice(left, right), *inner


def paste(canvas: torch.Tensor, windows: Windows, i: int, picture: torch.Tensor) -> None:
    """Lay window i's (4, h, w) premultiplied picture over its place in the (B, 3, H, W) canvas."""
    place = windows.clip(i, *canvas.shape[2:])
    if place is None:
        return
    rows, columns, inner_rows, inner_columns = place
    target = canvas[windows.pictures[i], :, rows, columns]
    source = picture[:, inner_rows, inner_columns]
    target.mul_(1 - source[3:]).add_(source[:3])
