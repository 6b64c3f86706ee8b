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
        "animated": "The picture is animated. Send a single frame as JPEG, PNG or WebP.",
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
        format: "JPEG", "PNG" or "WEBP", by content and not by name.
        sha256: of `original`, hexadecimal.
    """

    image: Image.Image
    original: bytes
    format: str
    sha256: str
    alpha: Image.Image | None = None


def open_photo(source: Path | str | bytes, limits: UploadLimits = UPLOAD_LIMITS) -> SafePhoto:
    """Read, check and clean an uploaded photo.

    Raises:
        UploadRefused: naming what is allowed, for a file that is too large, too small, too
            long, animated, damaged, or no JPEG, PNG or WebP.
    """
    original = _read(source, limits)
    # Decoders fail on hostile bytes with nearly any exception: all of them mean "damaged".
    try:
        with Image.open(io.BytesIO(original), formats=limits.formats) as header:
            _check_header(header, limits)
            image, alpha = _clean(header)
    except UploadRefused:
        raise
    except Image.UnidentifiedImageError:
        raise UploadRefused("not_a_picture") from None
    except Image.DecompressionBombError:
        raise _too_many_pixels(limits) from None
    except Exception as error:
        raise UploadRefused("damaged") from error
    digest = hashlib.sha256(original).hexdigest()
    return SafePhoto(image, original, _family(header), digest, alpha)


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


def _too_many_pixels(limits: UploadLimits) -> UploadRefused:
    return UploadRefused("many_pixels", most=limits.max_pixels // 10**6)


def _check_header(image: Image.Image, limits: UploadLimits) -> None:
    """Refuse by what the header says, before a single pixel is decoded."""
    width, height = image.size
    if width * height > limits.max_pixels:
        raise _too_many_pixels(limits)
    if min(width, height) < limits.min_side:
        raise UploadRefused("small", width=width, height=height, least=limits.min_side)
    if max(width, height) > limits.max_aspect * min(width, height):
        raise UploadRefused("narrow", width=width, height=height, most=limits.max_aspect)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise UploadRefused("animated")


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
        return Image.fromarray((wide >> 8).astype(np.uint8))
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
