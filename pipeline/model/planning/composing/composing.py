"""Composing as a whole."""

import random
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import Land, sample_land
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.backdrops import set_off
from pipeline.model.planning.composing.choosing import FAMILIES, Cast
from pipeline.model.planning.composing.clusters import joined, touching
from pipeline.model.planning.composing.figures import Figure, Group, drawing_of
from pipeline.model.planning.composing.framing import frame
from pipeline.model.planning.composing.gazing import turned_in
from pipeline.model.planning.composing.lighting import lit
from pipeline.model.planning.composing.settings import settle
from pipeline.model.planning.composing.sizes import lengths
from pipeline.model.planning.composing.stands import (
    aside,
    bank_side,
    river_of,
    stand_of,
    water_band,
)
from pipeline.model.planning.composing.taste import closer, towering
from pipeline.model.planning.composing.walls import hung

SWIMS = 0.48  # share of a land animal or a person that is below the water


@dataclass(frozen=True, slots=True)
class Composed:
    """graph: with its setting settled and what was added; composition: of its elements."""

    graph: SceneGraph
    composition: Composition


@dataclass(frozen=True, slots=True)
class Begun:
    """A picture whose things have no places yet. units: groups of things that touch or are alike,
    by their roots, on the ground around x = 0; home: each element's root."""

    cast: Cast
    land: Land
    units: dict[int, Group]
    home: dict[int, int]


def compose(graph: SceneGraph, dictionary: Dictionary, seed: int, aspect: float) -> Composition:
    """The composition alone; see `composed`."""
    return composed(graph, dictionary, seed, aspect).composition


def composed(graph: SceneGraph, dictionary: Dictionary, seed: int, aspect: float) -> Composed:
    """A composition that obeys the graph; another seed gives another one, the same seed the same.

    aspect: width over height, .5 to 2. Raises KeyError for a kind that the dictionary lacks.
    """
    start = begun(graph, dictionary, seed, aspect)
    return finished(start, *arranged(start))


def begun(graph: SceneGraph, dictionary: Dictionary, seed: int, aspect: float) -> Begun:
    """All that is settled before things are given their places; see `composed`."""
    turn = seed + zlib.crc32(repr(graph.elements).encode())
    rng = random.Random(turn)
    settled = settle(graph, dictionary, rng, turn)
    setting = settled.setting
    land = sample_land(setting.place, rng, setting.time, setting.sky, setting.scenery)
    sizes = lengths(settled.elements, dictionary.kinds, settled.relations)
    family = FAMILIES[turn % len(FAMILIES)]
    cast = Cast(settled, dictionary, rng, sizes, family, aspect, turn)
    units, home = touching(cast) if settled.elements else ({}, {})
    return Begun(cast, land, units, home)


def arranged(start: Begun) -> tuple[Group, Land]:
    """All things at places that the rules give them, from back to front, and the land with its
    river beside them."""
    cast, land = start.cast, start.land
    if not start.units:
        return (), land
    found = joined(cast, dict(start.units), start.home)
    if any(stand_of(cast, cluster, land).name == "ground" for cluster in found):
        land = aside(land, bank_side(cast.graph, cast.side()))
    return frame(cast, found, land), land


def finished(start: Begun, figures: Group, land: Land) -> Composed:
    """The composition of things that have their places on a land."""
    cast, setting = start.cast, start.cast.graph.setting
    figures = turned_in(cast, start.home, figures)
    figures = closer(cast, towering(cast, start.home, figures))
    figures = afloat(cast, lowered(cast, start.home, figures, land), land)
    land = hung(cast, figures, set_off(land, setting, figures, cast.dictionary, cast.rng))
    composition = Composition(
        lit(land, figures, cast.aspect, setting.time), setting.time, setting.weather,
        setting.season, cast.graph.style,
        tuple(placed(figure, cast.aspect) for figure in figures),
    )  # fmt: skip
    return Composed(cast.graph, composition)


def placed(figure: Figure, aspect: float) -> PlacedDrawing:
    """A figure as a drawing of a composition."""
    left, top, right, bottom = figure.box
    return PlacedDrawing(
        figure.kind, figure.variant, figure.element, (left / aspect, top, right / aspect, bottom),
        figure.mirrored, figure.turned, figure.color, figure.material, figure.text, figure.stands,
        figure.hidden, figure.shape,
    )  # fmt: skip


def lowered(cast: Cast, home: Mapping[int, int], figures: Group, land: Land) -> Group:
    """Boats, with who is in them, moved down until their water line is where their foot was: an
    oar that reaches below the hull holds nobody up."""
    if water_band(land) is None and river_of(land) is None:
        return figures
    depth: dict[int, float] = {}
    for figure in figures:
        line = drawing_of(cast.dictionary, figure).anchors.water
        if line is not None and figure.stands and cast.zone(figure.element) == "water":
            root = home.get(figure.element, figure.element)
            depth.setdefault(root, (1 - line) * figure.height)
    return tuple(
        replace(figure, y=figure.y + depth.get(home.get(figure.element, figure.element), 0.0))
        for figure in figures
    )


def afloat(cast: Cast, figures: Group, land: Land) -> Group:
    """What is in the water lies in it up to its water line."""
    if water_band(land) is None and river_of(land) is None:
        return figures
    return tuple(
        _in_water(cast, figure)
        if cast.zone(figure.element) == "water" and figure.stands
        else figure
        for figure in figures
    )


def _in_water(cast: Cast, figure: Figure) -> Figure:
    line = drawing_of(cast.dictionary, figure).anchors.water
    animal = cast.category(figure.element) == "animal"
    at_home = cast.dictionary.kinds[figure.kind].zone == "water"
    shallow = 0.14 if animal else 0.06
    hidden = 1 - line if line is not None else shallow if at_home else SWIMS
    return replace(figure, hidden=max(figure.hidden, hidden), stands=False)
