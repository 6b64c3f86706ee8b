"""Hair: a hairline round the head, a volume, and what hangs or stands out of it."""

import itertools
import math
from dataclasses import dataclass

from pipeline.model.people.heads import WIDE, Head
from pipeline.model.people.shapes import Point, Shape, curve, ellipse, shaded, tube

Line = tuple[tuple[float, float], ...]  # (degrees from the nose, height), rising


@dataclass(frozen=True, slots=True)
class Hair:
    """volume: how far it stands off the head. line: its lower edge round the head; alike on both
    sides where it begins at 0. length: how far it hangs down behind, in heads below the middle.
    curls: bumps of the outline. flare: how much wider it is at its end. tails: what is tied:
    "tail", "bun", "buns", "pigtails", "braids", "knot", "spikes", "parting"."""

    volume: float
    line: Line
    length: float = 0.0
    curls: float = 0.0
    flare: float = 1.0
    tails: tuple[str, ...] = ()


_NAPE = ((72.0, 0.02), (80.0, 0.02), (100.0, 0.0), (120.0, 0.26), (150.0, 0.36), (180.0, 0.38))
HAIR: dict[str, Hair] = {
    "short": Hair(0.045, ((-180, 0.38), (-150, 0.36), (-120, 0.26), (-100, 0.0), (-76, 0.04),
                          (-62, -0.13),
                          (-45, -0.24), (-5, -0.22), (25, -0.31), (50, -0.24), (66, -0.12),
                          (76, 0.04), (100, 0.0), (120, 0.26), (150, 0.36), (180, 0.38))),
    "cropped": Hair(0.022, ((0, -0.3), (38, -0.3), (58, -0.17), *_NAPE)),
    "swept": Hair(0.075, ((-180, 0.38), (-150, 0.36), (-120, 0.26), (-100, 0.0), (-74, 0.02),
                          (-60, -0.17),
                          (-42, -0.31), (-20, -0.29), (10, -0.21), (42, -0.12), (62, -0.05),
                          (76, 0.03), (100, 0.0), (120, 0.26), (150, 0.36), (180, 0.38)),
                          tails=("tuft",)),
    "fringe": Hair(0.055, ((0, -0.14), (12, -0.165), (24, -0.135), (40, -0.15), (56, -0.08),
                           *_NAPE)),
    "curly": Hair(0.12, ((0, -0.2), (20, -0.17), (40, -0.19), (60, -0.08), (76, 0.06), (100, 0.04),
                         (120, 0.26), (150, 0.36), (180, 0.38)), curls=0.035),
    "afro": Hair(0.25, ((0, -0.24), (40, -0.2), (64, -0.04), (80, 0.1), (104, 0.12), (120, 0.32),
                        (180, 0.42)), curls=0.02, tails=("cloud",)),
    "bob": Hair(0.075, ((-180, 0.44), (-72, 0.44), (-64, 0.2), (-56, -0.06), (-30, -0.24),
                        (-12, -0.3), (14, -0.22), (40, -0.14), (58, -0.02), (66, 0.22),
                        (74, 0.44), (180, 0.44)), length=0.5, flare=1.04),
    "curly bob": Hair(0.13, ((-180, 0.42), (-70, 0.4), (-62, 0.16), (-52, -0.06), (-24, -0.2),
                              (0, -0.17), (26, -0.2), (52, -0.06), (62, 0.16), (70, 0.4),
                              (180, 0.42)), length=0.46, curls=0.035, flare=1.08),
    "straight bob": Hair(0.07, ((0, -0.13), (45, -0.11), (58, 0.0), (66, 0.25), (72, 0.46),
                                (180, 0.46)), length=0.5, flare=1.02),
    "long": Hair(0.075, ((-180, 1.15), (-100, 0.9), (-74, 0.6), (-62, 0.12), (-50, -0.14),
                         (-26, -0.27), (-8, -0.32), (18, -0.24), (42, -0.13), (58, 0.02),
                         (68, 0.3), (76, 0.62), (100, 0.9), (180, 1.15)), length=1.15, flare=1.08),
    "long wavy": Hair(0.11, ((-180, 1.1), (-100, 0.9), (-72, 0.62), (-62, 0.1), (-46, -0.18),
                             (-4, -0.31), (6, -0.31), (46, -0.18), (62, 0.1), (72, 0.62),
                             (100, 0.9), (180, 1.1)), length=1.1, curls=0.03, flare=1.2),
    "ponytail": Hair(0.05, ((-180, 0.38), (-150, 0.36), (-120, 0.26), (-100, 0.0), (-74, -0.02),
                            (-58, -0.18),
                            (-30, -0.27), (0, -0.25), (30, -0.16), (58, -0.08), (74, 0.02),
                            (100, 0.0), (120, 0.26), (150, 0.36), (180, 0.38)), tails=("tail",)),
    "bun": Hair(0.045, ((0, -0.31), (30, -0.27), (58, -0.13), (76, 0.0), (100, 0.0), (120, 0.26),
                        (150, 0.36), (180, 0.38)), tails=("bun",)),
    "space buns": Hair(0.05, ((0, -0.15), (14, -0.17), (40, -0.14), (58, -0.06), (76, 0.03),
                              (100, 0.0), (120, 0.26), (150, 0.36), (180, 0.38)), tails=("buns",)),
    "pigtails": Hair(0.05, ((0, -0.3), (30, -0.25), (56, -0.12), (76, 0.02), (104, 0.0),
                            (120, 0.26), (150, 0.36), (180, 0.38)), tails=("pigtails",)),
    "braids": Hair(0.05, ((0, -0.16), (20, -0.19), (44, -0.16), (58, -0.06), (76, 0.04),
                          (100, 0.0), (120, 0.26), (150, 0.36), (180, 0.38)), tails=("braids",)),
    "receding": Hair(0.03, ((0, -0.6), (34, -0.5), (52, -0.32), (68, -0.1), *_NAPE)),
    "bald": Hair(0.0, ((0, -0.7), (180, -0.7))),
    "spiky": Hair(0.06, ((0, -0.24), (10, -0.17), (22, -0.26), (36, -0.16), (48, -0.22), (60,
    -0.08),
                         *_NAPE), tails=("spikes",)),
}  # fmt: skip


