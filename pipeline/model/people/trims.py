"""Trimmings of everyday clothes."""

from collections.abc import Callable

from pipeline.model.people.clothes import Dress, falling
from pipeline.model.people.costumes import COSTUME
from pipeline.model.people.garments import WHITE
from pipeline.model.people.necklines import GOLD, Front, at_neck
from pipeline.model.people.shapes import Shape, shaded, tube


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
    throat, chest = front.dress.trunk.neckline, front.dress.trunk.front
    shapes = []
    for side in (-1, 1):
        points = (throat(1.1, side * 1.1), throat(1.02, side * 1.7),
                  chest(0.84, side * (wide + 0.3)), chest(0.76, side * (wide + 0.16)),
                  chest(0.4, side * wide * 0.9), chest(0.7, side * wide),
                  throat(0.98, side * 1.2))  # fmt: skip
        shapes.append(Shape("body", color, points, 1.0, smooth=False, within=front.cover))
    return shapes


def _tie(front: Front) -> list[Shape]:
    color = front.dress.look.accent
    throat, chest = front.dress.trunk.neckline, front.dress.trunk.front
    knot = ((1.03, -0.42), (1.03, 0.42), (0.95, 0.28), (0.95, -0.28))
    blade = (throat(0.95, -0.28), throat(0.95, 0.28), chest(0.5, 0.12), chest(0.41, 0.0),
             chest(0.5, -0.12))  # fmt: skip
    return [
        Shape("detail", color, blade, 0.8, smooth=False),
        at_neck(front, shaded(color, 0.85), knot),
    ]


def _bow_tie(front: Front) -> list[Shape]:
    places = ((1.06, -1.1), (0.92, -1.1), (0.97, -0.2), (0.92, 1.1), (1.06, 1.1), (1.0, 0.2))
    return [at_neck(front, front.dress.look.accent, places)]


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


def _bib(front: Front) -> list[Shape]:
    """Overalls: a bib with straps in the colour of the trousers."""
    color = front.dress.look.bottom_color
    shapes = [front.across("detail", color, -0.2, 0.34, rim=1.8)]
    for side in (-1, 1):
        wide = ((1.15, side * 0.62), (0.6, side * 0.42))
        shapes.append(front.line("detail", shaded(color, 0.9), wide, 4.4))
    if front.dress.from_behind:
        return shapes
    shapes.append(front.area("detail", color, ((0.72, -0.5), (0.72, 0.5), (0.3, 0.62), (0.3,
    -0.62)),
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


TRIMS: dict[str, Callable[[Front], list[Shape]]] = {
    "buttons": _buttons,
    "stripes": _stripes,
    "ribs": _ribs,
    "chest band": _chest_band,
    "hood": _hood,
    "pouch": _pouch,
    "strings": _strings,
    "lapels": _lapels,
    "tie": _tie,
    "bow tie": _bow_tie,
    "pockets": _pockets,
    "pocket square": _pocket_square,
    "belt": _belt,
    "waist": _waist,
    "dots": _dots,
    "bib": _bib,
    "apron": _apron,
    **COSTUME,
}
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
