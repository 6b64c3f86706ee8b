"""Where and when a picture is set, as far as the words leave it open."""

import random
from dataclasses import replace

from pipeline.model.dictionary import Dictionary, Kind
from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import Element, Relation, SceneGraph, Setting

# What stands in for a place that has no land of its own.
NEXT_BEST = {
    "city": "street", "village": "hills", "sea": "seaside", "beach": "seaside", "river": "lake",
    "waterfall": "mountains", "jungle": "forest", "snow": "snowfield", "island": "seaside",
    "sky": "hills", "moon": "space", "park": "garden", "playground": "garden", "farm": "fields",
    "market": "square", "station": "square", "harbour": "seaside", "airport": "street",
    "parking lot": "street", "stadium": "square", "living room": "room", "bedroom": "room",
    "bathroom": "kitchen", "classroom": "room", "library": "room", "cafe": "kitchen",
    "office": "room", "shop": "kitchen", "gym": "room", "plain": "studio", "ruins": "hills",
    "swamp": "lake", "volcano land": "mountains",
}  # fmt: skip
PLAIN = ("studio", "plain")
FLOATING = ("space", "underwater", "sky")  # places where nothing has to stand
TABLES = ("dining table", "coffee table", "desk", "picnic table", "counter")
SURFACES = (*TABLES, "nightstand", "shelf", "bookcase", "stool", "bench", "cabinet", "bed")
TABLE = "dining table"
ON_TABLES = ("food", "drink", "tableware", "plant", "object", "device", "toy", "tool", "household",
             "music", "sport")  # fmt: skip
BY_THE_LAKE = ("swan", "duck", "rubber duck", "lotus", "canoe", "rowing boat", "frog", "goose")
IN_SPACE = ("satellite", "rocket", "space rocket", "ringed planet", "Jupiter", "flying saucer",
            "astronaut", "comet", "alien")  # fmt: skip
COLD = ("penguin", "polar bear", "snowman without snow", "skier", "snowboarder", "sled", "igloo",
        "sledge", "seal")  # fmt: skip
DRY = ("camel", "two-hump camel", "cactus", "scorpion", "lizard")
WILD = ("tiger", "gorilla", "orangutan", "monkey", "parrot", "sloth", "panda", "bear", "deer",
        "wolf", "fox", "owl", "moose", "boar", "mushroom", "squirrel", "chipmunk")  # fmt: skip
ON_FARMS = ("tractor", "cow", "pig", "ewe", "ram", "chicken", "rooster", "scarecrow", "haystack",
            "goat", "farmer", "windmill")  # fmt: skip


def known_place(place: str) -> str:
    """A key of PLACES for any place's name, the nearest one where it has no land of its own."""
    if place in PLACES:
        return place
    if NEXT_BEST.get(place) in PLACES:
        return NEXT_BEST[place]
    return "meadow"


def settle(graph: SceneGraph, dictionary: Dictionary, rng: random.Random) -> SceneGraph:
    """The graph with nothing of its setting open, and a table where one is missing."""
    setting = graph.setting
    kinds = [dictionary.kinds[element.kind] for element in graph.elements]
    place = known_place(setting.place or _place(graph, kinds, rng))
    outdoors = PLACES[place].outdoors
    weather = setting.weather or _weather(setting, outdoors, rng)
    season = setting.season or _season(place, weather, rng)
    time = setting.time or rng.choices(
        ("noon", "morning", "sunset", "night"), (62, 18, 13, 7) if outdoors else (80, 12, 6, 2)
    )[0]  # fmt: skip
    settled = replace(
        graph, setting=replace(setting, place=place, time=time, weather=weather, season=season)
    )
    return _with_table(settled, dictionary) if not outdoors else settled


def _weather(setting: Setting, outdoors: bool, rng: random.Random) -> str:
    if not outdoors or setting.season == "summer":
        return "clear"
    if setting.season == "winter":
        return rng.choices(("clear", "snow"), (75, 25))[0]
    return rng.choices(("clear", "mist", "rain"), (92, 5, 3))[0]


def _season(place: str, weather: str, rng: random.Random) -> str:
    if weather == "snow" or place in ("snow", "snowfield"):
        return "winter"
    return rng.choices(("summer", "spring", "autumn"), (70, 18, 12))[0]


def _place(graph: SceneGraph, kinds: list[Kind], rng: random.Random) -> str:
    """A place that suits the things, by their kinds and zones."""
    if graph.setting.backdrop:
        return "plain"
    names = {kind.name for kind in kinds}
    for some, places in (
        (BY_THE_LAKE, ("lake", "lake", "river", "park")), (IN_SPACE, ("space", "space", "moon")),
        (COLD, ("snow",)), (DRY, ("desert",)), (WILD, ("forest", "forest", "meadow", "mountains")),
        (ON_FARMS, ("farm", "meadow", "hills", "farm")),
    ):  # fmt: skip
        if names & set(some) and not names & set(SURFACES):
            return rng.choice(places)
    if any(kind.zone == "water" for kind in kinds):
        wet = all(kind.zone == "water" and kind.category == "animal" for kind in kinds)
        return rng.choice(("underwater", "underwater", "sea") if wet else ("sea", "sea", "lake"))
    return rng.choice(_by_zone(kinds))


def _by_zone(kinds: list[Kind]) -> tuple[str, ...]:
    """Places for things without a home of their own."""
    zones = {kind.zone for kind in kinds}
    categories = {kind.category for kind in kinds}
    if not kinds:
        return "meadow", "sea", "mountains", "hills", "lake", "forest", "desert"
    if all(kind.extent == "head" for kind in kinds):
        return "plain", "meadow", "garden", "plain"
    if categories & {"furniture", "household"} or "wall" in zones:
        return "living room", "room", "living room", "library"
    if zones <= {"table", "hand", "head", "face", "neck"}:
        if categories <= {"food", "drink", "tableware"}:
            return "kitchen", "cafe", "kitchen", "living room", "plain"
        return "room", "living room", "plain", "kitchen"
    if categories & {"vehicle", "street"}:
        rural = "animal" in categories
        return ("street", "street", "hills") if rural else ("street", "city", "street", "hills")
    if "building" in categories or "far" in zones:
        return "hills", "meadow", "mountains", "meadow"
    if "music" in categories:
        return "stage", "room", "street"
    return "meadow", "park", "garden", "hills", "beach", "forest", "meadow", "farm"


def _with_table(graph: SceneGraph, dictionary: Dictionary) -> SceneGraph:
    """A table under things that would otherwise lie on the floor of a room, unless one alone
    fills the picture."""
    loose = [
        number for number in range(len(graph.elements)) if _is_loose(graph, dictionary, number)
    ]
    kinds = {element.kind for element in graph.elements}
    alone = len(graph.elements) == 1 and graph.elements[0].count == 1
    plain = graph.setting.place in (*PLAIN, *FLOATING, "cave", "stage")
    if not loose or alone or plain or TABLE not in dictionary.kinds or kinds & set(TABLES):
        return graph
    table = Element(TABLE, "", "added")
    laid = tuple(Relation(number, "on", len(graph.elements)) for number in loose)
    return replace(graph, elements=(*graph.elements, table), relations=(*graph.relations, *laid))


def _is_loose(graph: SceneGraph, dictionary: Dictionary, number: int) -> bool:
    kind = dictionary.kinds[graph.elements[number].kind]
    if kind.zone not in ("table", "hand") or kind.category not in ON_TABLES:
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
