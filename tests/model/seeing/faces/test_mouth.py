"""Mouths are read from their pixels: painted ones whose shape is known, and a real grin."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.model.painting.makeover.landmarks import (
    LOWER_LIP,
    LOWER_LIP_INNER,
    UPPER_LIP,
    UPPER_LIP_INNER,
    filled,
)
from pipeline.model.painting.makeover.sitter import Mouth, SkinTones
from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.seeing.faces import read_people
from pipeline.model.seeing.faces.mouth import read_mouth

SKIN, LIP, TOOTH, INSIDE = (
    (0.86, 0.66, 0.55),
    (0.74, 0.42, 0.40),
    (0.93, 0.91, 0.86),
    (0.2, 0.1, 0.1),
)
SIDE, WIDTH = 200, 100  # pixels of the picture, and of its mouth
X = np.linspace(-1, 1, 11)  # along the mouth
EXAMPLE = Path(__file__).parents[4] / "assets" / "examples" / "person.jpg"


def bow(height: float) -> np.ndarray:
    """(11, 2): from corner to corner, `height` mouth widths lower in the middle."""
    return np.stack([100 + 50 * X, 100 + WIDTH * height * (1 - X**2)], 1)


def face(line: float, opening: float, tooth: tuple[float, ...] | None) -> tuple[np.ndarray, Mouth]:
    """A painted mouth whose line hangs `line` mouth widths, open by `opening`; how it is read. Its
    mesh is shut and level, as of smiles."""
    picture = np.full((SIDE, SIDE, 3), SKIN, np.float32)
    upper, lower = bow(line - opening / 2), bow(line + opening / 2)

    def lay(polygon: np.ndarray, color: tuple[float, ...]) -> None:
        picture[:] = (
            picture + (np.float32(color) - picture) * filled((SIDE, SIDE), polygon)[..., None]
        )

    lay(np.r_[bow(line - opening / 2 - 0.1), bow(line + opening / 2 + 0.14)[::-1]], LIP)
    if tooth is None:
        cv2.polylines(picture, [np.round(upper).astype(np.int32)], False, (0.35, 0.16, 0.15), 2)
    else:
        lay(np.r_[upper, lower[::-1]], tooth)
    mesh = np.zeros((468, 2))
    for points, height in (
        (UPPER_LIP, -0.1),
        (UPPER_LIP_INNER, 0.0),
        (LOWER_LIP_INNER, 0.0),
        (LOWER_LIP, 0.16),
    ):
        mesh[points] = bow(height + 0.5 * line)
    tones = SkinTones(
        *(to_oklab(np.float32(SKIN)) - [0.1 * i, 0, 0] for i in range(4)), (0.75, 0.7)
    )
    lab = to_oklab(picture).astype(np.float32)
    return picture, read_mouth(lab, mesh, tones)


def heights(contour: np.ndarray) -> float:
    """How far a contour's middle hangs below its ends, in mouth widths."""
    return float(contour[18:22, 1].mean() - (contour[0, 1] + contour[-1, 1]) / 2) / WIDTH


@pytest.mark.parametrize("line", [-0.08, 0.0, 0.1])
def test_a_closed_mouth_has_the_line_of_the_photo(line: float):
    _, mouth = face(line, 0, None)
    assert mouth.upper_inner == pytest.approx(mouth.lower_inner)
    assert heights(mouth.upper_inner) == pytest.approx(line, abs=0.03)
    assert not mouth.teeth


@pytest.mark.parametrize("opening", [0.1, 0.2])
def test_a_grin_is_as_open_as_in_the_photo_and_all_teeth(opening: float):
    picture, mouth = face(0.06, opening, TOOTH)
    gap = heights(mouth.lower_inner) - heights(mouth.upper_inner)
    assert gap == pytest.approx(opening, abs=0.04)
    shown = np.max([filled(picture.shape[:2], shape) for shape in mouth.teeth], 0)
    white = picture[..., 2] > 0.75
    assert (shown > 0.5)[white].mean() > 0.8
    assert white[shown > 0.5].mean() > 0.5  # its rim is of the teeth in a drawing


def test_a_dark_open_mouth_has_no_teeth():
    _, mouth = face(0.05, 0.25, INSIDE)
    assert heights(mouth.lower_inner) - heights(mouth.upper_inner) > 0.14
    assert not mouth.teeth


def test_lips_enclose_the_opening():
    _, mouth = face(0.05, 0.2, TOOTH)
    for outer, inner in ((mouth.upper, mouth.upper_inner), (mouth.lower_inner, mouth.lower)):
        assert (outer[5:-5, 1] <= inner[5:-5, 1]).all()


def test_the_grin_of_a_real_photo_shows_its_teeth():
    with Image.open(EXAMPLE) as file:
        photo = np.asarray(file.convert("RGB").resize((384, 384)), np.float32) / 255
    (sitter,) = read_people(photo).sitters
    (teeth,) = sitter.mouth.teeth
    mouth, shape = sitter.mouth, photo.shape[:2]
    inside = filled(shape, teeth) > 0.5
    lips = filled(shape, np.r_[mouth.upper, mouth.lower[::-1]]) > 0.5
    lips &= filled(shape, np.r_[mouth.upper_inner, mouth.lower_inner[::-1]]) < 0.1
    red = to_oklab(photo)[..., 1]
    assert red[inside].mean() < red[lips].mean() - 0.005
    gap = (sitter.mouth.lower_inner - sitter.mouth.upper_inner) @ sitter.pose.down
    assert gap.max() > 0.12 * sitter.mouth.width
