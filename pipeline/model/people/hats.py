"""Hats, by their names in a Look."""

from collections.abc import Callable

from pipeline.model.people.heads import Head
from pipeline.model.people.helmets import GOLD, HELMETS, WHITE, brim, crown, shift
from pipeline.model.people.looks import Look
from pipeline.model.people.shapes import Point, Shape, ellipse, shaded, tube

COVERING = ("ninja hood", "knight helmet")  # what hides all hair


def hides_hair(look: Look) -> bool:
    return look.hat in COVERING


def worn(look: Look, head: Head) -> list[Shape]:
    """The hat on a head."""
    return HATS[look.hat](head) if look.hat else []


def _band(head: Head, crown: Shape, y: float, color: str, high: float = 0.1) -> Shape:
    points = ((-0.8, y - high), (0.8, y - high), (0.8, y), (-0.8, y))
    return head.shape("detail", color, points, smooth=False, within=crown)


def _hat(
    head: Head, wide: float, droop: float, outline: tuple[Point, ...], band: str
) -> list[Shape]:
    color = head.look.hat_color
    top = crown(head, outline, color)
    return [top, _band(head, top, -0.24, band), brim(head, wide, -0.25, droop, color)]


def _straw(head: Head) -> list[Shape]:
    outline = (
        (-0.42, -0.22),
        (-0.38, -0.52),
        (-0.2, -0.66),
        (0.2, -0.66),
        (0.38, -0.52),
        (0.42, -0.22),
    )
    return _hat(head, 0.86, 0.06, outline, head.look.accent)


def _cowboy(head: Head) -> list[Shape]:
    outline = ((-0.42, -0.22), (-0.4, -0.56), (-0.26, -0.78), (-0.08, -0.72), (0.0, -0.7),
               (0.08, -0.72), (0.26, -0.78), (0.4, -0.56), (0.42, -0.22))  # fmt: skip
    return _hat(head, 0.85, -0.14, outline, shaded(head.look.hat_color, 0.6))


def _wizard(head: Head) -> list[Shape]:
    outline = ((-0.46, -0.2), (-0.3, -0.6), (-0.08, -1.06), (0.1, -1.34), (0.34, -1.42),
               (0.3, -1.24), (0.26, -0.9), (0.38, -0.5), (0.46, -0.2))  # fmt: skip
    shapes = _hat(head, 0.8, 0.05, outline, GOLD)
    for x, y, big in ((-0.1, -0.62, 0.06), (0.14, -0.84, 0.05), (0.16, -0.52, 0.04)):
        shapes.insert(2, _sparkle(head, x, y, big))
    return shapes


def _witch(head: Head) -> list[Shape]:
    outline = ((-0.46, -0.2), (-0.3, -0.58), (-0.1, -0.98), (0.02, -1.2), (0.3, -1.2),
               (0.44, -1.06), (0.24, -0.98), (0.28, -0.62), (0.46, -0.2))  # fmt: skip
    return _hat(head, 0.9, 0.04, outline, head.look.accent)


def _sparkle(head: Head, x: float, y: float, big: float) -> Shape:
    points = ((x, y - big), (x + big * 0.3, y - big * 0.3), (x + big, y),
              (x + big * 0.3, y + big * 0.3), (x, y + big), (x - big * 0.3, y + big * 0.3),
              (x - big, y), (x - big * 0.3, y - big * 0.3))  # fmt: skip
    return head.shape("detail", GOLD, points, smooth=False)


def _toque(head: Head) -> list[Shape]:
    puff = ((-0.36, -0.4), (-0.5, -0.6), (-0.56, -0.78), (-0.44, -0.94), (-0.24, -0.96),
            (-0.06, -1.06), (0.16, -1.02), (0.3, -0.94), (0.5, -0.9), (0.56, -0.72),
            (0.46, -0.56), (0.36, -0.4))  # fmt: skip
    band = ((-0.44, -0.24), (-0.4, -0.5), (0.4, -0.5), (0.44, -0.24), (0.0, -0.2))
    lines = [
        head.shape("detail", "#ddd6c8", ((x, -0.52), (x * 1.2, -0.7)), stroke=0.025)
        for x in (-0.2, 0.02, 0.22)
    ]
    return [crown(head, puff, WHITE), *lines, head.shape("detail", WHITE, band, rim=0.04)]


