"""What belongs to a pose and to no look: ski poles, a leash, a chair."""

from pipeline.model.people.builds import Build
from pipeline.model.people.shapes import Shape, shaded
from pipeline.model.people.skeleton import Joints

POLE, BASKET, LEASH = "#4a4f5c", "#8f96a3", "#8f3f3a"
WOOD = "#a8754a"
REACH = 1.5  # of a leash to the left of the hand, in shins


def pole(build: Build, arm: Joints) -> list[Shape]:
    """A ski pole in a hand, slanting back and down."""
    x, y = arm.end
    long = build.thigh + build.shin
    top, low = (x - 0.06 * long, y - 0.1 * long), (x + 0.5 * long, y + 0.66 * long)
    basket = ((low[0] - 6.5, low[1] - 3.5), (low[0] + 0.5, low[1] - 9.5))
    return [
        Shape("detail", POLE, (top, low), stroke=2.2),
        Shape("detail", BASKET, basket, stroke=2.4),
    ]


def leash(build: Build, arm: Joints) -> Shape:
    """A leash that hangs from a hand to what walks before."""
    x, y = arm.end
    long = build.shin * REACH
    line = ((x, y), (x - 0.45 * long, y + 0.5 * long), (x - long, y + 0.42 * long))
    return Shape("detail", LEASH, line, stroke=1.8)


def chair(build: Build, side: bool) -> list[Shape]:
    """A wooden chair below hips at (0, 0), seen from the side or from the front, and its back."""
    foot = build.shin + build.ankle + 2 + (0.0 if side else 0.42 * build.thigh)
    seat, wide = build.leg[0] * 0.5, build.seat + 9
    top = -0.8 * build.torso
    dark = shaded(WOOD, 0.82)
    if side:
        back, front = 0.7 * wide, -1.2 * wide
        return [
            Shape("detail", dark, ((back + 3, top), (back - 2, seat), (back + 2, foot)), stroke=6),
            Shape("detail", dark, ((front + 4, seat), (front + 2, foot)), stroke=5.5),
            Shape("detail", WOOD, ((front, seat + 1), (back, seat + 1)), stroke=7),
        ]
    rails = [Shape("detail", dark, ((-wide, at), (wide, at)), stroke=7)
             for at in (0.85 * top, 0.45 * top)]  # fmt: skip
    posts = [Shape("detail", WOOD, ((step, top), (step, foot - 4)), stroke=6.5)
             for step in (-wide, wide)]  # fmt: skip
    return [*rails, *posts]
