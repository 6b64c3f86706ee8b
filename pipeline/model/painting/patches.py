"""One piece of a land as it lies on the canvas, and the grid that all pieces are drawn on."""

from dataclasses import dataclass

import torch
from torch import Tensor

from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import Color


@dataclass(frozen=True, slots=True)
class Patch:
    """A material over some rows and columns of the picture.

    cover (h, w): 0..1; tint: flat colour, (3,) or (3, h, w), None the material's own; down (h, w):
    shares of the picture's height below the upper edge; relief (2, h, w): where the surface faces,
    -1..1 to the right and upward, None where it is flat.
    """

    material: str
    rows: slice
    columns: slice
    cover: Tensor
    down: Tensor
    tint: Tensor | None = None
    relief: Tensor | None = None


class Grid:
    """The pixels' middles of a window in a picture: u (1, w) and v (h, 1) in shares of its width
    and height; aspect: width to height; rows, columns: where the window lies."""

    def __init__(self, height: int, width: int) -> None:
        self.height, self.width, self.aspect = height, width, width / height
        self.rows, self.columns = slice(0, height), slice(0, width)
        self.u = ((torch.arange(width) + 0.5) / width)[None]
        self.v = ((torch.arange(height) + 0.5) / height)[:, None]

    def window(self, box: Box) -> "Grid | None":
        """The part of the grid in a box and one pixel around it; None when that is outside."""
        left, top, right, bottom = box
        rows = _pixels(top, bottom, self.height)
        columns = _pixels(left, right, self.width)
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return None
        part = object.__new__(Grid)
        part.height, part.width, part.aspect = self.height, self.width, self.aspect
        part.rows, part.columns = rows, columns
        part.u, part.v = self.u[:, columns], self.v[rows]
        return part

    def inside(self, distance: Tensor) -> Tensor:
        """Cover of what lies `distance` > 0 shares of the picture's height inside a shape."""
        return (distance * self.height + 0.5).clamp(0, 1)

    def between(self, x: Tensor, low: Tensor | float, high: Tensor | float) -> Tensor:
        """Cover of low < x < high, in shares of the picture's height."""
        return self.inside(torch.minimum(x - low, high - x))

    def patch(
        self,
        material: str,
        cover: Tensor,
        down: Tensor,
        tint: Color | Tensor | None = None,
        relief: Tensor | None = None,
    ) -> Patch:
        """A patch over this window; cover and down are brought to its shape."""
        shape = len(self.v), self.u.shape[1]
        color = torch.tensor(tint) if isinstance(tint, tuple) else tint
        cover, down = cover.expand(shape), down.expand(shape)
        return Patch(material, self.rows, self.columns, cover, down, color, relief)


def _pixels(low: float, high: float, size: int) -> slice:
    return slice(max(0, int(low * size) - 1), min(size, int(high * size) + 2))
