"""The points of a face: 468 of its mesh, and lids and pupils by the iris network."""

import math

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import (
    CHIN,
    EYE_CORNERS,
    HAIRLINE,
    LEFT_CHEEK,
    RIGHT_CHEEK,
)
from pipeline.model.painting.makeover.sitter import EyeShape, Pose
from pipeline.model.painting.plate.filters import Array
from pipeline.model.seeing.faces.detector import Face
from pipeline.model.seeing.faces.networks import run

FACE_SIDE, EYE_SIDE = 192, 64  # of the networks' inputs
MARGIN = 1.5  # of the face's box
EYE_MARGIN = 2.3  # of the eye's width
# fmt: off
MIRRORED_EYES = {33: 263, 133: 362, 61: 291, 129: 358, 234: 454, 152: 152, 10: 10, 4: 4, 0: 0,
                 17: 17, 70: 300, 105: 334, 107: 336, 172: 397, 93: 323, 159: 386, 145: 374}
# fmt: on


def _crop(picture: Array, centre: Array, across: Array, length: float, side: int) -> tuple:
    """The square (side, side, 3) of `length` pixels along `across`, and its (2, 3) way back."""
    cos, sin = across * (length / side)
    back = np.array(
        [
            [cos, -sin, centre[0] - side / 2 * (cos - sin)],
            [sin, cos, centre[1] - side / 2 * (sin + cos)],
        ],
        np.float32,
    )
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_REPLICATE
    return cv2.warpAffine(picture, back, (side, side), flags=how, borderMode=border), back


def _located(points: Array, back: Array) -> Array:
    return (points @ back[:, :2].T + back[:, 2]).astype(np.float32)


def face_mesh(picture: Array, face: Face) -> tuple[Array, float, float]:
    """The mesh (468, 2) in pixels, how sure the network is of a face (0..1), and how far its
    reading of the mirrored face lies from it, in face widths: large where it guesses."""
    right, left = face.points[:2]
    across = (left - right) / max(float(np.hypot(*(left - right))), 1e-6)
    length = MARGIN * max(face.width, face.height)
    centre = np.array([face.x, face.y], np.float32)
    square, back = _crop(picture, centre, across, length, FACE_SIDE)
    points, score = _mesh_of(square)
    mirrored, _ = _mesh_of(np.ascontiguousarray(square[:, ::-1]))
    mirrored[:, 0] = FACE_SIDE - 1 - mirrored[:, 0]
    pairs = [(a, b) for a, b in MIRRORED_EYES.items()] + [(b, a) for a, b in MIRRORED_EYES.items()]
    gaps = [float(np.hypot(*(points[a] - mirrored[b]))) for a, b in pairs]
    width = float(np.hypot(*(points[LEFT_CHEEK] - points[RIGHT_CHEEK])))
    return _located(points, back), score, float(np.mean(gaps)) / max(width, 1e-6)


def _mesh_of(square: Array) -> tuple[Array, float]:
    points, score = run("face_landmark", square)
    logit = float(np.clip(score.item(), -30, 30))
    return points.reshape(468, 3)[:, :2].copy(), 1 / (1 + math.exp(-logit))


def pose_of(mesh: Array) -> Pose:
    """How a head is held, by its mesh."""
    across = mesh[EYE_CORNERS[1][0]] - mesh[EYE_CORNERS[0][0]]
    across = across / max(float(np.hypot(*across)), 1e-6)
    right = float(np.hypot(*(mesh[1] - mesh[RIGHT_CHEEK])))
    left = float(np.hypot(*(mesh[LEFT_CHEEK] - mesh[1])))
    return Pose(
        centre=mesh[[33, 263, CHIN, HAIRLINE]].mean(0),
        across=across,
        down=np.array([-across[1], across[0]], np.float32),
        width=float(np.hypot(*(mesh[LEFT_CHEEK] - mesh[RIGHT_CHEEK]))),
        height=float(np.hypot(*(mesh[CHIN] - mesh[HAIRLINE]))),
        turn=(left - right) / max(left + right, 1e-6),
    )


def eye_shapes(picture: Array, mesh: Array) -> tuple[EyeShape, EyeShape]:
    """The right eye, then the left."""
    return _eye(picture, mesh, 0), _eye(picture, mesh, 1)


def _eye(picture: Array, mesh: Array, side: int) -> EyeShape:
    """The network knows right eyes: a left one is read in the mirror."""
    corners = mesh[list(EYE_CORNERS[side])]
    right, left = corners if side == 0 else corners[::-1]
    width = max(float(np.hypot(*(left - right))), 1e-6)
    square, back = _crop(
        picture, (right + left) / 2, (left - right) / width, EYE_MARGIN * width, EYE_SIDE
    )
    outline, iris = run("iris_landmark", square if side == 0 else square[:, ::-1])
    outline, iris = outline.reshape(71, 3)[:, :2].copy(), iris.reshape(5, 3)[:, :2].copy()
    if side == 1:
        outline[:, 0], iris[:, 0] = EYE_SIDE - outline[:, 0], EYE_SIDE - iris[:, 0]
    outline, iris = _located(outline, back), _located(iris, back)
    upper, lower = outline[[0, *range(9, 16), 8]], outline[:9]
    gap = np.median(np.hypot(*(upper[3:6] - lower[3:6]).T))
    length = max(float(np.hypot(*(outline[8] - outline[0]))), 1e-6)
    radius = float(np.mean(np.hypot(*(iris[1:] - iris[0]).T)))
    return EyeShape(upper, lower, iris[0], radius, float(gap) / length)
