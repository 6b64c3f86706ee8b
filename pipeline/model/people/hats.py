"""Hats, helmets and masks, and what is worn at the back."""

from collections.abc import Callable

from pipeline.model.people.clothes import Dress
from pipeline.model.people.heads import Head
from pipeline.model.people.looks import Look
from pipeline.model.people.shapes import Point, Shape, ellipse, plus, shaded, tube

GOLD, METAL, WHITE = "#e3b557", "#c3cad4", "#f7f3ea"
COVERING = ("space helmet", "ninja hood", "knight helmet")  # what hides all hair


def hides_hair(look: Look) -> bool:
    return look.hat in COVERING


def worn(look: Look, head: Head) -> list[Shape]:
    """The hat on a head."""
    return HATS[look.hat](head) if look.hat else []


def _crown(head: Head, points: tuple[Point, ...], color: str, smooth: bool = True) -> Shape:
    return head.shape("detail", color, points, rim=0.04, smooth=smooth)


def _shift(head: Head) -> float:
    """How far a hat's front lies to the left."""
    return {"front": 0.0, "half": -0.08, "side": -0.16, "back": 0.0}[head.view]


def _brim(head: Head, wide: float, y: float, droop: float, color: str) -> Shape:
    s = _shift(head) * 0.4
    points = (
        (s - wide, y + droop), (s - wide * 0.6, y - 0.02), (s, y - 0.055), (s + wide * 0.6, y - 0.02),
        (s + wide, y + droop), (s + wide * 0.55, y + 0.07), (s, y + 0.09), (s - wide * 0.55, y + 0.07),
    )  # fmt: skip
    return head.shape("detail", color, points, rim=0.035)


def _band(head: Head, crown: Shape, y: float, color: str, high: float = 0.1) -> Shape:
    points = ((-0.8, y - high), (0.8, y - high), (0.8, y), (-0.8, y))
    return head.shape("detail", color, points, smooth=False, within=crown)


def _hat(head: Head, wide: float, droop: float, crown: tuple[Point, ...], band: str) -> list[Shape]:
    color = head.look.hat_color
    top = _crown(head, crown, color)
    return [top, _band(head, top, -0.24, band), _brim(head, wide, -0.25, droop, color)]


def _straw(head: Head) -> list[Shape]:
    crown = (
        (-0.42, -0.22),
        (-0.38, -0.52),
        (-0.2, -0.66),
        (0.2, -0.66),
        (0.38, -0.52),
        (0.42, -0.22),
    )
    return _hat(head, 0.86, 0.06, crown, head.look.accent)


def _cowboy(head: Head) -> list[Shape]:
    crown = ((-0.42, -0.22), (-0.4, -0.56), (-0.26, -0.78), (-0.08, -0.72), (0.0, -0.7), (0.08, -0.72),
             (0.26, -0.78), (0.4, -0.56), (0.42, -0.22))  # fmt: skip
    return _hat(head, 0.85, -0.14, crown, shaded(head.look.hat_color, 0.6))


def _wizard(head: Head) -> list[Shape]:
    crown = ((-0.46, -0.2), (-0.3, -0.6), (-0.08, -1.06), (0.1, -1.34), (0.34, -1.42), (0.3, -1.24),
             (0.26, -0.9), (0.38, -0.5), (0.46, -0.2))  # fmt: skip
    shapes = _hat(head, 0.8, 0.05, crown, GOLD)
    for x, y, big in ((-0.1, -0.62, 0.06), (0.14, -0.84, 0.05), (0.16, -0.52, 0.04)):
        shapes.insert(2, _sparkle(head, x, y, big))
    return shapes


def _witch(head: Head) -> list[Shape]:
    crown = ((-0.46, -0.2), (-0.3, -0.58), (-0.1, -0.98), (0.02, -1.2), (0.3, -1.2), (0.44, -1.06),
             (0.24, -0.98), (0.28, -0.62), (0.46, -0.2))  # fmt: skip
    return _hat(head, 0.9, 0.04, crown, head.look.accent)


