"""Skies: where sun or moon stands, and which clouds there are, by the hour and the words.

A sun that is not seen stands a little outside the picture: its light still comes from there.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.plan.land.values import Cloud, Land, look

# What a sky may be asked to be. "fair" has some clouds by chance; "sunny" and "moonlit" show the
# sun or the moon for certain.
SKIES = ("fair", "clear", "sunny", "cloudy", "overcast", "stormy", "starry", "moonlit")
SUN_RADIUS = 0.042  # of the picture's height
# How high sun or moon stand, of the picture's height from its top.
SUN_HEIGHTS = {
    "morning": (0.26, 0.42), "noon": (0.07, 0.18), "sunset": (0.36, 0.50), "night": (0.09, 0.26),
}  # fmt: skip
# How often the disc is in the picture under a fair sky. By day painters mostly leave it out.
IN_SIGHT = {"morning": 0.40, "noon": 0.16, "sunset": 0.85, "night": 0.90}
SHOWN = ("sunny", "moonlit")
HIDDEN = ("cloudy", "overcast", "stormy")
BESIDE, OVERHEAD = 0.14, -0.12  # how far outside the picture's side and top it stands
# Shares of the forms of a fair sky: by day, and at night.
FORMS = ("open", "scattered", "heaped")
BY_DAY, AT_NIGHT = (18, 34, 48), (46, 44, 10)


def under(land: Land, rng: random.Random, time: str | None, sky: str = "fair") -> Land:
    """The land under a sky of SKIES. time: None for any hour. Indoors nothing changes."""
    if land.sun is None:
        return land
    low = tuple(cloud for cloud in land.clouds if is_heap(cloud))
    sun = sun_of(rng, time, sky)
    clouds = tuple(cloud for cloud in _clouds(rng, time, sky) if not _hides(cloud, sun))
    return replace(land, sun=sun, clouds=(*clouds, *low))


def sun_of(rng: random.Random, time: str | None, sky: str = "fair") -> tuple[float, float]:
    """(x, y) of sun or moon in shares of the width and height; outside 0..1 where it is not
    seen."""
    heights = SUN_HEIGHTS[time] if time else (0.08, 0.45)
    x, y = rng.choice((rng.uniform(0.08, 0.38), rng.uniform(0.62, 0.92))), rng.uniform(*heights)
    chance = IN_SIGHT[time] if time else 0.5
    seen = rng.random() < chance
    if (seen and sky not in HIDDEN) or sky in SHOWN:
        return x, y
    return out_of_sight((x, y), time)


def out_of_sight(sun: tuple[float, float], time: str | None) -> tuple[float, float]:
    """Just outside the picture on the sun's own side: above it at noon and at night."""
    x, y = sun
    if time in ("noon", "night"):
        return x, OVERHEAD
    return (1 + BESIDE if x > 0.5 else -BESIDE), y


def in_sight(land: Land) -> bool:
    """Whether the disc of sun or moon is in the picture."""
    return land.sun is not None and 0 < land.sun[0] < 1 and 0 < land.sun[1] < 1


def is_heap(cloud: Cloud) -> bool:
    """Whether a cloud lies below the eye, as in the place "sky"."""
    return cloud.y > 0.62


def _hides(cloud: Cloud, sun: tuple[float, float]) -> bool:
    """Whether a cloud covers a part of the disc; in a wide picture it is less tall than here."""
    near = abs(cloud.x - sun[0]) < cloud.size + SUN_RADIUS
    return near and cloud.y - 0.85 * cloud.size - SUN_RADIUS < sun[1] < cloud.y + SUN_RADIUS


def _clouds(rng: random.Random, time: str | None, sky: str) -> Sequence[Cloud]:
    """From the far and small ones to the near and large ones."""
    if sky in ("clear", "starry"):
        return ()
    if sky in HIDDEN:
        return _cover(rng, {"cloudy": 8, "overcast": 11, "stormy": 12}[sky])
    form = rng.choices(FORMS, AT_NIGHT if time == "night" else BY_DAY)[0]
    clouds = [_far(rng) for _ in range(rng.randint(*{"open": (0, 1)}.get(form, (2, 4))))]
    if form == "heaped":
        clouds += _towers(rng)
    return sorted(clouds, key=lambda cloud: cloud.size)


def _far(rng: random.Random) -> Cloud:
    """A small cloud low over the horizon or, larger, higher up."""
    depth = rng.random()
    return _cloud(rng, rng.uniform(-0.05, 1.05), 0.49 - 0.20 * depth, 0.07 + 0.14 * depth)


def _towers(rng: random.Random) -> list[Cloud]:
    """One great cumulus that rises from the horizon, and often a lesser one across from it."""
    x = rng.choice((rng.uniform(0.0, 0.36), rng.uniform(0.64, 1.0)))
    towers = [_cloud(rng, x, rng.uniform(0.40, 0.52), rng.uniform(0.30, 0.46))]
    if rng.random() < 0.6:
        across = 1 - x + rng.uniform(-0.15, 0.15)
        towers.append(_cloud(rng, across, rng.uniform(0.40, 0.50), rng.uniform(0.16, 0.28)))
    return towers


def _cover(rng: random.Random, count: int) -> list[Cloud]:
    """Clouds all over the sky: long low ones at the horizon, great ones overhead."""
    clouds = []
    for number in range(count):
        depth = (number + rng.uniform(0.2, 0.8)) / count
        foot = 0.52 - 0.40 * depth + rng.uniform(-0.05, 0.05)
        x = (number * 0.618 + rng.uniform(-0.12, 0.12)) % 1.1 - 0.05  # apart from its neighbours
        clouds.append(_cloud(rng, x, foot, 0.13 + 0.36 * depth * rng.uniform(0.75, 1.1)))
    return clouds


def _cloud(rng: random.Random, x: float, foot: float, size: float) -> Cloud:
    return Cloud(x, foot, size, look(rng))
