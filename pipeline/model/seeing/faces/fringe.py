"""Where hair hangs into a face: the photo's own strands, gathered into pointed clumps.

A mask of colours alone makes blobs of thin strands, or one straight edge, which is a cap's. So over
the forehead every pixel says how far it is from skin to hair (Fisher's linear discriminant, 1936),
and this field is smoothed along the strands alone before it is cut: what stays are clumps with the
photo's own direction, length and parting, and their ends are points.
"""

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import CHEEKS_AND_NOSE, HAIRLINE, filled
from pipeline.model.painting.makeover.sitter import Pose
from pipeline.model.painting.makeover.tones import cut
from pipeline.model.painting.plate.faces import LEFT_BROW, OVAL, RIGHT_BROW, outline
from pipeline.model.painting.plate.filters import (
    Array,
    edge_flow,
    gaussian,
    smooth_along,
    smoothstep,
)

ACROSS, FLOW, ALONG = 0.007, 0.028, 0.10  # face widths: of smoothing across and along strands
HALF = 0.5  # how far from skin (0) to hair (1) a strand begins
LEAST = 0.004  # squared face widths: smaller ones are specks
ROOTS = 0.12  # face heights
FADE, BELOW = 0.05, 0.10  # face heights above and below the brows
LEAST_PART = 0.25  # share of hair that is a colour of its own
LEAST_SPREAD = 0.012  # of a colour, OKLab: no discriminant is surer


def with_strands(hair: Array, lab: Array, mesh: Array, pose: Pose, brows: float) -> Array:
    """hair (H, W) 0..1, over the forehead as the photo's strands are. brows: their height in face
    heights from the face's centre."""
    skin = lab[filled(hair.shape, mesh[CHEEKS_AND_NOSE]) > 0.5]
    _, down = pose.fields(hair.shape)
    roots = (hair > 0.8) & (filled(hair.shape, mesh[OVAL]) < 0.5) & (down < 0)
    if len(skin) < 20 or roots.sum() < 20:
        return hair
    window = _around(mesh, pose, hair.shape)
    like = likeness(lab[window], lab[roots], skin)
    strands = _gathered(like, lab[window], pose.width)
    strands = _hanging(strands, hair[window], pose.width)
    # Right below the face's upper edge, hair is where the mask says: strands begin lower.
    top = float(pose.local(mesh[HAIRLINE])[1]) / pose.height
    roots_below = hair[window] * (1 - smoothstep(top, top + ROOTS, down[window]))
    strands = np.maximum(strands, roots_below)
    where = _where(hair.shape, mesh, pose, down, brows)[window]
    out = hair.copy()
    out[window] = hair[window] + (strands - hair[window]) * where
    return out


def _where(shape: tuple[int, int], mesh: Array, pose: Pose, down: Array, brows: float) -> Array:
    """(H, W) 0..1: the forehead down to the eyes, without brows."""
    above = filled(shape, mesh[OVAL]) * (1 - smoothstep(brows, brows + BELOW, down))
    for points in (LEFT_BROW, RIGHT_BROW):
        hidden = outline(shape, mesh, points, max(1, 0.03 * pose.width))
        above = above * (1 - hidden * smoothstep(brows - FADE, brows, down))
    return gaussian(above.astype(np.float32), max(0.6, 0.008 * pose.width))


def _around(mesh: Array, pose: Pose, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The face's upper half with some hair around it."""
    low, high = mesh[OVAL].min(0) - 0.25 * pose.width, mesh[OVAL].max(0) + 0.25 * pose.width
    rows = slice(max(0, int(low[1])), min(shape[0], int(high[1])))
    return rows, slice(max(0, int(low[0])), min(shape[1], int(high[0])))


def likeness(lab: Array, hair: Array, skin: Array) -> Array:
    """(h, w): 0 for a skin's colour, 1 for hair's. Hair (N, 3) may have two, roots and tips."""
    cv2.setRNGSeed(2)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.001)
    sample = np.ascontiguousarray(hair, np.float32)
    guess = np.zeros(len(sample), np.int32)
    _, found, _ = cv2.kmeans(sample, 2, guess, stop, 2, cv2.KMEANS_PP_CENTERS)
    parts = [sample[np.asarray(found).ravel() == number] for number in (0, 1)]
    parts = [part for part in parts if len(part) > LEAST_PART * len(sample)]
    return np.max([_between(lab, part, skin) for part in parts], 0)


def _between(lab: Array, hair: Array, skin: Array) -> Array:
    """(h, w): where every colour lies on the way from skin (0) to hair (1)."""
    means = np.median(skin, 0), np.median(hair, 0)
    spread = np.cov(skin.T) + np.cov(hair.T) + LEAST_SPREAD**2 * np.eye(3)
    weights = np.linalg.solve(spread, means[1] - means[0])
    whole = float(weights @ (means[1] - means[0]))
    return np.clip((lab - means[0]) @ weights / max(whole, 1e-6), -0.5, 1.5).astype(np.float32)


def _gathered(like: Array, lab: Array, width: float) -> Array:
    """(h, w) 0..1: clumps of what is like hair."""
    soft = gaussian(like, max(0.6, ACROSS * width))
    flow = edge_flow(np.dstack([lab, soft]).astype(np.float32), max(0.8, FLOW * width))
    along = smooth_along(soft, flow, max(2, int(1.6 * ALONG * width)), ALONG * width)
    return cut(along, HALF)


def _hanging(strands: Array, hair: Array, width: float) -> Array:
    """The strands without specks and without what no hair above reaches (brows)."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((strands > 0.5).astype(np.uint8))
    kept = np.zeros(count, bool)
    kept[np.unique(labels[(hair > 0.5) & (strands > 0.5)])] = True
    kept &= stats[:, cv2.CC_STAT_AREA] > LEAST * width * width
    kept[0] = False
    return strands * kept[labels]