def _cap(head: Head) -> list[Shape]:
    """A cap with a peak to the front."""
    color, s = head.look.hat_color, shift(head)
    top = crown(head, ((-0.5, -0.2), (-0.45, -0.45), (-0.24, -0.62), (0.0, -0.65), (0.24, -0.62),
                        (0.45, -0.45), (0.5, -0.2), (0.0, -0.22)), color)  # fmt: skip
    if head.view == "back":
        return [top]
    reach = {"front": 0.0, "half": 0.16, "side": 0.4}[head.view]
    peak = ((-0.44 + s, -0.23), (-0.46 + s - reach, -0.14), (-0.22 + s - reach * 0.5, -0.1),
            (0.2 + s, -0.13), (0.44 + s, -0.21), (s, -0.3))  # fmt: skip
    return [top, head.shape("detail", shaded(color, 0.78), peak, rim=0.025)]


def _officer(head: Head) -> list[Shape]:
    color, s = head.look.hat_color, shift(head)
    plate = ((-0.46, -0.38), (-0.62, -0.58), (-0.5, -0.74), (0.0, -0.82), (0.5, -0.74),
             (0.62, -0.58), (0.46, -0.38))  # fmt: skip
    band = ((-0.48, -0.24), (-0.46, -0.44), (0.46, -0.44), (0.48, -0.24), (0.0, -0.21))
    shapes = [crown(head, plate, color), head.shape("detail", shaded(color, 0.7), band, rim=0.03)]
    if head.view == "back":
        return shapes
    reach = {"front": 0.0, "half": 0.1, "side": 0.26}[head.view]
    peak = ((-0.4 + s, -0.26), (-0.42 + s - reach, -0.16), (s - reach * 0.4, -0.11),
            (0.38 + s, -0.17), (0.4 + s, -0.26), (s, -0.3))  # fmt: skip
    badge = head.shape("detail", GOLD, ellipse((s * 1.6, -0.5), 0.085, 0.1), rim=0.02)
    return [*shapes, head.shape("detail", "#2c2a33", peak, rim=0.02), badge]


def _royal(head: Head) -> list[Shape]:
    base = ((-0.42, -0.34), (-0.48, -0.72), (-0.24, -0.54), (0.0, -0.82), (0.24, -0.54),
            (0.48, -0.72), (0.42, -0.34))  # fmt: skip
    low = [(0.42 * x, -0.34 + 0.05 * (1 - x * x)) for x in (0.6, 0.2, -0.2, -0.6)]
    crown = head.shape("detail", GOLD, (*base, *low), rim=0.035, smooth=False)
    gems = [
        head.shape("detail", color, ellipse((x, y), 0.045, 0.05))
        for color, x, y in (
            ("#d9483b", 0.0, -0.46),
            ("#4f8fd0", -0.25, -0.45),
            ("#4f8fd0", 0.25, -0.45),
        )
    ]
    balls = [head.shape("detail", GOLD, ellipse(at, 0.05, 0.05), rim=0.015)
             for at in ((-0.48, -0.74), (0.0, -0.85), (0.48, -0.74))]  # fmt: skip
    return [crown, *balls, *gems]


def _tiara(head: Head) -> list[Shape]:
    points = ((-0.34, -0.38), (-0.32, -0.5), (-0.18, -0.52), (-0.12, -0.6), (0.0, -0.72), (0.12,
    -0.6),
              (0.18, -0.52), (0.32, -0.5), (0.34, -0.38), (0.0, -0.46))  # fmt: skip
    gem = head.shape("detail", "#ef7fa2", ellipse((0.0, -0.56), 0.05, 0.06))
    return [head.shape("detail", GOLD, points, rim=0.025, smooth=False), gem]


def _beret(head: Head) -> list[Shape]:
    color = head.look.hat_color
    points = ((-0.46, -0.28), (-0.56, -0.44), (-0.36, -0.64), (0.0, -0.68), (0.42, -0.6),
              (0.66, -0.4), (0.6, -0.26), (0.3, -0.26), (0.0, -0.34))  # fmt: skip
    stem = ((0.02, -0.66), (0.05, -0.74))
    return [head.shape("detail", color, stem, stroke=0.05), crown(head, points, color)]


