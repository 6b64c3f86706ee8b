"""Hostile input: files for the sanitiser, whole ones and endless damage to them, and prompts as
long as they may be, each hard for some step of the prompt gate."""

import io
import resource
import struct
import time
import zlib
from collections import Counter
from dataclasses import dataclass

import numpy as np
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from safety.image.upload import UploadRefused, open_photo
from safety.policy import MAX_PROMPT_CHARACTERS
from safety.prompt.everyday import everyday_prompts

_LENGTHS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


@dataclass(frozen=True)
class Outcome:
    """What happened to `count` files: answers by kind, the slowest in seconds, memory in MiB."""

    count: int
    answers: dict[str, int]
    uncaught: tuple[str, ...]
    slowest: float
    memory: float


def corpus() -> dict[str, bytes]:
    """Small whole files of every feature that a decoder has code for."""
    ramp = np.linspace(0, 255, 96 * 80 * 3).reshape(80, 96, 3).astype(np.uint8)
    image = Image.fromarray(ramp)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (35.0, 41.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "<x/>" * 50, zip=True)
    text.add_text("comment", "hello " * 50, zip=True)
    clear = image.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    return {
        "jpeg": _encode(image, "JPEG", exif=exif, icc_profile=profile, comment=b"hi"),
        "jpeg progressive": _encode(image, "JPEG", progressive=True, subsampling=0),
        "jpeg cmyk": _encode(image.convert("CMYK"), "JPEG"),
        "jpeg grey": _encode(image.convert("L"), "JPEG"),
        "mpo": _encode(image, "MPO", save_all=True, append_images=[image.rotate(180)]),
        "png": _encode(image, "PNG", exif=exif, icc_profile=profile, pnginfo=text),
        "png rgba": _encode(clear, "PNG"),
        "png palette": _encode(image.convert("P"), "PNG", transparency=3),
        "png one bit": _encode(image.convert("1"), "PNG"),
        "png 16 bit": _encode(Image.fromarray(ramp[..., 0].astype(np.uint16) * 257), "PNG"),
        "apng": _encode(image, "PNG", save_all=True, append_images=[image.rotate(90)]),
        "webp": _encode(image, "WEBP", exif=exif, icc_profile=profile),
        "webp lossless": _encode(clear, "WEBP", lossless=True),
        "webp animated": _encode(image, "WEBP", save_all=True, append_images=[image.rotate(90)]),
        "gif": _encode(image, "GIF"),
        "tiff": _encode(image, "TIFF"),
        "bmp": _encode(image, "BMP"),
        "png bomb": _huge_png(30_000, 30_000),
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'/>",
        "zip": b"PK\x03\x04" + bytes(200),
    }


def _encode(image: Image.Image, format: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def _huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def damaged(files: list[bytes], rng: np.random.Generator) -> bytes:
    """One file with one to three kinds of damage."""
    data = bytearray(files[rng.integers(len(files))])
    for _ in range(rng.integers(1, 4)):
        data = _DAMAGES[rng.integers(len(_DAMAGES))](data, files, rng)
    return bytes(data)


def _overwrite(data: bytearray, _: list[bytes], rng: np.random.Generator) -> bytearray:
    for _number in range(rng.integers(1, 12)):
        if data:
            data[rng.integers(len(data))] = rng.integers(256)
    return data


def _overwrite_head(data: bytearray, _: list[bytes], rng: np.random.Generator) -> bytearray:
    if data:
        data[rng.integers(min(64, len(data)))] = rng.integers(256)
    return data


def _length(data: bytearray, _: list[bytes], rng: np.random.Generator) -> bytearray:
    """A number that means a size somewhere, far too large or small."""
    value = _LENGTHS[rng.integers(len(_LENGTHS))]
    form = (">I", "<I", ">H", "<H")[rng.integers(4)]
    raw = struct.pack(form, value & (0xFFFFFFFF if form[1] == "I" else 0xFFFF))
    place = int(rng.integers(max(1, len(data))))
    data[place : place + len(raw)] = raw
    return data


def _cut(data: bytearray, _: list[bytes], rng: np.random.Generator) -> bytearray:
    return data[: rng.integers(len(data) + 1)]


def _splice(data: bytearray, files: list[bytes], rng: np.random.Generator) -> bytearray:
    other = files[rng.integers(len(files))]
    return data[: rng.integers(len(data) + 1)] + other[rng.integers(len(other) + 1) :]


def _repeat(data: bytearray, _: list[bytes], rng: np.random.Generator) -> bytearray:
    start = int(rng.integers(len(data) + 1))
    end = min(len(data), start + int(rng.integers(1, 400)))
    return data[:end] + data[start:end] * int(rng.integers(1, 8)) + data[end:]


def _append(data: bytearray, _: list[bytes], rng: np.random.Generator) -> bytearray:
    return data + rng.bytes(int(rng.integers(1, 300)))


_DAMAGES = (_overwrite, _overwrite_head, _length, _cut, _splice, _repeat, _append)


def hostile_prompts() -> dict[str, str]:
    """What is hard about it -> the prompt, of up to MAX_PROMPT_CHARACTERS."""
    rng = np.random.default_rng(0)
    points = rng.integers(32, 0x10FFFF, 32_000)
    points[(points >= 0xD800) & (points < 0xE000)] = 32
    prompts = {
        "words": " ".join(everyday_prompts(700, seed=3)),
        "one letter": "a" * 32_000,
        "spaced": "n " * 16_000,
        "spaced words": " ".join("amanisshotinthehouse" * 800),
        "hyphens": "a-" * 16_000,
        "leet": "a1b2 " * 6_400,
        "leet in one word": "a1" * 16_000,
        "marks": "!" * 32_000,
        "combining": "a" + "\u0301" * 31_999,
        "ligatures": "\ufdfa" * 32_000,
        "emoji": "🐱" * 32_000,
        "zero width": "\u200b" * 32_000,
        "right to left": "قطة " * 8_000,
        "no spaces": "猫と家" * 10_000,
        "random": "".join(map(chr, points)),
        "lone surrogates": "\ud800" * 100,
        "newlines": "\n" * 32_000,
        "empty": "",
    }
    return {name: text[:MAX_PROMPT_CHARACTERS] for name, text in prompts.items()}


def fuzz(mutations: int, seed: int = 0) -> Outcome:
    """The corpus itself and `mutations` damaged files through `open_photo`."""
    files = list(corpus().values())
    rng = np.random.default_rng(seed)
    answers: Counter[str] = Counter()
    uncaught, slowest, before = [], 0.0, _peak()
    for number in range(len(files) + mutations):
        data = files[number] if number < len(files) else damaged(files, rng)
        began = time.perf_counter()
        try:
            answers[open_photo(data).format] += 1
        except UploadRefused:
            answers["refused"] += 1
        except Exception as error:
            uncaught.append(f"{type(error).__name__} at mutation {number - len(files)}: {error}")
        slowest = max(slowest, time.perf_counter() - began)
    total = len(files) + mutations
    return Outcome(total, dict(answers), tuple(uncaught), slowest, _peak() - before)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
