"""The lie of the land as values: layers from back to front, each a material under a line.

A land is no picture and no list of pictures: few numbers say where each layer's upper edge runs, so
that every seed has a land of its own and the canvas draws it sharp (a label map is painted as in
SPADE, Park et al., 2019; the numbers are what a transformer can write as tokens).
"""

import random
from dataclasses import dataclass, field

# What a layer is made of. New names are appended: a network knows a material by its place here.
MATERIALS = (
    "sky", "cloud", "sun", "far ridge", "rock", "snow", "treeline", "grass", "meadow", "sand",
    "dune", "water", "sea", "foam", "path", "road", "pavement", "soil", "furrows", "wall", "panel",
    "floorboards", "tiles", "carpet", "backdrop", "space", "moon ground", "deep water", "cave",
    "window",
)  # fmt: skip
POINTS = 9  # of a line, at equal steps from the left edge to the right one


@dataclass(frozen=True, slots=True)
class Layer:
    """A material from its line down to the picture's foot.

    line: POINTS heights in shares of the picture's height, 0 the top; sharp: straight pieces
    between the points instead of a smooth curve.
    """

    material: str
    line: tuple[float, ...]
    sharp: bool = False

    def __post_init__(self) -> None:
        if self.material not in MATERIALS:
            raise ValueError(f"no material {self.material!r}: there are {', '.join(MATERIALS)}")
        if len(self.line) != POINTS:
            raise ValueError(f"a line has {POINTS} points, not {len(self.line)}")


@dataclass(frozen=True, slots=True)
class Strip:
    """A material between two lines that run from a far point to the foot of the picture: a path, a
    road, a furrowed field. far, near: (x, half of the width) in shares of the picture's width; top:
    the y at which it begins."""

    material: str
    top: float
    far: tuple[float, float]
    near: tuple[float, float]
    bend: float = 0.0


@dataclass(frozen=True, slots=True)
class Cloud:
    """x: its middle; y: its foot; size: half of its width; all in shares of the picture's width
    and height. look: which of its random outlines it has, 0..1."""

    x: float
    y: float
    size: float
    look: float


@dataclass(frozen=True, slots=True)
class Land:
    """place: a key of PLACES. sun: (x, y) of sun or moon, None where the sky is not seen."""

    place: str
    layers: tuple[Layer, ...]
    strips: tuple[Strip, ...] = ()
    clouds: tuple[Cloud, ...] = ()
    sun: tuple[float, float] | None = None

    @property
    def light_side(self) -> float:
        """Where the light comes from: 1 the right, -1 the left."""
        return 1.0 if self.sun is None or self.sun[0] > 0.5 else -1.0


@dataclass(frozen=True, slots=True)
class Level:
    """How a place draws one layer: its mean height may lie in `at`, its line rolls by up to `roll`
    in `waves` waves; chance: how often the layer is there at all."""

    material: str
    at: tuple[float, float]
    roll: float = 0.0
    waves: float = 1.5
    sharp: bool = False
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """levels: from back to front. ground: y from which things may stand. outdoors: it has a sky."""

    levels: tuple[Level, ...]
    strip: str = ""
    strips: tuple[int, int] = (0, 0)
    ground: float = 0.66
    outdoors: bool = True
    words: tuple[str, ...] = field(default=())


def _level(material: str, low: float, high: float, *rest, **more) -> Level:
    return Level(material, (low, high), *rest, **more)


