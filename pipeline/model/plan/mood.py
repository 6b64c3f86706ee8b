"""The light, weather and season in which a photo is painted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mood:
    """As `plan.world` names them; the defaults are for an instruction that names none."""

    time: str = "noon"
    weather: str = "clear"
    season: str = "summer"
