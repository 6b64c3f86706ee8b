"""What covers the trunk and falls over the legs."""

import math
from dataclasses import dataclass

from pipeline.model.people.garments import BOTTOMS, GARMENTS, Bottom, Garment
from pipeline.model.people.looks import Look
from pipeline.model.people.shapes import Part, Point, Shape, between, hull, plus, shaded
from pipeline.model.people.skeleton import Joints, Skeleton
from pipeline.model.people.trunk import Trunk

RIM = 2.0


@dataclass(frozen=True, slots=True)
class Dress:
    """All that drawing clothes needs. legs: those that are shown."""

    look: Look
    trunk: Trunk
    legs: tuple[Joints, ...]

    @property
    def skeleton(self) -> Skeleton:
        return self.trunk.skeleton

    @property
    def garment(self) -> Garment:
        return GARMENTS[self.look.top]

    @property
    def bottom(self) -> Bottom:
        return BOTTOMS[self.look.bottom]

    @property
    def from_behind(self) -> bool:
        return self.skeleton.yaw > 100


def pelvis(dress: Dress) -> list[Shape]:
    """What the trousers cover of the trunk, or a skirt."""
    bottom, look = dress.bottom, dress.look
    if bottom.skirt:
        skirt = falling(dress, bottom.part, look.bottom_color, bottom.skirt, bottom.flare, 0.2)
        return [skirt, *folds(dress, skirt, bottom.skirt)]
    outline = dress.trunk.outline(-0.16, 0.14)
    color = look.bottom_color if bottom.length else bottom.tights or look.skin
    part: Part = bottom.part if bottom.length or bottom.tights else "skin"
    return [Shape(part, color, outline)]


def falling(
    dress: Dress, part: Part, color: str, length: float, flare: float, high: float
) -> Shape:
    """A skirt: around the hips and all legs; length: 1 to the knees, 2 to the ankles."""
    trunk, build = dress.trunk, dress.trunk.build
    points: list[Point] = []
    for height in (high, 0.08, -0.04):
        points += [trunk.at(height, -1.0), trunk.at(height, 1.0)]
    for leg in dress.legs:
        one, other = (leg.root, leg.middle) if length <= 1 else (leg.middle, leg.end)
        share = length if length <= 1 else length - 1
        end = between(one, other, share)
        wide = build.leg[0 if length <= 0.5 else 1] / 2 + flare
        run = math.dist(one, other) or 1e-6
        across = ((other[1] - one[1]) / run, -(other[0] - one[0]) / run)
        if dress.skeleton.yaw in (0.0, 180.0):
            across = (1.0, 0.0)  # it hangs straight, however the thigh points
        points += [plus(end, across, wide), plus(end, across, -wide)]
        if length > 1:
            knee = build.leg[1] / 2 + 2
            step = between(leg.root, leg.middle, 1.02)
            points += [plus(step, across, knee), plus(step, across, -knee)]
    return Shape(part, color, tuple(_rounded(hull(points))), RIM, smooth=False)


def _rounded(corners: list[Point]) -> list[Point]:
    """Corners cut by short curves."""
    points = []
    for number, corner in enumerate(corners):
        before, after = corners[number - 1], corners[(number + 1) % len(corners)]
        reach = 3.0
        one = between(corner, before, min(0.4, reach / max(math.dist(corner, before), 1e-6)))
        two = between(corner, after, min(0.4, reach / max(math.dist(corner, after), 1e-6)))
        points += [one, between(between(one, two, 0.5), corner, 0.5), two]
    return points


def top(dress: Dress) -> list[Shape]:
    """The garment on the trunk, without sleeves and trimmings."""
    garment, look = dress.garment, dress.look
    shapes = []
    if garment.skirt:
        skirt = falling(dress, garment.part, look.top_color, garment.skirt, garment.flare, 0.3)
        shapes += [skirt, *folds(dress, skirt, garment.skirt)]
    outline = dress.trunk.outline(garment.hem if not garment.skirt else -0.05)
    if garment.skirt:
        shapes.append(Shape(garment.part, look.top_color, dress.trunk.outline(0.12), RIM))
        # One area with the skirt: no rim between them.
        at = dress.trunk.at
        edge = 1 - 0.75 * RIM / dress.trunk.half_width(0.14)
        seam = (at(0.05, -1.0), at(0.05, edge), at(0.3, edge), at(0.3, -1.0))
        return [*shapes, Shape(garment.part, look.top_color, seam, smooth=False)]
    return [*shapes, Shape(garment.part, look.top_color, outline, RIM)]


def folds(dress: Dress, skirt: Shape, length: float) -> list[Shape]:
    """Lines from the waist to the hem."""
    if length < 0.45:
        return []
    shapes = []
    color = shaded(skirt.color, 0.86)
    xs = [x for x, _ in skirt.points]
    low = max(y for _, y in skirt.points)
    middle = (min(xs) + max(xs)) / 2
    for share in (-0.5, 0.15, 0.62):
        start = dress.trunk.at(0.02, share * 0.6)
        end = (middle + share * (max(xs) - min(xs)) * 0.46, low)
        start = between(start, end, 0.3)
        shapes.append(Shape(skirt.part, color, (start, between(start, end, 0.6), end),
                            stroke=1.5, within=skirt))  # fmt: skip
    return shapes


def covering(dress: Dress) -> Shape:
    """The area of the top on the trunk, to which trimmings are cut."""
    low = -0.16 if dress.garment.skirt else dress.garment.hem
    return Shape(dress.garment.part, dress.look.top_color, dress.trunk.outline(low))
