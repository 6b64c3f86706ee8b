"""Animated GIF with an XMP block: 256 colours for all frames, dithered, so that the mark stays."""

import io
from collections.abc import Sequence

from PIL import Image

COLOURS = 256
_SIDE = 128  # pixels of a frame from which the colours are chosen
_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"  # ends a reader's walk (XMP part 3, 1.1.2)


def encode(frames: Sequence[Image.Image], milliseconds: int, xmp: bytes) -> bytes:
    """The file's bytes. frames: RGB, of one size; each is shown for `milliseconds`, for ever. GIF
    counts in hundredths of a second."""
    colours = _palette(frames)
    dither = Image.Dither.FLOYDSTEINBERG
    first, *others = (frame.quantize(palette=colours, dither=dither) for frame in frames)
    out = io.BytesIO()
    first.save(
        out,
        "GIF",
        save_all=True,
        append_images=others,
        duration=milliseconds,
        loop=0,
        optimize=False,
        disposal=1,
    )
    return _with_xmp(out.getvalue(), xmp)


def _palette(frames: Sequence[Image.Image]) -> Image.Image:
    """The colours of all frames: a still part must not change its own from one to the next."""
    small = [frame.copy() for frame in frames]
    for one in small:
        one.thumbnail((_SIDE, _SIDE))
    sheet = Image.new("RGB", (small[0].width, small[0].height * len(small)))
    for number, one in enumerate(small):
        sheet.paste(one, (0, number * one.height))
    return sheet.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=2)


def _with_xmp(data: bytes, xmp: bytes) -> bytes:
    """The application extension goes behind the global table of colours. Older readers walk through
    the packet as if it were blocks, until the trailer leads them out."""
    flags = data[10]
    table = 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
    head = 13 + table
    return data[:head] + b"\x21\xff\x0bXMP DataXMP" + xmp + _TRAILER + data[head:]
