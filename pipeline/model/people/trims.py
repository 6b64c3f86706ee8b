"""Necklines, fronts and trimmings of clothes, on the trunk's surface."""

from collections.abc import Callable, Sequence

from pipeline.model.people.clothes import Dress, covering, falling
from pipeline.model.people.garments import WHITE
from pipeline.model.people.shapes import Part, Point, Shape, ellipse, shaded, tube

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
        points = (at(low, -1.0), at(low, 1.0), at(high, 1.0), at(high, -1.0))
        return Shape(part, color, points, rim, smooth=False, within=self.cover)


def neckline(dress: Dress) -> list[Shape]:
    """What is at the neck, and the open front of a jacket."""
    front, look, garment = Front(dress), dress.look, dress.garment
    color = look.top_color
    shapes = []
    if dress.from_behind:
        if garment.neckline in ("roll", "collar", "open", "ring"):
            shapes = [front.collar("body", shaded(color, 0.92), 0.98, 1.16, 1.5)]
        return shapes
    if garment.open:
        wide = garment.open
        shapes.append(front.area("detail", garment.inner, (
            (1.1, -0.6), (0.88, -wide), (-0.2, -wide * 0.9), (-0.2, wide * 0.9), (0.88, wide),
            (1.1, 0.6))))  # fmt: skip
    depth = {"round": 0.955, "v": 0.84, "open": 0.9, "crossed": 0.86}.get(garment.neckline)
    if depth:
        at = dress.trunk.neckline
        low = (
            (at(depth, -0.5), at(depth, 0.5)) if garment.neckline == "round" else (at(depth, 0.0),)
        )
        points = (at(1.09, -1.25), at((1.06 + depth) / 2, -1.05), *low, at((1.06 + depth) / 2, 1.05),
                  at(1.09, 1.25))  # fmt: skip
        skin = Shape("skin", shaded(look.skin, 0.93), points, smooth=garment.neckline == "round")
        shapes.append(skin)
        if garment.neckline == "round":
            shapes.append(Shape("body", shaded(color, 0.87), points, stroke=1.5))
    if garment.neckline == "collar" or (garment.open and "tie" in garment.trims):
        white = garment.inner if garment.open else shaded(color, 1.3)
        part: Part = "detail" if garment.open else "body"
        at = dress.trunk.neckline
        for side in (-1, 1):
            points = (
                at(1.16, side * 1.05),
                at(1.06, side * 1.65),
                at(0.92, side * 1.25),
                at(1.0, 0.0),
            )
            shapes.append(Shape(part, white, points, 0.9, smooth=False))
    elif garment.neckline in ("roll", "ring"):
        part = "body" if garment.neckline == "roll" else "detail"
        tone = shaded(color, 0.92) if part == "body" else METAL
        shapes.append(front.collar(part, tone, 0.98, 1.18, 1.35 if part == "body" else 2.1))
    elif garment.neckline == "crossed":
        at = dress.trunk.neckline
        for side in (1, -1):
            line = (at(1.12, side * 1.2), at(0.88, side * 0.1), at(0.56, -side * 2.0))
            shapes.append(Shape("detail", look.accent, line, stroke=3.6 * front.scale,
                                smooth=False, within=front.cover))  # fmt: skip
    return shapes


def _buttons(front: Front) -> list[Shape]:
    color = shaded(front.dress.look.top_color, 0.7)
    line = front.line("body", shaded(front.dress.look.top_color, 0.86), ((0.95, 0), (-0.1, 0)), 1.3)
    return [line, *(front.dot("detail", color, (h, 0.06), 1.4) for h in (0.82, 0.6, 0.38, 0.16))]


def _stripes(front: Front) -> list[Shape]:
    color = front.dress.look.accent
    return [front.across("detail", color, h, h + 0.075) for h in (0.02, 0.2, 0.38, 0.56, 0.74)]


def _ribs(front: Front) -> list[Shape]:
    return [front.across("body", shaded(front.dress.look.top_color, 0.88), -0.1, 0.08)]


def _chest_band(front: Front) -> list[Shape]:
    accent = front.dress.look.accent
    zigzag = [(0.62 + 0.07 * (step % 2), -1 + step / 4) for step in range(9)]
    return [
        front.across("detail", accent, 0.76, 0.81),
        front.line("detail", accent, zigzag, 2.4),
        front.across("detail", accent, 0.52, 0.57),
    ]


