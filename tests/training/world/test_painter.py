"""The painter: shapes, repeatability, and that what a scene names can be seen."""

import random
import string
from dataclasses import replace

import numpy as np
import pytest
import torch

from pipeline.model.networks.plan_map import ADVANCES
from pipeline.model.plan.world import LOOKS
from pipeline.training.world.glyphs import Glyphs, capital
from pipeline.training.world.painter import Painter
from pipeline.training.world.scene import (
    HAIRS,
    KINDS,
    PEOPLE,
    SEASONS,
    TERRAINS,
    TIMES,
    WEATHERS,
    Scene,
    Thing,
    sample_scene,
)  # fmt: skip
from pipeline.training.world.shapes import COLORS
from pipeline.training.world.stage import Stage
from pipeline.training.world.weather import paint_weather

STANDS = {"sky": 0.45, "water": 0.70, "foreground": 0.93, "background": 0.77}
# Kinds whose named colour covers most of them.
PLAIN = ("tree", "balloon", "umbrella", "airship")


@pytest.fixture(scope="module")
def painter():
    return Painter()


def thing(kind: str, color: str | None = None, x: float = 0.5, group: int = 0, word: str = "TEA"):
    spec = KINDS[kind]
    return Thing(
        kind,
        color or (spec.colors[0] if spec.colors else None),
        x,
        STANDS[spec.zone],
        sum(spec.size) / 2,
        group,
        word if kind == "signpost" else "",
        HAIRS[0] if kind in PEOPLE else "",
    )


def scene(*things: Thing, time: str = "noon", terrain: str = "meadow", weather: str = "clear",
          season: str = "summer", seed: int = 3, aspect: float = 1.0) -> Scene:  # fmt: skip
    return Scene(terrain, time, weather, season, aspect, things, seed)


def scenes(count: int, aspect: float = 1.0) -> list[Scene]:
    rng = random.Random(4)
    return [sample_scene(rng, aspect) for _ in range(count)]


@pytest.mark.parametrize(("height", "aspect"), [(64, 1.0), (96, 2.0), (128, 0.5), (101, 4 / 3)])
def test_pictures_have_the_asked_shape_and_range(painter, height, aspect):
    pictures, masks = painter.paint_with_masks(scenes(5, aspect), height)
    assert pictures.shape == (5, 3, height, round(height * aspect))
    assert masks.shape == (5, height, round(height * aspect))
    assert masks.dtype == torch.uint8
    assert pictures.min() >= 0
    assert pictures.max() <= 1
    assert pictures.std() > 0.05


def test_a_scene_is_the_same_picture_in_any_batch(painter):
    batch = scenes(9)
    together, masks = painter.paint_with_masks(batch, 96)
    backwards = painter.paint(batch[::-1], 96).flip(0)
    torch.testing.assert_close(together, backwards, atol=2e-4, rtol=0)
    for i in (0, 4, 8):
        alone, mask = painter.paint_with_masks([batch[i]], 96)
        torch.testing.assert_close(together[i : i + 1], alone, atol=2e-4, rtol=0)
        assert (mask != masks[i]).sum() <= 2  # a last bit may tip a border pixel


def test_two_painters_paint_the_same(painter):
    batch = scenes(2)
    assert torch.equal(painter.paint(batch, 64), Painter().paint(batch, 64))


def test_the_seed_changes_the_picture(painter):
    one, other = painter.paint([scene(seed=1), scene(seed=2)], 64)
    assert (one - other).abs().mean() > 0.01


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_fills_its_mask_at_every_hour(painter, kind):
    terrain = KINDS[kind].terrains[0]
    batch = [scene(thing(kind), time=time, terrain=terrain) for time in TIMES]
    pictures, masks = painter.paint_with_masks(batch, 96)
    assert pictures.isfinite().all()
    box = KINDS[kind].width * (96 * batch[0].things[0].size) ** 2
    share = (masks == 1).flatten(1).sum(1) / box
    assert (share > 0.2).all(), share
    assert (share < 1.0).all(), share


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_stays_inside_its_box(painter, kind):
    item = thing(kind)
    mask = painter.paint_with_masks([scene(item, terrain=KINDS[kind].terrains[0])], 192)[1][0]
    rows, columns = (mask == 1).nonzero().unbind(1)
    half, slack = KINDS[kind].width * item.size / 2, 0.03
    assert item.y - item.size - slack <= rows.min() / 192
    assert rows.max() / 192 <= item.y + slack
    assert item.x - half - slack <= columns.min() / 192
    assert columns.max() / 192 <= item.x + half + slack


