"""Arms and legs of people by their pose, in units of the person's height; see `people.py`."""

import math

import torch

from pipeline.training.world.shapes import Brush

SEATED = 0.19  # how much lower a sitting person's shoulders are
LEAN = 0.16  # of a runner, forward
Point = tuple[float, float]


def upper(b: Brush, pose: str) -> Brush:
    """The brush for all above the hips."""
    if pose == "sitting":
        return b.moved(up=-SEATED)
    return b.moved(lean=LEAN) if pose == "running" else b


def joints(pose: str, side: int, shoulder: Point, hand: Point) -> list[Point]:
    """Shoulder, elbow and hand of the arm on a side (1: where the person looks). shoulder, hand:
    where they are when the arm hangs, on the side 1."""
    x, y = shoulder
    length = y - hand[1]
    if pose == "waving" and side > 0:
        return [(x, y), (x + 0.50 * length, y - 0.05 * length), (x + 0.80 * length, y + length)]
    if pose == "running" and side > 0:
        return [(x, y), (x + 0.30 * length, y - 0.60 * length), (x + 0.85 * length, y - 0.20)]
    if pose == "running":
        return [(-x, y), (-x - 0.50 * length, y - 0.35 * length), (-x - 0.30 * length, y - length)]
    if pose == "sitting":
        elbow = (side * (x + 0.30 * length), y - 0.60 * length)
        return [(side * x, y), elbow, (side * 0.55 * x, y - 1.05 * length)]
    return [(side * x, y), (side * hand[0], hand[1])]


def palm(pose: str, side: int, shoulder: Point, hand: Point) -> Point:
    """The middle of the hand that looks out of a sleeve."""
    *_, (ax, ay), (bx, by) = joints(pose, side, shoulder, hand)
    beyond = 0.047 / math.hypot(bx - ax, by - ay)
    return bx + beyond * (bx - ax), by + beyond * (by - ay)


def arm(b: Brush, pose: str, side: int, shoulder: Point, hand: Point, r: float,
        end: float | None = None) -> torch.Tensor:  # fmt: skip
    """Distance to an arm of radius r, that tapers to `end` at the hand."""
    points = joints(pose, side, shoulder, hand)
    return _limb(b, points, r, r if end is None else end)


def running_legs(b: Brush, hip: float, r: float, cloth, lit: float, shoe, sole: float) -> None:
    """The rear leg thrown back, the front one bent; hip: its height, sole: a shoe's half length."""
    back = [(-0.03, hip), (-0.075, hip * 0.52), (-0.200, hip * 0.50)]
    b.fill(_limb(b, back, r, r * 0.9), cloth, lit - 0.15)
    b.fill(b.line(-0.212, hip * 0.50 + 0.02, -0.232, hip * 0.50 - 0.045, sole * 0.6), shoe, 0.55)
    front = [(0.02, hip), (0.130, hip * 0.70), (0.105, 0.05)]
    b.fill(_limb(b, front, r, r * 0.9), cloth, lit)
    b.fill(b.ellipse(0.128, 0.032, sole, sole * 0.58), shoe, 0.7)


def sitting_legs(b: Brush, r: float, cloth, lit: float, shoe, sole: float) -> None:
    """Knees out and feet together before the person, who sits on the ground."""
    for side in (-1, 1):
        leg = [(side * 0.07, 0.10), (side * 0.185, 0.075), (side * 0.075, 0.045)]
        b.fill(_limb(b, leg, r, r * 0.9), cloth, lit)
    for side in (-1, 1):
        b.fill(b.ellipse(side * 0.055, 0.036, sole * 0.9, sole * 0.62), shoe, 0.7)


def _limb(b: Brush, points: list[Point], r: float, end: float) -> torch.Tensor:
    if len(points) == 2:
        return b.line(*points[0], *points[1], r, end)
    (a, joint, tip), middle = points, (r + end) / 2
    return torch.minimum(b.line(*a, *joint, r, middle), b.line(*joint, *tip, middle, end))