def _hood(front: Front) -> list[Shape]:
    color = shaded(front.dress.look.top_color, 0.88)
    at = front.dress.trunk.neckline
    line = [at(1.1, -1.7), at(1.0, -1.5), at(0.94, 0.0), at(1.0, 1.5), at(1.1, 1.7)]
    return [Shape("body", color, tube(line, (3, 6, 6, 6, 3)), 1.2, smooth=False)]


def _pouch(front: Front) -> list[Shape]:
    color = shaded(front.dress.look.top_color, 0.9)
    places = ((0.34, -0.4), (0.06, -0.56), (0.06, 0.56), (0.34, 0.4))
    return [front.area("body", color, places, rim=1.2)]


def _strings(front: Front) -> list[Shape]:
    at = front.dress.trunk.neckline
    return [
        Shape("detail", WHITE, (at(0.93, side * 0.45), at(0.74, side * 0.55)), stroke=1.4)
        for side in (-1, 1)
    ]


def _lapels(front: Front) -> list[Shape]:
    color = shaded(front.dress.look.top_color, 0.88)
    wide = front.dress.garment.open
    shapes = []
    for side in (-1, 1):
        places = ((1.13, side * 0.4), (0.88, side * (wide + 0.34)), (0.8, side * (wide + 0.2)),
                  (0.42, side * wide * 0.72), (0.9, side * wide * 0.9))  # fmt: skip
        shapes.append(front.area("body", color, places, rim=1.0))
    return shapes


def _at_neck(front: Front, color: str, places: Sequence[Place], rim: float = 0.8) -> Shape:
    points = tuple(front.dress.trunk.neckline(*place) for place in places)
    return Shape("detail", color, points, rim, smooth=False)


def _tie(front: Front) -> list[Shape]:
    color = front.dress.look.accent
    knot = ((1.03, -0.42), (1.03, 0.42), (0.95, 0.28), (0.95, -0.28))
    blade = ((0.95, -0.28), (0.95, 0.28), (0.52, 0.62), (0.42, 0.0), (0.52, -0.62))
    return [_at_neck(front, color, blade), _at_neck(front, shaded(color, 0.85), knot)]


def _bow_tie(front: Front) -> list[Shape]:
    places = ((1.06, -1.1), (0.92, -1.1), (0.97, -0.2), (0.92, 1.1), (1.06, 1.1), (1.0, 0.2))
    return [_at_neck(front, front.dress.look.accent, places)]


def _pockets(front: Front) -> list[Shape]:
    color = shaded(front.dress.look.top_color, 0.86)
    return [
        front.line("body", color, ((0.2, side * 0.42), (0.2, side * 0.78)), 1.6) for side in (-1, 1)
    ]


def _pocket_square(front: Front) -> list[Shape]:
    places = ((0.68, 0.5), (0.76, 0.56), (0.7, 0.62), (0.75, 0.7), (0.66, 0.72))
    return [front.area("detail", WHITE, places)]


def _belt(front: Front) -> list[Shape]:
    low, high = (0.2, 0.3) if front.dress.garment.skirt else (0.02, 0.11)
    color = front.dress.look.accent
    buckle = tuple(front.dress.trunk.front(h, w) for h, w in (
        (low, -0.14), (low, 0.14), (high, 0.14), (high, -0.14)))  # fmt: skip
    shapes = [front.across("detail", color, low, high, rim=1.0)]
    if not front.dress.from_behind:
        shapes.append(Shape("detail", GOLD, buckle, 0.8, smooth=False, within=front.cover))
    return shapes


def _waist(front: Front) -> list[Shape]:
    return [front.across("detail", front.dress.look.accent, 0.34, 0.41, rim=1.0)]


def _dots(front: Front) -> list[Shape]:
    color = front.dress.look.accent
    rows = ((0.82, 0), (0.66, 1), (0.5, 0))
    return [
        front.dot("detail", color, (high, -0.66 + 0.44 * step + 0.22 * odd), 1.7)
        for high, odd in rows
        for step in range(4)
    ]


def _panel(front: Front) -> list[Shape]:
    """The lighter middle of a gown."""
    garment, look = front.dress.garment, front.dress.look
    skirt = falling(front.dress, "body", look.top_color, garment.skirt, garment.flare, 0.3)
    xs = [x for x, _ in skirt.points]
    low = max(y for _, y in skirt.points)
    wide = (max(xs) - min(xs)) * 0.2
    middle = (min(xs) + max(xs)) / 2 - 0.12 * (max(xs) - min(xs)) * (front.dress.skeleton.yaw > 20)
    start = [front.dress.trunk.front(0.36, side) for side in (-0.2, 0.2)]
    points = (start[0], start[1], (middle + wide, low), (middle - wide, low))
    return [Shape("detail", shaded(look.top_color, 1.5), points, smooth=False, within=skirt)]