def _sparkle(head: Head, x: float, y: float, big: float) -> Shape:
    points = ((x, y - big), (x + big * 0.3, y - big * 0.3), (x + big, y), (x + big * 0.3, y + big * 0.3),
              (x, y + big), (x - big * 0.3, y + big * 0.3), (x - big, y), (x - big * 0.3, y - big * 0.3))  # fmt: skip
    return head.shape("detail", GOLD, points, smooth=False)


def _toque(head: Head) -> list[Shape]:
    puff = ((-0.36, -0.4), (-0.5, -0.6), (-0.56, -0.78), (-0.44, -0.94), (-0.24, -0.96), (-0.06, -1.06),
            (0.16, -1.02), (0.3, -0.94), (0.5, -0.9), (0.56, -0.72), (0.46, -0.56), (0.36, -0.4))  # fmt: skip
    band = ((-0.44, -0.24), (-0.4, -0.5), (0.4, -0.5), (0.44, -0.24), (0.0, -0.2))
    lines = [
        head.shape("detail", "#ddd6c8", ((x, -0.52), (x * 1.2, -0.7)), stroke=0.025)
        for x in (-0.2, 0.02, 0.22)
    ]
    return [_crown(head, puff, WHITE), *lines, head.shape("detail", WHITE, band, rim=0.04)]


def _cap(head: Head) -> list[Shape]:
    """A cap with a peak to the front."""
    color, s = head.look.hat_color, _shift(head)
    top = _crown(head, ((-0.5, -0.2), (-0.45, -0.45), (-0.24, -0.62), (0.0, -0.65), (0.24, -0.62),
                        (0.45, -0.45), (0.5, -0.2), (0.0, -0.22)), color)  # fmt: skip
    if head.view == "back":
        return [top]
    reach = {"front": 0.0, "half": 0.16, "side": 0.4}[head.view]
    peak = ((-0.44 + s, -0.23), (-0.46 + s - reach, -0.14), (-0.22 + s - reach * 0.5, -0.1),
            (0.2 + s, -0.13), (0.44 + s, -0.21), (s, -0.3))  # fmt: skip
    return [top, head.shape("detail", shaded(color, 0.78), peak, rim=0.025)]


def _officer(head: Head) -> list[Shape]:
    color, s = head.look.hat_color, _shift(head)
    plate = ((-0.46, -0.38), (-0.62, -0.58), (-0.5, -0.74), (0.0, -0.82), (0.5, -0.74), (0.62, -0.58),
             (0.46, -0.38))  # fmt: skip
    band = ((-0.48, -0.24), (-0.46, -0.44), (0.46, -0.44), (0.48, -0.24), (0.0, -0.21))
    shapes = [_crown(head, plate, color), head.shape("detail", shaded(color, 0.7), band, rim=0.03)]
    if head.view == "back":
        return shapes
    reach = {"front": 0.0, "half": 0.1, "side": 0.26}[head.view]
    peak = ((-0.4 + s, -0.26), (-0.42 + s - reach, -0.16), (s - reach * 0.4, -0.11), (0.38 + s, -0.17),
            (0.4 + s, -0.26), (s, -0.3))  # fmt: skip
    badge = head.shape("detail", GOLD, ellipse((s * 1.6, -0.5), 0.085, 0.1), rim=0.02)
    return [*shapes, head.shape("detail", "#2c2a33", peak, rim=0.02), badge]


def _hard_hat(head: Head) -> list[Shape]:
    color = head.look.hat_color
    dome = _crown(head, ((-0.52, -0.2), (-0.48, -0.48), (-0.26, -0.68), (0.0, -0.72), (0.26, -0.68),
                         (0.48, -0.48), (0.52, -0.2)), color)  # fmt: skip
    ridge = ((-0.09 + _shift(head), -0.68), (-0.1 + _shift(head), -0.24))
    return [dome, head.shape("detail", shaded(color, 1.5), ridge, stroke=0.09, within=dome),
            _brim(head, 0.6, -0.21, 0.02, shaded(color, 0.92))]  # fmt: skip


