"""What is made of a picture without settings: names for what it is sure to see, and a
layout of it where it is sure of all."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from PIL import Image

from pipeline.engines.embedded.world import Layout, World
from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.boxes import third
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import PLACES, sample_land
from pipeline.model.plan.scene_graph import STYLES, Element, SceneGraph, Setting
from pipeline.model.seeing.recognizing import Recognized
from pipeline.results import Description, Group

SURE_OF_SETTING = 0.5  # likelihood from which a place, an hour or a weather is named
USUAL = {"time": "noon", "weather": "clear", "season": "summer", "style": STYLES[0]}


def seen_in(picture: Image.Image, world: World) -> Description | None:
    """What a picture (RGB) shows by its looks; None where nothing in it is surely named."""
    if world.observer is None:
        return None
    things = world.observer.read(picture)
    named = [thing for thing in things if thing.kind]
    if not named:
        return None
    told = world.observer.tell(picture, SURE_OF_SETTING)
    place, time, weather, season = (
        told.get(name, "") for name in ("place", "time", "weather", "season")
    )
    groups, unsure = _groups(named, world.dictionary), len(things) - len(named)
    setting = place, time, weather, season
    return Description(*setting, things=groups, seen=True, unsure=unsure)


def layout_of(picture: Image.Image, world: World) -> Layout | None:
    """A layout of what a picture (RGB) shows, as its settings would tell it, to edit it by; None
    where something in it or its place is not sure. The lie of the land is another: looks do not
    tell it."""
    things = world.observer.read(picture) if world.observer else []
    if world.observer is None or not things or not all(thing.kind for thing in things):
        return None
    told = USUAL | world.observer.tell(picture, SURE_OF_SETTING)
    if told.get("place") not in PLACES:
        return None
    land = sample_land(told["place"], random.Random(0), told["time"])
    hour = told["time"], told["weather"], told["season"]
    order = sorted(things, key=lambda thing: thing.box[3])
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(t.kind for t in order))}
    drawings = tuple(_placed(thing, numbers[thing.kind], world.dictionary) for thing in order)
    counts = Counter(thing.kind for thing in order)
    elements = tuple(Element(kind, kind, count=counts[kind]) for kind in numbers)
    graph = SceneGraph(elements, (), Setting(told["place"], *hour), told["style"])
    composition = Composition(land, *hour, told["style"], drawings)
    return Layout(graph, composition)


def _placed(thing: Recognized, element: int, dictionary: Dictionary) -> PlacedDrawing:
    stands = dictionary.kinds[thing.kind].zone not in ("air", "far")
    return PlacedDrawing(thing.kind, 0, element, thing.box, stands=stands)


def _groups(things: Sequence[Recognized], dictionary: Dictionary) -> tuple[Group, ...]:
    """Things of a kind together, from left to right."""
    order = sorted(things, key=lambda thing: thing.kind)
    alike = [list(some) for _, some in groupby(order, lambda thing: thing.kind)]
    middles = {some[0].kind: sum(map(_middle, some)) / len(some) for some in alike}
    groups = [_group(some, middles[some[0].kind], dictionary) for some in alike]
    return tuple(sorted(groups, key=lambda group: middles[group.kind]))


def _group(things: Sequence[Recognized], middle: float, dictionary: Dictionary) -> Group:
    kind, side = dictionary.kinds[things[0].kind], third(middle)
    names = {language: words[0] for language, words in kind.names.items() if words}
    where = side if side != "middle" else ""
    return Group(kind.name, len(things), side=where, names=names)


def _middle(thing: Recognized) -> float:
    return (thing.box[0] + thing.box[2]) / 2
