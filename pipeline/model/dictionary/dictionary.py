"""The dictionary at run time: finds the kind of a word and decodes its drawings."""

import gzip
import io
import json
import threading
import unicodedata
import zipfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.model.dictionary.entries import Anchors, Drawing, Kind, Match
from pipeline.model.dictionary.recolor import recolorable_share

INDEX = "index.json.gz"
PACKS = "drawings-*.zip"
VERSION = 1
CACHED_DRAWINGS = 96  # decoded arrays that are kept; 256 KB each at most
USER_CATEGORY = "yours"
USER_SIZE = 1.0  # metres, until the user says otherwise
_HOW = {"=": "exact", "<": "broader", ">": "narrower"}

Rgba = NDArray[np.uint8]


def normal(word: str) -> str:
    """A word as the tables spell it: NFKC, lower case, single spaces, plain apostrophes.

    >>> normal("  Fire\\u2019s  Engine ")
    "fire's engine"
    """
    word = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    return " ".join(word.split())


class Packs:
    """The packed drawings of a folder, decoded when asked for; the latest ones are kept."""

    def __init__(self, folder: Path):
        self._zips = [zipfile.ZipFile(path) for path in sorted(folder.glob(PACKS))]
        self._where = {name: pack for pack in self._zips for name in pack.namelist()}
        self._cache: OrderedDict[str, NDArray[np.uint8]] = OrderedDict()
        self._lock = threading.Lock()

    def decode(self, file: str, mode: str) -> NDArray[np.uint8]:
        """The file as a read-only array: (H, W, 4) in mode "RGBA", (H, W) in mode "L".

        Raises KeyError where no pack holds the file.
        """
        with self._lock:
            if file in self._cache:
                self._cache.move_to_end(file)
                return self._cache[file]
        packed = self._where[file].read(file)
        pixels = np.array(Image.open(io.BytesIO(packed)).convert(mode))
        pixels.flags.writeable = False
        with self._lock:
            self._cache[file] = pixels
            while len(self._cache) > CACHED_DRAWINGS:
                self._cache.popitem(last=False)
        return pixels


@dataclass(frozen=True)
class Words:
    """What the words of one language stand for, as built.

    things: word -> (number of the kind, "=", "<" or ">").
    places: word -> key of a place.
    abstract: words of what no drawing can show: materials, times, qualities, parts.
    """

    things: Mapping[str, Sequence[Any]]
    places: Mapping[str, str]
    abstract: frozenset[str]


NO_WORDS = Words({}, {}, frozenset())


@dataclass(frozen=True)
class Dictionary:
    """Kinds with their drawings and the tables of words that lead to them.

    kinds: key -> kind, in the order of the build.
    places: keys of the lands and rooms that words can name.
    """

    kinds: Mapping[str, Kind]
    places: tuple[str, ...]
    _words: Mapping[str, Words]
    _keys: tuple[str, ...]
    _packs: Packs
    _yours: Mapping[str, Rgba] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | str) -> "Dictionary":
        """Reads the index; drawings are decoded when they are asked for.

        Raises FileNotFoundError without an index there, ValueError for one of another version.
        """
        folder = Path(folder)
        with gzip.open(folder / INDEX) as file:
            index = json.load(file)
        if index["version"] != VERSION:
            raise ValueError(f"{folder / INDEX} has version {index['version']}, not {VERSION}")
        kinds = {row["name"]: _kind(row) for row in index["kinds"]}
        words = {
            language: Words(table["things"], table["places"], frozenset(table["abstract"]))
            for language, table in index["words"].items()
        }
        return cls(
            kinds=MappingProxyType(kinds),
            places=tuple(index["places"]),
            _words=words,
            _keys=tuple(kinds),
            _packs=Packs(folder),
        )

    def find(self, word: str, language: str = "en") -> Match | None:
        """The kind that a word (a lemma, one or several words) stands for.

        None for what has no drawing, is no thing, or is a place. Any language but those of the
        dictionary knows only the user's own entries.
        """
        word = normal(word)
        if word in self._yours:
            return Match(word, "yours")
        found = self._words.get(language, NO_WORDS).things.get(word)
        if found is None:
            return None
        number, sign = found
        return Match(self._keys[number], _HOW[sign])  # type: ignore[arg-type]

    def place(self, word: str, language: str = "en") -> str | None:
        """The key of the land or room that a word names, None for any other word."""
        return self._words.get(language, NO_WORDS).places.get(normal(word))

    def is_abstract(self, word: str, language: str = "en") -> bool:
        """Whether the word is known to be nothing that a drawing can show."""
        return normal(word) in self._words.get(language, NO_WORDS).abstract

    def drawing(self, kind: str, variant: int = 0) -> Rgba:
        """(H, W, 4) uint8, read-only, straight alpha: drawing `variant` of a kind.

        A variant past the last starts again at the first, so that any seed may be passed.
        Raises KeyError for an unknown kind.
        """
        drawings = self.kinds[kind].drawings
        file = drawings[variant % len(drawings)].file
        return self._yours[kind] if kind in self._yours else self._packs.decode(file, "RGBA")

    def skin(self, kind: str, variant: int = 0) -> NDArray[np.uint8] | None:
        """(H, W) uint8: 255 where a drawing shows skin or hair; None where that is not known."""
        drawings = self.kinds[kind].drawings
        drawing = drawings[variant % len(drawings)]
        if not drawing.skin:
            return None
        small = self._packs.decode(skin_file(drawing.file), "L")
        mask = Image.fromarray(small).resize((drawing.width, drawing.height))
        return np.asarray(mask)

    def with_entry(self, name: str, rgba: Rgba, size: float = USER_SIZE) -> "Dictionary":
        """A dictionary that also knows a thing of the user's, by its name in any language.

        rgba: (H, W, 4) uint8, cut out. The name hides a kind of the same name. Raises ValueError
        for an empty name or a picture of another shape or type or with nothing visible in it.
        """
        key = normal(name)
        if not key:
            raise ValueError("A thing needs a name.")
        if rgba.ndim != 3 or rgba.shape[2] != 4 or rgba.dtype != np.uint8:
            raise ValueError(f"Expected (H, W, 4) uint8, got {rgba.shape} {rgba.dtype}.")
        rows, columns = np.nonzero(rgba[..., 3] > 8)
        if not len(rows):
            raise ValueError("The picture shows nothing.")
        cut = rgba[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].copy()
        cut.flags.writeable = False
        drawing = Drawing(
            family="yours",
            file=key,
            width=cut.shape[1],
            height=cut.shape[0],
            anchors=Anchors(),
            recolorable=recolorable_share(cut),
        )
        kind = Kind(key, {}, USER_CATEGORY, "ground", size, "whole", True, (drawing,))
        return replace(
            self,
            kinds=MappingProxyType({**self.kinds, key: kind}),
            _yours={**self._yours, key: cut},
        )


def skin_file(drawing: str) -> str:
    """The name of the skin mask packed beside a drawing."""
    return drawing.removesuffix(".webp") + ".skin.webp"


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(
        name=row["name"],
        names={language: tuple(names) for language, names in row["names"].items()},
        category=row["category"],
        zone=row["zone"],
        size=row["size"],
        extent=row["extent"],
        mirrors=row["mirrors"],
        drawings=tuple(_drawing(drawing) for drawing in row["drawings"]),
    )


def _drawing(row: dict[str, Any]) -> Drawing:
    points = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.pop("anchors").items()
    }
    return Drawing(**row, anchors=Anchors(**points))
