import pytest

from pipeline.model.dictionary.shapes import (
    BENT,
    DRAWN,
    HAS,
    SHAPES,
    bent_to,
    has_shape,
    proportions,
    solid_for,
)


def test_every_table_speaks_of_shapes_that_there_are():
    assert HAS.keys() <= SHAPES.keys()
    assert {shape for _, shape in DRAWN} <= SHAPES.keys()


@pytest.mark.parametrize(
    ("kind", "shape", "outline"),
    [
        ("mirror", "pentagonal", "pentagonal"),
        ("mirror", "oval", ""),  # it is so as it is drawn
        ("plum", "pyramidal", "triangular"),
        ("horse", "square", ""),  # no beast is bent
        ("pillow", "cylindrical", ""),
    ],
)
def test_what_is_bent(kind, shape, outline):
    assert bent_to(kind, shape) == outline


def test_a_shape_that_is_drawn_needs_no_bending():
    assert has_shape("wall clock", "square") and not bent_to("wall clock", "square")


def test_a_block_of_a_shape_is_a_solid():
    assert solid_for("package", "cylindrical") == "cylinder"
    assert solid_for("package", "cubic") == "" and solid_for("dog", "conical") == ""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["mirror", "horse", *BENT[:3]])
def test_the_longer_side_stays(kind, shape):
    for width, height in ((200, 100), (100, 200)):
        assert max(proportions(kind, shape, width, height)) == 200