def _obi(front: Front) -> list[Shape]:
    accent = front.dress.look.accent
    return [
        front.across("detail", accent, 0.2, 0.5, rim=1.6),
        front.across("detail", shaded(accent, 0.7), 0.33, 0.38),
    ]


def _bib(front: Front) -> list[Shape]:
    """Overalls: a bib with straps in the colour of the trousers."""
    color = front.dress.look.bottom_color
    shapes = [front.across("detail", color, -0.2, 0.34, rim=1.8)]
    for side in (-1, 1):
        wide = ((1.15, side * 0.62), (0.6, side * 0.42))
        shapes.append(front.line("detail", shaded(color, 0.9), wide, 4.4))
    if front.dress.from_behind:
        return shapes
    shapes.append(front.area("detail", color, ((0.72, -0.5), (0.72, 0.5), (0.3, 0.62), (0.3, -0.62)),
                             rim=1.4))  # fmt: skip
    shapes += [front.dot("detail", GOLD, (0.66, side * 0.42), 1.7) for side in (-1, 1)]
    pocket = ((0.56, -0.26), (0.56, 0.26), (0.4, 0.26), (0.4, -0.26))
    return [*shapes, front.area("detail", shaded(color, 0.88), pocket)]


def _apron(front: Front) -> list[Shape]:
    """An apron with a bib; it falls to the knees."""
    color = front.dress.look.accent
    skirt = falling(front.dress, "detail", color, 0.8, 1.0, 0.3)
    bib = front.area(
        "detail", color, ((0.86, -0.36), (0.86, 0.36), (0.3, 0.7), (0.3, -0.7)), rim=1.4
    )
    straps = [
        front.line("detail", shaded(color, 0.9), ((1.14, side * 0.34), (0.84, side * 0.3)), 2.4)
        for side in (-1, 1)
    ]
    waist = front.across("detail", shaded(color, 0.86), 0.3, 0.36)
    if front.dress.from_behind:
        return [waist]
    return [skirt, *straps, bib, waist]


def _half_apron(front: Front) -> list[Shape]:
    skirt = falling(front.dress, "detail", front.dress.look.accent, 0.92, 1.0, 0.2)
    return [skirt, front.across("detail", shaded(front.dress.look.accent, 0.86), 0.16, 0.24)]


def _double_buttons(front: Front) -> list[Shape]:
    return [
        front.dot("detail", "#6f6a66", (high, side * 0.22), 1.7)
        for high in (0.84, 0.66, 0.48)
        for side in (-1, 1)
    ]


def _neckerchief(front: Front) -> list[Shape]:
    color = front.dress.look.hat_color if "red scarf" not in front.dress.look.extras else "#d9483b"
    places = ((1.14, -1.25), (1.14, 1.25), (1.0, 1.5), (0.82, 0.0), (1.0, -1.5))
    return [_at_neck(front, color, places, 1.2)]


def _badge(front: Front) -> list[Shape]:
    return [
        front.dot("detail", GOLD, (0.72, 0.46), 3.0),
        front.dot("detail", shaded(GOLD, 1.6), (0.725, 0.45), 1.4),
    ]


def _wings(front: Front) -> list[Shape]:
    return [front.line("detail", GOLD, ((0.72, 0.48), (0.7, 0.6), (0.72, 0.74)), 2.6)]


def _bright_bands(front: Front) -> list[Shape]:
    return [
        front.across("detail", "#e8dc6a", 0.5, 0.6, rim=0.8),
        front.across("detail", "#e8dc6a", 0.02, 0.11, rim=0.8),
    ]


def _clasps(front: Front) -> list[Shape]:
    return [
        front.line("detail", METAL, ((high, -0.1), (high, 0.1)), 2.4) for high in (0.85, 0.7, 0.3)
    ]


def _vest(front: Front) -> list[Shape]:
    """A bright vest, open in front, with reflecting bands."""
    color = front.dress.look.accent
    shapes = []
    for side in (-1, 1):
        places = ((1.15, side * 0.42), (1.15, side * 0.85), (0.74, side * 0.82), (0.6, side * 1.25),
                  (-0.1, side * 1.25), (-0.1, side * 0.12), (0.7, side * 0.1))  # fmt: skip
        shapes.append(front.area("detail", color, places, rim=1.4))
        for high in (0.28, 0.52):
            band = ((high, side * 0.12), (high, side * 1.25))
            shapes.append(front.line("detail", "#f3efb4", band, 4.0))
        strap = ((1.1, side * 0.62), (0.56, side * 0.5))
        shapes.append(front.line("detail", "#f3efb4", strap, 3.4))
    if front.dress.from_behind:
        shapes.insert(0, front.across("detail", color, -0.1, 1.15))
    return shapes


