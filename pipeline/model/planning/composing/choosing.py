"""Which drawings a picture uses: one family where it can, able to do what is asked of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.dictionary import Dictionary, Drawing
from pipeline.model.dictionary.shapes import fitting, proportions
from pipeline.model.plan.scene_graph import Relation, SceneGraph
from pipeline.model.planning.composing.acting import tilt_of
from pipeline.model.planning.composing.figures import Figure, Group, tilted
from pipeline.model.planning.composing.posing import POSED, fit, poses_of

FAMILIES = ("noto", "fluent3d", "noto", "noto", "fluent3d")
OWN = ("own", "yours")  # made for a purpose, with anchors set by hand
# Where doing something takes a thing.
ZONES_OF = {
    **dict.fromkeys(("flying", "floating", "hovering", "soaring", "gliding"), "air"),
    "swimming": "water",
}
TWINS = 5.0  # how bad it is that somebody is twice in a picture; worse than a second best pose
SHAPED = 8.0  # what it is worth that a drawing has the shape that is asked for
# Families that draw a kind less well than others: a balloon on a stick.
LESS_WELL = {"balloon": ("flat",), "lion": ("clipart",), "elephant": ("flat",), "rabbit": ("flat",)}
LESS, BLOCKY = 6.0, 0.4  # how bad those are, and any that is of few flat shapes
UNLIKE = 0.08  # how much copies differ in size
# The anchor that each side of a relation is better off with.
SUBJECTS = {"holding": "hand", "wearing": "head", "full of": "opening", "on": "", "riding": ""}
OBJECTS = {"on": "surface", "in": "opening", "riding": "seat", "wearing": "worn"}


@dataclass(frozen=True, slots=True)
class Cast:
    """All that the steps of composing share. lengths: of each element's longer side. family: of
    the drawings that are preferred. aspect: width over height of the picture. turn: grows with the
    seed, so that neighbouring seeds choose differently where there are few choices."""

    graph: SceneGraph
    dictionary: Dictionary
    rng: random.Random
    lengths: tuple[float, ...]
    family: str
    aspect: float
    turn: int

    def zone(self, element: int) -> str:
        """Where things of an element are found, or where what they do takes them."""
        action = self.graph.elements[element].action
        held = [one.name == "holding" for one in self.graph.relations if one.subject == element]
        if action in ZONES_OF and not any(held):  # who flies a kite stands
            return ZONES_OF[action]
        return self.dictionary.kinds[self.graph.elements[element].kind].zone

    def category(self, element: int) -> str:
        """What sort of thing an element is."""
        return self.dictionary.kinds[self.graph.elements[element].kind].category

    def is_animal(self, kind: str) -> bool:
        return self.dictionary.kinds[kind].category == "animal"

    def extent(self, element: int) -> str:
        """How much of its things an element's drawings show."""
        return self.dictionary.kinds[self.graph.elements[element].kind].extent

    def side(self) -> float:
        """-1 or 1, by seed."""
        return self.rng.choice((-1.0, 1.0))


def needs(element: int, relations: Sequence[Relation]) -> set[str]:
    """Anchors that the relations of an element ask for."""
    found = {SUBJECTS.get(one.name, "") for one in relations if one.subject == element}
    found |= {OBJECTS.get(one.name, "") for one in relations if one.object == element}
    return found - {""}


def figures_of(cast: Cast, element: int, count: int, taken: set[str] | None = None) -> list[Group]:
    """`count` copies of an element, each a group of its own at (0, 0): no two quite alike.

    taken: files of the people who are in the picture already; those chosen here are added.
    """
    taken = set() if taken is None else taken
    what = cast.graph.elements[element]
    kind = cast.dictionary.kinds[what.kind]
    used: list[int] = []
    tones = cast.rng.sample(range(1, 6), 5)
    copies: list[Group] = []
    mirrored = cast.rng.random() < 0.5
    for number in range(count):
        variant = _variant(cast, element, used, tones[number % 5], taken)
        used.append(variant)
        drawing = kind.drawings[variant]
        if drawing.pose:
            taken.add(drawing.file)
        length = (
            cast.lengths[element]
            * drawing.scale
            * (1 + cast.rng.uniform(-UNLIKE, UNLIKE) if number or count > 1 else 1)
        )
        width, height = proportions(what.kind, what.shape, drawing.width, drawing.height)
        unit = length / max(width, height)
        figure = Figure(
            what.kind, variant, element, 0.0, 0.0, width * unit, height * unit,
            kind.mirrors and not what.text and mirrored,
            what.color, what.material, what.text, shape=what.shape,
        )  # fmt: skip
        tilt = tilt_of(kind, what.action)
        copies.append((tilted(figure, tilt if figure.mirrored else -tilt) if tilt else figure,))
        mirrored = not mirrored if cast.rng.random() < 0.7 else mirrored
    return copies


def _variant(cast: Cast, element: int, used: Sequence[int], tone: int, taken: set[str]) -> int:
    """The best drawing of an element; a further copy may be another that is nearly as good.

    tone: of skin that is wanted. taken: files of people who are in the picture already.
    """
    drawings = cast.dictionary.kinds[cast.graph.elements[element].kind].drawings
    wanted = needs(element, cast.graph.relations)
    scores = [_score(cast, element, drawing, wanted) for drawing in drawings]
    poses = poses_of(cast.graph, element, cast.turn + len(used))
    shaped = fitting(
        cast.dictionary.kinds[cast.graph.elements[element].kind], cast.graph.elements[element].shape
    )
    for number, drawing in enumerate(drawings):
        scores[number] += SHAPED * (number in shaped)
        scores[number] -= 0.6 * (number in used) + 0.45 * abs(drawing.tone - tone) * (
            drawing.tone > 0
        )
        if drawing.pose:
            scores[number] += POSED * fit(drawing.pose, poses)
            scores[number] -= TWINS * (drawing.file in taken)
    return max(range(len(drawings)), key=scores.__getitem__)


def _score(cast: Cast, element: int, drawing: Drawing, wanted: set[str]) -> float:
    """How well a drawing serves: first what is asked, then harmony, then chance."""
    what = cast.graph.elements[element]
    score = cast.rng.uniform(0, 0.7)
    score += sum(4.0 for anchor in wanted if getattr(drawing.anchors, anchor) is not None)
    score -= BLOCKY * (drawing.family == "flat")
    score -= LESS * (drawing.family in LESS_WELL.get(what.kind, ()))
    if what.color or what.material in ("golden", "silver", "wooden"):
        score += 3.0 * min(1.0, drawing.recolorable / 0.5)
    if "opening" in wanted:
        score += 4.0 * (drawing.see_through > 0.25)
    if what.material == "glass":
        score += 3.0 * min(1.0, drawing.see_through / 0.3)
    if what.text and drawing.anchors.sign is not None:
        score += 5.0
    if drawing.family in OWN:
        return score + (3.0 if wanted else 1.0)
    return score + 1.0 * (drawing.family == cast.family)
