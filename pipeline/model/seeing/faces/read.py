"""Reads everybody in a photo, and decides which faces may be drawn again.

One broken face costs more than ten good ones gain: a face that is turned away, hidden, or read
differently in the mirror stays painted.
"""

import cv2
import numpy as np

from pipeline.model.painting.makeover.landmarks import filled
from pipeline.model.painting.makeover.sitter import EyeShape, People, Pose, Sitter
from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.painting.plate.faces import OVAL
from pipeline.model.painting.plate.filters import Array, gaussian, picture_unit
from pipeline.model.seeing.faces import features
from pipeline.model.seeing.faces.detector import Face, detect
from pipeline.model.seeing.faces.glasses import find_glasses
from pipeline.model.seeing.faces.hair import hair_mask, hair_tones
from pipeline.model.seeing.faces.mesh import eye_shapes, face_mesh, pose_of
from pipeline.model.seeing.faces.mouth import read_mouth
from pipeline.model.seeing.faces.person import person_mask
from pipeline.model.seeing.faces.skin import SPREAD, skin_color, skin_mask, skin_tones

# Of photos seen, animals' heads had up to 0.74 (one monkey 0.88), people's faces 0.82 to 0.99.
SURE_FACE, SURE_MESH = 0.76, 0.9
TURNED = 0.40  # of Pose.turn: more is a profile
SMALL = 34.0  # units of a face's width: a smaller one has no features to draw
TINY = 14.0  # a still smaller one is left out
MIRROR = 0.028  # face widths by which the mesh may differ in the mirror: sure faces had 0.023
PUPILS = 0.15  # eye widths by which the pupils' places in both eyes may differ
HIDDEN = 0.55  # least share of the face that has the skin's colour
LEFT_SIDE, RIGHT_SIDE = [116, 187, 206, 203], [345, 411, 426, 423]  # cheeks


def read_people(photo: Array) -> People:
    """Everybody in a photo (H, W, 3) in 0..1."""
    photo = np.ascontiguousarray(photo, np.float32)
    lab, unit = to_oklab(photo).astype(np.float32), picture_unit(*photo.shape[:2])
    heads: list[tuple[Array, Pose, float]] = []
    faces = detect(photo)
    for face in faces:
        if face.score < SURE_FACE:
            continue
        mesh, score, mirror = face_mesh(photo, face)
        pose = pose_of(mesh)
        known = any(_same_head(pose, other) for _, other, _ in heads)
        if score > SURE_MESH and pose.width > TINY * unit and _is_wide(mesh, pose) and not known:
            heads.append((mesh, pose, mirror))
    poses = [pose for _, pose, _ in heads]
    person = person_mask(photo, poses)
    hairs = [
        hair_mask(photo, lab, mesh, pose, person, [other for other in poses if other is not pose])
        for mesh, pose, _ in heads
    ]
    nothing = np.zeros_like(person)
    hair = np.max([nothing, *hairs], 0)
    skin = skin_mask(lab, [mesh for mesh, _, _ in heads], poses, person, hair)
    sitters = tuple(
        _sitter(photo, lab, mesh, pose, mirror, own, unit)
        for (mesh, pose, mirror), own in zip(heads, hairs, strict=True)
    )
    everyone = np.maximum.reduce([person, hair, skin])
    kept = _kept(everyone.shape, faces, sitters)
    return People(everyone, skin, hair, sitters, _light(lab, sitters), kept)


