"""What the world is made of: places, hours, weathers, colours and 34 kinds of things.

New names are appended: what is in a table keeps its place, so trained weights keep their meaning.
"""

import re
from dataclasses import dataclass
from functools import cache

TERRAINS = (
    "meadow", "seaside", "mountains", "hills", "forest", "lake", "desert", "village", "city",
    "fields",
)  # fmt: skip
SHORES = ("seaside", "lake")  # terrains with water between HORIZON and SHORE
TIMES = ("morning", "noon", "sunset", "night")
WEATHERS = ("clear", "rain", "snow", "mist")
SEASONS = ("spring", "summer", "autumn", "winter")
COLORS = (
    "red", "blue", "yellow", "green", "white", "pink", "orange", "purple", "black", "grey", "brown",
)  # fmt: skip
VIEWS = tuple(range(8))  # of a terrain: one of its PLACES_EACH places, under one of eight skies
PLACES_EACH = 2
HAIRS = ("black", "brown", "blond", "red")
PEOPLE = ("girl", "boy", "woman", "man")  # kinds that have hair
# Poses of a thing; "" is what its kind mostly does. A kind's pose has a place in the order of
# all of them (LOOKS), so new ones are appended.
POSES = ("", "waving", "sitting", "running", "sleeping")
POSED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PEOPLE, ("waving", "sitting", "running")),
    "cat": ("sleeping",), "dog": ("sleeping", "running"), "fox": ("sleeping",),
    "horse": ("running",),
}  # fmt: skip
LOOKS = tuple((kind, pose) for kind, poses in POSED.items() for pose in poses)
DRESSED = (*PEOPLE, "snowman")  # kinds whose colour is what they wear
PLURALS = {
    "woman": "women", "man": "men", "snowman": "snowmen", "fox": "foxes", "sheep": "sheep",
    "butterfly": "butterflies",
}  # fmt: skip
MAX_THINGS = 7
MAX_LETTERS = 8  # of a sign's word

HORIZON = 0.58  # y of the horizon, as a share of the picture's height
SUN_ASIDE = 0.30  # how far from the middle sun and moon stand, in heights of the picture
SUN_Y = {"morning": 0.47, "noon": 0.10, "sunset": 0.50, "night": 0.15}  # how far down
SHORE = 0.73  # y where the water of SHORES ends


@dataclass(frozen=True, slots=True)
class KindSpec:
    """How one kind may look and where it may stand.

    size: least and greatest height, in units of the picture's shorter side.
    width: width over height of the box the kind is drawn in.
    zone: "foreground", "background", "sky" or "water".
    weight: how often the kind is drawn relative to others.
    """

    colors: tuple[str, ...]
    size: tuple[float, float]
    width: float
    zone: str
    max_count: int = 1
    weight: float = 1.0
    terrains: tuple[str, ...] = TERRAINS

    @property
    def countable(self) -> bool:
        """Whether a group may hold more than one."""
        return self.max_count > 1


def poses_of(kind: str) -> tuple[str, ...]:
    """All poses of a kind; "" first."""
    return "", *POSED.get(kind, ())


def plural(kind: str) -> str:
    """The plural of a kind's name."""
    return PLURALS.get(kind, f"{kind}s")


def _colors(names: str) -> tuple[str, ...]:
    return tuple(names.split())


