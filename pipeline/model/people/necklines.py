"""The front of clothes as a surface to draw on, and what is at their neck."""

from collections.abc import Sequence

from pipeline.model.people.clothes import Dress, covering
from pipeline.model.people.shapes import Part, Shape, ellipse, shaded

Place = tuple[float, float]  # (height on the trunk, how far from the middle of the front)
METAL, GOLD = "#c9ced6", "#e3b557"


class Front:
    """Draws on the front of a dress."""

    def __init__(self, dress: Dress):
        self.dress = dress
        self.cover = covering(dress)
        self.scale = dress.trunk.build.torso / 70

    def area(
        self,
        part: Part,
        color: str,
        places: Sequence[Place],
        smooth: bool = False,
        rim: float = 0.0,
    ) -> Shape:
        points = tuple(self.dress.trunk.front(*place) for place in places)
        return Shape(part, color, points, rim, smooth=smooth, within=self.cover)

    def line(self, part: Part, color: str, places: Sequence[Place], wide: float) -> Shape:
        points = tuple(self.dress.trunk.front(*place) for place in places)
        return Shape(part, color, points, stroke=wide * self.scale, within=self.cover)

    def dot(self, part: Part, color: str, place: Place, radius: float) -> Shape:
        spot = ellipse(self.dress.trunk.front(*place), radius * self.scale, radius * self.scale)
        return Shape(part, color, spot, within=self.cover)

    def collar(self, part: Part, color: str, low: float, high: float, wide: float) -> Shape:
        """A ring round the neck, `wide` times as wide."""
        at = self.dress.trunk.neckline
        points = (at(low, -wide), at(low - 0.03, 0), at(low, wide), at(high, wide * 0.86),
                  at(high - 0.02, 0), at(high, -wide * 0.86))  # fmt: skip
        return Shape(part, color, points, 1.3)

    def across(self, part: Part, color: str, low: float, high: float, rim: float = 0.0) -> Shape:
        """A band round the trunk."""
        at = self.dress.trunk.at
        heights = [low + (high - low) * step / 5 for step in range(6)]
        points = (*(at(h, -1.0) for h in heights), *(at(h, 1.0) for h in reversed(heights)))
        return Shape(part, color, points, rim, smooth=False, within=self.cover)


def neckline(dress: Dress) -> list[Shape]:
    """What is at the neck, and the open front of a jacket."""
    front, garment = Front(dress), dress.garment
    if dress.from_behind:
        if garment.neckline in ("roll", "collar", "open", "ring"):
            color = shaded(dress.look.top_color, 0.92)
            return [front.collar("body", color, 0.98, 1.16, 1.5)]
        return []
    shapes = _opening(front) if garment.open else []
    shapes += _throat(front)
    if garment.neckline == "collar" or (garment.open and "tie" in garment.trims):
        shapes += _points(front)
    elif garment.neckline == "roll":
        color = shaded(dress.look.top_color, 0.92)
        shapes.append(front.collar("body", color, 0.98, 1.18, 1.35))
    elif garment.neckline == "ring":
        shapes.append(front.collar("detail", METAL, 0.98, 1.18, 2.1))
    elif garment.neckline == "crossed":
        shapes += _crossed(front)
    return shapes


def _opening(front: Front) -> list[Shape]:
    """What is worn below an open jacket."""
    garment = front.dress.garment
    wide, low = garment.open, -0.2 if garment.skirt > 0.3 else -0.03
    throat, chest = front.dress.trunk.neckline, front.dress.trunk.front
    left = (throat(1.1, -1.0), throat(0.98, -1.2), chest(0.7, -wide), chest(low, -wide * 0.9))
    right = (chest(low, wide * 0.9), chest(0.7, wide), throat(0.98, 1.2), throat(1.1, 1.0))
    strip = (*left, *right)
    return [Shape("detail", garment.inner, strip, smooth=False, within=front.cover)]


def _throat(front: Front) -> list[Shape]:
    """The skin that a neckline shows."""
    look, name = front.dress.look, front.dress.garment.neckline
    depth = {"round": 0.955, "v": 0.84, "open": 0.9, "crossed": 0.86}.get(name)
    if depth is None:
        return []
    at, middle = front.dress.trunk.neckline, (1.06 + depth) / 2
    lowest = (at(depth, -0.5), at(depth, 0.5)) if name == "round" else (at(depth, 0.0),) * 2
    points = (at(1.09, -1.25), at(middle, -1.05), *lowest, at(middle, 1.05), at(1.09, 1.25))
    shapes = [Shape("skin", shaded(look.skin, 0.93), points, smooth=name == "round")]
    if name == "round":
        shapes.append(Shape("body", shaded(look.top_color, 0.87), points, stroke=1.5))
    return shapes


def _points(front: Front) -> list[Shape]:
    """The two points of a shirt's collar."""
    garment, at = front.dress.garment, front.dress.trunk.neckline
    color = garment.inner if garment.open else shaded(front.dress.look.top_color, 1.3)
    part: Part = "detail" if garment.open else "body"
    shapes = []
    for side in (-1, 1):
        places = ((1.16, side * 1.05), (1.06, side * 1.65), (0.92, side * 1.25), (1.0, 0.0))
        points = tuple(at(*place) for place in places)
        shapes.append(Shape(part, color, points, 0.9, smooth=False))
    return shapes


def _crossed(front: Front) -> list[Shape]:
    """The edges of a robe, the left one over the right."""
    at, color = front.dress.trunk.neckline, front.dress.look.accent
    shapes = []
    for side in (1, -1):
        end = at(0.56, -2.2) if side == 1 else at(0.86, 0.1)
        line = (at(1.12, side * 1.2), at(0.88, side * 0.1), end)
        shapes.append(
            Shape("detail", color, line, stroke=3.6 * front.scale, smooth=False, within=front.cover)
        )
    return shapes


def at_neck(front: Front, color: str, places: Sequence[Place], rim: float = 0.8) -> Shape:
    points = tuple(front.dress.trunk.neckline(*place) for place in places)
    return Shape("detail", color, points, rim, smooth=False)
