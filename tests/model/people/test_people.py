"""Figures: every pose and every role can be drawn, whole and in one piece."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
import resvg_py
from PIL import Image

from pipeline.model.people import POSES, ROLES, WARDROBES, cast, draw, everyday
from pipeline.model.people.garments import BOTTOMS, GARMENTS
from pipeline.model.people.hair import HAIR
from pipeline.model.people.hats import HATS
from pipeline.model.people.looks import MOODS, SKIN
from pipeline.model.people.shapes import curve, hull, shaded, tube
from pipeline.model.people.trims import TRIMS

SIDE = 160  # pixels
WAYS = [(name, way) for name, ways in POSES.items() for way in range(len(ways))]


def picture(svg, height=SIDE):
    """(H, W, 4) int of an SVG text."""
    png = resvg_py.svg_to_bytes(svg_string=svg, height=height)
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA")).astype(int)


def at(figure, point, pixels):
    """The pixel at a point of a figure: (row, column)."""
    left, top, right, bottom = figure.box
    row = (point[1] - top) / (bottom - top) * pixels.shape[0]
    column = (point[0] - left) / (right - left) * pixels.shape[1]
    return int(row), int(column)


@pytest.fixture(scope="module", params=["man", "woman", "boy", "girl", "old man", "old woman"])
def who(request):
    return request.param


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_a_pose_stays_in_its_box_and_in_one_piece(name, way):
    for number, who in enumerate(("man", "girl", "old woman")):
        figure = draw(everyday(who, number), POSES[name][way])
        alpha = picture(figure.svg())[..., 3]
        edge = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
        assert edge.max() < 128, "something is cut off"
        assert 0.1 < (alpha > 127).mean() < 0.9


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_hand_and_seat_lie_on_the_figure(name, way):
    pose = POSES[name][way]
    figure = draw(everyday("man", 1), pose)
    alpha = picture(figure.svg(), 240)[..., 3]
    points = [figure.points.seat] if pose.seat else []
    points += [figure.points.hand] if pose.holds != "both" else []
    for point in points:
        row, column = at(figure, point, alpha)
        near = alpha[max(0, row - 4) : row + 5, max(0, column - 4) : column + 5]
        assert near.max() > 127
    assert (figure.points.seat is not None) == pose.seat
    assert (figure.points.water is not None) == (pose.water is not None)


def test_the_head_point_is_its_top(who):
    for name in ("standing", "walking", "sitting", "back"):
        figure = draw(replace(everyday(who, 2), hair="bald"), POSES[name][0])
        alpha = picture(figure.svg(), 240)[..., 3]
        row, _ = at(figure, figure.points.head, alpha)
        if name in ("standing", "back"):
            assert abs(row - int((alpha > 127).any(1).argmax())) < 8


def test_masks_part_the_figure(who):
    """Skin is where the face is, the body where the clothes are, and nothing is both."""
    figure = draw(replace(everyday(who, 3), top="sweater"), POSES["standing"][1])
    skin, body, detail = (picture(figure.mask(part)) for part in ("skin", "body", "detail"))
    seen = picture(figure.svg())[..., 3] > 250
    shown = np.stack([each[..., 0] > 200 for each in (skin, body, detail)])
    assert (shown.sum(0)[seen] <= 1).all() and shown.any(0)[seen].mean() > 0.9
    row, column = at(figure, figure.points.head, skin)
    height = skin.shape[0]
    assert shown[0, row + height // 12, column]
    assert shown[1].mean() > 0.03 and shown[0].mean() > 0.05
    chest, middle = at(figure, figure.points.neck, body)
    assert shown[1, chest + height // 8, middle]


def test_the_skin_has_the_tone(who):
    for tone in range(1, 6):
        figure = draw(replace(everyday(who, 3), tone=tone), POSES["standing"][1])
        pixels = picture(figure.svg())
        want = [int(SKIN[tone][k : k + 2], 16) for k in (1, 3, 5)]
        close = (np.abs(pixels[..., :3] - want).max(-1) < 3) & (pixels[..., 3] > 250)
        assert close.mean() > 0.02


def test_the_same_look_is_drawn_the_same_and_others_differ(who):
    poses = POSES["standing"]
    assert draw(everyday(who, 4), poses[0]).svg() == draw(everyday(who, 4), poses[0]).svg()
    looks = [everyday(who, number) for number in range(20)]
    assert len(set(looks)) == 20
    assert len({draw(look, poses[0]).svg() for look in looks[:6]}) == 6


def test_everyday_looks_are_balanced(who):
    looks = [everyday(who, number) for number in range(40)]
    tones = [look.tone for look in looks]
    assert [tones.count(tone) for tone in range(1, 6)] == [8] * 5
    styles = WARDROBES[who].hair
    assert {look.hair for look in looks} == set(styles)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_drawn(role):
    parts = cast(role)
    assert len(parts) >= 3
    for part in parts:
        svg = part.drawn().svg()
        ElementTree.fromstring(svg)
        assert '<g id="body"' in svg and '<g id="skin"' in svg
    assert len({(part.pose, part.look) for part in parts}) == len(parts)


def test_casts_name_what_there_is():
    looks = [part.look for who in (*WARDROBES, *ROLES) for part in cast(who)]
    for look in looks:
        assert look.hair in HAIR and look.top in GARMENTS and look.bottom in BOTTOMS
        assert look.mood in MOODS and look.hat in {"", *HATS}
    assert {trim for garment in GARMENTS.values() for trim in garment.trims} <= set(TRIMS)
    for who in ("man", "woman", "boy", "girl"):
        assert {part.pose for part in cast(who)} == set(POSES)


def test_a_child_is_fewer_heads_high_than_a_grown_person():
    def heads(who):
        figure = draw(replace(everyday(who, 1), hair="bald"), POSES["back"][0])
        return (figure.box[3] - figure.box[1]) / (figure.points.wide / 0.92)

    assert 3.6 < heads("boy") < 4.5 < heads("old man") < heads("man") < 6.3


@pytest.mark.parametrize("hair", HAIR)
def test_hair_leaves_the_eyes_free(hair):
    look = replace(
        everyday("woman", 1), hair=hair, tone=1, hair_color="#2f2a33", extras=frozenset()
    )
    figure = draw(look, POSES["standing"][1])
    pixels = picture(figure.svg(), 480)
    row, column = at(figure, figure.points.head, pixels)
    unit = figure.points.wide / 0.92 / (figure.box[3] - figure.box[1]) * 480
    face = pixels[
        int(row + 0.6 * unit) : int(row + 0.8 * unit),
        int(column - 0.2 * unit) : int(column + 0.2 * unit),
    ]
    assert (face[..., 0] > 200).mean() > 0.6


def test_shapes():
    line = tube([(0, 0), (0, 10)], (4, 4))
    assert min(x for x, _ in line) == pytest.approx(-2) and max(
        y for _, y in line
    ) == pytest.approx(12)
    assert max(y for _, y in tube([(0, 0), (0, 10)], (4, 4), round_end=False)) == pytest.approx(10)
    assert set(hull([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)])) == {(0, 0), (2, 0), (2, 2), (0, 2)}
    assert len(curve([(0, 0), (1, 1), (2, 0)], closed=True)) == 15
    assert shaded("#808080", 0.5) < "#48" and shaded("#808080", 2) > "#b0"
