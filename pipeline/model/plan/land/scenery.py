"""A place with something of another around it: a river in the jungle, hills by the sea.

What is around a place lies behind its own ground, or grows on it, so that things stand where they
would stand without it.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model.plan.land.sampling import Level, Place
from pipeline.model.plan.land.scatter import PETALS, Parts, grey, height_of, row
from pipeline.model.plan.land.towns import skyline
from pipeline.model.plan.land.values import FRONT, Color, Layer, Panel, Part, Row

GROUND = ("grass", "meadow", "sand", "pavement", "gravel", "soil", "water", "sea", "road", "pitch",
          "dune", "snow")  # fmt: skip
CLIFFS = ("rock",)  # of a waterfall: what is around it stands on its cliff
GREEN = ("crowns", "pines", "trees", "bushes", "blossoms", "grasses", "overhang")
WOODS = ("crowns", "pines")
HAZE: tuple[Color, ...] = ((0.62, 0.76, 0.92), (0.66, 0.76, 0.90))
BANDS = 5  # rows of flowers on a meadow, from the far ones to the near ones

# What stands behind layer `number`, on a foot that it hides.
Behind = Callable[[random.Random, tuple[Layer, ...], int], Parts]


def _nothing(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    return []


@dataclass(frozen=True, slots=True)
class Surroundings:
    """levels: what lies behind the ground; behind: what stands there; before: what is in front of
    all; bare: rows that the place then lacks; soil: materials of its ground that are others;
    down: how much lower its ground begins, of the picture's height; strip: the way through it;
    pathless: it has none."""

    levels: tuple[Level, ...] = ()
    behind: Behind = _nothing
    before: Behind = _nothing
    bare: tuple[str, ...] = ()
    soil: tuple[tuple[str, str], ...] = ()
    down: float = 0.0
    strip: str = ""
    pathless: bool = False


def _pines(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    line = layers[number].line
    box = (-0.05, min(line) - rng.uniform(0.08, 0.13), 1.05, max(line) + 0.02)
    return [row(rng, "pines", box, rng.randint(34, 48), number, grey(1.12))]


def _woods(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    """Ranks of trees, paler with the distance."""
    foot, parts = max(layers[number].line) + 0.03, Parts()
    for rank, light in enumerate((1.4, 1.05)):
        kind = rng.choice(("pines", "crowns"))
        top = foot - rng.uniform(0.34, 0.42) + 0.12 * rank
        count = rng.randint(12, 17) if kind == "pines" else rng.randint(7, 10)
        parts.append(row(rng, kind, (-0.1, top, 1.1, foot), count, number, grey(light)))
    return parts


def _wild_woods(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    """Two ranks of crowns, palms before them."""
    foot, parts = max(layers[number].line) + 0.03, Parts()
    for rank, light in enumerate((1.5, 1.15)):
        box = (-0.1, foot - rng.uniform(0.42, 0.5) + 0.14 * rank, 1.1, foot)
        parts.append(row(rng, "crowns", box, rng.randint(5, 8), number, grey(light)))
    box = (-0.1, foot - rng.uniform(0.32, 0.42), 1.1, foot + 0.01)
    parts.append(row(rng, "palms", box, rng.randint(4, 6), number, grey(1.1)))
    parts.append(row(rng, "bushes", (-0.05, foot - 0.10, 1.05, foot + 0.02), 8, number, grey(0.95)))
    return parts


def _leaves_before(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    """Fronds at both sides and leaves from above: one looks out of the thicket."""
    parts = Parts()
    for side in (0, 1):
        x = side + (0.5 - side) * 0.06
        box = (x - 0.15, rng.uniform(0.60, 0.70), x + 0.15, 1.15)
        parts.append(row(rng, "palms", box, 2, tint=grey(0.75)))
    box = (-0.2, -0.1, 1.2, rng.uniform(0.12, 0.2))
    return [*parts, row(rng, "overhang", box, 10, tint=grey(0.66))]


def _towers(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    return skyline(rng, number, max(layers[number].line) + 0.02, rng.uniform(0.30, 0.40))


def _houses(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    """Houses with trees between, side by side."""
    foot = max(layers[number].line) + 0.01
    left, right = sorted(rng.sample((-0.08, 0.0, 0.12, 0.88, 1.0, 1.08), 2))
    left, right = (left, right) if right - left > 0.6 else (-0.05, 1.05)
    top = foot - rng.uniform(0.15, 0.2)
    count = round((right - left) * rng.uniform(6.5, 8.5))
    crowns = (-0.1, foot - rng.uniform(0.14, 0.18), 1.1, foot + 0.02)
    return [
        row(rng, "crowns", crowns, 12, number, grey(1.15)),
        row(rng, "houses", (left, top, right, foot), count, number),
    ]


def _cone(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    """A volcano that smokes."""
    x, foot = rng.choice((0.28, 0.72)), max(layers[number].line) + 0.03
    top, dark = foot - rng.uniform(0.34, 0.4), (0.38, 0.32, 0.36)
    return [
        Panel("cloth", (x - 0.05, top - 0.20, x + 0.08, top + 0.02), "oval", (0.50, 0.46, 0.49),
              number),
        Panel("rock", (x - 0.42, top, x + 0.42, foot), "trapeze", dark, number, 0.78),
        Panel("lava", (x - 0.092, top - 0.012, x + 0.092, top + 0.018), "oval", None, number),
        Panel("lava", (x - 0.05, top, x + 0.03, foot), "trapeze", None, number, 0.5),
    ]  # fmt: skip


def _flowers(rng: random.Random, layers: tuple[Layer, ...], number: int) -> Parts:
    """Flowers of two or three colours all over the ground, larger to the front."""
    top, petals = height_of(layers[-1]) + 0.02, rng.sample(PETALS, rng.randint(2, 3))
    parts = Parts()
    for band in range(BANDS):
        low, high = (top + (1.02 - top) * ((band + step) / BANDS) ** 1.5 for step in (0, 1))
        tall = (high - low) * (1.5 + 0.3 * band)
        for color in petals:
            box = (-0.03, low, 1.03, low + tall)
            parts.append(row(rng, "blossoms", box, round(26 - 3.4 * band), FRONT, color))
    return parts


SURROUNDINGS: dict[str, Surroundings] = {
    "mountains": Surroundings(
        (Level("far ridge", (0.34, 0.42), 0.08, 2.0, tints=HAZE),
         Level("rock", (0.22, 0.32), 0.13, 3, True, tints=((0.55, 0.57, 0.66),)),
         Level("rock", (0.36, 0.44), 0.08, 3, True, chance=0.6, tints=((0.46, 0.48, 0.54),))),
        _pines,
    ),
    "forest": Surroundings(behind=_woods),
    "jungle": Surroundings(behind=_wild_woods, before=_leaves_before, bare=WOODS),
    "city": Surroundings(behind=_towers),
    "village": Surroundings(
        (Level("grass", (0.47, 0.51), 0.03, 1.5),), _houses, bare=WOODS,
    ),
    "sea": Surroundings(
        (Level("far ridge", (0.50, 0.53), 0.03, 1.5, chance=0.5, tints=HAZE),
         Level("sea", (0.535, 0.55))),
        bare=WOODS, down=0.09,
    ),
    "desert": Surroundings(
        (Level("rock", (0.42, 0.48), 0.06, 3, True, chance=0.5, tints=((0.80, 0.60, 0.50),)),
         Level("dune", (0.50, 0.55), 0.04, 1.2, tints=((0.95, 0.80, 0.58),))),
        bare=GREEN, soil=(("grass", "dune"), ("meadow", "sand"), ("pavement", "sand")),
    ),
    "volcano land": Surroundings(behind=_cone),
    "flowers": Surroundings(before=_flowers, pathless=True),
    "road": Surroundings(strip="road"),
}  # fmt: skip
SCENERY = tuple(SURROUNDINGS)


def surrounded(spec: Place, scenery: Sequence[str]) -> Place:
    """A place with what is around it, of SCENERY; a room as it is. Raises KeyError for anything
    else."""
    around = [SURROUNDINGS[name] for name in scenery]
    if not around or not spec.outdoors:
        return spec
    materials = [level.material for level in spec.levels]
    falls = ("rock", "water") in pairwise(materials)  # a pool under a cliff
    ground = CLIFFS if falls else GROUND
    first = next((n for n, one in enumerate(materials) if one in ground), 0)
    back = tuple(level for one in around for level in one.levels) or spec.levels[:first]
    soil = dict(pair for one in around for pair in one.soil)
    down = max(one.down for one in around)
    front = tuple(_lowered(_of_soil(level, soil), down) for level in spec.levels[first:])
    bare = {name for one in around for name in one.bare}

    def furnish(rng: random.Random, layers: tuple[Layer, ...]) -> list[Part]:
        number = len(layers) - _shown(layers, front)
        own = [part for part in spec.furnish(rng, layers) if not _is_bare(part, bare, number)]
        far = [part for one in around for part in one.behind(rng, layers, number)]
        return [*far, *own, *(part for one in around for part in one.before(rng, layers, number))]

    done = replace(spec, levels=(*back, *front), furnish=furnish)
    if any(one.pathless for one in around) and done.strip == "path":
        done = replace(done, strips=(0, 0))
    strip = next((one.strip for one in around if one.strip), "")
    return replace(done, strip=strip, strips=(1, 1)) if strip else done


def _shown(layers: tuple[Layer, ...], front: Sequence[Level]) -> int:
    """How many of the layers are the place's own ground; all its levels are always there."""
    return min(len(layers), sum(level.chance >= 1.0 for level in front))


def _of_soil(level: Level, soil: dict[str, str]) -> Level:
    material = soil.get(level.material, level.material)
    return level if material == level.material else replace(level, material=material, tints=())


def _lowered(level: Level, down: float) -> Level:
    low, high = level.at
    return replace(level, at=(low + down, high + down)) if down else level


def _is_bare(part: Part, bare: set[str], number: int) -> bool:
    """Whether a row is one that the place lacks here: far woods, in a desert anything green."""
    if not isinstance(part, Row) or part.kind not in bare:
        return False
    return part.kind not in WOODS or part.behind == number or bool(bare - set(WOODS))
