"""Eyes as animators draw them: a dark upper lash, a large calm iris with two lights, a thin lower
lid. Closed ones stay closed, narrow ones narrow."""

from dataclasses import dataclass, replace

import numpy as np

from pipeline.model.painting.makeover.landmarks import spline
from pipeline.model.painting.makeover.pen import Pen, ellipse
from pipeline.model.painting.makeover.sitter import EyeShape, Sitter
from pipeline.model.painting.makeover.tones import mixed, oklch, shifted
from pipeline.model.painting.plate.filters import Array

CLOSED, NARROW, WINK = 0.15, 0.21, 0.12  # of EyeShape.opening
LASH = np.array([0.17, 0.012, 0.010], np.float32)
LASH_PROFILE = (0.25, 0.8, 1.0, 0.98, 0.85, 0.7, 0.45, 0.12)  # from the outer corner inwards
WHITE_LIGHT = np.array([0.99, 0.0, 0.004], np.float32)
POINTS = 40  # of each lid


@dataclass(frozen=True, slots=True)
class _Frame:
    """An eye's own axes: x from its outer to its inner corner, y down, around its middle."""

    centre: Array
    inward: Array
    down: Array
    width: float

    def local(self, points: Array) -> Array:
        away = np.asarray(points) - self.centre
        return np.stack([away @ self.inward, away @ self.down], -1)

    def world(self, points: Array) -> Array:
        points = np.asarray(points)
        return self.centre + points[..., :1] * self.inward + points[..., 1:] * self.down


@dataclass(frozen=True, slots=True)
class _Lids:
    """Drawn lids (POINTS, 2) in an eye's axes, and the gap between them."""

    upper: Array
    lower: Array
    gap: float


def draw_eyes(pen: Pen, sitter: Sitter, strength: float, light: int) -> None:
    """Both are open or closed together, unless one is so much wider that the sitter winks."""
    openings = [eye.opening for eye in sitter.eyes]
    if abs(openings[0] - openings[1]) < WINK:
        openings = [sum(openings) / 2] * 2
    for side in (0, 1):
        eye = replace(sitter.eyes[side], opening=openings[side])
        _draw_eye(pen, sitter, eye, side, strength, light)


def _draw_eye(
    pen: Pen, sitter: Sitter, eye: EyeShape, side: int, strength: float, light: int
) -> None:
    pose = sitter.pose
    inward = pose.across if side == 0 else -pose.across
    centre = (eye.upper[0] + eye.upper[-1]) / 2
    width = float(np.hypot(*(eye.upper[-1] - eye.upper[0])))
    if width < 3:
        return
    frame = _Frame(centre, inward, pose.down, width)
    lids = _lids(frame, eye, strength)
    lash = mixed(LASH, sitter.skin.deep, 0.12)
    if eye.opening < CLOSED:
        middle = (lids.upper + lids.lower) / 2
        pen.stroke(frame.world(middle), 0.085 * width, lash, 0.95, (0.2, 0.9, 1, 0.8, 0.3))
        return
    opening = np.r_[lids.upper, lids.lower[::-1]]
    with pen.inside(frame.world(opening)):
        _eyeball(pen, frame, lids, sitter)
        _iris(pen, frame, lids, sitter, eye, strength, light)
    _lines(pen, frame, lids, sitter, lash, strength)


def _lids(frame: _Frame, eye: EyeShape, strength: float) -> _Lids:
    """The measured lids, larger and mixed with clean arcs."""
    upper, lower = frame.local(eye.upper), frame.local(eye.lower)
    gap = float(np.percentile(lower[:, 1], 85) - np.percentile(upper[:, 1], 12))
    width, big = frame.width, max(0.0, strength - 0.7) / 0.3
    across = 1 + 0.15 * strength + 0.05 * big
    wanted = float(np.clip(gap * (1 + 0.50 * strength + 0.14 * big), gap, 0.60 * width))
    least = 0.24 + 0.12 * strength if eye.opening > NARROW else 0.19 + 0.08 * strength
    wanted = max(wanted, least * width)
    middle = float((upper[:, 1].min() + lower[:, 1].max()) / 2)
    lift = -0.02 * strength * width
    grow = wanted / max(gap, 1e-3)

    def grown(points: Array) -> Array:
        heights = (points[:, 1] - middle) * grow + middle + lift
        return spline(np.stack([points[:, 0] * across, heights], 1), POINTS)

    above, below = grown(upper), grown(lower)
    clean = 0.55 * strength
    above = above * (1 - clean) + _arc(above, 0.95, above[:, 1].min()) * clean
    below = below * (1 - clean) + _arc(below, 1.1, below[:, 1].max()) * clean
    return _Lids(above, below, wanted)


