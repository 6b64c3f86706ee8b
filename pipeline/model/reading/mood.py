"""The light, weather and season that an instruction for a photo asks for."""

import re

from pipeline.model.plan.mood import Mood

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
