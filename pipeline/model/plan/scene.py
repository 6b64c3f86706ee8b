"""A picture as values: its setting, and the things in it with their places.

Layout first, picture after, is what keeps three cats three and the red roof on the right house
(LayoutGPT, Feng et al., 2023); the decoder reads the same plan (grounding boxes as in GLIGEN, Li et
al., 2023; letters with their places as in TextDiffuser, Chen et al., 2023).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.model.plan.boxes import Box
from pipeline.model.plan.world import KINDS

SETTING = ("terrain", "time", "weather", "season", "view")  # fields of a Plan beside its things
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlannedThing:
    """One thing. x, y: ground contact in shares of the width and height; size: height in units of
    the picture's shorter side; facing: 1 looks right, -1 left; pose: one of the kind's, "" for what
    the kind mostly does."""

    kind: str
    color: str | None
    x: float
    y: float
    size: float
    facing: int = 1
    hair: str = ""
    word: str = ""
    pose: str = ""

    @property
    def looks(self) -> tuple[str, str | None, str, str]:
        """What distinguishes it from other things, wherever it is."""
        return self.kind, self.color, self.word, self.pose

    def box(self, aspect: float) -> Box:
        """(left, top, right, bottom) in shares of a picture of width / height `aspect`."""
        half = self.size * KINDS[self.kind].width * min(1.0, 1 / aspect) / 2
        return self.x - half, self.y - self.size * min(1.0, aspect), self.x + half, self.y


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole picture: its setting and its things, from left to right. view: one of the terrain's
    views, which no prompt names."""

    terrain: str
    time: str
    weather: str
    season: str
    things: tuple[PlannedThing, ...] = ()
    view: int = 0


def left_to_right(
    things: Iterable[T], looks: Callable[[T], object], x: Callable[[T], float]
) -> list[T]:
    """Things in a plan's order: those of the same looks(thing) together, the groups by the mean of
    x(thing), the things of a group by x(thing)."""
    groups: dict[object, list[T]] = {}
    for thing in sorted(things, key=x):
        groups.setdefault(looks(thing), []).append(thing)
    order = sorted(groups.values(), key=lambda group: sum(map(x, group)) / len(group))
    return [thing for group in order for thing in group]
