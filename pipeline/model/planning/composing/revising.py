"""A composition changed: all that the change does not name stays exactly where it is."""

import random
from collections import Counter
from dataclasses import replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.change import Change
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.land import PLACES, Land, sample_land, under
from pipeline.model.plan.land.skies import sun_of
from pipeline.model.plan.scene_graph import SceneGraph, Setting
from pipeline.model.planning.composing.backdrops import asked
from pipeline.model.planning.composing.choosing import FAMILIES, Cast
from pipeline.model.planning.composing.composing import Composed, composed
from pipeline.model.planning.composing.exact import drawings_of
from pipeline.model.planning.composing.figures import Group
from pipeline.model.planning.composing.grounding import afloat_again, on_new_ground
from pipeline.model.planning.composing.hours import sky_of
from pipeline.model.planning.composing.inserting import Inserting
from pipeline.model.planning.composing.keeping import Kept, kept_of
from pipeline.model.planning.composing.lighting import lit
from pipeline.model.planning.composing.settings import known_place
from pipeline.model.planning.composing.sizes import lengths


def revised(
    before: Composed, change: Change, dictionary: Dictionary, seed: int, aspect: float
) -> Composed:
    """What a picture (`as_painted`) becomes by a change of its graph.

    What the change does not name keeps kind, variant, box and side, the land its numbers unless the
    place changes. seed: of where new things stand. Things that do what no drawing shows are told in
    the graph's `not_painted`. Raises KeyError for a kind that the dictionary lacks.
    """
    rng = random.Random(seed)
    graph = replace(change.graph, setting=_setting(before.graph.setting, change.graph.setting))
    if not before.composition.drawings or graph.setting.framing != before.graph.setting.framing:
        return _anew(before, graph, dictionary, seed, aspect)
    sizes = lengths(graph.elements, dictionary.kinds, graph.relations)
    cast = Cast(graph, dictionary, rng, sizes, _family(before, dictionary), aspect, seed)
    land = _land(before, change, graph.setting, rng)
    kept = kept_of(cast, before, change)
    figures = kept.figures
    if not figures:
        return _anew(before, graph, dictionary, seed, aspect)
    if land.place != before.composition.land.place:
        figures = on_new_ground(cast, figures, before.composition.land, land)
    figures = Inserting(cast, land, list(figures), kept).all()
    figures = afloat_again(cast, figures, kept.figures, land)
    return _composed(cast, figures, land, kept, before.composition)


def _composed(cast: Cast, figures: Group, land: Land, kept: Kept, before: Composition) -> Composed:
    setting, graph = cast.graph.setting, cast.graph
    drawings = drawings_of(figures, cast.aspect, before)
    untold = tuple(action for action in kept.untold if action not in graph.not_painted)
    composition = Composition(
        lit(land, figures, cast.aspect, setting.time), setting.time, setting.weather,
        setting.season, graph.style,
        drawings,
    )  # fmt: skip
    return Composed(replace(graph, not_painted=(*graph.not_painted, *untold)), composition)


def _anew(
    before: Composed, graph: SceneGraph, dictionary: Dictionary, seed: int, aspect: float
) -> Composed:
    """Composed again, on the same land where the place stays."""
    again = composed(graph, dictionary, seed, aspect)
    land = before.composition.land
    if again.composition.land.place == land.place:
        again = replace(again, composition=replace(again.composition, land=land))
    return again


def _family(before: Composed, dictionary: Dictionary) -> str:
    """The family that most drawings of a picture are of."""
    drawings = before.composition.drawings
    names = [
        dictionary.kinds[one.kind].drawings[one.variant % len(dictionary.kinds[one.kind].drawings)]
        .family
        for one in drawings
    ]  # fmt: skip
    known = [name for name in names if name in FAMILIES]
    return max(known, key=known.count) if known else FAMILIES[0]


def _setting(before: Setting, after: Setting) -> Setting:
    """What a new place brings along where the change does not name it."""
    place = known_place(after.place)
    after = replace(after, place=place)
    if place == before.place:
        return after
    if not PLACES[place].outdoors and after.weather == before.weather:
        after = replace(after, weather="clear")
    if place == "snow" and after.season == before.season:
        after = replace(after, season="winter")
    return after


def _land(before: Composed, change: Change, setting: Setting, rng: random.Random) -> Land:
    """The picture's own land, unless the place is another; the sun follows the hour, the clouds
    the weather and the sky."""
    land, was = before.composition.land, before.graph.setting
    sky = sky_of(setting)
    if setting.place != land.place or setting.scenery != was.scenery:
        land = sample_land(setting.place, rng, setting.time, sky, setting.scenery)
    elif setting.weather != was.weather or sky != sky_of(was):
        land = under(land, rng, setting.time, sky)
    elif setting.time != was.time and land.sun is not None:
        land = replace(land, sun=sun_of(rng, setting.time, sky))
    land = asked(land, setting) if setting.backdrop != was.backdrop else land
    return replace(land, clouds=()) if change.cloudless else land


def as_painted(whole: Composed) -> Composed:
    """The same with the graph telling what is drawn: as many of each element, in the picture's
    place and light. Words leave these open: "a basket full of apples". An element without a
    drawing stays one."""
    graph, composition = whole.graph, whole.composition
    numbers = Counter(drawing.element for drawing in composition.drawings)
    elements = tuple(
        replace(element, count=max(1, numbers[number]))
        for number, element in enumerate(graph.elements)
    )
    setting = replace(
        graph.setting, place=composition.land.place, time=composition.time,
        weather=composition.weather, season=composition.season,
    )  # fmt: skip
    graph = replace(graph, elements=elements, setting=setting, style=composition.style)
    return replace(whole, graph=graph)
