"""One ground plane for a picture: what stands higher up in it is farther away, so it is smaller.

Seen from a height over a level ground, the height of a foot below the horizon and the size of what
stands there fall together, both with one over the distance (Alberti, De pictura, 1435).
"""

from dataclasses import dataclass

from pipeline.model.plan.land import PLACES
from pipeline.model.planning.composing.settings import room_for_feet

NEAREST = 0.95  # y of the nearest feet
OUTDOORS, INDOORS = 0.5, 0.42  # y of the horizon: indoors it is hidden by a wall
LOW = 0.5  # of the picture's height: what is lower stands farther up, or all lay at the foot
RISE = 0.3  # how much farther, of what it is lower


@dataclass(frozen=True, slots=True)
class View:
    """A ground in the picture, as y of its height: where its horizon is, and where the nearest and
    the farthest feet on it are."""

    horizon: float
    near: float
    far: float

    def foot(self, depth: float) -> float:
        """y of a foot. depth: 0 for the nearest, 1 for the farthest."""
        return self.near - (self.near - self.far) * depth

    def scale(self, foot: float) -> float:
        """How large things with their foot at a y are drawn, against those that are nearest."""
        return max(0.0, foot - self.horizon) / (self.near - self.horizon)


def view_of(place: str, tall: float = 1.0) -> View:
    """The ground of a place. tall: height in the picture of what is nearest."""
    horizon = OUTDOORS if PLACES[place].outdoors else INDOORS
    far = room_for_feet(place)
    near = NEAREST - RISE * max(0.0, LOW - tall)
    return View(horizon, max(near, far + 0.3 * (NEAREST - far)), far)