def _zip(front: Front) -> list[Shape]:
    color = shaded(front.dress.look.top_color, 0.7)
    return [front.line("detail", color, ((0.95, 0), (0.1, 0)), 1.5)]


def _plates(front: Front) -> list[Shape]:
    color = front.dress.look.top_color
    lines = [front.line("body", shaded(color, 0.72), ((0.98, 0), (0.3, 0)), 1.8)]
    for high in (0.56, 0.4):
        lines.append(front.line("body", shaded(color, 0.72), (
            (high, -1.0), (high - 0.05, 0.0), (high, 1.0)), 1.6))  # fmt: skip
    shine = ((0.9, -0.62), (0.66, -0.6), (0.7, -0.42), (0.92, -0.46))
    return [front.area("body", shaded(color, 1.8), shine), *lines]


def _pauldrons(front: Front) -> list[Shape]:
    skeleton, build = front.dress.skeleton, front.dress.trunk.build
    color = front.dress.look.top_color if "plates" in front.dress.garment.trims else (
        front.dress.look.accent
    )  # fmt: skip
    shapes = []
    joints = (
        [skeleton.near_arm] if skeleton.yaw in (82.0,) else [skeleton.far_arm, skeleton.near_arm]
    )
    for arm in joints:
        x, y = arm.root
        big = build.arm[0] * 0.86
        shapes.append(Shape("body", color, ellipse((x, y + 0.5), big, big * 0.86), 2.0))
        rim = (
            (x - big * 0.85, y + big * 0.42),
            (x, y + big * 0.66),
            (x + big * 0.85, y + big * 0.42),
        )
        shapes.append(Shape("body", shaded(color, 0.72), rim, stroke=1.4))
    return shapes


def _lames(front: Front) -> list[Shape]:
    look = front.dress.look
    shapes = [
        front.across("body", shaded(look.top_color, 0.7), h, h + 0.02) for h in (0.3, 0.44, 0.58)
    ]
    laces = [
        front.line("detail", look.accent, ((0.66, side), (0.1, side)), 1.6)
        for side in (-0.7, -0.35, 0.0, 0.35, 0.7)
    ]
    return [*shapes, *laces]


def _panel_box(front: Front) -> list[Shape]:
    places = ((0.78, -0.42), (0.78, 0.42), (0.5, 0.42), (0.5, -0.42))
    box = front.area("detail", METAL, places, rim=1.6)
    dots = [
        front.dot("detail", color, (0.69, place), 2.2)
        for color, place in (("#d9483b", -0.24), (GOLD, 0.0), ("#4f8fd0", 0.24))
    ]
    line = front.line("detail", shaded(METAL, 0.7), ((0.57, -0.26), (0.57, 0.26)), 2.0)
    return [] if front.dress.from_behind else [box, *dots, line]


def _suit_bands(front: Front) -> list[Shape]:
    color = front.dress.look.accent
    return [front.across("detail", color, 0.08, 0.15), front.across("detail", METAL, 0.3, 0.35)]


def _star(front: Front) -> list[Shape]:
    """A plain star on a disc: nobody's sign."""
    center: Point = front.dress.trunk.front(0.72, 0.0)
    scale = front.scale
    disc = Shape(
        "detail", WHITE, ellipse(center, 8.5 * scale, 8.5 * scale), 1.0, within=front.cover
    )
    spokes = ellipse(center, 1.0, 1.0)
    points = tuple(
        (center[0] + (x - center[0]) * (7.5 if n % 3 == 0 else 2.6) * scale,
         center[1] + (y - center[1]) * (7.5 if n % 3 == 0 else 2.6) * scale)
        for n, (x, y) in enumerate(spokes)
    )  # fmt: skip
    return [
        disc,
        Shape("detail", front.dress.look.accent, points, smooth=False, within=front.cover),
    ]


def _sash(front: Front) -> list[Shape]:
    return [front.across("detail", front.dress.look.accent, 0.14, 0.32, rim=1.4)]


def _fur(front: Front) -> list[Shape]:
    """An ermine collar."""
    shapes = [front.across("detail", WHITE, 0.84, 1.2, rim=2.0)]
    spots = ((0.9, -0.7), (0.98, -0.35), (0.89, 0.0), (0.98, 0.4), (0.9, 0.75))
    return [*shapes, *(front.dot("detail", "#4a4048", spot, 1.3) for spot in spots)]


