"""Other pictures of the same: things in slightly other places, or all of it composed anew."""

import random
from dataclasses import replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.choosing import FAMILIES, Cast, figures_of
from pipeline.model.planning.composing.clusters import Cluster, hosts_of, root_of
from pipeline.model.planning.composing.composing import Composed, composed
from pipeline.model.planning.composing.exact import drawings_of
from pipeline.model.planning.composing.figures import Figure, Group, bounds, moved, size_of
from pipeline.model.planning.composing.framing import inside
from pipeline.model.planning.composing.placing import scaled_at_foot
from pipeline.model.planning.composing.scene import figures_in, seen
from pipeline.model.planning.composing.sizes import lengths
from pipeline.model.planning.composing.stands import stand_of

ANEW = 0.75  # strength from which a picture is composed anew
AWAY, FARTHER, LARGER = 0.12, 0.08, 0.25  # at full strength: x, y, share of the size
TRIES = 8
HIDDEN = 0.78  # least part of what was seen of a thing that is still seen


def varied(
    before: Composed, strength: float, dictionary: Dictionary, seed: int, aspect: float
) -> Composed:
    """A picture like another. strength: 0 keeps it; up to ANEW its things move a little, on the
    same land; from there on the same graph is composed anew on another land of its place. Raises
    KeyError for a kind that the dictionary lacks."""
    if strength >= ANEW:
        return composed(_as_asked(before.graph), dictionary, seed, aspect)
    if not strength:
        return before
    graph = before.graph
    sizes = lengths(graph.elements, dictionary.kinds, graph.relations)
    family = FAMILIES[seed % len(FAMILIES)]
    cast = Cast(graph, dictionary, random.Random(seed), sizes, family, aspect, seed)
    figures = figures_in(before.composition, aspect)
    for root in _roots(cast, figures):
        figures = _shifted(cast, figures, root, strength, before)
    drawings = drawings_of(figures, aspect, before.composition)
    return Composed(graph, replace(before.composition, drawings=drawings))


def _as_asked(graph: SceneGraph) -> SceneGraph:
    """Without what composing has added."""
    stays = [n for n, element in enumerate(graph.elements) if element.match != "added"]
    numbers = {old: new for new, old in enumerate(stays)}
    relations = tuple(
        replace(
            one, subject=numbers[one.subject], object=numbers[one.object],
            second=None if one.second is None else numbers[one.second],
        )
        for one in graph.relations
        if {one.subject, one.object} | ({one.second} - {None}) <= numbers.keys()
    )  # fmt: skip
    return replace(graph, elements=tuple(graph.elements[n] for n in stays), relations=relations)


def _roots(cast: Cast, figures: Group) -> list[int]:
    hosts = hosts_of(cast)
    return list(dict.fromkeys(root_of(one.element, hosts) for one in figures))


def _shifted(cast: Cast, figures: Group, root: int, strength: float, before: Composed) -> Group:
    """All figures, those that go with one element a little elsewhere if enough still shows."""
    hosts = hosts_of(cast)
    group = tuple(one for one in figures if root_of(one.element, hosts) == root)
    alone = all(one.element == root for one in group)
    had = seen(figures)
    for attempt in range(TRIES):
        other = _otherwise(cast, group, strength * 0.85**attempt, root if alone else None, before)
        new = dict(zip(map(id, group), other, strict=True))
        there = tuple(new.get(id(one), one) for one in figures)
        if all(now >= HIDDEN * was for now, was in zip(seen(there), had, strict=True)):
            return there
    return figures


def _otherwise(
    cast: Cast, group: Group, strength: float, alone: int | None, before: Composed
) -> Group:
    """A group moved and resized; things that touch no others may be other drawings."""
    rng = cast.rng
    x, y, grown = (rng.uniform(-1, 1) * strength for _ in range(3))
    cluster = Cluster(group, alone if alone is not None else group[0].element)
    stand = stand_of(cast, cluster, before.composition.land)
    low, high = stand.band
    if alone is not None and rng.random() < strength:
        group = tuple(_redrawn(cast, one) for one in group)
    factor = 1 + LARGER * grown
    if size_of(group)[1] * factor > 0.92:
        factor = 1.0
    group = scaled_at_foot(group, factor)
    foot = bounds(group)[3]
    down = FARTHER * y
    if not stand.floats and stand.name != "far":
        down = min(max(foot + down, min(low, foot)), max(high, foot)) - foot
    return inside(moved(group, AWAY * x * cast.aspect, down), cast.aspect)


def _redrawn(cast: Cast, old: Figure) -> Figure:
    """Another drawing of a thing, or the same one turned round."""
    new = figures_of(cast, old.element, 1)[0][0]
    factor = max(old.width, old.height) / max(new.width, new.height)
    return replace(
        old, variant=new.variant, mirrored=new.mirrored, width=new.width * factor,
        height=new.height * factor,
    )  # fmt: skip