KINDS: dict[str, KindSpec] = {
    "girl": KindSpec(
        _colors("red blue yellow green white pink orange purple"), (0.30, 0.42), 0.50,
        "foreground", 3, 1.3,
    ),
    "boy": KindSpec(
        _colors("red blue yellow green white orange purple grey"), (0.30, 0.42), 0.50,
        "foreground", 3, 1.1,
    ),
    "cat": KindSpec(_colors("black white orange grey brown"), (0.20, 0.26), 0.95,
                    "foreground", 4, 1.5),
    "dog": KindSpec(_colors("brown white black grey orange"), (0.20, 0.26), 1.05, "foreground", 4),
    "rabbit": KindSpec(_colors("white brown grey black"), (0.20, 0.26), 0.75, "foreground", 4),
    "sprig": KindSpec(
        _colors("green brown white yellow orange purple"), (0.20, 0.26), 0.75, "foreground", 4, 1.2,
    ),
    "lantern": KindSpec(
        _colors("red yellow blue green white orange pink purple"), (0.22, 0.28), 0.55,
        "foreground", 4, 1.2,
    ),
    "signpost": KindSpec((), (0.30, 0.36), 1.45, "foreground", 1, 4.5),
    "mushroom": KindSpec(
        _colors("red brown white purple orange yellow blue"), (0.16, 0.21), 0.95, "foreground", 4,
    ),
    "umbrella": KindSpec(
        _colors("red blue yellow green pink purple orange white black"), (0.25, 0.31), 1.0,
        "foreground", 3, 0.9,
    ),
    "house": KindSpec(
        _colors("red blue green orange purple brown yellow"), (0.30, 0.40), 1.25,
        "background", 2, 1.6,
    ),
    "windmill": KindSpec(_colors("red blue green brown orange purple"), (0.36, 0.46), 1.0,
                         "background", 2),
    "lighthouse": KindSpec(_colors("red blue black green"), (0.38, 0.48), 0.48,
                           "background", 1, 2.4, (*SHORES, "hills")),
    "tree": KindSpec(_colors("green green pink orange yellow red"), (0.35, 0.48), 0.85,
                     "background", 3, 1.2),
    "boat": KindSpec(_colors("white red blue yellow orange green"), (0.22, 0.30), 0.90,
                     "water", 3, 3.0, SHORES),
    "bird": KindSpec(_colors("blue red yellow white black"), (0.11, 0.14), 1.3, "sky", 4),
    "airship": KindSpec(_colors("red blue yellow green purple white"), (0.18, 0.24), 1.7, "sky", 2),
    "balloon": KindSpec(
        _colors("red blue yellow green purple orange pink"), (0.22, 0.30), 0.75, "sky", 4, 0.9,
    ),
    "woman": KindSpec(
        _colors("red blue yellow green white pink purple black"), (0.36, 0.46), 0.44,
        "foreground", 3,
    ),
    "man": KindSpec(
        _colors("red blue green orange grey brown black"), (0.36, 0.46), 0.44, "foreground", 3,
    ),
    "fox": KindSpec(_colors("orange white grey red"), (0.20, 0.26), 1.15, "foreground", 4),
    "bear": KindSpec(_colors("brown black white"), (0.26, 0.34), 0.85, "foreground", 3),
    "sheep": KindSpec(_colors("white black brown"), (0.20, 0.26), 1.15, "foreground", 4),
    "horse": KindSpec(_colors("brown white black grey"), (0.28, 0.36), 1.10, "foreground", 3),
    "duck": KindSpec(_colors("yellow white brown"), (0.13, 0.17), 1.15, "water", 4, 3.0, SHORES),
    "butterfly": KindSpec(
        _colors("blue yellow orange pink purple white"), (0.11, 0.15), 1.2, "sky", 4,
    ),
    "car": KindSpec(
        _colors("red blue yellow green white black"), (0.20, 0.26), 1.60, "foreground", 2,
    ),
    "train": KindSpec(
        _colors("red blue green black yellow"), (0.24, 0.30), 2.00, "background", 1, 1.2,
    ),
    "castle": KindSpec(
        _colors("red blue green purple orange grey"), (0.42, 0.52), 1.05, "background", 1, 1.2,
    ),
    "tent": KindSpec(
        _colors("red blue yellow green orange"), (0.24, 0.30), 1.25, "background", 2,
    ),
    "flower": KindSpec(
        _colors("red yellow pink purple white blue orange"), (0.22, 0.29), 0.60, "foreground", 4,
    ),
    "pumpkin": KindSpec(_colors("orange white green yellow"), (0.16, 0.21), 1.10, "foreground", 4),
    "cake": KindSpec(
        _colors("pink white brown yellow purple"), (0.22, 0.28), 0.95, "foreground", 2,
    ),
    "snowman": KindSpec(
        _colors("red blue green yellow purple"), (0.28, 0.36), 0.72, "foreground", 2,
    ),
}  # fmt: skip
# Other names of some kinds, singular and plural: only names that are true of the kind.
CALLED: dict[str, tuple[tuple[str, str], ...]] = {
    "cat": (("kitten", "kittens"),),
    "dog": (("puppy", "puppies"),),
    "rabbit": (("bunny", "bunnies"),),
    "house": (("cottage", "cottages"), ("home", "homes")),
    "boat": (("ship", "ships"),),
    "airship": (("zeppelin", "zeppelins"),),
    "lantern": (("lamp", "lamps"),),
    "mushroom": (("toadstool", "toadstools"),),
    "umbrella": (("parasol", "parasols"),),
    "woman": (("lady", "ladies"),),
    "man": (("gentleman", "gentlemen"), ("guy", "guys")),
    "sheep": (("lamb", "lambs"),),
    "horse": (("pony", "ponies"),),
    "car": (("automobile", "automobiles"),),
    "train": (("locomotive", "locomotives"),),
    "flower": (("blossom", "blossoms"),),
}


def names_of(kind: str) -> list[tuple[str, bool]]:
    """All names of a kind, its own and others, each with whether it is a plural."""
    pairs = [(kind, plural(kind)), *CALLED.get(kind, ())]
    pairs += {"signpost": [("sign", "signs")], "boat": [("sailboat", "sailboats")]}.get(kind, [])
    # A name that is the same in both is listed as a singular only.
    return [(one, False) for one, _ in pairs] + [(many, True) for one, many in pairs if many != one]


@cache
def kinds_by_name() -> dict[str, str]:
    """The kind of every name."""
    return {name: kind for kind in KINDS for name, _ in names_of(kind)}


def kinds_named(text: str) -> set[str]:
    """The kinds that a text names, by any of their names."""
    known = kinds_by_name()
    return {known[word] for word in re.findall(r"[a-z]+", text.lower()) if word in known}