RIDGES = (
    _level("far ridge", 0.44, 0.53, 0.05, 2.0, chance=0.8),
    _level("far ridge", 0.50, 0.56, 0.03, 2.5, chance=0.6),
)
PLACES: dict[str, Place] = {
    "meadow": Place(
        (*RIDGES, _level("treeline", 0.53, 0.58, 0.02, 3, chance=0.5),
         _level("grass", 0.54, 0.62, 0.03, 1.6), _level("meadow", 0.66, 0.76, 0.03, 1.2)),
        "path", (0, 1), words=("grass", "field", "lawn", "pasture", "prairie"),
    ),
    "hills": Place(
        (*RIDGES, _level("grass", 0.46, 0.54, 0.08, 2.2), _level("grass", 0.54, 0.60, 0.06, 1.8),
         _level("meadow", 0.66, 0.76, 0.03, 1.3)),
        "path", (0, 1), words=("hill", "valley", "countryside"),
    ),
    "mountains": Place(
        (_level("far ridge", 0.40, 0.48, 0.06, 2.0), _level("rock", 0.24, 0.38, 0.16, 2.5, True),
         _level("treeline", 0.55, 0.60, 0.02, 3), _level("meadow", 0.62, 0.70, 0.03, 1.4)),
        "path", (0, 1), words=("mountain", "alps", "peak"),
    ),
    "seaside": Place(
        (_level("far ridge", 0.54, 0.57, 0.02, 2.5, chance=0.6), _level("sea", 0.565, 0.60),
         _level("sand", 0.70, 0.78, 0.02, 1.2)),
        words=("beach", "sea", "ocean", "shore", "coast"), ground=0.76,
    ),
    "lake": Place(
        (*RIDGES, _level("treeline", 0.52, 0.57, 0.02, 3), _level("water", 0.58, 0.62, 0.006, 1.0),
         _level("meadow", 0.74, 0.82, 0.03, 1.2)),
        words=("pond", "river", "riverside"), ground=0.82,
    ),
    "desert": Place(
        (_level("far ridge", 0.50, 0.55, 0.03, 3, True, chance=0.7),
         _level("dune", 0.54, 0.60, 0.05, 1.2), _level("dune", 0.66, 0.76, 0.05, 0.9)),
        words=("dunes", "sahara", "wasteland"),
    ),
    "fields": Place(
        (*RIDGES, _level("treeline", 0.54, 0.57, 0.015, 3), _level("soil", 0.57, 0.60, 0.01, 1.0)),
        "furrows", (4, 8), words=("farm", "farmland", "vineyard"),
    ),
    "forest": Place(
        (_level("treeline", 0.34, 0.46, 0.08, 4), _level("treeline", 0.48, 0.56, 0.05, 4),
         _level("grass", 0.60, 0.66, 0.02, 1.5), _level("meadow", 0.70, 0.78, 0.03, 1.2)),
        "path", (0, 1), words=("wood", "woods", "jungle", "rainforest"),
    ),
    "snowfield": Place(
        (*RIDGES, _level("rock", 0.36, 0.46, 0.10, 3, True, chance=0.5),
         _level("treeline", 0.54, 0.58, 0.02, 3, chance=0.6), _level("snow", 0.56, 0.64, 0.03, 1.4),
         _level("snow", 0.68, 0.78, 0.03, 1.0)),
        words=("snow", "arctic", "ski slope", "glacier"),
    ),
    "street": Place(
        (_level("far ridge", 0.46, 0.52, 0.03, 3, True, chance=0.5),
         _level("pavement", 0.60, 0.64)),
        "road", (1, 1), words=("road", "city", "town", "crossing", "parking lot"), ground=0.68,
    ),
    "square": Place(
        (_level("treeline", 0.52, 0.57, 0.03, 4, chance=0.6), _level("pavement", 0.58, 0.64)),
        words=("plaza", "market", "station", "playground", "stadium"),
    ),
    "garden": Place(
        (_level("treeline", 0.42, 0.52, 0.05, 4), _level("meadow", 0.58, 0.66, 0.01, 1.2)),
        "path", (1, 1), words=("park", "yard", "backyard"),
    ),
    "room": Place(
        (_level("wall", 0.0, 0.0), _level("panel", 0.62, 0.64, chance=0.5),
         _level("floorboards", 0.66, 0.74)),
        outdoors=False, ground=0.78,
        words=("living room", "bedroom", "office", "library", "classroom", "house", "home"),
    ),
    "kitchen": Place(
        (_level("wall", 0.0, 0.0), _level("tiles", 0.66, 0.72)), outdoors=False, ground=0.76,
        words=("bathroom", "restroom", "café", "restaurant", "shop", "store"),
    ),
    "stage": Place(
        (_level("backdrop", 0.0, 0.0), _level("floorboards", 0.70, 0.78)), outdoors=False,
        ground=0.80, words=("theatre", "theater"),
    ),
    "studio": Place(
        (_level("backdrop", 0.0, 0.0), _level("backdrop", 0.70, 0.78, 0.005, 0.6)),
        outdoors=False, ground=0.80, words=("background", "plain background"),
    ),
    "space": Place(
        (_level("space", 0.0, 0.0), _level("moon ground", 0.74, 0.84, 0.03, 1.5, chance=0.5)),
        outdoors=False, words=("outer space", "galaxy", "moon", "planet"), ground=0.8,
    ),
    "underwater": Place(
        (_level("deep water", 0.0, 0.0), _level("rock", 0.60, 0.70, 0.10, 3, chance=0.6),
         _level("sand", 0.76, 0.84, 0.03, 1.2)),
        outdoors=False, words=("seabed", "reef"), ground=0.8,
    ),
    "cave": Place(
        (_level("cave", 0.0, 0.0), _level("rock", 0.56, 0.66, 0.06, 4),
         _level("soil", 0.72, 0.80, 0.02, 1.5)),
        outdoors=False, words=("cavern", "dungeon", "mine"), ground=0.78,
    ),
}  # fmt: skip


