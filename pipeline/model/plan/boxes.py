"""Boxes in a picture, in shares of its width and height: (left, top, right, bottom)."""

from typing import NamedTuple

Box = tuple[float, float, float, float]


class Area(NamedTuple):
    """Where a picture is repainted: fully in the box, less and less over `fade` beyond it, in
    shares of the picture's shorter side."""

    box: Box
    fade: float


def third(x: float) -> str:
    """The third of the picture's width that x (0..1) lies in."""
    return "left" if x < 0.38 else "right" if x > 0.62 else "middle"


def hidden(one: Box, other: Box) -> float:
    """The share of the smaller box that the other covers."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return max(0.0, across) * max(0.0, down) / min(areas)
