"""Helmets and masks."""

from collections.abc import Callable

from pipeline.model.people.heads import Head
from pipeline.model.people.shapes import Point, Shape, curve, ellipse, shaded, tube

GOLD, METAL, WHITE = "#e3b557", "#c3cad4", "#f7f3ea"


def crown(head: Head, points: tuple[Point, ...], color: str, smooth: bool = True) -> Shape:
    return head.shape("detail", color, points, rim=0.04, smooth=smooth)


def shift(head: Head) -> float:
    """How far a hat's front lies to the left."""
    return {"front": 0.0, "half": -0.08, "side": -0.16, "back": 0.0}[head.view]


def brim(head: Head, wide: float, y: float, droop: float, color: str) -> Shape:
    s = shift(head) * 0.4
    points = ((s - wide, y + droop), (s - wide * 0.6, y - 0.02), (s, y - 0.055),
              (s + wide * 0.6, y - 0.02), (s + wide, y + droop), (s + wide * 0.55, y + 0.07),
              (s, y + 0.09), (s - wide * 0.55, y + 0.07))  # fmt: skip
    return head.shape("detail", color, points, rim=0.035)


def _hard_hat(head: Head) -> list[Shape]:
    color = head.look.hat_color
    dome = crown(head, ((-0.52, -0.2), (-0.48, -0.48), (-0.26, -0.68), (0.0, -0.72),
                        (0.26, -0.68), (0.48, -0.48), (0.52, -0.2)), color)  # fmt: skip
    ridge = ((-0.09 + shift(head), -0.68), (-0.1 + shift(head), -0.24))
    return [dome, head.shape("detail", shaded(color, 1.5), ridge, stroke=0.09, within=dome),
            brim(head, 0.6, -0.21, 0.02, shaded(color, 0.92))]  # fmt: skip


def _fire_helmet(head: Head) -> list[Shape]:
    color = head.look.hat_color
    dome = crown(head, ((-0.5, -0.2), (-0.46, -0.5), (-0.22, -0.72), (0.0, -0.78),
                        (0.22, -0.72), (0.46, -0.5), (0.5, -0.2)), color)  # fmt: skip
    shapes = [dome, brim(head, 0.68, -0.22, 0.06, color)]
    if head.view != "back":
        s = shift(head) * 1.8
        shield = (
            (s - 0.13, -0.64),
            (s + 0.13, -0.64),
            (s + 0.12, -0.4),
            (s, -0.3),
            (s - 0.12, -0.4),
        )
        shapes.append(head.shape("detail", GOLD, shield, rim=0.025, smooth=False))
    return shapes


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
    shapes = [head.shape("detail", "#cfe6f2", glass, opacity=0.16)]
    edge = head.shape("detail", WHITE, (*glass, glass[0]), stroke=0.085)
    shine = head.shape("detail", "#ffffff", light, smooth=False, opacity=0.8)
    return [*shapes, edge, shine, head.shape("detail", METAL, ring, stroke=0.11), *pads]


def _knight(head: Head) -> list[Shape]:
    """An open helmet with a plume."""
    color = METAL
    plume = ((0.0, -0.6), (0.1, -0.92), (0.4, -0.98), (0.62, -0.74), (0.66, -0.4),
             (0.54, -0.56), (0.36, -0.64), (0.16, -0.5))  # fmt: skip
    outline = ((0.0, -0.6), (0.34, -0.53), (0.52, -0.26), (0.53, 0.1), (0.46, 0.46), (0.2, 0.6),
               (-0.2, 0.6), (-0.46, 0.46), (-0.53, 0.1), (-0.52, -0.26), (-0.34,
               -0.53))  # fmt: skip
    shapes = [head.shape("detail", head.look.accent, plume, rim=0.04)]
    if head.view == "back":
        return [*shapes, crown(head, outline, color)]
    face_edge = [head.at(phi, -0.2) for phi in (-48, -16, 16, 48) if head.shows(phi, 0.02)]
    low = [head.at(phi, 0.42) for phi in (40, 12, -12, -40) if head.shows(phi, 0.02)]
    hole = tuple((*face_edge, *low))
    ring = _ringed(head, curve(outline, closed=True), curve(hole, closed=True), color)
    brow = head.shape("detail", shaded(color, 0.78), tuple(face_edge), stroke=0.07)
    ridge = head.shape("detail", shaded(color, 1.8), ((shift(head) * 2, -0.56),
                                                      (shift(head) * 2.2, -0.25)),
                       stroke=0.05)  # fmt: skip
    return [*shapes, ring, brow, ridge]


def _ringed(head: Head, outline: list[Point], hole: list[Point], color: str) -> Shape:
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
    dome = crown(head, ((-0.52, -0.18), (-0.48, -0.46), (-0.24, -0.66), (0.0, -0.7), (0.24, -0.66),
                         (0.48, -0.46), (0.52, -0.18), (0.0, -0.26)), color)  # fmt: skip
    s = shift(head) * 1.4
    horns = [head.shape("detail", GOLD, tube(((s + side * 0.06, -0.4), (s + side * 0.28, -0.62),
                                              (s + side * 0.34, -0.98)), (0.12, 0.1, 0.02)),
                                              smooth=False)
             for side in (-1, 1)]  # fmt: skip
    guards = [head.shape("detail", shaded(color, 0.8), tuple((x * side, y) for x, y in neck_guard),
                         rim=0.03) for side in (-1, 1)]  # fmt: skip
    return [*guards, dome, brim(head, 0.62, -0.2, 0.08, shaded(color, 0.9)), *horns]


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
    s = shift(head) * 1.4
    glass = []
    for side in (-1, 1):
        ring = ellipse((s + side * 0.15, -0.36), 0.125, 0.11)
        glass += [head.shape("detail", "#a9d4e2", ring, rim=0.025),
                  head.shape("detail", "#4a3a3a", (*ring, ring[0]), stroke=0.035)]  # fmt: skip
    return [strap, *glass]


HELMETS: dict[str, Callable[[Head], list[Shape]]] = {
    "hard hat": _hard_hat,
    "fire helmet": _fire_helmet,
    "ninja hood": _ninja,
    "space helmet": _space,
    "knight helmet": _knight,
    "samurai helmet": _samurai,
    "hero mask": _hero_mask,
    "goggles": _goggles,
}
