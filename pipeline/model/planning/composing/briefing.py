"""Groups of things without places as the features that the composer reads.

No feature says which kind a thing is: it is its size, where it belongs and what it is used for, so
that a kind which training never showed can be placed. The order of the features is part of trained
weights: another order, or more of them, needs new ones.
"""

import math
from collections.abc import Sequence

import torch

from pipeline.model.dictionary.entries import ZONES
from pipeline.model.networks.composer_inputs import Brief
from pipeline.model.plan.land import PLACES, Land
from pipeline.model.plan.scene_graph import FRAMINGS, RELATIONS, SIDES
from pipeline.model.planning.composing.acting import FACING, TOUCHING
from pipeline.model.planning.composing.clusters import floats
from pipeline.model.planning.composing.composing import Begun
from pipeline.model.planning.composing.figures import bounds, of_element, size_of
from pipeline.model.planning.composing.perspective import view_of
from pipeline.model.planning.composing.settings import FLOATING, TABLES
from pipeline.model.planning.composing.sizes import is_distant
from pipeline.model.planning.composing.stands import Stand, water_band
from pipeline.model.planning.composing.units import stands_of

STANDS = ("ground", "water", "river", "air", "wall", "far", "bust", "float")
# Those that the rules of composing tell apart; any other is none of them.
CATEGORIES = ("person", "animal", "building", "plant", "sky", "furniture", "vehicle", "food")
SMALL = 0.5  # metres


def brief_of(start: Begun, land: Land) -> Brief:
    """The features of a picture's groups, of at least one. land: that they will be on."""
    stands, tallest = stands_of(start, land), max(size_of(g)[1] for g in start.units.values())
    rows = [
        _unit(start, root, stand, tallest)
        for root, stand in zip(start.units, stands, strict=True)
    ]  # fmt: skip
    number = {root: n for n, root in enumerate(start.units)}
    names, ends = list[list[float]](), list[tuple[int, int, int]]()
    for one in start.cast.graph.relations:
        mine, theirs = (number[start.home[n]] for n in (one.subject, one.object))
        if mine != theirs:
            second = -1 if one.second is None else number[start.home[one.second]]
            ends.append((mine, theirs, second))
            names.append(_one_of(RELATIONS, one.name))
    sizes = [size_of(group) for group in start.units.values()]
    ratios = [width / height / start.cast.aspect for width, height in sizes]
    kinds = start.cast.dictionary.kinds
    return Brief(
        torch.tensor(_picture(start, land, stands), dtype=torch.float32),
        torch.tensor(rows, dtype=torch.float32),
        torch.tensor(names, dtype=torch.float32).view(-1, len(RELATIONS)),
        torch.tensor(ends, dtype=torch.long).view(-1, 3),
        torch.tensor(ratios, dtype=torch.float32),
        torch.tensor(
            [
                all(kinds[one.kind].mirrors and not one.text for one in group)
                for group in start.units.values()
            ]
        ),
    )


def _one_of(names: Sequence[str], name: str) -> list[float]:
    """One-hot; all zeros for a name that is not among them."""
    return [float(one == name) for one in names]


def _picture(start: Begun, land: Land, stands: Sequence[Stand]) -> list[float]:
    cast, count = start.cast, len(start.units)
    place = PLACES[land.place]
    view = view_of(land.place)
    water = water_band(land) or (0.0, 0.0)
    on_ground = [
        size_of(group)
        for group, stand in zip(start.units.values(), stands, strict=True)
        if stand.name == "ground"
    ]
    wide = sum(width for width, _ in on_ground) / cast.aspect
    tall = max((height for _, height in on_ground), default=1.0)
    return [
        math.log(cast.aspect), count / 6, *(float(count == n) for n in (1, 2, 3, 4)),
        float(place.outdoors), float(land.place in FLOATING), place.ground, view.horizon,
        view.far, *water, len(on_ground) / 4, math.log(max(wide / tall, 0.05)),
        *_one_of(FRAMINGS, cast.graph.setting.framing),
    ]  # fmt: skip


def _unit(start: Begun, root: int, stand: Stand, tallest: float) -> list[float]:
    """Of one group: how large it is, where it belongs, and what is asked of it."""
    cast, group = start.cast, start.units[root]
    element, kind = cast.graph.elements[root], cast.dictionary.kinds[group[0].kind]
    own = of_element(group, root)
    lead = cast.dictionary.kinds[element.kind]
    width, height = size_of(group)
    feet = [one.y for one in own]
    laid = any(one.name == "on" and one.object == root for one in cast.graph.relations)
    members = sum(one == root for one in start.home.values())
    return [
        math.log(height / tallest), math.log(width / height), math.log(height) / 3,
        math.log(width / cast.aspect / tallest), len(own) / 6, len(group) / 6,
        float(len(own) > 1), (max(feet) - min(feet)) / height,
        size_of(own)[1] / height, bounds(own)[3] / height,
        *_one_of(STANDS, stand.name), *stand.band, float(stand.floats), *stand.across,
        *_one_of(ZONES, cast.zone(root)), *_one_of(CATEGORIES, lead.category),
        *_one_of(SIDES, element.side), float(lead.extent == "bust"), float(lead.extent == "head"),
        float(lead.name in TABLES), float(laid), float(element.match == "added"),
        float(is_distant(lead)), float(kind.size < SMALL), float(element.action != ""),
        float(element.action in FACING), float(element.action in TOUCHING),
        float(element.kind in ("door", "curtain")), float(any(one.text for one in group)),
        1.0 if group[0].mirrored else -1.0, float(floats(cast, root)),
        members / 4,
    ]  # fmt: skip