def _fire_helmet(head: Head) -> list[Shape]:
    color = head.look.hat_color
    dome = _crown(head, ((-0.5, -0.2), (-0.46, -0.5), (-0.22, -0.72), (0.0, -0.78), (0.22, -0.72),
                         (0.46, -0.5), (0.5, -0.2)), color)  # fmt: skip
    shapes = [dome, _brim(head, 0.68, -0.22, 0.06, color)]
    if head.view != "back":
        s = _shift(head) * 1.8
        shield = (
            (s - 0.13, -0.64),
            (s + 0.13, -0.64),
            (s + 0.12, -0.4),
            (s, -0.3),
            (s - 0.12, -0.4),
        )
        shapes.append(head.shape("detail", GOLD, shield, rim=0.025, smooth=False))
    return shapes


def _royal(head: Head) -> list[Shape]:
    base = ((-0.42, -0.34), (-0.48, -0.72), (-0.24, -0.54), (0.0, -0.82), (0.24, -0.54), (0.48, -0.72),
            (0.42, -0.34))  # fmt: skip
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
    points = ((-0.34, -0.38), (-0.32, -0.5), (-0.18, -0.52), (-0.12, -0.6), (0.0, -0.72), (0.12, -0.6),
              (0.18, -0.52), (0.32, -0.5), (0.34, -0.38), (0.0, -0.46))  # fmt: skip
    gem = head.shape("detail", "#ef7fa2", ellipse((0.0, -0.56), 0.05, 0.06))
    return [head.shape("detail", GOLD, points, rim=0.025, smooth=False), gem]


def _beret(head: Head) -> list[Shape]:
    color = head.look.hat_color
    points = ((-0.46, -0.28), (-0.56, -0.44), (-0.36, -0.64), (0.0, -0.68), (0.42, -0.6), (0.66, -0.4),
              (0.6, -0.26), (0.3, -0.26), (0.0, -0.34))  # fmt: skip
    stem = ((0.02, -0.66), (0.05, -0.74))
    return [head.shape("detail", color, stem, stroke=0.05), _crown(head, points, color)]


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
             for line in (((-0.07, -0.58), (0.07, -0.58)), ((0.0, -0.65), (0.0, -0.51)))]  # fmt: skip
    return [head.shape("detail", WHITE, points, rim=0.03), *cross]


def _bandana(head: Head) -> list[Shape]:
    color = head.look.hat_color
    top = _crown(head, ((-0.49, -0.16), (-0.46, -0.42), (-0.26, -0.58), (0.0, -0.61), (0.26, -0.58),
                        (0.46, -0.42), (0.49, -0.16), (0.2, -0.27), (-0.2, -0.27)), color)  # fmt: skip
    knot = ((0.46, -0.22), (0.62, -0.3), (0.66, -0.14), (0.52, -0.14), (0.6, 0.04), (0.5, 0.02))
    spots = [head.shape("detail", WHITE, ellipse(at, 0.04, 0.04), within=top)
             for at in ((-0.26, -0.4), (0.02, -0.46), (0.28, -0.38), (-0.05, -0.33))]  # fmt: skip
    return [head.shape("detail", shaded(color, 0.85), knot, rim=0.02), top, *spots]


def _tricorn(head: Head) -> list[Shape]:
    color = head.look.hat_color
    points = ((-0.62, -0.2), (-0.7, -0.42), (-0.4, -0.6), (-0.14, -0.74), (0.14, -0.74), (0.4, -0.6),
              (0.7, -0.42), (0.62, -0.2), (0.3, -0.28), (0.0, -0.31), (-0.3, -0.28))  # fmt: skip
    edge = [head.shape("detail", GOLD, points[1:7], stroke=0.04)]
    return [_crown(head, points, color), *edge]


