"""What a mask may be, and that nothing outside of it is ever touched."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pipeline.errors import RequestError
from pipeline.mask import RATIO_TOLERANCE, frame_of, open_frame
from safety.image.upload import UploadRefused

SIZE = (96, 64)


def mask_bytes(size=SIZE, box=(24, 16, 71, 47), mode="L") -> bytes:
    image = Image.new(mode, size)
    if box:
        ImageDraw.Draw(image).rectangle(box, fill="white")
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()


@pytest.fixture
def photo() -> Image.Image:
    noise = np.random.default_rng(0).integers(0, 256, (64, 96, 3), dtype=np.uint8)
    return Image.fromarray(noise)


def test_outside_the_mask_every_pixel_is_the_photos(photo):
    frame = open_frame(mask_bytes(), photo, SIZE)
    filled = np.asarray(frame.fill(Image.new("RGB", SIZE, (255, 0, 0))))
    outside = np.asarray(frame.mask) == 0
    assert (filled[outside] == np.asarray(photo)[outside]).all()
    assert (filled[32, 48] == (255, 0, 0)).all()


def test_the_edge_is_soft_and_lies_inside(photo):
    big = photo.resize((768, 512), Image.Resampling.NEAREST)
    frame = open_frame(mask_bytes((768, 512), (200, 100, 600, 400)), big, (768, 512))
    row = np.asarray(frame.soft)[250, 190:230].astype(int)
    assert row[9] == 0 < row[10] < row[12] < row[-1] == 255
    assert (np.asarray(frame.soft)[np.asarray(frame.mask) == 0] == 0).all()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P"])
def test_any_mode_will_do(photo, mode):
    source = Image.open(io.BytesIO(mask_bytes())).convert("RGB").convert(mode)
    encoded = io.BytesIO()
    source.save(encoded, "PNG")
    assert open_frame(encoded.getvalue(), photo, SIZE).mask.getbbox() == (24, 16, 72, 48)


def test_what_is_transparent_is_repainted(photo):
    mask = Image.new("RGBA", SIZE, "black")
    mask.paste((0, 0, 0, 0), (24, 16, 72, 48))
    encoded = io.BytesIO()
    mask.save(encoded, "PNG")
    assert open_frame(encoded.getvalue(), photo, SIZE).mask.getbbox() == (24, 16, 72, 48)


BOX = (24, 16, 72, 48)


def png(image: Image.Image) -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()


def layer(mode: str, ground: object, mark: object) -> Image.Image:
    image = Image.new(mode, SIZE, ground)
    image.paste(mark, BOX)
    return image


def photo_with_hole(photo: Image.Image) -> Image.Image:
    image = photo.convert("RGBA")
    image.paste((0, 0, 0, 0), BOX)
    return image


def palette_with_hole() -> Image.Image:
    image = Image.new("P", SIZE, 1)
    image.putpalette([0, 0, 0, 255, 255, 255])
    image.paste(0, BOX)
    image.info["transparency"] = 0
    return image


def black_and_white_on_nothing() -> Image.Image:
    image = layer("RGBA", (0, 0, 0, 0), "white")
    image.paste((0, 0, 0, 255), (0, 0, 96, 10))
    return image


@pytest.mark.parametrize(
    "mask",
    [
        layer("RGBA", (0, 0, 0, 0), "white"),
        layer("RGBA", (255, 255, 255, 0), "white"),
        layer("RGBA", (0, 0, 0, 0), "black"),
        layer("RGBA", (0, 0, 0, 0), (220, 30, 30, 255)),
        layer("LA", (0, 0), (255, 255)),
        layer("RGBA", "white", (255, 255, 255, 0)),
        layer("RGBA", "white", (0, 0, 0, 0)),
        layer("LA", (0, 255), (0, 0)),
        layer("RGBA", "black", (255, 255, 255, 255)),
        palette_with_hole(),
        black_and_white_on_nothing(),
        layer("L", 0, 1),
        layer("I;16", 0, 1),
        layer("I;16", 0, 65535),
        layer("RGB", "black", "red"),
    ],
)
def test_what_was_marked_is_repainted_in_whatever_way(photo, mask):
    assert open_frame(png(mask), photo, SIZE).mask.getbbox() == BOX


def test_a_hole_in_the_photo_is_repainted(photo):
    assert open_frame(png(photo_with_hole(photo)), photo, SIZE).mask.getbbox() == BOX


def cut_out(photo: Image.Image) -> Image.Image:
    image = Image.new("RGBA", SIZE)
    image.paste(photo.crop(BOX), BOX)
    return image


def half_white(_: Image.Image) -> Image.Image:
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    image.paste("white", (10, 0, 86, 64))
    return image


@pytest.mark.parametrize("mask_of", [Image.Image.copy, cut_out, half_white])
def test_a_mask_that_cannot_be_told_is_refused(photo, mask_of):
    calm = Image.effect_noise(SIZE, 30).convert("RGB")
    with pytest.raises(RequestError, match="white there and black elsewhere"):
        open_frame(png(mask_of(calm)), photo, SIZE)


@pytest.mark.parametrize("width", [2, 4, 8])
def test_a_thin_line_of_a_large_mask_is_repainted(photo, width):
    mask = Image.new("L", (960, 640))
    ImageDraw.Draw(mask).line((100, 0, 800, 640), fill=255, width=width)
    frame = open_frame(png(mask), photo, SIZE)
    soft = np.asarray(frame.soft)
    assert (soft.max(axis=1) == 255).all()
    assert np.asarray(frame.mask).mean() < 255 * 0.05


def test_a_mask_of_another_size_is_fitted(photo):
    frame = open_frame(mask_bytes((192, 128), (48, 32, 143, 95)), photo, (480, 320))
    assert frame.mask.size == frame.photo.size == (480, 320)
    assert frame.mask.getbbox() == pytest.approx((120, 80, 360, 240), abs=2)
    assert set(np.unique(frame.mask)) == {0, 255}


def test_a_preview_of_another_size_is_fitted(photo):
    frame = open_frame(mask_bytes(), photo, SIZE)
    assert frame.fill(Image.new("RGB", (48, 32))).size == SIZE


def test_another_ratio_is_named(photo):
    with pytest.raises(ValueError, match="mask is 96x96 and the photo 96x64"):
        open_frame(mask_bytes((96, 96)), photo, SIZE)


def test_an_empty_mask_is_named(photo):
    with pytest.raises(ValueError, match="all black"):
        open_frame(mask_bytes(box=None), photo, SIZE)


def test_what_is_no_picture_is_named_as_the_mask(photo):
    with pytest.raises(UploadRefused, match=r"mask: .*JPEG, PNG or WebP"):
        open_frame(b"not a picture", photo, SIZE)


SIDES = st.tuples(st.integers(16, 120), st.integers(16, 120))


@given(SIDES, SIDES, st.data())
def test_a_frame_keeps_the_photo_wherever_its_mask_is_black(size, mask_size, data):
    """Any mask of few or many strokes, hard or soft, brought to any size."""
    grey = Image.new("L", mask_size)
    draw = ImageDraw.Draw(grey)
    corner = st.tuples(st.integers(0, mask_size[0] - 1), st.integers(0, mask_size[1] - 1))
    for a, b in data.draw(st.lists(st.tuples(corner, corner), max_size=4)):
        shade = data.draw(st.integers(0, 255))
        draw.line((a, b), fill=shade, width=data.draw(st.integers(1, 40)))
    photo = Image.effect_noise(size, 90).convert("RGB")
    frame = frame_of(grey, photo, size)
    mask, soft = np.asarray(frame.mask), np.asarray(frame.soft)
    assert mask.shape == soft.shape == size[::-1]
    assert set(np.unique(mask)) <= {0, 255}
    assert (soft <= mask).all()
    filled = np.asarray(frame.fill(Image.new("RGB", size, (255, 0, 0))))
    assert (filled[mask == 0] == np.asarray(frame.photo)[mask == 0]).all()
    assert (filled[soft == 255] == (255, 0, 0)).all()


@given(*[st.tuples(st.integers(64, 150), st.integers(64, 150))] * 2)
def test_a_mask_is_taken_if_it_has_the_photos_ratio(photo_size, mask_size):
    drift = mask_size[0] * photo_size[1] / (mask_size[1] * photo_size[0]) - 1
    white, photo = mask_bytes(mask_size, (0, 0, *mask_size)), Image.new("RGB", photo_size)
    if abs(drift) <= RATIO_TOLERANCE:
        assert open_frame(white, photo, photo_size).mask.getextrema() == (255, 255)
    else:
        with pytest.raises(ValueError, match="same ratio"):
            open_frame(white, photo, photo_size)
