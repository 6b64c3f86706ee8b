"""Signed distance shapes and the brush that paints them, lit and inked, into small windows."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import torch

from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.training.world.glyphs import Glyphs

Color = torch.Tensor | Sequence[float]
INK = (0.23, 0.13, 0.11)  # the warm dark brown of every outline

COLORS: dict[str, tuple[float, float, float]] = {
    "red": (0.84, 0.22, 0.20),
    "blue": (0.20, 0.40, 0.78),
    "yellow": (0.96, 0.80, 0.28),
    "green": (0.30, 0.60, 0.32),
    "white": (0.96, 0.95, 0.92),
    "pink": (0.95, 0.60, 0.68),
    "orange": (0.93, 0.52, 0.20),
    "purple": (0.52, 0.34, 0.66),
    "black": (0.13, 0.12, 0.16),
    "grey": (0.52, 0.54, 0.58),
    "brown": (0.50, 0.33, 0.22),
}
HAIR: dict[str, tuple[float, float, float]] = {
    "black": (0.16, 0.14, 0.19),
    "brown": (0.45, 0.27, 0.17),
    "blond": (0.95, 0.78, 0.40),
    "red": (0.80, 0.34, 0.16),
}


@dataclass
class Light:
    """How the scene's light falls on n things; colours are (n, 3, 1, 1), the rest (n, 1, 1).

    sun, shade: multipliers of a lit and of a shaded surface; side: -1 or 1, where light comes
    from in the thing's own (mirrored) frame; dusk: 1 at night, 0.7 at sunset, else 0.
    """

    sun: torch.Tensor
    shade: torch.Tensor
    side: torch.Tensor
    dusk: torch.Tensor


@dataclass
class Traits:
    """What differs between n things of one kind.

    color, hair: (n, 3, 1, 1); pixel: (n, 1, 1) size of a picture's pixel in the thing's units;
    size: (n, 1, 1) height in the picture's shorter sides; key: (n, 1, 1) texture offset 0..1.
    """

    color: torch.Tensor
    hair: torch.Tensor
    pixel: torch.Tensor
    size: torch.Tensor
    key: torch.Tensor
    words: Sequence[str]


class Brush:
    """Paints layers over one another in n windows of one kind of thing.

    u, w: (n, h, w) coordinates in units of the thing's height: u to the right from its middle
    (mirrored by its facing), w upward from the ground. `picture` is (n, 4, h, w): colour
    multiplied by coverage, and coverage. Distances are negative inside a shape.
    """

    def __init__(self, u: torch.Tensor, w: torch.Tensor, light: Light, traits: Traits,
                 noise: NoiseAtlas, glyphs: Glyphs):  # fmt: skip
        self.light, self.traits, self.atlas, self.glyphs = light, traits, noise, glyphs
        self.color, self.hair, self.pixel = traits.color, traits.hair, traits.pixel
        self.u, self.w = u, w
        self.noise = self.texture("soft", 1.6)  # mottling of every fill
        wobble = 0.004 * self.texture("soft", 1.1, shift=0.37)  # a hand's unsteady edge
        self.u, self.w = u + wobble, w + wobble
        self.picture = u.new_zeros(u.shape[0], 4, *u.shape[1:])

    def moved(self, up: float = 0.0, lean: float = 0.0) -> "Brush":
        """A brush for the same picture whose shapes come out higher by `up` and sheared forward by
        `lean` for each unit of height."""
        brush = copy.copy(self)
        brush.u, brush.w = self.u - lean * self.w.clamp(min=0), self.w - up
        return brush

    def texture(self, channel: str, scale: float, shift: float = 0.0) -> torch.Tensor:
        """(n, h, w) noise with `scale` repeats to the picture's shorter side."""
        t = self.traits
        return self.atlas(channel, self.u * t.size * scale, self.w * t.size * scale, t.key + shift)

    def letters(self, y: float, a: float, h: float) -> torch.Tensor:
        """Coverage (n, h, w) of each thing's word, fitted in the box (0, y) of half sizes a, h."""
        x, up = self.u / a, (self.w - y) / h
        pixels = 2 * a / self.pixel.flatten()
        words = [
            self.glyphs.sample(word, x[i], -up[i], float(pixels[i]))
            for i, word in enumerate(self.traits.words)
        ]
        return torch.stack(words)

    def rgb(self, color: Color) -> torch.Tensor:
        """A colour as a (n or 1, 3, 1, 1) tensor."""
        if isinstance(color, torch.Tensor):
            return color
        return self.u.new_tensor(color).view(1, 3, 1, 1)

    def circle(self, x: float, y: float, r: float) -> torch.Tensor:
        return torch.hypot(self.u - x, self.w - y) - r

    def ellipse(self, x: float, y: float, a: float, b: float) -> torch.Tensor:
        return (torch.hypot((self.u - x) / a, (self.w - y) / b) - 1) * min(a, b)

    def box(self, x: float, y: float, a: float, b: float, r: float = 0.0) -> torch.Tensor:
        """Box of half width a and half height b with corners of radius r."""
        dx, dy = (self.u - x).abs() - (a - r), (self.w - y).abs() - (b - r)
        outside = torch.hypot(dx.clamp(min=0), dy.clamp(min=0))
        return outside + torch.maximum(dx, dy).clamp(max=0) - r

    def line(self, ax, ay, bx, by, r: float, end: float | None = None) -> torch.Tensor:
        """Round-ended line from a to b, of radius r, tapering to radius `end` at b."""
        dx, dy = bx - ax, by - ay
        px, py = self.u - ax, self.w - ay
        t = ((px * dx + py * dy) * (1 / (dx * dx + dy * dy))).clamp(0, 1)
        return torch.hypot(px - dx * t, py - dy * t) - (r if end is None else r + (end - r) * t)

    def polygon(self, *points: tuple[float, float]) -> torch.Tensor:
        """Convex polygon, at least three points, either winding: the maximum of its half planes."""
        cx = sum(x for x, _ in points) / len(points)
        cy = sum(y for _, y in points) / len(points)
        planes = []
        for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True):
            nx, ny = by - ay, ax - bx
            length = (nx * nx + ny * ny) ** 0.5
            if nx * (cx - ax) + ny * (cy - ay) > 0:
                length = -length
            planes.append((nx / length) * (self.u - ax) + (ny / length) * (self.w - ay))
        return reduce(torch.maximum, planes)

    def round_light(self, x: float, y: float, a: float, b: float) -> torch.Tensor:
        """Light on a ball-like form of half sizes a, b: 0 in shade to 1 in full light."""
        side = self.light.side * 0.32
        return 0.62 + side * ((self.u - x) / a) + 0.36 * ((self.w - y) / b)

    def side_light(self, a: float) -> torch.Tensor:
        """Light on an upright form of half width a, from the lit side to the shaded one."""
        return 0.66 + (0.34 / a) * self.light.side * self.u

    def fill(self, distance: torch.Tensor, color: Color, lit: torch.Tensor | float = 0.8,
             ink: float = 0.55, glow: float = 0.0, soft: float = 1.0) -> None:  # fmt: skip
        """Paint a shape.

        lit: (n, h, w) or a number, 0 shade .. 1 light; ink: strength of its brown outline;
        glow: 0..1, how much of its colour is its own light; soft: edge width in pixels.
        """
        color = self.rgb(color)
        # The sheen keeps black things readable, most of all at night.
        shaded, bright = color * self.light.shade, (color * 0.96 + 0.045) * self.light.sun
        if glow:
            shaded = torch.lerp(shaded, color, glow)
            bright = torch.lerp(bright, color, glow)
        amount = (lit + 0.06 * self.noise).clamp(0, 1)
        amount = amount * 0.55 + 0.45 * torch.sigmoid((amount - 0.52) * 16)  # two soft tones
        paint = torch.lerp(shaded, bright, amount[:, None])
        if ink:
            width = (self.pixel * 0.9).clamp(min=0.010)
            edge = ((distance + width) / self.pixel + 0.5).clamp(0, 1) * ink
            line = self.rgb(INK) * (0.45 + 0.55 * self.light.sun)
            paint = torch.lerp(paint, line, edge[:, None])
        self.layer((0.5 - distance / (self.pixel * soft)).clamp(0, 1), paint)

    def flat(self, distance: torch.Tensor, color: Color, alpha: float = 1.0, soft: float = 1.0):
        """Paint a small unlit mark such as an eye or a blush; cheaper than `fill`."""
        color = self.rgb(color) * self.light.sun.clamp(max=1)
        coverage = (0.5 - distance / (self.pixel * soft)).clamp(0, 1) * alpha
        self.layer(coverage, color.expand(-1, -1, *self.u.shape[1:]))

    def layer(self, alpha: torch.Tensor, color: torch.Tensor) -> None:
        """Lay colour (n or 1, 3, h, w) over the picture with coverage alpha (n, h, w)."""
        alpha = alpha[:, None]
        self.picture[:, :3] += alpha * (color - self.picture[:, :3])
        self.picture[:, 3:] += alpha * (1 - self.picture[:, 3:])