def _height(line: Line, phi: float) -> float:
    """The hairline at degrees from the nose."""
    phi = (phi + 180) % 360 - 180
    if line[0][0] >= 0:
        phi = abs(phi)
    for (one, low), (other, high) in itertools.pairwise(line):
        if one <= phi <= other:
            share = (phi - one) / max(other - one, 1e-6)
            return low + (high - low) * share * share * (3 - 2 * share)
    return line[-1][1]


def _edge(hair: Hair, turn: float) -> Point:
    """The outer edge over the head; turn: degrees from the right over the top to the left."""
    bump = 1 + hair.curls * 2.2 * abs(math.sin(math.radians(turn * 4.5))) if hair.curls else 1.0
    reach = (WIDE + 0.015 + hair.volume) * bump
    high = (0.5 + hair.volume * 0.85) * bump
    angle = math.radians(turn)
    return reach * math.cos(angle), -0.04 - (high - 0.04) * math.sin(angle)


def hair_front(head: Head, hair: Hair) -> list[Shape]:
    """The hair on our side of the head, with a lighter band."""
    if hair.line[0][1] <= -0.65 and len(hair.line) == 2:
        return []
    inner = [_lower(head, hair, head.yaw + step) for step in range(-90, 91, 5)]
    if head.view in ("half", "side"):
        # What hangs at the far side is behind the face.
        high = inner[6][1]
        inner = [
            (max(x, _left_edge(hair, high)), min(y, high)) if step < 6 else (x, y)
            for step, (x, y) in enumerate(inner)
        ]
    left, right = inner[0][1], inner[-1][1]
    outer = [_edge(hair, turn) for turn in range(0, 181, 6 if hair.curls else 12)]
    outer = [point for point in outer if point[1] < (left if point[0] < 0 else right) + 0.02]
    cap = head.shape("skin", head.look.hair_color,
                     (*inner, *_side(hair, right, 1.0), *outer,
                      *reversed(_side(hair, left, -1.0))), rim=0.04)  # fmt: skip
    return [cap, *_band(head, hair, cap)]


