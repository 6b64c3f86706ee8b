"""Boxes in a picture, in shares of its width and height: (left, top, right, bottom)."""

Box = tuple[float, float, float, float]


def third(x: float) -> str:
    """The third of the picture's width that x (0..1) lies in."""
    return "left" if x < 0.38 else "right" if x > 0.62 else "middle"
