"""The tiny engine's tokens and pixels, held against a committed file.

The same seeds must give the same picture.

A change that is meant to alter pictures makes the file anew, and its commit says why:

    python tests/engines/embedded/test_pixels.py

The file has, for each case, the token list and a thumbnail of 32x32 pixels (8-bit RGB), and the
words of the described picture. Thumbnails may differ by rounding, since processors round
differently; tokens and words may not.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.request import Request
from pipeline.wording import ENGLISH

GOLDEN = Path(__file__).parents[2] / "data" / "tiny_pixels.npz"
THUMBNAIL = (32, 32)
MEAN_TOLERANCE, LARGEST_TOLERANCE = 0.5, 4  # in 8-bit steps
PROMPT = "two white cats by a blue house at night"
SMALL = {"size": (256, 256), "steps": 3}


class Painted(NamedTuple):
    tokens: np.ndarray  # (N,) integers
    image: Image.Image
    layout: str | None


def run(
    engine: EmbeddedEngine,
    request: Request,
    photo: Image.Image | None = None,
    mask: Image.Image | None = None,
) -> Painted:
    """The engine's two stages alone, without the journey's checks and signature."""
    request = engine.capabilities.complete(request, photo.size if photo else None)
    conditioning = engine.encode(request, photo, mask)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    return Painted(written.tokens.numpy(), painted.image, written.layout)


def photo() -> Image.Image:
    """A calm landscape, drawn here so that no file format rounds it."""
    image = Image.new("RGB", (300, 200), (150, 190, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 120, 300, 200), fill=(90, 140, 70))
    draw.polygon([(40, 120), (110, 50), (180, 120)], fill=(120, 120, 130))
    return image


def text(engine: EmbeddedEngine) -> Painted:
    return run(engine, Request(PROMPT, seed=1, **SMALL))


def candidates(engine: EmbeddedEngine) -> Painted:
    wide = {"size": (320, 256), "steps": 3}
    return run(engine, Request(PROMPT, seed=2, candidates=2, **wide))


def painting(engine: EmbeddedEngine) -> Painted:
    request = Request("at sunset", photo=b"", seed=3, strength=0.8, **SMALL)
    return run(engine, request, photo())


def edit(engine: EmbeddedEngine) -> Painted:
    first = text(engine)
    request = Request("make it noon", b"", seed=4, task="edit", **SMALL)
    return run(engine, replace(request, layout=first.layout), first.image)


def inpaint(engine: EmbeddedEngine) -> Painted:
    request = Request("a red lantern", photo=b"", mask=b"", seed=5, **SMALL)
    size = engine.capabilities.complete(request, photo().size).size
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).ellipse((120, 40, 220, 150), fill=255)
    return run(engine, request, photo(), mask)


def variation(engine: EmbeddedEngine) -> Painted:
    return run(engine, Request("", b"", seed=6, task="variation", **SMALL), photo())


CASES: dict[str, Callable[[EmbeddedEngine], Painted]] = {
    "text_to_image": text,
    "candidates": candidates,
    "photo_to_painting": painting,
    "edit": edit,
    "inpaint": inpaint,
    "variation": variation,
}


def thumbnail(image: Image.Image) -> np.ndarray:
    """(32, 32, 3) 8-bit."""
    return np.asarray(image.convert("RGB").resize(THUMBNAIL, Image.Resampling.BOX))


def described(engine: EmbeddedEngine) -> str:
    return ENGLISH.describe(engine.describe(photo()))


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine.tiny()


@pytest.fixture(scope="module")
def golden() -> dict[str, np.ndarray]:
    with np.load(GOLDEN) as file:
        return dict(file)


def test_every_case_is_in_the_file(golden):
    parts = {f"{name}.{part}" for name in CASES for part in ("tokens", "pixels")}
    assert golden.keys() == parts | {"describe"}


@pytest.mark.parametrize("name", CASES)
def test_tokens_and_pixels_are_those_of_the_file(engine, golden, name):
    made = CASES[name](engine)
    assert made.tokens.tolist() == golden[f"{name}.tokens"].tolist()
    wanted = golden[f"{name}.pixels"].astype(int)
    difference = np.abs(thumbnail(made.image).astype(int) - wanted)
    assert difference.mean() <= MEAN_TOLERANCE and difference.max() <= LARGEST_TOLERANCE


def test_a_description_is_that_of_the_file(engine, golden):
    assert described(engine) == str(golden["describe"])


def test_another_seed_would_be_noticed(engine, golden):
    """The tolerance is far below what any real change of the picture does."""
    made = run(engine, Request(PROMPT, seed=99, **SMALL))
    difference = np.abs(thumbnail(made.image).astype(int) - golden["text_to_image.pixels"])
    assert difference.mean() > 4 * MEAN_TOLERANCE and difference.max() > LARGEST_TOLERANCE


def write_file() -> None:
    """Make the golden file from the code as it is."""
    engine = EmbeddedEngine.tiny()
    arrays = {"describe": np.array(described(engine))}
    for name, case in CASES.items():
        made = case(engine)
        arrays[f"{name}.tokens"] = made.tokens.astype(np.int32)
        arrays[f"{name}.pixels"] = thumbnail(made.image)
    GOLDEN.parent.mkdir(exist_ok=True)
    np.savez_compressed(GOLDEN, **arrays)


if __name__ == "__main__":
    sys.exit(write_file())
