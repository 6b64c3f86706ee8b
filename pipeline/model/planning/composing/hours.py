"""The hour, the weather, the season and the sky of a picture, where the words leave them open."""

import random
from collections.abc import Collection
from dataclasses import replace

from pipeline.model.plan.scene_graph import Setting

MOONS = ("full moon", "crescent moon", "waxing crescent moon", "first quarter moon",
         "last quarter moon", "waning crescent moon")  # fmt: skip
OF_NIGHT = (
    *MOONS,
    "star",
    "glowing star",
    "comet",
    "ghost",
    "firecracker",
    "fireworks",
    "sparkler",
)
OF_DAY = ("sun", "rainbow", "sun behind cloud", "cloud")
OF_SUNSET = ("campfire", "jack-o-lantern", "diya lamp")  # glow best when it is getting dark
BAD = {
    "cloud with rain": "rain", "sun behind rain cloud": "rain", "cloud with snow": "snow",
    "cloud with lightning and rain": "rain",
}  # fmt: skip
STORMS = ("tornado", "cloud with lightning", "cloud with lightning and rain")
HOURS = ("noon", "morning", "sunset", "night")
OUTSIDE, INSIDE = (57, 25, 16, 2), (76, 17, 6, 1)  # shares of HOURS
SNOWY = ("snow", "snowfield")
WARM = ("jungle", "island", "flowers")  # places and sceneries where it is summer
BRINGS = {"overcast": "mist", "stormy": "rain"}  # the weather that comes with a sky
# The sky that comes with a weather.
UNDER = {"rain": "stormy", "mist": "overcast", "snow": "overcast"}


def lit_setting(
    setting: Setting, kinds: Collection[str], outdoors: bool, rng: random.Random
) -> Setting:
    """The setting of a known place with nothing open; kinds: of the things in the picture."""
    weather = setting.weather or _weather(setting, kinds, outdoors, rng)
    season = setting.season or _season(setting, weather, rng)
    time = setting.time or _time(setting.sky, kinds, outdoors, rng)
    sky = setting.sky or _sky(weather, kinds)
    return replace(setting, weather=weather, season=season, time=time, sky=sky)


def _weather(setting: Setting, kinds: Collection[str], outdoors: bool, rng: random.Random) -> str:
    if not outdoors:
        return "clear"
    if setting.sky in BRINGS:
        return BRINGS[setting.sky]
    falling = [BAD[kind] for kind in kinds if kind in BAD]
    if falling:
        return falling[0]
    if setting.season == "summer" or setting.sky or setting.time in ("sunset", "morning"):
        return "clear"
    if setting.season == "winter":
        dark = setting.time == "night"  # only a clear night shows its snow
        return "clear" if dark else rng.choices(("clear", "snow"), (75, 25))[0]
    return rng.choices(("clear", "mist", "rain"), (96, 2, 2))[0]


def _season(setting: Setting, weather: str, rng: random.Random) -> str:
    if weather == "snow" or setting.place in SNOWY:
        return "winter"
    if {setting.place, *setting.scenery} & set(WARM):
        return "summer"
    return rng.choices(("summer", "spring", "autumn"), (64, 24, 12))[0]


def _time(sky: str, kinds: Collection[str], outdoors: bool, rng: random.Random) -> str:
    if sky in ("starry", "moonlit"):
        return "night"
    if any(kind in OF_NIGHT for kind in kinds) and outdoors:
        return "night"
    if sky or any(kind in OF_DAY for kind in kinds):
        return rng.choices(("noon", "morning"), (70, 30))[0]
    if any(kind in OF_SUNSET for kind in kinds):
        return rng.choice(("sunset", "night"))
    return rng.choices(HOURS, OUTSIDE if outdoors else INSIDE)[0]


def _sky(weather: str, kinds: Collection[str]) -> str:
    if any(kind in STORMS for kind in kinds):
        return "stormy"
    if "fireworks" in kinds:
        return "clear"
    if "rainbow" in kinds:
        return "cloudy"
    return UNDER.get(weather, "fair")


def sky_of(setting: Setting) -> str:
    """The sky of a setting, by its weather where nothing else says it."""
    return setting.sky or UNDER.get(setting.weather, "fair")


def in_the_open(setting: Setting) -> bool:
    """Whether words of weather, sky, season or a low light ask for a picture out of doors."""
    low = setting.time in ("sunset", "morning")
    return bool(setting.sky or setting.weather or setting.season or low)