def _left_edge(hair: Hair, y: float) -> float:
    """The x of the outer edge at the left, at a height."""
    up = max(0.0, min(1.0, (-0.04 - y) / (0.46 + hair.volume * 0.85)))
    return -(WIDE + 0.015 + hair.volume) * math.sqrt(1 - up * up)


def _lower(head: Head, hair: Hair, phi: float) -> Point:
    y = _height(hair.line, phi)
    out = hair.volume + 0.015 if y > -0.05 else 0.012 + 0.3 * hair.volume
    wide = 1.0 if y < 0.3 else 1 + (hair.flare - 1) * min(1.0, (y - 0.3) / 0.5)
    x, _ = head.at(phi, y, out)
    return x * wide * (1.0 if hair.length else _jaw(y)), y


def _jaw(y: float) -> float:
    """How much narrower a head is below its middle."""
    below = max(0.0, y - 0.05)
    return 1 - 3.0 * below * below - 0.3 * below


def _side(hair: Hair, low: float, side: float) -> list[Point]:
    """Down the side of the head to where the hairline begins, from below."""
    if low < 0.05:
        return []
    reach = WIDE + 0.015 + hair.volume
    points = []
    for share in (0.85, 0.45):
        y = -0.04 + (low + 0.04) * share
        wave = 1 + hair.curls * 1.5 * math.sin(y * 14)
        wide = 1 + (hair.flare - 1) * max(0.0, min(1.0, (y - 0.3) / 0.5))
        points.append((side * reach * wave * wide * (1.0 if hair.length else _jaw(y)), y))
    return points


def _band(head: Head, hair: Hair, cap: Shape) -> list[Shape]:
    """Light on the hair: a bow, thick in its middle."""
    reach, high = WIDE + hair.volume, 0.46 + hair.volume
    turns = range(66, 141, 15)
    bow = [
        (0.74 * reach * math.cos(math.radians(turn)),
         -0.02 - 0.8 * high * math.sin(math.radians(turn)))
        for turn in turns
    ]  # fmt: skip
    light = shaded(head.look.hair_color, 1.24 if head.look.hair_color < "#b" else 1.6)
    thick = tube(bow, (0.01, 0.075, 0.085, 0.05, 0.01))
    return [head.shape("skin", light, thick, smooth=False, within=cap)]


def hair_back(head: Head, hair: Hair) -> list[Shape]:
    """What hangs behind the neck and the shoulders, and what is tied behind the head."""
    color = shaded(head.look.hair_color, 0.88)
    shapes = []
    if hair.length and head.view != "back" and (hair.length > 0.7 or head.view != "side"):
        reach = (WIDE + hair.volume) * (0.94 if head.view == "side" else 1.0)
        shift = 0.12 if head.view == "side" else 0.05 if head.view == "half" else 0.0
        low, wide = hair.length, reach * hair.flare
        points: tuple[Point, ...] = (
            (shift - reach * 0.9, -0.2), (shift + reach * 0.9, -0.2), (shift + wide, 0.25),
            (shift + wide * 1.02, low * 0.75), (shift + wide * 0.7, low),
            (shift - wide * 0.7, low), (shift - wide * 1.02, low * 0.75), (shift - wide, 0.25),
        )  # fmt: skip
        if head.view == "side":
            points = tuple((max(x, -0.12) if y > 0.2 else x, y) for x, y in points)
        shapes.append(head.shape("skin", color, points, rim=0.04))
    behind = head.yaw < 100
    return shapes + (_tied(head, hair) if behind else [])


def hair_top(head: Head, hair: Hair) -> list[Shape]:
    """What is tied, of one who is seen from behind; tufts and parted strands on top."""
    tied = _tied(head, hair) if head.yaw >= 100 else []
    return tied


