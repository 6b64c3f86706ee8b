"""The upload sanitiser: it reads untrusted bytes and returns a new RGB picture.

Only the pixels survive: no EXIF, GPS, text chunk, colour profile or bytes after the end.
"""

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from PIL import Image, ImageCms, ImageOps

from safety.errors import UserError
from safety.policy import UPLOAD_LIMITS, UploadLimits

# The brands of files of the ISO family that phones save, by what people call them.
_PHONE_FORMATS = dict.fromkeys((b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1"), "HEIC")
_PHONE_FORMATS |= dict.fromkeys((b"avif", b"avis"), "AVIF")
_SRGB = ImageCms.createProfile("sRGB")


class UploadRefused(UserError):
    """The file is not a photo that we accept.

    A file that is not the photo itself names its part of the request as the value `of`, such as
    "mask"; the message then begins with it.
    """

    MESSAGES: ClassVar = {
        "unreadable_file": "The photo cannot be read: {reason}.",
        "empty_file": "The file is empty. Use JPEG, PNG or WebP.",
        "large_file": "The file is too large. At most {most} MB.",
        "not_a_picture": "The file is not a picture we can read. Use JPEG, PNG or WebP.",
        "damaged": "The picture is damaged or incomplete. Save it again as JPEG, PNG or WebP.",
        "many_pixels": "The picture has too many pixels. At most {most} megapixels.",
        "small": "The picture is {width}x{height}. Each side needs at least {least} pixels.",
        "narrow": "The picture is {width}x{height}. "
        "The long side may be at most {most:g} times the short one.",
        "phone_format": "The photo is a {format} file, which cannot be read here. Share or save it "
        "as JPEG, PNG or WebP (iPhone: Settings, Camera, Formats, Most Compatible).",
    }

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, **values)
        if part := values.get("of"):
            self.args = (f"The {part}: {self}",)

    def of(self, part: str) -> Self:
        """The same refusal for a part of the request, such as "mask"."""
        return type(self)(self.code, **self.values | {"of": part})


@dataclass(frozen=True)
class SafePhoto:
    """A checked photo.

    Args:
        image: RGB, upright, sRGB, without any metadata.
        alpha: 8-bit grey of the image's size where the file has transparency, which the image shows
            as white; None for a file without.
        original: the bytes as sent, so that Content Credentials in them can be kept.
        format: "JPEG", "PNG", "WEBP" or "GIF", by content and not by name.
        sha256: of `original`, hexadecimal.
        animated: the file has several frames, of which the image is the first.
    """

    image: Image.Image
    original: bytes
    format: str
    sha256: str
    alpha: Image.Image | None = None
    animated: bool = False


def open_photo(source: Path | str | bytes, limits: UploadLimits = UPLOAD_LIMITS) -> SafePhoto:
    """Read, check and clean an uploaded photo.

    Of an animated file it is the first frame. A JPEG of more than 40 megapixels, as phones take
    them, becomes half as wide and high.

    Raises:
        UploadRefused: naming what is allowed, for a file that is too large, too small, too
            long, damaged, or no JPEG, PNG or WebP.
    """
    original = _read(source, limits)
    # Decoders fail on hostile bytes with nearly any exception: all of them mean "damaged".
    try:
        with Image.open(io.BytesIO(original), formats=limits.formats) as header:
            _check_header(header, limits)
            animated = _family(header) != "JPEG" and getattr(header, "is_animated", False)
            if header.width * header.height > limits.max_pixels:
                header.draft(None, (header.width // 2, header.height // 2))
            image, alpha = _clean(header)
    except UploadRefused:
        raise
    except Image.UnidentifiedImageError:
        raise _unknown(original) from None
    except Image.DecompressionBombError:
        raise _too_many_pixels(limits.max_pixels) from None
    except Exception as error:
        raise UploadRefused("damaged") from error
    digest = hashlib.sha256(original).hexdigest()
    return SafePhoto(image, original, _family(header), digest, alpha, animated)


def _read(source: Path | str | bytes, limits: UploadLimits) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with open(source, "rb") as file:
                data = file.read(limits.max_bytes + 1)  # never more than the cap in memory
        except OSError as error:
            raise UploadRefused("unreadable_file", reason=error.strerror) from error
    if not data:
        raise UploadRefused("empty_file")
    if len(data) > limits.max_bytes:
        raise UploadRefused("large_file", most=limits.max_bytes >> 20)
    return data


def _family(image: Image.Image) -> str:
    # Phones append a depth or gain map to a JPEG; Pillow calls such a file MPO.
    return "JPEG" if image.format == "MPO" else str(image.format)


def _unknown(data: bytes) -> UploadRefused:
    """Why bytes are no picture we read: phones' own formats are named."""
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in _PHONE_FORMATS:
        return UploadRefused("phone_format", format=_PHONE_FORMATS[brand])
    return UploadRefused("not_a_picture")


def _too_many_pixels(most: int) -> UploadRefused:
    return UploadRefused("many_pixels", most=most // 10**6)


def _check_header(image: Image.Image, limits: UploadLimits) -> None:
    """Refuse by what the header says, before a single pixel is decoded."""
    width, height = image.size
    jpeg = _family(image) == "JPEG"
    most = max(limits.max_pixels, limits.max_jpeg_pixels) if jpeg else limits.max_pixels
    if width * height > most:
        raise _too_many_pixels(most)
    if min(width, height) < limits.min_side:
        raise UploadRefused("small", width=width, height=height, least=limits.min_side)
    if max(width, height) > limits.max_aspect * min(width, height):
        raise UploadRefused("narrow", width=width, height=height, most=limits.max_aspect)


def _clean(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Decode into a fresh upright sRGB picture, and its alpha if it has one, that share nothing
    with the file."""
    image.load()
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    pixels = _to_srgb(_flatten(image), image.info.get("icc_profile"))
    # EXIF alone: Pillow would follow an orientation in XMP too, which no browser does.
    exif = image.info.get("exif")
    return _fresh(pixels, exif), None if alpha is None else _fresh(alpha, exif)


def _fresh(pixels: Image.Image, exif: bytes | None) -> Image.Image:
    """A copy of the pixels alone, turned upright."""
    pixels.info = {"exif": exif} if exif else {}
    with suppress(Exception):  # broken EXIF beside sound pixels is no reason to refuse the photo
        ImageOps.exif_transpose(pixels, in_place=True)
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    return fresh


def _flatten(image: Image.Image) -> Image.Image:
    """To 8-bit L, RGB or CMYK; transparency becomes white."""
    if image.mode.startswith("I"):  # 16-bit greyscale: convert() would clip, not scale
        wide = np.asarray(image).astype(np.uint32)
        shift = 8 if wide.max() > 255 else 0  # some programs save 0 to 255 in 16 bits
        return Image.fromarray((wide >> shift).astype(np.uint8))
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a broken profile: the plain conversion is what every viewer shows
        if converted is not None:
            return converted
    return image.convert("RGB")
