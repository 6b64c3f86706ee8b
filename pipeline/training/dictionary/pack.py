"""Writes the built dictionary: a few zip files of WebP pictures and one index, in fixed bytes."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.model.dictionary.dictionary import INDEX, PACKS

QUALITY = 82  # of lossy WebP: clean at 256 px by eye
ALPHA_QUALITY = 90
SKIN_SIDE = 128  # pixels, of a packed skin mask's longer side
MOST_BYTES = 9_500_000  # of one file
DAY = (2000, 1, 1, 0, 0, 0)  # the date of every packed file, so that bytes do not change


def webp(pixels: NDArray[np.uint8]) -> bytes:
    """(H, W, 4) uint8 as lossy WebP with alpha."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(
        buffer, "WEBP", quality=QUALITY, alpha_quality=ALPHA_QUALITY, method=6
    )
    return buffer.getvalue()


def packed_mask(mask: NDArray[np.uint8]) -> bytes:
    """(H, W) uint8 as a small lossless WebP of two values."""
    picture = Image.fromarray(mask)
    picture.thumbnail((SKIN_SIDE, SKIN_SIDE), Image.Resampling.BOX)
    buffer = io.BytesIO()
    picture.point(lambda value: 255 * (value > 127)).save(buffer, "WEBP", lossless=True, method=6)
    return buffer.getvalue()


def _volumes(files: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    volume: list[tuple[str, bytes]] = []
    size = 0
    for name, data in files:
        if volume and size + len(data) > MOST_BYTES:
            yield volume
            volume, size = [], 0
        volume.append((name, data))
        size += len(data) + 2 * len(name) + 100
    if volume:
        yield volume


def write(folder: Path, files: Iterable[tuple[str, bytes]], index: dict[str, Any]) -> int:
    """Writes a dictionary that `Dictionary.load` reads. Returns its bytes.

    Files of an earlier build in the folder are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(PACKS):
        old.unlink()
    return add(folder, files, index)


def add(folder: Path, files: Iterable[tuple[str, bytes]], index: dict[str, Any]) -> int:
    """Packs further files beside those in the folder, which keep their bytes, and a new index.

    Returns the bytes of what was written.
    """
    written = []
    for number, volume in enumerate(_volumes(files), 1 + len(list(folder.glob(PACKS)))):
        path = folder / f"drawings-{number}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name, data in volume:
                archive.writestr(zipfile.ZipInfo(name, DAY), data)
        written.append(path)
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path = folder / INDEX
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode())
    return sum(each.stat().st_size for each in (*written, path))


def read_index(folder: Path) -> dict[str, Any]:
    """The index of a packed dictionary."""
    with gzip.open(folder / INDEX) as file:
        return json.load(file)
