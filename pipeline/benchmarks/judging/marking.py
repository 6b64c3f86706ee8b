"""GenEval's own rules (Ghosh et al., 2023) over what a detector sees in a picture.

A class is there if it is found as often as asked, and, where a task excludes more, no oftener; a
colour is right if enough of those found have it; a position if some pair has it by their middles,
with GenEval's margin for boxes that overlap.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.plan.boxes import Box

MARGIN = 0.1  # of two boxes' summed sides, by which one has to be further left or higher

COLORS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white")


@dataclass(frozen=True, slots=True)
class Detection:
    """A thing: its class, where it is and which of COLORS it has."""

    name: str
    box: Box
    color: str


def mark(task: Mapping[str, Any], seen: Sequence[Detection]) -> str:
    """What of a task a picture gets wrong by what is seen in it, "" where it is right."""
    by_class: dict[str, list[Detection]] = defaultdict(list)
    for one in seen:
        by_class[one.name].append(one)
    matched: list[list[Detection]] = []
    for asked in task["include"]:
        name, count = asked["class"], asked["count"]
        found = by_class[name]
        if len(found) < count:
            return f"{len(found)} of {count} {name}"
        if color := asked.get("color"):
            right = [one for one in found if one.color == color]
            if len(right) < count:
                return f"{name} is {', '.join(one.color for one in found)}, not {color}"
            found = right
        if "position" in asked:
            where, number = asked["position"]
            others = matched[number]
            if not any(where in relations(o.box, one.box) for one in found for o in others):
                return f"{name} is not {where} {task['include'][number]['class']}"
        matched.append(found)
    for excluded in task.get("exclude", ()):
        if len(by_class[excluded["class"]]) >= excluded["count"]:
            return f"{len(by_class[excluded['class']])} {excluded['class']}"
    return ""


def relations(of: Box, to: Box) -> set[str]:
    """Where box `to` lies, seen from box `of`, in GenEval's words."""
    sizes = [[box[2 + axis] - box[axis] for box in (of, to)] for axis in (0, 1)]
    offset = [(to[a] + to[2 + a] - of[a] - of[2 + a]) / 2 for a in (0, 1)]
    revised = []
    for axis in (0, 1):
        size = abs(offset[axis]) - MARGIN * sum(sizes[axis])
        revised.append(max(size, 0.0) * (1 if offset[axis] > 0 else -1))
    length = (offset[0] ** 2 + offset[1] ** 2) ** 0.5
    if not length or not any(revised):
        return set()
    dx, dy = revised[0] / length, revised[1] / length
    found = {("left of", "right of")[dx > 0]} if abs(dx) > 0.5 else set()
    return found | ({("above", "below")[dy > 0]} if abs(dy) > 0.5 else set())
