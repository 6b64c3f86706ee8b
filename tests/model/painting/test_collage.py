from dataclasses import replace

import numpy as np
import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.entries import Anchors, Drawing
from pipeline.model.painting.collage import collage, with_lit_face
from pipeline.model.painting.forms import Form
from pipeline.model.painting.lettering import lines_of
from pipeline.model.painting.materials import RAMPS, made_of
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import Land
from tests.model.planning.composing.tiny import make_dictionary

SIZE = 128


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory) -> Dictionary:
    return make_dictionary(tmp_path_factory.mktemp("tiny dictionary"))


def canvas_of(dictionary, *drawings: PlacedDrawing, size: int = SIZE):
    composition = Composition(Land("meadow", ()), "noon", "clear", "summer", "gouache", drawings)
    return collage(composition, dictionary, size, size)


def placed(kind: str, box, **more) -> PlacedDrawing:
    return PlacedDrawing(kind, 0, 0, box, **more)


def test_maps_have_one_size_and_lie_between_0_and_1(dictionary):
    canvas = canvas_of(
        dictionary,
        placed("floor lamp", (0.6, 0.2, 0.9, 0.9)),
        placed("dog", (-0.2, 0.5, 0.4, 1.1)),
    )
    assert canvas.drawings.shape == (SIZE, SIZE, 4)
    for part in (canvas.drawings, *canvas.flat):
        assert part.dtype == np.float32 and part.min() >= 0 and part.max() <= 1


def test_a_drawing_fills_its_box_and_nothing_else(dictionary):
    alpha = canvas_of(dictionary, placed("dog", (0.25, 0.25, 0.75, 0.75))).drawings[..., 3]
    assert alpha[33:95, 33:95].min() > 0.95
    alpha[31:97, 31:97] = 0
    assert alpha.max() == 0


def test_the_later_drawing_lies_in_front(dictionary):
    box = (0.2, 0.2, 0.8, 0.8)
    dog, cat = placed("dog", box), placed("cat", box)
    both = canvas_of(dictionary, dog, cat).drawings
    assert np.allclose(both, canvas_of(dictionary, cat).drawings, atol=0.02)
    assert not np.allclose(both, canvas_of(dictionary, dog).drawings, atol=0.1)


def test_a_mirrored_drawing_is_the_other_way_round(dictionary):
    box = (0.25, 0.25, 0.75, 0.75)
    plain = canvas_of(dictionary, placed("dog", box)).drawings
    mirrored = canvas_of(dictionary, placed("dog", box, mirrored=True)).drawings
    assert np.allclose(plain[:, ::-1], mirrored, atol=0.02) and not np.allclose(plain, mirrored)


def test_the_colour_of_a_kinds_own_name_is_not_painted_over_it(dictionary):
    box = (0.25, 0.25, 0.75, 0.75)
    plain, red, green = (
        canvas_of(dictionary, placed("red apple", box, color=color)).drawings
        for color in (None, "red", "green")
    )
    assert np.array_equal(plain, red) and not np.allclose(plain, green, atol=0.1)


def test_a_color_word_recolors(dictionary):
    box = (0.2, 0.2, 0.8, 0.8)
    blue = canvas_of(dictionary, placed("dog", box, color="blue")).drawings[64, 64]
    grey = canvas_of(dictionary, placed("dog", box, color="grey")).drawings[64, 64]
    assert blue[2] > blue[0] + 0.2 and abs(grey[2] - grey[0]) < 0.08


def test_the_hidden_part_is_not_there(dictionary):
    alpha = canvas_of(dictionary, placed("dog", (0.2, 0.2, 0.8, 0.8), hidden=0.5)).drawings[..., 3]
    assert alpha[30:60, 64].min() > 0.9 and alpha[68:, 64].max() == 0


def test_in_a_basket_the_cut_follows_the_rim(dictionary):
    basket = placed("basket", (0.2, 0.3, 0.8, 0.9))
    cat = placed("cat", (0.25, 0.15, 0.75, 0.75), hidden=0.33, stands=False)
    only = canvas_of(dictionary, basket).drawings
    changed = np.abs(canvas_of(dictionary, basket, cat).drawings - only).max(-1) > 0.05
    lowest = [np.nonzero(changed[:, x])[0].max() for x in (36, 64, 92)]
    assert lowest[1] > lowest[0] + 2 and lowest[1] > lowest[2] + 2


