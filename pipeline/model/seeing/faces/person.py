"""The outline of all people, by selfie segmentation of the picture and around each face."""

import cv2
import numpy as np

from pipeline.model.painting.makeover.sitter import Pose
from pipeline.model.painting.plate.filters import (
    Array,
    gaussian,
    guided_filter,
    picture_unit,
    smoothstep,
)
from pipeline.model.seeing.faces.networks import run

SIDE = 256  # of the network's input
SELFIE = 0.09  # of the longer side: with no face as wide the whole picture is no selfie
REACH, ABOVE, BELOW = 2.6, 1.9, 3.3  # of a crop around a face, in face widths


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
        _around(picture, pose, mask)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    mask = np.clip(guided_filter(grey, mask, int(5 * unit), 1e-3), 0, 1)
    return smoothstep(0.35, 0.7, gaussian(mask, 0.7 * unit)).astype(np.float32)


def _around(picture: Array, pose: Pose, mask: Array) -> None:
    """Adds to the mask what a crop around a head says, fading out at the crop's sides."""
    height, width = mask.shape
    (x, y), size = pose.centre, pose.width
    left, right = int(max(0, x - REACH * size)), int(min(width, x + REACH * size))
    top, bottom = int(max(0, y - ABOVE * size)), int(min(height, y + BELOW * size))
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
