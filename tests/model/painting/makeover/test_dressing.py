"""Hats and pets are laid where the people of a real photo have heads and shoulders."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.model.dictionary import Dictionary
from pipeline.model.painting.makeover.dressing import dressed
from pipeline.model.painting.makeover.landmarks import filled
from pipeline.model.painting.makeover.sitter import People
from pipeline.model.painting.plate.faces import OVAL
from pipeline.model.plan.scene_graph import Element
from pipeline.model.seeing.faces import read_people
from tests.model.planning.composing.tiny import make_dictionary

EXAMPLES = Path(__file__).parents[4] / "assets" / "examples"


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory) -> Dictionary:
    return make_dictionary(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture(scope="module")
def people() -> People:
    with Image.open(EXAMPLES / "person.jpg") as file:
        return read_people(np.asarray(file.convert("RGB").resize((320, 320)), np.float32) / 255)


def middle(alpha: np.ndarray) -> np.ndarray:
    rows, columns = np.nonzero(alpha > 0.5)
    return np.array([columns.mean(), rows.mean()])


def test_a_hat_sits_above_the_eyes_in_the_middle_of_the_head(people, dictionary):
    (sitter,) = people.sitters
    alpha = dressed(people, dictionary, (Element("top hat"),), None)[..., 3]
    across, down = sitter.pose.local(middle(alpha))
    assert abs(across) < 0.15 * sitter.pose.width and down < -0.3 * sitter.pose.height


def test_a_pet_is_beside_the_face_and_behind_it(people, dictionary):
    (sitter,) = people.sitters
    alpha = dressed(people, dictionary, (), Element("cat"))[..., 3]
    assert abs(sitter.pose.local(middle(alpha))[0]) > 0.6 * sitter.pose.width
    face = filled(alpha.shape, sitter.mesh[OVAL]) > 0.99
    assert alpha[face].max() == pytest.approx(0, abs=0.02)


def test_nobody_wears_nothing(people, dictionary):
    assert not dressed(people, dictionary, (), None).any()
