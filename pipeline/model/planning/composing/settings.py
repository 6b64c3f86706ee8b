"""Where and when a picture is set, as far as the words leave it open."""

import random
from dataclasses import replace

from pipeline.model.dictionary import Dictionary, Kind
from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import Element, Relation, SceneGraph, Setting

PLAIN = ("plain",)
WATER = ("water", "sea")  # materials of layers
UP_THE_SLOPE = 0.05  # of the picture's height, behind where most things stand
FLOATING = ("space", "underwater", "sky")  # places where nothing has to stand
TABLES = ("dining table", "coffee table", "desk", "picnic table", "counter")
SURFACES = (*TABLES, "nightstand", "shelf", "bookcase", "stool", "bench", "cabinet", "bed")
TABLE = "dining table"
ON_TABLES = ("food", "drink", "tableware", "plant", "object", "device", "toy", "tool", "household",
             "music", "sport")  # fmt: skip
BY_THE_LAKE = ("swan", "duck", "rubber duck", "lotus", "canoe", "rowing boat", "frog", "goose")
ALOFT = 3.0  # metres of what flies far up
# What most rooms have already: a second one would be one too many.
FURNISHED = ("bed", "couch and lamp", "bookcase", "oven", "refrigerator", "window", "curtain")
OF_BATHROOMS = ("bathtub", "toilet", "shower", "rubber duck", "toothbrush", "towel")
BREACHES = 2.0  # metres of the smallest animal that is seen from above the water
IN_SPACE = ("satellite", "rocket", "space rocket", "ringed planet", "Jupiter", "flying saucer",
            "astronaut", "comet", "alien")  # fmt: skip
COLD = ("penguin", "polar bear", "snowman without snow", "skier", "snowboarder", "sled", "igloo",
        "sledge", "seal")  # fmt: skip
ON_SNOW = ("skiing", "snowboarding")
DRY = ("camel", "two-hump camel", "cactus", "scorpion", "lizard")
WILD = ("tiger", "gorilla", "orangutan", "monkey", "parrot", "sloth", "panda", "bear", "deer",
        "wolf", "fox", "owl", "moose", "boar", "mushroom", "squirrel", "chipmunk")  # fmt: skip
IN_GARDENS = ("fence", "garden gate", "flower bed", "sunflower", "tulip", "rose", "bush", "daisy",
              "daffodil", "butterfly", "honeybee", "hedgehog")  # fmt: skip
ON_FARMS = ("tractor", "cow", "pig", "ewe", "ram", "chicken", "rooster", "scarecrow", "haystack",
            "goat", "farmer", "windmill")  # fmt: skip

# Who is at home where; it settles the place where most things are of one list.
HOMES = (
    (BY_THE_LAKE, ("lake", "river", "lake")),
    (IN_GARDENS, ("garden", "meadow", "park")),
    (IN_SPACE, ("space", "moon", "space")),
    (COLD, ("snow",)),
    (DRY, ("desert",)),
    (WILD, ("forest", "meadow", "mountains", "forest")),
    (ON_FARMS, ("farm", "meadow", "village")),
)


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
    fitting = _places(graph, kinds)
    place = known_place(setting.place or fitting[turn % len(fitting)])
    outdoors = PLACES[place].outdoors
    weather = setting.weather or _weather(setting, outdoors, rng)
    season = setting.season or _season(place, weather, rng)
    time = setting.time or rng.choices(
        ("noon", "morning", "sunset", "night"), (66, 18, 12, 4) if outdoors else (84, 10, 5, 1)
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


def _places(graph: SceneGraph, kinds: list[Kind]) -> tuple[str, ...]:
    """Places that suit the things, by their kinds and zones."""
    if graph.setting.backdrop:
        return ("plain",)
    if any(element.action == "swimming" for element in graph.elements):
        return "lake", "sea", "lake"
    if any(element.action in ON_SNOW for element in graph.elements):
        return ("snow",)
    names = {kind.name for kind in kinds}
    indoors = names & set(SURFACES)
    for some, places in HOMES:
        if not indoors and 2 * sum(kind.name in some for kind in kinds) > len(kinds):
            return places
    swimming = [kind for number, kind in enumerate(kinds) if _swims(graph, number, kind)]
    if swimming and not indoors:
        wet = len(swimming) == len(kinds) and {kind.category for kind in kinds} == {"animal"}
        if wet:
            deep = max(kind.size for kind in kinds) < BREACHES
            return ("underwater",) if deep else ("underwater", "sea")
        afloat = len(swimming) == len(kinds)
        return ("sea", "lake", "sea") if afloat else ("beach", "lake", "harbour")
    return _by_zone(kinds, names)


def _swims(graph: SceneGraph, number: int, kind: Kind) -> bool:
    """Whether a thing of the water is in it, not in a bowl or on a plate."""
    return kind.zone == "water" and not any(
        one.subject == number and one.name in ("in", "on") for one in graph.relations
    )


def _by_zone(kinds: list[Kind], names: set[str]) -> tuple[str, ...]:
    """Places for things without a home of their own."""
    zones = {kind.zone for kind in kinds}
    categories = {kind.category for kind in kinds}
    if not kinds:
        return "meadow", "sea", "mountains", "village", "lake", "forest", "desert"
    if all(kind.extent == "head" for kind in kinds):
        return "plain", "meadow", "plain", "garden"
    if names & {"bench", "picnic table"} and not categories & {"device", "household"}:
        return "park", "garden", "meadow"
    if zones == {"air"} and max(kind.size for kind in kinds) > ALOFT:
        return "sky", "meadow", "mountains", "beach"
    if names & set(OF_BATHROOMS):
        return ("bathroom",)
    if names & set(FURNISHED):
        return ("room",)
    if categories & {"vehicle", "street"}:
        return ("street", "village", "city", "meadow") if zones != {"wall"} else ("street",)
    if categories & {"building", "place"} or "far" in zones or "sky" in categories:
        return "meadow", "mountains", "village", "beach"
    if categories & {"furniture", "household"} or "wall" in zones:
        return "living room", "kitchen", "bedroom", "library"
    if zones <= {"table", "hand", "head", "face", "neck", "water"}:
        if categories <= {"food", "drink", "tableware"}:
            return "kitchen", "living room", "cafe", "plain"
        return "room", "plain", "library", "kitchen"
    if "music" in categories:
        return "stage", "room", "street"
    if categories & {"device", "drink", "tableware"} and not categories & {"plant"}:
        return "room", "garden", "living room", "meadow"
    return "meadow", "park", "beach", "garden", "forest", "village", "farm"


def _with_table(graph: SceneGraph, dictionary: Dictionary) -> SceneGraph:
    """A table under things that would otherwise lie on the floor of a room, unless one alone
    fills the picture."""
    loose = [
        number for number in range(len(graph.elements)) if _is_loose(graph, dictionary, number)
    ]
    kinds = {element.kind for element in graph.elements}
    alone = len(graph.elements) == 1 and graph.elements[0].count == 1
    plain = graph.setting.place in (*PLAIN, *FLOATING, "cave", "stage")
    others = [
        dictionary.kinds[graph.elements[number].kind].category
        for number in range(len(graph.elements))
        if number not in loose
    ]
    low = "animal" in others and "person" not in others  # all of it is on the floor then
    if low or not loose or alone or plain or TABLE not in dictionary.kinds or kinds & set(TABLES):
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
