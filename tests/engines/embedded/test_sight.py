"""A picture without settings: what is surely seen in it is named, and edited where all is sure."""

from dataclasses import replace

import pytest
from PIL import Image

from pipeline.engines.embedded.sight import layout_of, seen_in
from pipeline.engines.embedded.tasks import Tasks
from pipeline.engines.embedded.world import to_layout
from pipeline.model.seeing.recognizing import Guess, Recognized
from pipeline.wording.language import ENGLISH
from tests.small_world import small_engine

PICTURE = Image.new("RGB", (64, 64), "white")
CAT = Recognized((0.0, 0.4, 0.3, 0.8), 0.9, (Guess("cat", 0.9), Guess("dog", 0.1)), "black")
OTHER_CAT = replace(CAT, box=(0.1, 0.5, 0.3, 0.9))
MUG = Recognized((0.7, 0.4, 0.9, 0.8), 0.8, (Guess("mug", 0.9),), "red")
UNSURE = Recognized((0.4, 0.4, 0.6, 0.8), 0.8, (Guess("dog", 0.2), Guess("cat", 0.1)), "red")


class Looker:
    """Sees what it was told, wherever it looks."""

    def __init__(self, *things: Recognized, **told: str) -> None:
        self.things, self.told = list(things), told

    def read(self, picture):
        return self.things

    def tell(self, picture, least):
        return self.told


@pytest.fixture(scope="module")
def painter(tmp_path_factory):
    return small_engine(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture
def world(painter):
    def seeing(*things, **told):
        return replace(painter.world, observer=Looker(*things, **told))

    return seeing


def test_only_what_is_sure_is_named(world):
    seen = seen_in(PICTURE, world(CAT, OTHER_CAT, MUG, UNSURE, place="meadow", time="noon"))
    assert [(g.kind, g.count, g.side) for g in seen.things] == [
        ("cat", 2, "left"),
        ("mug", 1, "right"),
    ]
    assert (seen.place, seen.time, seen.weather, seen.unsure) == ("meadow", "noon", "", 1)
    text = ENGLISH.describe(seen)
    assert text.startswith("By its looks: Two cats on the left and a mug on the right")
    assert text.endswith("Things that it is not sure of: 1.")


def test_a_place_that_cannot_be_told_is_left_out(world):
    assert ENGLISH.describe(seen_in(PICTURE, world(CAT))) == "By its looks: A cat on the left."


def test_nothing_sure_is_no_description(world, painter):
    assert seen_in(PICTURE, world(UNSURE, place="meadow")) is None
    assert seen_in(PICTURE, painter.world) is None  # there is nothing to see with


def test_what_is_all_sure_can_be_edited(world, painter):
    layout = layout_of(PICTURE, world(MUG, CAT, OTHER_CAT, place="meadow"))
    assert Tasks(painter.world).known(to_layout(layout.composed)) == layout
    assert [e.kind for e in layout.graph.elements] == ["mug", "cat"]
    assert layout.composition.drawings[0].box == MUG.box
    assert layout.composition.land.place == "meadow"


@pytest.mark.parametrize("things", [(), (CAT, UNSURE)])
def test_what_is_not_all_sure_cannot(world, things):
    assert layout_of(PICTURE, world(*things, place="meadow")) is None


def test_without_a_place_there_is_no_layout(world):
    assert layout_of(PICTURE, world(CAT)) is None
