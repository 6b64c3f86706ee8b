import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from pipeline.benchmarks.fuzz import corpus, fuzz
from safety.image.upload import UploadRefused, open_photo
from safety.policy import UploadLimits
from tests.safety.image.profiles import ADOBE_RGB, DISPLAY_P3, display_profile


def corner(image):
    return image.getpixel((2, 2))


def png_header(width, height):
    """A PNG that claims a size, with a few bytes of pixels."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_its_pixels_and_its_bytes(encoded, picture, format):
    data = encoded(format)
    photo = open_photo(data)
    assert (photo.format, photo.original) == (format, data)
    assert (photo.image.mode, photo.image.size) == ("RGB", picture.size)
    difference = np.asarray(photo.image, int) - np.asarray(picture, int)
    assert abs(difference).mean() < 3


def test_transparency_is_white_in_the_picture_and_is_kept_beside_it(encoded):
    cut = Image.new("RGBA", (80, 70), (200, 0, 0, 255))
    cut.paste((0, 0, 200, 0), (0, 0, 40, 70))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    photo = open_photo(encoded("PNG", cut, exif=exif))
    assert photo.image.size == photo.alpha.size == (70, 80)
    assert photo.alpha.mode == "L" and photo.alpha.info == {}
    assert (photo.image.getpixel((9, 9)), photo.alpha.getpixel((9, 9))) == ((255,) * 3, 0)
    assert (photo.image.getpixel((9, 70)), photo.alpha.getpixel((9, 70))) == ((200, 0, 0), 255)
    assert open_photo(encoded("JPEG")).alpha is None


def test_a_path_reads_like_its_bytes(encoded, tmp_path):
    (tmp_path / "holiday.txt").write_bytes(encoded("PNG"))
    assert open_photo(tmp_path / "holiday.txt").sha256 == open_photo(encoded("PNG")).sha256


def test_nothing_but_pixels_survives(encoded, picture):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (35.0, 41.0, 0.0)
    data = encoded("JPEG", exif=exif, comment=b"secret") + b"<script>tail</script>"
    image = open_photo(data).image
    assert image.info == {}
    assert len(image.getexif()) == 0
    again = io.BytesIO()
    image.save(again, "PNG")
    assert b"secret" not in again.getvalue() and b"tail" not in again.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_makes_the_photo_upright(orientation):
    upright = Image.new("RGB", (120, 80), "white")
    upright.paste("red", (0, 0, 60, 40))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(undo[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    out = io.BytesIO()
    stored.save(out, "PNG", exif=exif)
    assert open_photo(out.getvalue()).image.tobytes() == upright.tobytes()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("with_exif", [False, True])
def test_an_orientation_in_xmp_is_ignored_as_browsers_do(encoded, picture, format, with_exif):
    xmp = '<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
    options = {"xmp": xmp.encode()}
    if format == "PNG":
        options = {"pnginfo": PngImagePlugin.PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp)
    if with_exif:
        options["exif"] = Image.Exif()
        options["exif"][ExifTags.Base.Software] = "a camera"
    data = encoded(format, **options)
    assert Image.open(io.BytesIO(data)).getexif()[ExifTags.Base.Orientation] == 6
    assert open_photo(data).image.size == picture.size


def test_broken_exif_is_ignored(encoded):
    assert open_photo(encoded("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")).image.mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_png_mode_becomes_rgb(encoded, mode):
    image = Image.new("L", (80, 70), 255).convert("I;16" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.fromarray(np.full((70, 80), 0x80FF, np.uint16))
    photo = open_photo(encoded("PNG", image=image))
    assert photo.image.mode == "RGB"
    assert corner(photo.image) == ((128,) * 3 if mode == "I;16" else (255,) * 3)


def test_transparency_becomes_white(encoded):
    clear = Image.new("RGBA", (80, 80), (255, 0, 0, 0))
    assert corner(open_photo(encoded("PNG", image=clear)).image) == (255, 255, 255)
    palette = Image.new("P", (80, 80), 0)
    palette.putpalette([0, 0, 255])
    data = encoded("PNG", image=palette, transparency=0)
    assert corner(open_photo(data).image) == (255, 255, 255)


def test_cmyk_jpeg_keeps_its_colour(encoded):
    red = Image.new("RGB", (80, 80), (230, 20, 20)).convert("CMYK")
    got = corner(open_photo(encoded("JPEG", image=red)).image)
    assert got[0] > 200 and max(got[1:]) < 60


def test_colour_profile_is_applied(encoded):
    grey = Image.new("RGB", (80, 80), (100, 150, 200))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain = corner(open_photo(encoded("PNG", image=grey)).image)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with_srgb = corner(open_photo(encoded("PNG", image=grey, icc_profile=srgb)).image)
    assert (
        plain == (100, 150, 200)
        and max(abs(a - b) for a, b in zip(plain, with_srgb, strict=True)) <= 1
    )
    # a profile of another class, or rubbish, falls back to the plain pixels
    assert corner(open_photo(encoded("PNG", image=grey, icc_profile=b"rubbish")).image) == plain
    assert open_photo(encoded("PNG", image=grey, icc_profile=lab)).image.mode == "RGB"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("primaries", "expected"), [(DISPLAY_P3, (215, 93, 43)), (ADOBE_RGB, (226, 100, 55))]
)
def test_the_wider_colours_of_cameras_become_srgb(encoded, format, primaries, expected):
    orange = Image.new("RGB", (80, 80), (200, 100, 60))
    data = encoded(format, image=orange, icc_profile=display_profile(primaries))
    assert corner(open_photo(data).image) == pytest.approx(expected, abs=4)


@pytest.mark.parametrize("deep", [40, 255, 10_000])
def test_grey_of_16_bits_keeps_its_range(encoded, deep):
    image = Image.fromarray(np.full((80, 80), deep, np.uint16))
    value = corner(open_photo(encoded("PNG", image=image)).image)[0]
    assert value == (deep if deep <= 255 else deep >> 8)


def test_a_phones_jpeg_with_a_second_picture_is_a_jpeg(encoded, picture):
    data = encoded("MPO", save_all=True, append_images=[picture.resize((64, 64))])
    photo = open_photo(data)
    assert (photo.format, photo.image.size) == ("JPEG", picture.size)


@pytest.mark.parametrize(
    ("size", "message"),
    [((1, 1), "at least 64"), ((63, 200), "at least 64"), ((1000, 64), "at most 4 times")],
)
def test_odd_shapes_are_refused(encoded, size, message):
    with pytest.raises(UploadRefused, match=message):
        open_photo(encoded("PNG", image=Image.new("RGB", size)))


@pytest.mark.parametrize("size", [(10_000, 10_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_header(size):
    with pytest.raises(UploadRefused, match="40 megapixels"):
        open_photo(png_header(*size))


def test_a_text_chunk_bomb_is_refused(encoded):
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "x" * 3_000_000, zip=True)
    with pytest.raises(UploadRefused):
        open_photo(encoded("PNG", pnginfo=info))


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF"])
def test_of_an_animation_the_first_frame_is_taken_and_told(encoded, picture, format):
    data = encoded(format, save_all=True, append_images=[picture.rotate(90)], lossless=True)
    photo = open_photo(data)
    assert photo.animated and not open_photo(encoded(format)).animated
    if format == "GIF":  # of 256 colours
        with Image.open(io.BytesIO(data)) as gif:
            picture = gif.convert("RGB")
    assert photo.image.tobytes() == picture.tobytes()


def test_a_large_photo_of_a_phone_is_taken_at_half_its_size(encoded):
    large = Image.new("L", (8_000, 6_000), 200)
    photo = open_photo(encoded("JPEG", image=large))
    assert (photo.image.size, photo.image.mode) == ((4_000, 3_000), "RGB")


def test_a_jpeg_bomb_is_refused_by_its_header(encoded):
    data = encoded("JPEG")
    place = data.index(b"\xff\xc0") + 5
    with pytest.raises(UploadRefused, match="70 megapixels"):
        open_photo(data[:place] + (9_000).to_bytes(2) * 2 + data[place + 4 :])


@pytest.mark.parametrize(
    ("brand", "name"), [(b"heic", "HEIC"), (b"mif1", "HEIC"), (b"avif", "AVIF")]
)
def test_a_phones_own_format_is_named(brand, name):
    with pytest.raises(UploadRefused, match=f"{name} file.*JPEG, PNG or WebP"):
        open_photo(b"\0\0\0\x1cftyp" + brand + bytes(200))


@pytest.mark.parametrize("format", ["BMP", "TIFF", "ICO", "PPM", "PDF"])
def test_other_formats_are_refused_whatever_their_name(encoded, tmp_path, format):
    path = tmp_path / "renamed.jpg"
    path.write_bytes(encoded(format))
    with pytest.raises(UploadRefused, match="JPEG, PNG or WebP"):
        open_photo(path)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'/>",
        b"PK\x03\x04" + bytes(100),
        b"plain text",
        b"\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"\x89PNG\r\n\x1a\n",
        b"",
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(UploadRefused, match="JPEG, PNG or WebP"):
        open_photo(data)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_photo_is_refused(encoded, format):
    data = encoded(format)
    with pytest.raises(UploadRefused, match="JPEG, PNG or WebP"):
        open_photo(data[: len(data) // 2])


def test_size_in_bytes_is_limited(encoded):
    data = encoded("PNG")
    with pytest.raises(UploadRefused, match="At most 25 MB"):
        open_photo(data + bytes(25 * 2**20))
    assert open_photo(data, UploadLimits(max_bytes=len(data))).format == "PNG"


@pytest.mark.parametrize("name", ["missing.jpg", "."])
def test_an_unreadable_path_is_refused(tmp_path, name):
    with pytest.raises(UploadRefused, match="cannot be read"):
        open_photo(tmp_path / name)


FILES = list(corpus().values())


@st.composite
def damaged(draw):
    """A file with bytes replaced, put in or taken out in up to three places."""
    data = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from([0, 1, 2, 4, 40, len(data)]))
        other = draw(st.sampled_from(FILES))[-draw(st.integers(1, 2000)) :]
        data = data[:start] + draw(st.binary(max_size=8) | st.just(other)) + data[end:]
    return data


@given(damaged())
@settings(deadline=None, max_examples=500)
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_file_is_a_clean_picture_or_refused(data):
    """The benchmark does a hundred thousand, by other damages."""
    try:
        photo = open_photo(data)
    except UploadRefused:
        return
    assert (photo.image.mode, photo.image.info, photo.original) == ("RGB", {}, data)
    assert photo.format in ("JPEG", "PNG", "WEBP", "GIF")


def test_the_fuzzer_finds_nothing_uncaught():
    outcome = fuzz(200, seed=1)
    assert outcome.uncaught == ()
    assert outcome.answers["refused"] > 100 and outcome.answers.keys() > {"JPEG", "PNG", "WEBP"}
    assert outcome.memory < 500


def test_the_fuzzer_reports_what_is_not_caught(monkeypatch):
    monkeypatch.setattr("pipeline.benchmarks.fuzz.open_photo", lambda data: data["format"])
    assert len(fuzz(3).uncaught) == fuzz(3).count > 3
