"""The light, weather and season in which a photo is painted."""

from dataclasses import dataclass

from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS


@dataclass(frozen=True, slots=True)
class Mood:
    """The defaults are for an instruction that names none of them."""

    time: str = "noon"
    weather: str = "clear"
    season: str = "summer"

    @property
    def indices(self) -> tuple[int, int, int]:
        """Indices of time, weather and season in the world's tables."""
        return (
            TIMES.index(self.time),
            WEATHERS.index(self.weather),
            SEASONS.index(self.season),
        )
