"""The light, weather and season in which a photo is painted."""

from dataclasses import dataclass

from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS


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
