"""Where and when a picture is set, as far as the words leave it open."""

import random
from dataclasses import replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import Element, Relation, SceneGraph
from pipeline.model.planning.composing.homes import OPEN, homes
from pipeline.model.planning.composing.hours import in_the_open, lit_setting

PLAIN = ("plain",)
WATER = ("water", "sea")  # materials of layers
CARRIED = ("on", "in", "under", "riding", "around")  # relations of what stands where its host does
UP_THE_SLOPE = 0.05  # of the picture's height, behind where most things stand
FLOATING = ("space", "underwater", "sky")  # places where nothing has to stand
TABLES = ("dining table", "coffee table", "desk", "picnic table", "counter")
SURFACES = (*TABLES, "nightstand", "shelf", "bookcase", "stool", "bench", "cabinet", "bed")
TABLE = "dining table"
INDOOR_SPORT = ("basketball", "basketball hoop", "volleyball", "badminton", "ping pong", "bowling",
                "boxing glove")  # fmt: skip
ROAMING = (
    "walking",
    "running",
    "throwing",
    "fishing",
    "digging",
    "mowing",
    "cycling",
    "skateboarding",
    "walking away",
)  # what is done out of doors
ON_TABLES = ("food", "drink", "tableware", "plant", "object", "device", "toy", "tool", "household",
             "music", "sport")  # fmt: skip


def known_place(place: str) -> str:
    """The place itself if it has a land, else a meadow."""
    return place if place in PLACES else "meadow"


def room_for_feet(place: str) -> float:
    """The y from which things may stand: where there is no shore, also well up the slope."""
    spec = PLACES[place]
    shore = any(level.material in WATER for level in spec.levels)
    return spec.ground - (UP_THE_SLOPE if spec.outdoors and not shore else 0.0)


def settle(graph: SceneGraph, dictionary: Dictionary, rng: random.Random, turn: int) -> SceneGraph:
    """The graph with nothing of its setting open, and a table where one is missing.

    turn: which of the fitting places; the next one has mostly another place.
    """
    setting = graph.setting
    kinds = [dictionary.kinds[element.kind] for element in graph.elements]
    fitting = homes(graph, kinds, SURFACES)
    roams = any(element.action in ROAMING for element in graph.elements)
    if in_the_open(setting) or roams:
        fitting = tuple(place for place in fitting if PLACES[place].outdoors) or OPEN
    built = any(kind.category == "building" for kind in kinds)
    walled = setting.place == "room" and built  # houses before a wall are in no room
    asked = "" if walled else setting.place
    place = known_place(asked or fitting[turn % len(fitting)])
    outdoors = PLACES[place].outdoors
    names = {kind.name for kind in kinds}
    if place == "stadium" and names & set(INDOOR_SPORT):
        place, outdoors = "gym", False
    setting = lit_setting(replace(setting, place=place), names, outdoors, rng)
    settled = replace(graph, setting=setting)
    return _with_table(settled, dictionary) if not outdoors else settled


def _with_table(graph: SceneGraph, dictionary: Dictionary) -> SceneGraph:
    """A table under things that would otherwise lie on the floor of a room."""
    loose = [
        number for number in range(len(graph.elements)) if _is_loose(graph, dictionary, number)
    ]
    kinds = {element.kind for element in graph.elements}
    plain = graph.setting.place in (*PLAIN, *FLOATING, "cave", "stage")
    carried = {
        one.subject for one in graph.relations if one.object in loose and one.name in CARRIED
    }
    others = [
        dictionary.kinds[graph.elements[number].kind].category
        for number in range(len(graph.elements))
        if number not in loose and number not in carried
    ]
    low = "animal" in others and "person" not in others  # all of it is on the floor then
    if low or not loose or plain or TABLE not in dictionary.kinds or kinds & set(TABLES):
        return graph
    table = Element(TABLE, "", "added")
    laid = tuple(Relation(number, "on", len(graph.elements)) for number in loose)
    return replace(graph, elements=(*graph.elements, table), relations=(*graph.relations, *laid))


def _is_loose(graph: SceneGraph, dictionary: Dictionary, number: int) -> bool:
    kind = dictionary.kinds[graph.elements[number].kind]
    edible = kind.category in ("food", "drink")
    if not (kind.zone in ("table", "hand") or edible) or kind.category not in ON_TABLES:
        return False
    if kind.size > 0.6:
        return False
    for one in graph.relations:
        carried = one.subject == number and one.name in ("on", "in", "under", "riding", "above",
                                                         "below", "around")  # fmt: skip
        worn = one.object == number and one.name in ("holding", "wearing", "full of")
        stacked = one.object == number and one.name in ("above", "below")
        if carried or worn or stacked:
            return False
    return True
