"""What a composition does not show of its graph: acts that no drawing shows, hidden things."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from PIL import Image

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.acting import acts_out
from pipeline.model.planning.composing.composing import Composed
from pipeline.model.reading.graph.tables import shared

SIDE = 96  # pixels of the map that says which drawing is seen where
HIDDEN = 0.1  # visible share of a drawing below which nobody sees it
# What any picture of somebody or something shows, or what no picture could.
PLAIN = ("standing", "looking", "walking", "running", "wearing", "parked", "growing", "shining",
         "hanging", "rising", "driving", "floating", "sailing", "burning", "sliding")  # fmt: skip
RIDERS = ("sitting", "riding", "cycling", "surfing", "skiing", "skateboarding", "rowing")
ALOFT = ("flying", "jumping", "floating")


def unshown(whole: Composed, dictionary: Dictionary) -> tuple[str, ...]:
    """Words of the prompt, as typed, for what the composition leaves out."""
    drawn: dict[int, list[PlacedDrawing]] = defaultdict(list)
    shares = _shares(whole.composition, dictionary)
    for drawing, share in zip(whole.composition.drawings, shares, strict=True):
        if share >= HIDDEN:
            drawn[drawing.element].append(drawing)
    found: list[str] = []
    for number, element in enumerate(whole.graph.elements):
        if element.match == "added":
            continue
        if not drawn[number]:
            found.append(element.word)
        elif element.action and not _acts(whole.graph, number, drawn[number], dictionary):
            found.append(element.verb or element.action)
    return tuple(dict.fromkeys(word for word in found if word))


def _shares(composition: Composition, dictionary: Dictionary) -> list[float]:
    """How much of each drawing is seen, 0..1, of what lies in the picture; 0 for one outside."""
    owner = np.full((SIDE, SIDE), -1)
    whole: list[int] = []
    for number, placed in enumerate(composition.drawings):
        left, top, right, bottom = (round(side * SIDE) for side in placed.box)
        size = max(1, right - left), max(1, bottom - top)
        alpha = Image.fromarray(dictionary.drawing(placed.kind, placed.variant)[..., 3])
        solid = np.asarray(alpha.resize(size)) > 127
        solid = solid[: max(1, round(size[1] * (1 - placed.hidden)))]
        solid = solid[:, ::-1] if placed.mirrored else solid
        rows, columns = np.nonzero(solid)
        rows, columns = rows + top, columns + left
        inside = (rows >= 0) & (rows < SIDE) & (columns >= 0) & (columns < SIDE)
        owner[rows[inside], columns[inside]] = number
        whole.append(int(inside.sum()))
    return [float((owner == n).sum()) / max(1, size) for n, size in enumerate(whole)]


def _acts(
    graph: SceneGraph, number: int, drawn: Sequence[PlacedDrawing], dictionary: Dictionary
) -> bool:
    """Whether one sees an element do what it does: by its pose, its place or what it has."""
    element = graph.elements[number]
    action, kind = element.action, dictionary.kinds[element.kind]
    if action in PLAIN or action.split()[0] in kind.name:  # "sleeping cat", "woman dancing"
        return True
    if action == "facing":
        return len(drawn) == 1 or drawn[0].mirrored != drawn[1].mirrored
    relations = {one.name for one in graph.relations if one.subject == number}
    if shared().relation.get(action) in relations:
        return True
    needs = {name for name, _ in shared().implied.get(action, ())}
    if needs and needs <= relations:  # with a pan in hand one cooks
        return True
    if action in RIDERS and relations & {"riding", "on", "in", "wearing"}:
        return True
    if action == "playing" and relations & {"near", "holding"}:  # with a ball
        return True
    if action in ALOFT:
        return any(not one.stands for one in drawn)
    if action == "swimming":
        return any(one.hidden > 0 for one in drawn) or kind.zone == "water"
    if action == "sitting" and kind.category == "animal":
        return True
    return acts_out(kind, (one.variant for one in drawn), action)
