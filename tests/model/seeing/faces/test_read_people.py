"""People are read from small real photos; places and animals have none."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.model.painting.makeover.sitter import People, Sitter
from pipeline.model.painting.makeover.tones import oklch
from pipeline.model.seeing.faces import read_people
from pipeline.model.seeing.faces.detector import anchors, windows
from pipeline.model.seeing.faces.skin import MOST_TURN, skin_tones, typologic_angle

EXAMPLES = Path(__file__).parents[4] / "assets" / "examples"
SIDE = 384


def pixels(name: str) -> np.ndarray:
    with Image.open(EXAMPLES / f"{name}.jpg") as file:
        photo = file.convert("RGB")
    photo.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.asarray(photo, np.float32) / 255


@pytest.fixture(scope="module")
def people() -> People:
    return read_people(pixels("person"))


@pytest.fixture(scope="module")
def sitter(people: People) -> Sitter:
    (only,) = people.sitters
    return only


def test_anchors_cover_the_picture():
    centres = anchors()
    assert centres.shape == (896, 2)
    assert centres[0] == pytest.approx([0.5 / 16, 0.5 / 16])
    assert centres[-1] == pytest.approx([7.5 / 8, 7.5 / 8])


def test_windows_cover_a_wide_picture():
    found = list(windows(100, 250, 100))
    assert {x for x, _, _ in found} == {0, 50, 100, 150}
    assert all(0 <= x <= 250 - side and y == 0 for x, y, side in found)


def test_a_frontal_face_with_a_smile_may_be_drawn(sitter: Sitter):
    assert sitter.how == "drawn"
    assert abs(sitter.pose.turn) < 0.2
    assert sitter.mouth.teeth
    assert sitter.glasses is None and sitter.beard is None
    assert all(eye.opening > 0.2 for eye in sitter.eyes)


def test_hair_lies_above_the_brows_and_skin_below(people: People, sitter: Sitter):
    x, y = sitter.mesh[10] - sitter.pose.down * 0.2 * sitter.pose.height
    assert people.hair[int(y), int(x)] > 0.5
    x, y = sitter.mesh[205]  # a cheek
    assert people.skin[int(y), int(x)] > 0.9 and people.hair[int(y), int(x)] < 0.1
    assert people.person.mean() < 0.9


def test_the_mirrored_photo_has_the_mirrored_face(sitter: Sitter):
    (other,) = read_people(np.ascontiguousarray(pixels("person")[:, ::-1])).sitters
    mirrored = SIDE - 1 - other.mesh[4][0]
    assert mirrored == pytest.approx(sitter.mesh[4][0], abs=0.05 * sitter.pose.width)
    assert other.pose.turn == pytest.approx(-sitter.pose.turn, abs=0.12)


def test_a_face_half_covered_is_not_drawn(sitter: Sitter):
    photo = pixels("person")
    (x, y), width = sitter.pose.centre, sitter.pose.width
    covered = photo.copy()
    covered[int(y - width) : int(y + width), int(x) : int(x + width)] = (0.1, 0.3, 0.8)
    assert all(each.how != "drawn" for each in read_people(covered).sitters)


@pytest.mark.parametrize("name", ["animal", "landscape", "building"])
def test_no_face_is_read_where_nobody_is(name: str):
    found = read_people(pixels(name))
    assert not found.sitters and not found.person.any()


def test_every_face_is_found_once():
    twice = np.concatenate([pixels("person")] * 2, 1)
    assert len(read_people(twice).sitters) == 2


def skin_of(sitter: Sitter, light: float, hue: float) -> tuple[float, float]:
    """Lightness of a face's lit tone, and by how many degrees its typologic angle grew; of skin of
    a lightness and hue (degrees) with lights on it."""
    shape = SIDE, SIDE
    lab = np.tile(np.float32(oklch(light, 0.06, hue)), (*shape, 1))
    lab[..., 0] += np.random.default_rng(0).triangular(-0.08, 0, 0.13, shape).astype(np.float32)
    tones = skin_tones(lab, sitter.mesh, sitter.pose, np.zeros(shape, np.float32))
    grown = typologic_angle(tones.lit) - typologic_angle(np.median(lab, (0, 1)))
    return float(tones.lit[0]), grown


@pytest.mark.parametrize("light", [0.3, 0.4, 0.5, 0.6])
def test_brown_skin_is_drawn_as_dark_as_it_is(sitter: Sitter, light: float):
    drawn, grown = skin_of(sitter, light, 52)
    assert light - 0.01 < drawn < light + 0.085 and grown < MOST_TURN + 0.5


def test_fair_skin_in_shade_is_drawn_out_of_it(sitter: Sitter):
    drawn, _ = skin_of(sitter, 0.58, 22)
    assert 0.66 < drawn < 0.72


def test_dark_skin_is_never_taken_for_shade(sitter: Sitter):
    drawn, _ = skin_of(sitter, 0.42, 22)
    assert drawn < 0.46
