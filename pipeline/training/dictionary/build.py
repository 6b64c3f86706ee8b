"""Builds the picture dictionary from opened packages and our own drawings.

    python -m pipeline.training.dictionary.fetch --to PACKAGES
    python -m pipeline.training.dictionary.build --packages PACKAGES --out DIR

DIR then holds what ships; DIR/held_out the family that is never shipped nor trained on. The same
packages and tables give the same bytes. `--onto` draws only the kinds that DIR lacks: its packs
stay as they are, a further one holds what is new.
"""

import argparse
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model.dictionary.dictionary import BODY, SKIN, VERSION, mask_file
from pipeline.model.dictionary.entries import LANGUAGES
from pipeline.training.dictionary.anchors import by_hand
from pipeline.training.dictionary.drawings import HELD_OUT, Made, Maker
from pipeline.training.dictionary.names import Namer
from pipeline.training.dictionary.nouns import (
    EnglishNouns,
    LanguageTable,
    by_name,
    place_words,
)
from pipeline.training.dictionary.pack import add, packed_mask, read_index, webp, write
from pipeline.training.dictionary.packages import Packages
from pipeline.training.dictionary.tables import DRAWINGS, KindRow, kind_rows, rejected
from pipeline.training.dictionary.wordnet import WordNet

_SIGNS = {"exact": "=", "broader": "<", "narrower": ">"}


@dataclass(frozen=True)
class Packed:
    """A drawing's line in the index and its files."""

    line: dict[str, Any]
    files: tuple[tuple[str, bytes], ...]


def pack_drawing(made: Made, file: str) -> Packed:
    """The drawing under the name `file`, with the masks that it has."""
    files = [(file, webp(made.pixels))]
    masks = {
        mark: mask for mark, mask in ((SKIN, made.skin), (BODY, made.body)) if mask is not None
    }
    files += [(mask_file(file, mark), packed_mask(mask)) for mark, mask in masks.items()]
    height, width = made.pixels.shape[:2]
    points = {name: value for name, value in asdict(made.anchors).items() if value is not None}
    line: dict[str, Any] = {"family": made.family, "file": file, "width": width, "height": height}
    line |= {"anchors": points} | dict.fromkeys(masks, True)
    if made.tone:
        line["tone"] = made.tone
    if made.recolorable:
        line["recolorable"] = made.recolorable
    if made.see_through:
        line["see_through"] = made.see_through
    if made.pose:
        line |= {"pose": made.pose, "scale": made.scale}
    return Packed(line, tuple(files))


@cache
def _maker(packages: Path, drawings: Path) -> Maker:
    return Maker(Packages(packages), drawings)


def _draw(job: tuple[int, KindRow, Path, Path]) -> list[Packed]:
    """All drawings of one kind; runs in a worker process."""
    number, kind, packages, drawings = job
    made = _maker(packages, drawings).make(kind)
    return [pack_drawing(each, f"{number:04d}-{i}.webp") for i, each in enumerate(made)]


def shared(kinds: list[KindRow], packed: list[list[Packed]]) -> list[list[Packed]]:
    """The drawings of each kind, with those that it has from others: their files are there."""
    drawn = dict(zip((kind.name for kind in kinds), packed, strict=True))

    def lent(kind: KindRow) -> list[Packed]:
        return [
            Packed(each.line, ())
            for source in kind.like
            for each in drawn.get(source, ())
            if each.line.get("pose") and (not kind.poses or each.line["pose"] in kind.poses)
        ]

    def posed(kind: KindRow) -> list[Packed]:
        """The animal's drawings in a pose, which are kinds of their own as well."""
        return [
            Packed(each.line | {"pose": other.pose}, ())
            for other in kinds
            if other.pose_of == kind.name
            for each in drawn[other.name]
        ]

    return [[*lent(kind), *own, *posed(kind)] for kind, own in zip(kinds, packed, strict=True)]


def kind_line(kind: KindRow, names: dict, drawings: list[Packed]) -> dict[str, Any]:
    """A kind's line in the index."""
    size = kind.size
    first = drawings[0].line
    if kind.size_is_height:
        size *= max(1.0, first["width"] / first["height"])
    return {
        "name": kind.name,
        "names": names,
        "category": kind.category,
        "zone": kind.zone,
        "size": round(size, 3),
        "extent": kind.extent,
        "mirrors": kind.mirrors,
        "drawings": [packed.line for packed in drawings],
    }


def word_tables(
    kinds: list[KindRow], names: dict[str, dict], wordnet: WordNet
) -> tuple[tuple[str, ...], dict[str, LanguageTable]]:
    """The keys of places, and the table of each language."""
    keys, places = place_words()
    tables = {}
    for language in LANGUAGES:
        things = by_name(kinds, names, language)
        if language == "en":
            table = EnglishNouns(things, places[language], kinds, wordnet).fill()
        else:
            table = LanguageTable(things=things, places=places[language])
        tables[language] = table
    extra = {key for table in tables.values() for key in table.places.values()} - set(keys)
    return (*keys, *sorted(extra)), tables


