"""What the world is made of: places, hours, weathers, colours and the 18 kinds of things."""

from dataclasses import dataclass

TERRAINS = ("meadow", "seaside", "mountains", "hills")
TIMES = ("morning", "noon", "sunset", "night")
WEATHERS = ("clear", "rain", "snow", "mist")
SEASONS = ("spring", "summer", "autumn", "winter")
COLORS = (
    "red", "blue", "yellow", "green", "white", "pink", "orange", "purple", "black", "grey", "brown",
)  # fmt: skip
HAIRS = ("black", "brown", "blond", "red")
PEOPLE = ("girl", "boy")  # kinds that have hair
MAX_THINGS = 7
MAX_LETTERS = 8  # of a sign's word

HORIZON = 0.58  # y of the horizon, as a share of the picture's height
SHORE = 0.73  # y where the sea ends at the seaside; the sea lies between HORIZON and SHORE


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
    "signpost": KindSpec((), (0.30, 0.36), 1.45, "foreground", 1, 2.6),
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
                           "background", 1, 1.2, ("seaside", "hills")),
    "tree": KindSpec(_colors("green green pink orange yellow red"), (0.35, 0.48), 0.85,
                     "background", 3, 1.2),
    "boat": KindSpec(_colors("white red blue yellow orange green"), (0.22, 0.30), 0.90,
                     "water", 3, 4.0, ("seaside",)),
    "bird": KindSpec(_colors("blue red yellow white black"), (0.11, 0.14), 1.3, "sky", 4),
    "airship": KindSpec(_colors("red blue yellow green purple white"), (0.18, 0.24), 1.7, "sky", 2),
    "balloon": KindSpec(
        _colors("red blue yellow green purple orange pink"), (0.22, 0.30), 0.75, "sky", 4, 0.9,
    ),
}  # fmt: skip
