"""The rest of a drawn face: its outline, brows, nose, mouth, lines of age and beard."""

import numpy as np

from pipeline.model.painting.makeover.glasses import LENS
from pipeline.model.painting.makeover.landmarks import (
    EYE_CORNERS,
    JAW,
    NOSE_BASE,
    NOSTRILS,
    TIP,
    spline,
)
from pipeline.model.painting.makeover.pen import Pen
from pipeline.model.painting.makeover.sitter import Mouth, Sitter
from pipeline.model.painting.makeover.tones import mixed, oklch
from pipeline.model.painting.plate.filters import Array

MOUTH_INSIDE = np.array([0.27, 0.075, 0.035], np.float32)
TONGUE = np.array([0.58, 0.115, 0.055], np.float32)
OPEN = 0.045  # gap between the lips over the mouth's width


def draw_outline(pen: Pen, sitter: Sitter) -> None:
    width = 0.0135 * sitter.pose.width
    pen.stroke(sitter.mesh[JAW], width, sitter.skin.line, 0.9, (0.05, 0.7, 1, 1, 1, 0.7, 0.05))


def draw_brows(pen: Pen, sitter: Sitter, strength: float) -> None:
    lift = sitter.pose.down * (0.012 * sitter.pose.width * strength)
    for brow in sitter.brows:
        profile = (0.35, 0.75, 0.95, 1.0, 0.85, 0.5, 0.06)
        pen.stroke(brow.points - lift, brow.width, brow.color, 0.95, profile)


def draw_nose(pen: Pen, sitter: Sitter, light: int) -> None:
    """One shade on the far side of the tip, one line below it, a hint of each wing."""
    mesh, pose, skin = sitter.mesh, sitter.pose, sitter.skin
    across, down, width = pose.across, pose.down, pose.width
    side = -light
    if abs(pose.turn) > 0.12:
        side = 1 if pose.turn < 0 else -1
    tip, base = mesh[TIP], mesh[NOSE_BASE]
    wings = mesh[list(NOSTRILS)]
    far = wings[1] if side > 0 else wings[0]
    shape = [
        tip * 0.55 + mesh[5] * 0.45 + across * side * 0.012 * width,
        tip + across * side * 0.028 * width,
        base * 0.35 + far * 0.65 - down * 0.02 * width,
        base + across * side * 0.01 * width + down * 0.006 * width,
        tip * 0.4 + base * 0.6,
    ]
    pen.fill(spline(np.array([*shape, shape[0]]), 50), skin.shade, 0.95)
    below = [
        base * 0.45 + wings[0] * 0.55 + down * 0.008 * width,
        base * 0.8 + wings[0] * 0.2 + down * 0.022 * width,
        base + down * 0.016 * width,
        base * 0.8 + wings[1] * 0.2 + down * 0.022 * width,
        base * 0.45 + wings[1] * 0.55 + down * 0.008 * width,
    ]
    profile = (0.05, 0.8, 0.45, 0.25, 0.45, 0.8, 0.05)
    pen.stroke(np.array(below), 0.017 * width, skin.line, 0.8, profile)
    for wing, outward in zip(wings, (-1, 1), strict=True):
        bow = [
            wing - down * 0.025 * width,
            wing + across * outward * 0.006 * width,
            wing + down * 0.02 * width - across * outward * 0.01 * width,
        ]
        pen.stroke(np.array(bow), 0.009 * width, skin.line, 0.35, (0.1, 1, 0.1))


def draw_mouth(pen: Pen, sitter: Sitter) -> None:
    mouth, pose, skin = sitter.mouth, sitter.pose, sitter.skin
    soft = mixed(skin.shade, mouth.color, 0.35 + 0.65 * mouth.red)
    opacity = 0.42 + 0.5 * mouth.red
    upper = np.r_[mouth.upper, mouth.upper_inner[::-1]]
    pen.fill(upper, mixed(soft, skin.deep, 0.12), 0.8 * opacity)
    pen.fill(np.r_[mouth.lower_inner, mouth.lower[::-1]], soft, 0.9 * opacity)
    gap = float(((mouth.lower_inner - mouth.upper_inner) @ pose.down).max())
    if gap > OPEN * mouth.width:
        _open_mouth(pen, sitter, gap)
    else:
        _closed_mouth(pen, sitter)
    below = mouth.lower[12:28] + pose.down * (0.008 * mouth.width)
    pen.stroke(below, 0.026 * mouth.width, mixed(skin.shade, skin.deep, 0.5), 0.8)


