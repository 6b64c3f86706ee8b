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

from pipeline.model.dictionary.entries import Anchors, Drawing, Kind, Match, Worn
from pipeline.model.dictionary.recolor import color_mask, share_of

INDEX = "index.json.gz"
PACKS = "drawings-*.zip"
VERSION = 1
CACHED_DRAWINGS = 96  # decoded arrays that are kept; 256 KB each at most
USER_CATEGORY = "yours"
USER_SIZE = 1.0  # metres, until the user says otherwise
SKIN, BODY = "skin", "body"  # kinds of masks
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
    _redrawn: Mapping[tuple[str, int], Rgba] = field(default_factory=dict)

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

    @property
    def yours(self) -> tuple[str, ...]:
        """The user's own entries, by their names as `normal` spells them."""
        return tuple(self._yours)

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
        if kind in self._yours:
            return self._yours[kind]
        if self._redrawn:
            other = self._redrawn.get((kind, variant % len(self.kinds[kind].drawings)))
            if other is not None:
                return other
        return self._packs.decode(self._variant(kind, variant).file, "RGBA")

    def skin(self, kind: str, variant: int = 0) -> NDArray[np.uint8] | None:
        """(H, W) uint8: 255 where a drawing shows skin or hair; None where that is not known."""
        drawing = self._variant(kind, variant)
        return self._mask(drawing, SKIN) if drawing.skin else None

    def body(self, kind: str, variant: int = 0) -> NDArray[np.uint8] | None:
        """(H, W) uint8: 255 where a drawing of ours takes a colour; None for other drawings."""
        drawing = self._variant(kind, variant)
        return self._mask(drawing, BODY) if drawing.body else None

    def color_mask(self, kind: str, variant: int = 0) -> NDArray[np.float64]:
        """(H, W) in 0..1: how much of another colour each pixel of a drawing takes.

        All zeros for what no colour can be given: `recolor` then changes nothing.
        """
        drawing = self._variant(kind, variant)
        if not drawing.recolorable:
            return np.zeros((drawing.height, drawing.width))
        body = self.body(kind, variant)
        if body is not None:
            return body / 255
        return color_mask(self.drawing(kind, variant), self.skin(kind, variant))

    def _variant(self, kind: str, variant: int) -> Drawing:
        drawings = self.kinds[kind].drawings
        return drawings[variant % len(drawings)]

    def _mask(self, drawing: Drawing, mark: str) -> NDArray[np.uint8]:
        """The mask packed beside a drawing, at the drawing's size."""
        small = Image.fromarray(self._packs.decode(mask_file(drawing.file, mark), "L"))
        return np.asarray(small.resize((drawing.width, drawing.height), Image.Resampling.BILINEAR))

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
            recolorable=share_of(color_mask(cut), cut),
        )
        kind = Kind(key, {}, USER_CATEGORY, "ground", size, "whole", True, (drawing,))
        return replace(
            self,
            kinds=MappingProxyType({**self.kinds, key: kind}),
            _yours={**self._yours, key: cut},
        )

    def redrawn(self, drawings: Mapping[tuple[str, int], Rgba]) -> "Dictionary":
        """A dictionary in which some drawings, by kind and variant, look otherwise: as (H, W, 4)
        uint8 of the same size."""
        return replace(self, _redrawn={**self._redrawn, **drawings})


def mask_file(drawing: str, mark: str) -> str:
    """The name of a mask packed beside a drawing; `mark` is SKIN or BODY."""
    return f"{drawing.removesuffix('.webp')}.{mark}.webp"


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
    points: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row["anchors"].items()
    }
    if worn := points.get("worn"):
        points["worn"] = Worn(**worn)
    return Drawing(**(row | {"anchors": Anchors(**points)}))