def _arc(lid: Array, lean: float, extreme: float) -> Array:
    """A clean bow between a lid's corners that reaches the height `extreme`."""
    t = np.linspace(0, 1, len(lid))
    straight = lid[0] + (lid[-1] - lid[0]) * t[:, None]
    depth = extreme - (lid[0, 1] + lid[-1, 1]) / 2
    straight[:, 1] += depth * np.sin(np.pi * t**lean) ** 0.85
    return straight


def _eyeball(pen: Pen, frame: _Frame, lids: _Lids, sitter: Sitter) -> None:
    """The white, never brighter than the face allows, and the lid's shadow on it."""
    skin = float(sitter.skin.lit[0])
    white = shifted(sitter.skin.lit, 0, 0.16)
    white[0] = np.clip(0.955 - 0.45 * max(0.0, 0.75 - skin), 0.76, 0.955)
    pen.fill(frame.world(np.r_[lids.upper, lids.lower[::-1]]), white)
    above = lids.upper - np.array([0, 0.05 * frame.width])
    below = lids.upper + np.array([0, 0.22 * lids.gap])
    shadow = oklch(float(white[0]) - 0.13, 0.025, 300)
    pen.fill(frame.world(np.r_[above, below[::-1]]), shadow, 0.85)


def _height_at(lid: Array, x: float) -> float:
    order = np.argsort(lid[:, 0])
    return float(np.interp(x, lid[order, 0], lid[order, 1]))


def _iris(
    pen: Pen,
    frame: _Frame,
    lids: _Lids,
    sitter: Sitter,
    eye: EyeShape,
    strength: float,
    light: int,
) -> None:
    big, tones = max(0.0, strength - 0.7) / 0.3, sitter.iris
    x = float(frame.local(eye.pupil[None])[0, 0]) * (1 + 0.12 * strength)
    top, bottom = _height_at(lids.upper, x), _height_at(lids.lower, x)
    measured = float(np.clip(eye.radius, 0.15 * frame.width, 0.25 * frame.width))
    radius = measured * (1 + 0.36 * strength + 0.10 * big)
    tall = min(max(radius * (1 + 0.12 * strength), 0.54 * (bottom - top)), 1.28 * radius)
    y = (top + bottom) / 2 - 0.02 * frame.width
    if 2 * tall < 0.9 * (bottom - top):
        y = top + 0.46 * (bottom - top)
    centre, degrees = frame.world(np.array([[x, y]]))[0], sitter.pose.degrees
    across = sitter.pose.across

    def spot(dx: float, dy: float, rx: float, ry: float, paint: Array, opacity: float) -> None:
        """An ellipse, in iris radii; dx to the picture's right."""
        at = centre + across * (dx * radius) + frame.down * (dy * tall)
        pen.ellipse(at, (rx * radius, ry * tall), degrees, paint, opacity)

    spot(0, 0, 1, 1, tones.rim, 1)
    inner = ellipse(centre, (0.87 * radius, 0.89 * tall), degrees)
    stops = (tones.rim, tones.upper, mixed(tones.upper, tones.lower, 0.55), tones.lower)
    pen.shade(inner, stops, frame.down)
    spot(0, 0.62, 0.50, 0.22, shifted(tones.lower, 0.07, 1.1), 0.5)
    spot(0, -0.04, 0.46, 0.50, shifted(tones.rim, -0.06), 1)
    spot(0, -0.92, 1.05, 0.62, shifted(tones.rim, -0.03), 0.5)  # the lid's shadow
    spot(light * 0.36, -0.36, 0.29, 0.33, WHITE_LIGHT, 1)
    spot(-light * 0.36, 0.42, 0.15, 0.15, WHITE_LIGHT, 0.9)


def _lines(
    pen: Pen, frame: _Frame, lids: _Lids, sitter: Sitter, lash: Array, strength: float
) -> None:
    """The upper lash with its wing, the lower lid's outer half, the crease above."""
    width, skin = frame.width, sitter.skin
    thick = 0.125 * width * (0.6 + 0.4 * strength)
    wing = lids.upper[0] + np.array([-0.085, -0.03]) * width * (0.5 + 0.5 * strength)
    line = spline(np.r_[[wing], lids.upper[1::3], lids.upper[-1:]], 60)
    share = np.interp(np.linspace(0, 1, 60), np.linspace(0, 1, 8), LASH_PROFILE) * thick
    down = np.stack([0 * share, share], 1)
    pen.fill(frame.world(np.r_[line + 0.25 * down, (line - 0.75 * down)[::-1]]), lash, 0.97)
    lower = lids.lower[1:26] + np.array([0, 0.01 * width])
    pen.stroke(
        frame.world(lower), 0.042 * width, mixed(lash, skin.shade, 0.35), 0.85, (0.9, 1, 0.6, 0.1)
    )
    crease = lids.upper[7:35] - np.array([0, 0.12 * width + 0.3 * thick])
    tone = mixed(skin.deep, lash, 0.25)
    pen.stroke(frame.world(crease), 0.032 * width, tone, 0.75 * (0.5 + 0.5 * strength))
