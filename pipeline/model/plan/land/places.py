"""The places that words can name: which layers each has, and who furnishes it."""

import random
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.plan.land import grounds, halls, rooms, towns, wilds, wonders
from pipeline.model.plan.land.furniture import BACKDROPS, FABRICS, WALLS, WOODS, beams_behind
from pipeline.model.plan.land.sampling import Furnish, Level, Place, draw
from pipeline.model.plan.land.scenery import surrounded
from pipeline.model.plan.land.values import Color, Land, Layer, Part


def _level(material: str, low: float, high: float, *rest, **more) -> Level:
    return Level(material, (low, high), *rest, **more)


FARTHEST: tuple[Color, ...] = ((0.62, 0.76, 0.92), (0.66, 0.76, 0.90))
FARTHER: tuple[Color, ...] = ((0.46, 0.62, 0.80), (0.44, 0.64, 0.74))
RIDGES = (
    _level("far ridge", 0.42, 0.51, 0.06, 2.0, chance=0.8, tints=FARTHEST),
    _level("far ridge", 0.49, 0.55, 0.035, 2.5, chance=0.7, tints=FARTHER),
)
# Of meadows, on the season's green: the warmer, the more flowers.
GREENS: tuple[Color, ...] = (
    (1.0, 1.0, 1.0), (1.08, 1.03, 0.86), (0.92, 1.0, 1.02), (1.14, 1.06, 0.94), (0.96, 0.96, 0.80),
)  # fmt: skip
GRASS = (
    _level("grass", 0.53, 0.61, 0.05, 1.7),
    _level("meadow", 0.64, 0.74, 0.03, 1.2, tints=GREENS),
)
LAWN = (_level("meadow", 0.60, 0.66, 0.012, 1.2, tints=GREENS),)
FLOORS: tuple[Color, ...] = (*WOODS, (0.62, 0.46, 0.33), (0.80, 0.66, 0.48))
TILES: tuple[Color, ...] = ((0.84, 0.86, 0.87), (0.82, 0.78, 0.72), (0.74, 0.80, 0.82))


def _room(furnish: Furnish, *floors: Level, walls: tuple[Color, ...] = WALLS) -> Place:
    floor = floors or (_level("floorboards", 0.66, 0.70, tints=FLOORS),)

    def lit_first(rng: random.Random, layers: tuple[Layer, ...]) -> list[Part]:
        return beams_behind(furnish(rng, layers))

    return Place((_level("wall", 0.0, 0.0, tints=walls), *floor), lit_first, outdoors=False,
                 ground=0.80)  # fmt: skip


