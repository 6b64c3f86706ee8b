"""The outline of all people, by selfie segmentation of the picture and around each face."""

import cv2
import numpy as np

from pipeline.model.painting.makeover.sitter import Pose
from pipeline.model.painting.plate.filters import (
    Array,
    disc,
    gaussian,
    guided_filter,
    picture_unit,
    smoothstep,
)
from pipeline.model.seeing.faces.networks import run

SIDE = 256  # of the network's input
SELFIE = 0.09  # of the longer side: with no face as wide the whole picture is no selfie
CROPS = ((2.6, 1.9, 3.3), (4.5, 2.0, 8.5))  # reach, above, below a face, in face widths
HEAD = 1.4  # face widths from a face's middle to the sides of the closest crop
CUT_SIDE, BAND = 360, 0.09  # pixels of the longer side; face widths around the border


def segment(picture: Array) -> Array:
    """(H, W) 0..1: what the network takes for people."""
    small = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    mask = run("person", small)[0].reshape(SIDE, SIDE)
    return cv2.resize(mask, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def person_mask(picture: Array, poses: list[Pose]) -> Array:
    """(H, W) 0..1: the people whose heads are known, edges drawn to the picture's own."""
    height, width = picture.shape[:2]
    unit = picture_unit(height, width)
    mask: Array = np.zeros((height, width), np.float32)
    if not poses:
        return mask
    if max(pose.width for pose in poses) > SELFIE * max(height, width):
        mask = segment(picture)
    for pose in poses:
        for crop in CROPS if pose.width < SELFIE * max(height, width) else CROPS[:1]:
            _around(picture, pose, mask, *crop)
    mask = _cut_out(picture, mask, max(pose.width for pose in poses))
    mask = _with_heads(picture, poses, mask)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    mask = np.clip(guided_filter(grey, mask, int(5 * unit), 1e-3), 0, 1)
    return smoothstep(0.35, 0.7, gaussian(mask, 0.7 * unit)).astype(np.float32)


def _cut_out(picture: Array, mask: Array, width: float) -> Array:
    """The mask drawn to the picture's edges by GrabCut, within a band around its own border."""
    scale = min(1.0, CUT_SIDE / max(mask.shape))
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pixels = cv2.resize(picture, small.shape[::-1], interpolation=cv2.INTER_AREA)
    band = disc(max(2, int(BAND * width * scale)))
    inside, outside = cv2.erode(small, band) > 0.5, cv2.dilate(small, band) < 0.5
    if inside.sum() < 50 or outside.sum() < 50:
        return mask
    labels = np.where(small > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[inside], labels[outside] = cv2.GC_FGD, cv2.GC_BGD
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    shown = np.ascontiguousarray((pixels[..., ::-1] * 255).astype(np.uint8))
    cv2.grabCut(shown, labels, (0, 0, 1, 1), *models, 2, cv2.GC_INIT_WITH_MASK)
    cut = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.float32)
    cut = cv2.morphologyEx(cut, cv2.MORPH_OPEN, np.ones((3, 3)))
    # Half of each: the network knows people, the colours know edges.
    joined = 0.5 * small + 0.5 * gaussian(cut, 0.8)
    size = mask.shape[1], mask.shape[0]
    return cv2.resize(joined, size, interpolation=cv2.INTER_LINEAR)


def _with_heads(picture: Array, poses: list[Pose], mask: Array) -> Array:
    """The mask with every head as a crop close around it says, which is the finest reading."""
    height, width = mask.shape
    near, weight = np.zeros_like(mask), np.zeros_like(mask)
    for pose in poses:
        (x, y), reach = pose.centre, HEAD * pose.width
        rows = slice(int(max(0, y - reach)), int(min(height, y + reach)))
        columns = slice(int(max(0, x - reach)), int(min(width, x + reach)))
        if rows.stop - rows.start < 24 or columns.stop - columns.start < 24:
            continue
        seen = segment(np.ascontiguousarray(picture[rows, columns]))
        across, down = (plane[rows, columns] for plane in pose.fields(mask.shape))
        down = down * pose.height / pose.width
        sure = 1 - smoothstep(0.75 * HEAD, 0.92 * HEAD, np.maximum(np.abs(across), np.abs(down)))
        near[rows, columns] = np.maximum(near[rows, columns], seen * sure)
        weight[rows, columns] = np.maximum(weight[rows, columns], sure)
    return mask * (1 - weight) + near


def _around(
    picture: Array, pose: Pose, mask: Array, reach: float, above: float, below: float
) -> None:
    """Adds to the mask what a crop around a head says, fading out at the crop's sides."""
    height, width = mask.shape
    (x, y), size = pose.centre, pose.width
    left, right = int(max(0, x - reach * size)), int(min(width, x + reach * size))
    top, bottom = int(max(0, y - above * size)), int(min(height, y + below * size))
    if right - left < 24 or bottom - top < 24:
        return
    seen = segment(np.ascontiguousarray(picture[top:bottom, left:right]))
    fade = max(2, min(int(0.25 * size), (right - left) // 2, (bottom - top) // 2))
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    if left > 0:
        seen[:, :fade] *= ramp
    if right < width:
        seen[:, -fade:] *= ramp[::-1]
    if bottom < height:
        seen[-fade:] *= ramp[::-1, None]
    window = np.s_[top:bottom, left:right]
    mask[window] = np.maximum(mask[window], seen)
