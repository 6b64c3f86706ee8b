"""What of a picture stays when it is changed, as what, and what has to be placed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.plan.change import Change
from pipeline.model.plan.composition import PlacedDrawing
from pipeline.model.planning.composing.attaching import RULES
from pipeline.model.planning.composing.choosing import Cast, figures_of
from pipeline.model.planning.composing.clusters import MOST, host_of, hosts_of, root_of
from pipeline.model.planning.composing.composing import Composed
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    drawing_of,
    moved,
)
from pipeline.model.planning.composing.framing import inside
from pipeline.model.planning.composing.redrawing import other_drawing, posed
from pipeline.model.planning.composing.scene import figure_of, figures_in, seen, unit_of
from pipeline.model.planning.composing.sizes import WORDS

TAKES_COLOR = 0.3  # least share of a drawing that follows a colour, for it to stay
LEAST, GREATEST = 0.6, 1.7  # of the size that a replaced thing has had


@dataclass(slots=True)
class Kept:
    """figures: what stays, from back to front. units: element -> what has to be placed of it, each
    thing a group, in the picture's unit. loose: elements all of which are placed; known: those that
    the picture had. untold: actions that no drawing shows."""

    figures: Group = ()
    units: dict[int, list[Group]] = field(default_factory=dict)
    loose: set[int] = field(default_factory=set)
    untold: tuple[str, ...] = ()
    known: frozenset[int] = frozenset()


def kept_of(cast: Cast, before: Composed, change: Change) -> Kept:
    """Takes a picture apart as a change asks."""
    return Keeping(cast, before, change).kept()


class Keeping:
    """One picture before a change. Figures carry the numbers of the graph after it."""

    def __init__(self, cast: Cast, before: Composed, change: Change):
        self.cast, self.before, self.change = cast, before, change
        self.places: dict[int, list[int]] = {}  # element -> its drawings before, from the left
        drawings = before.composition.drawings
        found: dict[int, list[int]] = defaultdict(list)
        for number, drawing in enumerate(drawings):
            found[drawing.element].append(number)
        for element, origin in enumerate(change.origins):
            if origin is not None:
                line = sorted(found[origin.element], key=lambda n: drawings[n].box[0])
                some = range(len(line)) if origin.copies is None else origin.copies
                copies = [line[copy] for copy in some if copy < len(line)]
                self.places[element] = copies[: cast.graph.elements[element].count]
        self.figures: list[Figure | None] = [None] * len(drawings)
        self.swapped: set[int] = set()
        self.posed: set[int] = set()  # who does something else now, and shows it

    def kept(self) -> Kept:
        for element, numbers in self.places.items():
            for number in numbers:
                old = self.before.composition.drawings[number]
                self.figures[number] = self._as_now(element, old)
        for pair in self.change.swapped:
            self._swap(*pair)
        loose = self._loose()
        stays = [one for one in self.figures if one is not None]
        unit = unit_of(self.cast, stays) or unit_of(
            self.cast, [one for one in self._first_sizes() if one.element < len(self.cast.lengths)]
        )
        units = self._units(loose, unit or 0.3)
        figures = tuple(one for one in stays if one.element not in loose)
        known = frozenset(element for element, line in self.places.items() if line)
        return Kept(figures, units, loose, self._untold(), known)

    def _first_sizes(self) -> Group:
        return figures_in(self.before.composition, self.cast.aspect)

    def _as_now(self, element: int, drawing: PlacedDrawing) -> Figure:
        """A drawing's figure as what the graph says now, its foot where it was."""
        what = self.cast.graph.elements[element]
        old = replace(
            figure_of(drawing, self.cast.aspect), element=element, color=what.color,
            material=what.material, text=what.text, shape=what.shape,
        )  # fmt: skip
        if what.kind != drawing.kind:
            return self._instead(element, old)
        was = self.before.graph.elements[drawing.element]
        if what.size != was.size:
            old = self._resized(old, WORDS[what.size] / WORDS[was.size])
        still = old
        old = posed(self.cast, self.before.graph, drawing.element, still)
        self.posed |= {element} if old is not still else set()
        asks = (what.color, what.material) != (was.color, was.material) and what.color is not None
        unfit = asks and drawing_of(self.cast.dictionary, old).recolorable < TAKES_COLOR
        letters = what.text != was.text and drawing_of(self.cast.dictionary, old).anchors.sign
        return other_drawing(self.cast, old) if unfit or letters is None else old

    def _instead(self, element: int, old: Figure) -> Figure:
        """A thing of another kind at the same foot, its size in keeping with the old one's."""
        new = figures_of(self.cast, element, 1)[0][0]
        unit = unit_of(self.cast, [replace(old, kind=new.kind)])
        others = [one for one in self._first_sizes() if one.element != old.element]
        known = [n for n, e in enumerate(self.change.origins) if e is not None]
        scale = self._unit_elsewhere(others, known, element) or unit
        longer, was = max(new.width, new.height), max(old.width, old.height)
        factor = min(max(longer * scale, LEAST * was), GREATEST * was) / longer
        width, height = new.width * factor, new.height * factor
        high = (old.y - 0.03) / height if old.y <= 1.1 else 1.0
        most = min(1.0, max(high, 0.1), 0.9 * self.cast.aspect / width)
        figure = replace(
            new, x=old.x, y=old.y, width=width * most, height=height * most,
            mirrored=old.mirrored and self.cast.dictionary.kinds[new.kind].mirrors,
            stands=old.stands, hidden=0.0,
        )  # fmt: skip
        return inside((figure,), self.cast.aspect)[0]

    def _unit_elsewhere(self, others: Sequence[Figure], known: list[int], element: int) -> float:
        """The picture's unit, as the things say that stay."""
        now = {
            origin.element: n
            for n, origin in enumerate(self.change.origins)
            if origin is not None and n != element
            and self.before.graph.elements[origin.element].kind == self.cast.graph.elements[n].kind
        }  # fmt: skip
        stay = [replace(one, element=now[one.element]) for one in others if one.element in now]
        return unit_of(self.cast, stay)

    def _resized(self, old: Figure, factor: float) -> Figure:
        """Larger or smaller at the same foot, as far as the picture's frame allows."""
        most = min((0.95 * self.cast.aspect) / old.width, max(old.y - 0.03, 0.1) / old.height)
        factor = min(factor, max(most, 1.0)) if factor > 1 else factor
        grown = replace(old, width=old.width * factor, height=old.height * factor)
        return inside((grown,), self.cast.aspect)[0] if factor > 1 else grown

    def _swap(self, one: int, other: int) -> None:
        """Two elements change places, in depth too."""
        ones, others = self.places.get(one, []), self.places.get(other, [])
        if not ones or not others:
            return
        hosts = hosts_of(self.cast)
        if root_of(one, hosts) == root_of(other, hosts):
            return  # who sits on a chair and the chair
        self.swapped |= {one, other}
        groups = [tuple(f for n in part if (f := self.figures[n])) for part in (ones, others)]
        left, right = (bounds(group) for group in groups)
        step = (right[0] + right[2] - left[0] - left[2]) / 2, right[3] - left[3]
        if self._level(one) != self._level(other):  # a bird and a house: each keeps its height
            step = step[0], 0.0
        mine = inside(moved(groups[0], *step), self.cast.aspect)
        theirs = inside(moved(groups[1], -step[0], -step[1]), self.cast.aspect)
        in_depth = self._with(theirs, ones, mine, others)
        beside = self._with(mine, ones, theirs, others)
        # A house that comes to where a cat was may not hide what stood behind the cat.
        self.figures = max(
            (beside, in_depth) if step[1] == 0 else (in_depth, beside),
            key=lambda figures: min(seen([one for one in figures if one])),
        )

    def _with(
        self, first: Group, ones: list[int], second: Group, others: list[int]
    ) -> list[Figure | None]:
        """The figures with two groups in the places, from back to front, of two elements."""
        places: dict[int, list[Figure]] = defaultdict(list)
        for group, numbers in ((first, ones), (second, others)):
            for number, figure in enumerate(group):
                places[numbers[min(number, len(numbers) - 1)]].append(figure)
        order = sorted([*ones, *others])
        line = [figure for number in order for figure in places[number]]
        figures = list(self.figures)
        for number, figure in zip(order, line, strict=True):
            figures[number] = figure
        return figures

    def _level(self, element: int) -> str:
        """Whether something is far, aloft or on the ground."""
        zone = self.cast.zone(element)
        return zone if zone in ("far", "air", "wall", "water") else "ground"

    def _loose(self) -> set[int]:
        """Elements that have no place any more: new ones, moved ones, and what belongs to hosts
        that are not what they were."""
        graph, hosts = self.cast.graph, hosts_of(self.cast)
        loose = {n for n in range(len(graph.elements)) if not self.places.get(n)}
        loose |= set(self.change.moved)
        changed = self.swapped | self.posed
        for element, origin in enumerate(self.change.origins):
            if origin is None:
                continue
            was, now = self.before.graph.elements[origin.element], graph.elements[element]
            if was.kind != now.kind or was.size != now.size:
                changed.add(element)
                loose |= {element} if element in hosts else set()
            if now.action != was.action and self._zone(element) != self._zone_before(element):
                loose.add(element)
        for _ in hosts:
            loose |= {
                guest for guest, relation in hosts.items() if host_of(relation) in loose | changed
            }
        return loose

    def _zone(self, element: int) -> str:
        return self.cast.zone(element)

    def _zone_before(self, element: int) -> str:
        origin = self.change.origins[element]
        assert origin is not None
        return replace(self.cast, graph=self.before.graph).zone(origin.element)

    def _units(self, loose: set[int], unit: float) -> dict[int, list[Group]]:
        """What has to be placed: old figures that have lost their place, and new ones."""
        units: dict[int, list[Group]] = {}
        total = 0
        for element, what in enumerate(self.cast.graph.elements):
            olds = [f for n in self.places.get(element, []) if (f := self.figures[n])]
            groups = [self._afresh(one, unit) for one in olds] if element in loose else []
            more = what.count - len(olds)
            total += what.count
            if more > 0 and total - more < MOST:
                new = figures_of(self.cast, element, more)
                groups += [tuple(_times(one, unit) for one in group) for group in new]
            if groups:
                units[element] = groups
        return units

    def _afresh(self, old: Figure, unit: float) -> Group:
        """An old figure free of what held it, in at least nearly its natural size."""
        natural = unit * self.cast.lengths[old.element]
        longer = max(old.width, old.height)
        factor = max(1.0, 0.7 * natural / longer)
        return (replace(_times(old, factor), x=0.0, y=0.0, hidden=0.0, stands=True),)

    def _untold(self) -> tuple[str, ...]:
        """Actions that the change asks for and that make no drawing another."""
        found = []
        for element, origin in enumerate(self.change.origins):
            now = self.cast.graph.elements[element]
            was = self.before.graph.elements[origin.element] if origin else None
            if was is None or now.action in ("", was.action):
                continue
            acts = any(
                element == one.subject and one not in self.before.graph.relations
                for one in self.cast.graph.relations
                if one.name in RULES
            )
            if (
                not acts
                and element not in self.posed
                and self._zone(element) == self._zone_before(element)
            ):
                found.append(now.action)
        return tuple(found)


def _times(figure: Figure, factor: float) -> Figure:
    return replace(
        figure,
        x=figure.x * factor,
        y=figure.y * factor,
        width=figure.width * factor,
        height=figure.height * factor,
    )
