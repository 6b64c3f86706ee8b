"""Faces: what eyes, brows and mouths do in each mood, in a head's own measure."""

import math

from pipeline.model.people.heads import Head, skull
from pipeline.model.people.looks import BLUSH, LIPS
from pipeline.model.people.shapes import Point, Shape, ellipse, shaded

DARK = "#2a1d20"
TEAR = "#8fd0ee"
SHUT = ("laughing", "crying", "yawning", "kissing")  # moods with closed eyes
RAISED = ("laughing", "smiling", "happy")  # moods in which closed eyes bend up
EYE = (0.053, 0.076)  # half axes


def face(head: Head, asleep: bool = False, up: bool = False) -> list[Shape]:
    """Eyes, brows, nose, mouth and cheeks; nothing of one who is seen from behind."""
    if head.view == "back":
        return []
    whole = skull(head)
    shapes = _cheeks(head, whole)
    for phi in (-21.0, 21.0):
        if head.shows(phi, 0.2):
            shapes += _eye(head, phi, asleep, -0.03 if up else 0.0)
            shapes += _brow(head, phi, up)
    if "glasses" in head.look.extras:
        shapes += _glasses(head)
    return [*shapes, *_nose(head), *_mouth(head, whole, asleep)]


def _cheeks(head: Head, whole: Shape) -> list[Shape]:
    shapes = []
    for phi in (-36.0, 36.0):
        if head.shows(phi, 0.05):
            spot = ellipse(head.at(phi, 0.2), 0.088 * max(head.narrow(phi), 0.5), 0.055)
            color = BLUSH[head.look.tone]
            strong = 0.85 if head.look.mood == "shy" else 0.55
            shapes.append(head.shape("skin", color, spot, opacity=strong, within=whole))
            if "freckles" in head.look.extras:
                for step, high in ((-8.0, 0.13), (0.0, 0.155), (8.0, 0.13)):
                    dot = ellipse(head.at(phi * 0.85 + step, high), 0.012, 0.012)
                    shapes.append(head.shape("skin", shaded(head.look.skin, 0.72), dot))
    return shapes


def _eye(head: Head, phi: float, asleep: bool, lift: float) -> list[Shape]:
    """A dark oval with two glints; a bow where it is closed."""
    mood = head.look.mood
    x, y = head.at(phi, 0.06 + lift)
    wide = max(head.narrow(phi), 0.62)
    if asleep or mood in SHUT:
        bend = -0.045 if mood in RAISED else 0.035
        bow = ((x - 0.075 * wide, y), (x, y + bend), (x + 0.075 * wide, y))
        closed = [head.shape("detail", DARK, bow, stroke=0.027)]
        return [*closed, *_tears(head, x, y, wide)] if mood == "crying" else closed
    big = {"surprised": 1.2, "angry": 0.92}.get(mood, 1.0)
    aside = {"thinking": -0.022, "shy": 0.018}.get(mood, 0.0)
    x += aside
    glint, spark = (x - 0.017, y - 0.03), (x + 0.018, y + 0.03)
    shapes = [
        head.shape("detail", DARK, ellipse((x, y), EYE[0] * wide * big, EYE[1] * big)),
        head.shape("detail", "#ffffff", ellipse(glint, 0.019 * wide, 0.024)),
        head.shape("detail", "#ffffff", ellipse(spark, 0.009 * wide, 0.011), opacity=0.6),
    ]
    if mood in ("angry", "sad", "shy"):
        shapes.append(_lid(head, x, y, wide, math.copysign(1.0, phi)))
    if "lashes" in head.look.extras:
        side = math.copysign(1.0, phi)
        lash = ((x + side * 0.037 * wide, y - 0.062), (x + side * 0.09 * wide, y - 0.082))
        shapes.append(head.shape("detail", DARK, lash, stroke=0.02))
    return shapes


def _lid(head: Head, x: float, y: float, wide: float, side: float) -> Shape:
    """An upper lid over part of an eye: it falls to the nose in anger, away from it in grief."""
    inner, outer = (0.02, -0.05) if head.look.mood == "angry" else (-0.06, -0.01)
    reach, top = 0.075 * wide, y - 0.11
    points = ((x - side * reach, top), (x + side * reach, top),
              (x + side * reach, y + outer), (x - side * reach, y + inner))  # fmt: skip
    return head.shape("skin", head.look.skin, points, smooth=False, within=skull(head))


def _tears(head: Head, x: float, y: float, wide: float) -> list[Shape]:
    """Two drops below a closed eye."""
    drops = []
    for step, low, size in ((0.012, 0.1, 0.03), (-0.012, 0.2, 0.036)):
        middle = (x + step, y + low)
        edge = ((middle[0], middle[1] - 1.7 * size), (middle[0] + size * wide, middle[1]),
                (middle[0], middle[1] + size), (middle[0] - size * wide, middle[1]))  # fmt: skip
        drops.append(head.shape("detail", TEAR, edge))
    return drops


_BROWS = {  # how much the inner and the outer end are raised
    "happy": (0.0, -0.015), "smiling": (0.012, -0.01), "laughing": (0.02, 0.0),
    "calm": (0.0, -0.012), "sad": (0.035, -0.03), "angry": (-0.05, 0.03),
    "surprised": (0.04, 0.03), "crying": (0.05, -0.035), "yawning": (0.03, 0.02),
    "singing": (0.03, 0.012), "eating": (0.012, -0.01), "sipping": (0.015, 0.0),
    "kissing": (0.015, -0.005), "thinking": (-0.02, 0.02), "shy": (0.03, -0.015),
}  # fmt: skip