def test_nearer_things_hide_farther_ones(painter):
    house, girl = thing("house", x=0.5), thing("girl", x=0.5, group=1)
    mask = painter.paint_with_masks([scene(house, girl)], 128)[1][0]
    column = mask[:, 64]
    assert column[: int(0.55 * 128)].max() == 1
    assert column[int(0.75 * 128)] == 2


@pytest.mark.parametrize("kind", PLAIN)
def test_the_named_colour_is_the_nearest_at_noon(painter, kind):
    for name in dict.fromkeys(KINDS[kind].colors):
        pictures, masks = painter.paint_with_masks([scene(thing(kind, name))], 128)
        mean = pictures[0][:, masks[0] == 1].median(dim=1).values
        nearest = min(COLORS, key=lambda c: (mean - torch.tensor(COLORS[c])).norm())
        assert nearest == name, (kind, name, mean)


def test_red_stays_red_at_every_hour(painter):
    batch = [scene(thing("balloon", "red"), time=time) for time in TIMES]
    pictures, masks = painter.paint_with_masks(batch, 96)
    for picture, mask in zip(pictures, masks, strict=True):
        red, green, blue = picture[:, mask == 1].median(dim=1).values
        assert red > 1.6 * max(green, blue)


def test_hours_differ_in_light(painter):
    batch = [scene(time=time) for time in TIMES]
    morning, noon, sunset, night = painter.paint(batch, 64)
    assert night.mean() < 0.6 * min(p.mean() for p in (morning, noon, sunset))
    sky = slice(0, 30)
    assert sunset[0, sky].mean() > 1.15 * sunset[2, sky].mean()
    assert noon[2, sky].mean() > 1.3 * noon[0, sky].mean()


def test_rain_and_snow_fall_alike_in_every_picture(painter):
    for weather, season in (("rain", "summer"), ("snow", "winter")):
        falls = []
        for seed in (1, 5):  # of views whose places and skies differ
            stage = Stage([scene(weather=weather, season=season, seed=seed)], 96, 96, painter.noise)
            canvas = torch.zeros(1, 3, 96, 96)
            paint_weather(stage, canvas)
            falls.append(canvas)
        assert falls[0].any() and torch.equal(*falls)
        assert torch.allclose(falls[0][..., :48], falls[0][..., 48:], atol=1e-3)


def test_every_terrain_season_and_weather_is_its_own(painter):
    lands = painter.paint([scene(terrain=terrain) for terrain in TERRAINS], 64)
    seasons = painter.paint([scene(season=season) for season in SEASONS], 64)
    weathers = painter.paint([scene(weather=w, season="winter") for w in WEATHERS], 64)
    for group, least in ((lands, 0.02), (seasons, 0.02), (weathers, 0.02)):
        for i in range(len(group)):
            for j in range(i):
                assert (group[i] - group[j]).abs().mean() > least


@pytest.mark.parametrize("kind", PEOPLE)
def test_each_hair_colour_is_seen(painter, kind):
    batch = [scene(replace(thing(kind), hair=hair)) for hair in HAIRS]
    pictures, masks = painter.paint_with_masks(batch, 128)
    for i in range(len(HAIRS)):
        for j in range(i):
            changed = (pictures[i] - pictures[j]).abs().amax(0) > 0.1
            assert changed[masks[i] == 1].float().mean() > 0.02


