"""Who is in a photograph, as the finders of people tell it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from pipeline.model.painting.plate.filters import Array


@dataclass(frozen=True)
class Face:
    """A detected face: score 0..1, box centre and size, eyes and other key points, in pixels."""

    score: float
    x: float
    y: float
    width: float
    height: float
    points: Array  # (6, 2): right eye, left eye, nose, mouth, right ear, left ear


@dataclass(frozen=True)
class Subjects:
    """`person` (H, W) 0..1; every detected face; `meshes`: (468, 2) pixels of the sure ones."""

    person: Array
    faces: list[Face] = field(default_factory=list)
    meshes: list[Array] = field(default_factory=list)


FindSubjects = Callable[[Array], Subjects]  # a picture (H, W, 3) in 0..1 -> its subjects


def nobody(picture: Array) -> Subjects:
    """The finder for pictures known to be without people."""
    return Subjects(np.zeros(picture.shape[:2], np.float32))
