"""A composed picture as figures again, in which new ones find room."""

from collections.abc import Iterable, Sequence
from statistics import median

from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clarity import solid
from pipeline.model.planning.composing.figures import Figure, Group, visible
from pipeline.model.planning.composing.sizes import is_distant

SHOWN = 0.8  # least visible share of what comes, and of what was fully visible before


def figure_of(drawing: PlacedDrawing, aspect: float) -> Figure:
    """Inverse of `composing.placed`."""
    left, top, right, bottom = drawing.box
    return Figure(
        drawing.kind, drawing.variant, drawing.element, (left + right) / 2 * aspect, bottom,
        (right - left) * aspect, bottom - top, drawing.mirrored, drawing.color, drawing.material,
        drawing.text, drawing.stands, drawing.hidden, shape=drawing.shape,
    )  # fmt: skip


def figures_in(composition: Composition, aspect: float) -> Group:
    """All drawings, from back to front."""
    return tuple(figure_of(drawing, aspect) for drawing in composition.drawings)


def unit_of(cast: Cast, figures: Iterable[Figure]) -> float:
    """How large one unit of the cast's lengths is drawn in a picture; 0 where nothing tells."""
    kinds = cast.dictionary.kinds
    units = [
        max(one.width, one.height) / cast.lengths[one.element]
        for one in figures
        if not is_distant(kinds[one.kind])
    ]
    return median(units) if units else 0.0


def seen(figures: Sequence[Figure]) -> list[float]:
    """The visible share of each figure, from back to front."""
    boxes = [solid(one) for one in figures]
    return [visible(box, boxes[number + 1 :]) for number, box in enumerate(boxes)]


def room(before: Sequence[Figure], behind: int, group: Group) -> float:
    """How well a group shows, 0..1, that stands behind all figures from `behind` on, and how much
    of the others it leaves visible: the worst of all."""
    front = [solid(one) for one in before[behind:]]
    own = [visible(solid(one), front) for one in group]
    covers = [solid(one) for one in group]
    others = [1.0]
    for number, one in enumerate(before[:behind]):
        was = [solid(each) for each in before[number + 1 :]]
        had = visible(solid(one), was)
        others.append(visible(solid(one), [*was, *covers]) / max(had, 0.05))
    return min(own + others)
