"""Glasses: rims, bridge and temples in one dark tone, a glint on each lens."""

from functools import partial

import numpy as np

from pipeline.model.painting.makeover.landmarks import EYE_CORNERS
from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.sitter import Pose, Sitter
from pipeline.model.painting.plate.filters import Array

LENS = np.array([0.24, 0.012, -0.020], np.float32)
LENS_GLINT = np.array([0.45, 0.0, -0.030], np.float32)
GLINT = np.array([0.99, 0.0, 0.0], np.float32)
EARS = (127, 356)
RIM = 0.06  # eye widths


def rounded(count: int) -> Array:
    """(count, 2): a square with round corners that reaches -1..1."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    corners = np.stack([np.cos(angles), np.sin(angles)], 1)
    return np.sign(corners) * np.abs(corners) ** (2 / 3.2)


def _placed(pose: Pose, centre: Array, unit: float, offset: Array, points: Array) -> Array:
    """Points (N, 2) in eye widths around an eye's centre as points of the picture."""
    local = np.asarray(points) + offset
    return centre + unit * (local[..., :1] * pose.across + local[..., 1:] * pose.down)


def draw_glasses(pen: Pen, sitter: Sitter) -> None:
    glasses, pose, mesh = sitter.glasses, sitter.pose, sitter.mesh
    if glasses is None:
        return
    corners = [mesh[list(pair)] for pair in EYE_CORNERS]
    unit = float(np.mean([np.hypot(*(pair[1] - pair[0])) for pair in corners]))
    size, inner = np.array([glasses.half_width, glasses.half_height]), []
    for side, pair in enumerate(corners):
        offset = np.array([-0.05 if side == 0 else 0.05, glasses.drop])
        outward = -1 if side == 0 else 1

        placed = partial(_placed, pose, pair.mean(0), unit, offset)

        rim = placed(rounded(64) * size)
        if glasses.tinted:
            pen.fill(rim, LENS)
            band = np.array([[-0.5, -0.8], [0.05, -0.8], [-0.35, 0.8], [-0.8, 0.8]])
            pen.fill(placed(band * size), LENS_GLINT, 0.55)
        else:
            band = np.array([[0.15, -0.85], [0.55, -0.85], [0.05, 0.85], [-0.35, 0.85]])
            pen.fill(placed(band * size), GLINT, 0.16)
        pen.stroke(np.r_[rim, rim[:2]], RIM * unit, glasses.color, 0.95, (1.0, 1.0))
        hinge = placed(np.array([[outward * size[0], -0.25 * size[1]]]))[0]
        ear = mesh[EARS[side]]
        bend = (hinge + ear) / 2 - pose.down * (0.02 * pose.width)
        temple = np.array([hinge, bend, ear])
        pen.stroke(temple, 0.05 * unit, glasses.color, 0.9, (1, 1, 0.8, 0.1))
        inner.append(placed(np.array([[-outward * (size[0] - 0.02), -0.30 * size[1]]]))[0])
    middle = (inner[0] + inner[1]) / 2 - pose.down * (0.07 * unit)
    bridge = np.array([inner[0], middle, inner[1]])
    pen.stroke(bridge, 0.075 * unit, glasses.color, 0.95, (1.0, 1.0))
