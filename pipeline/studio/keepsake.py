"""A visitor's own character as a file: a picture, cut out, that carries its name."""

import base64
import binascii
import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pipeline.request import MAX_THINGS, is_thing_name

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = "Title"  # of the text chunk, one of those that the PNG specification names
PREFIX = "data:image/png;base64,"


def file_of(name: str, thing: Image.Image) -> bytes:
    """A PNG of a thing (RGBA), its name in a text chunk."""
    info, out = PngInfo(), io.BytesIO()
    info.add_itxt(KEYWORD, name)
    thing.save(out, "PNG", pnginfo=info, optimize=True)
    return out.getvalue()


def kept(name: str, thing: Image.Image) -> dict[str, str]:
    """What the browser keeps of a thing: its name, and its file as an address that holds it."""
    return {"name": name, "picture": PREFIX + str(base64.b64encode(file_of(name, thing)), "ascii")}


def things_of(items: Any) -> tuple[tuple[str, bytes], ...]:
    """Names and files of what the browser kept. It is not trusted: what is no thing is left out."""
    found: dict[str, tuple[str, bytes]] = {}
    for item in items if isinstance(items, list) else []:
        name, picture = (item.get(key) if isinstance(item, dict) else None
                         for key in ("name", "picture"))  # fmt: skip
        if is_thing_name(name) and isinstance(picture, str) and picture.startswith(PREFIX):
            try:
                data = base64.b64decode(picture.removeprefix(PREFIX), validate=True)
            except binascii.Error:
                continue
            found[name.casefold()] = name, data
    return tuple(found.values())[:MAX_THINGS]


def name_in(data: bytes, file: str) -> str:
    """The name that a PNG carries, else that of its file; "" where neither can name a thing."""
    told = (name for keyword, name in _texts(data) if keyword == KEYWORD)
    names = (*told, Path(file).stem.replace("_", " ").replace("-", " "))
    return next((name for name in names if is_thing_name(name)), "")


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Keyword and text of each iTXt chunk that is not compressed."""
    at = len(SIGNATURE) if data.startswith(SIGNATURE) else len(data)
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body, check = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(check) < 4 or struct.unpack(">I", check)[0] != zlib.crc32(kind + body):
            return
        at += 12 + length
        parts = body.split(b"\0", 1)
        if kind == b"iTXt" and len(parts) == 2 and parts[1][:2] == b"\0\0":
            _, _, text = parts[1][2:].partition(b"\0")[2].partition(b"\0")
            yield parts[0].decode("latin-1"), text.decode("utf-8", "replace")
