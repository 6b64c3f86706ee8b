"""Encode a picture with a readable XMP block, so that other programs see how it was made."""

import html
import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PIL import Image, PngImagePlugin

from safety.errors import UserError
from safety.provenance import gif

CREATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
ADDED = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
_MIMES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
LEAST_QUALITY = 50  # of a JPEG or WebP: the watermark is found in all that were measured
_NAMESPACE = "https://enogu.org/ns/1.0/"
_SETTINGS = re.compile(rb'enogu:settings="([^"]*)"')
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Enogu"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 Iptc4xmpExt:DigitalSourceType="{source_type}"
 xmlns:enogu="{namespace}" enogu:settings="{settings}"/></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class WrongPictureFile(UserError):
    """A file of a format that carries no Content Credentials here, or one that cannot be read."""

    MESSAGES: ClassVar = {
        "format": "format must be png, jpeg or webp, not {format!r}",
        "unknown_file": "The file is no picture we know. Use PNG, JPEG, WebP or GIF.",
        "unreadable_file": "The file cannot be read: {reason}.",
    }


def read_file(source: Path | str | bytes) -> bytes:
    """The bytes of a file, or the given bytes themselves.

    Raises:
        WrongPictureFile: the file cannot be read.
    """
    if isinstance(source, bytes):
        return source
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise WrongPictureFile("unreadable_file", reason=error.strerror) from error


def media_type(data: bytes) -> str:
    """MIME type by content.

    Raises:
        WrongPictureFile: neither PNG, JPEG, WebP nor GIF.
    """
    for magic, mime in _MIMES.items():
        if data.startswith(magic) and (mime != "image/webp" or data[8:12] == b"WEBP"):
            return mime
    raise WrongPictureFile("unknown_file")


def encode(
    image: Image.Image,
    format: str,
    settings: Mapping[str, Any],
    from_photo: bool = False,
    quality: int = 95,
) -> bytes:
    """The file's bytes, unsigned.

    Args:
        image: RGB, or RGBA for a PNG or WebP.
        format: "png", "jpeg" or "webp".
        settings: JSON-ready; what makes this picture again.
        from_photo: a photo was painted over, so the source type is "composite".
        quality: of a JPEG or WebP, up to 100; below 50 it is 50, which the watermark outlives.

    Raises:
        WrongPictureFile: another format.
    """
    xmp = _packet(settings, COMPOSITE if from_photo else CREATED)
    out, fine = io.BytesIO(), max(quality, LEAST_QUALITY)
    if format == "png":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp)
        image.save(out, "PNG", pnginfo=info)
    elif format == "jpeg":
        image.save(out, "JPEG", quality=fine, subsampling=0, xmp=xmp.encode())
    elif format == "webp":
        image.save(out, "WEBP", quality=fine, xmp=xmp.encode())
    else:
        raise WrongPictureFile("format", format=format)
    return out.getvalue()


def encode_moving(
    frames: Sequence[Image.Image],
    milliseconds: int,
    settings: Mapping[str, Any],
    from_photo: bool = False,
) -> bytes:
    """The bytes of a GIF, unsigned, that plays its frames (RGB) for ever. milliseconds: of each;
    settings, from_photo: as of `encode`."""
    xmp = _packet(settings, COMPOSITE if from_photo else CREATED)
    return gif.encode(frames, milliseconds, xmp.encode())


def read_settings(data: bytes) -> dict[str, Any] | None:
    """The settings in a file's XMP block, None when it has none, or anything else in their place.
    They carry no proof."""
    found = _SETTINGS.search(data)
    if found is None:
        return None
    try:
        settings = json.loads(
            html.unescape(found[1].decode()), parse_constant=_no_number, parse_float=_finite
        )
    except (ValueError, RecursionError):
        return None
    return settings if isinstance(settings, dict) and _is_flat(settings) else None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    if math.isinf(number := float(digits)):
        raise ValueError("the number is too large")
    return number


def _is_flat(settings: Mapping[str, Any]) -> bool:
    """Whether lists and objects in the settings hold none of their own."""
    inner = [item for item in settings.values() if isinstance(item, list | dict)]
    parts = [part for item in inner for part in (item if isinstance(item, list) else item.values())]
    return not any(isinstance(part, list | dict) for part in parts)


def _packet(settings: Mapping[str, Any], source_type: str) -> str:
    # ASCII JSON: XML forbids control characters, and JSON escapes them.
    text = html.escape(json.dumps(dict(settings)), quote=True)
    return _XMP.format(source_type=source_type, namespace=_NAMESPACE, settings=text)