@pytest.mark.parametrize(("kind", "pose"), LOOKS)
def test_each_pose_is_seen(painter, kind, pose):
    plain = thing(kind)
    batch = [scene(plain), scene(replace(plain, pose=pose))]
    pictures, masks = (part.clone() for part in painter.paint_with_masks(batch, 128))
    changed = (pictures[0] - pictures[1]).abs().amax(0) > 0.1
    assert changed[masks.amax(0) == 1].float().mean() > 0.05
    # It stands inside its box.
    left, top, right, bottom = (round(edge * 128) for edge in plain.spot.box(1.0))
    masks[1, top - 2 : bottom + 3, left - 4 : right + 5] = 0
    assert not masks[1].any()


def test_words_differ_on_their_boards(painter):
    words = ("TEA", "SEA", "FLOWERS")
    pictures = painter.paint([scene(thing("signpost", word=w)) for w in words], 128)
    board = pictures[:, :, int(0.60 * 128) : int(0.82 * 128), 32:96]
    assert (board[0] - board[1]).abs().amax() > 0.4
    assert (board[0] - board[2]).abs().mean() > 0.02


def test_the_model_knows_how_wide_the_painter_draws_each_letter():
    glyphs = Glyphs()
    widths = [capital(letter, glyphs.font).width for letter in string.ascii_uppercase]
    assert tuple(widths) == ADVANCES


def test_j_and_q_are_told_from_i_and_o_within_a_capitals_height():
    font = Glyphs().font
    j, o, q = (np.asarray(capital(letter, font)) > 128 for letter in "JOQ")
    left, middle = j.shape[1] // 2, j.shape[0] // 2
    assert j[middle:, :left].mean() > 0.1 and not j[:middle, : left - 4].any()
    assert (q != o).mean() > 0.06


def test_a_lantern_lights_the_night(painter):
    item = thing("lantern", "yellow")
    dark, lit = painter.paint([scene(time="night"), scene(item, time="night")], 96)
    ground = slice(int(0.80 * 96), int(0.90 * 96)), slice(28, 34)
    assert lit[:, *ground].mean() > 1.15 * dark[:, *ground].mean()


def test_requests_that_cannot_be_painted_say_why(painter):
    with pytest.raises(ValueError, match="at least one"):
        painter.paint([], 64)
    with pytest.raises(ValueError, match="one aspect"):
        painter.paint([scene(), scene(aspect=2.0)], 64)
    with pytest.raises(ValueError, match="height"):
        painter.paint([scene()], 8)


def test_a_view_of_a_terrain_is_the_same_place_whatever_the_seed(painter):
    first, other, next_view = (
        painter.paint([Scene("city", "noon", "clear", "summer", 1.0, (), seed)], 64)
        for seed in (0, 8, 1)
    )
    assert torch.equal(first, other)
    assert not torch.allclose(first, next_view, atol=0.1)


def test_a_wide_backdrop_is_mirrored_and_a_narrow_one_cut(painter):
    square, wide, narrow = (
        painter.paint([Scene("city", "noon", "clear", "summer", aspect, (), 0)], 64)
        for aspect in (1.0, 2.0, 0.5)
    )
    land = slice(32, 64)  # where no sun is
    assert torch.allclose(wide[..., land, 32:96], square[..., land, :], atol=0.01)
    assert torch.allclose(wide[..., land, :32], wide[..., land, 32:64].flip(-1), atol=0.01)
    assert torch.allclose(narrow[..., land, :], square[..., land, 16:48], atol=0.01)


def test_furrows_run_to_one_point_in_a_wide_picture_too(painter):
    square, wide = (
        painter.paint([Scene("fields", "noon", "clear", "summer", aspect, (), 0)], 64)
        for aspect in (1.0, 2.0)
    )
    near = slice(50, 64)
    assert torch.corrcoef(torch.stack([
        wide[..., near, ::2].flatten(), square[..., near, :].flatten()
    ]))[0, 1] > 0.8  # fmt: skip
    assert not torch.allclose(wide[..., near, :32], wide[..., near, 32:64].flip(-1), atol=0.1)
