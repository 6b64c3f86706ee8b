"""An engine's two stages alone, as benchmarks paint: no checks, no signature, nothing is shown."""

from typing import NamedTuple

from PIL import Image

from pipeline.engines.base import Engine
from pipeline.request import Request


class Painted(NamedTuple):
    """A picture, and its layout for an edit of it (None where the engine has none)."""

    image: Image.Image
    layout: str | None


def paint(
    engine: Engine,
    request: Request,
    photo: Image.Image | None = None,
    mask: Image.Image | None = None,
) -> Painted:
    """photo: RGB. mask: 8-bit grey of the final picture's size, 255 where to repaint.

    Raises ValueError for a request that the engine does not take.
    """
    request = engine.capabilities.complete(request, photo.size if photo else None)
    conditioning = engine.encode(request, photo, mask)
    *_, written = engine.sample_tokens(conditioning)
    assert written.tokens is not None  # the last progress has them
    *_, painted = engine.decode(conditioning, written.tokens)
    assert painted.image is not None  # likewise
    return Painted(painted.image, written.layout)