def _kept(shape: tuple[int, int], faces: list[Face], sitters: tuple[Sitter, ...]) -> Array:
    """(H, W) 0..1: the heads that are not drawn, and of these faces those that were not read."""
    mask: Array = np.zeros(shape, np.float32)
    drawn = [sitter.pose for sitter in sitters if sitter.how != "painted"]
    for face in faces:
        gaps = [float(np.hypot(*(pose.centre - [face.x, face.y]))) for pose in drawn]
        near = [
            gap < 0.6 * max(pose.width, face.width) for gap, pose in zip(gaps, drawn, strict=True)
        ]
        if not any(near):
            middle = int(face.x), int(face.y - 0.16 * face.height)
            radii = max(1, int(0.72 * face.width)), max(1, int(0.92 * face.height))
            cv2.ellipse(mask, middle, radii, 0, 0, 360, 1.0, -1)
    for sitter in sitters:
        if sitter.how == "painted":
            mask = np.maximum(mask, np.maximum(sitter.hair, filled(shape, sitter.mesh[OVAL])))
    width = min([face.width for face in faces], default=20.0)
    mask = gaussian(mask, max(0.5, 0.08 * width))
    for pose in drawn:  # a drawn face is whole
        across, down = pose.fields(shape)
        mask = mask * (np.hypot(across / 0.62, down / 0.72) > 1)
    return mask


def _same_head(one: Pose, other: Pose) -> bool:
    distance = float(np.hypot(*(one.centre - other.centre)))
    return distance < 0.6 * max(one.width, other.width)


def _is_wide(mesh: Array, pose: Pose) -> bool:
    """Whether the mesh's outline holds an area: that of a bad guess is folded."""
    x, y = mesh[OVAL].T
    area = 0.5 * abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))))
    return area > 0.3 * pose.width * pose.height


def _sitter(
    photo: Array, lab: Array, mesh: Array, pose: Pose, mirror: float, hair: Array, unit: float
) -> Sitter:
    eyes = eye_shapes(photo, mesh)
    skin = skin_tones(lab, mesh, pose, hair)
    how = "drawn" if pose.width >= SMALL * unit else "dashes"
    doubtful = mirror > MIRROR or _squints(eyes) or _hidden(lab, mesh, hair)
    if abs(pose.turn) > TURNED or doubtful:
        how = "painted"
    return Sitter(
        mesh=mesh,
        pose=pose,
        how=how,
        eyes=eyes,
        iris=features.iris_colors(lab, eyes, skin),
        skin=skin,
        hair=hair,
        hair_tones=hair_tones(lab, hair) if (hair > 0.6).sum() > 30 else None,
        brows=features.brows(lab, mesh, pose, skin, hair),
        mouth=read_mouth(lab, mesh, skin),
        folds=features.folds(lab, mesh, pose, hair),
        glasses=find_glasses(lab, mesh, pose, skin.photo[0]),
        beard=features.beard(lab, mesh, pose, skin, hair),
    )


def _squints(eyes: tuple[EyeShape, EyeShape]) -> bool:
    """Whether both pupils were not read alike: in deep shadow they are guesses."""
    away = []
    for eye in eyes:
        width = float(np.hypot(*(eye.upper[-1] - eye.upper[0])))
        middle = (eye.upper[0] + eye.upper[-1]) / 2
        away.append(float(np.hypot(*(eye.pupil - middle))) / max(width, 1e-6))
    return abs(away[0] - away[1]) > PUPILS


def _hidden(lab: Array, mesh: Array, hair: Array) -> bool:
    """Whether something lies before the face: too little of it has the skin's hue."""
    face = (filled(lab.shape[:2], mesh[OVAL]) > 0.5) & (hair < 0.5)
    if face.sum() < 30:
        return True
    away = (lab[face] - skin_color(lab, mesh)) / (SPREAD * np.array([2.0, 1.3, 1.3]))
    return bool((np.sqrt((away**2).sum(-1)) < 1.6).mean() < HIDDEN)


def _light(lab: Array, sitters: tuple[Sitter, ...]) -> int:
    """The side that the light comes from, by the cheeks of the largest face."""
    if not sitters:
        return -1
    mesh = max(sitters, key=lambda sitter: sitter.pose.width).mesh
    sides = [filled(lab.shape[:2], mesh[points]) > 0.5 for points in (LEFT_SIDE, RIGHT_SIDE)]
    if not all(side.any() for side in sides):
        return -1
    left, right = (float(np.median(lab[..., 0][side])) for side in sides)
    return -1 if left >= right else 1
