"""Where other things touch a drawing: guessed from its outline, corrected by hand."""

from functools import cache
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.model.dictionary.entries import Anchors, Worn, WornAt
from pipeline.training.dictionary.tables import MANY, KindRow, rows, several, word_list

LINES = ("surface", "glow", "sign", "water", "neck")  # anchors that are a height alone
LARGE_ANIMAL = 0.8  # metres: smaller ones carry nobody
CONTAINERS = word_list("containers.txt")  # kinds into which things are put


@cache
def _by_hand() -> dict[tuple[str, str], dict[str, tuple[float, ...]]]:
    """(kind, family or "*") -> anchor -> shares of width and height from the top left."""
    table: dict[tuple[str, str], dict[str, tuple[float, ...]]] = {}
    for row in rows("anchors.csv"):
        values = tuple(float(value) for value in several(row["values"]))
        table.setdefault((row["kind"], row["family"]), {})[row["anchor"]] = values
    return table


def _first_rows(mask: NDArray[np.bool_], left: float, right: float) -> NDArray[np.float64]:
    """The share of height at which each column between two shares of width begins."""
    width = mask.shape[1]
    columns = mask[:, round(left * width) : max(round(right * width), round(left * width) + 1)]
    columns = columns[:, columns.any(0)]
    return columns.argmax(0) / mask.shape[0]


def _runs(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each run of True."""
    steps = np.diff(np.concatenate([[0], filled.astype(int), [0]]))
    return list(zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1) - 1, strict=True))


def _head(mask: NDArray[np.bool_], faces_left: bool) -> tuple[float, float, float] | None:
    """The top of the head: of animals, which look to the left, the leftmost high part."""
    height, width = mask.shape
    band = mask[: max(round(0.14 * height), 1)]
    runs = [run for run in _runs(np.asarray(band.any(0))) if run[1] - run[0] >= 0.03 * width]
    if not runs:
        return None
    left, right = runs[0] if faces_left else (runs[0][0], runs[-1][1])
    top = band[:, left : right + 1].any(1).argmax() / height
    return ((left + right) / 2 / width, float(top), (right - left + 1) / width)


def _hand(mask: NDArray[np.bool_]) -> tuple[float, float] | None:
    """The outermost point to the right, a little below the middle."""
    height, width = mask.shape
    band = mask[round(0.5 * height) : round(0.62 * height)].any(0)
    if not band.any():
        return None
    return (float(np.flatnonzero(band)[-1]) / width, 0.56)


def _opening(mask: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    """The upper edge, a little below the highest point."""
    height, width = mask.shape
    runs = _runs(np.asarray(mask[round(0.08 * height)]))
    return (runs[0][0] / width, 0.08, (runs[-1][1] + 1) / width) if runs else None


def _typed(points: str) -> dict[str, float]:
    """ "seat=.5;neck=1.02" -> numbers by name."""
    pairs = (part.split("=") for part in several(points))
    return {name.strip(): float(value) for name, value in pairs}


def find(kind: KindRow, family: str, alpha: NDArray[np.uint8], points: str = "") -> Anchors:
    """The anchors of a drawing with the given alpha, (H, W) uint8.

    points: those of a drawing of our own, as typed in.
    """
    mask = alpha > 127
    found = _guessed(kind, mask)
    if family == "own":
        typed = _from_heights(_typed(points), mask)
        found = {name: value for name, value in found.items() if name != "hand"} | typed
        if is_worn(kind):
            found |= _worn(_typed(points))
    found |= by_hand(kind.name, family)
    return Anchors(**{name: _rounded(value) for name, value in found.items()})


def by_hand(kind: str, family: str) -> dict[str, Any]:
    """The anchors of a kind's drawings that were typed in, by name."""
    return {
        anchor: values[0] if anchor in LINES else values
        for key in ((kind, MANY), (kind, family))
        for anchor, values in _by_hand().get(key, {}).items()
    }


def _guessed(kind: KindRow, mask: NDArray[np.bool_]) -> dict[str, Any]:
    """What the outline alone tells."""
    animal = kind.category == "animal"
    person = kind.category in ("person", "fantasy")
    whole = kind.extent == "whole"
    found: dict[str, Any] = {}
    if (animal or person) and kind.zone != "water":
        found["head"] = _head(mask, faces_left=animal and whole)
    if person and whole:
        found["hand"] = _hand(mask)
    if animal and whole and kind.size >= LARGE_ANIMAL:
        found["seat"] = (0.6, float(np.median(_first_rows(mask, 0.52, 0.68))))
    if kind.has_surface and not animal:
        found["surface"] = float(np.median(_first_rows(mask, 0.2, 0.8)))
    if kind.name in CONTAINERS:
        found["opening"] = _opening(mask)
    return found


def _from_heights(typed: dict[str, float], mask: NDArray[np.bool_]) -> dict[str, Any]:
    """The anchors of which the drawer gave the height, as a share from the bottom."""
    found: dict[str, Any] = {name: 1 - typed[name] for name in LINES if name in typed}
    if "head" in typed and (head := _head(mask, faces_left=True)):
        found["head"] = (head[0], 1 - typed["head"], head[2])
    for name in ("seat", "hand"):
        if name in typed:
            found[name] = (0.5, 1 - typed[name])
    if "opening" in typed:
        y = 1 - typed["opening"]
        height, width = mask.shape
        runs = _runs(mask[min(max(round(y * height), 0), height - 1)])
        left, right = (runs[0][0], runs[-1][1] + 1) if runs else (0, width)
        found["opening"] = (left / width, y, right / width)
    return found


def is_worn(kind: KindRow) -> bool:
    """Whether a drawing of ours is one of clothes as they are worn."""
    return kind.zone in ("head", "face", "neck")


def _worn(typed: dict[str, float]) -> dict[str, Any]:
    """How clothes sit; their neck is the wearer's and no point of their own."""
    found: dict[str, Any] = {"neck": None}
    for at in get_args(WornAt):
        if at in typed:
            y = round(1 - typed[at], 3)
            found["worn"] = Worn(at, y, height=typed.get("height"), width=typed.get("width"))
    return found


def _rounded(value: Any) -> Any:
    """Numbers to three places, alone or in a tuple; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(round(float(each), 3) for each in value)
    return round(float(value), 3) if isinstance(value, int | float) else value