def _ninja(head: Head) -> list[Shape]:
    """A hood that leaves the eyes free."""
    color = head.look.hat_color
    outline = tuple((x * 1.09, y * 1.07) for x, y in ellipse((0.0, 0.0), 0.47, 0.5))
    hood = head.shape("detail", color, outline, rim=0.05)
    if head.view == "back":
        return [hood]
    from_ = [head.at(phi, -0.08) for phi in (-52, -25, 0, 25, 52) if head.shows(phi, 0.02)]
    to = [head.at(phi, 0.17) for phi in (52, 25, 0, -25, -52) if head.shows(phi, 0.02)]
    slit = head.shape("skin", head.look.skin, (*from_, *to))
    eyes = []
    for phi in (-21.0, 21.0):
        if head.shows(phi, 0.2):
            x, y = head.at(phi, 0.06)
            eyes.append(head.shape("detail", "#33272a", ellipse((x, y), 0.045, 0.06)))
            brow = (head.at(phi * 0.5, -0.02), head.at(phi * 1.6, -0.07))
            eyes.append(head.shape("skin", "#33272a", brow, stroke=0.03))
    band = head.shape("detail", head.look.accent, ((-0.52, -0.26), (0.0, -0.2), (0.52, -0.26)),
                      stroke=0.09, within=hood)  # fmt: skip
    return [hood, slit, *eyes, band]


def _space(head: Head) -> list[Shape]:
    """A bubble of glass; the face is seen in it."""
    glass = ellipse((0.0, -0.02), 0.66, 0.66)
    light = tube(((-0.46, -0.28), (-0.3, -0.46), (-0.06, -0.56)), (0.02, 0.08, 0.02))
    ring = ((-0.6, 0.34), (-0.36, 0.53), (0.0, 0.6), (0.36, 0.53), (0.6, 0.34))
    pads = [head.shape("detail", "#d9653b", ellipse((x, 0.02), 0.08, 0.17), rim=0.03)
            for x in ((-0.66, 0.66) if head.view in ("front", "back") else (0.3,))]  # fmt: skip
    shapes = [head.shape("detail", "#cfe6f2", glass, opacity=0.3)]
    edge = head.shape("detail", WHITE, (*glass, glass[0]), stroke=0.085)
    shine = head.shape("detail", "#ffffff", light, smooth=False, opacity=0.8)
    return [*shapes, edge, shine, head.shape("detail", METAL, ring, stroke=0.11), *pads]


def _knight(head: Head) -> list[Shape]:
    """An open helmet with a plume."""
    color = METAL
    plume = ((0.0, -0.6), (0.1, -0.92), (0.4, -0.98), (0.62, -0.74), (0.66, -0.4), (0.54, -0.56),
             (0.36, -0.64), (0.16, -0.5))  # fmt: skip
    outline = ((0.0, -0.6), (0.34, -0.53), (0.52, -0.26), (0.53, 0.1), (0.46, 0.46), (0.2, 0.6),
               (-0.2, 0.6), (-0.46, 0.46), (-0.53, 0.1), (-0.52, -0.26), (-0.34, -0.53))  # fmt: skip
    shapes = [head.shape("detail", head.look.accent, plume, rim=0.04)]
    if head.view == "back":
        return [*shapes, _crown(head, outline, color)]
    face_edge = [head.at(phi, -0.2) for phi in (-48, -16, 16, 48) if head.shows(phi, 0.02)]
    low = [head.at(phi, 0.42) for phi in (40, 12, -12, -40) if head.shows(phi, 0.02)]
    hole = tuple((*face_edge, *low))
    ring = _ringed(head, outline, hole, color)
    brow = head.shape("detail", shaded(color, 0.78), tuple(face_edge), stroke=0.07)
    ridge = head.shape("detail", shaded(color, 1.8), ((_shift(head) * 2, -0.56), (_shift(head) * 2.2, -0.25)),
                       stroke=0.05)  # fmt: skip
    return [*shapes, ring, brow, ridge]