def sample_land(place: str, rng: random.Random) -> Land:
    """A land of a place; every draw has lines, clouds and sun of its own."""
    spec = PLACES[place]
    layers = tuple(_layer(level, rng) for level in spec.levels if rng.random() < level.chance)
    strips = _strips(spec, layers, rng) if spec.strip else ()
    if not spec.outdoors:
        return Land(place, layers, strips)
    sun = rng.uniform(0.08, 0.92), rng.uniform(0.08, 0.45)
    return Land(place, layers, strips, _clouds(rng), sun)


def _layer(level: Level, rng: random.Random) -> Layer:
    middle = rng.uniform(*level.at)
    slope = rng.uniform(-0.5, 0.5) * level.roll
    pieces = max(2, round(level.waves * 2))
    knots = [rng.uniform(-1, 1) * level.roll for _ in range(pieces + 2)]
    line = []
    for point in range(POINTS):
        at = point / (POINTS - 1)
        place, part = divmod(at * pieces, 1)
        low, high = knots[int(place)], knots[int(place) + 1]
        part = part if level.sharp else part * part * (3 - 2 * part)
        line.append(middle + low + (high - low) * part + slope * (at - 0.5))
    return Layer(level.material, tuple(line), level.sharp)


def _strips(spec: Place, layers: tuple[Layer, ...], rng: random.Random) -> tuple[Strip, ...]:
    """Strips that run to one far point, side by side."""
    count = rng.randint(*spec.strips)
    top = max(layer.line[POINTS // 2] for layer in layers)
    if count == 0:
        return ()
    far, bend = rng.uniform(0.25, 0.75), rng.uniform(-0.12, 0.12)
    if spec.strip in ("path", "road"):
        half = rng.uniform(0.10, 0.22) if spec.strip == "path" else rng.uniform(0.28, 0.45)
        near = rng.uniform(0.25, 0.75), half
        return (Strip(spec.strip, top, (far, half * rng.uniform(0.06, 0.14)), near, bend),)
    width = 1.8 / (2 * count)
    return tuple(
        Strip(spec.strip, top, (far + (n - count / 2) * 0.012, 0.004),
              (-0.4 + (2 * n + 1) * width, width / 2))
        for n in range(count)
    )  # fmt: skip


def _clouds(rng: random.Random) -> tuple[Cloud, ...]:
    """None to five, the far ones small and low."""
    clouds = []
    for _ in range(rng.choice((0, 1, 2, 3, 3, 4, 5))):
        depth = rng.random()
        size = 0.06 + 0.20 * depth**1.5
        clouds.append(Cloud(rng.uniform(-0.05, 1.05), 0.46 - 0.30 * depth, size, rng.random()))
    return tuple(sorted(clouds, key=lambda cloud: cloud.size))
