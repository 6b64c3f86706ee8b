"""The light, weather and season in which a photo is painted: what its instruction asks for."""

import re
from dataclasses import dataclass

from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS

# What of each part known words ask for; the last one named counts. Snow stands for winter: no photo
# has been painted with flakes in the air.
ASKED = {
    "time": {
        "morning": "golden|dawn|sunrise|morning|early|afternoon|late",
        "sunset": "sunset|dusk|evening",
        "night": "night|moonlight|stars",
        "noon": "noon|midday|bright",
    },
    "weather": {
        "rain": "rain|rains|rainy",
        "mist": "mist|misty|fog|foggy",
    },
    "season": {
        "spring": "spring|cherry|blossom|blossoms",
        "autumn": "autumn|fall",
        "winter": "winter|wintry|wintertime|snow|snows|snowy|snowfall",
        "summer": "summer",
    },
}


@dataclass(frozen=True, slots=True)
class Mood:
    """By day, in clear weather and in summer, where nothing else is asked for."""

    time: str = "noon"
    weather: str = "clear"
    season: str = "summer"

    @property
    def indices(self) -> tuple[int, int, int]:
        """Of time, weather and season in the world's tables."""
        return (
            TIMES.index(self.time),
            WEATHERS.index(self.weather),
            SEASONS.index(self.season),
        )


def mood_of(instruction: str) -> Mood:
    """The mood that an instruction, in known words, asks for."""
    return Mood(**{part: asked for part in ASKED if (asked := _asked(instruction.lower(), part))})


def _asked(instruction: str, part: str) -> str | None:
    found = {
        name: match.start()
        for name, words in ASKED[part].items()
        for match in re.finditer(rf"\b(?:{words})\b", instruction)
    }
    return max(found, key=found.__getitem__) if found else None
