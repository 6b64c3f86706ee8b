"""Instructions to paint a photo in a mood, in many wordings."""

import random

from pipeline.model.plan.mood import Mood

PLAIN = (
    "convert this image into ghibli style",
    "turn this photo into a ghibli style painting",
    "paint it like an animated film",
    "ghibli style",
    "make it a hand-painted anime background",
    "repaint this picture in gouache",
)
MOODS: dict[str, tuple[str, ...]] = {
    "noon": ("", "", "", "at noon", "on a bright day", "in summer"),
    "golden hour": ("at golden hour", "in golden light", "late in the afternoon"),
    "sunset": ("at sunset", "at dusk", "in the evening", "with a sunset sky"),
    "night": ("at night", "by moonlight", "make it night", "under the stars"),
    "autumn": ("in autumn", "in fall", "with autumn leaves", "make it autumn"),
    "winter": ("in winter", "in the snow", "covered with snow", "make it winter"),
    "spring": ("in spring", "with cherry blossom", "in cherry blossom season"),
    "rain": ("in the rain", "on a rainy day", "make it rain"),
}

LIGHTS = {  # what each mood asks for
    "noon": Mood(), "golden hour": Mood("morning"), "sunset": Mood("sunset"),
    "night": Mood("night"), "autumn": Mood(season="autumn"), "spring": Mood(season="spring"),
    "winter": Mood(season="winter"), "rain": Mood(weather="rain"),
}  # fmt: skip


def instruction(mood: str, rng: random.Random) -> str:
    """One way to ask for `mood`."""
    phrase = rng.choice(MOODS[mood])
    plain = rng.choice(PLAIN)
    if not phrase:
        return plain
    if phrase.startswith("make") or rng.random() < 0.15:
        return phrase
    return f"{plain}{rng.choice((' ', ', '))}{phrase}"
