"""Trimmings of the clothes of roles."""

from collections.abc import Callable

from pipeline.model.people.clothes import falling
from pipeline.model.people.garments import WHITE
from pipeline.model.people.necklines import GOLD, METAL, Front, at_neck
from pipeline.model.people.shapes import Point, Shape, ellipse, shaded


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
    return [at_neck(front, color, places, 1.2)]


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
        places = ((1.15, side * 0.42), (1.15, side * 0.85), (0.74, side * 0.82),
                  (0.6, side * 1.25), (-0.1, side * 1.25), (-0.1, side * 0.12),
                  (0.7, side * 0.1))  # fmt: skip
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
        lines.append(front.line("body", shaded(color, 0.72),
                                ((high, -1.0), (high - 0.05, 0.0), (high, 1.0)), 1.6))  # fmt: skip
    shine = ((0.9, -0.62), (0.66, -0.6), (0.7, -0.42), (0.92, -0.46))
    return [front.area("body", shaded(color, 1.8), shine), *lines]


def _pauldrons(front: Front) -> list[Shape]:
    skeleton, build = front.dress.skeleton, front.dress.trunk.build
    color = shaded(front.dress.look.top_color, 0.9)
    joints = (
        [skeleton.near_arm] if skeleton.yaw in (82.0,) else [skeleton.far_arm, skeleton.near_arm]
    )
    shapes = []
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


COSTUME: dict[str, Callable[[Front], list[Shape]]] = {
    "panel": _panel,
    "obi": _obi,
    "half apron": _half_apron,
    "double buttons": _double_buttons,
    "neckerchief": _neckerchief,
    "badge": _badge,
    "wings": _wings,
    "bright bands": _bright_bands,
    "clasps": _clasps,
    "vest": _vest,
    "zip": _zip,
    "plates": _plates,
    "pauldrons": _pauldrons,
    "lames": _lames,
    "panel box": _panel_box,
    "suit bands": _suit_bands,
    "star": _star,
    "sash": _sash,
    "fur": _fur,
    "medal": _medal,
    "hem band": _hem_band,
    "waistcoat": _waistcoat,
    "studs": _studs,
    "paint": _paint,
    "tutu": _tutu,
}