def _graduate(head: Head) -> list[Shape]:
    color = head.look.hat_color
    cap = ((-0.42, -0.24), (-0.4, -0.5), (0.4, -0.5), (0.42, -0.24), (0.0, -0.3))
    board = ((-0.66, -0.56), (0.0, -0.74), (0.66, -0.56), (0.0, -0.4))
    tassel = ((0.0, -0.58), (0.46, -0.5), (0.48, -0.22))
    return [
        head.shape("detail", shaded(color, 0.85), cap, rim=0.03),
        head.shape("detail", color, board, rim=0.03, smooth=False),
        head.shape("detail", GOLD, tassel, stroke=0.035),
        head.shape("detail", GOLD, ellipse((0.48, -0.2), 0.045, 0.07)),
    ]


def _nurse(head: Head) -> list[Shape]:
    points = ((-0.3, -0.4), (-0.36, -0.68), (0.0, -0.76), (0.36, -0.68), (0.3, -0.4), (0.0, -0.46))
    cross = [head.shape("detail", "#4f9bb0", line, stroke=0.06, smooth=False)
             for line in (((-0.07, -0.58), (0.07, -0.58)), ((0.0, -0.65), (0.0,
             -0.51)))]  # fmt: skip
    return [head.shape("detail", WHITE, points, rim=0.03), *cross]


def _bandana(head: Head) -> list[Shape]:
    color = head.look.hat_color
    top = crown(head, ((-0.49, -0.16), (-0.46, -0.42), (-0.26, -0.58), (0.0, -0.61),
                       (0.26, -0.58), (0.46, -0.42), (0.49, -0.16), (0.2, -0.27),
                       (-0.2, -0.27)), color)  # fmt: skip
    knot = ((0.46, -0.22), (0.62, -0.3), (0.66, -0.14), (0.52, -0.14), (0.6, 0.04), (0.5, 0.02))
    spots = [head.shape("detail", WHITE, ellipse(at, 0.04, 0.04), within=top)
             for at in ((-0.26, -0.4), (0.02, -0.46), (0.28, -0.38), (-0.05, -0.33))]  # fmt: skip
    return [head.shape("detail", shaded(color, 0.85), knot, rim=0.02), top, *spots]


def _tricorn(head: Head) -> list[Shape]:
    color = head.look.hat_color
    points = ((-0.62, -0.2), (-0.7, -0.42), (-0.4, -0.6), (-0.14, -0.74), (0.14, -0.74),
              (0.4, -0.6), (0.7, -0.42), (0.62, -0.2), (0.3, -0.28), (0.0, -0.31),
              (-0.3, -0.28))  # fmt: skip
    edge = [head.shape("detail", GOLD, points[1:7], stroke=0.04)]
    return [crown(head, points, color), *edge]


def _veil(head: Head) -> list[Shape]:
    flowers = [
        head.shape("detail", color, ellipse((x, y), 0.09, 0.085), rim=0.02)
        for color, x, y in (
            ("#fbe3e3", -0.26, -0.44),
            (WHITE, -0.09, -0.53),
            ("#f3b6bd", 0.09, -0.53),
            (WHITE, 0.26, -0.44),
        )
    ]
    return flowers


def _beanie(head: Head) -> list[Shape]:
    color = head.look.hat_color
    dome = crown(head, ((-0.5, -0.22), (-0.47, -0.45), (-0.26, -0.66), (0.0, -0.7),
                        (0.26, -0.66), (0.47, -0.45), (0.5, -0.22)), color)  # fmt: skip
    fold = tube(
        ((-0.47, -0.2), (-0.2, -0.29), (0.2, -0.29), (0.47, -0.2)), (0.14, 0.15, 0.15, 0.14)
    )
    puff = head.shape("detail", head.look.accent, ellipse((0.0, -0.74), 0.12, 0.12), rim=0.03)
    return [puff, dome, head.shape("detail", shaded(color, 0.88), fold, rim=0.03, smooth=False)]


HATS: dict[str, Callable[[Head], list[Shape]]] = {
    "straw hat": _straw,
    "cowboy hat": _cowboy,
    "wizard hat": _wizard,
    "witch hat": _witch,
    "toque": _toque,
    "cap": _cap,
    "officer cap": _officer,
    "crown": _royal,
    "tiara": _tiara,
    "beret": _beret,
    "graduate cap": _graduate,
    "nurse cap": _nurse,
    "bandana": _bandana,
    "tricorn": _tricorn,
    "veil": _veil,
    "beanie": _beanie,
    **HELMETS,
}