def _tied(head: Head, hair: Hair) -> list[Shape]:
    shapes: list[Shape] = []
    sway = math.sin(math.radians(head.yaw))
    for name in hair.tails:
        if name == "tail":
            shapes += _tail(head, sway)
        elif name == "bun":
            knot = ellipse((0.36 * sway, -0.56 + 0.12 * sway), 0.2, 0.19)
            shapes.append(head.shape("skin", head.look.hair_color, knot, rim=0.04))
        elif name == "buns":
            for phi in (-62.0, 62.0):
                x, _ = head.at(phi, 0)
                knot = ellipse((x * 0.86, -0.47), 0.165, 0.16)
                shapes.append(head.shape("skin", head.look.hair_color, knot, rim=0.035))
        elif name in ("pigtails", "braids"):
            shapes += _pigtails(head, name == "braids")
        elif name == "cloud":
            cloud = [
                (0.03 + reach * math.cos(turn), -0.1 + 0.95 * reach * math.sin(turn))
                for number in range(44)
                for turn in (math.tau * number / 44,)
                for reach in (0.68 if number % 2 else 0.73,)
            ]
            shapes.append(head.shape("skin", head.look.hair_color, tuple(cloud), rim=0.04))
        elif name == "spikes":
            shapes.append(_spikes(head))
        elif name == "tuft":
            tuft = ((0.3, -0.44), (0.1, -0.66), (-0.22, -0.66), (-0.42, -0.5), (-0.3, -0.34))
            shapes.append(head.shape("skin", head.look.hair_color, tuft, rim=0.03))
    return shapes


def _tail(head: Head, sway: float) -> list[Shape]:
    """A horse's tail, tied high; seen from the front it swings out at one side."""
    if head.yaw >= 100:
        line = [(0.0, -0.1), (0.03, 0.2), (-0.02, 0.5), (0.03, 0.78)]
    else:
        x = 0.22 + 0.22 * sway
        line = [(x, -0.3), (x + 0.22, -0.22), (x + 0.34, 0.1), (x + 0.26, 0.45), (x + 0.34, 0.7)]
    smooth = curve(line)
    shapes = [
        head.shape("skin", head.look.hair_color, tube(smooth, (0.14, 0.26, 0.27, 0.2, 0.03)),
                   rim=0.04, smooth=False)
    ]  # fmt: skip
    tie = ellipse(_tie(line[0], line[1]), 0.075, 0.09)
    return [*shapes, head.shape("detail", head.look.accent, tie, rim=0.02)]


def _tie(one: Point, other: Point) -> Point:
    return (one[0] * 0.6 + other[0] * 0.4, one[1] * 0.6 + other[1] * 0.4)


def _pigtails(head: Head, braided: bool) -> list[Shape]:
    shapes = []
    for phi in (-100.0, 100.0):
        if not head.shows(phi, -0.75):
            continue
        x, y = head.at(phi, 0.2)
        side = 1.0 if x > 0 else -1.0
        if braided:
            line = curve([(x, y), (x + side * 0.08, 0.45), (x + side * 0.03, 0.95)])
            shapes.append(head.shape("skin", head.look.hair_color,
                                     tube(line, (0.15, 0.17, 0.15, 0.1)), rim=0.035,
                                     smooth=False))  # fmt: skip
            for share in (0.3, 0.5, 0.7):
                px, py = line[int(share * (len(line) - 1))]
                cross = ((px - 0.07, py - 0.03), (px, py + 0.03), (px + 0.07, py - 0.03))
                color = shaded(head.look.hair_color, 0.78)
                shapes.append(head.shape("skin", color, cross, stroke=0.022))
            tie = ellipse(line[-2], 0.06, 0.04)
        else:
            line = curve([(x, 0.02), (x + side * 0.2, 0.05), (x + side * 0.27, 0.32),
                          (x + side * 0.18, 0.62)])  # fmt: skip
            shapes.append(head.shape("skin", head.look.hair_color,
                                     tube(line, (0.1, 0.24, 0.26, 0.19, 0.03)), rim=0.04,
                                     smooth=False))  # fmt: skip
            tie = ellipse((x + side * 0.05, 0.03), 0.055, 0.075)
        shapes.append(head.shape("detail", head.look.accent, tie, rim=0.015))
    return shapes


def _spikes(head: Head) -> Shape:
    points: list[Point] = []
    for number, turn in enumerate(range(-4, 185, 15)):
        far = number % 2 == 1
        angle = math.radians(turn)
        reach, high = (0.62, 0.7) if far else (0.45, 0.47)
        points.append(
            (reach * math.cos(angle) - 0.03 * far, -0.06 - (high - 0.06) * math.sin(angle))
        )
    return head.shape("skin", head.look.hair_color, tuple(points), smooth=False)