def _brow(head: Head, phi: float, up: bool) -> list[Shape]:
    inner, outer = _BROWS[head.look.mood]
    y = -0.085 - (0.02 if up else 0.0)
    ends = (head.at(phi * 0.55, y - inner), head.at(phi * 1.55, y - outer))
    middle = head.at(phi, y - (inner + outer) / 2 - 0.022)
    color = shaded(head.look.hair_color, 0.82)
    if head.look.hair_color > "#d":  # light hair: brows must still be seen
        color = shaded(head.look.hair_color, 0.66)
    return [head.shape("skin", color, (ends[0], middle, ends[1]), stroke=0.03)]


def _nose(head: Head) -> list[Shape]:
    if head.view == "side":
        return []
    color = shaded(head.look.skin, 0.78)
    x, y = head.at(0.0, 0.15, 0.05)
    if head.view == "half":
        return [head.shape("skin", color, ((x + 0.012, y - 0.03), (x - 0.032, y + 0.012),
                                           (x + 0.024, y + 0.022)), stroke=0.024)]  # fmt: skip
    bow = ((x - 0.034, y), (x, y + 0.022), (x + 0.034, y))
    return [head.shape("skin", color, bow, stroke=0.026)]


def _bow(head: Head, reach: float, deep: float, y: float = 0.285) -> tuple[Point, ...]:
    """A curve across the face, `deep` lower in its middle; reach: degrees to either side."""
    return tuple(
        head.at(reach * step, y + deep * (1 - step * step)) for step in (-1, -0.5, 0, 0.5, 1)
    )


_LINES = {  # moods of a closed mouth -> how far it reaches, how deep it bends, how low it is
    "calm": (11, 0.022, 0.285), "smiling": (15, 0.055, 0.285), "sad": (12, -0.045, 0.325),
    "angry": (12, -0.04, 0.325), "thinking": (9, -0.012, 0.3), "shy": (8, 0.03, 0.29),
}  # fmt: skip
_ROUND = {  # moods of a round mouth -> its half axes, how low it is
    "surprised": (0.04, 0.055, 0.305), "yawning": (0.075, 0.1, 0.31),
    "sipping": (0.035, 0.032, 0.3), "kissing": (0.034, 0.036, 0.3),
}  # fmt: skip
_OPEN = {  # moods of an open mouth -> how far it reaches, how deep its lower and upper edge are
    "happy": (16, 0.115, 0.012), "laughing": (18, 0.15, 0.005), "singing": (12, 0.15, -0.03),
    "crying": (13, 0.08, -0.06), "eating": (10, 0.075, 0.0),
}  # fmt: skip


def _mouth(head: Head, whole: Shape, asleep: bool) -> list[Shape]:
    mood, color = head.look.mood, LIPS[head.look.tone]
    if head.view == "side":
        return _mouth_aside(head, whole)
    if mood in _ROUND:
        across, high, y = _ROUND[mood]
        oval = ellipse(head.at(0.0, y), across * max(head.narrow(0.0), 0.7), high)
        inside = color if mood in ("kissing", "sipping") else shaded(color, 0.6)
        return [head.shape("skin", inside, oval, within=whole)]
    if asleep or mood in _LINES:
        reach, deep, y = _LINES.get(mood, _LINES["calm"])
        line = _bow(head, reach, deep, y)
        return [head.shape("skin", color, line, stroke=0.028, within=whole)]
    reach, low, high = _OPEN[mood]
    edge = (*_bow(head, reach, low), *reversed(_bow(head, reach * 0.82, high)))
    opened = head.shape("skin", shaded(color, 0.72), edge, within=whole)
    tongue = ellipse(head.at(0.0, 0.285 + low * 0.92), 0.07, 0.35 * low)
    return [opened, head.shape("skin", "#e58074", tongue, within=opened)]


def _mouth_aside(head: Head, whole: Shape) -> list[Shape]:
    """The mouth of one seen from the side: a line, or open."""
    mood, color, y = head.look.mood, LIPS[head.look.tone], 0.285
    if mood in ("laughing", "singing", "yawning", "surprised", "crying"):
        edge = ((-0.42, y - 0.02), (-0.3, y - 0.015), (-0.29, y + 0.03), (-0.35, y + 0.1),
                (-0.42, y + 0.08))  # fmt: skip
        return [head.shape("skin", shaded(color, 0.72), edge, within=whole)]
    if mood in ("kissing", "sipping"):
        lips = ellipse((-0.405, y - 0.005), 0.045, 0.034)
        return [head.shape("skin", color, lips)]
    deep = -0.03 if mood in ("sad", "angry", "thinking") else 0.035
    line = ((-0.4, y - 0.01), (-0.345, y + deep), (-0.27, y - 0.02 - deep * 0.3))
    return [head.shape("skin", color, line, stroke=0.028, within=whole)]


def _glasses(head: Head) -> list[Shape]:
    shapes, ends = [], []
    for phi in (-23.0, 23.0):
        if head.shows(phi, 0.15):
            ring = ellipse(head.at(phi, 0.065, 0.02), 0.115 * max(head.narrow(phi), 0.5), 0.115)
            shapes.append(head.shape("detail", "#ffffff", ring, opacity=0.14))
            shapes.append(head.shape("detail", "#4a3a3a", (*ring, ring[0]), stroke=0.026))
            ends.append(phi)
    if len(ends) == 2:
        bridge = (head.at(-8, 0.05, 0.02), head.at(0, 0.035, 0.03), head.at(8, 0.05, 0.02))
        shapes.append(head.shape("detail", "#4a3a3a", bridge, stroke=0.026))
    for phi in (-90.0, 90.0):
        if head.shows(phi, 0.3):
            temple = (head.at(math.copysign(40, phi), 0.05), head.at(phi, 0.03))
            shapes.append(head.shape("detail", "#4a3a3a", temple, stroke=0.024))
    return shapes
