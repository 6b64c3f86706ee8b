"""New things in the part of a picture that a mask marks."""

import random
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.boxes import Box
from pipeline.model.plan.land import Land
from pipeline.model.plan.scene_graph import MAX_ELEMENTS, Relation, SceneGraph
from pipeline.model.planning.composing.choosing import FAMILIES, Cast
from pipeline.model.planning.composing.clusters import MOST, clusters
from pipeline.model.planning.composing.composing import Composed
from pipeline.model.planning.composing.exact import drawings_of
from pipeline.model.planning.composing.figures import (
    Group,
    bounds,
    moved,
    scaled,
    set_down,
    size_of,
)
from pipeline.model.planning.composing.joining import turned_still
from pipeline.model.planning.composing.placing import behind_of
from pipeline.model.planning.composing.scene import SHOWN, figures_in, room
from pipeline.model.planning.composing.settings import FLOATING, room_for_feet
from pipeline.model.planning.composing.sizes import lengths

Mask = NDArray[np.bool_]
UNDER = 0.9  # share of a thing under the mask from which it goes
FILLS = 0.92  # share of the mask's bounds that new things fill: its edge is soft
TALLEST, WIDEST = 0.8, 0.8  # of the picture
FOOT = 0.965  # lowest foot in a picture


def under_mask(
    before: Composed, asked: SceneGraph, mask: Mask, dictionary: Dictionary, seed: int,
    aspect: float,
) -> Composed:  # fmt: skip
    """A picture of which a part is painted anew: what stands wholly in it goes, what is asked for
    comes into its bounds, all else stays. mask: (H, W), true where it is painted anew; at least
    once. Raises KeyError for a kind that the dictionary lacks."""
    stays = without(before, mask)
    old = stays.graph
    asked = replace(asked, setting=old.setting)
    asked = _limited(
        asked, MAX_ELEMENTS - len(old.elements), MOST - len(stays.composition.drawings)
    )
    rng = random.Random(seed)
    sizes = lengths(asked.elements, dictionary.kinds, asked.relations)
    cast = Cast(asked, dictionary, rng, sizes, FAMILIES[seed % len(FAMILIES)], aspect, seed)
    figures = figures_in(stays.composition, aspect)
    land = stays.composition.land
    if asked.elements:
        groups = [cluster.group for cluster in clusters(cast)]
        new = _into(cast, groups, _bounds(mask), land)
        new = tuple(replace(one, element=one.element + len(old.elements)) for one in new)
        figures = _inserted(figures, new)
    drawings = drawings_of(figures, aspect, stays.composition)
    graph = replace(
        old,
        elements=(*old.elements, *asked.elements),
        relations=(*old.relations, *_renumbered(asked.relations, len(old.elements))),
        not_painted=asked.not_painted,
        unstyled=asked.unstyled,
    )
    return Composed(graph, replace(stays.composition, drawings=drawings))


def without(before: Composed, mask: Mask) -> Composed:
    """The picture without what stands wholly under a mask."""
    drawings = [one for one in before.composition.drawings if _share(one.box, mask) < UNDER]
    counts = {
        n: sum(one.element == n for one in drawings) for n in range(len(before.graph.elements))
    }
    numbers = {old: new for new, old in enumerate(n for n, count in counts.items() if count)}
    elements = tuple(
        replace(
            before.graph.elements[old], count=min(counts[old], before.graph.elements[old].count)
        )
        for old in numbers
    )
    relations = tuple(
        Relation(
            numbers[one.subject], one.name, numbers[one.object],
            None if one.second is None else numbers[one.second],
        )
        for one in before.graph.relations
        if {one.subject, one.object} <= numbers.keys()
        and (one.second is None or one.second in numbers)
    )  # fmt: skip
    graph = replace(before.graph, elements=elements, relations=relations)
    kept = tuple(replace(one, element=numbers[one.element]) for one in drawings)
    return Composed(graph, replace(before.composition, drawings=kept))


def _share(box: Box, mask: Mask) -> float:
    """The share of a box, as far as it is in the picture, that a mask covers."""
    height, width = mask.shape
    left, right = (min(max(round(x * width), 0), width) for x in (box[0], box[2]))
    top, bottom = (min(max(round(y * height), 0), height) for y in (box[1], box[3]))
    part = mask[top:bottom, left:right]
    return float(part.mean()) if part.size else 0.0


def _bounds(mask: Mask) -> Box:
    """(left, top, right, bottom) of what a mask marks, in shares of its sides."""
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    height, width = mask.shape
    return (
        float(columns[0] / width), float(rows[0] / height),
        float((columns[-1] + 1) / width), float((rows[-1] + 1) / height),
    )  # fmt: skip


def _limited(asked: SceneGraph, elements: int, drawings: int) -> SceneGraph:
    """As much of what is asked as there is room for."""
    some, total = [], 0
    for element in asked.elements[: max(elements, 0)]:
        total += element.count
        if total > drawings:
            break
        some.append(element)
    last = len(some)
    relations = tuple(
        one for one in asked.relations if max(one.subject, one.object, one.second or 0) < last
    )
    return replace(asked, elements=tuple(some), relations=relations)


def _into(cast: Cast, groups: list[Group], box: Box, land: Land) -> Group:
    """Groups side by side, as large as the box lets them be, their feet at its foot."""
    left, top, right, bottom = box[0] * cast.aspect, box[1], box[2] * cast.aspect, box[3]
    cast.rng.shuffle(groups)
    x, row = 0.0, []
    for group in groups:
        width = size_of(group)[0]
        row.append(set_down(group, x + width / 2, 0.0))
        x += width * 1.06
    whole: Group = tuple(one for group in row for one in group)
    width, height = size_of(whole)
    wide = min(FILLS * (right - left), WIDEST * cast.aspect)
    whole = scaled(whole, min(wide / width, min(FILLS * (bottom - top), TALLEST) / height))
    margin = (1 - FILLS) / 2 * (bottom - top)
    foot = min(bottom - margin, FOOT)
    whole = set_down(whole, (left + right) / 2, foot)
    if all(cast.zone(one.element) in ("air", "wall") for one in whole):
        middle = (top + bottom) / 2 - (bounds(whole)[1] + bounds(whole)[3]) / 2
        return turned_still(moved(whole, 0.0, middle))
    grounded = land.place not in FLOATING and foot >= room_for_feet(land.place) - 0.03
    return whole if grounded else turned_still(whole)


def _inserted(figures: Group, new: Group) -> Group:
    """The new ones as far in front as their foot says, or in front of all where they would not
    show there."""
    behind = behind_of(figures, new)
    if room(figures, behind, new) < SHOWN:
        behind = len(figures)
    return (*figures[:behind], *new, *figures[behind:])


def _renumbered(relations: tuple[Relation, ...], step: int) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            one.subject + step, one.name, one.object + step,
            None if one.second is None else one.second + step,
        )
        for one in relations
    )  # fmt: skip
