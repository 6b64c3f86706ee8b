"""The hand-made tables beside this file, joined into one list of kinds to build."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.training.dictionary.packages import plain

TABLES = Path(__file__).parent / "tables"
DRAWINGS = Path(__file__).parents[3] / "assets" / "drawings"  # our own, as SVG files
MANY = "*"


@dataclass(frozen=True)
class OwnDrawing:
    """A drawing of our own: its file, and its anchors as typed in ("seat=.5;neck=1.02")."""

    file: str
    points: str = ""


@dataclass(frozen=True)
class KindRow:
    """A kind before its drawings are made.

    size: metres, of the longer side; of the height where `size_is_height`.
    code: the code point of its emoji drawings and its names, "" where it has none.
    drawn_code: as `code`, but "" where the emoji drawings belong to another kind.
    own: our own drawings. clipart: a file, "" for none.
    figures: the cast of our own people that are drawn for it, "" for none. like: kinds whose
    figures are this kind's, too; of these only the `poses`, all where there are none.
    pose, pose_of: what an animal of our own drawings does, and of which kind it is.
    """

    name: str
    category: str
    zone: str
    size: float
    extent: str = "whole"
    has_surface: bool = False
    mirrors: bool = True
    recolors: bool = True
    code: str = ""
    drawn_code: str = ""
    names: tuple[str, ...] = ()
    own: tuple[OwnDrawing, ...] = ()
    size_is_height: bool = False
    clipart: str = ""
    figures: str = ""
    like: tuple[str, ...] = ()
    poses: tuple[str, ...] = ()
    pose: str = ""
    pose_of: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it is drawn as jointed figures and not from the packages."""
        return bool(self.figures or self.like)


def rows(name: str, folder: Path = TABLES) -> Iterator[dict[str, str]]:
    """The lines of a table as {column: value}; none if there is no such file."""
    path = folder / name
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def word_list(name: str) -> frozenset[str]:
    """The lines of a text file."""
    return frozenset((TABLES / name).read_text(encoding="utf-8").split("\n")) - {""}


def several(cell: str | None, mark: str = ";") -> tuple[str, ...]:
    """The parts of a cell that holds several values."""
    return tuple(part.strip() for part in (cell or "").split(mark) if part.strip())


def _emoji_kinds(rejected: set[tuple[str, str]]) -> Iterator[KindRow]:
    for row in rows("kinds.csv"):
        if (row["kind"], MANY) not in rejected:
            code = plain(row["codepoint"])
            yield KindRow(
                name=row["kind"],
                category=row["category"],
                zone=row["zone"],
                size=float(row["size_m"]),
                extent=row["extent"],
                has_surface=row["surface"] == "1",
                mirrors=row["mirrors"] == "1",
                recolors=row["recolors"] == "1",
                code=code,
                drawn_code=code,
            )


def _clipart_kinds() -> Iterator[KindRow]:
    for row in rows("clipart.csv"):
        yield KindRow(
            name=row["kind"],
            category=row["category"],
            zone=row["zone"],
            size=float(row["size_m"]),
            mirrors=row["mirror"] == "1",
            names=several(row["names_en"]),
            clipart=row["file"],
        )


def _own_kinds(folder: Path) -> Iterator[KindRow]:
    """Kinds of our own drawings; the first of several lines of a kind says what it is."""
    found: dict[str, KindRow] = {}
    for row in rows("drawings.csv", folder):
        surface = row.get("surface") or ""
        points = ";".join(filter(None, [surface and f"surface={surface}", row["anchors"]]))
        drawing = OwnDrawing(row["file"], points)
        if first := found.get(row["kind"]):
            found[row["kind"]] = replace(first, own=(*first.own, drawing))
            continue
        pose = re.match(r"pose: (\w+), of: (.+)", row.get("note") or "")
        found[row["kind"]] = KindRow(
            name=row["kind"],
            category=row["category"],
            zone=row["zone"],
            size=float(row["size_m"]),
            has_surface=bool(surface),
            mirrors="writing" not in (row.get("note") or ""),
            names=several(row["names_en"]),
            own=(drawing,),
            size_is_height=True,
            pose=pose[1] if pose else "",
            pose_of=pose[2] if pose else "",
        )
    yield from found.values()


def _people(folder: Path) -> Iterator[KindRow]:
    for row in rows("people.csv", folder):
        yield KindRow(
            name=row["kind"],
            category="person",
            zone=row["zone"] or "ground",
            size=float(row["size_m"]),
            names=several(row["names_en"]),
            figures=row["figures"],
            like=several(row["like"]),
            poses=several(row["poses"]),
        )


def _join(kinds: dict[str, KindRow], new: KindRow) -> None:
    """Adds a kind; where its name is taken by one drawn whole, only its drawing is added there.

    A body takes the name from a mere head or bust, which goes on as a kind of its own.
    """
    old = kinds.get(new.name)
    if old is None:
        kinds[new.name] = new
    elif old.extent == "whole" and new.is_figure:
        names = tuple(dict.fromkeys(old.names + new.names))
        kinds[new.name] = replace(
            old, names=names, own=(), size=new.size, size_is_height=False, figures=new.figures,
            like=new.like, poses=new.poses,
        )  # fmt: skip
    elif old.extent == "whole":
        names = tuple(dict.fromkeys(old.names + new.names))
        own, clipart = new.own or old.own, new.clipart or old.clipart
        kinds[new.name] = replace(old, names=names, own=own, clipart=clipart)
    else:
        kinds[new.name] = replace(new, code=old.code)
        part = f"{old.name} {'face' if old.extent == 'head' else 'bust'}"
        kinds.setdefault(part, replace(old, name=part, code=""))


def rejected() -> set[tuple[str, str]]:
    """(kind, family) of what was thrown out by eye; the family is "*" for a whole kind."""
    return {(row["kind"], row["family"]) for row in rows("rejected.csv")}


def cleaned() -> dict[tuple[str, str], str]:
    """(kind, family or "*") -> how a drawing is cleaned."""
    return {(row["kind"], row["family"]): row["how"] for row in rows("cleaned.csv")}


def kind_rows(drawings: Path = DRAWINGS) -> list[KindRow]:
    """Every kind to build, emoji first, with our own drawings from `drawings`."""
    out = rejected()
    kinds = {row.name: row for row in _emoji_kinds(out)}
    for row in (*_own_kinds(drawings), *_clipart_kinds(), *_people(drawings)):
        _join(kinds, row)
    return list(kinds.values())