def _corners(mouth: Mouth, across: Array, line: Array, beyond: float) -> Array:
    """A line through the mouth that ends a little beyond its corners."""
    right, left = mouth.upper[0], mouth.upper[-1]
    ends = right - across * beyond * mouth.width, left + across * beyond * mouth.width
    return np.r_[[ends[0]], line[2:-2:3], [ends[1]]]


def _closed_mouth(pen: Pen, sitter: Sitter) -> None:
    mouth, middle = sitter.mouth, (sitter.mouth.upper_inner + sitter.mouth.lower_inner) / 2
    line = _corners(mouth, sitter.pose.across, middle, 0.02)
    profile = (0.35, 1, 0.6, 0.5, 0.7, 0.5, 0.6, 1, 0.35)
    pen.stroke(line, 0.045 * mouth.width, sitter.skin.line, 0.95, profile)


def _open_mouth(pen: Pen, sitter: Sitter, gap: float) -> None:
    mouth, pose, skin = sitter.mouth, sitter.pose, sitter.skin
    upper, lower = mouth.upper_inner, mouth.lower_inner
    opening = np.r_[upper, lower[::-1]]
    pen.fill(opening, MOUTH_INSIDE)
    with pen.inside(opening):
        for shape in mouth.tongue:
            pen.fill(shape, TONGUE, 0.9)
        white = oklch(min(0.962, float(skin.lit[0]) + 0.24), 0.010, 85)
        for shape in mouth.teeth:
            pen.fill(shape, white)
        shadow = np.r_[upper, (upper + pose.down * (0.16 * gap))[::-1]]
        pen.fill(shadow, oklch(float(white[0]) - 0.15, 0.02, 40), 0.55 if mouth.teeth else 0)
    line = _corners(mouth, pose.across, upper, 0.015)
    profile = (0.3, 1, 0.75, 0.6, 0.55, 0.6, 0.75, 1, 0.3)
    pen.stroke(line, 0.034 * mouth.width, skin.line, 0.95, profile)
    pen.stroke(lower[2:-2], 0.020 * mouth.width, skin.line, 0.7)


def draw_folds(pen: Pen, sitter: Sitter) -> None:
    tone = mixed(sitter.skin.shade, sitter.skin.deep, 0.7)
    for line in sitter.folds:
        pen.stroke(line, 0.013 * sitter.pose.width, tone, 0.62, (0.1, 0.9, 1, 0.6, 0.1))


def draw_small_face(pen: Pen, sitter: Sitter) -> None:
    """A face too small for features: dashes for eyes, brows, nose and mouth are enough."""
    mesh, width, line = sitter.mesh, sitter.pose.width, sitter.skin.line
    for eye, brow in (((33, 159, 133), (70, 105, 107)), ((362, 386, 263), (336, 334, 300))):
        pen.stroke(mesh[list(eye)], 0.085 * width, line, 0.95, (0.2, 1, 0.2))
        pen.stroke(mesh[list(brow)], 0.05 * width, line, 0.6, (0.2, 1, 0.2))
    if sitter.glasses is not None and sitter.glasses.tinted:
        for corners in EYE_CORNERS:
            pen.ellipse(mesh[list(corners)].mean(0), (0.19 * width, 0.13 * width), 0, LENS)
    if sitter.mouth.teeth:
        draw_mouth(pen, sitter)
    else:
        pen.stroke(mesh[[61, 13, 291]], 0.05 * width, line, 0.8, (0.2, 1, 0.2))
    pen.stroke(mesh[[98, 2, 327]], 0.03 * width, line, 0.4, (0.2, 1, 0.2))
