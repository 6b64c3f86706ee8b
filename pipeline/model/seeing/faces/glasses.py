"""Finds glasses: rounded rims around both eyes that are darker than both their sides."""

import itertools

import numpy as np

from pipeline.model.painting.makeover.glasses import rounded
from pipeline.model.painting.makeover.landmarks import EYE_CORNERS
from pipeline.model.painting.makeover.sitter import Glasses, Pose
from pipeline.model.painting.plate.filters import Array, gaussian

HALF_WIDTHS = np.arange(0.70, 1.06, 0.07)  # searched, in eye widths
HALF_HEIGHTS = np.arange(0.40, 0.92, 0.07)
DROPS = np.arange(-0.02, 0.32, 0.06)
BAND = 0.11  # from a rim's middle to what lies beside it
RIMS, BRIDGE = 0.030, 0.07  # contrast from which rims and the bar between them are seen
TINTED = 0.62  # of the skin's lightness: darker lenses are sunglasses
DARK_RIM = np.array([0.20, 0.008, -0.006], np.float32)


def find_glasses(lab: Array, mesh: Array, pose: Pose, skin_light: float) -> Glasses | None:
    """The rims of a face's glasses, None where it wears none."""
    light = gaussian(np.ascontiguousarray(lab[..., 0]), max(0.6, 0.006 * pose.width))
    corners = [mesh[list(pair)] for pair in EYE_CORNERS]
    centres = [pair.mean(0) for pair in corners]
    unit = float(np.mean([np.hypot(*(pair[1] - pair[0])) for pair in corners]))

    def at(points: Array) -> Array:
        columns = np.clip(points[..., 0].round().astype(int), 0, light.shape[1] - 1)
        return light[np.clip(points[..., 1].round().astype(int), 0, light.shape[0] - 1), columns]

    def placed(centre: Array, points: Array) -> Array:
        return centre + unit * (points[..., :1] * pose.across + points[..., 1:] * pose.down)

    base = rounded(48)
    below = base[:, 1] > -0.35  # brows darken the upper rim of any face
    best, fit = 0.0, (0.88, 0.58, 0.10)
    for half_width, half_height, drop in itertools.product(HALF_WIDTHS, HALF_HEIGHTS, DROPS):
        size, scores = np.array([half_width, half_height]), []
        for centre, inward in zip(centres, (-0.05, 0.05), strict=True):
            offset = np.array([inward, drop])
            rim, inner, outer = (
                at(placed(centre, base * (size + step) + offset)) for step in (0, -BAND, BAND)
            )
            darker = (np.minimum(inner, outer) - rim)[below]
            scores.append(np.clip(darker, -0.02, 0.12).mean() + 0.03 * (darker > 0.012).mean())
        if min(scores) > best:
            best, fit = min(scores), (half_width, half_height, drop)
    lens = [np.median(at(placed(c, base * [0.5, 0.3] + [0, 0.06]))) for c in centres]
    between = (centres[0] + centres[1]) / 2
    column = np.stack([np.zeros(25), np.linspace(-0.5, 0.45, 25)], 1)
    profile = at(placed(between, column))
    bridge = float(np.percentile(profile, 70) - profile.min())
    if max(lens) < TINTED * skin_light and max(lens) < 0.5:
        shape = fit if best > 0.02 else (0.88, 0.58, 0.10)
        return Glasses(*shape, tinted=True, color=DARK_RIM)
    if best > RIMS and bridge > BRIDGE:
        return Glasses(*fit, tinted=False, color=DARK_RIM)
    return None