def _ringed(head: Head, outline: tuple[Point, ...], hole: tuple[Point, ...], color: str) -> Shape:
    """An area with a hole, as one line that goes round both: it is cut at the chin."""
    low = max(range(len(outline)), key=lambda n: (outline[n][1], -abs(outline[n][0])))
    around = [*outline[low:], *outline[: low + 1]]
    chin = (sum(x for x, _ in hole) / len(hole), max(y for _, y in hole))
    start = max(range(len(hole)), key=lambda n: (hole[n][1], -abs(hole[n][0] - chin[0])))
    inside = [*hole[start:], *hole[: start + 1]]
    return head.shape("detail", color, (*around, *reversed(inside)), rim=0.045, smooth=False)


def _samurai(head: Head) -> list[Shape]:
    color = head.look.hat_color
    neck_guard = ((-0.6, -0.12), (-0.66, 0.3), (-0.44, 0.2), (-0.42, -0.1))
    dome = _crown(head, ((-0.52, -0.18), (-0.48, -0.46), (-0.24, -0.66), (0.0, -0.7), (0.24, -0.66),
                         (0.48, -0.46), (0.52, -0.18), (0.0, -0.26)), color)  # fmt: skip
    s = _shift(head) * 1.4
    horns = [head.shape("detail", GOLD, tube(((s + side * 0.06, -0.4), (s + side * 0.28, -0.62),
                                              (s + side * 0.34, -0.98)), (0.12, 0.1, 0.02)), smooth=False)
             for side in (-1, 1)]  # fmt: skip
    guards = [head.shape("detail", shaded(color, 0.8), tuple((x * side, y) for x, y in neck_guard),
                         rim=0.03) for side in (-1, 1)]  # fmt: skip
    return [*guards, dome, _brim(head, 0.62, -0.2, 0.08, shaded(color, 0.9)), *horns]


def _veil(head: Head) -> list[Shape]:
    flowers = [
        head.shape("detail", color, ellipse((x, y), 0.09, 0.085), rim=0.02)
        for color, x, y in (
            ("#fbe3e3", -0.26, -0.44),
            (WHITE, -0.09, -0.53),
            ("#f3b6bd", 0.09, -0.53),
            (WHITE, 0.26, -0.44),
        )  # fmt: skip
    ]
    return flowers


def _hero_mask(head: Head) -> list[Shape]:
    if head.view == "back":
        return []
    top = [
        head.at(phi, -0.06 - 0.02 * (abs(phi) > 30))
        for phi in (-60, -30, 0, 30, 60)
        if head.shows(phi, 0.0)
    ]
    low = [
        head.at(phi, 0.17 if abs(phi) > 5 else 0.1)
        for phi in (56, 26, 0, -26, -56)
        if head.shows(phi, 0.0)
    ]
    mask = head.shape("detail", head.look.hat_color, (*top, *low))
    eyes = []
    for phi in (-21.0, 21.0):
        if head.shows(phi, 0.2):
            x, y = head.at(phi, 0.055)
            eyes.append(
                head.shape(
                    "detail", WHITE, ellipse((x, y), 0.07 * max(head.narrow(phi), 0.6), 0.07)
                )
            )
            eyes.append(head.shape("detail", "#33272a", ellipse((x, y + 0.01), 0.038, 0.05)))
    return [mask, *eyes]


def _goggles(head: Head) -> list[Shape]:
    """Pushed up on the brow."""
    strap = head.shape(
        "detail", "#4a3a3a", ((-0.48, -0.26), (0.0, -0.36), (0.48, -0.26)), stroke=0.07
    )
    if head.view == "back":
        return [strap]
    s = _shift(head) * 1.4
    glass = []
    for side in (-1, 1):
        ring = ellipse((s + side * 0.15, -0.36), 0.125, 0.11)
        glass += [head.shape("detail", "#a9d4e2", ring, rim=0.025),
                  head.shape("detail", "#4a3a3a", (*ring, ring[0]), stroke=0.035)]  # fmt: skip
    return [strap, *glass]