def index_of(
    lines: list[dict[str, Any]], places: tuple[str, ...], tables: dict[str, LanguageTable]
) -> dict[str, Any]:
    """What `Dictionary.load` reads."""
    number = {line["name"]: i for i, line in enumerate(lines)}
    words = {
        language: {
            "things": {
                word: (number[kind], _SIGNS[how])
                for word, (kind, how) in sorted(table.things.items())
                if kind in number
            },
            "places": dict(sorted(table.places.items())),
            "abstract": sorted(table.abstract),
        }
        for language, table in tables.items()
    }
    return {"version": VERSION, "kinds": lines, "places": places, "words": words}


def build(
    packages: Path,
    out: Path,
    drawings: Path = DRAWINGS,
    workers: int = 2,
    only: Collection[str] = (),
) -> None:
    """Writes the shipped dictionary to `out` and the held-out family to `out`/held_out.

    `only` names the kinds to build, for a quick look; all where it is empty.
    """
    kinds = kind_rows(drawings)
    if only:
        wanted = set(only).union(*(kind.like for kind in kinds if kind.name in only))
        kinds = [kind for kind in kinds if kind.name in wanted]
    wordnet = WordNet(Packages(packages).wordnet)
    namer = Namer(Packages(packages))
    names = {kind.name: namer.names(kind) for kind in kinds}
    jobs = [(i, kind, packages, drawings) for i, kind in enumerate(kinds)]
    with ProcessPoolExecutor(workers) as pool:
        packed = shared(kinds, list(pool.map(_draw, jobs, chunksize=2)))
    for folder, held_out in ((out, False), (out / "held_out", True)):
        picked = [
            (kind, [each for each in drawn if (each.line["family"] == HELD_OUT) == held_out])
            for kind, drawn in zip(kinds, packed, strict=True)
        ]
        picked = [(kind, drawn) for kind, drawn in picked if drawn]
        shown = [kind for kind, _ in picked]
        places, tables = word_tables(shown, names, wordnet)
        lines = [kind_line(kind, names[kind.name], drawn) for kind, drawn in picked]
        files = [file for _, drawn in picked for each in drawn for file in each.files]
        size = write(folder, files, index_of(lines, places, tables))
        count = sum(len(line["drawings"]) for line in lines)
        print(f"{folder}: {len(lines)} kinds, {count} drawings, {size / 1e6:.2f} MB", flush=True)


def _kept(kind: KindRow, line: dict[str, Any]) -> Packed:
    """A drawing that is packed already, with its kind's anchors as they are typed in now."""
    points = line["anchors"] | by_hand(kind.name, line["family"])
    return Packed(line | {"anchors": points}, ())


def _still_wanted(kinds: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Kind -> the lines of its packed drawings, without those that were rejected since."""
    out = rejected()
    kept = {
        kind["name"]: [
            line for line in kind["drawings"] if (kind["name"], line["family"]) not in out
        ]
        for kind in kinds
    }
    return {name: drawn for name, drawn in kept.items() if drawn}


def extend(
    folder: Path,
    packages: Path,
    drawings: Path = DRAWINGS,
    workers: int = 2,
    only: Collection[str] = (),
) -> None:
    """Adds the kinds that a built dictionary lacks, as a further pack, and renews its words and
    the anchors that were typed in.

    Kinds that it has keep their drawings, but for rejected ones, also where our drawing of them
    has changed since.
    `only` names the kinds that may be added; all where it is empty.
    """
    kinds = kind_rows(drawings)
    lines = _still_wanted(read_index(folder)["kinds"])
    wordnet = WordNet(Packages(packages).wordnet)
    namer = Namer(Packages(packages))
    names = {kind.name: namer.names(kind) for kind in kinds}
    first = 1 + max(int(line["file"][:4]) for drawn in lines.values() for line in drawn)
    added = set(only) or {kind.name for kind in kinds}
    new = [kind for kind in kinds if kind.name in added - lines.keys()]
    jobs = [(first + i, kind, packages, drawings) for i, kind in enumerate(new)]
    with ProcessPoolExecutor(workers) as pool:
        made = dict(zip((kind.name for kind in new), pool.map(_draw, jobs), strict=True))
    packed = [
        made.get(kind.name) or [_kept(kind, line) for line in lines.get(kind.name, ())]
        for kind in kinds
    ]
    shipped = [
        (kind, [each for each in drawn if each.line["family"] != HELD_OUT])
        for kind, drawn in zip(kinds, packed, strict=True)
    ]
    shipped = [(kind, drawn) for kind, drawn in shipped if drawn]
    files = [file for _, drawn in shipped for each in drawn for file in each.files]
    places, tables = word_tables([kind for kind, _ in shipped], names, wordnet)
    index = [kind_line(kind, names[kind.name], drawn) for kind, drawn in shipped]
    size = add(folder, files, index_of(index, places, tables))
    print(f"{folder}: {len(new)} kinds more, {len(index)} in all, {size / 1e6:.2f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, default=Path("packages"))
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path)
    where.add_argument("--onto", type=Path, help="a built dictionary that gets what it lacks")
    parser.add_argument("--drawings", type=Path, default=DRAWINGS, help="our own, with their table")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--only", nargs="*", default=(), help="kinds; all if none is named")
    args = parser.parse_args()
    if args.onto:
        extend(args.onto, args.packages, args.drawings, args.workers, args.only)
    else:
        build(args.packages, args.out, args.drawings, args.workers, args.only)


if __name__ == "__main__":
    main()
