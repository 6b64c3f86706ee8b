"""Things are cut out of pictures of three sorts, with soft edges and nothing of what was behind."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pipeline.model.seeing.cutout import LONGEST, NothingFound, cut, cut_out
from pipeline.model.seeing.edges import reached

RED, WHITE = (200, 40, 30), (255, 255, 255)


def disc(background: Image.Image, color=RED, radius: int = 100) -> Image.Image:
    """A disc with an antialiased edge in the middle of a picture."""
    width, height = background.size
    large = Image.new("L", (width * 4, height * 4))
    x, y = width * 2, height * 2
    ImageDraw.Draw(large).ellipse((x - 4 * radius, y - 4 * radius, x + 4 * radius, y + 4 * radius),
                                  fill=255)  # fmt: skip
    background.paste(color, mask=large.resize(background.size, Image.Resampling.BOX))
    return background


def plain(color=WHITE, size=(400, 300)) -> Image.Image:
    return Image.new("RGB", size, color)


def grass(size=(400, 300)) -> Image.Image:
    """Uneven green, as behind an animal in a photo."""
    random = np.random.default_rng(0)
    noise = random.uniform(0, 90, (size[1], size[0], 3)) * (0.6, 1, 0.5) + (20, 60, 20)
    return Image.fromarray(noise.astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))


def jpeg(image: Image.Image) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return Image.open(out).convert("RGB")


def share(rgba: np.ndarray) -> float:
    return float((rgba[..., 3] / 255).mean())


@pytest.mark.parametrize("background", [WHITE, (60, 120, 80), (20, 20, 30)])
@pytest.mark.parametrize("saved", [lambda image: image, jpeg], ids=["as drawn", "JPEG"])
def test_a_drawing_on_one_colour_is_cut_along_its_edge(background, saved):
    rgba = cut_out(saved(disc(plain(background))))
    assert rgba.dtype == np.uint8 and rgba.shape[2] == 4
    assert min(rgba.shape[:2]) >= 190 and max(rgba.shape[:2]) <= 216
    assert share(rgba[8:-8, 8:-8]) == pytest.approx(np.pi / 4, abs=0.09)
    assert rgba[len(rgba) // 2, rgba.shape[1] // 2, 3] == 255


@pytest.mark.parametrize("background", [WHITE, (60, 120, 80)])
def test_no_colour_of_the_background_stays_at_the_edge(background):
    rgba = cut_out(disc(plain(background))).astype(int)
    edge = (rgba[..., 3] > 40) & (rgba[..., 3] < 215)
    assert edge.any()  # it is soft
    assert abs(rgba[edge][:, :3] - RED).max() < 40


def test_light_that_falls_off_over_the_paper_is_background_too():
    paper = (
        np.linspace(1, 0.8, 300)[:, None, None] * np.array([250, 240, 220]) * np.ones((1, 400, 1))
    )
    rgba = cut_out(disc(Image.fromarray(paper.astype(np.uint8))))
    assert rgba.shape[:2] == pytest.approx((200, 200), abs=6)


def test_what_is_enclosed_stays_though_it_has_the_backgrounds_colour():
    picture = plain()
    ImageDraw.Draw(picture).ellipse((100, 50, 300, 250), fill=WHITE, outline=(0, 0, 0), width=5)
    rgba = cut_out(picture)
    assert tuple(rgba[100, 100]) == (255, 255, 255, 255)


def test_a_picture_that_was_cut_out_already_keeps_its_alpha():
    alpha = Image.new("L", (400, 300))
    alpha.paste(128, (100, 50, 300, 250))
    alpha.paste(255, (150, 50, 300, 250))
    flat = Image.composite(Image.new("RGB", (400, 300), RED), plain(), alpha)  # as it is opened
    rgba = cut_out(flat, alpha).astype(int)
    assert rgba.shape == (200, 200, 4)
    assert set(rgba[100, 60:, 3]) == {255} and set(rgba[100, 5:45, 3]) == {128}
    assert abs(rgba[100, 5:, :3] - RED).max() <= 3  # the white below is gone


def test_a_thing_in_a_photo_is_found():
    rgba = cut_out(disc(grass()))
    assert share(rgba) > 0.6
    assert rgba.shape[0] == pytest.approx(200, abs=30) and rgba.shape[1] == pytest.approx(
        200, abs=30
    )
    sure = rgba[rgba[..., 3] > 250][:, :3].astype(int)
    assert abs(sure - RED).mean() < 20


def test_a_large_picture_becomes_small():
    rgba = cut_out(disc(plain(size=(1600, 1200)), radius=500))
    assert max(rgba.shape[:2]) == LONGEST


def test_a_picture_of_nothing_is_refused():
    with pytest.raises(NothingFound):
        cut_out(plain())
    with pytest.raises(NothingFound):
        cut_out(plain(), Image.new("L", (400, 300)))


def test_a_hand_takes_away_and_keeps():
    left, corner = Image.new("L", (400, 300)), Image.new("L", (400, 300))
    left.paste(255, (0, 0, 200, 300))
    corner.paste(255, (300, 0, 400, 60))
    found = cut(disc(plain()))
    assert found.corrected(None, left).thing().shape[1] == pytest.approx(100, abs=6)
    kept = found.corrected(corner, None).thing()
    assert kept.shape[:2] == pytest.approx((250, 300), abs=6)
    assert tuple(kept[20, -20]) == (255, 255, 255, 255)
    assert cut(plain()).corrected(corner, None).thing().shape[:2] == pytest.approx((60, 100), abs=6)


def test_the_picture_under_the_brush_is_faded_but_for_the_thing():
    faded = cut(disc(plain((0, 0, 0)))).faded()
    assert tuple(faded[150, 200]) == RED
    assert faded[5, 5].min() > 150


def test_a_flood_goes_round_corners_and_not_through_walls():
    free = np.array([[1, 1, 1, 0, 1], [0, 0, 1, 0, 1], [1, 1, 1, 0, 1]], bool)
    seeds = np.zeros_like(free)
    seeds[2, 0] = True
    assert (reached(free, seeds) == free * [1, 1, 1, 0, 0]).all()