def _beanie(head: Head) -> list[Shape]:
    color = head.look.hat_color
    dome = _crown(head, ((-0.5, -0.22), (-0.47, -0.45), (-0.26, -0.66), (0.0, -0.7), (0.26, -0.66),
                         (0.47, -0.45), (0.5, -0.22)), color)  # fmt: skip
    fold = tube(
        ((-0.47, -0.2), (-0.2, -0.29), (0.2, -0.29), (0.47, -0.2)), (0.14, 0.15, 0.15, 0.14)
    )
    puff = head.shape("detail", head.look.accent, ellipse((0.0, -0.74), 0.12, 0.12), rim=0.03)
    return [puff, dome, head.shape("detail", shaded(color, 0.88), fold, rim=0.03, smooth=False)]


HATS: dict[str, Callable[[Head], list[Shape]]] = {
    "straw hat": _straw, "cowboy hat": _cowboy, "wizard hat": _wizard, "witch hat": _witch,
    "toque": _toque, "cap": _cap, "officer cap": _officer, "hard hat": _hard_hat,
    "fire helmet": _fire_helmet, "crown": _royal, "tiara": _tiara, "beret": _beret,
    "graduate cap": _graduate, "nurse cap": _nurse, "bandana": _bandana, "tricorn": _tricorn,
    "ninja hood": _ninja, "space helmet": _space, "knight helmet": _knight,
    "samurai helmet": _samurai, "veil": _veil, "hero mask": _hero_mask, "goggles": _goggles,
    "beanie": _beanie,
}  # fmt: skip


def behind(dress: Dress, head: Head) -> list[Shape]:
    """A cape, a veil, a backpack: what hangs at the back."""
    extras, trunk = dress.look.extras, dress.trunk
    shapes: list[Shape] = []
    if "cape" in extras:
        shapes.append(_hanging(dress, dress.look.accent, 1.3, 12.0))
    if "veil" in extras:
        side = 0.2 if head.view != "front" else 0.0
        points = ((-0.4, -0.42), (0.4 + side, -0.42), (0.66 + side, 0.4), (0.86 + side, 1.9),
                  (-0.74 + side * 2, 1.9), (-0.6 + side, 0.4))  # fmt: skip
        shapes.append(head.shape("detail", WHITE, points, rim=0.04))
    if "backpack" in extras:
        color = dress.look.accent
        size = trunk.build.torso * 0.36
        shift = 0.0 if dress.skeleton.yaw in (0.0, 180.0) else size * 0.75
        middle = plus(trunk.at(0.55, 0.0), (shift, 0.0))
        wide = trunk.build.shoulders * (1.12 if shift == 0 else 0.9)
        shapes.append(Shape("detail", color, ellipse(middle, wide, size * 1.15), 2.0))
    if "life pack" in extras:
        middle = trunk.at(0.6, 0.45)
        shapes.append(
            Shape("detail", METAL, ellipse(middle, trunk.half_width(0.6) * 1.25, 24), 2.0)
        )
    return shapes


def _hanging(dress: Dress, color: str, length: float, flare: float) -> Shape:
    """A cape from the shoulders; of one who turns to the left it blows to the right."""
    trunk = dress.trunk
    turned = dress.skeleton.yaw not in (0.0, 180.0)
    drop = trunk.build.torso + trunk.build.thigh * length * 0.9
    left, right = trunk.at(1.04, -0.8), trunk.at(1.04, 0.8)
    shift = 16.0 if turned else 0.0
    low = left[1] + drop
    points = (
        left, right, (right[0] + flare * 0.7 + shift * 0.6, left[1] + drop * 0.45),
        (right[0] + flare + shift * 1.3, low), ((left[0] + right[0]) / 2 + shift, low + 3),
        (left[0] - (flare if not turned else -2) + shift * 0.5, low - 1),
        (left[0] - (flare * 0.6 if not turned else 0), left[1] + drop * 0.45),
    )  # fmt: skip
    return Shape("detail", color, points, 2.4)
