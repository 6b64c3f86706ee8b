"""Words for where and when: "in a winter meadow at night", "on a rainy evening by the sea"."""

import random

from pipeline.training.world.phrases import articles, choose, sample_mentioned
from pipeline.training.world.scene import Scene

# {} takes adjectives such as "misty winter ".
PLACES = {
    "meadow": ("in a {}meadow", "on a {}meadow", "in an open {}meadow"),
    "seaside": ("by the {}sea", "at the {}seaside", "on a {}beach", "on the {}shore"),
    "mountains": ("in the {}mountains", "in a {}mountain valley", "high in the {}mountains"),
    "hills": ("in the {}hills", "on a {}hill", "among {}hills", "among rolling {}hills"),
    "forest": ("in the {}forest", "in a {}forest", "deep in the {}forest", "in the {}woods"),
    "lake": ("by a {}lake", "by the {}lake", "at the {}lake", "on the shore of a {}lake"),
    "desert": ("in the {}desert", "in a {}desert", "among {}sand dunes"),
    "village": ("in a {}village", "in the {}village", "in a little {}village"),
    "city": ("in the {}city", "in a {}city", "on a {}city street"),
    "fields": ("in the {}fields", "among {}fields", "in {}farm fields", "among {}farm fields"),
}
HEADINGS = {
    "meadow": ("a {}meadow", "a {}meadow", "an open {}meadow"),
    "seaside": ("the {}seaside", "a {}beach", "the {}sea shore"),
    "mountains": ("{}mountains", "a {}mountain valley", "a {}valley below mountains"),
    "hills": ("{}hills", "rolling {}hills", "{}hills"),
    "forest": ("a {}forest", "the {}forest", "the {}woods"),
    "lake": ("a {}lake", "the {}lake", "a quiet {}lake"),
    "desert": ("the {}desert", "a {}desert", "{}sand dunes"),
    "village": ("a {}village", "a little {}village", "a {}village street"),
    "city": ("a {}city", "the {}city", "a {}city street"),
    "fields": ("{}fields", "{}farm fields", "wide {}fields"),
}
HOURS = {
    "morning": ("in the morning", "early in the morning", "at dawn"),
    "noon": ("at noon", "by day", "in the middle of the day", "at midday"),
    "sunset": ("at sunset", "in the evening", "at dusk"),
    "night": ("at night", "by night", "late at night"),
}
DAY_WORDS = {  # carry adjectives: "on a rainy winter evening"
    "morning": "morning", "noon": "day", "sunset": "evening", "night": "night",
}  # fmt: skip
WEATHER_ADJECTIVES = {
    "clear": ("clear",), "rain": ("rainy",), "snow": ("snowy",), "mist": ("misty", "foggy"),
}  # fmt: skip
WEATHER_PHRASES = {
    "clear": ("under a clear sky",),
    "rain": ("in the rain", "while it rains"),
    "snow": ("in falling snow", "while it snows"),
    "mist": ("in the mist", "in the fog"),
}
SEASON_ADJECTIVES = {
    "spring": ("spring",), "summer": ("summer",), "autumn": ("autumn",),
    "winter": ("winter", "winter", "wintry"),
}  # fmt: skip
OPENERS = {
    "morning": ("as the day begins", "in the first light of morning"),
    "noon": ("in the bright light of noon", "in the middle of the day"),
    "sunset": ("in the last light of the evening", "as the sun goes down", "in the sunset glow"),
    "night": ("in the quiet of the night", "deep in the night"),
}


def _hour_carries(scene: Scene, mentioned: dict[str, bool]) -> bool:
    """Noon would hide in "a rainy day": adjectives go to the other hours only."""
    return mentioned["time"] and scene.time != "noon"


def _adjectives(scene: Scene, mentioned: dict[str, bool], rng: random.Random | None) -> list[str]:
    words = []
    # A night may be clear, a meadow may not.
    if mentioned["weather"] and (scene.weather != "clear" or _hour_carries(scene, mentioned)):
        words.append(choose(rng, WEATHER_ADJECTIVES[scene.weather]))
    if mentioned["season"]:
        words.append(choose(rng, SEASON_ADJECTIVES[scene.season]))
    return words


def _fill(template: str, adjectives: list[str]) -> str:
    return articles(template.format("".join(f"{word} " for word in adjectives)))


def _hour(scene: Scene, adjectives: list[str], rng: random.Random | None) -> str:
    if adjectives:
        return articles(f"on a {' '.join(adjectives)} {DAY_WORDS[scene.time]}")
    return choose(rng, HOURS[scene.time], plain=0.75)


def where_and_when(
    scene: Scene,
    rng: random.Random,
    mentioned: dict[str, bool] | None = None,
    heading: bool = False,
) -> str:
    """ "in a misty meadow at night"; as a heading "a misty meadow at night". May be empty."""
    mentioned = mentioned or sample_mentioned(scene, rng)
    if mentioned["season"] and (mentioned["terrain"] or mentioned["time"]) and rng.random() < 0.3:
        rest = where_and_when(scene, rng, mentioned | {"season": False}, heading)
        return f"{rest} in {scene.season}"
    adjectives = _adjectives(scene, mentioned, rng)
    place_words: list[str] = []
    hour_words: list[str] = []
    to_hour = _hour_carries(scene, mentioned)
    for word in adjectives:
        on_hour = to_hour and (not mentioned["terrain"] or word == "clear" or rng.random() < 0.4)
        (hour_words if on_hour else place_words).append(word)
    return _join(scene, mentioned, place_words, hour_words, heading, rng)


def _join(
    scene: Scene, mentioned: dict[str, bool], place_words: list[str], hour_words: list[str],
    heading: bool, rng: random.Random,
) -> str:  # fmt: skip
    parts = []
    if mentioned["terrain"]:
        places = (HEADINGS if heading else PLACES)[scene.terrain]
        parts.append(_fill(choose(rng, places, plain=0.5), place_words))
    elif place_words:
        parts.append(_loose(scene, mentioned, rng))
    if mentioned["time"]:
        hour = _hour(scene, hour_words, rng)
        # "on a rainy night in the hills" reads as well as "in the hills on a rainy night".
        parts.insert(0 if not heading and rng.random() < 0.25 else len(parts), hour)
    if mentioned["weather"] and scene.weather == "clear" and not _hour_carries(scene, mentioned):
        parts.append(WEATHER_PHRASES["clear"][0])
    text = " ".join(parts)
    return text.removeprefix("on ") if heading and not mentioned["terrain"] else text


def _loose(scene: Scene, mentioned: dict[str, bool], rng: random.Random) -> str:
    """Weather and season where there is no place to hang them on."""
    words = []
    if mentioned["weather"] and scene.weather != "clear":
        words.append(choose(rng, WEATHER_PHRASES[scene.weather]))
    if mentioned["season"]:
        words.append(f"in {scene.season}")
    return " ".join(words)


def tags(scene: Scene, mentioned: dict[str, bool]) -> list[str]:
    """The setting as separate words: ["seaside", "night", "rain", "autumn"]."""
    sky = {"clear": "clear sky", "rain": "rain", "snow": "snowfall", "mist": "mist"}
    found = []
    if mentioned["terrain"]:
        found.append(scene.terrain)
    if mentioned["time"]:
        found.append(scene.time)
    if mentioned["weather"]:
        found.append(sky[scene.weather])
    if mentioned["season"]:
        found.append(scene.season)
    return found


def opener(scene: Scene, rng: random.Random) -> str:
    """A poetic beginning that mentions the hour."""
    return rng.choice(OPENERS[scene.time])
