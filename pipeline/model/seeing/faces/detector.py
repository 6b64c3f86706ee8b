"""Finds faces of every size: BlazeFace on the whole picture, then on overlapping windows."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.model.painting.plate.filters import Array
from pipeline.model.seeing.faces.networks import run

SIDE = 128  # of the network's input
SURE = 0.5
LARGE = 0.3  # of the picture's longer side: with a face as wide, small ones are not looked for
MOST = 10  # faces


@dataclass(frozen=True)
class Face:
    """A detected face: score 0..1, box centre and size, eyes and other key points, in pixels."""

    score: float
    x: float
    y: float
    width: float
    height: float
    points: Array  # (6, 2): right eye, left eye, nose, mouth, right ear, left ear


def detect(picture: Array) -> list[Face]:
    """Faces of a picture (H, W, 3) in 0..1, the surest first, in its pixels."""
    height, width = picture.shape[:2]
    long, short = max(height, width), min(height, width)
    found = list(_faces_in(picture, (width - long) / 2, (height - long) / 2, long))
    if not found or max(face.width for face in found) < LARGE * long:
        for side in (short, short * 0.6, short * 0.4):
            for window in windows(height, width, side):
                found += _faces_in(picture, *window)
    kept: list[Face] = []
    for face in sorted(found, key=lambda face: -face.score):
        reach = [0.5 * max(face.width, other.width) for other in kept]
        gaps = [math.hypot(face.x - other.x, face.y - other.y) for other in kept]
        if all(gap > least for gap, least in zip(gaps, reach, strict=True)):
            kept.append(face)
    return kept[:MOST]


def anchors() -> Array:
    """BlazeFace's anchor centres, (896, 2) in 0..1: two on a 16x16 grid, six on an 8x8 grid."""
    grids = []
    for cells, per_cell in ((16, 2), (8, 6)):
        y, x = np.mgrid[:cells, :cells]
        centres = (np.stack([x, y], -1).reshape(-1, 2) + 0.5) / cells
        grids.append(centres.repeat(per_cell, 0))
    return np.concatenate(grids).astype(np.float32)


def windows(height: int, width: int, side: float) -> Iterator[tuple[float, float, float]]:
    """Half-overlapping squares (x, y, side) that cover the picture."""
    columns = max(1, math.ceil((width - side) / (side * 0.5)) + 1)
    rows = max(1, math.ceil((height - side) / (side * 0.5)) + 1)
    for row in range(rows):
        for column in range(columns):
            x = column * (width - side) / max(columns - 1, 1)
            yield x, row * (height - side) / max(rows - 1, 1), side


def _faces_in(picture: Array, x: float, y: float, side: float) -> Iterator[Face]:
    """Faces in one square of the picture, in the picture's pixels."""
    left, top = int(x), int(y)
    square = cut_square(picture, left, top, int(side))
    if square is None:
        return
    for face in _blaze(square):
        points = face.points * side + np.array([left, top])
        size = face.width * side, face.height * side
        yield Face(face.score, face.x * side + left, face.y * side + top, *size, points)


def cut_square(picture: Array, x: int, y: int, side: int) -> Array | None:
    """A square of the picture, black outside it; None where hardly any picture is inside."""
    height, width = picture.shape[:2]
    left, top, right, bottom = max(0, x), max(0, y), min(width, x + side), min(height, y + side)
    if right - left < 16 or bottom - top < 16:
        return None
    square = np.zeros((side, side, 3), np.float32)
    square[top - y : bottom - y, left - x : right - x] = picture[top:bottom, left:right]
    return square


def _blaze(square: Array) -> Iterator[Face]:
    """Faces in a square picture, in fractions of its side, best first."""
    small = cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA) * 2 - 1
    boxes, scores = run("face_detection", small)
    boxes, scores = boxes[0] / SIDE, 1 / (1 + np.exp(-np.clip(scores[0, :, 0], -50, 50)))
    centres = anchors()
    for i in np.argsort(-scores)[:60]:
        if scores[i] < SURE:
            return
        x, y = boxes[i, :2] + centres[i]
        points = boxes[i, 4:].reshape(6, 2) + centres[i]
        yield Face(float(scores[i]), x, y, boxes[i, 2], boxes[i, 3], points)
