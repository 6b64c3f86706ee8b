"""What a material's painter is given: one patch, its flat colour, the brushwork and the light."""

from dataclasses import dataclass

import torch
from torch import Tensor

from pipeline.model.painting.patches import Patch
from pipeline.training.canvas.lands.light import Light, color_of

SNOW = color_of(0.95, 0.97, 1.00)


@dataclass(frozen=True)
class Spot:
    """base (3, 1, 1) or (3, h, w): the flat colour. maps: (h, w) each, cut to the patch; picture
    (3, H, W): what is painted already, of all the picture."""

    patch: Patch
    base: Tensor
    maps: dict[str, Tensor]
    light: Light
    picture: Tensor

    @property
    def down(self) -> Tensor:
        """(h, w): shares of the picture's height below the upper edge, not negative."""
        return self.patch.down.clamp(min=0)

    @property
    def v(self) -> Tensor:
        """(h, 1): shares of the picture's height."""
        height, rows = self.picture.shape[1], self.patch.rows
        return ((torch.arange(rows.start, rows.stop) + 0.5) / height)[:, None]

    @property
    def u(self) -> Tensor:
        """(1, w): shares of the picture's width."""
        width, columns = self.picture.shape[2], self.patch.columns
        return ((torch.arange(columns.start, columns.stop) + 0.5) / width)[None]

    def crest(self, sharp: float) -> Tensor:
        """1 at the upper edge, falling off by exp(-sharp) a height."""
        return torch.exp(-self.down * sharp)

    def facing(self, up: float = 0.6, side: float = 0.5) -> Tensor:
        """-1..1: how far the surface turns to the light; 0 where it is flat."""
        if self.patch.relief is None:
            return torch.zeros(1)
        right, upward = self.patch.relief
        return up * upward + side * right * self.light.side

    def tone(self, lit: Tensor, base: Tensor | None = None) -> Tensor:
        """(3, h, w): the colour in shade (lit 0) or in light (lit 1)."""
        base = self.base if base is None else base
        light = self.light
        return base * torch.lerp(light.shade, light.sun, lit.clamp(0, 1.1))

    def snowed(self, base: Tensor, amount: Tensor | float) -> Tensor:
        """The colour under snow, where snow lies."""
        if not (self.light.snowy and self.light.outdoors):
            return base
        return base + (SNOW - base) * amount

    def wet(self, color: Tensor) -> Tensor:
        """Ground after rain: darker, and bright with the sky where water stands."""
        if not (self.light.weather == "rain" and self.light.outdoors):
            return color
        gloss = ((self.maps["soft"] - 0.5) * 2.5).clamp(0, 1) * 0.45
        gloss = gloss + 0.14 * self.maps["ripples"].clamp(0, 1)
        return color * 0.78 + (self.light.horizon * 0.9 - color * 0.78) * gloss

    def air(self, color: Tensor, amount: Tensor | float) -> Tensor:
        """The colour through so much air, 0..1."""
        return color + (self.light.air - color) * amount if self.light.outdoors else color