def _medal(front: Front) -> list[Shape]:
    return [
        front.dot("detail", GOLD, (0.72, 0.0), 4.0),
        front.dot("detail", "#d9483b", (0.72, 0.0), 2.0),
    ]


def _hem_band(front: Front) -> list[Shape]:
    garment, look = front.dress.garment, front.dress.look
    skirt = falling(front.dress, "body", look.top_color, garment.skirt, garment.flare, 0.3)
    low = max(y for _, y in skirt.points)
    left, right = min(x for x, _ in skirt.points), max(x for x, _ in skirt.points)
    points = ((left, low - 7), (right, low - 7), (right, low - 2.5), (left, low - 2.5))
    if front.dress.skeleton.yaw > 50 or any(leg.angle > 40 for leg in front.dress.legs):
        return []
    return [Shape("detail", look.accent, points, smooth=False, within=skirt)]


def _waistcoat(front: Front) -> list[Shape]:
    color = front.dress.look.accent
    shapes = []
    for side in (-1, 1):
        places = ((1.15, side * 0.4), (1.15, side * 0.8), (0.7, side * 0.8), (0.5, side * 1.25),
                  (0.02, side * 1.25), (0.0, side * 0.2), (0.66, side * 0.22))  # fmt: skip
        shapes.append(front.area("detail", color, places, rim=1.4))
    return shapes


def _studs(front: Front) -> list[Shape]:
    return [front.dot("detail", GOLD, (high, 0.56), 1.5) for high in (0.9, 0.78, 0.2, 0.1)]


def _paint(front: Front) -> list[Shape]:
    spots = (("#4f8fd0", 0.6, -0.4, 3.0), ("#e0564c", 0.36, 0.3, 2.4), (GOLD, 0.3, -0.3, 2.0),
             ("#58a06a", 0.7, 0.4, 2.0))  # fmt: skip
    return [front.dot("detail", color, (high, side), big) for color, high, side, big in spots]


def _tutu(front: Front) -> list[Shape]:
    """A flat skirt of tulle in two layers."""
    dress = front.dress
    shapes = []
    for grow, opacity, drop in ((1.0, 1.0, 0.0), (0.8, 1.0, -2.0)):
        middle = dress.trunk.at(0.1, 0.0)
        across = (33.0 if dress.skeleton.yaw < 60 else 27.0) * grow * front.scale
        ring = ellipse(
            (middle[0], middle[1] + 6 + drop), across, 11 * grow, -dress.skeleton.along(0.1)[1][1]
        )
        color = shaded(dress.look.top_color, 1.35 if grow == 1 else 1.8)
        shapes.append(Shape("body", color, ring, 1.8, opacity=opacity))
    return shapes


TRIMS: dict[str, Callable[[Front], list[Shape]]] = {
    "buttons": _buttons, "stripes": _stripes, "ribs": _ribs, "chest band": _chest_band,
    "hood": _hood, "pouch": _pouch, "strings": _strings, "lapels": _lapels, "tie": _tie,
    "bow tie": _bow_tie, "pockets": _pockets, "pocket square": _pocket_square, "belt": _belt,
    "waist": _waist, "dots": _dots, "panel": _panel, "obi": _obi, "bib": _bib, "apron": _apron,
    "half apron": _half_apron, "double buttons": _double_buttons, "neckerchief": _neckerchief,
    "badge": _badge, "wings": _wings, "bright bands": _bright_bands, "clasps": _clasps,
    "vest": _vest, "zip": _zip, "plates": _plates, "pauldrons": _pauldrons, "lames": _lames,
    "panel box": _panel_box, "suit bands": _suit_bands, "star": _star, "sash": _sash, "fur": _fur,
    "medal": _medal, "hem band": _hem_band, "waistcoat": _waistcoat, "studs": _studs,
    "paint": _paint, "tutu": _tutu,
}  # fmt: skip
EVERYWHERE = ("stripes", "ribs", "belt", "waist", "obi", "bib", "apron", "half apron", "vest",
              "bright bands", "suit bands", "sash", "fur", "tutu", "pauldrons", "hood",
              "hem band")  # fmt: skip


def trimmings(dress: Dress) -> list[Shape]:
    """All that is on a garment; of one seen from behind only what goes round."""
    front = Front(dress)
    shapes: list[Shape] = []
    for name in dress.garment.trims:
        if not dress.from_behind or name in EVERYWHERE:
            shapes += TRIMS[name](front)
    return shapes
