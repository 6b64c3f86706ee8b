"""Beards and moustaches."""

import math

from pipeline.model.people.heads import Head
from pipeline.model.people.shapes import Shape


def beard(head: Head, full: bool) -> list[Shape]:
    """A beard round the mouth, or a moustache alone; drawn before the mouth."""
    if head.view == "back":
        return []
    color = head.look.hair_color
    if not full:
        left, right = head.at(-20, 0.27), head.at(20, 0.27)
        top, low = head.at(0, 0.2), head.at(0, 0.25)
        shape = (left, head.at(-11, 0.215), top, head.at(11, 0.215), right, head.at(9, 0.275),
                 low, head.at(-9, 0.275))  # fmt: skip
        return [head.shape("skin", color, shape, rim=0.015)]
    reach = [phi for phi in range(-84, 85, 12) if head.shows(phi, 0.0)]
    upper = [head.at(phi, _cheek(phi), 0.012) for phi in reach]
    lower = [
        (head.at(phi, 0)[0] * (0.98 - 0.2 * math.cos(math.radians(phi))),
         0.14 + 0.46 * max(0.0, math.cos(math.radians(phi))) ** 0.62)
        for phi in reversed(reach)
    ]  # fmt: skip
    return [head.shape("skin", color, (*upper, *lower), rim=0.04)]


def _cheek(phi: float) -> float:
    """The upper edge of a beard."""
    return 0.205 if abs(phi) < 20 else 0.27 if abs(phi) < 46 else 0.2 - 0.004 * (abs(phi) - 46)