TILED = _level("tiles", 0.66, 0.70, tints=TILES)
CARPET = _level("carpet", 0.66, 0.70, tints=FABRICS)
PAVED = (*RIDGES, _level("pavement", 0.60, 0.63))
PLACES: dict[str, Place] = {
    "meadow": Place((*RIDGES, *GRASS), wilds.meadow, "path", (0, 1), ground=0.74),
    "forest": Place(
        (_level("grass", 0.58, 0.62, 0.02, 1.5),
         _level("meadow", 0.68, 0.76, 0.03, 1.2, tints=GREENS)),
        wilds.forest, "path", (0, 1), ground=0.76,
    ),
    "mountains": Place(
        (_level("far ridge", 0.34, 0.42, 0.08, 2.0, tints=FARTHEST),
         _level("rock", 0.22, 0.34, 0.15, 3, True, tints=((0.55, 0.57, 0.66),)),
         _level("rock", 0.36, 0.46, 0.10, 3, True, chance=0.7, tints=((0.46, 0.48, 0.54),)),
         _level("grass", 0.53, 0.59, 0.05, 1.6, chance=0.8),
         _level("meadow", 0.64, 0.71, 0.03, 1.4, tints=GREENS)),
        wilds.mountains, "path", (0, 1), ground=0.72,
    ),
    "city": Place((_level("pavement", 0.60, 0.63),), towns.city, "road", (1, 1), ground=0.70),
    "street": Place((_level("pavement", 0.60, 0.63),), towns.street, "road", (1, 1), ground=0.70),
    "village": Place((*RIDGES, *GRASS), towns.village, "path", (1, 1), ground=0.83),
    "sea": Place(
        (_level("far ridge", 0.54, 0.57, 0.02, 2.5, chance=0.4, tints=FARTHER),
         _level("sea", 0.575, 0.60)), wilds.sea, ground=0.70,
    ),
    "beach": Place(
        (_level("far ridge", 0.53, 0.57, 0.02, 2.5, chance=0.5, tints=FARTHER),
         _level("sea", 0.565, 0.59), _level("sand", 0.70, 0.78, 0.02, 1.2)),
        wilds.beach, ground=0.78,
    ),
    "lake": Place(
        (*RIDGES, _level("water", 0.58, 0.60, 0.004, 1.0), _level("meadow", 0.76, 0.84, 0.03, 1.2)),
        wilds.lake, ground=0.84,
    ),
    "river": Place((*RIDGES, *GRASS), wilds.river, "water", (1, 1), ground=0.76),
    "waterfall": Place(
        (_level("far ridge", 0.26, 0.36, 0.06, 2.0, tints=FARTHEST),
         _level("rock", 0.20, 0.30, 0.05, 3, True, tints=((0.50, 0.50, 0.54),)),
         _level("water", 0.62, 0.65), _level("meadow", 0.80, 0.86, 0.02, 1.2)),
        wilds.waterfall, ground=0.86,
    ),
    "jungle": Place((_level("meadow", 0.66, 0.72, 0.02, 1.3),), wilds.jungle, "path", (0, 1),
                    ground=0.76),
    "desert": Place(
        (_level("rock", 0.42, 0.50, 0.06, 3, True, chance=0.5, tints=((0.80, 0.60, 0.50),)),
         _level("dune", 0.52, 0.58, 0.05, 1.2, tints=((0.95, 0.80, 0.58),)),
         _level("dune", 0.60, 0.66, 0.05, 1.0, tints=((0.93, 0.76, 0.50),)),
         _level("dune", 0.72, 0.80, 0.05, 0.9, tints=((0.90, 0.70, 0.44),))),
        wilds.desert, ground=0.76,
    ),
    "snow": Place(
        (*RIDGES, _level("rock", 0.32, 0.44, 0.12, 3, True, chance=0.6),
         _level("snow", 0.55, 0.62, 0.04, 1.6, tints=((0.84, 0.89, 0.97),)),
         _level("snow", 0.66, 0.76, 0.04, 1.1, tints=((0.92, 0.95, 0.99),))),
        wilds.snow, ground=0.74,
    ),
    "cave": Place(
        (_level("cave", 0.0, 0.0), _level("rock", 0.54, 0.62, 0.05, 4, tints=((0.33, 0.30, 0.35),)),
         _level("soil", 0.72, 0.78, 0.02, 1.5, tints=((0.42, 0.36, 0.36),))),
        wonders.cave, outdoors=False, ground=0.80,
    ),
    "island": Place((_level("sea", 0.565, 0.59),), wilds.island, ground=0.72),
    "underwater": Place(
        (_level("deep water", 0.0, 0.0), _level("sand", 0.76, 0.84, 0.03, 1.2)),
        wonders.underwater, outdoors=False, ground=0.84,
    ),
    "sky": Place((_level("cloud", 0.94, 0.98, 0.02, 3.0),), ground=0.86, heaps=14),
    "space": Place((_level("space", 0.0, 0.0),), wonders.space, outdoors=False, ground=0.80),
    "moon": Place(
        (_level("space", 0.0, 0.0),
         _level("moon ground", 0.52, 0.58, 0.05, 3.0, tints=((0.48, 0.48, 0.52),)),
         _level("moon ground", 0.62, 0.68, 0.02, 1.5, tints=((0.64, 0.64, 0.67),))),
        wonders.moon, outdoors=False, ground=0.74,
    ),
    "park": Place(LAWN, towns.park, "path", (1, 1), ground=0.74),
    "garden": Place(LAWN, towns.garden, "path", (0, 1), ground=0.76),
    "playground": Place(LAWN, grounds.playground, ground=0.78),
    "farm": Place(
        (*RIDGES, _level("grass", 0.54, 0.58, 0.02, 1.6), _level("soil", 0.62, 0.66, 0.008, 1.0)),
        grounds.farm, "furrows", (5, 8), ground=0.78,
    ),
    "market": Place(PAVED, towns.market, ground=0.79),
    "station": Place((*RIDGES, _level("gravel", 0.56, 0.58)), grounds.station, ground=0.84),
    "harbour": Place((*RIDGES, _level("sea", 0.56, 0.59)), grounds.harbour, ground=0.86),
    "airport": Place(
        (*RIDGES, _level("grass", 0.55, 0.57), _level("road", 0.62, 0.64)), grounds.airport,
        ground=0.74,
    ),
    "parking lot": Place((*RIDGES, _level("road", 0.58, 0.60)), grounds.parking, ground=0.72),
    "stadium": Place((_level("pitch", 0.60, 0.64),), grounds.stadium, ground=0.72),
    "stage": Place(
        (_level("backdrop", 0.0, 0.0, tints=((0.30, 0.26, 0.38), (0.42, 0.30, 0.34),
                                             (0.26, 0.34, 0.44), (0.50, 0.44, 0.40))),
         _level("floorboards", 0.70, 0.74, tints=WOODS)),
        halls.stage, outdoors=False, ground=0.80,
    ),
    "room": _room(rooms.room),
    "living room": _room(rooms.living_room),
    "bedroom": _room(rooms.bedroom),
    "kitchen": _room(rooms.kitchen, TILED),
    "bathroom": _room(rooms.bathroom, TILED),
    "classroom": _room(halls.classroom),
    "library": _room(halls.library),
    "cafe": _room(halls.cafe),
    "office": _room(halls.office, CARPET),
    "shop": _room(halls.shop, TILED),
    "gym": _room(halls.gym),
    "plain": Place(
        (_level("backdrop", 0.0, 0.0, tints=BACKDROPS),), halls.plain, outdoors=False, ground=0.80,
    ),
    "ruins": Place((*RIDGES, *GRASS), wonders.ruins, "path", (0, 1), ground=0.76),
    "swamp": Place(
        (_level("water", 0.58, 0.60, tints=((0.34, 0.42, 0.32),)),
         _level("soil", 0.90, 0.96, 0.02, 1.3, tints=((0.34, 0.34, 0.24),))),
        wonders.swamp, ground=0.84,
    ),
    "volcano land": Place(
        (_level("far ridge", 0.44, 0.52, 0.05, 2.5, tints=((0.52, 0.46, 0.54),)),
         _level("soil", 0.60, 0.66, 0.02, 1.6, tints=((0.34, 0.29, 0.30),)),
         _level("soil", 0.74, 0.82, 0.03, 1.4, tints=((0.26, 0.22, 0.24),))),
        wonders.volcano, "lava", (0, 0), ground=0.74,
    ),
}  # fmt: skip


def sample_land(
    place: str,
    rng: random.Random,
    time: str | None = None,
    sky: str = "fair",
    scenery: Sequence[str] = (),
) -> Land:
    """A land of a place; every draw has lines, clouds, sun and things of its own.

    time: the hour, which says how high the sun stands. sky: of SKIES. scenery: what is around it,
    of SCENERY. Raises KeyError for what is no place, sky or scenery.
    """
    land = draw(surrounded(PLACES[place], scenery), place, rng, time, sky)
    tint = land.layers[0].tint
    return on_backdrop(land, tint) if place == "plain" and tint else land


def on_backdrop(land: Land, tint: Color) -> Land:
    """A studio's backdrop in another colour; it goes over into its floor."""
    wall = replace(land.layers[0], tint=tint)
    red, green, blue = (min(1.0, c * 1.06 + 0.02) for c in tint)
    floor = Layer("backdrop", tuple(0.74 for _ in wall.line), tint=(red, green, blue))
    return replace(land, layers=(wall, floor))