def test_what_stands_has_a_shadow_at_its_foot_and_what_floats_has_none(dictionary):
    box = (0.3, 0.3, 0.7, 0.7)
    contact = canvas_of(dictionary, placed("dog", box)).contact
    rows = np.nonzero(contact.max(1) > 0.1)[0]
    assert len(rows) and abs(rows.mean() / SIZE - 0.7) < 0.06
    assert canvas_of(dictionary, placed("dog", box, stands=False)).contact.max() == 0


def test_a_lamp_shines_and_a_dog_does_not(dictionary):
    box = (0.3, 0.2, 0.6, 0.8)
    glow = canvas_of(dictionary, placed("floor lamp", box)).glow
    y, x = np.unravel_index(glow.argmax(), glow.shape)
    assert glow.max() > 0.15 and abs(x / SIZE - 0.45) < 0.3 and y / SIZE < 0.6
    assert canvas_of(dictionary, placed("dog", box)).glow.max() == 0


def test_distance_grows_to_the_horizon_and_is_shared_by_what_touches(dictionary):
    near = canvas_of(dictionary, placed("dog", (0.3, 0.6, 0.6, 0.98))).distance.max()
    far = canvas_of(dictionary, placed("dog", (0.3, 0.5, 0.6, 0.7))).distance.max()
    castle = canvas_of(dictionary, placed("castle", (0.3, 0.2, 0.6, 0.7))).distance.max()
    assert near < far < castle == 1
    table = placed("dining table", (0.2, 0.6, 0.8, 0.95))
    mug = placed("mug", (0.4, 0.5, 0.6, 0.65))
    both = canvas_of(dictionary, table, mug).distance
    assert len(np.unique(both)) == 2


def test_words_are_written_on_a_board(dictionary):
    box = (0.1, 0.1, 0.9, 0.9)
    plain = canvas_of(dictionary, placed("sign post", box), size=256).drawings
    signed = canvas_of(dictionary, placed("sign post", box, text="HELLO"), size=256).drawings
    changed = np.abs(plain - signed).max(-1) > 0.2
    assert 0.005 < changed.mean() < 0.5 and not changed[:20].any()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("OPEN", ["OPEN"]),
        ("WELCOME HOME", ["WELCOME", "HOME"]),
        ("one two three four five six seven", ["one two", "three four"]),
    ],
)
def test_lines_of_a_text(text, lines):
    found = lines_of(text, 1.5)
    assert len(found) <= 2 and all(len(line) <= 12 for line in found)
    assert " ".join(found).split()[: len(" ".join(lines).split())] == " ".join(lines).split()


def test_no_text_has_no_lines():
    assert lines_of("  ", 2.0) == []


@pytest.mark.parametrize("material", [*RAMPS, "woollen"])
def test_materials_look_different_and_keep_the_outline(dictionary, material):
    drawing = dictionary.drawing("dog")
    made = made_of(drawing, material, colored=False)
    assert made.shape == drawing.shape and made.dtype == np.uint8
    assert ((made[..., 3] > 0) == (drawing[..., 3] > 0)).all()
    assert np.abs(made[..., :3].astype(int) - drawing[..., :3]).mean() > 2


def test_glass_is_clear_inside_and_firm_at_its_rims(dictionary):
    alpha = made_of(dictionary.drawing("dog"), "glass", colored=False)[..., 3] / 255
    assert alpha[30, 50] < 0.7 and alpha[30, 0] > 0.85


def test_size_in_pixels_changes_nothing_but_sharpness(dictionary):
    drawings = (
        placed("floor lamp", (0.6, 0.2, 0.9, 0.9)),
        placed("dog", (0.1, 0.5, 0.5, 0.9), hidden=0.2),
    )
    small = canvas_of(dictionary, *drawings, size=96)
    large = canvas_of(dictionary, *drawings, size=192)
    for name in ("drawings", "contact", "glow"):
        one, two = getattr(small, name), getattr(large, name)
        shrunk = two.reshape(96, 2, 96, 2, *two.shape[2:]).mean((1, 3))
        assert np.abs(one - shrunk).mean() < 0.02


@pytest.mark.parametrize("mirrored", [False, True])
def test_no_deep_shade_lies_on_a_face(mirrored):
    dark = np.zeros((100, 60), np.float32)
    form = Form(np.zeros((100, 60, 3), np.float32), dark, dark, dark)
    person = Drawing("ours", "a", 60, 100, Anchors(head=(0.25, 0.1, 0.4)), pose="standing")
    placed = PlacedDrawing("girl", 0, 0, (0, 0, 1, 1), mirrored=mirrored)
    tone = with_lit_face(form, person, placed).tone
    face = (22, 44 if mirrored else 15)
    assert tone[face] > 0.6 and tone[60].max() == 0
    assert (with_lit_face(form, replace(person, pose=""), placed).tone == 0).all()
