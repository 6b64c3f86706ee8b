"""Placements: where each group of a picture's things is, as tokens that a transformer writes.

A group is whatever touches: a rider with horse and hat. Five tokens place one: which group, whether
it is mirrored, how high it is, where its middle and where its foot are. Groups come from back to
front, so their order is part of what is written.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SLOTS = ("which", "mirrored", "height", "x", "foot")
BINS = 256  # of each number
MOST = 16  # groups in a picture
# Of the numbers, in shares of the picture: least and greatest. Heights are in steps of 1.9 %.
HEIGHTS, XS, FEET = (0.02, 2.5), (-0.25, 1.25), (-0.1, 1.5)


@dataclass(frozen=True, slots=True)
class Placement:
    """unit: number of the group. height, foot (y of its lowest point) in shares of the picture's
    height, x (of its middle) of its width."""

    unit: int
    mirrored: bool
    height: float
    x: float
    foot: float


def encode(placements: Sequence[Placement]) -> list[int]:
    """Five tokens for each, each 0..BINS - 1; numbers out of range become the nearest end."""
    tokens: list[int] = []
    for one in placements:
        height = math.log(max(one.height, HEIGHTS[0]) / HEIGHTS[0])
        tokens += [
            one.unit, int(one.mirrored), _bin(height, 0.0, math.log(HEIGHTS[1] / HEIGHTS[0])),
            _bin(one.x, *XS), _bin(one.foot, *FEET),
        ]  # fmt: skip
    return tokens


def decode(tokens: Sequence[int], units: int) -> list[Placement]:
    """Inverse of `encode`. Raises ValueError for tokens that do not place each of the groups, as
    many as `units`, once."""
    rows = [tokens[at : at + len(SLOTS)] for at in range(0, len(tokens), len(SLOTS))]
    complete = len(tokens) == units * len(SLOTS) and {row[0] for row in rows} == set(range(units))
    sound = complete and all(row[1] in (0, 1) and max(row[2:]) < BINS for row in rows)
    if not sound or min(tokens, default=0) < 0:
        raise ValueError(f"these tokens do not place {units} groups")
    return [
        Placement(unit, bool(mirrored), height_of(height), x_of(x), foot_of(foot))
        for unit, mirrored, height, x, foot in rows
    ]


def height_of(token: int) -> float:
    """In shares of the picture's height."""
    return HEIGHTS[0] * (HEIGHTS[1] / HEIGHTS[0]) ** (token / (BINS - 1))


def x_of(token: int) -> float:
    """In shares of the picture's width."""
    return XS[0] + (XS[1] - XS[0]) * token / (BINS - 1)


def foot_of(token: int) -> float:
    """In shares of the picture's height."""
    return FEET[0] + (FEET[1] - FEET[0]) * token / (BINS - 1)


def _bin(value: float, least: float, greatest: float) -> int:
    return min(max(round((value - least) / (greatest - least) * (BINS - 1)), 0), BINS - 1)
